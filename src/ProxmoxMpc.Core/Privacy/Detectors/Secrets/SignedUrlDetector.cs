using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The signature of an address that lets whoever has it read or write: <c>?sig=x</c> of Azure, <c>X-Amz-Signature=x</c>.</summary>
internal sealed class SignedUrlDetector : Detector
{
    private const int Shortest = 20;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("signed-url", PrivacyKind.ServiceToken, "Signatures in addresses");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. from sign in new[] { "?", "&" } from name in new[] { "sig=", "signature=", "hmac=", "key=", "auth=" } select new Anchor(sign + name, IgnoreCase: true), new("X-Amz-Signature=", IgnoreCase: true), new("X-Goog-Signature=", IgnoreCase: true), new("AWSAccessKeyId=", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = start;
        while (end < text.Length && (Bytes.IsBase64(text[end]) && text[end] != '=' || text[end] is (byte)'%' or (byte)'~')) end++;
        if (end - start >= Shortest && SecretText.LooksRandom(text[start..end])) found.Replace(start, end - start, Rule.Kind);
    }
}
