namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What somebody probably meant to write.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the fewest edits away, or null where none is near.</summary>
    public static string? Of(string text, IEnumerable<string> candidates)
    {
        if (text.Length > 40) return null;
        var (best, distance) = candidates.Select(candidate => (candidate, Distance(text.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .DefaultIfEmpty(("", int.MaxValue)).MinBy(pair => pair.Item2);
        return distance <= Math.Max(2, best.Length / 3) ? best : null;
    }

    // Levenshtein's distance, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
