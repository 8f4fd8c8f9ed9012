namespace ProxmoxMpc.Core.Workspaces.Exporting;

/// <summary>Gives every guest a vmid of its own that is free on the target.</summary>
/// <param name="isTaken">Whether a guest that is not ours has it.</param>
/// <param name="first">Where numbering begins anew; null: guests keep theirs where they can.</param>
internal sealed class VmIdAllocation(Func<int, bool> isTaken, IEnumerable<int> wanted, int? first)
{
    private const int Lowest = 100, Highest = 999_999_999;

    private readonly HashSet<int> _given = [];

    // Whoever cannot keep its vmid must not take that of somebody who can.
    private readonly HashSet<int> _wanted = first is null ? [.. wanted] : [];
    private int _next = first ?? Lowest;

    /// <summary>Takes exactly this one; false where it is not to be had.</summary>
    public bool Take(int vmid) => vmid is >= Lowest and <= Highest && !isTaken(vmid) && _given.Add(vmid);

    /// <summary>Takes the guest's own where it may keep it, else the next that is free.</summary>
    public int TakeFor(int vmid)
    {
        if (first is null && Take(vmid)) return vmid;
        var at = first is null ? vmid : _next;
        while (isTaken(at) || _given.Contains(at) || _wanted.Contains(at)) at++;
        _given.Add(at);
        if (first is not null) _next = at + 1;
        return at;
    }
}
