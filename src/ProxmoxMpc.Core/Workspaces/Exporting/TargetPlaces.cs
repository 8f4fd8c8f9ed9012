using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces.Exporting;

/// <summary>What the target has, as a mapping asks for it.</summary>
internal sealed class TargetPlaces(Inventory inventory)
{
    public ImmutableArray<string> Nodes { get; } = [.. inventory.Nodes.Where(node => node.IsOnline).Select(node => node.Name).Order(StringComparer.Ordinal)];

    public string NodeStatus(string name) => inventory.Nodes.FirstOrDefault(node => node.Name == name) is { } node ? $"Node {name} is {node.Status}." : $"The target has no node {name}.";

    /// <summary>The storages that hold such content on every one of the nodes, block storage before directories.</summary>
    public ImmutableArray<string> Storages(string content, IReadOnlyCollection<string> nodes) =>
    [
        .. inventory.Storages.Where(storage => nodes.Contains(storage.Node) && storage.Content.Contains(content)).GroupBy(storage => storage.Name, StringComparer.Ordinal)
            .Where(group => group.Select(storage => storage.Node).Distinct(StringComparer.Ordinal).Count() == nodes.Count)
            .OrderBy(group => group.First().Type is "dir" or "nfs" or "cifs" ? 1 : 0).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key),
    ];

    public string? TypeOf(string storage) => inventory.Storages.FirstOrDefault(one => one.Name == storage)?.Type;

    /// <summary>Why a storage is not among <see cref="Storages"/>.</summary>
    public string StorageProblem(string name, string content, IReadOnlyCollection<string> nodes)
    {
        var there = inventory.Storages.Where(storage => storage.Name == name).ToArray();
        if (there.Length == 0) return $"The target has no storage {name}.";
        if (nodes.FirstOrDefault(node => there.All(storage => storage.Node != node)) is { } without) return $"Node {without} has no storage {name}.";
        return $"Storage {name} holds {string.Join(", ", there[0].Content)}, but no {content}.";
    }

    /// <summary>The bridges that every one of the nodes has.</summary>
    public ImmutableArray<string> Bridges(IReadOnlyCollection<string> nodes) =>
    [
        .. inventory.Nodes.Where(node => nodes.Contains(node.Name)).SelectMany(node => node.Interfaces.Where(port => port.IsBridge).Select(port => port.Name).Distinct(StringComparer.Ordinal))
            .GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() == nodes.Count).Select(group => group.Key).Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether bridges may be there that nobody could read.</summary>
    public bool HidesBridges => inventory.Gaps.Any(gap => gap is { Scope: GapScope.Detail, Name: Gap.Bridges });

    public ImmutableArray<string> Pools { get; } = [.. inventory.Pools.Select(pool => pool.PoolId).Order(StringComparer.Ordinal)];

    /// <summary>Whether pools may be there that the token does not see.</summary>
    public bool HidesPools => inventory.Gaps.Any(gap => gap.Scope is GapScope.Pool or GapScope.Cluster);

    public ImmutableArray<string> Volumes(string content) => [.. inventory.Volumes.Where(volume => volume.Content == content).Select(volume => volume.VolumeId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Whether some storage may hold what a reading of volumes does not show, such as snippets.</summary>
    public bool HasStorageFor(string storage, string content) => inventory.Storages.Any(one => one.Name == storage && one.Content.Contains(content));

    public bool IsTaken(int vmid) => inventory.Guest(vmid) is not null;

    public string NameOf(int vmid) => inventory.Guest(vmid)?.Name ?? "";
}
