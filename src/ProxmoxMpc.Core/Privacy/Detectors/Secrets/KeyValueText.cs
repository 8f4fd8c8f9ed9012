using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The value that stands behind a setting's name, in the syntaxes of configurations, code, shells and mail.</summary>
internal static class KeyValueText
{
    // Of 32 bytes in Base64.
    private const int KeyLength = 44;

    private const int LongestInCell = 80;
    // What colours a terminal begins so.
    private const byte Escape = 0x1b;

    /// <summary>What is between a name and its value.</summary>
    internal readonly record struct Joint(int ValueAt, bool IsAssignment, bool IsSpaced, bool IsBlank);

    /// <summary>Finds the joint behind a name; null where nothing joins it to a value on its line.</summary>
    public static Joint? JointAt(ReadOnlySpan<byte> text, int nameEnd)
    {
        var i = nameEnd;
        var quoted = SecretText.QuoteAt(text, i).Length;
        i += quoted;
        // <td>Password</td><td>x</td>, <b>Password</b>: x
        var marked = false;
        while (quoted == 0 && TagAt(text, i) is > 0 and var tag)
        {
            i = Bytes.SkipBlanks(text, i + tag);
            marked = true;
        }
        if (marked && SignAt(text, i) == 0) return Bytes.At(text, i) is 0 or (byte)'<' or (byte)'\n' or (byte)'\r' ? null : new Joint(i, true, true, false);
        // **Password**: x
        if (Bytes.StartsWithAt(text, i, "**"u8) && SignAt(text, i + 2) > 0) i += 2;
        // ['password'], $cfg["password"], password[0]
        if (Bytes.At(text, i) == ']') i++;
        // [Net.NetworkCredential]::new('jane', 'x') calls something.
        if (Bytes.StartsWithAt(text, i, "::"u8) && i > nameEnd && Bytes.IsAsciiLetter(Bytes.At(text, i + 2))) return null;
        var afterName = i;
        i = Bytes.SkipBlanks(text, i);
        var sign = SignAt(text, i);
        if (sign > 0)
        {
            var value = Bytes.SkipBlanks(text, i + sign);
            return new Joint(value, true, value > i + sign || i > afterName, false);
        }
        // getenv("API_KEY", "x")
        if (quoted > 0 && Bytes.At(text, i) == ',' && Bytes.At(text, i = Bytes.SkipBlanks(text, i + 1)) is (byte)'"' or (byte)'\'') return new Joint(i, false, true, true);
        if (quoted > 0 || i == afterName) return null;
        // Community String : x
        var word = i;
        while (word < text.Length && Bytes.IsAsciiLetter(text[word])) word++;
        if (IsOneOf(text[i..word], Suffixes) && SignAt(text, Bytes.SkipBlanks(text, word)) is > 0 and var behind) return new Joint(Bytes.SkipBlanks(text, Bytes.SkipBlanks(text, word) + behind), true, true, false);
        // community string x
        if (word > i && text[i..word].SequenceEqual("string"u8) && Bytes.At(text, word) == ' ') i = Bytes.SkipBlanks(text, word);
        return new Joint(SkipVerbs(text, i), false, true, true);
    }

    /// <summary>The password is still x: the words between.</summary>
    private static int SkipVerbs(ReadOnlySpan<byte> text, int at)
    {
        while (true)
        {
            var end = at;
            while (end < text.Length && Bytes.IsAsciiLetter(text[end])) end++;
            if (Bytes.At(text, end) is not ((byte)' ' or (byte)':') || !IsOneOf(text[at..end], Verbs)) return at;
            at = Bytes.SkipBlanks(text, text[end] == ':' ? end + 1 : end);
        }
    }

    private static int SignAt(ReadOnlySpan<byte> text, int at)
    {
        // A term of a manual, and what it means: Token:: An access token. LDIF has one word of Base64 there.
        if (Bytes.StartsWithAt(text, at, ":: "u8) && text[(at + 3)..Bytes.LineEnd(text, at)].Trim(" \r"u8).Contains((byte)' ')) return 0;
        if (Bytes.StartsWithAt(text, at, "=>"u8) || Bytes.StartsWithAt(text, at, ":="u8) || Bytes.StartsWithAt(text, at, "::"u8)) return 2;
        if (Bytes.StartsWithAt(text, at, "=="u8) || Bytes.StartsWithAt(text, at, "=~"u8)) return 0;
        if (Bytes.StartsWithAt(text, at, "=3D"u8)) return 3;
        if (Bytes.StartsWithAt(text, at, "→ "u8)) return 3;
        if (Bytes.At(text, at) is (byte)'=') return 1;
        if (Bytes.At(text, at) is (byte)':') return 1;
        return Math.Max(Bytes.Separator(text, at, (byte)'='), Bytes.Separator(text, at, (byte)':'));
    }

