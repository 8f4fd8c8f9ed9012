using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What a report says, with the real names still in it: nothing of this is written before it has been anonymised.</summary>
public static class IssueReportContent
{
    private const int MostRuns = 20;

    /// <summary>The files of a report. Without a workspace there are versions and errors only.</summary>
    /// <param name="host">What runs this, with its version: <c>PowerShell 7.6.5</c>.</param>
    /// <param name="errors">The last errors of the session, newest first, as text.</param>
    public static IReadOnlyList<GeneratedFile> Of(Workspace? workspace, string host, IEnumerable<string> errors)
    {
        var files = new List<GeneratedFile> { new("versions.md", Versions(host, workspace)), new("errors.md", Errors(errors)) };
        if (workspace is null) return files;
        files.Add(new("config.yml", File.Exists(workspace.ConfigPath) ? File.ReadAllText(workspace.ConfigPath) : ""));
        using var store = workspace.OpenState(readOnly: true);
        files.Add(new("runs.md", Runs(store)));
        if (store.ReadInventory() is not { } inventory) return files;
        files.Add(new("inventory.md", Summary(inventory)));
        files.Add(new("plan.md", Plan(workspace)));
        return files;
    }

    private static string Versions(string host, Workspace? workspace)
    {
        var text = new StringBuilder("# Versions\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- ProxmoxMpc {typeof(IssueReportContent).Assembly.GetName().Version?.ToString(3)}\n- {host}\n- {RuntimeInformation.FrameworkDescription}\n- {RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture})\n");
        text.Append(workspace is null ? "- no workspace\n" : workspace.Config.IsLab ? "- a workspace on the Lab\n" : "- a workspace on a server\n");
        return text.ToString();
    }

    private static string Errors(IEnumerable<string> errors)
    {
        var text = new StringBuilder("# Last errors, newest first\n");
        var none = true;
        foreach (var error in errors)
        {
            none = false;
            text.Append("\n```\n").Append(error.Replace("```", "'''", StringComparison.Ordinal).TrimEnd()).Append("\n```\n");
        }
        return none ? text.Append("\nNone in this session.\n").ToString() : text.ToString();
    }

    private static string Runs(StateStore store)
    {
        var text = new StringBuilder("# Last runs, newest first\n");
        foreach (var run in store.ReadRuns(MostRuns))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {run.Kind} {run.Id}: {run.Outcome ?? "not ended"}\n\n{run.Started:u} to {(run.Ended is { } ended ? ended.ToString("u", CultureInfo.InvariantCulture) : "?")}: {run.Summary}\n");
            foreach (var step in store.ReadSteps(run.Id))
                text.Append(CultureInfo.InvariantCulture, $"- {step.Number}. vmid {step.VmId} {step.Action} {step.Detail}: {step.State}{(step.Upid is null ? "" : $" {step.Upid}")}{(step.Error is null ? "" : $"; {step.Error}")}\n");
        }
        return text.ToString();
    }

    /// <summary>How much there is of what; a report needs no list of all guests.</summary>
    private static string Summary(Inventory inventory)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Inventory as of the last sync\n\nProxmox VE {inventory.Version}, cluster: {inventory.Cluster}\n\n");
        foreach (var node in inventory.Nodes)
            text.Append(CultureInfo.InvariantCulture, $"- node: {node.Name} ({node.Status}), {inventory.Guests.Count(guest => guest.Node == node.Name && guest.Kind == GuestKind.Qemu)} VMs, {inventory.Guests.Count(guest => guest.Node == node.Name && guest.Kind == GuestKind.Lxc)} containers\n");
        foreach (var status in inventory.Guests.GroupBy(guest => guest.Status).OrderBy(group => group.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"- {Counted.Of(status.Count(), "guest")} {status.Key}\n");
        foreach (var type in inventory.Storages.GroupBy(storage => storage.Type).OrderBy(group => group.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"- {Counted.Of(type.Select(storage => storage.Name).Distinct().Count(), "storage")} of type {type.Key}\n");
        foreach (var gap in inventory.Gaps) text.Append(CultureInfo.InvariantCulture, $"- not read: {gap}\n");
        return text.ToString();
    }

    /// <summary>From the state, without asking the server.</summary>
    private static string Plan(Workspace workspace)
    {
        var text = new StringBuilder("# Plan as of the last sync\n\n");
        try
        {
            var (differences, beside) = Compare.RunOffline(workspace);
            if (differences.Length + beside.Length == 0) text.Append("Code and server agree.\n");
            foreach (var difference in differences)
                text.Append(CultureInfo.InvariantCulture, $"- vmid {difference.VmId}, name: {difference.Name}: {difference.Attribute} ({difference.Side})\n");
            foreach (var kind in beside.GroupBy(difference => (difference.Kind, difference.Side)).OrderBy(group => group.Key))
                text.Append(CultureInfo.InvariantCulture, $"- {Counted.Of(kind.Count(), "difference")} of {kind.Key.Kind.Many()} ({kind.Key.Side})\n");
        }
        catch (PmpcException error)
        {
            // A report about code that cannot be read is what reports are for.
            text.Append(CultureInfo.InvariantCulture, $"The code cannot be compared: {error.Id}: {error.Message}\n");
        }
        return text.ToString();
    }
}
