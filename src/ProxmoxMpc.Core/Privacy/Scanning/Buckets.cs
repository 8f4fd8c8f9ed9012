namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Tables by which vectors tell where one of many texts may begin: for each of the first four bytes, in which of eight buckets it is at home. A
/// bucket lets through whatever is in each of its four columns.
/// </summary>
internal static class Buckets
{
    /// <summary>So many bytes of a text are looked at.</summary>
    public const int Depth = 4;

    /// <summary>
    /// Puts texts into buckets, each where least more is let through. Short ones, which leave columns open, go first and so stay among themselves; then those of
    /// common letters: of the orders that were tried they let least through.
    /// </summary>
    /// <param name="texts">Texts, in lower case where case does not matter.</param>
    /// <param name="count">How many buckets there are: a multiple of eight.</param>
    /// <returns>Four tables for the first eight buckets, four for the next ones, and so on.</returns>
    public static ByteSets[] Of(IEnumerable<Head> texts, int count)
    {
        var heads = Distinct(texts);
        if (heads.Length == 0) return [];
        var places = new double[heads.Length];
        for (var i = 0; i < heads.Length; i++) places[i] = heads[i].Text.Length - ShareOf(heads[i].Text);
        Array.Sort(places, heads);
        var tables = new BucketTables(count);
        foreach (var head in heads) tables.Add(head);
        return tables.Sets;
    }

    private static double ShareOf(byte[] text)
    {
        var share = 1.0;
        foreach (var b in text) share *= Frequencies[b];
        return share;
    }

    /// <summary>What texts begin with, each once, short ones first.</summary>
    public static Head[] Distinct(IEnumerable<Head> texts)
    {
        var (seen, keys) = (new HashSet<long>(), new List<long>());
        foreach (var text in texts)
        {
            var length = Math.Min(text.Text.Length, Depth);
            var key = (long)length;
            for (var i = 0; i < Depth; i++) key = (key << 8) | (i < length ? text.Text[i] : 0L);
            key = (key << 1) | (text.IgnoreCase ? 1L : 0);
            if (seen.Add(key)) keys.Add(key);
        }
        keys.Sort();
        var heads = new Head[keys.Count];
        for (var n = 0; n < heads.Length; n++)
        {
            var text = new byte[keys[n] >> (1 + (8 * Depth))];
            for (var i = 0; i < text.Length; i++) text[i] = (byte)(keys[n] >> (1 + (8 * (Depth - 1 - i))));
            heads[n] = new(text, (keys[n] & 1) != 0);
        }
        return heads;
    }

    /// <summary>A text that is looked for.</summary>
    internal readonly record struct Head(byte[] Text, bool IgnoreCase);

    /// <summary>The share that each byte has of a log, roughly.</summary>
    public static ReadOnlySpan<double> Frequencies => s_frequencies;

    private static readonly double[] s_frequencies = [.. Enumerable.Range(0, 256).Select(b => (char)b switch
    {
        'e' or 't' or 'a' or 'o' or 'n' or 'i' or 's' or 'r' => 0.06,
        >= 'a' and <= 'z' or >= '0' and <= '9' => 0.025,
        >= 'A' and <= 'Z' => 0.006,
        ' ' => 0.12,
        ':' or '.' or '-' or '/' or '_' or '=' => 0.015,
        _ => 0.005,
    })];
}
