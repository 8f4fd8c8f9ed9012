using System.Collections.Immutable;
using ProxmoxMpc.Core.Api.Objects;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Objects of one kind, and what could not be read of them.</summary>
public sealed record ObjectListing(IReadOnlyList<ClusterObject> Objects, ImmutableArray<Gap> Gaps);

/// <summary>The verb that lists what a cluster has beside nodes and guests, each with whether the code declares it.</summary>
public static class ObjectCatalog
{
    /// <summary>As the last sync read them; asks nobody.</summary>
    /// <exception cref="PmpcException">Nothing was ever read.</exception>
    public static ObjectListing Known(Workspace workspace, ObjectKind kind)
    {
        using var store = workspace.OpenState(readOnly: true);
        var inventory = store.ReadInventory() ?? throw NeverRead(workspace);
        var all = store.ReadObjects();
        // Roles there always are: without any, the last sync was by a version that did not read objects.
        if (all.IsEmpty) throw NeverRead(workspace);
        var objects = kind == ObjectKind.Pool ? inventory.Pools.Select(PoolObject.Of).OrderBy(pool => pool.Key).ToArray<ClusterObject>() : [.. all.Where(item => item.Kind == kind)];
        var gaps = kind == ObjectKind.Pool ? inventory.Gaps.Where(gap => gap.Scope == GapScope.Pool) : ObjectGaps.Of(inventory.Gaps, kind);
        return new(Finished(workspace, objects, inventory.Guests.ToDictionary(guest => guest.VmId, guest => guest.Node)), [.. gaps]);
    }

    /// <summary>As they are now: nothing is stored.</summary>
    /// <param name="vmids">The guests whose own firewalls are wanted, too; null: no guest's.</param>
    public static async Task<ObjectListing> ReadAsync(Session session, ObjectKind kind, IReadOnlySet<int>? vmids, CancellationToken ct)
    {
        var reader = new ObjectReader(session.Client);
        var query = new ObjectQuery { Kinds = [kind] };
        if (kind is ObjectKind.Network or >= ObjectKind.FirewallOption) query = await reader.TargetsAsync(query, vmids, ct);
        var reading = await reader.ReadAsync(query, ct);
        var objects = reading.Objects.Where(item => item.Kind == kind).ToArray();
        var gaps = reading.Gaps;
        foreach (var missing in (vmids ?? ImmutableHashSet<int>.Empty).Except(query.Guests.Select(guest => guest.VmId)).Order())
            gaps = gaps.Add(new(GapScope.Object, ObjectGaps.Name(kind, ObjectScope.OfGuest(missing)), "The cluster lists no such guest."));
        return new(Finished(session.Workspace, objects, query.Guests.ToDictionary(guest => guest.VmId, guest => guest.Node)), gaps);
    }

    /// <summary>The same, each with whether the code declares it.</summary>
    internal static IEnumerable<ClusterObject> WithManaged(IEnumerable<ClusterObject> objects, TerraformCode code)
    {
        var declared = code.Objects.Select(item => item.Key).ToHashSet();
        return objects.Select(item => item with { Managed = declared.Contains(ObjectCode.ResourceOf(item)) });
    }

    /// <summary>With what only the workspace knows of them.</summary>
    private static ClusterObject[] Finished(Workspace workspace, ClusterObject[] objects, Dictionary<int, string> nodeOf)
    {
        var code = Code(workspace);
        return [.. WithManaged(objects, code).Select(item => item is FirewallObject { VmId: { } vmid } rule ? rule with { Node = nodeOf.GetValueOrDefault(vmid) } : item)];
    }

    private static TerraformCode Code(Workspace workspace)
    {
        try
        {
            return CodeReading.Of(workspace).Code;
        }
        catch (PmpcException error) when (error.Id == "PmpcCodeUnreadable")
        {
            // A file that cannot be read hides what is in it; that is no reason not to list the server's objects.
            return TerraformReader.Read(CodeReading.Texts(workspace.Files, CodeNames.IsCode));
        }
    }

    private static PmpcException NeverRead(Workspace workspace) => new("PmpcNeverSynced", PmpcErrorKind.Workspace,
        $"Nothing is known of the objects of the server of {workspace.Root} yet.", "Run Sync-PmpcInfrastructure first, or add -Online.", workspace.Root);
}
