using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What an import did with a guest, or would do.</summary>
/// <param name="Action"><c>Created</c>, <c>Updated</c> or <c>Unchanged</c>.</param>
/// <param name="Source">The guest that it is to be cloned from; null: none.</param>
/// <param name="File">Its file of code, relative to the workspace.</param>
/// <param name="Changes">The attributes that change, as people name them; none for a new guest.</param>
public sealed record ImportedGuest(string Action, GuestKind Kind, int VmId, string Name, string Node, string? Source, string File, ImmutableArray<string> Changes);

/// <summary>What an import did, or would do.</summary>
/// <param name="Guests">In the file's order.</param>
/// <param name="Files">The files of code with their diffs.</param>
public sealed record ImportResult(ImmutableArray<ImportedGuest> Guests, ImmutableArray<SyncFile> Files)
{
    /// <summary>The snapshot of the code as it was before; null where nothing was written or it was in the history already.</summary>
    public string? SavedAs { get; init; }
}

/// <summary>
/// The verb that makes code of a file that declares guests. A guest that the code has already (by vmid, or by name where none is
/// declared) is edited in place, in what the file says of it; the others are new. Nothing is ever taken away.
/// </summary>
public static class DeclarationImport
{
    /// <summary>Reads the file and writes the code, all of it or nothing.</summary>
    /// <param name="file">YAML or JSON.</param>
    /// <param name="environment">Whose overlays count; null: none.</param>
    /// <param name="write">False: only tells what would change.</param>
    /// <exception cref="PmpcException"><c>PmpcDeclarationInvalid</c> with every problem and its place; <c>PmpcDeclarationNotReadable</c>; the workspace was never synced.</exception>
    public static ImportResult Run(Workspace workspace, string file, string? environment, bool write, TimeProvider? time = null, CancellationToken ct = default)
    {
        using var hold = write ? workspace.Lock("import", time) : null;
        using var store = workspace.OpenState();
        var inventory = store.ReadInventory() ?? throw Picture.NeverSynced(workspace);
        var problems = new DeclarationProblems(file);
        var declaration = DeclarationReader.Read(Text(file), problems);
        if (environment is not null && !declaration.Environments.ContainsKey(environment) && !problems.Any) throw NoSuchEnvironment(environment, declaration);
        var wanted = new DeclaredGuestReading(declaration, environment, inventory, problems).Guests();
        problems.ThrowIfAny();
        var work = new Work(workspace, inventory);
        foreach (var guest in wanted)
        {
            ct.ThrowIfCancellationRequested();
            work.Add(guest, problems);
        }
        problems.ThrowIfAny();
        var result = new ImportResult([.. work.Guests], [.. work.Edits().Select(edit => new SyncFile(edit.Path, edit.Before is null ? "Created" : "Updated", TextDiff.Unified(edit.Before, edit.After)))]);
        if (!write || result.Files.IsEmpty) return result;
        var saved = CodeHistory.Save(workspace, store, "before-import", "the code before an import", time);
        foreach (var (path, _, after) in work.Edits()) workspace.Files.Write(new(path, after), FileOwnership.Source);
        CodeHistory.Settle(workspace, store, "import", string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(result.Guests.Length, "guest")} of {Path.GetFileName(file)}"), time);
        return result with { SavedAs = saved };
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcDeclarationNotReadable", PmpcErrorKind.NotFound, $"'{file}' cannot be read: {error.Message}", "Give the path of a YAML or JSON file that declares guests.", file, error);
        }
    }

    private static PmpcException NoSuchEnvironment(string environment, Declaration declaration) => new("PmpcEnvironmentUnknown", PmpcErrorKind.NotFound, $"The file has no environment '{environment}'.",
        declaration.Environments.IsEmpty ? "It has none at all: leave -Environment out, or add it under 'environments'." : $"It has {string.Join(", ", declaration.Environments.Keys)}.", environment);

    /// <summary>The code as it becomes, guest by guest.</summary>
    private sealed class Work
    {
        private readonly Inventory _inventory;
        private readonly CodeFiles _files;
        private readonly TerraformCode _code;
        private readonly CodeStyle _style;
        private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);
        private readonly HashSet<int> _taken;
        private readonly List<string> _names;

        public Work(Workspace workspace, Inventory inventory)
        {
            (_files, _code) = CodeReading.Of(workspace);
            _inventory = inventory;
            _style = CodeStyle.Of(workspace.Config);
            _taken = [.. _code.Guests.Select(guest => guest.VmId), .. inventory.Guests.Select(guest => guest.VmId)];
            _names = [.. _files.Keys.Select(Path.GetFileNameWithoutExtension).OfType<string>(), .. _code.ResourceNames, "versions"];
        }

        public List<ImportedGuest> Guests { get; } = [];

        public IEnumerable<(string Path, string? Before, string After)> Edits() =>
            _texts.Select(text => (text.Key, Before: _files.GetValueOrDefault(text.Key), text.Value)).Where(edit => edit.Before != edit.Value).Select(edit => (edit.Key, edit.Before, edit.Value));

        public void Add(WantedGuest wanted, DeclarationProblems problems)
        {
            try
            {
                var existing = Existing(wanted, problems, out var isRefused);
                if (isRefused) return;
                if (existing is null) Create(wanted);
                else Update(wanted, existing);
            }
            catch (PmpcException refused) when (refused.Kind is PmpcErrorKind.InvalidArgument or PmpcErrorKind.NotFound or PmpcErrorKind.NotSupported)
            {
                problems.Add(wanted.Node, $"{wanted.Name}: {refused.Message}");
            }
        }

        private DesiredGuest? Existing(WantedGuest wanted, DeclarationProblems problems, out bool isRefused)
        {
            var found = _code.Guests.Where(guest => wanted.VmId is { } vmid ? guest.VmId == vmid : guest.Name == wanted.Name && guest.Kind == wanted.Kind).ToArray();
            var problem = found.Length > 1 ? $"the code has several guests called '{wanted.Name}'; a vmid is expected"
                : found is [var other] && other.Kind != wanted.Kind ? FormattableString.Invariant($"the vmid {other.VmId} is that of the {other.Kind.DisplayName()} {other.Name}; another one is expected for {wanted.Name}")
                : found.Length == 0 && wanted.VmId is { } taken && _taken.Contains(taken) ? FormattableString.Invariant($"the vmid {taken} is taken; another one is expected for {wanted.Name}") : null;
            isRefused = problem is not null;
            if (problem is not null) problems.Add(wanted.Node, problem);
            return found.FirstOrDefault();
        }

        private void Create(WantedGuest wanted)
        {
            var id = wanted.VmId ?? Enumerable.Range(100, int.MaxValue - 100).First(candidate => !_taken.Contains(candidate));
            var guest = NewGuest.Make(wanted.Edits, id, wanted.HomeNode ?? wanted.Source?.Node, _inventory);
            var name = GuestNaming.Allocate([guest], reserved: _names)[id];
            var path = _style.PathOf(guest, name);
            var before = _texts.GetValueOrDefault(path) ?? _files.GetValueOrDefault(path);
            var text = before is null && _style.Layout == WorkspaceLayout.PerGuest ? _style.FileOf(guest, name).Text : _style.Append(before, [(guest, name)]);
            if (wanted.Source is { } source) text = TerraformEditor.CloneOf(text, GuestNaming.ResourceName(name), guest.Kind, source);
            _texts[path] = text;
            _taken.Add(id);
            _names.Add(name);
            Guests.Add(new("Created", guest.Kind, id, guest.Name, guest.Node, wanted.Source?.ToString(), path, []));
        }

        private void Update(WantedGuest wanted, DesiredGuest existing)
        {
            if (wanted.HomeNode is { } node) wanted.Edits.Set(AttributePath.Node, node);
            // What a guest was made of matters when it is made; what it has already says nothing new.
            var changes = GuestCode.Expand(existing, wanted.Edits).Where(change => change.Key != AttributePath.OsTemplate && (existing.Attributes.Get(change.Key) != change.Value || !existing.HasOpinion(change.Key)))
                .Where(change => !IsOfSource(wanted, change)).ToArray();
            var before = _texts.GetValueOrDefault(existing.File) ?? _files[existing.File];
            var after = changes.Length == 0 ? before : TerraformEditor.Set(before, existing.ResourceName, existing.Kind,
                AttributeMap.From(changes.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!))), [.. changes.Where(pair => pair.Value is null).Select(pair => pair.Key)]);
            _texts[existing.File] = after;
            Guests.Add(new(before == after ? "Unchanged" : "Updated", existing.Kind, existing.VmId, wanted.Name, wanted.HomeNode ?? existing.Node, wanted.Source?.ToString(), existing.File,
                before == after ? [] : [.. changes.Select(change => AttributePath.Display(change.Key))]));
        }

        /// <summary>Whether a clone has it from its original alone: once it is there, it is a guest of its own.</summary>
        private static bool IsOfSource(WantedGuest wanted, KeyValuePair<string, string?> change) => wanted.Source is not null && !wanted.Declared.Contains(AttributePath.Split(change.Key).Key);
    }
}
