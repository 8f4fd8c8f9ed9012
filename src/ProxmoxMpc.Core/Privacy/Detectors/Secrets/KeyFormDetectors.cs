using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Fingerprints: 32, 20 or 16 pairs of hexadecimal digits with colons, the ones of OpenSSH, and plain ones behind the word.</summary>
internal sealed class FingerprintDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("fingerprint", PrivacyKind.Fingerprint, "Fingerprints of certificates and keys");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("SHA256:"), new("ingerprint", IgnoreCase: true), new("%3A"), new("pub   "), new("sec   "), new("keyid", IgnoreCase: true, WordStart: true), new("sha256$"), new("sha1$"), .. new[] { "PGP", "GPG" }.SelectMany(program => new[] { new Anchor(program + ": "), new Anchor(program + " ") })];

    // Six pairs are a MAC, eight an EUI-64 or a WWN, or half of what is shown of a fingerprint: more are one, whole or cut off.
    public override int WakesAtPairs => 8;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.StartsWithAt(text, at, "SHA256:"u8)) OpenSsh(text, at + length, found);
        else if (text[at + length - 1] == '$') Pinned(text, at + length, found);
        else if (text[at + 1] is (byte)'G' or (byte)'P') InGroups(text, at + length, found);
        else if (Bytes.ToLower(text[at]) == 'k') OfRepository(text, at, length, found);
        else if (length == 10) Plain(text, at + length, found);
        else if (length == 6) BelowKey(text, at, found);
        else if (text[at] != '%') Chain(text, at, found);
        else if (at >= 2 && Bytes.IsHex(text[at - 2]) && Bytes.IsHex(text[at - 1]) && Bytes.IsWordStart(text, at - 2)) Chain(text, at - 2, found);
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
        if (SecretText.HexEnd(text, start) == start + 40 && Bytes.LineEnd(text, start) == start + 40) found.Replace(start, 40, Rule.Kind);
    }

    private void OpenSsh(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var end = SecretText.Base64End(text, start);
        if (end - start is 43 or 44) found.Replace(start, end - start, Rule.Kind);
    }

    /// <summary>Whether the word, which ends there, is all that its line has before it, but for signs: <c>  fingerprint: </c></summary>
    private static bool IsKeyOfLine(ReadOnlySpan<byte> text, int end) => text[Bytes.LineStart(text, end)..end] is { Length: > 11 } line && line[..^11].IndexOfAnyExcept(" \t-\"'{"u8) < 0;

    /// <summary>Behind the word: hexadecimal digits without colons, or a chain of any length, which may have been cut off.</summary>
    private void Plain(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var i = at;
        while (i < text.Length && i < at + 24 && text[i] is (byte)'"' or (byte)':' or (byte)' ' or (byte)'=' or (byte)'\'' or (byte)'\\' or 0xE2 or 0x94 or 0x82) i++;
        var hex = SecretText.HexEnd(text, i) - i;
        // Alertmanager counts alerts so, and Borg its archives; the number of a key is in capitals.
        if (hex == 16 && IsKeyOfLine(text, at) && text.Slice(i, hex).IndexOfAnyInRange((byte)'a', (byte)'f') >= 0 || Bytes.StartsWithIgnoreCase(text, Math.Max(0, at - 19), "archive "u8)) return;
        if (hex is 16 or 32 or 40 or 64 && !Bytes.IsLetterOrDigit(Bytes.At(text, i + hex))) found.Replace(i, hex, Rule.Kind);
        else if (hex == 4) InGroups(text, i, found);
        else if (hex == 2 && ChainEnd(text, i, out var pairs) is var end && pairs >= 8) found.Replace(i, end - i, Rule.Kind);
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
        var around = text[Math.Max(0, at - 200)..Math.Min(text.Length, end + 200)];
        if (around.IndexOf("@proxmox.com"u8) < 0 && around.IndexOf("@debian.org"u8) < 0 && around.IndexOf("@ubuntu.com"u8) < 0 && around.IndexOf("archive"u8) < 0) found.Replace(at, end - at, Rule.Kind);
    }

    private void Chain(ReadOnlySpan<byte> text, int at, Findings found)
    {
        // In the middle of a chain; MD5: and the like may stand before its start.
        var before = Bytes.At(text, at - 1) == ':' ? at - 1 : Bytes.EscapeBefore(text, at) is > 2 and var escape ? at - escape : -1;
        if (before >= 2 && Bytes.IsHex(text[before - 1]) && Bytes.IsHex(text[before - 2]) && !Bytes.IsLetterOrDigit(Bytes.At(text, before - 3))) return;
        if (before >= 5 && Bytes.IsHex(text[before - 1]) && Bytes.IsHex(text[before - 2]) && Bytes.EscapeBefore(text, before - 2) > 2) return;
        var end = ChainEnd(text, at, out var pairs);
        // 14 pairs are the kernel's two MACs and a type.
        if (pairs > 8 && pairs != 14 || pairs == 8 && (text[end..].TrimStart(": "u8).StartsWith("..."u8) || text[..at].TrimEnd(": "u8).EndsWith("..."u8))) found.Replace(at, end - at, Rule.Kind);
    }

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

