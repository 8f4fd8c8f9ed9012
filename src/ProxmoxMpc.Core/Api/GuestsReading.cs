using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Reads the configs of all guests, bounded, and settles what moved or vanished while the lists were read.</summary>
internal sealed class GuestsReading(PveClient client, GapLog gaps, ReadSteps steps, ClusterIndex index, ImmutableDictionary<int, string>? haStates, ImmutableArray<Pool> pools, Action<Guest>? each)
{
    // A node that failed so often is not asked for the rest of its guests: each would cost a time limit.
    private const int FailuresPerNode = 3;

    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, Guest> _read = new();
    private readonly ConcurrentDictionary<int, bool> _astray = new();
    private readonly Dictionary<int, string> _poolOf = pools.SelectMany(pool => pool.Guests.Select(vmid => (vmid, pool.PoolId))).GroupBy(pair => pair.vmid).ToDictionary(group => group.Key, group => group.First().PoolId);

    internal async Task<ImmutableArray<Guest>> ReadAsync(IReadOnlyCollection<NodeAnswer> answers, CancellationToken ct)
    {
        var silent = answers.Where(answer => answer.Guests is null).Select(answer => answer.Node.Name).ToHashSet(StringComparer.Ordinal);
        // A guest that is being moved may be on two lists; the index says where it belongs.
        var listed = answers.SelectMany(answer => answer.Guests ?? []).GroupBy(guest => guest.VmId)
            .Select(same => same.FirstOrDefault(guest => guest.Node == index.Guests.GetValueOrDefault(guest.VmId)?.Node) ?? same.First())
            .OrderBy(guest => guest.VmId).ToArray();
        steps.Begin("Reading guests", listed.Length);
        await Parallel.ForEachAsync(listed, new ParallelOptions { MaxDegreeOfParallelism = client.Connection.Concurrency, CancellationToken = ct }, async (guest, token) =>
        {
            await ReadOneAsync(guest, token);
            steps.Advance();
        });

        var known = listed.Select(guest => guest.VmId).ToHashSet();
        foreach (var guest in index.Guests.Values.Where(guest => !known.Contains(guest.VmId)))
        {
            if (silent.Contains(guest.Node)) Miss(guest.VmId, $"Its node {guest.Node} could not be asked.");
            else _astray.TryAdd(guest.VmId, true);
        }
        if (!_astray.IsEmpty) await SettleAsync(silent, ct);
        return [.. _read.Values.OrderBy(guest => guest.VmId)];
    }

    /// <summary>The status of a list's or a guest's own answer; <c>qmpstatus</c> tells a paused VM from a running one.</summary>
    internal static string StatusOf(JsonElement current) =>
        current.Text("status") is not { Length: > 0 } status ? "unknown"
        : status == "running" && current.Text("qmpstatus") is "paused" or "suspended" ? "paused"
        : status;

    private async Task ReadOneAsync(ListedGuest guest, CancellationToken ct)
    {
        if (_failures.GetValueOrDefault(guest.Node) >= FailuresPerNode)
        {
            Miss(guest.VmId, $"Its node {guest.Node} stopped answering.");
            return;
        }
        try
        {
            Keep(await new GuestReading(client, gaps).ReadAsync(await CompleteAsync(guest, ct), ct));
        }
        catch (PveApiException e) when (e.Id == "PmpcGuestNotFound")
        {
            _astray.TryAdd(guest.VmId, true);
        }
        catch (PmpcException e) when (!GapLog.IsFatal(e))
        {
            Miss(guest.VmId, e.Message);
            if (e.Kind is not (PmpcErrorKind.Connection or PmpcErrorKind.Timeout)) return;
            if (_failures.AddOrUpdate(guest.Node, 1, (_, count) => count + 1) == FailuresPerNode)
                gaps.Add(GapScope.Node, guest.Node, $"The node stopped answering: {e.Message}");
        }
    }

    /// <summary>Adds what a node's list does not have: pool, HA, and whether a running VM is paused.</summary>
    private async Task<ListedGuest> CompleteAsync(ListedGuest guest, CancellationToken ct)
    {
        var indexed = index.Guests.GetValueOrDefault(guest.VmId);
        var status = guest.Status;
        // The list calls a paused VM running. The index knows, ten seconds late, so that it is worth asking.
        if (guest.Kind == GuestKind.Qemu && status == "running" && indexed?.Status == "paused")
            status = StatusOf(await client.GetAsync(PvePath.Of($"/nodes/{guest.Node}/qemu/{guest.VmId}/status/current"), null, ct));
        return guest with
        {
            Status = status,
            Pool = indexed?.Pool ?? _poolOf.GetValueOrDefault(guest.VmId),
            HaState = haStates is null ? indexed?.HaState : haStates.GetValueOrDefault(guest.VmId),
        };
    }

    /// <summary>Looks again for guests that were on one list and not on the other: moved, removed, or really unreadable.</summary>
    private async Task SettleAsync(HashSet<string> silent, CancellationToken ct)
    {
        var now = await gaps.TryAsync(GapScope.Cluster, "*", "", null, async () => (ClusterIndex?)await ClusterIndex.ReadAsync(client, "vm", ct));
        foreach (var vmid in _astray.Keys.Order())
        {
            if (now is null) Miss(vmid, "Where it is now could not be asked.");
            else if (now.Guests.GetValueOrDefault(vmid) is { } guest)
            {
                if (silent.Contains(guest.Node)) Miss(vmid, $"Its node {guest.Node} could not be asked.");
                else await ReadWhereItIsAsync(guest, ct);
            }
        }
    }

    private async Task ReadWhereItIsAsync(ListedGuest guest, CancellationToken ct)
    {
        try
        {
            var current = await client.GetAsync(PvePath.Of($"/nodes/{guest.Node}/{guest.Kind.ApiName()}/{guest.VmId}/status/current"), null, ct);
            Keep(await new GuestReading(client, gaps).ReadAsync(await CompleteAsync(guest with { Status = StatusOf(current) }, ct), ct));
        }
        catch (PmpcException e) when (!GapLog.IsFatal(e))
        {
            Miss(guest.VmId, e.Message);
        }
    }

    private void Keep(Guest guest)
    {
        _read[guest.VmId] = guest;
        each?.Invoke(guest);
    }

    private void Miss(int vmid, string reason) => gaps.Add(GapScope.Guest, vmid.ToString(CultureInfo.InvariantCulture), reason);
}
