using System.Collections.Immutable;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>A guest as a list names it, before its config is read.</summary>
internal sealed record ListedGuest(GuestKind Kind, string Node, int VmId, string Status, string? Pool = null, string? HaState = null)
{
    internal static ListedGuest? From(JsonElement entry, GuestKind kind, string node) =>
        entry.Int("vmid") is { } vmid ? new(kind, node, vmid, entry.Text("status") ?? "unknown", entry.Text("pool"), entry.Text("hastate")) : null;
}

/// <summary>
/// What <c>/cluster/resources</c> says. Which guest is on which node, and its pool, are live there; name and status are a
/// broadcast of every ten seconds, absent for a new guest.
/// </summary>
internal sealed record ClusterIndex(ImmutableSortedDictionary<int, ListedGuest> Guests, ImmutableArray<JsonElement> Storages, ImmutableArray<JsonElement> Nodes)
{
    internal static ClusterIndex Empty { get; } = new(ImmutableSortedDictionary<int, ListedGuest>.Empty, [], []);

    /// <param name="type">Null for everything, <c>vm</c> for guests alone.</param>
    internal static async Task<ClusterIndex> ReadAsync(PveClient client, string? type, CancellationToken ct)
    {
        var entries = (await client.GetAsync("/cluster/resources", type is null ? null : [new("type", type)], ct)).Entries().ToArray();
        var guests = ImmutableSortedDictionary.CreateBuilder<int, ListedGuest>();
        foreach (var entry in entries)
        {
            GuestKind? kind = entry.Text("type") switch { "qemu" => GuestKind.Qemu, "lxc" => GuestKind.Lxc, _ => null };
            if (kind is { } known && entry.Text("node") is { Length: > 0 } node && ListedGuest.From(entry, known, node) is { } guest) guests[guest.VmId] = guest;
        }
        return new(guests.ToImmutable(), [.. entries.Where(entry => entry.Text("type") == "storage")], [.. entries.Where(entry => entry.Text("type") == "node")]);
    }
}
