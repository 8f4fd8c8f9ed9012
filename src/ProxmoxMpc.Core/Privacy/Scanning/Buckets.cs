namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Tables by which vectors tell where one of many texts may begin: for each of the first four bytes, in which of eight buckets it is at home. A
/// bucket lets through whatever is in each of its four columns.
/// </summary>
internal static class Buckets
{
    /// <summary>So many bytes of a text are looked at.</summary>
    public const int Depth = 4;

    /// <summary>Puts texts into buckets that are known once and for all, where some milliseconds do not matter. Short ones, which leave columns open, go first and so stay among themselves.</summary>
    /// <param name="texts">Texts, in lower case where case does not matter.</param>
    /// <param name="count">How many buckets there are: a multiple of eight.</param>
    /// <returns>Four tables for the first eight buckets, four for the next ones, and so on.</returns>
    public static ByteSets[] BestOf(IEnumerable<Head> texts, int count)
    {
        var heads = Distinct(texts);
        if (heads.Count == 0) return [];
        // Who comes first settles where the others go: of some orders the best one is taken.
        var (best, least) = (Array.Empty<ByteSets>(), double.MaxValue);
        foreach (var order in Orders(heads))
        {
            var tables = Fill(order, count, out var through);
            if (through < least) (best, least) = (tables, through);
        }
        return best;
    }

    /// <summary>Short ones first always: by their first letters, by their last ones, the common ones before the rare ones and the other way round.</summary>
    private static IEnumerable<IEnumerable<Head>> Orders(List<Head> heads)
    {
        yield return heads;
        yield return heads.OrderBy(head => head.Text.Length).ThenBy(head => Key(head, backwards: true));
        yield return heads.OrderBy(head => head.Text.Length).ThenByDescending(Weight);
        yield return heads.OrderBy(head => head.Text.Length).ThenBy(Weight);
        yield return heads.OrderBy(head => head.Text.Length).ThenByDescending(head => Key(head, backwards: false));
    }

    private static long Key(Head head, bool backwards)
    {
        var key = 0L;
        for (var i = 0; i < head.Text.Length; i++) key = (key << 8) | head.Text[backwards ? head.Text.Length - 1 - i : i];
        return key;
    }

    private static double Weight(Head head)
    {
        var weight = 1.0;
        foreach (var b in head.Text) weight *= FrequencyOf(b);
        return weight;
    }

    /// <param name="through">How much is let through, roughly: the share of all places.</param>
    private static ByteSets[] Fill(IEnumerable<Head> heads, int count, out double through)
    {
        var tables = new BucketTables(count);
        foreach (var head in heads) tables.Add(head);
        through = tables.Through;
        return tables.Sets;
    }

    /// <summary>What texts begin with, each once, short ones first.</summary>
    public static List<Head> Distinct(IEnumerable<Head> texts)
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
        var heads = new List<Head>(keys.Count);
        foreach (var key in keys)
        {
            var text = new byte[key >> (1 + (8 * Depth))];
            for (var i = 0; i < text.Length; i++) text[i] = (byte)(key >> (1 + (8 * (Depth - 1 - i))));
            heads.Add(new(text, (key & 1) != 0));
        }
        return heads;
    }

    /// <summary>A text that is looked for.</summary>
    internal readonly record struct Head(byte[] Text, bool IgnoreCase);

    // Roughly, in logs.
    public static double FrequencyOf(byte b) => (char)b switch
    {
        'e' or 't' or 'a' or 'o' or 'n' or 'i' or 's' or 'r' => 0.06,
        >= 'a' and <= 'z' or >= '0' and <= '9' => 0.025,
        >= 'A' and <= 'Z' => 0.006,
        ' ' => 0.12,
        ':' or '.' or '-' or '/' or '_' or '=' => 0.015,
        _ => 0.005,
    };
}
