using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Keeps in the history what code there was around an edit of many files.</summary>
internal static class CodeHistory
{
    /// <summary>Takes a snapshot of the code as it is, also where it cannot be read as Terraform. Null where the newest snapshot holds the same.</summary>
    public static string? Save(Workspace workspace, StateStore store, string kind, string summary, TimeProvider? time)
    {
        var code = workspace.Files.ReadAll(CodeReading.Folder, "**/*.tf");
        if (workspace.History.List() is [var newest, ..] && IsSame(workspace.History, newest.Id, code)) return null;
        return Write(workspace, store, kind, summary, time);
    }

    /// <summary>Writes what follows from the code and leaves a snapshot of it.</summary>
    public static void Settle(Workspace workspace, StateStore store, string kind, string summary, TimeProvider? time)
    {
        if (store.ReadInventory() is { } inventory)
            DerivedFiles.Write(workspace, Picture.Of(workspace, inventory, store), store, force: false, CancellationToken.None);
        Write(workspace, store, kind, summary, time);
    }

    private static string Write(Workspace workspace, StateStore store, string kind, string summary, TimeProvider? time)
    {
        var record = workspace.History.Write(new Snapshot
        {
            Created = (time ?? TimeProvider.System).GetUtcNow(),
            Kind = kind,
            Summary = summary,
            Code = workspace.Files.ReadAll(CodeReading.Folder, "**/*.tf").ToImmutableSortedDictionary(StringComparer.Ordinal),
            Base = [.. store.ReadBase().Values],
            Server = store.ReadInventory(),
        });
        store.AddSnapshot(record);
        return record.Id;
    }

    private static bool IsSame(HistoryStore history, string id, IReadOnlyDictionary<string, string> code)
    {
        try
        {
            var known = history.Read(id).Code;
            return known.Count == code.Count && code.All(file => known.GetValueOrDefault(file.Key) == file.Value);
        }
        catch (PmpcException error) when (error.Id is "PmpcSnapshotCorrupt" or "PmpcSnapshotTooNew" or "PmpcSnapshotNotFound")
        {
            // One that cannot be read keeps nothing safe.
            return false;
        }
    }
}