    /// <summary>The value's extent; null where what stands there is no secret's value.</summary>
    /// <param name="startsLine">Whether the name is the first word of its line: then blanks may belong to the value.</param>
    public static Extent? ValueOf(ReadOnlySpan<byte> text, int nameStart, Joint joint, bool startsLine)
    {
        var at = joint.ValueAt;
        at = SkipMarkup(text, at);
        if (Bytes.StartsWithAt(text, at, "ENC "u8)) at += 4;
        // Cisco tells the way of encryption first: secret 9 $9$…
        if (joint.IsBlank && Bytes.IsDigit(Bytes.At(text, at)) && Bytes.At(text, at + 1) == ' ') at += 2;
        if (Bytes.StartsWithAt(text, at, "base64:"u8)) at += 7;
        if (at >= text.Length || text[at] is (byte)'\n' or (byte)'\r') return null;
        // $'x\'y' of a shell: what is escaped belongs to it.
        if (Bytes.StartsWithAt(text, at, "$'"u8))
        {
            var stop = at + 2;
            for (var limit = Bytes.LineEnd(text, at); stop < limit && text[stop] != '\''; stop++)
                if (text[stop] == '\\') stop++;
            return stop > at + 2 && Bytes.At(text, stop) == '\'' ? new Extent(at + 2, stop) : null;
        }
        if (MountOptions.ValueOf(text, nameStart, at, joint) is { } option) return option;
        if (Bracketed(text, at, joint) is { } boxed) return boxed;
        if (InQuotes(text, nameStart, at, joint) is { } whole) return IsReference(text[whole.Start..whole.End]) ? null : whole;
        if (Doubled(text, at) is { } doubled) return IsReference(text[doubled.Start..doubled.End]) ? null : doubled;
        var quote = SecretText.QuoteAt(text, at);
        if (quote.Length > 0)
        {
            if (SecretText.Quoted(text, at, quote) is { } quoted) return quoted.IsEmpty || IsReference(text[quoted.Start..quoted.End]) ? null : quoted;
            if (quote is [(byte)'"'] or [(byte)'\'']) at += quote.Length;
            else return null;
        }
        // „x“ and “x”
        if (Bytes.StartsWithAt(text, at, "„"u8) || Bytes.StartsWithAt(text, at, "“"u8))
        {
            var inner = text[(at + 3)..Bytes.LineEnd(text, at)];
            var close = Math.Max(inner.IndexOf("“"u8), inner.IndexOf("”"u8));
            return close > 0 ? new Extent(at + 3, at + 3 + close) : null;
        }
        if (NumberAt(text, nameStart, at) is > 0 and var digits) return new Extent(at, at + digits);
        var end = startsLine && TakesLine(text, nameStart, at, joint) || IsPhrase(text, nameStart, at, joint) ? RestOfLine(text, at) : WordOf(text, at, joint);
        return end <= at || IsReference(text[at..end]) ? null : new Extent(at, end);
    }

    /// <summary>In a cell of a table with commas a quote is doubled: <c>temp password ""x y"" sent by mail</c>.</summary>
    private static Extent? Doubled(ReadOnlySpan<byte> text, int at)
    {
        if (!Bytes.StartsWithAt(text, at, "\"\""u8) || !Bytes.IsLetterOrDigit(Bytes.At(text, at + 2))) return null;
        var limit = Math.Min(Bytes.LineEnd(text, at), at + LongestInCell);
        for (var i = at + 3; i + 1 < limit; i++)
            if (text[i] == '"' && text[i + 1] == '"' && !Bytes.IsLetterOrDigit(Bytes.At(text, i + 2))) return new Extent(at + 2, i);
        return null;
    }

