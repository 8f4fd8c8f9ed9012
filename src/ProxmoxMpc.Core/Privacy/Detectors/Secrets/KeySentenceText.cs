namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Where a sentence, a heading or a comment names a secret, and what in it or below it is the secret.</summary>
internal static class KeySentenceText
{
    /// <summary>A comment that speaks of a secret, and a line below it that is nothing else: <c># psk file</c> and 64 digits.</summary>
    public static Extent? Below(ReadOnlySpan<byte> text, int start, int end, KeyMeaning meaning)
    {
        var line = Bytes.LineStart(text, start);
        if (text[line] is not ((byte)'#' or (byte)'/') || text[line] == '/' && Bytes.At(text, line + 1) != '/') return null;
        var stop = Bytes.LineEnd(text, end);
        if (stop - line > 60 || stop + 1 >= text.Length || text[end..stop].IndexOfAny("=:\"'`"u8) >= 0 || text[line..start].IndexOf("ublic"u8) >= 0 || text[line..start].IndexOf("ssh"u8) >= 0) return null;
        var from = stop + 1;
        var to = Bytes.LineEnd(text, from);
        var value = text[from..to];
        if (value.Length is < 6 or > 200 || value.IndexOfAny(" \t=:/<>({"u8) is >= 0 and var sign && !(sign >= value.Length - 2 && value[sign] == '=') && !(value[sign] == '/' && meaning != KeyMeaning.Password && value.Length > 30)) return null;
        var isHex = value.Length >= 32 && SecretText.HexEnd(text, from) == to;
        if (KeyValueText.IsReference(value) || value[0] is (byte)'#' or (byte)'-' or (byte)'/' or (byte)'$' or (byte)'[') return null;
        return isHex || meaning == KeyMeaning.Password && LooksLikePassword(value, false) || value.Length >= 16 && SecretText.LooksRandom(value) ? new Extent(from, to) : null;
    }

    /// <summary>make sure to pass `x`: what is done with a value that is no secret.</summary>
    public static bool IsVerb(ReadOnlySpan<byte> text, int start, int end)
    {
        if (end - start != 4 || !Bytes.StartsWithIgnoreCase(text, start, "pass"u8) || Bytes.At(text, start - 1) != ' ') return false;
        var from = start - 1;
        while (from > 0 && Bytes.IsAsciiLetter(text[from - 1])) from--;
        return VerbsBefore.Contains(text[from..(start - 1)]);
    }

    private static readonly WordSet VerbsBefore = WordSet.Of("to can could you we must should will would also then please or and not just only either");

    /// <summary>The password that a sentence tells further on: behind a colon, a verb, or set off by marks.</summary>
    public static Extent? FurtherOn(ReadOnlySpan<byte> text, int end) => Clause(text, end) ?? Statement(text, end) ?? Marked(text, end);

    /// <summary>A few words between the name and its colon: <c>Password (all nodes): `x`</c>, <c>the password of web-01 is: x</c>.</summary>
    public static Extent? Clause(ReadOnlySpan<byte> text, int end)
    {
        var line = Math.Min(Bytes.LineEnd(text, end), end + 48);
        if (Bytes.At(text, end) != ' ' || text[end..line].IndexOf(": "u8) is not (> 1 and var colon)) return null;
        var clause = text.Slice(end, colon);
        // password for user 'jane': x
        if (clause.StartsWith(" for "u8) && clause[^1] is (byte)'\'' or (byte)'"' && clause.IndexOf(clause[^1]) is > 0 and var open && open < colon - 1 && NamedValue.NameLength(text, end + open + 1) == colon - open - 2) clause = clause[..open];
        if (clause.ContainsAny("=\"'`{}[]<>\\!?;|0123456789"u8)) return null;
        // Invalid token. IP: another label, and its value.
        if (clause.LastIndexOf((byte)' ') is > 0 and var word && clause[word - 1] is (byte)'.' or (byte)',' or (byte)'-' && Labels.Contains(clause[(word + 1)..])) return null;
        var at = Bytes.SkipBlanks(text, end + colon + 1);
        if (KeyValueText.ValueOf(text, end, new KeyValueText.Joint(at, IsAssignment: true, IsSpaced: true), startsLine: false) is not { } value) return null;
        return IsQuotedBefore(text, value.Start) || Bytes.At(text, value.Start - 1) == '`' || LooksLikePassword(text[value.Start..value.End], false) ? value : null;
    }

    /// <summary>Whose it is, or a remark in brackets, before the colon: <c>root password pve2: x-7</c>, <c>token secret (shown once): x7y8</c>.</summary>
    public static Extent? Labelled(ReadOnlySpan<byte> text, int at)
    {
        const int LongestRemark = 48, Shortest = 6;
        var end = at + NamedValue.NameLength(text, at);
        if (Bytes.At(text, at) == '(')
        {
            if (text[at..Math.Min(Bytes.LineEnd(text, at), at + LongestRemark)].IndexOf((byte)')') is not (> 0 and var close)) return null;
            end = at + close + 1;
        }
        // A machine is counted; a word that is not goes on with the name of the setting.
        else if (!text[at..end].ContainsAnyInRange((byte)'0', (byte)'9')) return null;
        if (end - at < 2 || Bytes.At(text, end) != ':' || Bytes.At(text, end + 1) != ' ') return null;
        if (KeyValueText.ValueOf(text, at, new KeyValueText.Joint(Bytes.SkipBlanks(text, end + 1), IsAssignment: true, IsSpaced: true), startsLine: false) is not { Length: >= Shortest } value) return null;
        var span = text[value.Start..value.End];
        return !span.Contains((byte)' ') && !IsOfAddress(span) && (LooksLikePassword(span, false) || span.Count((byte)'-') > 1 && !span.ContainsAnyInRange((byte)'0', (byte)'9')) ? value : null;
    }

