using System.Globalization;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>An apply that was cut off – killed, stopped, out of reach of its server – and of which nobody has found out yet what became of it.</summary>
/// <param name="Id">Its number in the journal.</param>
/// <param name="Steps">All steps of its plan.</param>
/// <param name="Done">Those that are known to be done.</param>
/// <param name="Uncertain">Those that were under way.</param>
public sealed record UnfinishedRun(long Id, DateTimeOffset Started, int Steps, int Done, int Uncertain)
{
    /// <summary>The latest; null where there is none, and while a command is at work in the workspace.</summary>
    public static UnfinishedRun? Of(Workspace workspace, StateStore store)
    {
        if (store.ReadUnfinishedRuns() is not [.., var run] || WorkspaceLock.Holder(Path.Combine(workspace.Root, Workspace.FolderName)) is not null) return null;
        var steps = store.ReadSteps(run.Id);
        return new(run.Id, run.Started, steps.Count, steps.Count(step => step.State == "done"), steps.Count(step => step.State is "started" or "unknown"));
    }

    /// <inheritdoc cref="Of(Workspace, StateStore)"/>
    public static UnfinishedRun? Of(Workspace workspace)
    {
        if (!File.Exists(workspace.StatePath)) return null;
        using var store = workspace.OpenState(readOnly: true);
        return Of(workspace, store);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"The apply of {Started:yyyy-MM-dd HH:mm:ss} UTC was cut off: {Done} of {Steps} steps were done{(Uncertain > 0 ? $", {Uncertain} under way" : "")}.");
}
