using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Keeps in the history what code there was around an edit of many files.</summary>
internal static class CodeHistory
{
    /// <summary>Takes a snapshot of the code as it is, also where it cannot be read as Terraform. Null where the newest snapshot holds the same.</summary>
    public static string? Save(Workspace workspace, StateStore store, string kind, string summary, TimeProvider? time)
    {
        var code = CodeReading.Texts(workspace.Files, CodeNames.IsCode);
        if (workspace.History.List() is [var newest, ..] && IsSame(workspace.History, newest.Id, code)) return null;
        return Snapshots.Take(workspace, store, kind, summary, store.ReadInventory(), null, null, time ?? TimeProvider.System);
    }

    /// <summary>Writes what follows from the code and leaves a snapshot of it.</summary>
    public static void Settle(Workspace workspace, StateStore store, string kind, string summary, TimeProvider? time)
    {
        var inventory = store.ReadInventory();
        if (inventory is not null)
            DerivedFiles.Write(workspace, Picture.Of(workspace, inventory, store), store, force: false, CancellationToken.None);
        Snapshots.Take(workspace, store, kind, summary, inventory, null, null, time ?? TimeProvider.System);
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
