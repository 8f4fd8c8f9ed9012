namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>How much a word of a sentence looks like a password and like nothing else.</summary>
internal enum ToldShape
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Capitals, small letters and digits, or two words that are joined: names of machines and versions look so, too.</summary>
    Mixed,

    /// <summary>As no word and no name looks: a sign between letters, a digit within a word.</summary>
    Made,
}

/// <summary>Reads what sentences tell of passwords, whatever their language: words, the marks around them, what they look like.</summary>
internal static class ToldText
{
    private const int Shortest = 6, Longest = 48, LongestInPage = 96, LongestEntity = 9;

    private static readonly WordSet Verbs = WordSet.Of(
        "is was be wird ist war lautet lautete lauten heisst heißt est était sera es era será è é je byl bylo bude to jest było był brzmi zní zni wordt " +
        "werd luidt ficou er är nehmen nimm vale gilt vaut");

    private static readonly WordSet Adverbs =
        WordSet.Of("now still again currently just jetzt nun noch wieder aktuell derzeit bitte einfach überall maintenant encore toujours désormais " +
        "partout ahora todavía sempre ora adesso agora teraz teď nyní nu nog mal also please it das ten");

    private static readonly WordSet Ways = WordSet.Of("to auf in a à na para em naar op sur en als as");

