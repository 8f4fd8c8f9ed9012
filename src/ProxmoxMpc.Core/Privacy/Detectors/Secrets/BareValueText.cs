namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Where a value without quotes ends: at a blank, at the next setting, or with its line.</summary>
internal static class BareValueText
{
    // Of 32 bytes in Base64.
    private const int KeyLength = 44;

    // What colours a terminal begins so.
    private const byte Escape = 0x1b;

    /// <summary>The end of a value that begins at a place.</summary>
    /// <param name="startsLine">Whether the name is the first word of its line: then blanks may belong to the value.</param>
    public static int End(ReadOnlySpan<byte> text, int nameStart, int at, KeyValueText.Joint joint, bool startsLine)
    {
        if (joint is { IsAssignment: true, IsSpaced: true } && ClosesAround(text, nameStart, at) is { } close) return close;
        if (IsItemOfFlow(text, nameStart, at)) return at + text[at..].IndexOfAny(",]"u8);
        if (MemberOfFlowLength(text, nameStart, at, joint) is > 0 and var length) return at + length;
        var takesLine = startsLine && TakesLine(text, nameStart, at, joint) || IsContainersVariable(text[Bytes.LineStart(text, nameStart)..nameStart]);
        return takesLine || IsPhrase(text, nameStart, at, joint) ? LineEnd(text, at) : WordEnd(text, at, joint);
    }

    /// <summary><c>environment: [DB_PASSWORD=some words, "X=y"]</c>: blanks belong to an item, a comma or the bracket ends it.</summary>
    private static bool IsItemOfFlow(ReadOnlySpan<byte> text, int nameStart, int at)
    {
        if (Bytes.At(text, at - 1) != '=' || Bytes.At(text, nameStart - 1) is not ((byte)'[' or (byte)' ') || !Bytes.IsUpper(text[nameStart])) return false;
        var before = text[Bytes.LineStart(text, nameStart)..nameStart];
        if (before.LastIndexOf(": ["u8) is not (>= 0 and var open) || before[open..].Contains((byte)']') || !(before.EndsWith("["u8) || before.EndsWith(", "u8))) return false;
        return text[at..Bytes.LineEnd(text, at)].IndexOfAny(",]\"'{"u8) is > 0 and var end && text[at + end] is (byte)',' or (byte)']';
    }

    /// <summary><c>stringData: {user: jane, passphrase: some plain words}</c>: the length of such a value in a map on one line; 0 for others.</summary>
    private static int MemberOfFlowLength(ReadOnlySpan<byte> text, int nameStart, int at, KeyValueText.Joint joint)
    {
        if (!joint.IsAssignment || !text[..at].EndsWith(": "u8) || Bytes.At(text, nameStart - 1) is not ((byte)'{' or (byte)' ')) return 0;
        var before = text[Bytes.LineStart(text, nameStart)..nameStart].TrimEnd((byte)' ');
        if (before.LastIndexOf(": {"u8) is not (>= 0 and var open) || before[(open + 3)..].Contains((byte)'}') || before[^1] is not ((byte)'{' or (byte)',')) return 0;
        var rest = text[at..Bytes.LineEnd(text, at)];
        if (rest.IndexOfAny(",}"u8) is not (> 2 and var end)) return 0;
        var words = rest[..end].TrimEnd((byte)' ');
        return words.IndexOfAny("\"'{}[]():;=$|<>`\\"u8) < 0 && words.Contains((byte)' ') ? words.Length : 0;
    }

    /// <summary>
    /// Where a text in quotes ends that begins with the setting's name: <c>"root_pw: three plain words",</c> in the list that a task of Ansible prints. Null for a
    /// name that has quotes of its own.
    /// </summary>
    private static int? ClosesAround(ReadOnlySpan<byte> text, int nameStart, int at)
    {
        var quote = Bytes.At(text, nameStart - 1);
        if (quote is not ((byte)'"' or (byte)'\'') || text[nameStart..at].Contains(quote)) return null;
        // Of an escaped quote the other one is escaped, too, and a word ends there; somebody's name goes on with a mailbox.
        if (Bytes.At(text, nameStart - 2) == '\\') return null;
        if (SecretText.Quoted(text, nameStart - 1, text.Slice(nameStart - 1, 1)) is not { } whole) return null;
        if (whole.End <= at || text[at..whole.End].Contains((byte)'<')) return null;
        return Bytes.SkipBlanks(text, whole.End + 1) is var next && (next >= text.Length || text[next] is (byte)',' or (byte)']' or (byte)'}' or (byte)'\n' or (byte)'\r')
            ? whole.End : null;
    }

