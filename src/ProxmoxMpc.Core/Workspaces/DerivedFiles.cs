using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The files that follow from code and server: imports, Ansible, tests, docs. Which there should be, and with what in them.</summary>
internal static class DerivedFiles
{
    /// <summary>Folders in which every derived file has its source among the guests and nodes, so that one without is left over.</summary>
    public static readonly string[] SweptFolders = ["tests", "docs"];

    /// <summary>Every file with who owns it. The server's guests that are not code are described in the docs, too.</summary>
    public static IEnumerable<(GeneratedFile File, FileOwnership Ownership)> For(Picture picture, Uri? endpoint)
    {
        var inventory = picture.Inventory;
        var names = picture.FileNames();
        foreach (var file in TerraformWriter.Skeleton(inventory, endpoint))
            yield return (file, Path.GetFileName(file.Path) == "nodes.tf" ? FileOwnership.Derived : FileOwnership.Created);
        yield return (TerraformWriter.Imports(inventory, picture.Code), FileOwnership.Derived);
        yield return (picture.ObjectCode.Imports(picture.Code), FileOwnership.Derived);

        var input = new GenerationInput(inventory, names,
            inventory.Guests.ToDictionary(guest => guest.VmId, TerraformWriter.Inexpressible),
            picture.Obstacles) 
        {
            Objects = [.. ObjectCatalog.WithManaged(picture.Objects, picture.Code)],
            ObjectsNotInCode = [.. picture.ObjectCode.Obstacles.Select(item => (ObjectCode.NameOf(item.Key), item.Reason)),
                .. picture.ObjectCode.Inexpressible.SelectMany(item => item.Settings.Select(setting => (ObjectCode.NameOf(item.Key), setting)))],
        };
        foreach (var file in AnsibleGenerator.Derived(input)) yield return (file, FileOwnership.Derived);
        foreach (var file in AnsibleGenerator.Created(input)) yield return (file, FileOwnership.Created);
        foreach (var file in PesterGenerator.Derived(input)) yield return (file, FileOwnership.Derived);
        foreach (var file in DocsGenerator.Derived(input)) yield return (file, FileOwnership.Derived);
    }

    /// <summary>Writes what differs, takes away what is left over, and tells which files changed or were left alone.</summary>
    public static IEnumerable<SyncFile> Write(Workspace workspace, Picture picture, bool force, CancellationToken ct)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (file, ownership) in For(picture, workspace.Config.Endpoints.FirstOrDefault()))
        {
            ct.ThrowIfCancellationRequested();
            wanted.Add(file.Path);
            var write = workspace.Files.Write(file, ownership, force);
            if (write.Outcome != FileWriteOutcome.Unchanged) yield return new(file.Path, write.Outcome.ToString(), null);
        }
        foreach (var folder in SweptFolders)
        {
            foreach (var left in workspace.Files.ReadAll(folder, "**/*").Keys.Where(path => !wanted.Contains(path) && workspace.Files.IsUntouched(path)).Order(StringComparer.Ordinal))
            {
                if (workspace.Files.Delete(left)) yield return new(left, "Deleted", null);
            }
        }
    }
}
