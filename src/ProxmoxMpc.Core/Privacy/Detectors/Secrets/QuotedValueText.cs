namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Values that something encloses which is no plain pair of quotes: a shell's own quotes, doubled ones, brackets, quotes around the name and the value.
/// </summary>
internal static class QuotedValueText
{
    private const int LongestInCell = 80, LongestInBrackets = 80;

    /// <summary>What may stand before a setting in quotes: <c>-var 'pm_password=two words'</c>, <c>-e "x=y z"</c>.</summary>
    private static readonly byte[][] Setters =
    [
        .. new[] { "-var ", "-var=", " -e ", "--set ", "--set-string ", "--from-literal=", "--env ", "--extra-vars ", "--build-arg " }
            .Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    /// <summary><c>$'x\'y'</c> of a shell: what is escaped belongs to it.</summary>
    /// <param name="at">Where the dollar sign stands.</param>
    public static Extent? OfShell(ReadOnlySpan<byte> text, int at)
    {
        var stop = at + 2;
        for (var limit = Bytes.LineEnd(text, at); stop < limit && text[stop] != '\''; stop++)
            if (text[stop] == '\\') stop++;
        return stop > at + 2 && Bytes.At(text, stop) == '\'' ? new Extent(at + 2, stop) : null;
    }

    /// <summary>Whether <c>„x“</c> or <c>“x”</c> begins there.</summary>
    public static bool IsTypographic(ReadOnlySpan<byte> text, int at) => Bytes.StartsWithAt(text, at, "„"u8) || Bytes.StartsWithAt(text, at, "“"u8);

    /// <summary><c>„x“</c> and <c>“x”</c></summary>
    public static Extent? Typographic(ReadOnlySpan<byte> text, int at)
    {
        var inner = text[(at + 3)..Bytes.LineEnd(text, at)];
        var close = Math.Max(inner.IndexOf("“"u8), inner.IndexOf("”"u8));
        return close > 0 ? new Extent(at + 3, at + 3 + close) : null;
    }

    /// <summary>In a cell of a table with commas a quote is doubled: <c>temp password ""x y"" sent by mail</c>.</summary>
    public static Extent? Doubled(ReadOnlySpan<byte> text, int at)
    {
        if (!Bytes.StartsWithAt(text, at, "\"\""u8) || !Bytes.IsLetterOrDigit(Bytes.At(text, at + 2))) return null;
        var limit = Math.Min(Bytes.LineEnd(text, at), at + LongestInCell);
        for (var i = at + 3; i + 1 < limit; i++)
            if (text[i] == '"' && text[i + 1] == '"' && !Bytes.IsLetterOrDigit(Bytes.At(text, i + 2))) return new Extent(at + 2, i);
        return null;
    }

    /// <summary>Logs of Veeam and others put every value in brackets: <c>password: [three plain words 7]</c>. A list and a placeholder are none.</summary>
    public static Extent? Bracketed(ReadOnlySpan<byte> text, int at, KeyValueText.Joint joint)
    {
        if (Bytes.At(text, at) != '[' || !joint.IsAssignment || !joint.IsSpaced) return null;
        // "secret": [ "x" ]: the one value of a list.
        var first = Bytes.SkipBlanks(text, at + 1);
        if (Bytes.At(text, first) == '"' && SecretText.Quoted(text, first, "\""u8) is { } only && Bytes.At(text, Bytes.SkipBlanks(text, only.End + 1)) == ']' && !KeyValueText.IsReference(text[only.Start..only.End]) && (only.Length >= 12 || KeySentenceText.LooksLikePassword(text[only.Start..only.End], false))) return only;
        var inner = text[(at + 1)..Bytes.LineEnd(text, at)];
        if (inner.IndexOf((byte)']') is not (>= 4 and <= LongestInBrackets and var close)) return null;
        inner = inner[..close];
        return inner.IndexOfAny("\"',[{"u8) < 0 && !KeyValueText.IsReference(inner) && KeySentenceText.LooksLikePassword(inner, false) ? new Extent(at + 1, at + 1 + close) : null;
    }

    /// <summary>Settings of ODBC enclose a value that holds their signs: <c>PWD = {a;b}c}</c>, <c>;Pwd={x};</c>. What closes it ends the setting.</summary>
    public static Extent? Braced(ReadOnlySpan<byte> text, int nameStart, int at, KeyValueText.Joint joint)
    {
        if (Bytes.At(text, at) != '{' || !joint.IsAssignment || !Bytes.StartsWithIgnoreCase(text, nameStart, "pwd"u8) || Bytes.At(text, nameStart - 1) is (byte)'$' or (byte)'"') return null;
        var limit = Math.Min(Bytes.LineEnd(text, at), at + LongestInBrackets);
        for (var i = at + 1; i < limit; i++)
        {
            if (Bytes.IsBlank(text[i]) || text[i] is (byte)'"' or (byte)'{' && i == at + 1) return null;
            if (text[i] == '}' && (i + 1 >= text.Length || text[i + 1] is (byte)';' or (byte)'"' or (byte)'\'' or (byte)'\r' or (byte)'\n')) return i - at > 4 ? new Extent(at + 1, i) : null;
        }
        return null;
    }

    /// <summary>What a shell prints into a variable: <c>PW=$(printf '%s' 'x')</c>, <c>PW=$(echo -n "x")</c>, alone and in quotes.</summary>
    public static Extent? Printed(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at) == '"') at++;
        if (!Bytes.StartsWithAt(text, at, "$(printf "u8) && !Bytes.StartsWithAt(text, at, "$(echo "u8)) return null;
        var end = Bytes.LineEnd(text, at);
        var from = at;
        // The last text before the bracket.
        for (var i = at; i < end && text[i] is not ((byte)')' or (byte)'|'); i++)
        {
            if (text[i] is not ((byte)'\'' or (byte)'"') || text[i - 1] != ' ') continue;
            if (SecretText.Quoted(text, i, text.Slice(i, 1)) is not { IsEmpty: false } value) return null;
            if (Bytes.At(text, value.End + 1) == ')') return KeyValueText.IsReference(text[value.Start..value.End]) ? null : value;
            (from, i) = (value.End, value.End);
        }
        return null;
    }

    /// <summary>
    /// A variable or an option that stands in quotes with its value, which may then hold blanks: <c>"DB_PASSWORD=three plain words"</c> of a container's
    /// environment, <c>'--password=x y'</c>. What sets more than one thing is read as such.
    /// </summary>
    public static Extent? WithName(ReadOnlySpan<byte> text, int nameStart, int at, KeyValueText.Joint joint)
    {
        if (!joint.IsAssignment || joint.IsSpaced || at == 0 || text[at - 1] != '=') return null;
        var open = nameStart - 1;
        while (open >= 0 && text[open] == '-') open--;
        if (open < 0 || text[open] is not ((byte)'"' or (byte)'\'')) return null;
        if (open == nameStart - 1 && !IsBehindSetter(text[..open]) && !IsVariable(text[nameStart..at])) return null;
        // An escaped quote ends at an escaped one.
        var quote = open > 0 && text[open - 1] == '\\' && text[open] == '"' ? "\\\""u8 : text.Slice(open, 1);
        if (SecretText.Quoted(text, at - quote.Length, quote) is not { } value || value.Start != at || value.IsEmpty) return null;
        // "--password=a\"b": the quote is the password's.
        return IsOfWords(text[value.Start..value.End]) || text[value.Start..value.End].IndexOf("\\\""u8) >= 0 ? value : null;
    }

    /// <summary>Some words that are neither a command nor an address, and set nothing else.</summary>
    private static bool IsOfWords(ReadOnlySpan<byte> value)
    {
        if (!value.Contains((byte)' ') || value.IndexOf(" -"u8) >= 0 || value.IndexOf("://"u8) >= 0) return false;
        for (var i = 0; i < value.Length; i++)
            if (value[i] is (byte)'&' or (byte)',' or (byte)';' or (byte)' ' && BareValueText.IsNextSetting(value, i + 1, blanks: false)) return false;
        return true;
    }

    /// <summary><c>DB_PASSWORD=</c>: a name without small letters.</summary>
    private static bool IsVariable(ReadOnlySpan<byte> name) => Bytes.IsUpper(name[0]) && name.IndexOfAnyInRange((byte)'a', (byte)'z') < 0;

    private static bool IsBehindSetter(ReadOnlySpan<byte> before)
    {
        foreach (var setter in Setters)
            if (before.EndsWith(setter)) return true;
        return false;
    }
}
