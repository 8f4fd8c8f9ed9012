using System.Globalization;

namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>Sets of whole numbers, written as numbers and ranges: <c>0;2-5</c>, <c>0,2,3-5</c>.</summary>
internal static class NumberRanges
{
    /// <summary>The fewest ranges in ascending order, joined by <c>;</c>. What is no such set comes back as it is.</summary>
    public static string Normalize(string raw)
    {
        var ranges = new List<(int From, int To)>();
        foreach (var item in AttributeValue.Items(raw))
        {
            var dash = item.IndexOf('-');
            if (!TryNumber(dash < 0 ? item : item[..dash], out var from)) return raw;
            var to = from;
            if (dash >= 0 && (!TryNumber(item[(dash + 1)..], out to) || to < from)) return raw;
            ranges.Add((from, to));
        }
        return string.Join(';', Merge(ranges).Select(Text));
    }

    private static List<(int From, int To)> Merge(List<(int From, int To)> ranges)
    {
        var merged = new List<(int From, int To)>();
        foreach (var range in ranges.Order())
        {
            if (merged.Count > 0 && range.From <= (long)merged[^1].To + 1) merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, range.To));
            else merged.Add(range);
        }
        return merged;
    }

    private static string Text((int From, int To) range) => range.From == range.To
        ? range.From.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{range.From}-{range.To}");

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
