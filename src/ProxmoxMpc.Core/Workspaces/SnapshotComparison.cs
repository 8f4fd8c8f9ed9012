using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A difference of a guest between two points in time. Values are null where a whole guest is meant or the attribute is unset.</summary>
/// <param name="Change"><c>Added</c>, <c>Removed</c> or <c>Changed</c>.</param>
/// <param name="Attribute">The attribute as people name it; null for the guest itself.</param>
public sealed record SnapshotDifference(int VmId, string Name, GuestKind Kind, string Change, string? Attribute, string? Before, string? After);

/// <summary>Compares two points in the history.</summary>
public static class SnapshotComparison
{
    /// <summary>The guests of the server in which the two snapshots differ. <paramref name="after"/> null: what was last read.</summary>
    /// <exception cref="PmpcException">No such snapshot, it is damaged, or it was taken before anything was read.</exception>
    public static ImmutableArray<SnapshotDifference> OfServer(Workspace workspace, string before, string? after)
    {
        var old = Server(workspace, before);
        if (after is not null) return [.. OfServer(old, Server(workspace, after))];
        using var store = workspace.OpenState(readOnly: true);
        return [.. OfServer(old, store.ReadInventory() ?? throw Picture.NeverSynced(workspace))];
    }

    /// <summary>The files of the code in which the two snapshots differ. <paramref name="after"/> null: the code as it is.</summary>
    public static ImmutableArray<SyncFile> OfCode(Workspace workspace, string before, string? after)
    {
        IReadOnlyDictionary<string, string> old = Read(workspace, before).Code;
        var now = after is null ? CodeReading.Texts(workspace.Files, CodeNames.IsCode) : Read(workspace, after).Code;
        return
        [
            .. old.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(path => (Path: path, Before: old.GetValueOrDefault(path), After: now.GetValueOrDefault(path)))
                .Where(file => file.Before != file.After)
                .Select(file => new SyncFile(file.Path, file.After is null ? "Deleted" : file.Before is null ? "Created" : "Updated", TextDiff.Unified(file.Before, file.After))),
        ];
    }

    /// <summary>The server's guests at a point in time.</summary>
    public static Inventory Server(Workspace workspace, string point) => Read(workspace, point) is { Server: { } server }
        ? server
        : throw new PmpcException("PmpcSnapshotWithoutServer", PmpcErrorKind.NotFound, $"The snapshot '{point}' was taken before the server was read.", "Choose a later one; Get-PmpcSnapshot lists them.", point);

    /// <summary>Attribute by attribute, ordered by vmid.</summary>
    internal static IEnumerable<SnapshotDifference> OfServer(Inventory before, Inventory after)
    {
        var old = before.Guests.ToDictionary(guest => guest.VmId);
        var now = after.Guests.ToDictionary(guest => guest.VmId);
        foreach (var vmid in old.Keys.Union(now.Keys).Order())
            foreach (var difference in OfGuest(old.GetValueOrDefault(vmid), now.GetValueOrDefault(vmid))) yield return difference;
    }

    /// <summary>What became of one guest. A vmid that another guest has now is a guest that went and one that came.</summary>
    internal static IEnumerable<SnapshotDifference> OfGuest(Guest? before, Guest? after)
    {
        var isOther = before is not null && after is not null && IsOther(before, after);
        if (before is not null && (after is null || isOther)) yield return new(before.VmId, before.Name, before.Kind, "Removed", null, null, null);
        if (after is not null && (before is null || isOther)) yield return new(after.VmId, after.Name, after.Kind, "Added", null, null, null);
        if (before is null || after is null || isOther || IsSame(before, after)) yield break;
        var (old, now) = (GuestAttributes.Of(before), GuestAttributes.Of(after));
        foreach (var path in old.DifferingFrom(now))
            yield return new(after.VmId, after.Name, after.Kind, "Changed", AttributePath.Display(path), Shown(after.Kind, path, old.Get(path)), Shown(after.Kind, path, now.Get(path)));
    }

    private static bool IsOther(Guest before, Guest after) =>
        before.Kind != after.Kind || before.Name != after.Name && GuestIdentity.Of(before).IsOther(GuestIdentity.Of(after));

    /// <summary>A secret's value, masked or hashed as the server gives it, is nobody's to look at.</summary>
    private static string? Shown(GuestKind kind, string path, string? value) =>
        value is not null && GuestSchema.For(kind).Find(path) is { IsSecret: true } ? "(secret)" : value;

    // Most guests of a large cluster have not changed, and their attributes need not be worked out.
    private static bool IsSame(Guest before, Guest after) => before.Node == after.Node && before.Pool == after.Pool && before.IsRunning == after.IsRunning && before.Config.Equals(after.Config);

    private static Snapshot Read(Workspace workspace, string point) => workspace.History.Read(HistoryPoints.Find(workspace.History, point).Id);
}
