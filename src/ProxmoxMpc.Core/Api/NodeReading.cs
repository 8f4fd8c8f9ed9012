using System.Collections.Immutable;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>What one node told about itself.</summary>
/// <param name="Guests">Null where the lists could not be read: nothing is known of the node's guests then.</param>
internal sealed record NodeAnswer(Node Node, ImmutableArray<ListedGuest>? Guests, ImmutableArray<Storage> Storages);

/// <summary>Reads the nodes: their list, and of each that is up its guests, storages and interfaces.</summary>
internal sealed class NodeReading(PveClient client, GapLog gaps, SharedReads shared)
{
    /// <summary>The status of a storage that no guest of the node can use.</summary>
    internal const string SwitchedOff = "disabled";

    /// <summary>The nodes and the cluster's name (null where it is no cluster, or may not be asked).</summary>
    internal async Task<(ImmutableArray<Node> Nodes, string? ClusterName)> ListAsync(CancellationToken ct)
    {
        var listed = client.GetAsync("/nodes", null, ct);
        var status = gaps.TryAsync(GapScope.Detail, "cluster", "The cluster's name and the nodes' addresses are unknown", ImmutableArray<JsonElement>.Empty,
            async () => [.. (await client.GetAsync("/cluster/status", null, ct)).Entries()]);
        await Task.WhenAll(listed, status);
        var members = ByName((await status).Where(entry => entry.Text("type") == "node"), "name");
        var entries = ByName((await listed).Entries(), "node");
        var nodes = entries.Keys.Union(members.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(name => Describe(name, entries.GetValueOrDefault(name), members.GetValueOrDefault(name)));
        return ([.. nodes], (await status).FirstOrDefault(entry => entry.Text("type") == "cluster").Text("name"));
    }

    /// <summary>Asks one node; what it does not answer becomes a gap.</summary>
    internal async Task<NodeAnswer> ReadAsync(Node node, CancellationToken ct)
    {
        if (node.Status == "offline")
        {
            gaps.Add(GapScope.Node, node.Name, "The node is offline.");
            return new(node, null, []);
        }
        // One question first: a node that hangs must cost one time limit and one slot, not four of each.
        var (vms, answered) = await GuestsAsync(node.Name, GuestKind.Qemu, ct);
        if (!answered) return new(node, null, []);
        var lxc = GuestsAsync(node.Name, GuestKind.Lxc, ct);
        var storages = gaps.TryAsync(GapScope.Storage, "*", $"The storages of {node.Name} are unknown", ImmutableArray<Storage>.Empty, () => StoragesAsync(node.Name, ct));
        var interfaces = gaps.TryAsync(GapScope.Detail, node.Name, "The network interfaces are unknown", ImmutableArray<NodeInterface>.Empty, () => InterfacesAsync(node.Name, ct));
        await Task.WhenAll(lxc, storages, interfaces);
        var (containers, _) = await lxc;
        return new(node with { Interfaces = await interfaces }, vms is null || containers is null ? null : [.. vms, .. containers], await storages);
    }

    private static Dictionary<string, JsonElement> ByName(IEnumerable<JsonElement> entries, string property) =>
        entries.Where(entry => entry.Text(property) is { Length: > 0 }).GroupBy(entry => entry.Text(property)!, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);

    private static Node Describe(string name, JsonElement entry, JsonElement member)
    {
        var status = entry.Text("status") ?? "unknown";
        // The node's own statistics are late; whether it is a member now, corosync knows.
        if (member.Text("online") is { } online) status = online == "0" ? "offline" : status == "offline" ? "online" : status;
        return new()
        {
            Name = name,
            Status = status,
            CpuCount = entry.Int("maxcpu"),
            MemoryMiB = entry.Long("maxmem") / (1024 * 1024),
            Address = member.Text("ip"),
            Usage = entry.Double("cpu") is { } cpu ? new(cpu, (entry.Long("mem") ?? 0) / (1024 * 1024), TimeSpan.FromSeconds(entry.Long("uptime") ?? 0)) : null,
        };
    }

    /// <summary>The node's guests of one kind, null where they are unknown; and whether the node answers at all.</summary>
    private async Task<(IReadOnlyCollection<ListedGuest>? Guests, bool Answered)> GuestsAsync(string node, GuestKind kind, CancellationToken ct)
    {
        try
        {
            return (await client.ReadUtf8Async(PvePath.Of($"/nodes/{node}/{kind.ApiName()}"), null, json => GuestsOf(json, kind, node), ct), true);
        }
        catch (PmpcException e) when (!GapLog.IsFatal(e))
        {
            gaps.Add(GapScope.Node, node, GapLog.Reason($"The {kind.DisplayName()}s are unknown", e));
            return (null, e.Kind is not (PmpcErrorKind.Connection or PmpcErrorKind.Timeout));
        }
    }

    private static List<ListedGuest> GuestsOf(ReadOnlySpan<byte> json, GuestKind kind, string node)
    {
        var guests = new List<ListedGuest>();
        PveRows.Read(json, ["vmid", "status"], row =>
        {
            if (row.Int(0) is { } vmid) guests.Add(new(kind, node, vmid, row[1] ?? "unknown"));
        });
        return guests;
    }

    private async Task<ImmutableArray<Storage>> StoragesAsync(string node, CancellationToken ct)
    {
        var list = await client.GetAsync(PvePath.Of($"/nodes/{node}/storage"), null, ct);
        // A node tells of storages that are not on it as of those that are switched off: only the definitions know which.
        HashSet<string> elsewhere = list.Entries().Any(entry => !entry.Flag("enabled")) ? await ElsewhereAsync(node, ct) : [];
        return
        [
            .. list.Entries().Where(entry => entry.Text("storage") is { } name && !elsewhere.Contains(name)).Select(entry => new Storage
            {
                Name = entry.Text("storage")!,
                Node = node,
                Type = entry.Text("type") ?? "",
                Content = StorageReading.ContentOf(entry.Text("content")),
                IsShared = entry.Flag("shared"),
                Status = !entry.Flag("enabled") ? SwitchedOff : entry.Flag("active") ? "available" : "inactive",
                TotalBytes = entry.Flag("active") ? entry.Long("total") : null,
                UsedBytes = entry.Flag("active") ? entry.Long("used") : null,
            }),
        ];
    }

    private async Task<HashSet<string>> ElsewhereAsync(string node, CancellationToken ct)
    {
        var definitions = await shared.GetAsync(PvePath.Of($"/storage"), ct);
        return [.. definitions.Entries().Where(entry => entry.Text("nodes") is { Length: > 0 } nodes && !nodes.Split(',').Contains(node)).Select(entry => entry.Text("storage")).OfType<string>()];
    }

    private async Task<ImmutableArray<NodeInterface>> InterfacesAsync(string node, CancellationToken ct)
    {
        var list = await shared.GetAsync(PvePath.Of($"/nodes/{node}/network"), ct);
        return
        [
            .. list.Entries().Where(entry => entry.Text("iface") is not null).Select(entry => new NodeInterface(
                node, entry.Text("iface")!, entry.Text("type") ?? "unknown", CidrOf(entry),
                PortsOf(entry), entry.Flag("bridge_vlan_aware"), entry.Flag("autostart"), entry.Text("comments")?.Trim() is { Length: > 0 } comment ? comment : null))
                .OrderBy(one => one.Name, StringComparer.Ordinal),
        ];
    }

    private static string? CidrOf(JsonElement entry) =>
        entry.Text("cidr") is { Length: > 0 } cidr ? cidr
        : entry.Text("address") is { Length: > 0 } address ? entry.Text("netmask") is { Length: > 0 } mask ? $"{address}/{mask}" : address
        : null;

    private static string? PortsOf(JsonElement entry)
    {
        var ports = entry.Text("bridge_ports") ?? entry.Text("slaves") ?? entry.Text("ovs_ports") ?? entry.Text("ovs_bonds") ?? "";
        var names = ports.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return names.Length == 0 || names is ["none"] ? null : string.Join(' ', names);
    }
}
