using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Digests of certificates that a program pins, in a list and without colons: <c>$Pins = @("0123…")</c>, <c>pinned_certificates: ["0123…"]</c>,
/// <c>pin-sha256="…="</c>, <c>--pinnedpubkey sha256//…=</c>, <c>c.GetCertHashString() == "0123…"</c>.
/// </summary>
internal sealed class PinnedCertificateDetector : Detector
{
    private const int Sha1 = 40, Sha256 = 64, Encoded = 44;

    private static readonly string[] Words =
        ["pins", "pinned", "pin-sha256", "pin_sha256", "sha256//", "certhash", "cert_hash", "getcerthashstring", "certificatehash", "trustedcert"];

    public override PrivacyRule Rule { get; } =
        PrivacyRule.Secret("pinned-certificate", PrivacyKind.Fingerprint, "Digests of certificates that a program pins");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Words.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // What kubeadm is told of its authority is the digest of a public key, ca_cert_hash as well as caCertHashes.
        if (Bytes.StartsWithIgnoreCase(text, at - 3, "ca_"u8)) return;
        var line = Bytes.LineEnd(text, at);
        for (var i = at + length; i < line; i++)
        {
            if (!Bytes.IsAsciiLetterOrDigit(text[i]) || Bytes.IsAsciiLetterOrDigit(text[i - 1])) continue;
            var end = SecretText.Base64End(text, i);
            if (IsDigest(text, i, end)) found.Replace(i, end - i, Rule.Kind);
            i = Math.Max(i, end - 1);
        }
    }

    private static bool IsDigest(ReadOnlySpan<byte> text, int start, int end) =>
        end - start is Sha1 or Sha256 && SecretText.HexEnd(text, start) == end || end - start == Encoded && text[end - 1] == '=' && text[end - 2] != '=';
}
