using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>An apply on a copy: the same steps with the same ends, and nothing done anywhere.</summary>
public sealed class RehearsalTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rehearsal_ends_as_the_apply_and_leaves_no_trace()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4").Set("scsi0.size", "64G"), write: true);
        GuestCode.New(lab.Workspace, new GuestEdits(GuestKind.Qemu).SetParameter("Name", "fresh-01"), null, "pve2", write: true);
        GuestCode.Remove(lab.Workspace, 107, write: true);
        var (before, files, history) = (Server(lab), lab.Files(), lab.Workspace.History.Ids());
        string folder;
        (Plan Plan, ApplyResult Result) rehearsed;
        using (var rehearsal = Rehearsal.Of(lab.Workspace))
        {
            folder = rehearsal.Workspace.Root;
            rehearsed = await RunAsync(rehearsal, null);
        }
        Assert.False(Directory.Exists(folder));
        Assert.Equal(before, Server(lab));
        Assert.Equal(history, lab.Workspace.History.Ids());
        Assert.Equal(files, lab.Files());
        Assert.True(rehearsed.Result.Succeeded, string.Join('\n', rehearsed.Result.Steps.Select(step => step.Message)));

        var (plan, result) = await lab.ApplyWithBackupAsync();
        Assert.Contains(plan.Steps, step => step.Action == PlanAction.Backup);
        Assert.Equal(plan.Steps.Select(step => (step.Action, step.VmId, step.Summary, step.Consequence)), rehearsed.Plan.Steps.Select(step => (step.Action, step.VmId, step.Summary, step.Consequence)));
        Assert.Equal(result.Steps.Select(step => (step.Number, step.Outcome)), rehearsed.Result.Steps.Select(step => (step.Number, step.Outcome)));
    }

    [Fact]
    public async Task Of_a_plan_that_is_given_its_guests_are_rehearsed()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        var plan = await lab.PlanAsync();
        GuestCode.Set(lab.Workspace, 101, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        using var rehearsal = Rehearsal.Of(lab.Workspace);
        Assert.Equal([100], (await RunAsync(rehearsal, plan)).Result.Steps.Select(step => step.VmId));
    }

    [Fact]
    public async Task Code_and_server_agree_on_the_copy_where_they_agree()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        using var rehearsal = Rehearsal.Of(lab.Workspace);
        var (plan, _) = await RunAsync(rehearsal, null);
        Assert.Equal((0, 0, 0, 0), (plan.Steps.Length, plan.Drift.Length, plan.Conflicts.Length, plan.Gaps.Length));
    }

    [Fact]
    public async Task What_a_killed_rehearsal_leaves_is_private_and_goes_with_the_next_command()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var folders = lab.Workspace.PathOf(Workspace.FolderName);
        using var mine = Rehearsal.Of(lab.Workspace);
        Assert.Equal(folders, Path.GetDirectoryName(mine.Workspace.Root));
        // A process of that id that began at another time is none of ours.
        var dead = Path.Combine(folders, $"rehearsal-{Environment.ProcessId}-1-x", "terraform");
        foreach (var clear in new Action[] { () => lab.Workspace.Lock("edit").Dispose(), () => Rehearsal.Of(lab.Workspace).Dispose() })
        {
            Directory.CreateDirectory(dead);
            File.WriteAllText(Path.Combine(dead, "terraform.tfvars"), "password = \"x\"\n");
            clear();
            Assert.Equal([mine.Workspace.Root], Directory.GetDirectories(folders, "rehearsal-*"));
        }
    }

    [Fact]
    public void Of_a_server_that_nobody_knows_there_is_no_rehearsal()
    {
        using var lab = new LabWorkspace();
        Assert.Equal("PmpcNeverSynced", Assert.Throws<PmpcException>(() => Rehearsal.Of(lab.Workspace)).Id);
    }

    private static async Task<(Plan Plan, ApplyResult Result)> RunAsync(Rehearsal rehearsal, Plan? given)
    {
        using var lab = LabCluster.FromJson(rehearsal.LabState);
        using var session = await Session.OpenAsync(rehearsal.Workspace, new() { Transport = lab.CreateHandler(), Token = lab.IssueEmbeddedToken() }, Stop);
        var apply = new Apply(session);
        var plan = await new Backups(session).AddAsync(Rehearsal.Of(given, await apply.PlanAsync(null, Stop)), new(), Stop);
        return (plan, await apply.RunAsync(plan, new() { AllowsDataLoss = _ => true }, null, null, Stop));
    }

    /// <summary>The server's state without the marks of time that passes.</summary>
    private static string Server(LabWorkspace lab) => System.Text.Json.Nodes.JsonNode.Parse(lab.Lab.ToJson())!["guests"]!.ToJsonString();
}
