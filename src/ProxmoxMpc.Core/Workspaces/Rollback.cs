using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What a rollback did to the code, or would do.</summary>
public sealed record RollbackResult
{
    /// <summary>The snapshot whose code is there again; for an undone apply, the apply's own.</summary>
    public required string SnapshotId { get; init; }

    /// <summary>When that snapshot was taken.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The files that changed, with their diffs.</summary>
    public ImmutableArray<SyncFile> Files { get; init; } = [];

    /// <summary>What cannot be brought back by editing code, guest by guest.</summary>
    public ImmutableArray<PlanProblem> Problems { get; init; } = [];

    /// <summary>What the next apply brings back with what was on it.</summary>
    public ImmutableArray<RollbackReturn> Returns { get; init; } = [];

    /// <summary>The snapshot of the code as it was before; null where it was in the history already or nothing changed.</summary>
    public string? SavedAs { get; init; }

    /// <summary>What an apply would do now to make the server follow; null where the server was not asked.</summary>
    public Plan? Plan { get; init; }

    public bool IsDryRun { get; init; }
}

/// <summary>
/// The verb that brings the code of a snapshot back. It changes files alone: the server follows by apply, after its plan was
/// looked at. What the code was before is kept as a snapshot, so that no edit is lost.
/// </summary>
public static class Rollback
{
    /// <summary>Brings the code back. Works also where the present code is broken: that is one of the reasons to go back.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="point">What <see cref="HistoryPoints.Find"/> understands.</param>
    /// <param name="write">False: only tells what would change.</param>
    /// <exception cref="PmpcException">No such snapshot, or it is damaged; nothing was changed.</exception>
    public static RollbackResult Run(Workspace workspace, string point, bool write, TimeProvider? time = null)
    {
        var record = HistoryPoints.Find(workspace.History, point, time);
        var snapshot = workspace.History.Read(record.Id);
        using var hold = write ? workspace.Lock("rollback", time) : null;
        var present = Code(workspace);
        var files = Edits(present, snapshot.Code).ToImmutableArray();
        using var store = workspace.OpenState(readOnly: !write);
        var (wanted, problems) = Returns.Of(snapshot, store, _ => true);
        var result = new RollbackResult { SnapshotId = record.Id, Created = record.Created, Files = [.. files.Select(Describe)], Returns = wanted, Problems = problems, IsDryRun = !write };
        if (!write || files.IsEmpty) return result;

        var saved = CodeHistory.Save(workspace, store, "before-rollback", $"the code before going back to {record.Id}", time);
        foreach (var (path, _, after) in files)
        {
            if (after is null) workspace.Files.Delete(path);
            else workspace.Files.Write(new(path, after), FileOwnership.Source);
        }
        Returns.Want(store, null, wanted);
        CodeHistory.Settle(workspace, store, "rollback", $"the code of {record.Id} ({Counted.Of(files.Length, "file")})", time);
        return result with { SavedAs = saved };
    }

    /// <summary>Files of the code that nobody generates: derived ones follow from these and are written anew.</summary>
    private static ImmutableSortedDictionary<string, string> Code(Workspace workspace) => Own(CodeReading.Texts(workspace.Files, CodeNames.IsCode));

    private static ImmutableSortedDictionary<string, string> Own(IEnumerable<KeyValuePair<string, string>> files) =>
        files.Where(file => WorkspaceFilesHeader.Split(file.Value).Hash is null).ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static IEnumerable<(string Path, string? Before, string? After)> Edits(ImmutableSortedDictionary<string, string> present, IReadOnlyDictionary<string, string> kept)
    {
        var past = Own(kept);
        foreach (var path in present.Keys.Union(past.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (before, after) = (present.GetValueOrDefault(path), past.GetValueOrDefault(path));
            if (before != after) yield return (path, before, after);
        }
    }

    private static SyncFile Describe((string Path, string? Before, string? After) edit) =>
        new(edit.Path, edit.After is null ? "Deleted" : edit.Before is null ? "Created" : "Updated", TextDiff.Unified(edit.Before, edit.After));
}
