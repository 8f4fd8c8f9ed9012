using System.Collections.Immutable;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A snapshot of a guest.</summary>
public sealed record GuestSnapshot
{
    public required int VmId { get; init; }
    public required string GuestName { get; init; }
    public required GuestKind Kind { get; init; }

    /// <summary>The node that the guest was on when this was read.</summary>
    public required string Node { get; init; }

    public required string SnapshotName { get; init; }
    public string Description { get; init; } = "";

    /// <summary>When it was taken, by the node's clock; null where that was not written down.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The snapshot that came before it; null for the first.</summary>
    public string? Parent { get; init; }

    /// <summary>How many snapshots came before it.</summary>
    public int Depth { get; init; }

    /// <summary>Whether a VM's memory is in it, so that a rollback lets it run on from there.</summary>
    public bool HasMemory { get; init; }

    /// <summary>Whether it is the one that the guest as it is now goes back to.</summary>
    public bool IsCurrent { get; init; }

    public override string ToString() => $"{SnapshotName} of {GuestName} ({VmId})";
}

/// <summary>Reads the snapshots of guests.</summary>
public static class GuestSnapshots
{
    // The entry that stands for the guest as it is now.
    private const string Current = "current";

    /// <summary>The snapshots of the guests that are meant, each guest's with parents before children, and a failure for what could not be read.</summary>
    public static async Task<(ImmutableArray<GuestSnapshot> Snapshots, ImmutableArray<PmpcException> Failures)> ReadAsync(Session session, IReadOnlyList<GuestSelector> wanted, CancellationToken ct)
    {
        var (guests, missing) = await new GuestFinder(session.Client).FindAsync(wanted, null, ct);
        var failures = ImmutableArray.CreateBuilder<PmpcException>();
        failures.AddRange(missing);
        var lists = await Task.WhenAll(guests.Select(async found =>
        {
            try
            {
                return (Snapshots: await OfAsync(session.Client, found.Guest, ct), Failure: (PmpcException?)null);
            }
            catch (PmpcException e) when (!GapLog.IsFatal(e))
            {
                return ([], e);
            }
        }));
        failures.AddRange(lists.Select(list => list.Failure).OfType<PmpcException>());
        return ([.. lists.SelectMany(list => list.Snapshots)], failures.ToImmutable());
    }

    internal static async Task<ImmutableArray<GuestSnapshot>> OfAsync(PveClient client, GuestRef guest, CancellationToken ct)
    {
        var entries = (await client.GetAsync(guest.Path("snapshot"), null, ct)).Entries().ToArray();
        var last = entries.FirstOrDefault(entry => entry.Text("name") == Current) is { ValueKind: JsonValueKind.Object } now ? now.Text("parent") : null;
        var all = entries.Where(entry => entry.Text("name") is { Length: > 0 } name && name != Current).Select(entry => new GuestSnapshot
        {
            VmId = guest.VmId, GuestName = guest.Name, Kind = guest.Kind, Node = guest.Node, SnapshotName = entry.Text("name")!,
            Description = (entry.Text("description") ?? "").TrimEnd('\r', '\n'),
            Time = entry.Long("snaptime") is { } seconds and > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            Parent = entry.Text("parent") is { Length: > 0 } parent ? parent : null,
            HasMemory = entry.Flag("vmstate"),
            IsCurrent = entry.Text("name") == last,
        }).OrderBy(snapshot => snapshot.Time).ThenBy(snapshot => snapshot.SnapshotName, StringComparer.Ordinal).ToArray();
        return InTreeOrder(all);
    }

    /// <summary>Parents before their children. What names a parent that is not there, or itself at the end of a circle, counts as a first one.</summary>
    internal static ImmutableArray<GuestSnapshot> InTreeOrder(IReadOnlyList<GuestSnapshot> all)
    {
        var ordered = ImmutableArray.CreateBuilder<GuestSnapshot>(all.Count);
        var known = all.Select(snapshot => snapshot.SnapshotName).ToHashSet(StringComparer.Ordinal);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var children = all.Where(snapshot => snapshot.Parent is { } parent && known.Contains(parent)).ToLookup(snapshot => snapshot.Parent!, StringComparer.Ordinal);
        foreach (var root in all.Where(snapshot => snapshot.Parent is not { } parent || !known.Contains(parent)).Concat(all)) Place(root);
        return ordered.ToImmutable();

        // A stack, not recursion: an hourly job makes chains of hundreds.
        void Place(GuestSnapshot root)
        {
            var stack = new Stack<(GuestSnapshot Snapshot, int Depth)>([(root, 0)]);
            while (stack.TryPop(out var next))
            {
                if (!placed.Add(next.Snapshot.SnapshotName)) continue;
                ordered.Add(next.Snapshot with { Depth = next.Depth });
                foreach (var child in children[next.Snapshot.SnapshotName].Reverse()) stack.Push((child, next.Depth + 1));
            }
        }
    }
}
