using System.Runtime.InteropServices;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Makes finds disjoint: the better precedence wins, then the one further left, then the longer one. What is to be replaced
/// never shrinks to less than what somebody wanted replaced: the loser keeps what lies outside of the winner, and a
/// find around others swallows them.
/// </summary>
internal static class Overlaps
{
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public static void Resolve(List<Find> finds)
    {
        if (finds.Count < 2) return;
        Sort(finds);
        var kept = 0;
        var cut = false;
        for (var i = 0; i < finds.Count; i++)
        {
            var next = finds[i];
            if (kept == 0 || finds[kept - 1].End <= next.Start)
            {
                finds[kept++] = next;
                continue;
            }
            var last = finds[kept - 1];
            if (next.End <= last.End)
            {
                // Inside: only something better that must go breaks up something that must stay.
                if (last.Keep && !next.Keep && next.Rank < last.Rank) finds[kept - 1] = next;
                continue;
            }
            if (next.Rank < last.Rank)
            {
                if (last.Start < next.Start) finds[kept - 1] = last with { Length = next.Start - last.Start };
                else kept--;
                finds[kept++] = next;
            }
            else
            {
                finds[kept++] = next with { Start = last.End, Length = next.End - last.End };
                cut = true;
            }
        }
        finds.RemoveRange(kept, finds.Count - kept);
        // A part that was cut off may now begin behind its neighbour.
        if (cut) Resolve(finds);
    }

    /// <summary>
    /// By start, then the longer one first, then the better precedence, else as they were found, so that it does not depend on what else a text holds who wins.
    /// Finds come almost in order: runs that are in order already are merged.
    /// </summary>
    private static void Sort(List<Find> finds)
    {
        var items = CollectionsMarshal.AsSpan(finds);
        var second = RunEnd(items, 0);
        if (second == items.Length) return;
        var other = new Find[items.Length];
        while (second < items.Length)
        {
            // Each pass merges neighbours two by two.
            var written = 0;
            for (var start = 0; start < items.Length;)
            {
                var middle = RunEnd(items, start);
                var end = middle == items.Length ? middle : RunEnd(items, middle);
                Merge(items[start..middle], items[middle..end], other.AsSpan(written));
                written += end - start;
                start = end;
            }
            other.CopyTo(items);
            second = RunEnd(items, 0);
        }
    }

    private static int RunEnd(ReadOnlySpan<Find> items, int at)
    {
        at++;
        while (at < items.Length && !IsBefore(items[at], items[at - 1])) at++;
        return at;
    }

    private static void Merge(ReadOnlySpan<Find> first, ReadOnlySpan<Find> second, Span<Find> into)
    {
        var (a, b) = (0, 0);
        for (var i = 0; a < first.Length || b < second.Length; i++) into[i] = b == second.Length || (a < first.Length && !IsBefore(second[b], first[a])) ? first[a++] : second[b++];
    }

    private static bool IsBefore(in Find a, in Find b)
    {
        if (a.Start != b.Start) return a.Start < b.Start;
        return a.Length != b.Length ? a.Length > b.Length : a.Rank < b.Rank;
    }
}
