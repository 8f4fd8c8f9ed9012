namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Values behind the name of a secret that have a form of their own: where they end, or that they are secrets, no other setting tells.</summary>
internal static class KeyFormText
{
    /// <summary>What speaks of a wireless network before its key.</summary>
    private static readonly byte[][] Wireless = [.. new[] { "ifi", "iFi", "i-Fi", "LAN", "SSID", "ssid" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary><c>ssid Guests, key: x</c>: the key of a wireless network is its password.</summary>
    public static bool IsWirelessKey(ReadOnlySpan<byte> text, Extent name)
    {
        // wireless.default_radio0.key='x' of OpenWrt
        if (text[name.Start..name.End].StartsWith("wireless."u8) && text[name.Start..name.End].EndsWith(".key"u8)) return true;
        if (name.Length != 3 && !(name.Length <= 7 && Bytes.ToLower(text[name.Start]) is (byte)'c' or (byte)'s')) return false;
        var before = text[Math.Max(Bytes.LineStart(text, name.Start), name.Start - 60)..name.Start];
        foreach (var sign in Wireless)
            if (before.IndexOf(sign) >= 0) return true;
        return false;
    }

    /// <summary>A wireless network's key of some words, up to the end of the line: <c>key: three plain words</c>.</summary>
    public static Extent? WirelessPhrase(ReadOnlySpan<byte> text, int end)
    {
        if (!Bytes.StartsWithAt(text, end, ": "u8)) return null;
        var phrase = text[(end + 2)..Bytes.LineEnd(text, end)];
        if (phrase.Length is < 8 or > 63 || phrase.IndexOfAny("\"'`,;.({"u8) >= 0 || !phrase.Contains((byte)' ')) return null;
        return new Extent(end + 2, end + 2 + phrase.TrimEnd((byte)' ').Length);
    }

    /// <summary>A line that ends with the key's name, and the key on the next one: <c>WLAN in the hall: GUESTS, key:</c></summary>
    public static Extent? WirelessBelow(ReadOnlySpan<byte> text, int end)
    {
        var line = Bytes.LineEnd(text, end);
        if (Bytes.At(text, end) != ':' || text[(end + 1)..line].Trim(" \t"u8).Length > 0 || !Bytes.NextLine(text, ref line, out var below)) return null;
        var start = below;
        while (start < line && (Bytes.IsBlank(text[start]) || text[start] == '>')) start++;
        var value = text[start..line].TrimEnd(" \t"u8);
        return start > below && value.Length is >= 8 and <= 63 && !value.Contains((byte)' ') && KeySentenceText.LooksLikePassword(value, false)
            ? new Extent(start, start + value.Length) : null;
    }

    /// <summary>A verb between the name and the words that are the key: <c>Das WLAN-Kennwort lautet: three plain words 7 (SSID Guests)</c></summary>
    public static Extent? WirelessClause(ReadOnlySpan<byte> text, Extent name)
    {
        const int Reach = 16;
        var line = Bytes.LineEnd(text, name.End);
        if (!Phrases.AnyIn(text[Math.Max(Bytes.LineStart(text, name.Start), name.Start - Reach)..name.End], Wireless)) return null;
        if (text[name.End..Math.Min(line, name.End + Reach)].IndexOf(": "u8) is not (> 2 and var colon)) return null;
        if (!ToldText.IsVerb(text.Slice(name.End + 1, colon - 1))) return null;
        var start = name.End + colon + 2;
        var phrase = text[start..line];
        if (phrase.IndexOfAny("(),;\"'`<>:="u8) is >= 0 and var stop) phrase = phrase[..stop];
        if (phrase.IndexOf(". "u8) is > 0 and var dot) phrase = phrase[..dot];
        phrase = phrase.TrimEnd(" ."u8);
        if (phrase.Length is < 8 or > 63 || phrase.Count((byte)' ') is 0 or > 5 || !phrase.ContainsAnyInRange((byte)'0', (byte)'9')) return null;
        if (phrase.IndexOf("REDACTED-"u8) >= 0) return null;
        return new Extent(start, start + phrase.Length);
    }

    /// <summary>What an API is asked with, and for what: <c>API key for Zabbix: x</c>.</summary>
    public static Extent? OfApi(ReadOnlySpan<byte> text, Extent name)
    {
        const int Reach = 32, Shortest = 16;
        if (name.Length != 3 || name.Start < 4 || !Bytes.StartsWithIgnoreCase(text, name.Start - 4, "api"u8)) return null;
        if (Bytes.At(text, name.Start - 1) is not ((byte)' ' or (byte)'-') || !Bytes.StartsWithAt(text, name.End, " for "u8)) return null;
        var clause = text[name.End..Math.Min(Bytes.LineEnd(text, name.End), name.End + Reach)];
        if (clause.IndexOf(": "u8) is not (> 5 and var colon) || clause[..colon].ContainsAny(".,;=?!\"'"u8)) return null;
        var start = Bytes.SkipBlanks(text, name.End + colon + 1);
        var end = SecretText.WordEnd(text, start);
        while (end > start && text[end - 1] is (byte)'.' or (byte)')') end--;
        return end - start >= Shortest && SecretText.LooksRandom(text[start..end]) ? new Extent(start, end) : null;
    }

    /// <summary>A key behind the number of its bytes, as FortiOS shows those of a tunnel: <c>esp=aes key=16 0123…</c>, <c>ah=sha256 key=32 0123…</c></summary>
    public static Extent? Counted(ReadOnlySpan<byte> text, Extent name)
    {
        if (name.Length != 3 || Bytes.At(text, name.End) != '=') return null;
        var (i, count) = (name.End + 1, 0);
        while (i < name.End + 4 && Bytes.IsDigit(Bytes.At(text, i))) count = (count * 10) + text[i++] - '0';
        if (count < 8 || Bytes.At(text, i) != ' ') return null;
        return SecretText.HexEnd(text, i + 1) == i + 1 + (count * 2) ? new Extent(i + 1, i + 1 + (count * 2)) : null;
    }

    /// <summary>The code of an alarm's panel in YAML: <c>code: "240383"</c>.</summary>
    public static Extent? PanelCode(ReadOnlySpan<byte> text, Extent name)
    {
        if (name.Length != 4 || !Bytes.StartsWithAt(text, name.Start, "code: \""u8) || !NamedValue.IsFirstOnLine(text, name.Start)) return null;
        if (SecretText.Quoted(text, name.End + 2, "\""u8) is not { Length: >= 4 and <= 8 } code) return null;
        return text[code.Start..code.End].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? code : null;
    }

    /// <summary><c>define('DB_PASSWORD', 'x')</c> of PHP.</summary>
    public static Extent? Defined(ReadOnlySpan<byte> text, Extent name)
    {
        var quote = Bytes.At(text, name.Start - 1);
        if (quote is not ((byte)'\'' or (byte)'"') || Bytes.At(text, name.End) != quote || !text[..(name.Start - 1)].TrimEnd((byte)' ').EndsWith("define("u8)) return null;
        var at = Bytes.SkipBlanks(text, name.End + 1);
        if (Bytes.At(text, at) != ',') return null;
        at = Bytes.SkipBlanks(text, at + 1);
        return Bytes.At(text, at) is (byte)'\'' or (byte)'"' && SecretText.Quoted(text, at, text.Slice(at, 1)) is { } quoted ? quoted : default(Extent);
    }

    /// <summary><c>if ($http_x_gitlab_token != "x")</c></summary>
    public static Extent? Compared(ReadOnlySpan<byte> text, int end)
    {
        if (Bytes.At(text, end) != ' ' || Bytes.At(text, end + 1) is not ((byte)'!' or (byte)'=') || Bytes.At(text, end + 2) != '=') return null;
        if (text[(end + 1)..Math.Min(text.Length, end + 5)].IndexOf((byte)'"') is not (> 1 and < 4 and var quote)) return null;
        return SecretText.Quoted(text, end + 1 + quote, "\""u8) is { Length: >= 16 } value && SecretText.LooksRandom(text[value.Start..value.End])
            ? value : null;
    }

    /// <summary><c>https://x/healthz?key=0123456789abcdef01234567</c>; 40 digits are most likely a commit.</summary>
    public static Extent? OfQuery(ReadOnlySpan<byte> text, Extent name)
    {
        if (Bytes.At(text, name.Start - 1) is not ((byte)'?' or (byte)'&') || Bytes.At(text, name.End) != '=') return null;
        var start = name.End + 1;
        var end = SecretText.HexEnd(text, start);
        if (end - start is < 20 or 40 || Bytes.IsLetterOrDigit(Bytes.At(text, end))) return null;
        return text[start..end].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 ? new Extent(start, end) : null;
    }

    /// <summary>Whether the name is PIN, in any case.</summary>
    public static bool IsPin(ReadOnlySpan<byte> text, Extent name) =>
        name.Length == 3 && Bytes.ToLower(text[name.Start + 1]) == 'i' && Bytes.ToLower(text[name.Start]) == 'p';

    /// <summary><c>PIN 4711</c>, <c>pin: "471122"</c>. One of a board is called GPIO17.</summary>
    public static Extent? Pin(ReadOnlySpan<byte> text, Extent name)
    {
        if (KeyValueText.JointAt(text, name.End) is not { } joint || joint.IsBlank && !Bytes.IsUpper(text[name.Start + 1])) return null;
        var start = joint.ValueAt + SecretText.QuoteAt(text, joint.ValueAt).Length;
        var end = start;
        while (end < text.Length && (Bytes.IsDigit(text[end]) || text[end] == '-' && end > start && Bytes.IsDigit(Bytes.At(text, end + 1)))) end++;
        return end - start is >= 4 and <= 10 && !Bytes.IsLetterOrDigit(Bytes.At(text, end)) ? new Extent(start, end) : null;
    }

    /// <summary>A file that holds a password, as grep tells it: <c>priv/storage/nas.pw:two words</c>.</summary>
    public static Extent? Grepped(ReadOnlySpan<byte> text, Extent name)
    {
        if (Bytes.At(text, name.End) != ':' || !text[name.Start..name.End].EndsWith(".pw"u8)) return null;
        var end = Bytes.LineEnd(text, name.End);
        return end > name.End + 3 ? new Extent(name.End + 1, end) : null;
    }

    /// <summary><c>curl --data-urlencode 'password=two words'</c>: up to the quote.</summary>
    public static Extent? OfForm(ReadOnlySpan<byte> text, Extent name, int at)
    {
        if (Bytes.At(text, name.Start - 1) is not ((byte)'\'' or (byte)'"') || !text[..(name.Start - 1)].EndsWith("urlencode "u8)) return null;
        if (SecretText.Quoted(text, at - 1, text.Slice(name.Start - 1, 1)) is not { IsEmpty: false } value) return null;
        return KeyValueText.IsReference(text[value.Start..value.End]) ? null : value;
    }

    /// <summary><c>--auth=user:password</c>, <c>basic_auth: "user:password"</c></summary>
    public static Extent? BasicLogin(ReadOnlySpan<byte> text, Extent name, KeyValueText.Joint joint)
    {
        if (joint.IsBlank || Bytes.ToLower(text[name.End - 1]) != 'h' && !IsBasic(text[name.Start..name.End])) return null;
        if (joint.IsSpaced && (SecretText.QuoteAt(text, joint.ValueAt).IsEmpty || !IsBasic(text[name.Start..name.End]))) return null;
        return BehindUser(text, joint.ValueAt);
    }

    private static bool IsBasic(ReadOnlySpan<byte> name) => name.IndexOf("basic"u8) >= 0 || name.IndexOf("BASIC"u8) >= 0;

    private static Extent? BehindUser(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at) is (byte)'"' or (byte)'\'') at++;
        var user = NamedValue.NameLength(text, at);
        // jane@firma.de:x
        if (Bytes.At(text, at + user) == '@' && NamedValue.NameLength(text, at + user + 1) is > 3 and var domain) user += domain + 1;
        var start = at + user + 1;
        if (user < 2 || Bytes.At(text, start - 1) != ':') return null;
        if (Bytes.At(text, start) is (byte)'/' or (byte)':' or (byte)'$' or (byte)'{' || Bytes.IsBlank(Bytes.At(text, start))) return null;
        var end = SecretText.WordEnd(text, start);
        var password = text[start..end];
        // A realm and a way to sign in; a port, a realm and a number.
        if (password.SequenceEqual("true"u8) || password.SequenceEqual("false"u8)) return null;
        return password.Length < 4 || password.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? null : new Extent(start, end);
    }

    /// <summary><c>the old password (x)</c></summary>
    public static Extent? InBrackets(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at) != '(') return null;
        if (text[at..Math.Min(text.Length, at + 66)].IndexOf((byte)')') is not (> 5 and var close)) return null;
        var inner = text.Slice(at + 1, close - 1);
        return !inner.Contains((byte)' ') && KeySentenceText.LooksLikePassword(inner, false) ? new Extent(at + 1, at + close) : null;
    }

    /// <summary>VyOS and Junos: <c>set vpn ipsec authentication psk X secret 'y'</c>, <c>… secret y</c> at the end of a line.</summary>
    public static Extent? OfRouter(ReadOnlySpan<byte> text, Extent name, int at)
    {
        if (Bytes.At(text, at) == '\'' && DeviceText.IsSet(text, name.Start) && SecretText.Quoted(text, at, "'"u8) is { IsEmpty: false } quoted) return quoted;
        if (!DeviceText.IsSetting(text, name.Start)) return null;
        var line = Bytes.LineEnd(text, name.Start);
        var bare = DeviceText.Next(text, at, line);
        return bare.End == line && DeviceText.CanBeSecret(text[bare.Start..bare.End]) ? bare : null;
    }
}