/// <summary>Public keys of OpenSSH in all places, URL-encoded ones of <c>sshkeys</c> too, and the hashed hosts of known_hosts.</summary>
internal sealed class SshKeyDetector : Detector
{
    private const int Shortest = 30;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("ssh-key", PrivacyKind.SshKey, "SSH public keys and hashed host names");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. "BCEG".Select(type => new Anchor($"AAAA{type}", WordStart: true)), new("|1|"), new("c3NoL", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '|')
        {
            var middle = SecretText.Base64End(text, at + length);
            if (middle - at - length != 28 || Bytes.At(text, middle) != '|') return;
            found.Replace(at + length, 28, Rule.Kind);
            found.Replace(middle + 1, SecretText.Base64End(text, middle + 1) - middle - 1, Rule.Kind);
            return;
        }
        var end = SecretText.Base64End(text, at);
        // A whole line of authorized_keys in Base64.
        if (text[at] == 'c')
        {
            if (end - at >= Shortest) found.Replace(at, end - at, Rule.Kind);
            return;
        }
        // github.com ssh-ed25519 AAAA…: what everybody has in known_hosts.
        if (IsPublicHost(text, at)) return;
        // The first characters say only which kind of key it is.
        if (end - at < Shortest) return;
        found.Replace(at + 5, end - at - 5, Rule.Kind);
        Comment(text, end, found);
    }

    private static bool IsPublicHost(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Bytes.LineStart(text, at)..at].TrimEnd((byte)' ');
        if (before.LastIndexOf((byte)' ') is not (> 3 and var type) || !before[(type + 1)..].StartsWith("ssh-"u8) && !before[(type + 1)..].StartsWith("ecdsa-"u8)) return false;
        before = before[..type];
        if (before.LastIndexOfAny(" \"'"u8) is >= 0 and var blank) before = before[(blank + 1)..];
        if (before.IndexOf((byte)',') is > 0 and var comma) before = before[..comma];
        return before.Length > 3 && Domains.IsDomain(before, out var isPublic, out _, out _) && isPublic;
    }

    /// <summary>Behind the key stands whose it is: <c>user@host</c>.</summary>
    private static void Comment(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = at + Math.Max(Bytes.Separator(text, at, (byte)' '), Bytes.At(text, at) == ' ' ? 1 : 0);
        if (start == at) return;
        var mark = start;
        while (mark < text.Length && (Bytes.IsLetterOrDigit(text[mark]) || text[mark] is (byte)'.' or (byte)'-' or (byte)'_')) mark++;
        if (Bytes.Separator(text, mark, (byte)'@') is not (> 0 and var sign) || mark == start) return;
        var host = mark + sign;
        var end = host;
        while (end < text.Length && (Bytes.IsLetterOrDigit(text[end]) || text[end] is (byte)'-' or (byte)'.')) end++;
        while (end > host && text[end - 1] is (byte)'.' or (byte)'-') end--;
        if (text[host..end].Contains((byte)'.') || !Vocabulary.CanBeName(text[host..end])) return;
        found.Learn(PrivacyKind.Host, text[host..end]);
        found.Replace(host, end - host, PrivacyKind.Host);
        if (Vocabulary.IsSystemUser(text[start..mark])) return;
        found.Learn(PrivacyKind.User, text[start..mark]);
        found.Replace(start, mark - start, PrivacyKind.User);
    }
}

