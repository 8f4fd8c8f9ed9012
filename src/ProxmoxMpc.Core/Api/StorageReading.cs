using System.Collections.Immutable;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Reads what guests are made from: ISO images, container templates, importable disks.</summary>
internal sealed class StorageReading(PveClient client, GapLog gaps)
{
    private static readonly string[] ReadContent = ["import", "iso", "vztmpl"];

    internal static ImmutableArray<string> ContentOf(string? listed) =>
        [.. (listed ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The volumes of all storages, those of a shared one once, from the first node that has it.</summary>
    internal async Task<ImmutableArray<StorageVolume>> VolumesAsync(IEnumerable<Storage> storages, CancellationToken ct)
    {
        var ordered = storages.OrderBy(storage => storage.Name, StringComparer.Ordinal).ThenBy(storage => storage.Node, StringComparer.Ordinal).ToArray();
        foreach (var storage in ordered.Where(storage => storage.Status == "inactive"))
            gaps.Add(GapScope.Storage, storage.Name, $"The storage is not active on {storage.Node}.");
        // An ESXi "storage" lists a whole foreign hypervisor, slowly.
        var asked = ordered.Where(storage => storage.Status == "available" && storage.Type != "esxi")
            .GroupBy(storage => (storage.Name, Node: storage.IsShared ? "" : storage.Node)).Select(same => same.First());
        var reads = asked.SelectMany(storage => ReadContent.Where(storage.Content.Contains).Select(content => VolumesAsync(storage, content, ct)));
        var volumes = await Task.WhenAll(reads);
        return [.. volumes.SelectMany(some => some).OrderBy(volume => volume.VolumeId, StringComparer.Ordinal).ThenBy(volume => volume.Node, StringComparer.Ordinal)];
    }

    private async Task<ImmutableArray<StorageVolume>> VolumesAsync(Storage storage, string content, CancellationToken ct) =>
        await gaps.TryAsync(GapScope.Storage, storage.Name, $"The {content} volumes on {storage.Node} are unknown", ImmutableArray<StorageVolume>.Empty, async () =>
        {
            var list = await client.GetAsync(PvePath.Of($"/nodes/{storage.Node}/storage/{storage.Name}/content"), [new("content", content)], ct);
            return
            [
                .. list.Entries().Where(entry => entry.Text("volid") is not null && entry.Text("content") == content)
                    .Select(entry => new StorageVolume(storage.Node, storage.Name, entry.Text("volid")!, content, entry.Long("size") ?? 0)),
            ];
        });
}
