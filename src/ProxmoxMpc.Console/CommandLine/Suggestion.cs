namespace ProxmoxMpc.Console.CommandLine;

/// <summary>Guesses what a mistyped word was meant to be.</summary>
internal static class Suggestion
{
    /// <summary>The nearest candidate by edits, or null where none is near enough to be meant.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        var best = candidates.Select(candidate => (candidate, distance: Distance(word, candidate)))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal).FirstOrDefault();
        if (best.candidate is null) return null;
        var isPart = word.Length >= 3 && best.candidate.Contains(word, StringComparison.OrdinalIgnoreCase);
        return isPart || best.distance <= Math.Max(1, Math.Max(word.Length, best.candidate.Length) / 3) ? best.candidate : null;
    }

    // Levenshtein's, case aside.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j] + 1, row[j - 1] + 1));
            }
        }
        return row[b.Length];
    }
}
