namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Tables by which vectors tell where one of many texts may begin: for each of the first bytes, in which of eight buckets it is at home. A
/// bucket lets through whatever is in each of its columns.
/// </summary>
internal static class Buckets
{
    /// <summary>So many bytes of a name are looked at.</summary>
    public const int Depth = 4;

    /// <summary>So many bytes of an anchor are looked at: there are thousands, and one byte more leaves out much of what is none.</summary>
    public const int AnchorDepth = 5;

    /// <summary>
    /// Puts texts into buckets, each where least more is let through. Short ones, which leave columns open, go first and so stay among themselves; then those of
    /// common letters: of the orders that were tried they let least through.
    /// </summary>
    /// <param name="texts">Texts, in lower case where case does not matter.</param>
    /// <param name="count">How many buckets there are: a multiple of eight.</param>
    /// <param name="depth">How many bytes of a text are looked at.</param>
    /// <returns>A table for each of those bytes of the first eight buckets, then of the next ones, and so on.</returns>
    public static ByteSets[] Of(IEnumerable<Head> texts, int count, int depth)
    {
        var heads = Distinct(texts, depth);
        if (heads.Count == 0) return [];
        foreach (var head in heads) head.Place = head.Text.Length - ShareOf(head.Text);
        heads.Sort((one, other) => one.Place.CompareTo(other.Place) is not 0 and var order ? order : one.CompareTo(other));
        var tables = new BucketTables(count, depth);
        // A bucket that takes a short text in tells by few bytes whatever else it has: not all of them may.
        foreach (var head in heads) tables.Add(head, head.Text.Length < depth - 1 ? count / 2 : head.Text.Length < depth ? count * 2 / 3 : count);
        return tables.Sets;
    }

    private static double ShareOf(byte[] text)
    {
        var share = 1.0;
        foreach (var b in text) share *= Frequencies[b];
        return share;
    }

    /// <summary>What texts begin with, each once, short ones first.</summary>
    public static List<Head> Distinct(IEnumerable<Head> texts, int depth = Depth)
    {
        var (seen, heads) = (new HashSet<long>(), new List<Head>());
        foreach (var text in texts)
        {
            var length = Math.Min(text.Text.Length, depth);
            var key = (long)length;
            for (var i = 0; i < depth; i++) key = (key << 8) | (i < length ? text.Text[i] : 0L);
            key = (key << 1) | (text.IgnoreCase ? 1L : 0);
            if (seen.Add(key)) heads.Add(new(text.Text[..length], text.IgnoreCase));
        }
        heads.Sort((one, other) => one.CompareTo(other));
        return heads;
    }

    /// <summary>A text that is looked for. A class, for the framework has sorted such before: for others its code is made first.</summary>
    internal sealed class Head(byte[] text, bool ignoreCase)
    {
        public byte[] Text { get; } = text;

        public bool IgnoreCase { get; } = ignoreCase;

        /// <summary>Which one's turn it is: the lowest first.</summary>
        public double Place { get; set; }

        /// <summary>Short ones first, then by their bytes.</summary>
        public int CompareTo(Head other)
        {
            if (Text.Length != other.Text.Length) return Text.Length.CompareTo(other.Text.Length);
            return Text.AsSpan().SequenceCompareTo(other.Text) is not 0 and var order ? order : IgnoreCase.CompareTo(other.IgnoreCase);
        }
    }

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
