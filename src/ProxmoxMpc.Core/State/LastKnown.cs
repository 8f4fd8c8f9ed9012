using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.State;

/// <summary>Fills what was not readable this time with what was known before. Without a gap, absent means gone.</summary>
internal static class LastKnown
{
    public static Inventory Merge(Inventory? known, Inventory read)
    {
        if (known is null) return read;
        var storages = known.Storages.ToDictionary(storage => (storage.Node, storage.Name));
        var nodes = known.Nodes.ToDictionary(node => node.Name, StringComparer.Ordinal);
        var steady = read with { Nodes = [.. read.Nodes.Select(node => Told(nodes.GetValueOrDefault(node.Name), node, read.Gaps))], Storages = [.. read.Storages.Select(storage => Steady(storages.GetValueOrDefault((storage.Node, storage.Name)), storage))] };
        if (read.IsComplete) return steady;
        var gaps = new GapIndex(read.Gaps);
        return Canonical.Of(steady with
        {
            Nodes = Merge(known.Nodes, steady.Nodes, node => node.Name, node => gaps.Node(node.Name), Filled),
            Storages = Merge(known.Storages, steady.Storages, storage => (storage.Node, storage.Name), storage => gaps.Storage(storage.Node, storage.Name), Filled),
            Pools = Merge(known.Pools, steady.Pools, pool => pool.PoolId, pool => gaps.Pool(pool.PoolId), (_, pool) => pool),
            Guests = Merge(known.Guests, steady.Guests, guest => guest.VmId, guest => gaps.Guest(guest.VmId, guest.Node), Filled),
            Volumes = Merge(known.Volumes, steady.Volumes, volume => (volume.Node, volume.VolumeId), volume => gaps.Storage(volume.Node, volume.Storage), (_, volume) => volume),
        });
    }

    private static ImmutableArray<T> Merge<T, TKey>(ImmutableArray<T> known, ImmutableArray<T> read, Func<T, TKey> key, Func<T, bool> isUnderGap, Func<T, T, T> fill)
        where TKey : notnull
    {
        var before = known.ToDictionary(key);
        var merged = ImmutableArray.CreateBuilder<T>(known.Length);
        foreach (var item in read)
            merged.Add(before.Remove(key(item), out var last) && (isUnderGap(last) || isUnderGap(item)) ? fill(last, item) : item);
        merged.AddRange(before.Values.Where(isUnderGap));
        return merged.ToImmutable();
    }

    private static Node Filled(Node known, Node read) => read with
    {
        CpuCount = read.CpuCount ?? known.CpuCount,
        MemoryMiB = read.MemoryMiB ?? known.MemoryMiB,
        Address = read.Address ?? known.Address,
        Interfaces = read.Interfaces.IsEmpty ? known.Interfaces : read.Interfaces,
    };

    /// <summary>Every node has an address, processors and memory: where they are missing, the token may not be told them. So with its interfaces where a gap says so.</summary>
    private static Node Told(Node? known, Node read, ImmutableArray<Gap> gaps)
    {
        if (known is null) return read;
        var hidden = read.Interfaces.IsEmpty && gaps.Any(gap => gap.Scope == GapScope.Detail && gap.Name == read.Name) ? known.Interfaces
            : gaps.Any(gap => gap is { Scope: GapScope.Detail, Name: Gap.Bridges }) ? known.Interfaces.Where(one => one.IsBridge && read.Interfaces.All(other => other.Name != one.Name))
            : [];
        return read with
        {
            CpuCount = read.CpuCount ?? known.CpuCount,
            MemoryMiB = read.MemoryMiB ?? known.MemoryMiB,
            Address = read.Address ?? known.Address,
            Interfaces = hidden.Any() ? [.. read.Interfaces.Concat(hidden).OrderBy(one => one.Name, StringComparer.Ordinal)] : read.Interfaces,
        };
    }

    private static Storage Filled(Storage known, Storage read) => read with
    {
        Type = read.Type.Length == 0 ? known.Type : read.Type,
        Content = read.Content.IsEmpty ? known.Content : read.Content,
        TotalBytes = read.TotalBytes ?? known.TotalBytes,
    };

    // A guest without a single config key was listed but could not be read.
    private static Guest Filled(Guest known, Guest read) => read.Config.Count == 0 ? known : read;

    /// <summary>
    /// A ZFS pool's total is what is used plus what is free, and moves with every snapshot of its neighbours. Less than a
    /// percent is no news.
    /// </summary>
    private static Storage Steady(Storage? known, Storage read) =>
        known?.TotalBytes is { } before && read.TotalBytes is { } now && Math.Abs(now - before) < before / 100 ? read with { TotalBytes = before } : read;

    /// <summary>The gaps by what they cover, for ten thousand guests ask.</summary>
    private sealed class GapIndex(ImmutableArray<Gap> gaps)
    {
        private readonly bool _everything = gaps.Any(gap => gap.Scope == GapScope.Cluster);
        private readonly HashSet<(GapScope, string)> _gaps = [.. gaps.Select(gap => (gap.Scope, gap.Name))];

        public bool Node(string name) => _everything || Has(GapScope.Node, name);

        public bool Guest(int vmid, string node) => Node(node) || Has(GapScope.Guest, vmid.ToString(CultureInfo.InvariantCulture));

        public bool Storage(string node, string name) => Node(node) || Has(GapScope.Storage, name) || Has(GapScope.Storage, $"{node}/{name}");

        public bool Pool(string id) => _everything || Has(GapScope.Pool, id);

        private bool Has(GapScope scope, string name) => _gaps.Contains((scope, "*")) || _gaps.Contains((scope, name));
    }
}
