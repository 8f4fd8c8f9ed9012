using System.Globalization;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Generation;

/// <summary>Documentation in Markdown: what there is, how it hangs together, and what is not told elsewhere.</summary>
public static class DocsGenerator
{
    /// <summary>Above this many guests a page shows counts and links instead of every guest: Mermaid gives up long before a table does.</summary>
    internal const int ManyGuests = 60;

    /// <summary><c>docs/architecture.md</c>, <c>docs/nodes/NODE.md</c> for each node, and the pages about everything beside nodes and guests.</summary>
    public static IReadOnlyList<GeneratedFile> Derived(GenerationInput input) => [.. Recipes(input).Select(recipe => recipe.Make())];

    /// <summary>The same, to be made one by one.</summary>
    public static IReadOnlyList<FileRecipe> Recipes(GenerationInput input)
    {
        var model = new DocsModel(input);
        var source = input.Source();
        // The overview names the drift report where there is one.
        var overview = input.Drift.Count == 0 ? source : input.SourceWith([DriftReport.Path]);
        var files = new List<FileRecipe> { new("docs/architecture.md", overview, () => TemplateSet.Render("architecture.md", Architecture(input, model))) };
        foreach (var node in model.Nodes) files.Add(FileRecipe.OfTemplate($"docs/nodes/{model.Page(node.Name)}.md", source, "node.md", () => NodePage(input, model, node)));
        foreach (var page in ObjectPages.Of(input)) files.Add(new($"docs/{page.Page}.md", source, () => TemplateSet.Render($"{page.Page}.md", page.Model())));
        if (input.Drift.Count > 0) files.Add(DriftReport.Of(input));
        return [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private static object Architecture(GenerationInput input, DocsModel model)
    {
        var inventory = input.Inventory;
        var many = input.Guests.Count > ManyGuests;
        return new
        {
            inventory.Cluster,
            inventory.Version,
            Counts = model.Counts(input.Guests),
            Diagram = MermaidDiagram.OfCluster(input, model),
            Many = many,
            Pages = ObjectPages.Of(input).Select(page => new { File = $"{page.Page}.md", page.Title }).Concat(input.Drift.Count == 0 ? [] : [new { File = DriftReport.Page, DriftReport.Title }]).ToArray(),
            Nodes = model.Nodes.Select(node => new
            {
                node.Name,
                Page = $"nodes/{model.Page(node.Name)}.md",
                node.Status,
                Cpus = DocsModel.Number(node.CpuCount),
                Memory = DocsModel.Memory(node.MemoryMiB),
                node.Address,
                Guests = model.Counts(model.GuestsOf(node.Name)),
            }).ToArray(),
            Vms = many ? "" : GuestTable.Of(model, input.Guests, GuestKind.Qemu, ".."),
            Containers = many ? "" : GuestTable.Of(model, input.Guests, GuestKind.Lxc, ".."),
            Networks = model.Bridges(null).Select(Row).ToArray(),
            Storages = StorageRows(inventory),
            Pools = inventory.Pools.OrderBy(pool => pool.PoolId, StringComparer.Ordinal).Select(pool => new
            {
                Name = pool.PoolId,
                pool.Comment,
                Guests = string.Join(", ", pool.Guests.Order().Select(id => id.ToString(CultureInfo.InvariantCulture))),
                Storages = string.Join(", ", pool.Storages.Order(StringComparer.Ordinal)),
            }).ToArray(),
            Gaps = inventory.Gaps.OrderBy(gap => gap.Scope).ThenBy(gap => gap.Name, StringComparer.Ordinal).ThenBy(gap => gap.Reason, StringComparer.Ordinal)
                .Select(gap => new { Scope = gap.Scope.ToString(), gap.Name, gap.Reason }).ToArray(),
            Inexpressible = many ? [] : Inexpressible(input, input.Guests),
            Obstacles = input.Obstacles.OrderBy(item => item.Key).Select(item => new { Guest = GuestLabel(inventory, item.Key), Reason = item.Value }).ToArray(),
        };
    }

    private static object NodePage(GenerationInput input, DocsModel model, Node node)
    {
        var guests = model.GuestsOf(node.Name);
        return new
        {
            node.Name,
            node.Status,
            Cpus = DocsModel.Number(node.CpuCount),
            Memory = DocsModel.Memory(node.MemoryMiB),
            node.Address,
            Counts = model.Counts(guests),
            Diagram = guests.Count > ManyGuests ? null : MermaidDiagram.OfNode(model, node),
            Vms = GuestTable.Of(model, guests, GuestKind.Qemu, "../.."),
            Containers = GuestTable.Of(model, guests, GuestKind.Lxc, "../.."),
            // Where the page of the cluster does not list guests, these do it for it.
            Inexpressible = input.Guests.Count > ManyGuests ? Inexpressible(input, guests) : [],
            Interfaces = node.Interfaces.OrderBy(item => item.Name, StringComparer.Ordinal).Select(item => new
            {
                item.Name,
                item.Type,
                item.Cidr,
                item.Ports,
                VlanAware = item.IsBridge ? DocsModel.YesNo(item.VlanAware) : "",
                Autostart = DocsModel.YesNo(item.Autostart),
                item.Comment,
            }).ToArray(),
            Storages = input.Inventory.Storages.Where(storage => storage.Node == node.Name).OrderBy(storage => storage.Name, StringComparer.Ordinal).Select(storage => new
            {
                storage.Name,
                storage.Type,
                Content = string.Join(", ", storage.Content),
                Shared = DocsModel.YesNo(storage.IsShared),
            }).ToArray(),
        };
    }

    private static object[] StorageRows(Inventory inventory) =>
        [.. inventory.Storages.GroupBy(storage => (storage.Name, storage.Type, Content: string.Join(", ", storage.Content), storage.IsShared))
            .OrderBy(group => group.Key.Name, StringComparer.Ordinal).ThenBy(group => group.Key.Type, StringComparer.Ordinal).ThenBy(group => group.Key.Content, StringComparer.Ordinal).ThenBy(group => group.Key.IsShared)
            .Select(group => new
            {
                group.Key.Name,
                group.Key.Type,
                group.Key.Content,
                Shared = DocsModel.YesNo(group.Key.IsShared),
                Nodes = string.Join(", ", group.Select(storage => storage.Node).Order(StringComparer.Ordinal)),
            })];

    private static object Row(DocsBridge bridge) => new
    {
        bridge.Name,
        bridge.Node,
        bridge.Cidr,
        bridge.Ports,
        Vlans = string.Join(", ", bridge.Vlans.Select(vlan => vlan.ToString(CultureInfo.InvariantCulture))),
        VlanAware = bridge.VlanAware is { } aware ? DocsModel.YesNo(aware) : "?",
        Guests = bridge.Guests.Count.ToString(CultureInfo.InvariantCulture),
    };

    private static object[] Inexpressible(GenerationInput input, IEnumerable<Guest> guests) =>
        [.. guests.Select(guest => (Guest: guest, Keys: input.Inexpressible(guest))).Where(item => item.Keys.Count > 0)
            .Select(item => new { Guest = $"{item.Guest.Kind.DisplayName()} {item.Guest}", Keys = string.Join(", ", item.Keys.Order(StringComparer.Ordinal)) })];

    private static string GuestLabel(Inventory inventory, int vmid) =>
        inventory.Guest(vmid) is { } guest ? $"{guest.Kind.DisplayName()} {guest}" : vmid.ToString(CultureInfo.InvariantCulture);
}
