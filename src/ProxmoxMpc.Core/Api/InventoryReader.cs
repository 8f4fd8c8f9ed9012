using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>How far a read is.</summary>
/// <param name="Activity">For people: <c>Reading guests</c>.</param>
public sealed record ReadProgress(string Activity, int Done, int Total);

/// <summary>
/// Reads a cluster. What the server does not tell becomes a <see cref="Gap"/>; a refused token, an untrusted certificate
/// and a server that is not there are exceptions. Everything is sorted: Proxmox's own order is random.
/// </summary>
/// <param name="shared">Answers that others need as well; null: nobody does.</param>
public sealed class InventoryReader(PveClient client, SharedReads? shared = null)
{
    private const string HaResources = "/cluster/ha/resources";

    /// <summary>Everything that the token may see.</summary>
    /// <param name="each">Hears of every guest as soon as it is read, from any thread.</param>
    public async Task<Inventory> ReadAsync(IProgress<ReadProgress>? progress, CancellationToken ct, Action<Guest>? each = null)
    {
        var steps = new ReadSteps(progress);
        var gaps = new GapLog();
        var asked = shared ?? new SharedReads(client);
        // Alone and first: it settles at once whether address, certificate and token are right.
        steps.Begin("Reading the cluster", 0);
        var version = await client.GetVersionAsync(ct);
        var nodes = new NodeReading(client, gaps, asked);
        var listing = nodes.ListAsync(ct);
        var indexing = gaps.TryAsync(GapScope.Cluster, "*", "", ClusterIndex.Empty, () => ClusterIndex.ReadAsync(client, null, ct));
        var ha = HaStatesAsync(asked.GetAsync(HaResources, ct));
        var pools = new PoolReading(client, gaps).ReadAsync(ct);
        var permissions = new PermissionReading(client, gaps, asked).ReadAsync(ct);
        await Task.WhenAll(listing, indexing, ha, pools, permissions);
        var (listed, clusterName) = await listing;
        var index = await indexing;

        steps.Begin("Reading nodes", listed.Length);
        var answers = await Task.WhenAll(listed.Select(async node =>
        {
            var answer = await nodes.ReadAsync(node, ct);
            steps.Advance();
            return answer;
        }));
        var storages = StoragesOf(answers, index);
        var volumes = new StorageReading(client, gaps).VolumesAsync(storages, ct);
        var guests = new GuestsReading(client, gaps, steps, index, await ha, await pools, each).ReadAsync(answers, ct);
        await Task.WhenAll(volumes, guests);
        // What could be read is not hidden: the rights may have changed in between.
        var read = (await guests).Select(guest => guest.VmId.ToString(CultureInfo.InvariantCulture)).ToHashSet(StringComparer.Ordinal);
        foreach (var (vmid, reason) in (await permissions).Where(hidden => !read.Contains(hidden.VmId))) gaps.Add(GapScope.Guest, vmid, reason);
        return new()
        {
            Cluster = clusterName ?? (listed is [var only] ? only.Name : client.Connection.Server.Host),
            Version = version.Version,
            Nodes = [.. answers.Select(answer => answer.Node)],
            Storages = storages,
            Pools = await pools,
            Guests = await guests,
            Volumes = await volumes,
            Gaps = gaps.ToImmutable(),
        };
    }

    /// <summary>
    /// What was read, with a gap for everything that was known before and that the token may not see any more. Only what is
    /// missing costs a request.
    /// </summary>
    /// <param name="known">The nodes, storages and pools that were known.</param>
    /// <param name="guests">The guests that were known, each with its node where that matters.</param>
    public Task<Inventory> NoteHiddenAsync(Inventory read, Inventory known, IEnumerable<(int VmId, string? Node)> guests, CancellationToken ct) => new HiddenReading(client).NoteAsync(read, known, guests, ct);

    /// <summary>
    /// One guest as it is now, wherever it has moved to. Null only where Proxmox says that there is no such guest; everything
    /// else that prevents the read is an exception.
    /// </summary>
    public async Task<Guest?> ReadGuestAsync(GuestKind kind, string node, int vmid, CancellationToken ct)
    {
        for (var again = false; ; again = true)
        {
            var states = HaStatesAsync(client.GetAsync(HaResources, null, ct));
            var listed = (await ClusterIndex.ReadAsync(client, "vm", ct)).Guests.GetValueOrDefault(vmid);
            var haState = await states is { } known ? known.GetValueOrDefault(vmid) : listed?.HaState;
            if (listed is not null && listed.Kind != kind || listed is null && again) return null;
            try
            {
                // What the index lacks may be new or hidden by its filter; only the node's answer is a proof.
                return await ReadGuestAsync((listed ?? new(kind, node, vmid, "unknown")) with { HaState = haState }, ct);
            }
            catch (PveApiException e) when (e.Id == "PmpcGuestNotFound" && !again)
            {
                // Gone, or moved between the two requests: the index, asked again, knows.
            }
        }
    }

    private async Task<Guest> ReadGuestAsync(ListedGuest at, CancellationToken ct)
    {
        var current = await client.GetAsync(PvePath.Of($"/nodes/{at.Node}/{at.Kind.ApiName()}/{at.VmId}/status/current"), null, ct);
        return await new GuestReading(client, null).ReadAsync(at with { Status = GuestsReading.StatusOf(current) }, ct);
    }

    /// <summary>The states that HA is asked for, by vmid. Without Sys.Audit the index's own word has to do, which is the state that HA is in.</summary>
    private async Task<ImmutableDictionary<int, string>?> HaStatesAsync(Task<JsonElement> asked)
    {
        try
        {
            var resources = (await asked).Entries();
            var states = ImmutableDictionary.CreateBuilder<int, string>();
            foreach (var resource in resources)
                if (resource.Text("sid") is { } sid && int.TryParse(sid.AsSpan(sid.IndexOf(':') + 1), CultureInfo.InvariantCulture, out var vmid))
                    states[vmid] = resource.Text("state") is { Length: > 0 } and not "enabled" and var state ? state : "started";
            return states.ToImmutable();
        }
        catch (PmpcException e) when (!GapLog.IsFatal(e))
        {
            return null;
        }
    }

    private static ImmutableArray<Storage> StoragesOf(NodeAnswer[] answers, ClusterIndex index)
    {
        var told = answers.SelectMany(answer => answer.Storages).ToArray();
        var silent = answers.Where(answer => answer.Storages.IsEmpty).Select(answer => answer.Node.Name).ToHashSet(StringComparer.Ordinal);
        var remembered = index.Storages.Where(storage => silent.Contains(storage.Node));
        // A node tells of storages that are kept to other nodes as it does of those that are switched off.
        var used = told.Where(storage => storage.Status != NodeReading.SwitchedOff).Select(storage => storage.Name).ToHashSet(StringComparer.Ordinal);
        return [.. told.Where(storage => storage.Status != NodeReading.SwitchedOff || !used.Contains(storage.Name)).Concat(remembered).OrderBy(storage => storage.Name, StringComparer.Ordinal).ThenBy(storage => storage.Node, StringComparer.Ordinal)];
    }
}