    private static bool IsOfAddress(ReadOnlySpan<byte> word) => word.IndexOfAny("/:@"u8) >= 0 || word.Contains((byte)'.') && Domains.IsDomain(word, out _, out _, out _);

    private static readonly WordSet Labels = WordSet.Of("ip address addr client host hostname server user username account login from to port time date source remote peer url id session request reason error");

    /// <summary>A few words and a verb: <c>the root password for both nodes is x-2024</c>. The name of an algorithm or a length is no password.</summary>
    public static Extent? Statement(ReadOnlySpan<byte> text, int end)
    {
        var line = Math.Min(Bytes.LineEnd(text, end), end + 56);
        if (Bytes.At(text, end) != ' ') return null;
        var clause = text[end..line];
        var verb = clause.IndexOf(" is "u8) is >= 0 and var english ? english + 4 : clause.IndexOf(" ist "u8) is >= 0 and var german ? german + 5 : clause.IndexOf(" lautet "u8) is >= 0 and var says ? says + 8 : -1;
        if (verb < 0 || clause[..verb].IndexOfAny("=\"'`{}[]<>\\!?;,.:"u8) >= 0) return null;
        // What is said of a hash or of a rule.
        foreach (var other in Traits)
            if (clause[..verb].IndexOf(other) >= 0) return null;
        var start = end + verb;
        var stop = SecretText.WordEnd(text, start);
        while (stop > start && text[stop - 1] is (byte)'.' or (byte)':' or (byte)'?') stop--;
        var value = text[start..stop];
        return value.Length is >= 7 and <= 40 && LooksLikePassword(value, false) && !ToldText.IsCraft(value) && value.IndexOfAny("/@"u8) < 0 && !KeyValueText.IsReference(value) && !(value.Contains((byte)'.') && Domains.IsDomain(value, out _, out _, out _)) && SecretText.HexEnd(text, start) < stop ? new Extent(start, stop) : null;
    }

    private static readonly byte[][] Traits = [.. new[] { "hash", "algorithm", "policy", "encr", "method", "scheme", "type", "length", "age", "file", "format" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>A marked word further on in the sentence that no language has: <c>the password was reset, it is now `x-7`</c>.</summary>
    public static Extent? Marked(ReadOnlySpan<byte> text, int end)
    {
        var line = Math.Min(Bytes.LineEnd(text, end), end + 120);
        for (var i = end; i < line; i++)
        {
            var tag = MarkupText.TagAt(text, i);
            if (tag == 0 && text[i] is not ((byte)'`' or (byte)'"')) continue;
            if (tag > 0 && Bytes.At(text, i + 1) == '/') continue;
            var from = i + Math.Max(1, tag);
            var to = from;
            while (to < text.Length && !Bytes.IsBlank(text[to]) && text[to] is not ((byte)'<' or (byte)'`' or (byte)'"')) to++;
            var value = text[from..to];
            if (value.Length is >= 6 and <= 64 && Bytes.At(text, to) is (byte)'<' or (byte)'`' or (byte)'"' && LooksLikePassword(value, false) && !KeyValueText.IsReference(value) && value.IndexOfAny("/\\:"u8) < 0 && !value.Contains((byte)'@') && !(value.Contains((byte)'.') && Domains.IsDomain(value, out _, out _, out _)) && value.IndexOfAnyExcept("0123456789.abcdefghijklmnopqrstuvwxyz"u8) >= 0) return new Extent(from, to);
            return null;
        }
        return null;
    }

    public static bool IsQuotedBefore(ReadOnlySpan<byte> text, int at) => Bytes.At(text, at - 1) is (byte)'"' or (byte)'\'' or (byte)';' || text[..at].EndsWith("„"u8) || text[..at].EndsWith("“"u8);

    /// <summary>Whether a word is a part of the name that an entry of a directory has.</summary>
    public static bool IsOfEntry(ReadOnlySpan<byte> word) => word.IndexOf(",OU="u8) > 0 || word.IndexOf(",DC="u8) > 0 || word.IndexOf(",CN="u8) > 0;

    /// <summary>Whether a word without any sign before it can be a secret: no word of a sentence.</summary>
    public static bool LooksLikePassword(ReadOnlySpan<byte> value, bool startsLine)
    {
        // CN=Jane Doe,OU=sales: a part of an entry's name.
        if (value.Length < 4 || IsOfEntry(value)) return false;
        var letters = value.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 || value.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0;
        var digits = value.ContainsAnyInRange((byte)'0', (byte)'9');
        // dkim=pass header.d=firma.de: the next setting.
        if (value.IndexOf((byte)'=') is > 0 and var equals && ((equals == value.Length - 1 && value.Length < 20) || value[..equals].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz.-_"u8) < 0)) return false;
        var signs = value[..^1].IndexOfAny("!#$%&+=@^~?*"u8) >= 0 || value[^1] == '!';
        if (startsLine && value.IndexOf((byte)' ') > 0 && !digits && !signs) return false;
        return letters && (digits || signs);
    }
}
