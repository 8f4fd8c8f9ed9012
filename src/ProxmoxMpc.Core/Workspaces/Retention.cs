using System.Diagnostics;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>How much of the history is kept: so many snapshots, and none older than so many days, where the workspace's settings say so.</summary>
internal static class Retention
{
    /// <summary>Deletes what is too much or too old. The newest snapshot always stays, and the newest of an apply, which could not be undone otherwise.</summary>
    public static void Apply(Workspace workspace, DateTimeOffset now)
    {
        var (count, days) = (workspace.Config.KeepSnapshots, workspace.Config.KeepDays);
        if (count is null && days is null) return;
        var ids = workspace.History.Ids();
        var lastApply = ids.FirstOrDefault(id => id.EndsWith("-apply", StringComparison.Ordinal));
        for (var index = 1; index < ids.Count; index++)
        {
            var isTooMuch = index >= count;
            var isTooOld = days is { } age && HistoryStore.CreatedOf(ids[index]) < now.AddDays(-age);
            if ((!isTooMuch && !isTooOld) || ids[index] == lastApply) continue;
            try
            {
                workspace.History.Remove(ids[index]);
            }
            catch (PmpcException stuck)
            {
                // What the run was about is done; the next snapshot tries again.
                Debug.WriteLine(stuck.Message);
            }
        }
    }
}
