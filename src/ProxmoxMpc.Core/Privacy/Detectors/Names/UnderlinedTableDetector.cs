using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Tables of PowerShell: dashes stand below each head, and a cell begins below its head. On a console both lines are coloured, in a mail all of them are quoted.
/// </summary>
internal sealed class UnderlinedTableDetector : Detector
{
    private const byte Escape = 0x1b;

    public override PrivacyRule Rule => GridNameDetector.ColumnRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("\n----"), new("m----"), new("> ----"),
        // A column of numbers stands to the right, and so does its head where a number is longer.
        .. new[] { "\n", "m" }.SelectMany(start => new[] { new Anchor(start + " ----"), new Anchor(start + "  ----"), new Anchor(start + " -- ---") }),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var dashes = at + text.Slice(at, length).IndexOf((byte)'-');
        var line = Bytes.LineStart(text, dashes);
        var end = ShownEnd(text, dashes);
        if (text[dashes..end].IndexOfAnyExcept("- "u8) >= 0 || !text[dashes..end].Contains((byte)' ') || line < 2) return;
        var before = text[line..dashes];
        var isQuoted = before.Contains((byte)'>');
        if (!isQuoted) before = before.TrimEnd((byte)' ');
        if (isQuoted ? before.IndexOfAnyExcept("> "u8) >= 0 : !IsColour(before)) return;
        var head = Bytes.LineStart(text, line - 1);
        if (!text[head..line].StartsWith(before)) return;
        head += before.Length;
        var headEnd = ShownEnd(text, head);
        var columns = ColumnsOf(text[(line + before.Length)..end]);
        var heads = new List<Extent>();
        foreach (var column in columns) heads.Add(Cell(text, head, headEnd, column));
        var kinds = ColumnHeads.KindsOf(text, heads);
        if (kinds.TrueForAll(kind => kind is null)) return;
        TakeRows(text, Bytes.LineEnd(text, dashes), columns, kinds, found, ColumnHeads.HaveVmid(text, heads), isQuoted ? before : default);
    }

    /// <summary>Nothing, or one colour and nothing else.</summary>
    private static bool IsColour(ReadOnlySpan<byte> before) =>
        before.IsEmpty || Bytes.ColourBefore(before, before.Length) is > 0 and var colour && before[..^colour] is [] or [Escape];

    /// <summary>Where a line ends, or the colour of it.</summary>
    private static int ShownEnd(ReadOnlySpan<byte> text, int at)
    {
        var end = Bytes.LineEnd(text, at);
        return text[at..end].IndexOf(Escape) is >= 0 and var colour ? at + colour : end;
    }

    /// <summary>Where columns begin and end on each line; the last one never ends.</summary>
    private static List<Extent> ColumnsOf(ReadOnlySpan<byte> dashes)
    {
        var columns = new List<Extent>();
        for (var i = 0; i < dashes.Length;)
        {
            var from = i;
            while (i < dashes.Length && dashes[i] == ' ') i++;
            while (i < dashes.Length && dashes[i] == '-') i++;
            while (i < dashes.Length && dashes[i] == ' ') i++;
            columns.Add(new Extent(from, i >= dashes.Length ? int.MaxValue : i));
        }
        return columns;
    }

    private static void TakeRows(ReadOnlySpan<byte> text, int end, List<Extent> columns, List<PrivacyKind?> kinds, Findings found, bool areGuests,
        ReadOnlySpan<byte> quote)
    {
        while (Bytes.NextLine(text, ref end, out var row))
        {
            if (!text[row..end].StartsWith(quote)) return;
            row += quote.Length;
            if (end == row || text[row..end].StartsWith("PS "u8)) return;
            // What ends a table of reStructuredText.
            if (text[row..end].IndexOfAnyExcept("= -\r"u8) < 0) return;
            // Where a row does not keep to the columns, its words do, if there are as many; if not, what stands before the first column that is overrun.
            var kept = KeptColumns(text, row, end, columns);
            var words = kept < columns.Count ? WordsOf(text, row, end) : null;
            if (words?.Count == columns.Count) kept = columns.Count;
            else words = null;
            for (var i = 0; i < kept; i++)
                if (kinds[i] is { } kind) ColumnValue.Take(text, words?[i] ?? Cell(text, row, end, columns[i]), kind, found, areGuests);
        }
    }

    /// <summary>How many cells of a row stand below their heads: all but the one that runs on into the next column, and what is behind it.</summary>
    private static int KeptColumns(ReadOnlySpan<byte> text, int row, int end, List<Extent> columns)
    {
        for (var i = 1; i < columns.Count; i++)
            if (row + columns[i].Start < end && text[row + columns[i].Start - 1] != ' ') return i - 1;
        return columns.Count;
    }

    private static List<Extent> WordsOf(ReadOnlySpan<byte> text, int row, int end)
    {
        var words = new List<Extent>();
        for (var i = Bytes.SkipBlanks(text, row); i < end; i = Bytes.SkipBlanks(text, i))
        {
            var from = i;
            while (i < end && !Bytes.IsBlank(text[i])) i++;
            // A carriage return in the middle of a line is blank, and nothing that is skipped.
            if (i == from) i++;
            else words.Add(new Extent(from, i));
        }
        return words;
    }

    private static Extent Cell(ReadOnlySpan<byte> text, int line, int end, Extent column)
    {
        var start = Math.Min(end, line + column.Start);
        var stop = column.End == int.MaxValue ? end : Math.Min(end, line + column.End);
        // What is cut by the column's edge began elsewhere.
        if (start > line && start < end && text[start - 1] != ' ') return default;
        while (start < stop && text[start] == ' ') start++;
        while (stop > start && Bytes.IsBlank(text[stop - 1])) stop--;
        return new Extent(start, stop);
    }
}
