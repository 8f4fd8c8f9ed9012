namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Chooses which bits of a prefix-preserving permutation flip, so that no address of the inputs becomes another one of them. Every choice keeps
/// subnets together, for it is one for all addresses behind a prefix; the cheapest one is taken, and the key's wherever it is as good. A prefix
/// behind which pseudonyms are out already has no choice. The result depends on the sets of addresses only.
/// </summary>
/// <param name="settled">Addresses whose pseudonyms are out, sorted.</param>
/// <param name="pending">Addresses that get theirs now, sorted.</param>
/// <param name="seen">All addresses of the inputs, sorted.</param>
internal sealed class Ipv4Choices(Ipv4Pseudonyms v4, int variant, uint[] settled, uint[] pending, uint[] seen)
{
    // What is worse than what. An address that becomes another one of the inputs is the worst. A gateway (.1, .254), network or broadcast that is none
    // any more tells less of a role; another host of a network loses but its number. That a network becomes another one of the inputs, though no
    // address meets, is avoided by networks; networks longer than /20 keep their numbers where they can.
    private const long Hit = 1L << 40, EdgeMoved = 1L << 32, HostMoved = 1L << 26, NetworkMet = 1L << 16, RoleMoved = 1L << 8, ClassTurned = 1;

    private const int Network = 24;
    private const int Rack = 20;

    // Alternatives that are looked at; beyond that what is best at first sight is taken.
    private const int MostTrials = 1 << 19;

    private int _trials;

    /// <summary>The bits that flip otherwise than they would.</summary>
    public IEnumerable<(uint Prefix, int Depth, uint Flip)> Make() => All(Best(new(0, pending.Length), new(0, settled.Length), new(0, seen.Length), 0, long.MaxValue).Turns);

    /// <param name="taken">Those of the addresses that get a pseudonym that are behind one prefix.</param>
    /// <param name="used">The settled ones behind the same prefix.</param>
    /// <param name="met">Those of the inputs that are behind the prefix's image.</param>
    /// <param name="limit">A cost from which on nobody asks for more.</param>
    private (long Cost, Turn? Turns) Best(Part taken, Part used, Part met, int depth, long limit)
    {
        if (taken.IsEmpty || met.IsEmpty) return (0, null);
        if (depth == Ipv4Pseudonyms.Bits) return (Hit, null);
        var own = depth == Network ? NetworkMet : 0;
        if (own >= limit) return (own, null);
        var prefix = Ipv4Pseudonyms.Prefix(pending[taken.From], depth);
        var flip = v4.FlipAt(prefix, depth, variant);
        var (cost, turns) = Below(taken, used, met, depth, flip, limit - own);
        if (cost <= Least(taken, met, depth) || !used.IsEmpty || Ipv4Pseudonyms.IsFixed(prefix, depth) || _trials >= MostTrials) return (cost + own, turns);
        _trials++;
        var price = Price(prefix, depth);
        var bound = Math.Min(limit - own, cost) - price;
        if (bound <= 0) return (cost + own, turns);
        var (other, otherTurns) = Below(taken, used, met, depth, 1 - flip, bound);
        return other < bound ? (other + price + own, new Turn(prefix, depth, 1 - flip, otherTurns, null)) : (cost + own, turns);
    }

    private (long Cost, Turn? Turns) Below(Part taken, Part used, Part met, int depth, uint flip, long limit)
    {
        var (takenZero, takenOne) = Split(pending, taken, depth);
        var (usedZero, usedOne) = Split(settled, used, depth);
        var (metZero, metOne) = Split(seen, met, depth);
        if (flip == 1) (metZero, metOne) = (metOne, metZero);
        var (cost, turns) = Best(takenZero, usedZero, metZero, depth + 1, limit);
        if (cost >= limit) return (cost, null);
        var (more, moreTurns) = Best(takenOne, usedOne, metOne, depth + 1, limit - cost);
        return (cost + more, turns is null ? moreTurns : moreTurns is null ? turns : new Turn(0, -1, 0, turns, moreTurns));
    }

    /// <summary>What no choice can spare: more addresses than there are places.</summary>
    private static long Least(Part taken, Part met, int depth) => Math.Max(0, taken.Count + met.Count - (1L << (Ipv4Pseudonyms.Bits - depth))) * Hit;

    private static long Price(uint prefix, int depth) =>
        depth >= Network ? Ipv4Pseudonyms.IsEdgePath(prefix, depth) ? EdgeMoved : HostMoved
        : depth >= Rack || Ipv4Pseudonyms.IsEdge(prefix, depth) ? RoleMoved
        : Ipv4Pseudonyms.IsFirst(prefix, depth) ? ClassTurned : 0;

    /// <summary>Addresses with a common prefix by their next bit.</summary>
    private static (Part Zero, Part One) Split(uint[] sorted, Part part, int depth)
    {
        var bit = 1u << (Ipv4Pseudonyms.Bits - 1 - depth);
        var (low, high) = (part.From, part.To);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if ((sorted[middle] & bit) == 0) low = middle + 1;
            else high = middle;
        }
        return (new(part.From, low), new(low, part.To));
    }

    private static IEnumerable<(uint Prefix, int Depth, uint Flip)> All(Turn? turns)
    {
        var open = new Stack<Turn>();
        if (turns is not null) open.Push(turns);
        while (open.TryPop(out var turn))
        {
            if (turn.Depth >= 0) yield return (turn.Prefix, turn.Depth, turn.Flip);
            if (turn.Below is not null) open.Push(turn.Below);
            if (turn.Beside is not null) open.Push(turn.Beside);
        }
    }

    private readonly record struct Part(int From, int To)
    {
        public bool IsEmpty => From >= To;

        public int Count => To - From;
    }

    /// <summary>A bit that flips otherwise, and those below it; of depth -1 where it only holds two together.</summary>
    private sealed record Turn(uint Prefix, int Depth, uint Flip, Turn? Below, Turn? Beside);
}