    /// <summary>The end of the line, but for a comment or a sentence behind the value.</summary>
    private static int LineEnd(ReadOnlySpan<byte> text, int at)
    {
        var end = Bytes.LineEnd(text, at);
        if (text[at..end].IndexOf(" # "u8) is > 0 and var comment) end = at + comment;
        // password: Otters! - and change it: a word that no language has, and a sentence behind a dash.
        if (text[at..end].IndexOf(" - "u8) is > 0 and var dash && IsWordOfSigns(text.Slice(at, dash))) end = at + dash;
        if (text[at..end].IndexOf("\\n"u8) is > 0 and var escape) end = at + escape;
        var value = text[at..end].TrimEnd(" \t\r"u8);
        // The last setting of a block on its line: auth_pass x }
        if (value is [_, .., (byte)' ', (byte)'}'] && !value.Contains((byte)'{')) value = value[..^1].TrimEnd(" \t"u8);
        // A block that is called by its value: community x {
        if (value is [_, .., (byte)' ', (byte)'{']) value = value[..^1].TrimEnd(" \t"u8);
        return at + value.Length;
    }

    private static bool IsWordOfSigns(ReadOnlySpan<byte> value) => value.IndexOf((byte)' ') < 0 && KeySentenceText.LooksLikePassword(value, false);

    /// <summary>Whether blanks belong to the value: behind a sign with blanks, in a section whose settings are indented, in an INI file.</summary>
    private static bool TakesLine(ReadOnlySpan<byte> text, int nameStart, int at, KeyValueText.Joint joint)
    {
        if (IsFlow(text, nameStart)) return false;
        var line = Bytes.LineStart(text, nameStart);
        if (joint.IsBlank) return nameStart > line && Bytes.IsBlank(text[line]);
        if ((IsItem(text, line, nameStart) || IsContainersVariable(text[line..nameStart])) && Bytes.At(text, at - 1) == '=') return true;
        if (nameStart == line && Bytes.IsUpper(text[nameStart]) && !joint.IsSpaced) return IsInEnvironment(text, line, at);
        return joint.IsSpaced || nameStart == line && Bytes.IsLower(text[nameStart]) && IsOfOneValue(text[at..Bytes.LineEnd(text, at)]);
    }

    /// <summary>Nothing that divides values; an ampersand between blanks is a word of one: <c>password=Salt &amp; pepper</c></summary>
    private static bool IsOfOneValue(ReadOnlySpan<byte> rest)
    {
        if (rest.IndexOfAny("=\"';"u8) >= 0) return false;
        for (var i = 0; rest[i..].IndexOf((byte)'&') is >= 0 and var sign; i += sign + 1)
            if (Bytes.At(rest, i + sign - 1) != ' ' || Bytes.At(rest, i + sign + 1) != ' ') return false;
        return true;
    }

    /// <summary><c>lxc.environment: DB_PASSWORD=some words</c></summary>
    private static bool IsContainersVariable(ReadOnlySpan<byte> before) => before.TrimEnd(" "u8).EndsWith("lxc.environment:"u8) || before.TrimEnd(" "u8).EndsWith("lxc.environment ="u8);

    /// <summary><c>- KEY=some words</c>: an item of a list in YAML.</summary>
    private static bool IsItem(ReadOnlySpan<byte> text, int line, int nameStart) =>
        text[Math.Max(line, nameStart - 2)..nameStart].SequenceEqual("- "u8) && text[line..nameStart].IndexOfAnyExcept(" -"u8) < 0;

    /// <summary>
    /// A line of an .env file, where a value needs no quotes around its blanks: a variable stands above or below, and nothing that a shell reads as an
    /// option.
    /// </summary>
    private static bool IsInEnvironment(ReadOnlySpan<byte> text, int line, int at)
    {
        var end = Bytes.LineEnd(text, at);
        var rest = text[at..end];
        // An ampersand between blanks is a word of the value.
        if (rest.IndexOfAny("=\"';|<>$/\\`#"u8) >= 0 || !IsOfOneValue(rest) || rest.IndexOf(" -"u8) >= 0 || rest.Count((byte)' ') > 6) return false;
        return IsVariable(text, end < text.Length ? end + 1 : end) || line > 1 && IsVariable(text, Bytes.LineStart(text, line - 1));
    }

