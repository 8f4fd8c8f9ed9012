using System.Collections.Concurrent;
using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The files that follow from code and server: imports, Ansible, tests, docs. Which there should be, and with what in them.</summary>
internal sealed class DerivedFiles
{
    /// <summary>Folders in which every derived file has its source among the guests and nodes, so that one without is left over.</summary>
    public static readonly string[] SweptFolders = ["tests", "docs"];

    private static readonly string[] Folders = [CodeReading.Folder, "ansible", .. SweptFolders];

    /// <summary>How many of the server's changes the docs are told of.</summary>
    private const int MostDrift = 200;

    private readonly WorkspaceFiles _files;
    private readonly Dictionary<string, FoundFile> _found = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, KnownFile> _known;
    private readonly ConcurrentBag<KnownFile> _learned = [];
    private readonly RecipeTexts _texts = new();
    private readonly bool _force;

    private DerivedFiles(WorkspaceFiles files, StateStore store, bool force)
    {
        _files = files;
        _force = force;
        _known = store.ReadFiles();
        var found = new FoundFile[Folders.Length][];
        WorkFailure.First(() => Parallel.For(0, Folders.Length, index => found[index] = [.. files.Find(Folders[index], "**/*")]));
        _found.EnsureCapacity(found.Sum(files => files.Length));
        foreach (var file in found.SelectMany(files => files)) _found[file.Relative] = file;
    }

