using System.Globalization;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Generation;

/// <summary>Pester tests that compare what is deployed with what is written. They only read.</summary>
public static class PesterGenerator
{
    /// <summary>
    /// <c>tests/Cluster.Tests.ps1</c>, one file a guest in <c>tests/vms</c> and <c>tests/containers</c>, the integration
    /// folder, and <c>tests/Workspace.ps1</c> that they all load.
    /// </summary>
    public static IReadOnlyList<GeneratedFile> Derived(GenerationInput input) => [.. Recipes(input).Select(recipe => recipe.Make())];

    /// <summary>The same, to be made one by one.</summary>
    public static IReadOnlyList<FileRecipe> Recipes(GenerationInput input)
    {
        var names = input.Names;
        var files = new List<FileRecipe>
        {
            new("tests/Workspace.ps1", SourceHash.Of(), () => TemplateSet.Render("workspace.ps1", new { })),
            new("tests/Cluster.Tests.ps1", input.Source(), () => TemplateSet.Render("cluster.ps1", Cluster(input))),
            new("tests/integration/Drift.Tests.ps1", SourceHash.Of(), () => TemplateSet.Render("drift.ps1", new { })),
            new("tests/integration/Tools.Tests.ps1", SourceHash.Of(), () => TemplateSet.Render("tools.ps1", new { })),
        };
        foreach (var guest in input.Guests)
            files.Add(OfGuest(guest, names.File(guest), input.SourceOf(guest)));
        return [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>The file of one guest.</summary>
    /// <param name="name">The guest's name in files.</param>
    /// <param name="source">Hash of the guest.</param>
    internal static FileRecipe OfGuest(Guest guest, string name, byte[] source) =>
        FileRecipe.OfTemplate($"tests/{GuestNames.Folder(guest)}/{name}.Tests.ps1", SourceHash.Of(source, SourceHash.Text(name)), "guest.ps1", () => Model(guest, name));

    private static object Model(Guest guest, string name) => new
    {
        guest.VmId,
        IsRead = GenerationInput.IsRead(guest),
        Kind = guest.Kind.DisplayName(),
        Tag = guest.Kind == GuestKind.Qemu ? "vm" : "container",
        Cmdlet = guest.Kind == GuestKind.Qemu ? "Get-PmpcVm" : "Get-PmpcContainer",
        File = name,
        guest.Name,
        // HA moves its guests by itself: where one is, is no drift.
        Node = guest.HaState is null ? guest.Node : null,
        Power = guest.Status switch { "running" or "paused" => "@('running', 'paused')", "stopped" => "@('stopped')", _ => null },
        guest.MemoryMiB,
        CpuCount = PowerShellText.Number(guest.CpuCount),
        Tags = PowerShellText.Array(guest.Tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
        OnBoot = PowerShellText.Boolean(guest.OnBoot),
        Protection = PowerShellText.Boolean(guest.Protection),
        IsTemplate = PowerShellText.Boolean(guest.IsTemplate),
        guest.Pool,
        Disks = guest.Disks.OrderBy(disk => disk.Key, StringComparer.Ordinal).Select(disk => new
        {
            disk.Key,
            disk.Storage,
            Size = disk.SizeBytes is null ? null : PowerShellText.Number(disk.SizeGiB),
        }).ToArray(),
        DiskKeys = PowerShellText.Array(guest.Disks.Select(disk => disk.Key).Order(StringComparer.Ordinal)),
        Interfaces = guest.NetworkInterfaces.OrderBy(nic => nic.Key, StringComparer.Ordinal).Select(nic => new
        {
            nic.Key,
            nic.Bridge,
            Mac = nic.MacAddress,
            Vlan = PowerShellText.Number(nic.VlanTag),
        }).ToArray(),
        InterfaceKeys = PowerShellText.Array(guest.NetworkInterfaces.Select(nic => nic.Key).Order(StringComparer.Ordinal)),
    };

    private static object Cluster(GenerationInput input)
    {
        var inventory = input.Inventory;
        return new
        {
            Nodes = inventory.Nodes.OrderBy(node => node.Name, StringComparer.Ordinal).Select(node => new { node.Name, Online = node.IsOnline }).ToArray(),
            Storages = inventory.Storages.OrderBy(storage => storage.Node, StringComparer.Ordinal).ThenBy(storage => storage.Name, StringComparer.Ordinal)
                .Select(storage => new { storage.Name, storage.Node, storage.Type }).ToArray(),
            Vms = Ids(input, GuestKind.Qemu),
            Containers = Ids(input, GuestKind.Lxc),
            // Under a gap the list of guests is not the whole list: a guest more proves nothing.
            Complete = inventory.Gaps.Length == 0,
        };
    }

    private static string Ids(GenerationInput input, GuestKind kind) =>
        $"@({string.Join(", ", input.Guests.Where(guest => guest.Kind == kind).Select(guest => guest.VmId.ToString(CultureInfo.InvariantCulture)))})";
}
