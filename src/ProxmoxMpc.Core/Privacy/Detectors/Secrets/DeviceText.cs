namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Reads the configurations of switches, routers and firewalls: words with blanks between, and before a secret how it is written down.</summary>
internal static class DeviceText
{
    /// <summary>Words that say how a secret is used or written down, and are none.</summary>
    private static readonly WordSet Ways = WordSet.Of(
        "cipher simple plain ENC plaintext plain-text plaintext-password ascii ascii-text hex hexadecimal text clear cleartext clear-text ciphertext auth-pass priv-pass encrypted hashed hash irreversible-cipher password key key-string value type level algorithm-type " +
        "md5 sha sha1 sha-1 sha2 sha224 sha256 sha-256 sha384 sha512 sha-512 hmac-md5 hmac-sha hmac-sha1 hmac-sha256 hmac-sha2-256 sm3 keyed-md5 keyed-sha1 cmac cmac-aes-128 hmac-sha-1 hmac-sha-256 ah-md5 pbkdf2 scrypt des des56 des-56 3des aes aes128 aes-128 aes192 aes-192 aes256 aes-256 cfb128 localized");

    /// <summary>What may follow a secret on its line.</summary>
    private static readonly WordSet Tails = WordSet.Of(
        "address privilege level encrypted pbkdf2 nt-encrypted version acl access view vrf udp-port localizedkey localized operator manager restricted unrestricted ro rw auth priv privacy-mode authentication-mode group role class user-type service-type trap-level store-local mschap no-xauth v1 v2c v3 ## ; } {");

    /// <summary>The next word of a line; what stands in quotes is one word, without them. Empty at the line's end.</summary>
    public static Extent Next(ReadOnlySpan<byte> text, int at, int line)
    {
        var start = Math.Min(Bytes.SkipBlanks(text, at), line);
        if (start < line && text[start] is (byte)'"' or (byte)'\'' && SecretText.Quoted(text, start, text.Slice(start, 1)) is { } quoted && quoted.End < line) return quoted;
        var end = start;
        while (end < line && !Bytes.IsBlank(text[end])) end++;
        return new Extent(start, end);
    }

    /// <summary>Where the word ends, with the quote behind it.</summary>
    public static int After(ReadOnlySpan<byte> text, Extent word) => word.Start > 0 && text[word.Start - 1] is (byte)'"' or (byte)'\'' && Bytes.At(text, word.End) == text[word.Start - 1] ? word.End + 1 : word.End;

    /// <summary>The first word that is none of how the secret is written down; empty where the line has none.</summary>
    /// <param name="ways">How many words were passed over.</param>
    public static Extent Secret(ReadOnlySpan<byte> text, int at, int line, out int ways)
    {
        ways = 0;
        while (true)
        {
            var word = Next(text, at, line);
            if (word.IsEmpty) return default;
            var span = text[word.Start..word.End];
            if (word.Start > 0 && text[word.Start - 1] is (byte)'"' or (byte)'\'' || !Ways.Contains(span) && !(span.Length <= 3 && span.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)) return new Extent(word.Start, word.End - Closing(span));
            ways++;
            at = word.End;
        }
    }

    // Junos and the like close a statement right behind its value.
    private static int Closing(ReadOnlySpan<byte> word) => word.Length > 4 && word[^1] == ';' ? 1 : 0;

    /// <summary>Whether a line of a configuration goes on so behind a secret, and no sentence: not at all, or with a word or a number that belongs there.</summary>
    public static bool EndsSo(ReadOnlySpan<byte> text, Extent value, int line)
    {
        var next = Next(text, After(text, value), line);
        if (next.IsEmpty) return true;
        var span = text[next.Start..next.End];
        return Tails.Contains(span) || span.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 || span[0] is (byte)';' or (byte)'}' or (byte)'#';
    }

    /// <summary>Whether a word can be a secret: not one that was blanked out, an option or a reference.</summary>
    public static bool CanBeSecret(ReadOnlySpan<byte> value) => value.Length >= 3 && value[0] is not ((byte)'-' or (byte)'<' or (byte)'[' or (byte)'|') && !KeyValueText.IsReference(value) && !value.SequenceEqual("public"u8) && !value.SequenceEqual("private"u8);

    /// <summary>Whether the line sets something: <c>set vpn …</c>, behind a prompt or not.</summary>
    public static bool IsSet(ReadOnlySpan<byte> text, int start) => Command(text, start).StartsWith("set "u8);

    private static ReadOnlySpan<byte> Command(ReadOnlySpan<byte> text, int start) => text[Bytes.LineStart(text, start)..start].TrimStart(" \t#$>"u8);

    /// <summary>set system …, set vpn …: a line of a router's configuration, and a setting of more than two words.</summary>
    public static bool IsSetting(ReadOnlySpan<byte> text, int start)
    {
        if (!IsSet(text, start)) return false;
        var words = Command(text, start)[4..];
        return words.Count((byte)' ') > 1 && words.IndexOf((byte)' ') is > 0 and var first && Rooms.Contains(words[..first]);
    }

    private static readonly WordSet Rooms = WordSet.Of("system vpn interfaces protocols service security access snmp high-availability firewall policy routing-instances groups chassis applications services");
}
