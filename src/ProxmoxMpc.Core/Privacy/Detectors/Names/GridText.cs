namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Reads rows of tables: CSV, Markdown, HTML, frames of pvesh.</summary>
internal static class GridText
{
    /// <summary>What stands between the heads of a table; empty where a line is none of a table.</summary>
    public static ReadOnlySpan<byte> SeparatorOf(ReadOnlySpan<byte> head)
    {
        if (head.IndexOf("<th"u8) >= 0) return "<th"u8;
        if (head.IndexOf("│"u8) >= 0) return "│"u8;
        if (head.Count((byte)'|') >= 2) return "|"u8;
        if (head.Count((byte)';') >= 1 && head.Count((byte)';') >= head.Count((byte)',')) return ";"u8;
        if (head.Count((byte)',') >= 1) return ","u8;
        return head.Count((byte)'\t') >= 1 && !Bytes.IsBlank(head[0]) ? "\t"u8 : default;
    }

    // Lines that the cells of one row have at most.
    private const int MostLines = 12;

    /// <summary>Where a row ends of which a cell in quotes holds ends of lines; where its line does if no such quote is closed near to it.</summary>
    public static int RowEnd(ReadOnlySpan<byte> text, int start, int end)
    {
        var last = end;
        for (var lines = 0; lines < MostLines; lines++)
        {
            if ((text[start..last].Count((byte)'"') & 1) == 0) return last;
            if (!Bytes.NextLine(text, ref last, out _)) return end;
        }
        return end;
    }

    /// <summary>The cells of a row, without quotes, blanks and tags.</summary>
    public static List<Extent> Split(ReadOnlySpan<byte> text, int from, int to, ReadOnlySpan<byte> separator)
    {
        var cells = new List<Extent>();
        var isHtml = separator.SequenceEqual("<th"u8) || separator.SequenceEqual("<td"u8);
        var start = from;
        var quoted = false;
        for (var i = from; i <= to; i++)
        {
            if (i < to && text[i] == '"' && separator.Length == 1) quoted = !quoted;
            if (i < to && (quoted || !Bytes.StartsWithAt(text, i, separator) || isHtml && Bytes.IsAsciiLetter(Bytes.At(text, i + separator.Length)))) continue;
            if (!isHtml || start > from) cells.Add(Trim(text, start, i, isHtml));
            start = i + separator.Length;
            i = Math.Max(i, start - 1);
        }
        if (separator.SequenceEqual("|"u8) || separator.SequenceEqual("│"u8)) DropBorders(cells);
        return cells;
    }

    /// <summary>A border has nothing before it and nothing behind it.</summary>
    private static void DropBorders(List<Extent> cells)
    {
        if (cells.Count > 0 && cells[0].IsEmpty) cells.RemoveAt(0);
        if (cells.Count > 0 && cells[^1].IsEmpty) cells.RemoveAt(cells.Count - 1);
    }

    private static Extent Trim(ReadOnlySpan<byte> text, int start, int end, bool isHtml)
    {
        if (isHtml)
        {
            // <th scope="col"><b>Name</b></th>
            if (text[start..end].IndexOf((byte)'>') is >= 0 and var close) start += close + 1;
            while (start < end && text[start] == '<' && text[start..end].IndexOf((byte)'>') is >= 0 and var tag) start += tag + 1;
            if (text[start..end].IndexOf((byte)'<') is >= 0 and var next) end = start + next;
        }
        while (start < end && text[start] is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'`' or (byte)'*') start++;
        while (end > start && text[end - 1] is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'`' or (byte)'*' or (byte)'\r') end--;
        return new Extent(start, end);
    }
}