    /// <summary>
    /// A variable or an option that stands in quotes with its value, which may then hold blanks: <c>"DB_PASSWORD=three plain words"</c> of a container's
    /// environment, <c>'--password=x y'</c>. What sets more than one thing is read as such.
    /// </summary>
    private static Extent? InQuotes(ReadOnlySpan<byte> text, int nameStart, int at, Joint joint)
    {
        if (!joint.IsAssignment || joint.IsSpaced || at == 0 || text[at - 1] != '=') return null;
        var open = nameStart - 1;
        while (open >= 0 && text[open] == '-') open--;
        if (open < 0 || text[open] is not ((byte)'"' or (byte)'\'') || open == nameStart - 1 && !IsBehindSetter(text, open) && !(Bytes.IsUpper(text[nameStart]) && text[nameStart..at].IndexOfAnyInRange((byte)'a', (byte)'z') < 0)) return null;
        // An escaped quote ends at an escaped one.
        var quote = open > 0 && text[open - 1] == '\\' && text[open] == '"' ? "\\\""u8 : text.Slice(open, 1);
        if (SecretText.Quoted(text, at - quote.Length, quote) is not { } value || value.Start != at || value.IsEmpty) return null;
        var span = text[value.Start..value.End];
        if (!span.Contains((byte)' ') || span.IndexOf(" -"u8) >= 0 || span.IndexOf("://"u8) >= 0) return null;
        for (var i = 0; i < span.Length; i++)
            if (span[i] is (byte)'&' or (byte)',' or (byte)';' or (byte)' ' && IsNextSetting(span, i + 1, blanks: false)) return null;
        return value;
    }

    /// <summary>Logs of Veeam and others put every value in brackets: <c>password: [three plain words 7]</c>. A list and a placeholder are none.</summary>
    private static Extent? Bracketed(ReadOnlySpan<byte> text, int at, Joint joint)
    {
        if (Bytes.At(text, at) != '[' || !joint.IsAssignment || !joint.IsSpaced) return null;
        var inner = text[(at + 1)..Bytes.LineEnd(text, at)];
        if (inner.IndexOf((byte)']') is not (>= 4 and <= 80 and var close)) return null;
        inner = inner[..close];
        return inner.IndexOfAny("\"',[{"u8) < 0 && KeySentenceText.LooksLikePassword(inner, false) ? new Extent(at + 1, at + 1 + close) : null;
    }

    /// <summary><c>-var 'pm_password=two words'</c>, <c>-e "x=y z"</c></summary>
    private static bool IsBehindSetter(ReadOnlySpan<byte> text, int quote) =>
        text[..quote] is var before && (before.EndsWith("-var "u8) || before.EndsWith("-var="u8) || before.EndsWith(" -e "u8) || before.EndsWith("--set "u8) || before.EndsWith("--set-string "u8) || before.EndsWith("--from-literal="u8) || before.EndsWith("--env "u8) || before.EndsWith("--extra-vars "u8) || before.EndsWith("--build-arg "u8));