    private static readonly byte[][] Changes =
    [
        .. new[] { "reset", "set ", "chang", "änder", "setz", "stell", "cambi", "zmie", "změn", "zmen", "mude", "alter", "wijzig", "remis", "updat", "rotat",
        "nastav", "ustaw", "impost", "renew" }.Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Crafts =
    [
        .. new[] { "sha", "aes", "rsa", "wpa", "ssh-", "ecdsa", "ed25519", "k8s", "k3s", "ctrl", "strg", "alt+", "shift", "cmd+", "win+", "http", "tls", "ipv",
        "base64", "oauth", "iso", "rfc", "c++", "x509", "utf", "hmac", "pbkdf", "argon", "bcrypt" }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    /// <summary>The next word of a line, without the marks and quotes around it. Empty at the end.</summary>
    /// <param name="next">Where to go on.</param>
    public static Extent Word(ReadOnlySpan<byte> text, int at, int limit, out int next)
    {
        var start = at;
        while (start < limit && (Bytes.IsBlank(text[start]) || text[start] is (byte)'\\')) start += text[start] != '\\' ? 1 : EscapeLength(text, start);
        if (MarkupText.SkipTags(text, start) is var tagged && tagged > start) start = Math.Min(tagged, limit);
        next = start;
        while (next < limit && !Bytes.IsBlank(text[next]) && text[next] is not ((byte)'\\' or (byte)'<' or (byte)'|')) next++;
        if (next == start && start < limit) next++;
        var end = Math.Min(next, limit);
        start = Math.Min(start, end);
        // The description of a guest is on one line.
        if (text[start..end].IndexOf("%0A"u8) is > 0 and var feed) (end, next) = (start + feed, limit);
        while (start < end && OpenAt(text, start) is > 0 and var open) start += open;
        while (end > start && CloseBefore(text, start, end) is > 0 and var close) end -= close;
        return new Extent(start, end);
    }

    /// <summary>Of <c>\n</c>, or of <c>\u0022</c>, as JSON writes a sign.</summary>
    private static int EscapeLength(ReadOnlySpan<byte> text, int at) => at + 6 <= text.Length && Bytes.EscapeBefore(text, at + 6) == 6 ? 6 : 2;

    private static int OpenAt(ReadOnlySpan<byte> text, int at) => text[at] switch
    {
        (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'(' or (byte)'*' or (byte)'[' or (byte)'<' or (byte)'>' or (byte)',' => 1,
        0xE2 when Bytes.At(text, at + 1) == 0x80 => 3,
        0xC2 when Bytes.At(text, at + 1) == 0xAB => 2,
        (byte)'&' => Bytes.StartsWithAt(text, at, "&quot;"u8) ? 6 : Bytes.StartsWithAt(text, at, "&#34;"u8) || Bytes.StartsWithAt(text, at, "&#39;"u8) ? 5 : 0,
        // „x“ as a mail encodes it.
        (byte)'=' when Bytes.StartsWithAt(text, at, "=E2=80="u8) => 9,
        _ => 0,
    };

    private static int CloseBefore(ReadOnlySpan<byte> text, int start, int end) => text[end - 1] switch
    {
        // The end of the line may stand within the sign.
        (byte)'=' when text[start..end].EndsWith("=E2=80="u8) => 7,
        >= (byte)'0' and <= (byte)'F' when end - start > 9 && text[(end - 9)..].StartsWith("=E2=80="u8) => 9,
        (byte)';' when text[start..end].EndsWith("&quot;"u8) => 6,
        (byte)';' when text[start..end].EndsWith("&#34;"u8) || text[start..end].EndsWith("&#39;"u8) => 5,
        (byte)'"' or (byte)'\'' or (byte)'`' or (byte)')' or (byte)'.' or (byte)',' or (byte)':' or (byte)';' or (byte)'?' or (byte)']' or (byte)'>' => 1,
        0xBB when end - start > 1 && text[end - 2] == 0xC2 => 2,
        >= 0x98 and <= 0xA6 when end - start > 2 && text[end - 3] == 0xE2 && text[end - 2] == 0x80 => 3,
        _ => 0,
    };

    /// <summary>Whether a mark stands before a word that sets it off: a quote, a code sign.</summary>
    public static bool IsSetOff(ReadOnlySpan<byte> text, Extent word) =>
        word.Start > 0 && (text[word.Start - 1] is (byte)'"' or (byte)'`' || text[..word.Start].EndsWith("„"u8) || text[..word.Start].EndsWith("“"u8)
        || text[..word.Start].EndsWith("«"u8));

    /// <summary>A word that says that the value follows: is, lautet, jest.</summary>
    public static bool IsVerb(ReadOnlySpan<byte> word) => Verbs.Contains(word);

    /// <summary>A word that may stand between the verb and the value: now, jetzt, teraz.</summary>
    public static bool IsAdverb(ReadOnlySpan<byte> word) => Adverbs.Contains(word);

    /// <summary>A word that a new value follows where something has been changed: to, auf, na.</summary>
    public static bool IsWay(ReadOnlySpan<byte> word) => Ways.Contains(word);

    /// <summary>Whether a line speaks of a change: set, geändert, zmieniłem.</summary>
    public static bool SpeaksOfChange(ReadOnlySpan<byte> line) => Holds(line, Changes);

    /// <summary>Whether one of some words, in lower case, begins somewhere in a text.</summary>
    public static bool Holds(ReadOnlySpan<byte> text, byte[][] words)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var first = Bytes.ToLower(text[i]);
            foreach (var word in words)
                if (first == word[0] && Bytes.StartsWithIgnoreCase(text, i, word)) return true;
        }
        return false;
    }

    /// <summary>What a word looks like.</summary>
    public static ToldShape ShapeOf(ReadOnlySpan<byte> word)
    {
        // 10.1.2.3: most of what is looked at is no word.
        return !word.Contains((byte)'&') && !HasSmallLetters(word) ? ToldShape.None : (ToldShape)Known.Of(word);
    }

    /// <summary>Whether there are two letters that are no capitals, without which nothing is told.</summary>
    private static bool HasSmallLetters(ReadOnlySpan<byte> word)
    {
        var count = 0;
        foreach (var b in word)
            if (Bytes.IsLetter(b) && !Bytes.IsUpper(b) && ++count == 2) return true;
        return false;
    }

    private static readonly TextMemo Known = new(word => (int)Look(word));

    private static ToldShape Look(ReadOnlySpan<byte> word)
    {
        if (word.IndexOf((byte)'&') >= 0 && word.Length <= LongestInPage) word = WithoutEntities(word);
        if (!CanBeTold(word) || IsCraft(word)) return ToldShape.None;
        var signs = Signs.Of(word);
        if (signs.Lower < 2 || IsAddress(word, signs) || IsSetting(word)) return ToldShape.None;
        if (signs.AreMade(word)) return ToldShape.Made;
        if (signs.Upper == 0 && !(signs.Digits > 0 && signs.Joins > 0) || signs.Digits == 0 && (signs.Joins == 0 || signs.Upper < 2)) return ToldShape.None;
        if (signs.Joins == 0 && IsVersion(word)) return ToldShape.None;
        return signs.Digits > 0 || !IsJoined(word) ? ToldShape.Mixed : ToldShape.None;
    }

    /// <summary>As it is read: <c>Sone&amp;lt;3</c> of a page. A sign stands for any sign, a letter for any letter.</summary>
    private static ReadOnlySpan<byte> WithoutEntities(ReadOnlySpan<byte> word)
    {
        var plain = new byte[word.Length];
        var length = 0;
        for (var i = 0; i < word.Length; i++)
        {
            var close = word[i] == '&' ? word[i..Math.Min(word.Length, i + LongestEntity)].IndexOf((byte)';') : -1;
            if (close < 2)
            {
                plain[length++] = word[i];
                continue;
            }
            plain[length++] = (byte)(close >= 5 && word[i + 1] != '#' ? 'x' : '+');
            i += close;
        }
        return plain.AsSpan(0, length);
    }

    /// <summary>Neither a path nor an option, nor one with brackets or quotes.</summary>
    private static bool CanBeTold(ReadOnlySpan<byte> word)
    {
        if (word.Length is < Shortest or > Longest || word[0] is (byte)'/' or (byte)'-' or (byte)'~' or (byte)'.' or (byte)'#' or (byte)'+') return false;
        // 'x','y': values, one after another.
        return word.IndexOfAny("/\\:;<>{}()[]\""u8) < 0 && word.IndexOf("','"u8) < 0 && !KeySentenceText.IsOfEntry(word) && !KeyValueText.IsReference(word);
    }

    /// <summary><c>jane@firma.de</c>, <c>web-01.firma.de</c></summary>
    private static bool IsAddress(ReadOnlySpan<byte> word, in Signs signs)
    {
        if (word.IndexOf((byte)'@') is >= 0 and var at && IsMailbox(word[(at + 1)..])) return true;
        return signs.Joins > 0 && word.Contains((byte)'.') && Domains.IsDomain(word, out _, out _, out _);
    }

    private static bool IsMailbox(ReadOnlySpan<byte> host) =>
        host.Contains((byte)'.') || host.Length < 4
        || host[3] == '!' && (host.StartsWith("pam"u8) || host.StartsWith("pve"u8) || host.StartsWith("pbs"u8) || host.StartsWith("pmg"u8));

    /// <summary><c>a=b</c>, <c>name#1</c>: a setting, a ticket.</summary>
    private static bool IsSetting(ReadOnlySpan<byte> word)
    {
        if (word.IndexOf((byte)'=') is > 0 and var equals && NamedValue.NameLength(word, 0) == equals) return true;
        return word.IndexOf((byte)'#') is > 0 and var number && word[(number + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary><c>Windows11</c>: a word that everybody uses, and its version.</summary>
    private static bool IsVersion(ReadOnlySpan<byte> word)
    {
        var stem = word[..Math.Max(0, word.IndexOfAnyInRange((byte)'0', (byte)'9'))].TrimEnd("-_."u8);
        return CommonWords.Contains(stem) || Vocabulary.IsWord(stem);
    }

    /// <summary>SHA-512, k8s-Cluster, Ctrl+Alt+Del: a word of the craft that looks made up.</summary>
    public static bool IsCraft(ReadOnlySpan<byte> word)
    {
        foreach (var craft in Crafts)
            if (Bytes.StartsWithIgnoreCase(word, 0, craft)) return true;
        return false;
    }

    /// <summary>Restart-Computer: a command, a heading, all parts of which are words that everybody uses.</summary>
    private static bool IsJoined(ReadOnlySpan<byte> word)
    {
        while (!word.IsEmpty)
        {
            var part = word.IndexOfAny("-_."u8) is >= 0 and var join ? word[..join] : word;
            if (CommonWords.Contains(part) || Vocabulary.IsWord(part)) return true;
            word = word[Math.Min(word.Length, part.Length + 1)..];
        }
        return false;
    }

    /// <summary>How many characters of each kind a word has.</summary>
    /// <param name="Within">Digits between letters, of which one is small.</param>
    /// <param name="Joins">Dashes, underscores and dots.</param>
    /// <param name="Marks">Signs that no name has.</param>
    private readonly record struct Signs(int Upper, int Lower, int Digits, int Within, int Joins, int Marks)
    {
        public static Signs Of(ReadOnlySpan<byte> word)
        {
            int upper = 0, lower = 0, digits = 0, within = 0, joins = 0, marks = 0;
            for (var i = 0; i < word.Length; i++)
            {
                var (before, b, after) = (Bytes.At(word, i - 1), word[i], Bytes.At(word, i + 1));
                if (Bytes.IsUpper(b)) upper++;
                else if (Bytes.IsLetter(b)) lower++;
                else if (Bytes.IsDigit(b))
                {
                    digits++;
                    if (Bytes.IsLetter(before) && Bytes.IsLetter(after) && !(Bytes.IsUpper(before) && Bytes.IsUpper(after))) within++;
                }
                else if (b is (byte)'-' or (byte)'_' or (byte)'.') joins++;
                else if (IsMark(before, b, after)) marks++;
            }
            return new Signs(upper, lower, digits, within, joins, marks);
        }

        /// <summary>A sign between letters or digits, or an exclamation mark behind one.</summary>
        private static bool IsMark(byte before, byte b, byte after)
        {
            if (!Bytes.IsLetterOrDigit(before) || !Bytes.IsLetterOrDigit(after) && b != '!') return false;
            return b is (byte)'!' or (byte)'#' or (byte)'$' or (byte)'%' or (byte)'&' or (byte)'+' or (byte)'=' or (byte)'^' or (byte)'~' or (byte)'*' or (byte)'@';
        }

        /// <summary>As no word and no name is: a sign that does not only end it, a digit within.</summary>
        public bool AreMade(ReadOnlySpan<byte> word)
        {
            if (Marks > 0 && (Upper > 0 || Digits > 0) && (word[^1] != '!' || Marks > 1 || Digits > 0)) return true;
            return Within > 0 && Upper > 0 && word.Length >= 8;
        }
    }
}
