namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The small words of sentences around a name: what points at it, and what it does.</summary>
internal static class SentenceText
{
    private static readonly byte[][] Verbs = [.. new[] { "is", "was", "has", "had", "will", "went", "goes", "does", "did", "keeps", "hangs", "and", "or", "reboots", "rebooted", "crashed", "dies", "died", "lost", "fenced", "can", "cannot", "could", "would", "should", "shows", "says", "gives", "needs", "still", "again", "after", "before", "with", "in", "on", "at", "to", "from", "for", "via", "as", "because", "since", "but", "while", "when", "which", "then", "now", "too", "only", "fails", "failed", "runs", "stopped", "started", "joins", "joined", "left", "came", "comes", "kann", "zeigt", "läuft", "lief", "mit", "auf", "nach", "est", "ne", "a", "is", "ist", "hat", "war", "wird", "und", "oder", "not", "offline", "unreachable", "down", "antwortet", "svarer", "svarar" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly byte[][] Pointers = [.. new[] { "on", "from", "to", "of", "the", "our", "my", "auf", "von", "vom", "the new", "der", "den", "dem", "die", "das", "le", "la", "el", "il", "du", "al", "het", "de" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>
    /// Whether a text explains a setting and is no value of it: <c>The authentication token. Tokens can be generated</c>. It begins as a sentence does, and
    /// nearly all its words are the language's; a passphrase has words, too, but not those.
    /// </summary>
    public static bool IsExplanation(ReadOnlySpan<byte> text)
    {
        const int fewest = 4;
        var (words, known) = (0, 0);
        for (var i = 0; i < text.Length;)
        {
            while (i < text.Length && Bytes.IsBlank(text[i])) i++;
            var start = i;
            while (i < text.Length && !Bytes.IsBlank(text[i])) i++;
            var word = text[start..i].Trim(".,:;()`'\"*"u8);
            if (word.IsEmpty) continue;
            if (words == 0 && !Bytes.IsUpper(word[0]) && !word.SequenceEqual("the"u8) && !word.SequenceEqual("a"u8) && !word.SequenceEqual("an"u8)) return false;
            words++;
            if (word.Length < 3 && Bytes.IsLetter(word[0]) || Sweep.HasHumps(word) || CommonWords.Contains(word) || Vocabulary.IsWord(word)) known++;
        }
        return words >= fewest && known * 5 >= words * 4;
    }

    /// <summary>Whether a word before a place points at what stands there: on, from, the.</summary>
    public static bool PointsAt(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end > 0 && text[end - 1] == ' ') end--;
        foreach (var pointer in Pointers)
            if (end >= pointer.Length && Bytes.StartsWithIgnoreCase(text, end - pointer.Length, pointer) && (end == pointer.Length || !Bytes.IsLetterOrDigit(text[end - pointer.Length - 1]))) return true;
        return false;
    }

    /// <summary>Whether what stands there is a small word that goes on with a sentence: is, shows, and.</summary>
    public static bool ActsAs(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsAsciiLetter(text[end])) end++;
        foreach (var verb in Verbs)
            if (text[at..end].SequenceEqual(verb)) return true;
        return false;
    }

    /// <summary>Whether a word is derived as a language derives its words, and machines are not called: orchestration, draining, encrypted.</summary>
    public static bool IsDerived(ReadOnlySpan<byte> word)
    {
        foreach (var end in Ends)
            if (word.Length > end.Length + 3 && word.EndsWith(end)) return true;
        return word.Length > 8 && (word.EndsWith("ity"u8) || word.EndsWith("ities"u8));
    }

    private static readonly byte[][] Ends = [.. new[] { "ing", "ings", "ed", "tion", "tions", "sion", "sions", "ment", "ments", "ness", "able", "ible", "ance", "ence", "ency", "ly", "ism", "ise", "ize", "izes", "ises", "ware", "ations", "ung", "ungen", "keit", "heit", "lich", "isch" }.Select(System.Text.Encoding.ASCII.GetBytes)];
}
