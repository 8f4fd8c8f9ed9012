using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Api;

/// <summary>
/// Tells what is gone from what is merely not shown. Proxmox leaves out of its lists, without a word, what the token may not
/// see; of what was known before and is missing now, it is asked what the token's rights are there.
/// </summary>
internal sealed class HiddenReading(PveClient client)
{
    private static readonly string[] OfGuests = ["VM.Audit"];
    private static readonly string[] OfStorages = ["Datastore.Audit", "Datastore.AllocateSpace"];
    private static readonly string[] OfPools = ["Pool.Audit"];
    private static readonly string[] OfGroups = ["Sys.Audit", "User.Modify", "Group.Allocate"];
    private const string BridgePath = "/sdn/zones/localnetwork/";

    private static readonly string[] OfBridges = ["SDN.Audit", "SDN.Use"];

    /// <summary>The inventory with a gap for each guest, storage and pool that was known and that the token may not see any more.</summary>
    internal async Task<Inventory> NoteAsync(Inventory read, Inventory known, IEnumerable<(int VmId, string? Node)> knownGuests, CancellationToken ct)
    {
        var gaps = new GapLog();
        foreach (var gap in read.Gaps) gaps.Add(gap.Scope, gap.Name, gap.Reason);
        var guests = knownGuests.Where(guest => read.Guest(guest.VmId) is null && !read.IsUnderGap(guest.VmId, guest.Node))
            .Select(guest => (GapScope.Guest, Name: guest.VmId.ToString(CultureInfo.InvariantCulture), Path: "/vms/", Rights: OfGuests));
        var listed = read.Storages.Select(storage => storage.Name).ToHashSet(StringComparer.Ordinal);
        var storages = known.Storages.Select(storage => storage.Name).Distinct(StringComparer.Ordinal).Where(name => !listed.Contains(name))
            .Select(name => (GapScope.Storage, Name: name, Path: "/storage/", Rights: OfStorages));
        var present = read.Pools.Select(pool => pool.PoolId).ToHashSet(StringComparer.Ordinal);
        var pools = known.Pools.Where(pool => !present.Contains(pool.PoolId)).Select(pool => (GapScope.Pool, Name: pool.PoolId, Path: "/pool/", Rights: OfPools));
        var bridges = read.Gaps.Any(gap => gap is { Scope: GapScope.Detail, Name: Gap.Bridges }) ? [] : MissingBridges(read, known)
            .Select(async bridge =>
            {
                if (await WhyHiddenAsync(BridgePath + bridge, OfBridges, ct) is { } why) gaps.Add(GapScope.Detail, Gap.Bridges, why);
            });
        await Task.WhenAll(bridges);
        await Task.WhenAll(guests.Concat(storages).Concat(pools).Where(one => !IsNoted(read, one.Item1, one.Name)).Select(async one =>
        {
            if (await WhyHiddenAsync(one.Path + one.Name, one.Rights, ct) is { } why) gaps.Add(one.Item1, one.Name, why);
        }));
        return read with { Gaps = gaps.ToImmutable() };
    }

    /// <summary>Why an object beside nodes and guests that was known may be there though no list has it; null where it would be shown.</summary>
    internal Task<string?> WhyHiddenAsync(ClusterObject known, CancellationToken ct) => known switch
    {
        StorageDefinition => WhyHiddenAsync("/storage/" + known.Name, OfStorages, ct),
        Group => WhyHiddenAsync("/access/groups/" + known.Name, OfGroups, ct),
        // Bridges are the only interfaces that are left out.
        NetworkDefinition { Type: "bridge" or "OVSBridge" } => WhyHiddenAsync(BridgePath + known.Name, OfBridges, ct),
        _ => Task.FromResult<string?>(null),
    };

    private static IEnumerable<string> MissingBridges(Inventory read, Inventory known)
    {
        var told = read.Nodes.Where(node => node.IsOnline && !read.Gaps.Any(gap => gap.Scope == GapScope.Detail && gap.Name == node.Name)).ToDictionary(node => node.Name, StringComparer.Ordinal);
        return known.Nodes.Where(node => told.ContainsKey(node.Name))
            .SelectMany(node => node.Interfaces.Where(one => one.IsBridge).Select(one => one.Name).Except(told[node.Name].Interfaces.Select(one => one.Name), StringComparer.Ordinal))
            .Distinct(StringComparer.Ordinal);
    }

    private static bool IsNoted(Inventory read, GapScope scope, string name) => read.Gaps.Any(gap => gap.Scope == scope && (gap.Name == "*" || gap.Name == name));

    private async Task<string?> WhyHiddenAsync(string path, string[] rights, CancellationToken ct)
    {
        try
        {
            // Of one path the answer is exact, with everything that holds there: users, groups, pools, and rights that are taken back below.
            var granted = await client.GetAsync("/access/permissions", [new("path", path)], ct);
            var here = granted.ValueKind == System.Text.Json.JsonValueKind.Object && granted.TryGetProperty(path, out var found) ? found : default;
            return rights.Any(right => here.Text(right) is not null) ? null
                : $"The {client.Connection.Credential.Who} has no {string.Join(" or ", rights)} on {path}, so whether it is still there is unknown.";
        }
        catch (PmpcException e) when (!GapLog.IsFatal(e))
        {
            return $"Whether the {client.Connection.Credential.Who} may see {path} is unknown: {e.Message}";
        }
    }
}
