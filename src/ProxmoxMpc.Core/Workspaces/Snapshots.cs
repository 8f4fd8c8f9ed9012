using System.Collections.Immutable;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Leaves in the history what a run made of the workspace.</summary>
internal static class Snapshots
{
    /// <summary>Writes the snapshot and notes it in the state. Returns its id.</summary>
    /// <param name="agreed">The base as the state has it now, by vmid, where it is in memory; null: it is read.</param>
    public static string Take(Workspace workspace, StateStore store, string kind, string summary, Inventory? server, Plan? plan, ApplyResult? result, TimeProvider time, IEnumerable<BaseGuest>? agreed = null)
    {
        var record = workspace.History.Write(new Snapshot
        {
            Created = time.GetUtcNow(),
            Kind = kind,
            Summary = summary,
            // As it is now: files that were written a moment ago belong to it.
            Code = CodeFiles.Present(workspace.Files),
            Base = [.. agreed ?? store.ReadBase().Values],
            Server = server,
            Plan = plan is null ? null : PlanJson.ToJson(plan),
            Result = result is null ? null : PlanJson.ToJson(result),
        });
        store.AddSnapshot(record);
        Retention.Apply(workspace, time.GetUtcNow());
        return record.Id;
    }
}