    private static bool IsVariable(ReadOnlySpan<byte> text, int at)
    {
        var start = at;
        while (at < text.Length && (Bytes.IsUpper(text[at]) || Bytes.IsDigit(text[at]) || text[at] == '_')) at++;
        return at > start + 1 && Bytes.At(text, at) == '=';
    }

    /// <summary>The last word of a name of several, and some plain words: <c>vault password = correct horse battery</c></summary>
    private static bool IsPhrase(ReadOnlySpan<byte> text, int nameStart, int at, KeyValueText.Joint joint)
    {
        if (!joint.IsSpaced || !joint.IsAssignment || !text[..at].EndsWith(" = "u8) || !Bytes.IsAsciiLetter(Bytes.At(text, at))) return false;
        var line = Bytes.LineStart(text, nameStart);
        if (nameStart == line || text[line..nameStart].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -"u8) >= 0) return false;
        var words = text[at..Bytes.LineEnd(text, at)];
        return words.IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -"u8) < 0 && words.Count((byte)' ') is > 0 and < 6;
    }

    private static bool IsFlow(ReadOnlySpan<byte> text, int at) => text[Bytes.LineStart(text, at)..at].Contains((byte)'{');

    /// <summary>The end of a value that blanks end: an option list ends it at a comma, a connection string at a semicolon, a form at an ampersand.</summary>
    private static int WordEnd(ReadOnlySpan<byte> text, int at, KeyValueText.Joint joint)
    {
        var i = at;
        for (; i < text.Length && !Bytes.IsBlank(text[i]); i++)
        {
            // Most of a value are letters and digits, and none of the signs below is one.
            if (Bytes.IsAsciiLetterOrDigit(text[i])) continue;
            if (IsGluedKey(text, at, i)) return i + 1;
            if (IsTold(text, at, i, joint)) continue;
            if (text[i] == ';' && joint.IsBlank && IsCellEnd(text, i)) break;
            if (IsMark(text, i) || IsEscape(text, at, i) || IsDivider(text, at, i, joint)) break;
            if (text[i] is (byte)',' or (byte)';' or (byte)')' or (byte)']' or (byte)'}' or (byte)'.' && IsEnd(text, i + 1)) break;
        }
        return i;
    }

    /// <summary>A row of many cells, of which a note is one: <c>16;Wiki;web-01;;token x;;4.4.3</c></summary>
    private static bool IsCellEnd(ReadOnlySpan<byte> text, int i)
    {
        const int Fewest = 4, Reach = 2048;
        return text[Math.Max(Bytes.LineStart(text, i), i - Reach)..Math.Min(Bytes.LineEnd(text, i), i + Reach)].Count((byte)';') >= Fewest && text[Bytes.LineStart(text, i)..i].IndexOf("; "u8) < 0;
    }

    /// <summary>A key of 32 bytes, and the next setting glued to it where a line end was lost.</summary>
    private static bool IsGluedKey(ReadOnlySpan<byte> text, int at, int i) =>
        text[i] == '=' && i - at == KeyLength - 1 && Bytes.IsUpper(Bytes.At(text, i + 1)) && SecretText.Base64End(text, at) == i + 1;

    /// <summary><c>with password x|y</c>: what a program tells of itself is no row of a table.</summary>
    private static bool IsTold(ReadOnlySpan<byte> text, int at, int i, KeyValueText.Joint joint) =>
        text[i] == '|' && joint.IsBlank && i > at && Bytes.IsLetterOrDigit(Bytes.At(text, i + 1)) && text[..at].EndsWith(" with password "u8);

    /// <summary>A quote, an element, a cell, bold text, a colour: no value goes on behind them. An apostrophe is none of them.</summary>
    private static bool IsMark(ReadOnlySpan<byte> text, int i) => text[i] switch
    {
        (byte)'"' or (byte)'<' or (byte)'`' or (byte)'|' or Escape => true,
        (byte)'*' => Bytes.At(text, i + 1) == '*',
        // curl -d &quot;password=x&quot;
        (byte)'&' => Bytes.StartsWithAt(text, i, "&quot;"u8) || Bytes.StartsWithAt(text, i, "&#34;"u8) || Bytes.StartsWithAt(text, i, "&#39;"u8) || Bytes.StartsWithAt(text, i, "&apos;"u8),
        (byte)'\'' => !Bytes.IsLetterOrDigit(Bytes.At(text, i + 1)),
        _ => false,
    };

    /// <summary>
    /// A line end or a quote that is encoded, an ampersand that is encoded as its form's equals sign was; elsewhere <c>%26</c> belongs to the value.
    /// </summary>
    private static bool IsEscape(ReadOnlySpan<byte> text, int at, int i) => text[i] switch
    {
        (byte)'\\' => Bytes.At(text, i + 1) is (byte)'n' or (byte)'r' or (byte)'t' or (byte)'"' || Bytes.At(text, i + 1) == 'u' && !IsLetter(text, i),
        // The description of a guest is on one line.
        (byte)'%' => (Bytes.StartsWithAt(text, i, "%26"u8) || Bytes.StartsWithAt(text, i, "%20"u8) || Bytes.StartsWithAt(text, i, "%29"u8)) && Bytes.EscapeBefore(text, at) > 0 || Bytes.StartsWithAt(text, i, "%0A"u8)
            || Bytes.StartsWithAt(text, i, "%0D"u8),
        _ => false,
    };

    /// <summary>A letter or a sign that JSON writes by its number, <c>\u00e9</c>, <c>\u0021</c>; quotes, brackets, ampersands and blanks end a value.</summary>
    private static bool IsLetter(ReadOnlySpan<byte> text, int i)
    {
        if (SecretText.HexEnd(text, i + 2) < i + 6) return false;
        var number = (Bytes.HexValue(text[i + 4]) << 4) | Bytes.HexValue(text[i + 5]);
        return !Bytes.StartsWithAt(text, i, "\\u00"u8) || number > ' ' && (char)number is not ('"' or '\'' or '<' or '>' or '&');
    }

    /// <summary>
    /// What divides a setting from the next one: <c>password=x,vers=3.0,noatime</c>, <c>Password=x;Encrypt=True</c>, <c>password=x&amp;user=y</c>.
    /// </summary>
    private static bool IsDivider(ReadOnlySpan<byte> text, int at, int i, KeyValueText.Joint joint) => text[i] switch
    {
        (byte)',' => IsNextSetting(text, i + 1, blanks: true) || joint is { IsAssignment: true, IsSpaced: false } && MountOptions.IsFlag(text, i + 1),
        (byte)';' => IsNextSetting(text, i + 1, blanks: true) && ConnectionText.IsNext(text, at, i + 1),
        (byte)'&' => !joint.IsBlank && IsNextSetting(text, i + 1, blanks: false),
        _ => false,
    };

    /// <summary>Whether nothing but closing marks follows up to the next blank.</summary>
    private static bool IsEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)',' or (byte)';' or (byte)')' or (byte)']' or (byte)'}' or (byte)'.' or (byte)'"' or (byte)'\'') at++;
        return at >= text.Length || Bytes.IsBlank(text[at]) || text[at] is (byte)'<' or (byte)'\\';
    }

    /// <summary>Whether the name of another setting stands there, and its sign.</summary>
    /// <param name="blanks">Whether its name may hold blanks: <c>Initial Catalog=</c> of a connection string does, a form's does not.</param>
    public static bool IsNextSetting(ReadOnlySpan<byte> text, int at, bool blanks)
    {
        if (Bytes.StartsWithAt(text, at, "amp;"u8)) at += 4;
        var i = at;
        while (i < text.Length && (Bytes.IsAsciiLetterOrDigit(text[i]) || text[i] is (byte)'_' or (byte)'-' or (byte)'.' || blanks && text[i] == ' ')) i++;
        return i > at && (Bytes.IsLetter(text[at]) && (Bytes.At(text, i) is (byte)'=' or (byte)':' || Bytes.Separator(text, i, (byte)'=') > 1) || text[at..i].StartsWith("EndpointSuffix"u8));
    }
}