/// <summary>Hashes of passwords: crypt in all its forms, <c>$</c> doubled as in compose files, Argon2, PBKDF2, LDAP schemes, pairs of NT hashes.</summary>
internal sealed class PasswordHashDetector : Detector
{
    private static readonly string[] Ids = ["1", "2", "2a", "2b", "2x", "2y", "5", "6", "7", "8", "9", "14", "c$3", "h$6", "y", "gy", "sha1", "apr1", "argon2i", "argon2d", "argon2id", "scrypt", "bcrypt", "pbkdf2", "pbkdf2-sha1", "pbkdf2-sha256", "pbkdf2-sha512", "P", "H"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("password-hash", PrivacyKind.PasswordHash, "Hashes of passwords");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Ids.Select(id => new Anchor($"${id}$")), .. new[] { "{SSHA}", "{SHA}", "{SSHA512}", "{SMD5}", "{MD5}", "{CRYPT}", "{ARGON2}", "{PBKDF2-SHA1}", "{PBKDF2-SHA256}", "{PBKDF2-SHA512}", "{PBKDF2}", "{PLAIN}", "{CLEARTEXT}", "{CLEAR}" }.Select(scheme => new Anchor(scheme, IgnoreCase: true)), new(":::"), new("\"md5"), new("SCRAM-SHA-256$"), new("grub.pbkdf2.sha512."), new(":LCT-"), new(") != '")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ':' && text[at + 1] == 'L') SambaPair(text, at, found);
        else if (text[at] == ':') NtPair(text, at, found);
        else if (text[at] == ')') Tried(text, at, found);
        else if (text[at] == 'g')
        {
            // Rounds, a dot, the salt, a dot, the hash.
            var body = at + length;
            while (Bytes.IsDigit(Bytes.At(text, body))) body++;
            if (Bytes.At(text, body) != '.') return;
            var stop = body + 1;
            while (stop < text.Length && (Bytes.IsHex(text[stop]) || text[stop] == '.')) stop++;
            if (stop - body > 16) found.Replace(body + 1, stop - body - 1, Rule.Kind);
        }
        else if (text[at] == '"')
        {
            // A user list of PgBouncer.
            if (SecretText.HexEnd(text, at + length) == at + length + 32 && Bytes.At(text, at + length + 32) == '"') found.Replace(at + length, 32, Rule.Kind);
        }
        else if (text[at] == 'S') Scram(text, at + length, found);
        else if (text[at] == '{' && Bytes.StartsWithIgnoreCase(text, at, "{pbkdf2"u8))
        {
            // Rounds, the salt, the hash.
            var salt = at + length;
            while (Bytes.IsDigit(Bytes.At(text, salt))) salt++;
            var stop = salt;
            while (stop < text.Length && (Bytes.IsBase64(text[stop]) || text[stop] is (byte)'$' or (byte)'.')) stop++;
            if (stop - salt > 20) found.Replace(salt, stop - salt, Rule.Kind);
        }
        else if (text[at] == '{' && (text[at + 1] | 0x20) is 'p' or 'c' && !Bytes.StartsWithIgnoreCase(text, at, "{crypt}"u8))
        {
            var end = at + length;
            while (end < text.Length && !Bytes.IsBlank(text[end]) && text[end] is not ((byte)':' or (byte)'"' or (byte)'\'' or (byte)'<')) end++;
            found.Replace(at + length, end - at - length, PrivacyKind.Password);
        }
        else if (text[at] == '{') found.Replace(at + length, SecretText.Base64End(text, at + length) - at - length, Rule.Kind);
        else Crypt(text, at + length, found);
    }

    private void Crypt(ReadOnlySpan<byte> text, int start, Findings found)
    {
        if (Bytes.At(text, start) == '$') start++;
        var end = start;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'.' or (byte)'/' or (byte)'$' or (byte)'+' or (byte)'=' or (byte)'-' or (byte)'_' || text[end] == ',' && Bytes.At(text, end + 2) == '=')) end++;
        while (end > start && text[end - 1] is (byte)'.' or (byte)',' or (byte)'-' or (byte)'$') end--;
        // Rounds, versions and costs stay, salt and hash go.
        var body = start;
        while (text[body..end].IndexOf((byte)'$') is >= 0 and var field && IsParameter(text.Slice(body, field)))
        {
            body += field + 1;
            if (Bytes.At(text, body) == '$') body++;
        }
        // Junos hides a secret behind a 9, of any length: "$9$x".
        if (end - body >= 20 || end - body >= 4 && text[start - 2] == '9' && Bytes.At(text, start - 4) == '"' && Bytes.At(text, end) == '"') found.Replace(body, end - body, Rule.Kind);
    }

    /// <summary>Iterations, a colon, the salt, and two keys: PostgreSQL's.</summary>
    private void Scram(ReadOnlySpan<byte> text, int at, Findings found)
    {
        while (at < text.Length && Bytes.IsDigit(text[at])) at++;
        if (Bytes.At(text, at) != ':') return;
        var end = at + 1;
        while (end < text.Length && (Bytes.IsBase64(text[end]) || text[end] is (byte)'$' or (byte)':')) end++;
        found.Replace(at + 1, end - at - 1, Rule.Kind);
    }

    private static bool IsParameter(ReadOnlySpan<byte> field) => field.Length <= 5 || field.Contains((byte)'=');

    /// <summary>A line of smbpasswd: two hashes, one of which may be blanked out, flags in brackets, and when it was changed.</summary>
    private void SambaPair(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[line..at].LastIndexOf((byte)'[') is not (> 66 and var flags) || text[line + flags - 1] != ':') return;
        for (var start = line + flags - 33; start >= line + flags - 66 && text[start - 1] == ':'; start -= 33)
            if (SecretText.HexEnd(text, start) == start + 32) found.Replace(start, 32, Rule.Kind);
    }

    /// <summary>What Dovecot's log tells of a password that did not fit: <c>SHA512-CRYPT(x) != '$6$…'</c>.</summary>
    private static void Tried(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        for (var open = line; open < at; open++)
        {
            if (text[open] != '(') continue;
            var scheme = open;
            while (scheme > line && (Bytes.IsUpper(text[scheme - 1]) || Bytes.IsDigit(text[scheme - 1]) || text[scheme - 1] is (byte)'-' or (byte)'.')) scheme--;
            if (open - scheme < 3 || scheme == line || !Bytes.IsBlank(text[scheme - 1]) || !Bytes.IsUpper(text[scheme])) continue;
            if (at > open + 1) found.Replace(open + 1, at - open - 1, PrivacyKind.Password);
            return;
        }
    }

    private void NtPair(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = at - 65;
        if (start < 0 || Bytes.At(text, start - 1) != ':' || SecretText.HexEnd(text, start) != start + 32 || SecretText.HexEnd(text, start + 33) != at) return;
        found.Replace(start, 32, Rule.Kind);
        found.Replace(start + 33, 32, Rule.Kind);
    }
}

