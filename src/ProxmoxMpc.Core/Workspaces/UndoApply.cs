using System.Collections.Immutable;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// The verb that takes an apply back, attribute by attribute: what its steps changed gets its old value in the code; what was edited
/// since stays. Like <see cref="Rollback"/> it changes the code alone, and the server follows by the next apply.
/// </summary>
public static class UndoApply
{
    /// <summary>Works out the inverse of an apply and writes it into the code.</summary>
    /// <param name="point">The apply's snapshot; null: the last apply.</param>
    /// <param name="write">False: only tells what would change.</param>
    /// <exception cref="PmpcException">There was no apply, the snapshot is another's, or the code cannot be read. Nothing was changed.</exception>
    public static RollbackResult Run(Workspace workspace, string? point, bool write, TimeProvider? time = null)
    {
        var record = point is null
            ? workspace.History.List().FirstOrDefault(one => one.Kind == "apply") ?? throw new PmpcException("PmpcNothingToUndo", PmpcErrorKind.NotFound, "The history has no apply.", "Get-PmpcSnapshot shows what there is.", workspace.Root)
            : HistoryPoints.Find(workspace.History, point, time);
        if (workspace.History.Read(record.Id).Result is not { } json)
            throw new PmpcException("PmpcSnapshotNotOfApply", PmpcErrorKind.InvalidArgument, $"The snapshot '{record.Id}' is not that of an apply.", "Get-PmpcSnapshot -Kind apply lists them; Restore-PmpcSnapshot goes back to any other.", record.Id);

        using var hold = write ? workspace.Lock("undo", time) : null;
        var (files, code) = CodeReading.Of(workspace);
        var inversion = new Inversion(workspace.History, record, files, code);
        var applied = PlanJson.ReadResult(json);
        var done = applied.Steps.Where(step => step.Outcome == StepOutcome.Done).ToLookup(step => step.VmId, step => step.Step);
        using var store = workspace.OpenState(readOnly: !write);
        var (wanted, problems) = inversion.Before is { } past ? Returns.Of(past, store, done.Contains) : ([], []);
        foreach (var guest in done) inversion.Guest([.. guest]);
        new UndoObjects(workspace.History, record, code, inversion.Read, inversion.Write, inversion.Problem).Run([.. applied.Objects.Where(step => step.Outcome == StepOutcome.Done).Select(step => step.Step)]);
        var edits = inversion.Edits.Where(edit => files.GetValueOrDefault(edit.Key) != edit.Value).OrderBy(edit => edit.Key, StringComparer.Ordinal).ToArray();
        var result = new RollbackResult
        {
            SnapshotId = record.Id,
            Created = record.Created,
            Files = [.. edits.Select(edit => new SyncFile(edit.Key, edit.Value is null ? "Deleted" : files.ContainsKey(edit.Key) ? "Updated" : "Created", TextDiff.Unified(files.GetValueOrDefault(edit.Key), edit.Value)))],
            Returns = wanted,
            Problems = [.. inversion.Problems, .. problems],
            IsDryRun = !write,
        };
        if (!write || edits.Length == 0) return result;

        var saved = CodeHistory.Save(workspace, store, "before-undo", $"the code before undoing {record.Id}", time);
        foreach (var (path, text) in edits)
        {
            if (text is null) workspace.Files.Delete(path);
            else workspace.Files.Write(new(path, text), FileOwnership.Source);
        }
        Returns.Want(store, [.. done.Select(guest => guest.Key)], wanted);
        CodeHistory.Settle(workspace, store, "undo", $"the inverse of {record.Id} ({Counted.Of(edits.Length, "file")})", time);
        return result with { SavedAs = saved };
    }

    /// <summary>The edits that take steps back, collected file by file.</summary>
    private sealed class Inversion(HistoryStore history, SnapshotRecord apply, IReadOnlyDictionary<string, string> files, TerraformCode code)
    {
        private readonly ImmutableArray<PlanProblem>.Builder _problems = ImmutableArray.CreateBuilder<PlanProblem>();
        private readonly Lazy<Snapshot?> _before = new(() => Previous(history, apply));

        /// <summary>The workspace and the server before the apply; null where the history does not go back as far.</summary>
        public Snapshot? Before => _before.Value;