    /// <summary>Every file with who owns it. The server's guests that are not code are described in the docs, too.</summary>
    private static IEnumerable<(FileRecipe Recipe, FileOwnership Ownership)> For(Picture picture, WorkspaceConfig config, IReadOnlyList<DriftRecord> drift)
    {
        var inventory = picture.Inventory;
        foreach (var file in TerraformWriter.Skeleton(inventory, config.Endpoints.FirstOrDefault()?.Address, isUser: config is { TokenId: null, UserName: not null }))
            yield return (new(file.Path, [], () => file.Text), Path.GetFileName(file.Path) == "nodes.tf" ? FileOwnership.Derived : FileOwnership.Created);
        var beside = picture.ObjectCode.Imports(picture.Code);
        yield return (new(beside.Path, [], () => beside.Text), FileOwnership.Derived);

        var input = new GenerationInput(inventory, picture.FileNames(), picture.Ahead.Inexpressible, picture.Obstacles)
        {
            KnownSource = guest => picture.Ahead.Of(guest).Source,
            Drift = drift,
            DynamicInventory = config.DynamicInventory ? new(config.Endpoints.FirstOrDefault()?.Address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped), config.Identity, config.PinnedEndpoints.Any(one => one.Fingerprint is not null)) : null,
            CodeFiles = picture.Code.Guests.ToDictionary(guest => guest.VmId, guest => guest.File),
            Objects = [.. ObjectCatalog.WithManaged(picture.Objects, picture.Code)],
            ObjectsNotInCode =
            [
                .. picture.ObjectCode.Obstacles.Select(item => (ObjectCode.NameOf(item.Key), item.Reason)),
                .. picture.ObjectCode.Inexpressible.SelectMany(item => item.Settings.Select(setting => (ObjectCode.NameOf(item.Key), setting))),
            ],
        };
        yield return (new(TerraformWriter.ImportsPath, input.SourceWith(ImportNames(picture)), () => TerraformWriter.Imports(inventory, picture.Code).Text)
        {
            Pieces = text => TerraformWriter.WriteImports(inventory, picture.Code, piece => text.Append(piece)),
        }, FileOwnership.Derived);
        foreach (var file in AnsibleGenerator.Recipes(input)) yield return (file, FileOwnership.Derived);
        // The long ones first: of those that are many and short, each thread then has its share to the end.
        foreach (var file in DocsGenerator.Recipes(input)) yield return (file, FileOwnership.Derived);
        foreach (var file in PesterGenerator.Recipes(input)) yield return (file, FileOwnership.Derived);
        foreach (var file in AnsibleGenerator.CreatedRecipes(input)) yield return (file, FileOwnership.Created);
    }

    /// <summary>What of the code the imports are made from.</summary>
    private static IEnumerable<string> ImportNames(Picture picture) => picture.Code.Guests.Select(guest =>
        FormattableString.Invariant($"{guest.VmId} {guest.Kind} {guest.ResourceName} {guest.File} {guest.Attributes.Get(Model.Schema.AttributePath.Pool)}"));

    /// <summary>Writes what differs, takes away what is left over, and tells which files changed or were left alone.</summary>
    public static IReadOnlyList<SyncFile> Write(Workspace workspace, Picture picture, StateStore store, bool force, CancellationToken ct)
    {
        var files = workspace.Files.ForMany(picture.Ahead.Files);
        var derived = new DerivedFiles(files, store, force);
        var wanted = For(picture, workspace.Config, store.ReadDrift(MostDrift)).ToArray();
        var written = new FileWriteOutcome[wanted.Length];
        WorkFailure.First(() => Parallel.For(0, wanted.Length, new ParallelOptions { CancellationToken = ct }, index => written[index] = derived.Write(wanted[index].Recipe, wanted[index].Ownership)));
        var result = wanted.Zip(written).Where(pair => pair.Second != FileWriteOutcome.Unchanged).Select(pair => new SyncFile(pair.First.Recipe.Path, pair.Second.ToString(), null)).ToList();
        result.AddRange(derived.Sweep(wanted.Select(file => file.Recipe.Path).ToHashSet(StringComparer.Ordinal)));
        files.Flush();
        derived.Remember(store);
        return result;
    }

    private FileWriteOutcome Write(FileRecipe recipe, FileOwnership ownership)
    {
        var exists = _found.TryGetValue(recipe.Path, out var found);
        if (exists && ownership == FileOwnership.Created) return FileWriteOutcome.Unchanged;
        // Made of the same, and not touched since: then it need not be made again to see that it is the same.
        if (exists && IsAsMade(recipe, found)) return FileWriteOutcome.Unchanged;
        var written = (exists ? null : _files.Place(recipe.Path, recipe.Source)) ?? (recipe.Pieces is null ? _files.Write(recipe.Make(), ownership, _force) : _files.Write(recipe.Path, _texts.Of(recipe), ownership, _force));
        var outcome = written.Outcome;
        if (recipe.Source.Length > 0 && outcome is not (FileWriteOutcome.SkippedEdited or FileWriteOutcome.SkippedForeign))
        {
            var info = new FileInfo(written.FullPath);
            if (info.Exists) _learned.Add(new(recipe.Path, recipe.Source, info.Length, info.LastWriteTimeUtc.Ticks));
        }
        return outcome;
    }

    private bool IsAsMade(FileRecipe recipe, FoundFile found) => recipe.Source.Length > 0 && !found.IsLink && _known.TryGetValue(recipe.Path, out var known)
        && known.Length == found.Length && known.Modified == found.Modified && known.Source.AsSpan().SequenceEqual(recipe.Source);

    private IEnumerable<SyncFile> Sweep(HashSet<string> wanted)
    {
        var left = _found.Keys.Where(path => !wanted.Contains(path) && SweptFolders.Contains(path[..path.IndexOf('/')]) && _files.IsUntouched(path)).Order(StringComparer.Ordinal);
        foreach (var path in left)
            if (_files.Delete(path)) yield return new(path, "Deleted", null);
    }

    private void Remember(StateStore store)
    {
        var gone = _known.Keys.Where(path => !_found.ContainsKey(path)).Except(_learned.Select(file => file.Path), StringComparer.Ordinal);
        store.WriteFiles([.. _learned.OrderBy(file => file.Path, StringComparer.Ordinal)], [.. gone]);
    }
}
