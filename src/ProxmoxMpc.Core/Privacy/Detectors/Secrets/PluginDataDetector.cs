using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The credentials of an ACME plugin on the command line: <c>pvenode acme plugin add dns cf --data "Base64"</c>.</summary>
internal sealed class PluginDataDetector : Detector
{
    private const int Shortest = 16;

    public override PrivacyRule Rule => GivenSecretDetector.GivenRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("--data \""), new("--data '")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[Bytes.LineStart(text, at)..at].IndexOf("acme"u8) < 0) return;
        var start = at + length;
        var end = SecretText.Base64End(text, start);
        if (end - start >= Shortest) found.Replace(start, end - start, PrivacyKind.ServiceToken);
    }
}
