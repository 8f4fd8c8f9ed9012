using System.Globalization;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Generation;

/// <summary>The inventory as the pages look at it.</summary>
internal sealed class DocsModel
{
    private readonly GenerationInput _input;
    private readonly GuestNames _names;
    private readonly Dictionary<string, string> _pages = new(StringComparer.Ordinal);
    private readonly ILookup<string, Guest> _guests;
    private readonly Lazy<Dictionary<string, IReadOnlyList<DocsBridge>>> _bridges;

    public DocsModel(GenerationInput input)
    {
        _input = input;
        _names = input.Names;
        _guests = input.Guests.ToLookup(guest => guest.Node, StringComparer.Ordinal);
        // A node that could not be read is known by its guests alone.
        Nodes = [.. input.Inventory.Nodes
            .Concat(_guests.Select(group => group.Key).Except(input.Inventory.Nodes.Select(node => node.Name), StringComparer.Ordinal).Select(name => new Node { Name = name }))
            .DistinctBy(node => node.Name).OrderBy(node => node.Name, StringComparer.Ordinal)];
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var node in Nodes)
        {
            var slug = GuestNaming.Slug(node.Name);
            var page = slug;
            for (var number = 2; !taken.Add(page); number++) page = string.Create(CultureInfo.InvariantCulture, $"{slug}-{number}");
            _pages[node.Name] = page;
        }
        _bridges = new(() => Nodes.ToDictionary(node => node.Name, BridgesOf, StringComparer.Ordinal));
    }

    public IReadOnlyList<Node> Nodes { get; }

    public IReadOnlyList<Guest> GuestsOf(string node) => [.. _guests[node]];

    /// <summary>The file name of a node's page without extension.</summary>
    public string Page(string node) => _pages[node];

    /// <summary>The guest's Terraform file from the workspace's root, or null where it has none of that name.</summary>
    public string? CodeOf(Guest guest) => _input.CodeFiles is { } files ? files.GetValueOrDefault(guest.VmId)
        : !_input.Obstacles.ContainsKey(guest.VmId) && _input.FileNames.GetValueOrDefault(guest.VmId) == _names.File(guest)
            ? $"terraform/{GuestNames.Folder(guest)}/{_names.File(guest)}.tf"
            : null;

    /// <summary>The bridges of a node, or of all: those that it lists and those that its guests are plugged into.</summary>
    public IEnumerable<DocsBridge> Bridges(string? node) => node is null ? Nodes.SelectMany(item => _bridges.Value[item.Name]) : _bridges.Value[node];

    /// <summary>For example <c>2 VMs, 1 container, 1 template</c>.</summary>
    public string Counts(IReadOnlyList<Guest> guests)
    {
        var parts = new List<string>();
        void Add(int count, string one)
        {
            if (count > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {one}{(count == 1 ? "" : "s")}"));
        }

        Add(guests.Count(guest => guest is { Kind: GuestKind.Qemu, IsTemplate: false }), "VM");
        Add(guests.Count(guest => guest is { Kind: GuestKind.Lxc, IsTemplate: false }), "container");
        Add(guests.Count(guest => guest.IsTemplate), "template");
        return parts.Count == 0 ? "no guests" : string.Join(", ", parts);
    }

    public static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>Memory as people say it: whole GiB where it is whole, MiB otherwise.</summary>
    public static string Memory(long? mib) => mib switch
    {
        null => "",
        { } value when value >= 1024 && value % 1024 == 0 => string.Create(CultureInfo.InvariantCulture, $"{value / 1024} GiB"),
        { } value => string.Create(CultureInfo.InvariantCulture, $"{value} MiB"),
    };

    public static string YesNo(bool value) => value ? "yes" : "no";

    private IReadOnlyList<DocsBridge> BridgesOf(Node node)
    {
        var used = _guests[node.Name].SelectMany(guest => guest.NetworkInterfaces.Where(nic => nic.Bridge is not null).Select(nic => (Guest: guest, Nic: nic)))
            .ToLookup(use => use.Nic.Bridge!, StringComparer.Ordinal);
        var listed = node.Interfaces.Where(item => item.IsBridge).DistinctBy(item => item.Name).ToDictionary(item => item.Name, StringComparer.Ordinal);
        return [.. listed.Keys.Union(used.Select(group => group.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => new DocsBridge(
            node.Name, name, listed.GetValueOrDefault(name)?.Cidr, listed.GetValueOrDefault(name)?.Ports, listed.GetValueOrDefault(name)?.VlanAware,
            [.. used[name].Select(use => use.Guest.VmId).Distinct().Order()],
            [.. used[name].Where(use => use.Nic.VlanTag is not null).Select(use => use.Nic.VlanTag!.Value).Distinct().Order()]))];
    }
}

/// <summary>A bridge of a node; <paramref name="VlanAware"/> is null where only guests told of it.</summary>
internal sealed record DocsBridge(string Node, string Name, string? Cidr, string? Ports, bool? VlanAware, IReadOnlyList<int> Guests, IReadOnlyList<int> Vlans);
