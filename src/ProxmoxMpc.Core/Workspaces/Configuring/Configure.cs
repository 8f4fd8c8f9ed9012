using System.Collections.Concurrent;
using System.Collections.Immutable;
using ProxmoxMpc.Core.Applying.Tools;
using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces.Configuring;

/// <summary>The verb that runs the workspace's playbooks in guests that were just changed.</summary>
/// <param name="executable"><c>ansible-playbook</c>; null: the one on the PATH.</param>
public sealed class Configure(Workspace workspace, string? executable = null)
{
    private const string Folder = "ansible", Inventory = "inventory.yml";

    private const int AtATime = 5;

    // Ansible ends the task it is at.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly Dictionary<string, string?> Environment = new(StringComparer.Ordinal)
    {
        ["ANSIBLE_STDOUT_CALLBACK"] = "default",
        ["ANSIBLE_NOCOLOR"] = "1",
        ["ANSIBLE_FORCE_COLOR"] = "0",
        ["ANSIBLE_DISPLAY_FAILED_STDERR"] = "0",
        ["ANSIBLE_CALLBACK_RESULT_FORMAT"] = "json",
        ["ANSIBLE_RETRY_FILES_ENABLED"] = "0",
        ["PYTHONUNBUFFERED"] = "1",
    };

    /// <summary>Runs the playbooks of guests, several at a time, each limited to its guest.</summary>
    /// <param name="vmids">Those that were changed. Guests that do not run, templates and guests without a playbook are skipped with the reason.</param>
    /// <param name="progress">Hears the task that runs.</param>
    public async Task<ImmutableArray<ConfigureResult>> RunAsync(IEnumerable<int> vmids, IProgress<string>? progress, CancellationToken ct)
    {
        var (skipped, due) = Sort(vmids);
        if (due.Count == 0) return skipped;
        if ((executable ?? ToolPath.Find("ansible-playbook")) is not { } program)
            return [.. skipped.Concat(due.Select(one => Skip(one.Guest, one.Host, "ansible-playbook is not on the PATH: install Ansible, or run the playbook elsewhere."))).OrderBy(result => result.VmId)];
        var results = new ConcurrentBag<ConfigureResult>(skipped);
        // One run a guest: Ansible gives up on all later plays when the only host of one cannot be reached.
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = ct }, async (one, _) => results.Add(await RunAsync(program, one.Guest, one.Host, one.Playbook, progress, ct)));
        return [.. results.OrderBy(result => result.VmId)];
    }

    private async Task<ConfigureResult> RunAsync(string program, Guest guest, string host, string playbook, IProgress<string>? progress, CancellationToken ct)
    {
        var output = new AnsibleOutput();
        var run = new ToolRun(new ToolCommand(program, workspace.PathOf(Folder), ["-i", Inventory, "--limit", host, playbook]) { Environment = Environment, Patience = Patience });
        await foreach (var line in run.LinesAsync(ct))
            if (output.Read(line)) progress?.Report($"{host}: {output.Task}");
        return Result(guest, host, output, run.Result);
    }

    private (ImmutableArray<ConfigureResult> Skipped, List<(Guest Guest, string Host, string Playbook)> Due) Sort(IEnumerable<int> vmids)
    {
        using var store = workspace.OpenState(readOnly: true);
        var inventory = store.ReadInventory() ?? throw Picture.NeverSynced(workspace);
        var names = new GuestNames(inventory, Picture.Of(workspace, inventory, store).FileNames());
        var skipped = ImmutableArray.CreateBuilder<ConfigureResult>();
        var due = new List<(Guest, string, string)>();
        foreach (var guest in vmids.Distinct().Order().Select(inventory.Guest).OfType<Guest>())
        {
            var playbook = $"playbooks/{names.File(guest)}.yml";
            if (guest.IsTemplate) skipped.Add(Skip(guest, "", "A template never runs."));
            else if (!guest.IsRunning) skipped.Add(Skip(guest, names.Host(guest), "It does not run."));
            else if (!File.Exists(workspace.PathOf($"{Folder}/{playbook}"))) skipped.Add(Skip(guest, names.Host(guest), $"There is no {Folder}/{playbook}."));
            else due.Add((guest, names.Host(guest), playbook));
        }
        return (skipped.ToImmutable(), due);
    }

    private static ConfigureResult Result(Guest guest, string host, AnsibleOutput output, ToolResult result)
    {
        if (!output.Recaps.TryGetValue(host, out var recap))
            return new(guest.VmId, guest.Name, host, ConfigureOutcome.Failed, 0, 0, result.Errors.Length > 0 ? result.Errors.ReplaceLineEndings(" ") : FormattableString.Invariant($"ansible-playbook ended with {result.ExitCode} and did nothing here."));
        var outcome = recap.Unreachable > 0 ? ConfigureOutcome.Unreachable : recap.Failed > 0 ? ConfigureOutcome.Failed : ConfigureOutcome.Done;
        return new(guest.VmId, guest.Name, host, outcome, recap.Ok, recap.Changed, recap.Message);
    }

    private static ConfigureResult Skip(Guest guest, string host, string why) => new(guest.VmId, guest.Name, host, ConfigureOutcome.Skipped, 0, 0, why);
}
