namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Makes finds disjoint: the better precedence wins, then the one further left, then the longer one. What is to be replaced
/// never shrinks to less than what somebody wanted replaced: the loser keeps what lies outside of the winner, and a
/// find around others swallows them.
/// </summary>
internal static class Overlaps
{
    public static void Resolve(List<Find> finds)
    {
        if (finds.Count < 2) return;
        finds.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Length.CompareTo(a.Length));
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
}
