namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Marks of HTML and Markdown between a name and its value, which are part of neither.</summary>
internal static class MarkupText
{
    private const int LongestTag = 120;

    private static readonly WordSet Tags = WordSet.Of("b i u p br tt em td th code span font strong kbd pre li dd samp mark");

    /// <summary>Passes over them: <c>**Password:** `x`</c>, <c>Password: &lt;b>x&lt;/b></c>.</summary>
    public static int Skip(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.StartsWithAt(text, at, "** "u8) || Bytes.StartsWithAt(text, at, "__ "u8)) at = Bytes.SkipBlanks(text, at + 2);
        return SkipTags(text, at);
    }

    /// <summary>Passes over tags, and the blanks behind each.</summary>
    public static int SkipTags(ReadOnlySpan<byte> text, int at)
    {
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
        if (!Tags.Contains(text[name..end]) || Bytes.At(text, end) is not ((byte)'>' or (byte)' ')) return 0;
        return text[end..Math.Min(text.Length, end + LongestTag)].IndexOf((byte)'>') is >= 0 and var close ? end + close + 1 - at : 0;
    }
}