    /// <summary>Marks between a name and its value that are no part of it: <c>**Password:** `x`</c>, <c>Password: &lt;b>x&lt;/b></c>.</summary>
    private static int SkipMarkup(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.StartsWithAt(text, at, "** "u8) || Bytes.StartsWithAt(text, at, "__ "u8)) at = Bytes.SkipBlanks(text, at + 2);
        while (TagAt(text, at) is > 0 and var tag) at = Bytes.SkipBlanks(text, at + tag);
        return at;
    }

    /// <summary>The length of a tag of HTML that only sets text off; a placeholder such as &lt;password> is none.</summary>
    public static int TagAt(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at) != '<') return 0;
        var name = Bytes.At(text, at + 1) == '/' ? at + 2 : at + 1;
        var end = name;
        while (end < text.Length && end < name + 8 && Bytes.IsAsciiLetterOrDigit(text[end])) end++;
        if (!IsOneOf(text[name..end], Tags) || Bytes.At(text, end) is not ((byte)'>' or (byte)' ')) return 0;
        return text[end..Math.Min(text.Length, end + 120)].IndexOf((byte)'>') is >= 0 and var close ? end + close + 1 - at : 0;
    }

    /// <summary>The length of a number of JSON, which is the value of a name in quotes; 0 where none stands.</summary>
    private static int NumberAt(ReadOnlySpan<byte> text, int nameStart, int at)
    {
        if (Bytes.At(text, nameStart - 1) != '"') return 0;
        var end = at;
        while (Bytes.IsDigit(Bytes.At(text, end))) end++;
        var next = Bytes.SkipBlanks(text, end);
        return next >= text.Length || text[next] is (byte)',' or (byte)'}' or (byte)']' or (byte)'\n' or (byte)'\r' ? end - at : 0;
    }

    private static int RestOfLine(ReadOnlySpan<byte> text, int at)
    {
        var end = Bytes.LineEnd(text, at);
        if (text[at..end].IndexOf(" # "u8) is > 0 and var comment) end = at + comment;
        // password: Otters! - and change it: a word that no language has, and a sentence behind a dash.
        if (text[at..end].IndexOf(" - "u8) is > 0 and var dash && text.Slice(at, dash).IndexOf((byte)' ') < 0 && KeySentenceText.LooksLikePassword(text.Slice(at, dash), false)) end = at + dash;
        if (text[at..end].IndexOf("\\n"u8) is > 0 and var escape) end = at + escape;
        while (end > at && Bytes.IsBlank(text[end - 1])) end--;
        return end;
    }

    /// <summary>Whether blanks belong to the value: behind a sign with blanks, in a section whose settings are indented, in an INI file.</summary>
    private static bool TakesLine(ReadOnlySpan<byte> text, int nameStart, int at, Joint joint)
    {
        if (IsFlow(text, nameStart)) return false;
        var line = Bytes.LineStart(text, nameStart);
        if (joint.IsBlank) return nameStart > line && Bytes.IsBlank(text[line]);
        // - KEY=some words: an item of a list in YAML.
        if (text[Math.Max(line, nameStart - 2)..nameStart].SequenceEqual("- "u8) && text[line..nameStart].IndexOfAnyExcept(" -"u8) < 0 && Bytes.At(text, at - 1) == '=') return true;
        if (nameStart == line && Bytes.IsUpper(text[nameStart]) && !joint.IsSpaced) return IsInEnvironment(text, line, at);
        return joint.IsSpaced || (nameStart == line && Bytes.IsLower(text[nameStart]) && text[at..Bytes.LineEnd(text, at)].IndexOfAny("=\"'&;"u8) < 0);
    }

    /// <summary>A line of an .env file, where a value needs no quotes around its blanks: a variable stands above or below, and nothing that a shell reads as an option.</summary>
    private static bool IsInEnvironment(ReadOnlySpan<byte> text, int line, int at)
    {
        var end = Bytes.LineEnd(text, at);
        var rest = text[at..end];
        if (rest.IndexOfAny("=\"'&;|<>$/\\`#"u8) >= 0 || rest.IndexOf(" -"u8) >= 0 || rest.Count((byte)' ') > 6) return false;
        return IsVariable(text, end < text.Length ? end + 1 : end) || line > 1 && IsVariable(text, Bytes.LineStart(text, line - 1));
    }

    private static bool IsVariable(ReadOnlySpan<byte> text, int at)
    {
        var start = at;
        while (at < text.Length && (Bytes.IsUpper(text[at]) || Bytes.IsDigit(text[at]) || text[at] == '_')) at++;
        return at > start + 1 && Bytes.At(text, at) == '=';
    }

    /// <summary>Whether a word of a sentence stands there, no value.</summary>
    public static bool IsSmallWord(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsLetter(text[end])) end++;
        return Bytes.At(text, end) is (byte)' ' or (byte)',' or (byte)'.' && IsOneOf(text[at..end], SmallWords);
    }

    /// <summary>The last word of a name of several, and some plain words: <c>vault password = correct horse battery</c></summary>
    private static bool IsPhrase(ReadOnlySpan<byte> text, int nameStart, int at, Joint joint)
    {
        if (!joint.IsSpaced || !joint.IsAssignment || !text[..at].EndsWith(" = "u8) || !Bytes.IsAsciiLetter(Bytes.At(text, at))) return false;
        var line = Bytes.LineStart(text, nameStart);
        if (nameStart == line || text[line..nameStart].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -"u8) >= 0) return false;
        var words = text[at..Bytes.LineEnd(text, at)];
        return words.IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -"u8) < 0 && words.Count((byte)' ') is > 0 and < 6;
    }

    private static bool IsFlow(ReadOnlySpan<byte> text, int at) => text[Bytes.LineStart(text, at)..at].Contains((byte)'{');

    /// <summary>The end of a value that blanks end: an option list ends it at a comma, a connection string at a semicolon, a form at an ampersand.</summary>
    private static int WordOf(ReadOnlySpan<byte> text, int at, Joint joint)
    {
        var i = at;
        for (; i < text.Length && !Bytes.IsBlank(text[i]); i++)
        {
            var b = text[i];
            // A key of 32 bytes, and the next setting glued to it where a line end was lost.
            if (b == '=' && i - at == KeyLength - 1 && Bytes.IsUpper(Bytes.At(text, i + 1)) && SecretText.Base64End(text, at) == i + 1) return i + 1;
            // with password x|y: what a program tells of itself is no row of a table.
            if (b == '|' && joint.IsBlank && i > at && Bytes.IsLetterOrDigit(Bytes.At(text, i + 1)) && text[..at].EndsWith(" with password "u8)) continue;
            if (b is (byte)'"' or (byte)'<' or (byte)'`' or (byte)'|' || (b == '*' && Bytes.At(text, i + 1) == '*')) break;
            if (b == '\'' && !Bytes.IsLetterOrDigit(Bytes.At(text, i + 1)) || b == Escape) break;
            if (b == '\\' && Bytes.At(text, i + 1) is (byte)'n' or (byte)'r' or (byte)'t' or (byte)'"' or (byte)'u') break;
            if (b is (byte)'&' or (byte)',' or (byte)';' && !(b == '&' && joint.IsBlank) && IsNextSetting(text, i + 1, b != '&') && (b != ';' || ConnectionText.IsNext(text, at, i + 1))) break;
            if (b == ',' && joint is { IsAssignment: true, IsSpaced: false } && MountOptions.IsFlag(text, i + 1)) break;
            // An ampersand that is encoded as its form's equals sign was; elsewhere it belongs to the value.
            if (b == '%' && Bytes.StartsWithAt(text, i, "%26"u8) && Bytes.EscapeBefore(text, at) > 0) break;
            // The description of a guest is on one line.
            if (b == '%' && (Bytes.StartsWithAt(text, i, "%0A"u8) || Bytes.StartsWithAt(text, i, "%0D"u8))) break;
            if (b is (byte)',' or (byte)';' or (byte)')' or (byte)']' or (byte)'}' or (byte)'.' && IsEnd(text, i + 1)) break;
        }
        return i;
    }

    /// <summary>Whether nothing but closing marks follows up to the next blank.</summary>
    private static bool IsEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)',' or (byte)';' or (byte)')' or (byte)']' or (byte)'}' or (byte)'.' or (byte)'"' or (byte)'\'') at++;
        return at >= text.Length || Bytes.IsBlank(text[at]) || text[at] is (byte)'<' or (byte)'\\';
    }

    /// <param name="blanks">Whether its name may hold blanks: <c>Initial Catalog=</c> of a connection string does, a form's does not.</param>
    private static bool IsNextSetting(ReadOnlySpan<byte> text, int at, bool blanks)
    {
        if (Bytes.StartsWithAt(text, at, "amp;"u8)) at += 4;
        var i = at;
        while (i < text.Length && (Bytes.IsAsciiLetterOrDigit(text[i]) || text[i] is (byte)'_' or (byte)'-' or (byte)'.' || blanks && text[i] == ' ')) i++;
        return i > at && Bytes.IsLetter(text[at]) && Bytes.At(text, i) is (byte)'=' or (byte)':' || (i > at && text[at..i].StartsWith("EndpointSuffix"u8));
    }

    /// <summary>Whether a value only says where the secret is, or that there is none: a variable, a template, a placeholder, a word of a language.</summary>
    public static bool IsReference(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || IsOneOf(value, Words)) return true;
        // {x}y z: a password may begin so; one brace that is closed, and signs that no template has behind it.
        if (value[0] == '{' && value.IndexOf((byte)'}') is > 0 and var brace && value[1] != '{' && value[(brace + 1)..] is { Length: > 3 } tail && tail.IndexOfAny("{}"u8) < 0 && tail.IndexOfAny(" #!$%&*"u8) >= 0) return false;
        if (CodeText.IsExpression(value)) return true;
        if (value[0] is (byte)'<' or (byte)'(' or (byte)'{' or (byte)'[') return value[0] != '{' || value.IndexOf("}}"u8) is var close && close == value.Length - 2 || close < 0;
        // $password | ConvertTo-…, getpass.getpass()
        if (value[0] == '$' && value.IndexOf((byte)' ') is > 1 and var blank && IsName(value[1..blank])) return true;
        if (value[^1] == ')' && value.IndexOf((byte)'(') is > 2 and var open && IsName(value[..open])) return true;
        // $p$root: OpenWrt takes the password that the system has.
        if (value.StartsWith("$p$"u8)) return true;
        // $1, $@: what a script was given.
        if (value[0] == '$' && value.Length is 2 or 3 && value[1..].IndexOfAnyExcept("0123456789@*"u8) < 0) return true;
        if (value[0] == '$') return value.Length > 1 && (value[1] is (byte)'{' or (byte)'(' || (Bytes.IsLetter(value[1]) && IsName(value[1..])));
        if (value[0] == '%' && value.Length > 1 && (value[1] is (byte)'s' or (byte)'{' or (byte)'(' && value.Length < 12 || (value[^1] == '%' && value.Length > 2))) return true;
        // $pw = ConvertTo-SecureString …: what a command answers.
        if (Bytes.IsUpper(value[0]) && value.IndexOf((byte)'-') is > 1 and var dash && dash + 1 < value.Length && Bytes.IsUpper(value[dash + 1]) && IsOneOf(value[..dash], Answers)) return true;
        if (value[0] == '!' && (value.StartsWith("!vault"u8) || value.StartsWith("!secret"u8) || value.StartsWith("!Ref"u8))) return true;
        if (value.IndexOfAnyExcept((byte)'*', (byte)'.') < 0 || value.IndexOfAnyExcept((byte)'x', (byte)'X') < 0) return true;
        // vault:secret/data/db#password
        if (value.StartsWith("vault:"u8) && value.Contains((byte)'/')) return true;
        foreach (var prefix in References)
            if (value.StartsWith(prefix)) return true;
        return false;
    }

    private static bool IsName(ReadOnlySpan<byte> value)
    {
        foreach (var b in value)
            if (!Bytes.IsAsciiLetterOrDigit(b) && b is not ((byte)'_' or (byte)'.' or (byte)':')) return false;
        return true;
    }

    private static bool IsOneOf(ReadOnlySpan<byte> value, ImmutableArray<byte[]> words)
    {
        foreach (var word in words)
            if (value.Length == word.Length && value.Length > 0 && Bytes.ToLower(value[0]) == word[0] && Bytes.StartsWithIgnoreCase(value, 0, word)) return true;
        return false;
    }

    private static readonly ImmutableArray<byte[]> Words = [.. new[]
    {
        "null", "nil", "none", "true", "false", "yes", "no", "on", "off", "undefined", "string", "required", "optional", "redacted", "hidden", "sensitive", "prompt", "ask", "<nil>", "~", "-", "id", "value", "invalid", "expired", "missing", "random", "auto-generated", "autogenerated", "generated", "not_logging_password", "not_logging_parameter", "value_specified_in_no_log_parameter", "requires", "prompts", "protected", "protection", "authentication",
        // Passes of an answer file of Windows.
        "windowspe", "specialize", "oobesystem", "generalize", "auditsystem", "audituser", "offlineservicing",
    }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly ImmutableArray<byte[]> Answers = [.. new[] { "convertto", "convertfrom", "get", "new", "read", "import", "invoke", "unprotect", "select" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly ImmutableArray<byte[]> Tags = [.. new[] { "b", "i", "u", "p", "br", "tt", "em", "td", "th", "code", "span", "font", "strong", "kbd", "pre", "li", "dd", "samp", "mark" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly ImmutableArray<byte[]> Suffixes = [.. new[] { "string", "value", "text", "phrase" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly ImmutableArray<byte[]> Verbs = [.. new[] { "is", "was", "still", "now", "ist", "war", "lautet", "jetzt", "noch", "by", "will", "be", "wird", "sein", "est", "es", "er", "var" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly ImmutableArray<byte[]> SmallWords = [.. new[]
    {
        "via", "in", "on", "or", "and", "with", "for", "as", "from", "to", "of", "at", "has", "have", "will", "can", "must", "should", "not", "the", "a", "an", "that", "which", "und", "oder", "für", "von", "im", "auth", "option", "file", "prompt",
    }.Select(System.Text.Encoding.UTF8.GetBytes)];

    private static readonly ImmutableArray<byte[]> References = [.. new[]
    {
        "var.", "local.", "data.", "module.", "random_password.", "sensitive(", "file(", "env.", "env:", "os.environ", "os.getenv", "process.env", "lookup(", "REDACTED", "Read-Host", "Get-Secret", "$env:", "self.", "each.", "System.", "[System.",
    }.Select(System.Text.Encoding.ASCII.GetBytes)];
}
