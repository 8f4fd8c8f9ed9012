using System.Collections.Immutable;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>A guest as a list names it, before its config is read.</summary>
internal sealed record ListedGuest(GuestKind Kind, string Node, int VmId, string Status, string? Pool = null, string? HaState = null);

/// <summary>
/// What <c>/cluster/resources</c> says. Which guest is on which node, and its pool, are live there; name and status are a
/// broadcast of every ten seconds, absent for a new guest.
/// </summary>
internal sealed record ClusterIndex(IReadOnlyDictionary<int, ListedGuest> Guests, ImmutableArray<Storage> Storages)
{
    private static readonly string[] Fields = ["type", "node", "vmid", "status", "pool", "hastate", "storage", "plugintype", "content", "shared", "maxdisk"];

    internal static ClusterIndex Empty { get; } = new(new Dictionary<int, ListedGuest>(), []);

    /// <param name="type">Null for everything, <c>vm</c> for guests alone.</param>
    internal static Task<ClusterIndex> ReadAsync(PveClient client, string? type, CancellationToken ct) =>
        client.ReadUtf8Async("/cluster/resources", type is null ? null : [new("type", type)], Of, ct);

    private static ClusterIndex Of(ReadOnlySpan<byte> json)
    {
        var guests = new Dictionary<int, ListedGuest>();
        var storages = ImmutableArray.CreateBuilder<Storage>();
        PveRows.Read(json, Fields, row =>
        {
            GuestKind? kind = row[0] switch { "qemu" => GuestKind.Qemu, "lxc" => GuestKind.Lxc, _ => null };
            if (kind is { } known && row[1] is { Length: > 0 } node && row.Int(2) is { } vmid) guests[vmid] = new(known, node, vmid, row[3] ?? "unknown", row[4], row[5]);
            else if (row[0] == "storage")
                storages.Add(new()
                {
                    Name = row[6] ?? "",
                    Node = row[1] ?? "",
                    Type = row[7] ?? "",
                    Content = StorageReading.ContentOf(row[8]),
                    IsShared = row.Flag(9),
                    Status = "unknown",
                    TotalBytes = row.Long(10) is > 0 and var total ? total : null,
                });
        });
        return new(guests, storages.ToImmutable());
    }
}
