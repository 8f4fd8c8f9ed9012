using System.Collections.Immutable;
using System.Text;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Api.Objects;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Terraform.Porting;

namespace ProxmoxMpc.Core.Workspaces.Exporting;

/// <summary>
/// The verb that makes a workspace for another server of this one's code. Guests are new there: their code travels, their
/// disks' contents, their state and every secret do not. Until every question of the mapping sheet is answered, nothing but
/// the sheet is written.
/// </summary>
/// <param name="source">The workspace whose code travels; it is only read.</param>
/// <param name="target">A session on the target, with the settings that the new workspace shall have (<see cref="ExportTarget"/>).</param>
public sealed class Export(Workspace source, Session target)
{
    /// <summary>Reads the target, decides or asks what becomes of what, and writes the workspace.</summary>
    public async Task<ExportResult> RunAsync(ExportOptions options, IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        var root = Path.GetFullPath(options.Directory);
        var sheet = Path.GetFullPath(options.MappingPath ?? Path.Combine(root, "mapping.yml"));
        var reading = CodeReading.Of(source);
        var answers = MappingSheet.Read(sheet);
        var (before, filtered) = Known();
        var inventory = await new InventoryReader(target.Client).ReadAsync(progress, ct);

        var record = ExportRecord.Read(new(root));
        var theirs = new TargetPlaces(inventory);
        var guests = reading.Code.Guests;
        var allocation = new VmIdAllocation(vmid => theirs.IsTaken(vmid) && !record.VmIds.Contains(vmid), guests.Select(guest => guest.VmId), options.FirstVmId);
        var mappings = MappingProposer.Of(guests, before, theirs, allocation, answers, reading.Code.Pools.Keys.ToHashSet(StringComparer.Ordinal));
        var mapping = new CodeMapping
        {
            Places = mappings.Where(one => !one.IsOpen).ToImmutableDictionary(one => one.Key, one => one.Target == MappingProposal.LeftOut ? null : one.Target),
            KeepMacAddresses = options.KeepMacAddresses ?? answers.KeepMacAddresses ?? false,
            KeepUuids = options.KeepUuids ?? answers.KeepUuids ?? false,
            NewPools = [.. mappings.Where(one => one.Kind == PlaceKind.Pool && one is { IsOpen: false, Target: { } pool } && pool == one.Source && !theirs.Pools.Contains(pool)).Select(one => one.Source)],
            Endpoint = target.Workspace.Config.Endpoints.FirstOrDefault()?.Address,
        };
        var ruled = CodePorter.Ruled(reading.Files);
        if (ruled.Count > 0) mapping = await NamesAsync(mapping, ct);
        var result = new ExportResult { Workspace = root, Target = inventory.Cluster, Guests = guests.Length, Mappings = mappings, MappingPath = sheet, Notes = [.. Notes(reading.Code, before, filtered, ruled, inventory), .. mapping.NewPools.Order(StringComparer.Ordinal).Select(pool => new PortNote("", 0, $"The pool {pool} comes along: the apply makes it with the first guest that goes there. Its storages and who may do what there stay behind."))] };
        // Whoever has answered all of it finds the sheet as it was left.
        if (!options.DryRun && mappings.Any(one => answers.Of(one.Key) is null)) WriteSheet(sheet, MappingSheet.Text(before?.Cluster ?? source.Root, inventory.Cluster, mapping.KeepMacAddresses, mapping.KeepUuids, mappings));
        if (mappings.Any(one => one.IsOpen)) return result;

        var content = ExportContent.Of(source, reading, inventory, mapping);
        result = result with { Notes = result.Notes.AddRange(content.Notes) };
        EnsureNobodysEdits(new(root), content, record, options.Force);
        if (options.DryRun) return result with { Files = Preview(new(root), content, record) };
        return result with { Files = Write(root, content, inventory, [.. guests.Select(guest => int.Parse(mapping.Of(PlaceKey.OfVmId(guest.VmId))!, System.Globalization.CultureInfo.InvariantCulture))], record, ct), IsWritten = true };
    }

    /// <summary>What was last read of the old cluster, null where nothing was, and the guests that have a firewall of their own there.</summary>
    private (Inventory? Inventory, IReadOnlySet<int> Filtered) Known()
    {
        using var store = source.OpenState(readOnly: true);
        return (store.ReadInventory(), store.ReadObjects().OfType<FirewallObject>().Where(one => one is not FirewallOption).Select(one => one.VmId).OfType<int>().ToHashSet());
    }

