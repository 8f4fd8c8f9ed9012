using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Planning.Objects;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// Takes back in the code what steps beside guests did: a resource that was created goes, attributes get their old values, and a
/// resource that was deleted comes back as it was written.
/// </summary>
/// <param name="apply">The snapshot of the apply.</param>
/// <param name="read">A file as it is by now; null: there is none.</param>
/// <param name="problem">Told of what cannot be taken back: its name, the attribute, and why.</param>
internal sealed class UndoObjects(HistoryStore history, SnapshotRecord apply, TerraformCode code, Func<string, string?> read, Action<string, string> write, Action<string, string?, string> problem)
{
    // Older ones know nothing of what was there right before.
    private const int MostSnapshots = 10;

    // What the code said before, newest first; each is read once, when it is needed.
    private List<(IReadOnlyDictionary<string, string> Files, TerraformCode Code)>? _past;

    private readonly HashSet<ObjectKey> _gone = [];

    public void Run(IReadOnlyCollection<ObjectStep> done)
    {
        // An edit of what names a resource created one and deleted another: the one gives its place back.
        foreach (var step in done.OrderBy(step => step.Action == PlanAction.Delete))
        {
            var present = code.Objects.FirstOrDefault(one => one.Key == step.Key);
            if (step.Action == PlanAction.Delete) BringBack(step, present);
            else if (present is null) problem(step.Name, null, "The code no longer has it.");
            else if (present.ByHand is not null) problem(step.Name, null, FormattableString.Invariant($"{present.File}:{present.Line} can be changed by a person only: {present.ByHand}."));
            else if (step.Action == PlanAction.Create)
            {
                write(present.File, ObjectCode.Remove(read(present.File)!, present));
                _gone.Add(present.Key);
            }
            else
                foreach (var change in step.Changes) Attribute(step, change, present);
        }
    }

    private void Attribute(ObjectStep step, PlanChange change, DeclaredObject present)
    {
        if (!present.HasOpinion(change.Path) || present.View.Get(change.Path) != change.After)
        {
            problem(step.Name, change.Path, "The code was changed since, and stays as it is.");
            return;
        }
        var text = read(present.File)!;
        var past = Past().Select(point => Find(point.Code, step.Key)).FirstOrDefault(one => one?.View.Get(change.Path) == change.Before && one?.Type == present.Type);
        var edited = past is not null ? ObjectUndo.Restore(text, present, past, [change.Path])
            : ObjectStep.IsBlocks(change.Before) || ObjectStep.IsBlocks(change.After) ? null : ObjectUndo.Set(text, present, change.Path, change.Before);
        if (edited is not null) write(present.File, edited);
        else problem(step.Name, change.Path, past is null ? "The history does not know what it was." : "It is written in a way that only a person can change.");
    }

    private void BringBack(ObjectStep step, DeclaredObject? present)
    {
        if (present is not null)
        {
            problem(step.Name, null, "The code has it again.");
            return;
        }
        foreach (var (files, before) in Past())
        {
            if (Find(before, step.Key) is not { } past || !files.TryGetValue(past.File, out var text) || ObjectUndo.TextOf(text, past) is not { } resource) continue;
            if (code.Objects.Any(one => one.Type == past.Type && one.Label == past.Label && !_gone.Contains(one.Key))) problem(step.Name, null, $"The code has another {past.Type}.{past.Label} by now.");
            else write(past.File, ObjectUndo.Append(read(past.File), resource));
            return;
        }
        problem(step.Name, null, "The history does not know what it was.");
    }

    private static DeclaredObject? Find(TerraformCode code, ObjectKey key) => code.Objects.FirstOrDefault(one => one.Key == key);

    private List<(IReadOnlyDictionary<string, string> Files, TerraformCode Code)> Past()
    {
        if (_past is not null) return _past;
        _past = [];
        foreach (var record in history.List().SkipWhile(record => record.Id != apply.Id).Skip(1).Take(MostSnapshots))
        {
            try
            {
                var files = history.Read(record.Id).Code;
                _past.Add((files, TerraformReader.Read(files)));
            }
            catch (PmpcException error) when (error.Id is "PmpcSnapshotCorrupt" or "PmpcSnapshotTooNew")
            {
                // An older one will do: it knows less of the last edits, never anything wrong.
                continue;
            }
        }
        return _past;
    }
}
