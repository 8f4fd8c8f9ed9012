namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// A text of quoted-printable without its soft line breaks (an equals sign at the end of a line), which may stand in the middle of any value, and
/// where they were.
/// </summary>
internal sealed class SoftBreaks
{
    // A mailer breaks lines at 76 characters; what is shorter was written so.
    private const int ShortestLine = 60;

    private readonly List<(int At, int Start, int Length)> _breaks;

    private SoftBreaks(byte[] text, List<(int, int, int)> breaks) => (Text, _breaks) = (text, breaks);

    /// <summary>The text without its soft breaks.</summary>
    public byte[] Text { get; }

    /// <summary>Null where a text has none, or is not quoted-printable.</summary>
    public static SoftBreaks? In(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("=\n"u8) < 0 && text.IndexOf("=\r\n"u8) < 0 || !IsQuotedPrintable(text)) return null;
        var breaks = new List<(int At, int Start, int Length)>();
        var joined = new byte[text.Length];
        var (length, from, line) = (0, 0, 0);
        while (text[line..].IndexOf((byte)'\n') is >= 0 and var feed)
        {
            var next = line + feed + 1;
            var end = Bytes.LineEnd(text, line);
            if (end > line && text[end - 1] == '=' && end - line >= ShortestLine)
            {
                text[from..(end - 1)].CopyTo(joined.AsSpan(length));
                length += end - 1 - from;
                breaks.Add((length, end - 1, next - end + 1));
                from = next;
            }
            line = next;
        }
        if (breaks.Count == 0) return null;
        text[from..].CopyTo(joined.AsSpan(length));
        return new SoftBreaks(joined[..(length + text.Length - from)], breaks);
    }

    /// <summary>Turns places of the joined text into those of the text it was made from.</summary>
    public void Restore(List<Find> finds)
    {
        for (var i = 0; i < finds.Count; i++)
        {
            var start = PlaceOf(finds[i].Start, isEnd: false);
            finds[i] = finds[i] with { Start = start, Length = PlaceOf(finds[i].End, isEnd: true) - start };
        }
    }

    /// <summary>The breaks that stand within a part of the text: they are written behind what replaces the part.</summary>
    public void WriteBreaks(ReadOnlySpan<byte> text, int start, int end, OutputBuffer output)
    {
        for (var i = IndexOf(start, breakPlace => breakPlace.Start); i < _breaks.Count && _breaks[i].Start < end; i++)
            output.Append(text.Slice(_breaks[i].Start, _breaks[i].Length));
    }

    /// <summary>A value without the breaks in it.</summary>
    public byte[] Joined(ReadOnlySpan<byte> text, int start, int end)
    {
        var value = new List<byte>(end - start);
        var from = start;
        for (var i = IndexOf(start, breakPlace => breakPlace.Start); i < _breaks.Count && _breaks[i].Start < end; i++)
        {
            value.AddRange(text[from.._breaks[i].Start]);
            from = _breaks[i].Start + _breaks[i].Length;
        }
        value.AddRange(text[from..end]);
        return [.. value];
    }

    public bool HasWithin(int start, int end) => IndexOf(start, breakPlace => breakPlace.Start) is var i && i < _breaks.Count && _breaks[i].Start < end;

    private int PlaceOf(int joined, bool isEnd)
    {
        // What begins where a break was stands behind it, what ends there before it.
        var i = IndexOf(isEnd ? joined : joined + 1, breakPlace => breakPlace.At) - 1;
        return i < 0 ? joined : joined - _breaks[i].At + _breaks[i].Start + _breaks[i].Length;
    }

    /// <summary>The first break that is not before a place.</summary>
    private int IndexOf(int place, Func<(int At, int Start, int Length), int> of)
    {
        var (low, high) = (0, _breaks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (of(_breaks[middle]) < place) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static bool IsQuotedPrintable(ReadOnlySpan<byte> text) =>
        text.IndexOf("uoted-printable"u8) >= 0 || text.IndexOf("UOTED-PRINTABLE"u8) >= 0 || text.IndexOf("=3D"u8) >= 0 || text.IndexOf("=C3=B"u8) >= 0 || text.IndexOf("=C3=A"u8) >= 0 || text.IndexOf("=E2=80"u8) >= 0 || text.IndexOf("=20\n"u8) >= 0 || text.IndexOf("=20\r\n"u8) >= 0;
}
