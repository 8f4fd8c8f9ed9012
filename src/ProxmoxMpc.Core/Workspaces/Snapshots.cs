using System.Collections.Immutable;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Leaves in the history what a run made of the workspace.</summary>
internal static class Snapshots
{
    /// <summary>Writes the snapshot and notes it in the state. Returns its id.</summary>
    public static string Take(Workspace workspace, StateStore store, string kind, string summary, Picture picture, Plan? plan, ApplyResult? result, TimeProvider time)
    {
        var record = workspace.History.Write(new Snapshot
        {
            Created = time.GetUtcNow(),
            Kind = kind,
            Summary = summary,
            Code = picture.Files,
            Base = [.. store.ReadBase().Values],
            Server = picture.Inventory,
            Plan = plan is null ? null : PlanJson.ToJson(plan),
            Result = result is null ? null : PlanJson.ToJson(result),
        });
        store.AddSnapshot(record);
        return record.Id;
    }
}
