namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The lines that a block scalar of YAML holds: <c>secret: |</c>, <c>secret: >-</c> and what is indented below.</summary>
internal static class BlockScalarText
{
    /// <summary>Whether a value is the sign of a block and nothing else: <c>|</c>, <c>>-</c>, <c>|2+</c>.</summary>
    public static bool IsSign(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at) is not ((byte)'|' or (byte)'>')) return false;
        var end = at + 1;
        while (end < at + 3 && Bytes.At(text, end) is (byte)'-' or (byte)'+' or >= (byte)'1' and <= (byte)'9') end++;
        return Bytes.SkipBlanks(text, end) == Bytes.LineEnd(text, end);
    }

    /// <summary>
    /// The next line of a block, without its indentation and what is blank at its end; null where the block is over.
    /// </summary>
    /// <param name="end">Where the line before ends; afterwards where this one does.</param>
    /// <param name="indent">The columns before the key, of which a line of the block has more.</param>
    public static Extent? Next(ReadOnlySpan<byte> text, ref int end, int indent)
    {
        while (Bytes.NextLine(text, ref end, out var start))
        {
            var first = Bytes.SkipBlanks(text, start);
            if (first >= end) continue;
            if (first - start <= indent) return null;
            var stop = end;
            while (Bytes.IsBlank(text[stop - 1])) stop--;
            return new Extent(first, stop);
        }
        return null;
    }
}
