namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A value of several lines between a word and the same word: <c>password = &lt;&lt;-EOT</c>.</summary>
internal static class HeredocText
{
    private const int MostLines = 40;

    /// <summary>From the end of the name's line up to the line of the word that ends the text; null where none begins behind the name.</summary>
    public static Extent? Lines(ReadOnlySpan<byte> text, Extent name)
    {
        var at = Bytes.SkipBlanks(text, name.End);
        if (Bytes.At(text, at) != '=' || (at = Bytes.SkipBlanks(text, at + 1)) + 3 > text.Length) return null;
        if (Bytes.At(text, at) == '@') return OfPowerShell(text, at);
        if (!Bytes.StartsWithAt(text, at, "<<"u8)) return null;
        var end = Bytes.LineEnd(text, at);
        var word = text[at..end].TrimStart("<-~"u8).Trim("\"' "u8);
        if (word.IsEmpty || !Bytes.IsAsciiLetter(word[0])) return null;
        var from = end;
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
            if (text[start..end].Trim(" \t"u8).SequenceEqual(word)) return new Extent(from, start);
        return null;
    }

    /// <summary><c>Psk = @'</c>, and <c>'@</c> at the beginning of the line that ends it.</summary>
    private static Extent? OfPowerShell(ReadOnlySpan<byte> text, int at)
    {
        var quote = Bytes.At(text, at + 1);
        var end = Bytes.LineEnd(text, at);
        if (quote is not ((byte)'\'' or (byte)'"') || text[(at + 2)..end].Trim(" \t"u8).Length > 0) return null;
        var from = end;
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
            if (text[start] == quote && Bytes.At(text, start + 1) == '@') return new Extent(from, start);
        return null;
    }
}