    private static IEnumerable<PortNote> Notes(TerraformCode code, Inventory? before, IReadOnlySet<int> filtered, IReadOnlySet<int> ruled, Inventory inventory)
    {
        foreach (var gap in inventory.Gaps) yield return new("", 0, $"Of the target something could not be read, so that not all could be checked: {gap}");
        foreach (var guest in code.Unmanaged) yield return new(guest.Path, guest.Line, $"{guest.Address} is left to Terraform ({guest.Reason}): its names were exchanged where they stand, but nobody could check them.");
        foreach (var guest in code.Guests)
        {
            if (guest.Attributes.Keys.Any(path => path.StartsWith("hostpci", StringComparison.Ordinal) || path.StartsWith("usb", StringComparison.Ordinal) && path.EndsWith(".host", StringComparison.Ordinal)))
                yield return new(guest.File, guest.Line, $"{guest.Name} uses a device of its old node: make sure that the new one has it.");
            if (guest.Attributes.Any(pair => pair.Key.StartsWith("mp", StringComparison.Ordinal) && pair.Key.EndsWith(".volume", StringComparison.Ordinal) && pair.Value.StartsWith('/')))
                yield return new(guest.File, guest.Line, $"{guest.Name} mounts a folder of its old node: make sure that the new one has it.");
            if (ruled.Contains(guest.VmId))
                yield return new(guest.File, guest.Line, $"{guest.Name} has firewall rules of its own, which come along as Terraform code: 'terraform apply' makes them, the native engine makes the guest without.");
            else if (filtered.Contains(guest.VmId))
                yield return new(guest.File, guest.Line, $"{guest.Name} has firewall rules of its own, which are not in the code and so stay behind: on the target it is open to whatever the cluster's firewall lets through.");
            if (before?.Guest(guest.VmId) is { } server && TerraformWriter.Inexpressible(server) is { Count: > 0 } lost)
                yield return new(guest.File, guest.Line, $"Of {guest.Name} this is not in the code, and so does not come along: {string.Join(", ", lost)}.");
        }
    }

    /// <summary>What the target's firewall has names for.</summary>
    private async Task<CodeMapping> NamesAsync(CodeMapping mapping, CancellationToken ct)
    {
        var found = (await new ObjectReader(target.Client).ReadAsync(new() { Kinds = [ObjectKind.FirewallGroup, ObjectKind.FirewallIpSet, ObjectKind.FirewallAlias] }, ct)).Objects;
        return mapping with
        {
            TheirSecurityGroups = [.. found.OfType<FirewallGroup>().Select(group => group.Name)],
            TheirAddressNames = [.. found.OfType<FirewallObject>().Where(one => one is FirewallIpSet or FirewallAlias && one.Scope.IsCluster).Select(one => one.Name)],
        };
    }

    private static void WriteSheet(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path) || File.ReadAllText(path) != text) AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcFileFailed", PmpcErrorKind.Workspace, $"The mapping sheet '{path}' cannot be written: {error.Message}", "Check that you may write to the folder.", path, error);
        }
    }

    private static void EnsureNobodysEdits(WorkspaceFiles files, ExportContent content, ExportRecord record, bool force)
    {
        if (force) return;
        var edited = content.Files.Where(file => files.Read(file.Key) is { } there && there != file.Value && record.Files.GetValueOrDefault(file.Key) != ExportRecord.Hash(there)).Select(file => file.Key).ToArray();
        if (edited.Length > 0)
            throw new PmpcException("PmpcExportWouldOverwrite", PmpcErrorKind.Conflict, $"In '{files.Root}' the export would overwrite what it did not write, or what was edited since: {string.Join(", ", edited.Take(10))}{(edited.Length > 10 ? $" and {edited.Length - 10} more" : "")}. Nothing was written.",
                "Choose another folder, or overwrite them with -Force.", edited);
    }

    private static ImmutableArray<ExportedFile> Preview(WorkspaceFiles files, ExportContent content, ExportRecord record) =>
    [
        .. content.Files.Select(file => new ExportedFile(file.Key, files.Read(file.Key) is not { } there ? "Created" : there == file.Value ? "Unchanged" : "Updated")),
        .. Leftovers(files, content, record).Select(path => new ExportedFile(path, "Deleted")),
    ];

    /// <summary>Files of the last export that have no source any more, and that nobody has touched.</summary>
    private static IEnumerable<string> Leftovers(WorkspaceFiles files, ExportContent content, ExportRecord record) =>
        record.Files.Where(file => !content.Files.ContainsKey(file.Key) && files.Read(file.Key) is { } there && ExportRecord.Hash(there) == file.Value).Select(file => file.Key).ToArray();

    private ImmutableArray<ExportedFile> Write(string root, ExportContent content, Inventory inventory, ImmutableArray<int> vmids, ExportRecord record, CancellationToken ct)
    {
        var workspace = File.Exists(Path.Combine(root, Workspace.FolderName, "config.yml")) ? Workspace.Open(root) : Workspace.Create(root, target.Workspace.Config);
        using var hold = workspace.Lock("export");
        var files = workspace.Files.ForMany();
        var written = Preview(files, content, record);
        foreach (var (path, text) in content.Files)
        {
            ct.ThrowIfCancellationRequested();
            files.Write(new(path, text), FileOwnership.Source);
        }
        foreach (var file in written.Where(file => file.Action == "Deleted")) files.Delete(file.Path);
        new ExportRecord(content.Files.ToImmutableSortedDictionary(file => file.Key, file => ExportRecord.Hash(file.Value), StringComparer.Ordinal), vmids).Write(files);
        files.Flush();
        using var store = workspace.OpenState();
        store.WriteInventory(inventory);
        var derived = DerivedFiles.Write(workspace, Picture.Of(workspace, inventory, store), store, force: false, ct);
        return [.. written, .. derived.Select(file => new ExportedFile(file.Path, file.Action))];
    }
}
