using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Generates Terraform code for the provider bpg/proxmox that plans no change.</summary>
public static class TerraformWriter
{
    /// <summary>
    /// The files around the guests. <c>nodes.tf</c> is derived from the inventory; the others are made once and then belong
    /// to the user.
    /// </summary>
    /// <param name="endpoint">The default of the endpoint's variable; null: the user gives it.</param>
    public static IReadOnlyList<GeneratedFile> Skeleton(Inventory inventory, Uri? endpoint, bool isUser = false) => SkeletonFiles.Create(inventory, endpoint, isUser);

    /// <summary>Where <see cref="Imports(Inventory, TerraformCode)"/> are.</summary>
    public const string ImportsPath = ProviderNames.Root + "/imports.tf";

    /// <summary>
    /// <c>terraform/imports.tf</c>: an import block for each guest that is on the server and in the code, for resources that
    /// have the names that <see cref="Guest"/> gives them.
    /// </summary>
    /// <param name="fileNames">The files' names by vmid, from <see cref="GuestNaming"/>.</param>
    /// <param name="inCode">The vmids that the code has.</param>
    public static GeneratedFile Imports(Inventory inventory, IReadOnlyDictionary<int, string> fileNames, IReadOnlySet<int> inCode) =>
        ImportsFile.Create(inventory.Guests
            .Where(guest => inCode.Contains(guest.VmId) && fileNames.ContainsKey(guest.VmId))
            .Select(guest => new ImportTarget(guest, $"module.{guest.Kind.Folder()}.", GuestNaming.ResourceName(fileNames[guest.VmId]), guest.Kind == GuestKind.Lxc && guest.Pool is not null)));

    /// <summary>The same for code as it was read: with the names that its resources really have, wherever they are.</summary>
    public static GeneratedFile Imports(Inventory inventory, TerraformCode code) => ImportsFile.Create(ImportTargets(inventory, code));

    /// <summary>The same piece by piece.</summary>
    internal static void WriteImports(Inventory inventory, TerraformCode code, Action<string> append) => ImportsFile.Write(ImportTargets(inventory, code), append);

    private static IEnumerable<ImportTarget> ImportTargets(Inventory inventory, TerraformCode code) =>
        from desired in code.Guests
        let guest = inventory.Guest(desired.VmId)
        where guest?.Kind == desired.Kind
        select new ImportTarget(guest, ImportsFile.ModuleOf(desired.File), desired.ResourceName, desired.Kind == GuestKind.Lxc && desired.Attributes.ContainsKey(Model.Schema.AttributePath.Pool) && desired.HasOpinion(Model.Schema.AttributePath.Pool));

    /// <summary>The file of one guest. A guest with an <see cref="Obstacle"/> gets a file without a resource that says why.</summary>
    /// <param name="fileName">Without extension, from <see cref="GuestNaming"/>.</param>
    /// <param name="spellOut">Whether it also says what Proxmox has written down although it is the default.</param>
    public static GeneratedFile Guest(Guest guest, string fileName, bool spellOut = false) => GuestFile.Create(guest, fileName, spellOut);

    /// <summary>A file with guests behind what is in it already.</summary>
    /// <param name="existing">The file; null: it is new.</param>
    /// <param name="guests">Each with the file name that it would have, after which its resource is called.</param>
    public static string Append(string? existing, IEnumerable<(Guest Guest, string Name)> guests, bool spellOut = false) => GuestFile.Append(existing, guests, spellOut);

    /// <summary>Where that file is.</summary>
    public static string PathOf(GuestKind kind, string fileName) => $"{ProviderNames.Root}/{kind.Folder()}/{fileName}.tf";

    /// <summary>Why the guest cannot be Terraform code, or null where it can.</summary>
    public static ImportObstacle? Obstacle(Guest guest) => GuestObstacles.Of(guest);

    /// <summary>Config keys and attribute paths of the guest that its code cannot say, sorted. They are carried along untouched.</summary>
    public static IReadOnlyList<string> Inexpressible(Guest guest) => Inexpressibles.Of(guest);
}
