using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Digests of certificates and host keys that a scan of nmap tells: <c>&lt;elem key="sha1"></c> of <c>ssl-cert</c> in XML, and <c>|_SHA-1: 0123 4567 …</c>.
/// </summary>
internal sealed class ScanDigestDetector : Detector
{
    // A certificate's other elements, with its text, are between the script and its digests.
    private const int Reach = 6000, GroupLength = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("scan-digest", PrivacyKind.Fingerprint, "Digests of certificates in the results of nmap");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("key=\"sha1\">"), new("key=\"md5\">"), new("key=\"sha256\">"), new("key=\"fingerprint\">"),
        new("SHA-1: ", WordStart: true), new("MD5: ", WordStart: true), new("SHA-256: ", WordStart: true),
    ];

    public override int Sight => Reach + 200;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = Bytes.SkipBlanks(text, at + length);
        if (text[at + length - 1] == ' ') Groups(text, start, found);
        else if (IsDigest(text, start, out var end) && IsOfKey(text[Math.Max(0, at - Reach)..at])) found.Replace(start, end - start, Rule.Kind);
    }

    private static bool IsDigest(ReadOnlySpan<byte> text, int start, out int end)
    {
        end = SecretText.HexEnd(text, start);
        return end - start is 32 or 40 or 64 && Bytes.At(text, end) == '<';
    }

    private static bool IsOfKey(ReadOnlySpan<byte> before)
    {
        if (before.LastIndexOf("<script id=\""u8) is not (>= 0 and var script)) return false;
        var id = before[(script + 12)..];
        return id.StartsWith("ssl-cert"u8) || id.StartsWith("ssh-hostkey"u8) || id.StartsWith("tls-"u8) || id.StartsWith("rdp-"u8);
    }

    /// <summary>Eight, ten or sixteen groups of four digits with a blank between each two.</summary>
    private void Groups(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var (groups, end) = (0, start);
        for (var i = start; SecretText.HexEnd(text, i) == i + GroupLength; i = end + 1)
        {
            groups++;
            end = i + GroupLength;
            if (Bytes.At(text, end) != ' ') break;
        }
        if (groups is 8 or 10 or 16) found.Replace(start, end - start, Rule.Kind);
    }
}