/// <summary>Keys of Ceph: 40 characters of Base64 that begin with <c>AQ</c>.</summary>
internal sealed class CephKeyDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("ceph-key", PrivacyKind.PrivateKey, "Ceph keys");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("AQ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = SecretText.Base64End(text, at);
        if (end - at == 40 && text[end - 1] == '=' && text[end - 2] == '=') found.Replace(at, 40, Rule.Kind);
    }
}

/// <summary>32 bytes in Base64 where a key is spoken of: WireGuard's keys, TSIG keys, application keys, unseal keys.</summary>
internal sealed class Base64KeyDetector : Detector
{
    private static readonly string[] Near = ["key", "peer", "secret", "psk", "unseal", "encrypt", "\"data\"", "wg", "wireguard", "public", "private", "shared", "luks", "crypt", "hmac"];
    private static readonly byte[][] Words = [.. Near.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("base64-key", PrivacyKind.PrivateKey, "WireGuard and other keys of 32 bytes in Base64");

    public override Precedence Precedence => Precedence.Token;

    public override int WakesAtRunsOf => 44;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = at + length;
        if (text[..at].EndsWith("\"data\":\""u8) || text[..at].EndsWith("\"data\": \""u8) || text[..at].EndsWith("\"data\\\":\\\""u8) || text[..at].EndsWith("\"data\\\": \\\""u8)) { found.Replace(at, length, Rule.Kind); return; }
        while (end > at && text[end - 1] == '=') end--;
        end++;
        var start = end - 44;
        if (end > at + length || start < at || text[end - 1] != '=' || (start > at && text[start - 1] != '=')) return;
        if (start == at && Bytes.At(text, at - 1) is (byte)'%' or (byte)'\\') return;
        // wg show dump: two keys with a tab between.
        if (Bytes.At(text, end) == '\t' && (start == 0 || Bytes.IsBlank(text[start - 1])) || Bytes.At(text, start - 1) == '\t' && Bytes.IsBlank(Bytes.At(text, end))) { found.Replace(start, 44, Rule.Kind); return; }
        var before = text[Math.Max(Bytes.LineStart(text, start), start - 40)..start];
        if (before.EndsWith("bh="u8)) return;
        // Alone on its line: the one above says what it is.
        if (before.Trim(" \t"u8).IsEmpty && Bytes.LineStart(text, start) is > 1 and var line && Bytes.SkipBlanks(text, end) is var rest && (rest == text.Length || text[rest] is (byte)'\n' or (byte)'\r')) before = text[Math.Max(Bytes.LineStart(text, line - 1), line - 120)..(line - 1)];
        for (var i = 0; i < before.Length; i++)
            foreach (var word in Words)
                if (Bytes.StartsWithIgnoreCase(before, i, word)) { found.Replace(start, 44, Rule.Kind); return; }
    }
}
