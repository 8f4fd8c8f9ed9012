using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Planning.Objects;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A difference between code and server. Values are null where a whole guest is meant or the attribute is unset.</summary>
/// <param name="Side">Who moved: <c>Server</c>, <c>Code</c>, or <c>Both</c> for a conflict.</param>
/// <param name="Attribute">The attribute as people name it; null for the guest itself.</param>
/// <param name="Change"><c>Changed</c>, <c>OnlyInCode</c>, <c>OnlyOnServer</c>.</param>
public sealed record Difference(int VmId, string Name, GuestKind Kind, string Side, string Change, string? Attribute, string? Base, string? Code, string? Server)
{
    /// <summary>Who made the server's change, as far as its tasks tell; null where the server changed nothing, or was not asked.</summary>
    public Culprit? Culprit { get; init; }
}

/// <summary>How code and server differ.</summary>
public sealed record Comparison(ImmutableArray<Difference> Guests, ImmutableArray<ObjectDifference> Beside);

/// <summary>The verb that shows how code and server differ, and who moved.</summary>
public static class Compare
{
    /// <summary>Reads the cluster and compares; changes nothing.</summary>
    public static async Task<Comparison> RunAsync(Session session, IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        CodeReading.Of(session.Workspace);
        using var store = session.Workspace.OpenState(readOnly: true);
        var shared = new SharedReads(session.Client);
        var inventory = await Sync.ReadInventoryAsync(session, store, progress, ct, shared);
        var (_, objects) = await ClusterObjectSync.ReadAsync(session, inventory, store.ReadObjects(), shared, ct);
        var picture = Picture.Of(session.Workspace, inventory, store).WithObjects(objects);
        return new(await new DriftBlame(session, store, picture).OnAsync(Of(picture), ct), ObjectPlanning.Compare(picture, ObjectPlanning.All(picture)));
    }

    /// <summary>Compares the code with what was last read of the server; asks nobody.</summary>
    /// <exception cref="PmpcException">Nothing was ever read.</exception>
    public static Comparison RunOffline(Workspace workspace)
    {
        using var store = workspace.OpenState(readOnly: true);
        var inventory = store.ReadInventory() ?? throw Picture.NeverSynced(workspace);
        var picture = Picture.Of(workspace, inventory, store);
        // Roles there always are: without any object, the last sync was by a version that did not read them.
        return new(Of(picture), picture.Objects.IsEmpty ? [] : ObjectPlanning.Compare(picture, ObjectPlanning.All(picture)));
    }

    /// <summary>What the code changed and the server has not got yet, and what both changed, as of what was last read.</summary>
    internal static Comparison Pending(Picture picture) => new(
        [.. Of(picture).Where(difference => difference.Side != "Server")],
        picture.Objects.IsEmpty ? [] : [.. ObjectPlanning.Compare(picture, ObjectPlanning.Edited(picture)).Where(difference => difference.Side != "Server")]);

    private static ImmutableArray<Difference> Of(Picture picture) => [.. picture.Guests.SelectMany(guest => Of(picture, guest))];

    private static IEnumerable<Difference> Of(Picture picture, GuestStates guest)
    {
        if (guest is { IsReplaced: true, Code: { } old, Server: { } other })
        {
            yield return new(guest.VmId, old.Name, old.Kind, "Server", "OnlyInCode", null, null, null, null);
            yield return new(guest.VmId, other.Name, other.Kind, "Server", "OnlyOnServer", null, null, null, null);
        }
        else if (guest is { Code: { } code, Server: { } server })
        {
            foreach (var merge in ThreeWayMerge.Merge(guest.Base, code.Attributes, guest.ServerView!, guest.HasOpinion))
            {
                if (merge.Verdict is MergeVerdict.Same) continue;
                var side = merge.Verdict == MergeVerdict.Conflict ? "Both" : merge.Verdict.ToString();
                yield return new(guest.VmId, server.Name, server.Kind, side, "Changed", AttributePath.Display(merge.Path), merge.Base, merge.Code, merge.Server);
            }
        }
        else if (guest.Server is { } only)
            yield return new(guest.VmId, only.Name, only.Kind, guest.Base is null || guest.IsReused ? "Server" : "Code", "OnlyOnServer", null, null, null, null);
        else if (guest.Code is { } wanted && !picture.Inventory.IsUnderGap(guest.VmId, wanted.Node))
            yield return new(guest.VmId, wanted.Name, wanted.Kind, guest.Base is null ? "Code" : "Server", "OnlyInCode", null, null, null, null);
    }
}
