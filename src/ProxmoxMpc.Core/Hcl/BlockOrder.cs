using System.Text;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>The order in which blocks of one type stand.</summary>
internal static class BlockOrder
{
    /// <summary>
    /// The document's text with the blocks sorted: each goes with the comments that belong to it to the place of another, and what is
    /// between the places stays. The text as it is where they are sorted already, where one of them has no key, or where two share a line.
    /// </summary>
    public static string Sorted<T>(HclBody body, string type, Func<HclBlock, T?> key, IComparer<T> order) where T : struct
    {
        var text = body.Document.Text;
        var blocks = body.BlocksOf(type).ToArray();
        var keys = blocks.Select(key).ToArray();
        if (keys.Any(one => one is null) || blocks.Any(block => !Lines.IsFirstOnLine(text, block.Start))) return text;
        int[] sorted = [.. Enumerable.Range(0, blocks.Length).OrderBy(index => keys[index]!.Value, order)];
        if (sorted.Select((from, to) => from == to).All(stays => stays)) return text;
        var places = blocks.Select(block => (Start: Comments.LeadingStart(body, block.Start), End: LineEnd(text, block.End))).ToArray();
        var result = new StringBuilder(text.Length);
        var copied = 0;
        for (var place = 0; place < places.Length; place++)
        {
            result.Append(text, copied, places[place].Start - copied);
            var (start, end) = places[sorted[place]];
            result.Append(text, start, end - start);
            copied = places[place].End;
        }
        return result.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>The end of the line that an item ends on, comments on it included, before its line break.</summary>
    private static int LineEnd(string text, int itemEnd)
    {
        var end = Lines.EndAfter(text, itemEnd);
        while (end > itemEnd && (text[end - 1] is '\r' or '\n')) end--;
        return end;
    }
}
