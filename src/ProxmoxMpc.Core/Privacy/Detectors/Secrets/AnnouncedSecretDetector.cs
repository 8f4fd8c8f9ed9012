using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets behind words of a program that have no key's form: <c>message-digest-key 1 md5 x</c>, <c>AUTH\ x</c> of HAProxy, the key that netsh shows; and the
/// credentials of an address without a scheme: <c>user:x@tcp(10.0.0.1:3306)</c>, <c>user:x@10.0.0.1</c>.
/// </summary>
internal sealed class AnnouncedSecretDetector : Detector
{
    private static readonly string[] Words =
        ["md5 ", "AUTH\\ ", "key-string ", "authentication-key ", "slappasswd -s ", "Key Content ", "Schlüsselinhalt ", "Contenu de la clé ", "Clé Wi-Fi ", "Clé WiFi ", "clé Wi-Fi ", "WLAN-Schlüssel", "WLAN-Key", "HEX:", "Sleutelinhoud ", "_acme-challenge", "setUserPassword ", "set-password ", "AUTH PLAIN ", "AUTH LOGIN ", "--pass ", "ftp_pass ", "identified by ", "ist jetzt ", "lautet jetzt ", "lautet ", "is now ", "war vorher ", "isakmp key ", "Unseal Key ", "spice ticket ", "Recovery Key ", "changed to ", "reset to ", "noch ", "still ", "versuch ", "probier ", "try ", "vielleicht ", "maybe ", "geändert auf ", "geändert in ", "honeycomb-team=", "honeycomb-team: "];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("announced-secret", PrivacyKind.Password, "Secrets behind a program's own words, and in addresses without a scheme");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Words.Select(word => new Anchor(word, WordStart: char.IsAsciiLetter(word[0]))), new("@tcp("), new("@unix("), new("@udp("), .. Enumerable.Range(1, 9).Select(digit => new Anchor($"@{digit}"))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '@')
        {
            // x@tcp(…) or an address; QuorumPeer@933 is a line of a program.
            if (text[at + 1] > '9' || IsAddress(text, at + 1)) Before(text, at, found);
            return;
        }
        var start = Bytes.SkipBlanks(text, at + length);
        var end = Bytes.LineEnd(text, at);
        if (text[at] is (byte)'l' or (byte)'w' or (byte)'g' or (byte)'n' or (byte)'v' or (byte)'p' or (byte)'t' || text[at] == 'm' && text[at + 1] == 'a' || text[at] == 's' && text[at + 1] == 't' || text[at] == 'c' && text[at + 1] == 'h' || text[at] == 'r' || text[at] == 'i' && text[at + 1] == 's' && text[at + 2] == ' ')
        {
            Said(text, at, start, found);
            return;
        }
        if (text[at] == '_')
        {
            // _acme-challenge IN TXT "x"
            if (text[start..end].IndexOf((byte)'"') is >= 0 and var open) Take(text, start + open, end, found);
            return;
        }
        if (text[at] == 'm' && text[Bytes.LineStart(text, at)..at].IndexOf("digest-key"u8) < 0) return;
        if (text[at] == 'H' && SecretText.HexEnd(text, start) - start < 16) return;
        // Key Content            : x
        if (Bytes.At(text, start) == ':') start = Bytes.SkipBlanks(text, start + 1);
        // The key of a wireless network may be several words.
        if (text[at] is (byte)'K' or (byte)'S' or (byte)'C' && text[at + length - 1] == ' ' && Bytes.At(text, at + length) is (byte)' ' or (byte)':' && text[start..end].Trim((byte)' ') is { Length: >= 8 and <= 63 } phrase)
        {
            found.Replace(start, phrase.Length, Rule.Kind);
            return;
        }
        // Vault: Unseal Key 1: x
        if (text[at] is (byte)'U' or (byte)'R')
        {
            while (Bytes.IsDigit(Bytes.At(text, start))) start++;
            if (Bytes.At(text, start) != ':') return;
            start = Bytes.SkipBlanks(text, start + 1);
        }
        // Cisco tells the way of encryption first: md5 7 x
        if (Bytes.IsDigit(Bytes.At(text, start)) && Bytes.At(text, start + 1) == ' ') start += 2;
        Take(text, start, end, found);
    }

    private static bool IsAddress(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (Bytes.IsDigit(Bytes.At(text, end)) || Bytes.At(text, end) == '.') end++;
        return AddressText.TryParseIpv4(text[at..end].TrimEnd((byte)'.'), (byte)'.', out _) || Bytes.At(text, end) == ':';
    }

    private void Take(ReadOnlySpan<byte> text, int start, int line, Findings found)
    {
        var quote = SecretText.QuoteAt(text, start);
        var value = quote.Length > 0 && SecretText.Quoted(text, start, quote) is { } quoted ? quoted : new Extent(start, SecretText.WordEnd(text, start));
        if (value.Length < 4 || value.End > line || KeyValueText.IsReference(text[value.Start..value.End]) || text[value.Start] == '-' || AddressText.TryParseIpv4(text[value.Start..value.End].TrimEnd(".,;"u8), (byte)'.', out _)) return;
        found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary>What only a password looks like, of all that a sentence may tell: letters, digits and signs.</summary>
    private void Said(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'' or (byte)'`') start++;
        var end = SecretText.WordEnd(text, start);
        while (end > start && text[end - 1] is (byte)'.' or (byte)':' or (byte)'?') end--;
        var value = text[start..end];
        if (value.Length is < 7 or > 40 || !value.ContainsAnyInRange((byte)'0', (byte)'9') || value.IndexOfAny("!#$%&+=^~?*"u8) < 0 && !IsMixedAfterPassword(text, at, value) || value.IndexOfAny("/:@"u8) >= 0 || value.IndexOfAnyInRange((byte)'A', (byte)'z') < 0) return;
        found.Replace(start, value.Length, Rule.Kind);
    }

    /// <summary>Without a sign: small and capital letters and digits, in a talk about a password.</summary>
    private static bool IsMixedAfterPassword(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> value)
    {
        if (value.Length < 8 || value.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0 || value.IndexOfAnyInRange((byte)'a', (byte)'z') < 0) return false;
        var before = text[Math.Max(0, at - 160)..at];
        for (var i = 0; i < before.Length; i++)
            foreach (var noun in Nouns)
                if (Bytes.StartsWithIgnoreCase(before, i, noun) && Bytes.IsWordStart(before, i)) return true;
        return false;
    }

    private static readonly byte[][] Nouns = [.. new[] { "pw ", "pw:", "password", "passwort", "kennwort", "passwd", "passphrase" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly WordSet Ways = WordSet.Of("sftp ssh scp rsync rest ftp ftps nfs smb sshfs rclone git borg webdav http https");

    /// <summary><c>user:password</c> before the sign, up to a quote, a blank or an equals sign.</summary>
    private void Before(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = at;
        while (start > 0 && at - start < 100 && !Bytes.IsBlank(text[start - 1]) && text[start - 1] is not ((byte)'"' or (byte)'\'' or (byte)'`' or (byte)'<' or (byte)'>' or (byte)'(' or (byte)'[' or (byte)'=')) start--;
        var part = text[start..at];
        if (part.IndexOf("://"u8) >= 0 || part.IndexOf((byte)'/') >= 0 || part.IndexOf((byte)':') is not (> 1 and var colon)) return;
        var user = part[..colon];
        var password = part[(colon + 1)..];
        // UPID:…:root@10…, a port, a repository (user@realm@host:store).
        if (password.Length < 3 || password.Contains((byte)':') || password.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 || KeyValueText.IsReference(password)) return;
        if (NamedValue.NameLength(text, start) != user.Length && !user.Contains((byte)'@')) return;
        // sftp:jane@10.0.0.5:/backup: the way there, and who goes it.
        if (Ways.Contains(user))
        {
            if (Vocabulary.CanBeName(password) && !Vocabulary.IsSystemUser(password) && !ServiceAccounts.Contains(password)) found.Replace(start + colon + 1, password.Length, PrivacyKind.User);
            return;
        }
        found.Replace(start + colon + 1, password.Length, Rule.Kind);
        if (user.IndexOf((byte)'@') is > 0 and var realm) user = user[..realm];
        if (Vocabulary.CanBeName(user) && !Vocabulary.IsSystemUser(user) && !ServiceAccounts.Contains(user)) found.Replace(start, user.Length, PrivacyKind.User);
    }
}
