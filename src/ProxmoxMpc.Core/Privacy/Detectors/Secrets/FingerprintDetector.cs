using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Fingerprints: 32, 20 or 16 pairs of hexadecimal digits with colons, the ones of OpenSSH, and plain ones behind the word.</summary>
internal sealed class FingerprintDetector : Detector
{
    // Of the fingerprint of a backup's key mostly the first eight pairs are told.
    private const int FewestOfKey = 8;

    // How WinSCP and PuTTY tell a key of a server: its kind, its bits, and the fingerprint without saying how it was made.
    private static readonly string[] Sizes =
    [
        "ssh-ed25519 255", "ssh-ed25519 256", "ssh-ed448 448", "ssh-rsa 2048", "ssh-rsa 3072", "ssh-rsa 4096",
        "ecdsa-sha2-nistp256 256", "ecdsa-sha2-nistp384 384", "ecdsa-sha2-nistp521 521",
    ];

    private const int ShortestSize = 12;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("fingerprint", PrivacyKind.Fingerprint, "Fingerprints of certificates and keys");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("SHA256:"), .. Sizes.Select(size => new Anchor(size + " ")),
        .. Sizes.Select(size => new Anchor(size.Replace(' ', '-') + "-")), new("ingerprint", IgnoreCase: true), new("%3A"), new("pub   "), new("sec   "), new("keyid", IgnoreCase: true, WordStart: true),
        new("sha256$"), new("sha1$"), new("encryption-key", WordStart: true),
        // manifest was created with key …; manifest's key … does not match provided key …
        new("with key "), new("manifest's key "), new("provided key "),
        new("thumb", IgnoreCase: true), new("Cert:\\", IgnoreCase: true), new("CertificateID", IgnoreCase: true, WordStart: true), new("certhash", IgnoreCase: true, WordStart: true),
        .. new[] { "PGP", "GPG" }.SelectMany(program => new[] { new Anchor(program + ": "), new Anchor(program + " ") }),
    ];

    // Six pairs are a MAC, eight an EUI-64 or a WWN, or half of what is shown of a fingerprint: more are one, whole or cut off.
    public override int WakesAtPairs => 8;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.StartsWithAt(text, at, "SHA256:"u8)) OpenSsh(text, at + length, found);
        else if (text[at + length - 1] == '\\') InStore(text, at + length, found);
        else if (length > 3 && (Bytes.ToLower(text[at]) is (byte)'t' or (byte)'c')) OfCertificate(text, at + length, found);
        else if (length > ShortestSize && Bytes.IsDigit(text[at + length - 2])) OfServer(text, at + length, found);
        else if (text[at + length - 1] == '$') Pinned(text, at + length, found);
        else if (Bytes.StartsWithAt(text, at, "encryption-key"u8) || text[at + length - 1] == ' ' && text[at + length - 2] == 'y') OfKey(text, at + length, found);
        else if (text[at + 1] is (byte)'G' or (byte)'P') InGroups(text, at + length, found);
        else if (Bytes.ToLower(text[at]) == 'k') OfRepository(text, at, length, found);
        else if (length == 10) Plain(text, at + length, found);
        else if (length == 6) BelowKey(text, at, found);
        else if (text[at] != '%') Chain(text, at, found);
        else if (at >= 2 && Bytes.IsHex(text[at - 2]) && Bytes.IsHex(text[at - 1]) && Bytes.IsWordStart(text, at - 2)) Chain(text, at - 2, found);
    }

    /// <summary><c>$thumb = '0A1B…'</c>, <c>thumbprint is 0A1B…</c>, <c>CertificateID : 0A1B…</c>, <c>certhash=0a1b…</c>: 20 or 32 bytes behind the word.</summary>
    private void OfCertificate(ReadOnlySpan<byte> text, int at, Findings found)
    {
        while (Bytes.IsAsciiLetterOrDigit(Bytes.At(text, at)) || Bytes.At(text, at) == '_') at++;
        var start = at;
        for (var limit = Math.Min(text.Length, at + 24); start < limit && text[start] is (byte)'"' or (byte)':' or (byte)' ' or (byte)'=' or (byte)'\'' or (byte)'\\' or (byte)'(' or (byte)'>' or (byte)'['; start++) ;
        if (Bytes.StartsWithAt(text, start, "is "u8) && start > at) start += 3;
        var hex = SecretText.HexEnd(text, start) - start;
        if (start > at && hex is 40 or 64 && !Bytes.IsLetterOrDigit(Bytes.At(text, start + hex))) found.Replace(start, hex, Rule.Kind);
    }

    /// <summary><c>Cert:\LocalMachine\My\0A1B…</c></summary>
    private void InStore(ReadOnlySpan<byte> text, int at, Findings found)
    {
        for (var folders = 0; folders < 3; folders++)
        {
            var end = at;
            while (Bytes.IsAsciiLetterOrDigit(Bytes.At(text, end)) || Bytes.At(text, end) == ' ') end++;
            if (SecretText.HexEnd(text, at) == at + 40)
            {
                found.Replace(at, 40, Rule.Kind);
                return;
            }
            if (Bytes.At(text, end) != '\\') return;
            at = end + 1;
        }
    }

    /// <summary>A key that backups are encrypted with is called by the beginning of its fingerprint: <c>encryption-key be:7c:eb:49:5a:71:13:c3</c></summary>
    private void OfKey(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = at;
        while (start < at + 6 && Bytes.At(text, start) is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'=' or (byte)':') start++;
        var end = ChainEnd(text, start, out var pairs);
        if (pairs >= FewestOfKey) found.Replace(start, end - start, Rule.Kind);
    }

    /// <summary>The key of a repository is everybody's where the repository is.</summary>
    private void OfRepository(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var before = text[Math.Max(0, at - 300)..at];
        if (before.LastIndexOf("://"u8) is not (>= 0 and var scheme)) return;
        var host = before[(scheme + 3)..];
        if (host.IndexOfAny(" /:\"'\n"u8) is > 0 and var end) host = host[..end];
        if (Domains.IsDomain(host, out var isPublic, out _, out _) && !isPublic) Plain(text, at + length, found);
    }

    /// <summary>gpg: alone on the line below the key's.</summary>
    private void BelowKey(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (Bytes.LineStart(text, at) != at || text[at..].IndexOf((byte)'\n') is not (> 0 and var feed)) return;
        var start = Bytes.SkipBlanks(text, at + feed + 1);
        if (SecretText.HexEnd(text, start) == start + 40 && Bytes.LineEnd(text, start) == start + 40 && !IsOfPublic(text, start + 40)) found.Replace(start, 40, Rule.Kind);
    }

    /// <summary>Whether the key is one that everybody has, of a distribution: <c>uid [ unknown] Proxmox Bookworm Release Key &lt;proxmox-release@proxmox.com></c></summary>
    private static bool IsOfPublic(ReadOnlySpan<byte> text, int end)
    {
        if (!Bytes.NextLine(text, ref end, out var start) || !text[start..end].StartsWith("uid"u8) || text[start..end].LastIndexOf((byte)'@') is not (> 0 and var sign)) return false;
        var domain = text.Slice(start + sign + 1, NamedValue.NameLength(text, start + sign + 1));
        return Domains.IsPublic(domain) && !Domains.HasMailboxes(domain);
    }

    private void OpenSsh(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var end = SecretText.Base64End(text, start);
        if (end - start is 43 or 44) found.Replace(start, end - start, Rule.Kind);
    }

    /// <summary><c>-hostkey="ssh-ed25519 255 x"</c>, and in an address <c>;fingerprint=ssh-ed25519-255-x@</c>, with the other alphabet.</summary>
    private void OfServer(ReadOnlySpan<byte> text, int start, Findings found)
    {
        const int Digest = 43;
        var end = start;
        while (end < text.Length && end <= start + Digest
            && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'+' or (byte)'/' or (byte)'-' or (byte)'_')) end++;
        if (Bytes.At(text, end) == '=') end++;
        if (end - start is Digest or Digest + 1) found.Replace(start, end - start, Rule.Kind);
    }

    /// <summary>Whether the word, which ends there, is all that its line has before it, but for signs: <c>  fingerprint: </c></summary>
    private static bool IsKeyOfLine(ReadOnlySpan<byte> text, int end) =>
        text[Bytes.LineStart(text, end)..end] is { Length: > 11 } line && line[..^11].IndexOfAnyExcept(" \t-\"'{"u8) < 0;

    /// <summary>Behind the word: hexadecimal digits without colons, or a chain of any length, which may have been cut off.</summary>
    private void Plain(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var i = at;
        while (i < text.Length && i < at + 24
            && text[i] is (byte)'"' or (byte)':' or (byte)' ' or (byte)'=' or (byte)'\'' or (byte)'\\' or 0xE2 or 0x94 or 0x82)
            i++;
        var hex = SecretText.HexEnd(text, i) - i;
        if (hex == 16 && IsCounted(text, at, i) || IsOfArchive(text, at)) return;
        if (hex is 16 or 32 or 40 or 64 && !Bytes.IsLetterOrDigit(Bytes.At(text, i + hex))) found.Replace(i, hex, Rule.Kind);
        else if (hex == 4) InGroups(text, i, found);
        else if (hex == 2 && ChainEnd(text, i, out var pairs) is var end && pairs >= 8)
        {
            found.Replace(i, end - i, Rule.Kind);
            Expected(text, end, pairs, found);
        }
    }

    /// <summary>Alertmanager counts alerts so; the number of a key is in capitals.</summary>
    private static bool IsCounted(ReadOnlySpan<byte> text, int at, int hex) =>
        (IsKeyOfLine(text, at) || text[Math.Max(0, at - 600)..at].IndexOf("\"generatorURL\""u8) >= 0) && text.Slice(hex, 16).IndexOfAnyInRange((byte)'a', (byte)'f') >= 0;

    /// <summary>Borg's <c>Archive fingerprint: …</c> is the number of a backup.</summary>
    private static bool IsOfArchive(ReadOnlySpan<byte> text, int at) => Bytes.StartsWithIgnoreCase(text, Math.Max(0, at - 19), "archive "u8);

    /// <summary><c>"cd:09:…" != "77:0f:…"</c>: the one that was expected.</summary>
    private void Expected(ReadOnlySpan<byte> text, int end, int pairs, Findings found)
    {
        var other = end;
        while (other < text.Length && other < end + 10
            && text[other] is (byte)'"' or (byte)'\'' or (byte)' ' or (byte)'!' or (byte)'=' or (byte)'<' or (byte)'>')
            other++;
        if (other > end && ChainEnd(text, other, out var more) is var stop && more == pairs) found.Replace(other, stop - other, Rule.Kind);
    }

    /// <summary>Perl's way to pin a certificate: <c>sha256$0123…</c>, <c>sha1$pub$0123…</c></summary>
    private void Pinned(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (Bytes.StartsWithAt(text, at, "pub$"u8)) at += 4;
        var hex = SecretText.HexEnd(text, at) - at;
        if (hex is 40 or 64 && !Bytes.IsLetterOrDigit(Bytes.At(text, at + hex)) && Bytes.At(text, at + hex) != '$') found.Replace(at, hex, Rule.Kind);
    }

    /// <summary>Ten groups of four digits, as gpg writes them. The keys of distributions are everybody's.</summary>
    private void InGroups(ReadOnlySpan<byte> text, int at, Findings found)
    {
        while (Bytes.At(text, at) is (byte)' ' or (byte)':' or (byte)'=') at++;
        var end = at;
        for (var group = 0; group < 10; group++)
        {
            if (SecretText.HexEnd(text, end) != end + 4) return;
            end += 4;
            if (group < 9 && Bytes.SkipBlanks(text, end) is var next && next - end is 1 or 2) end = next;
            else if (group < 9) return;
        }
        if (!IsOfDistribution(text[Math.Max(0, at - 200)..Math.Min(text.Length, end + 200)])) found.Replace(at, end - at, Rule.Kind);
    }

    private static bool IsOfDistribution(ReadOnlySpan<byte> around) =>
        around.IndexOf("@proxmox.com"u8) >= 0 || around.IndexOf("@debian.org"u8) >= 0 || around.IndexOf("@ubuntu.com"u8) >= 0
        || around.IndexOf("archive"u8) >= 0;

    private void Chain(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (IsWithin(text, at) || IsDuid(text, at)) return;
        var end = ChainEnd(text, at, out var pairs);
        // 14 pairs are the kernel's two MACs and a type, 18 those with the tag of a VLAN.
        if (pairs > 8 && pairs != 14 && !(pairs == 18 && IsTagged(text, at)) || pairs == 8 && IsCutOff(text, at, end)) found.Replace(at, end - at, Rule.Kind);
    }

    /// <summary>Two MACs, and what tells that the tag of a VLAN follows.</summary>
    internal static bool IsTagged(ReadOnlySpan<byte> text, int at) => Bytes.StartsWithAt(text, at + 36, "81:00:"u8);

    /// <summary>How a client calls itself for DHCP: what kind of number it is, the kind of its network, and a MAC, which is found as one.</summary>
    private static bool IsDuid(ReadOnlySpan<byte> text, int at) => Bytes.StartsWithAt(text, at, "00:03:00:01:"u8) || Bytes.StartsWithAt(text, at, "00:01:00:01:"u8);

    /// <summary>Whether it is the middle of a chain; <c>MD5:</c> and the like may stand before its start.</summary>
    private static bool IsWithin(ReadOnlySpan<byte> text, int at)
    {
        var before = Bytes.At(text, at - 1) == ':' ? at - 1 : Bytes.EscapeBefore(text, at) is > 2 and var escape ? at - escape : -1;
        if (before < 2 || !Bytes.IsHex(text[before - 1]) || !Bytes.IsHex(text[before - 2])) return false;
        return !Bytes.IsLetterOrDigit(Bytes.At(text, before - 3)) || before >= 5 && Bytes.EscapeBefore(text, before - 2) > 2;
    }

    /// <summary>Whether a value is a chain of eight pairs and more.</summary>
    public static bool IsChain(ReadOnlySpan<byte> value) =>
        value.Length >= (FewestOfKey * 3) - 1 && ChainEnd(value, 0, out var pairs) == value.Length && pairs >= FewestOfKey;

    private static bool IsCutOff(ReadOnlySpan<byte> text, int at, int end) =>
        text[end..].TrimStart(": "u8).StartsWith("..."u8) || text[end..].TrimStart(": "u8).StartsWith("…"u8) || text[..at].TrimEnd(": "u8).EndsWith("..."u8);

    /// <summary>Where the last pair ends. What goes on as a longer number is none: …:07:172.20.1.211</summary>
    private static int ChainEnd(ReadOnlySpan<byte> text, int at, out int pairs)
    {
        pairs = 0;
        var end = at;
        for (var i = at; i + 1 < text.Length && Bytes.IsHex(text[i]) && Bytes.IsHex(text[i + 1]) && !Bytes.IsLetterOrDigit(Bytes.At(text, i + 2));)
        {
            pairs++;
            end = i + 2;
            if (Bytes.Separator(text, end, (byte)':') is not (> 0 and var colon)) return end;
            i = end + colon;
        }
        return end;
    }
}
