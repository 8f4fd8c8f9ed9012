using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The key of a session of Mosh, as its server tells it: <c>MOSH CONNECT 60001 x</c>, <c>MOSH_KEY=x mosh-client 10.0.0.1 60001</c>. 16 bytes in Base64 without what fills it up.</summary>
internal sealed class MoshKeyDetector : Detector
{
    private const int KeyLength = 22;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("mosh-key", PrivacyKind.PrivateKey, "Keys of sessions of Mosh");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("MOSH CONNECT "), new("MOSH_KEY=")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[start - 1] == ' ')
        {
            while (Bytes.IsDigit(Bytes.At(text, start))) start++;
            start = Bytes.SkipBlanks(text, start);
        }
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'') start++;
        if (SecretText.Base64End(text, start) - start == KeyLength) found.Replace(start, KeyLength, Rule.Kind);
    }
}