        /// <summary>New text of each file that changes; null: the file goes.</summary>
        public Dictionary<string, string?> Edits { get; } = new(StringComparer.Ordinal);

        public ImmutableArray<PlanProblem> Problems => _problems.ToImmutable();

        public void Guest(ImmutableArray<PlanStep> steps)
        {
            var present = code.Guests.FirstOrDefault(guest => guest.VmId == steps[0].VmId);
            if (steps.FirstOrDefault(step => step.Action == PlanAction.Delete) is { } delete)
            {
                if (delete.IsReplacement && present?.Kind == delete.Kind) Attributes([delete], present);
                else BringBack(delete, present);
            }
            else if (present is null) Problem(steps[0], null, "The code no longer has it.");
            else if (steps.Any(step => step.Action is PlanAction.Create or PlanAction.Restore or PlanAction.Clone)) Edit(present.File, text => TerraformEditor.Remove(text, present.ResourceName));
            else Attributes(steps, present);
        }

        private void Attributes(ImmutableArray<PlanStep> steps, DesiredGuest present)
        {
            var wanted = AttributeMap.Empty;
            var removed = new List<string>();
            foreach (var (step, change) in steps.SelectMany(step => step.Changes.Select(change => (step, change))))
            {
                if (step.Action == PlanAction.Grow) Problem(step, change.Path, $"A volume cannot be made smaller: it stays at {change.After}.");
                else if (step.Action == PlanAction.Template) Problem(step, change.Path, "A template cannot be turned back into a guest.");
                else if (present.HasOpinion(change.Path) && present.Attributes.Get(change.Path) != change.After) Problem(step, change.Path, "The code was changed since, and stays as it is.");
                else if (change.Before is null) removed.Add(change.Path);
                else wanted = wanted.With(change.Path, change.Before);
            }
            if (wanted.Count + removed.Count > 0) Edit(present.File, text => TerraformEditor.Set(text, present.ResourceName, present.Kind, wanted, removed));
        }

        /// <summary>A guest that the apply deleted: its file as it was, or written anew from what the server last said of it.</summary>
        private void BringBack(PlanStep step, DesiredGuest? present)
        {
            if (present is not null)
            {
                Problem(step, null, "The code has a guest with this vmid again.");
                return;
            }
            if (Before is not { } before)
            {
                Problem(step, null, "The history has nothing from before it was deleted.");
                return;
            }
            if (before.Base.FirstOrDefault(guest => guest.VmId == step.VmId) is { } known && before.Base.Count(guest => guest.File == known.File) == 1
                && before.Code.GetValueOrDefault(known.File) is { } text && !files.ContainsKey(known.File)) Edits[known.File] = text;
            else if (before.Server?.Guest(step.VmId) is { } server)
            {
                var taken = files.Keys.Concat(Edits.Keys).Select(Path.GetFileNameWithoutExtension).OfType<string>().Concat(code.ResourceNames);
                var file = TerraformWriter.Guest(server, GuestNaming.Allocate([server], new Dictionary<int, string>(), taken)[server.VmId]);
                Edits[file.Path] = file.Text;
            }
            else
                Problem(step, null, "The history does not know what it was.");
        }

        private void Edit(string file, Func<string, string> edit)
        {
            var after = edit(Edits.GetValueOrDefault(file) ?? files[file]);
            Edits[file] = TerraformEditor.IsEmpty(after) ? null : after;
        }

        /// <summary>A file as it is by now; null: there is none.</summary>
        public string? Read(string file) => Edits.TryGetValue(file, out var edited) ? edited : files.GetValueOrDefault(file);

        public void Write(string file, string text) => Edits[file] = text;

        public void Problem(string name, string? path, string message) => _problems.Add(new(0, name, path, message));

        private void Problem(PlanStep step, string? path, string message) => _problems.Add(new(step.VmId, step.Name, path, message));

        private static Snapshot? Previous(HistoryStore history, SnapshotRecord apply)
        {
            foreach (var record in history.List().SkipWhile(record => record.Id != apply.Id).Skip(1))
            {
                try
                {
                    return history.Read(record.Id);
                }
                catch (PmpcException error) when (error.Id is "PmpcSnapshotCorrupt" or "PmpcSnapshotTooNew")
                {
                    // The one before it will do: it knows less of the last edits, never anything wrong.
                }
            }
            return null;
        }
    }
}
