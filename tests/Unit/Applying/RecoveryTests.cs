using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Applying;

/// <summary>Applies that were cut off: what the journal had by then, what the server did, and what is made of it.</summary>
public sealed class RecoveryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_guest_that_was_made_by_a_killed_process_is_found_and_not_made_again(bool bySync)
    {
        using var lab = await OneNode.ReadyAsync();
        var vmid = GuestCode.New(lab.Workspace, new GuestEdits(GuestKind.Qemu).SetParameter("Name", "fresh"), null, "pve1", write: true).VmId;
        var plan = await lab.PlanAsync();
        await CutOffAsync(lab, plan, async session => await new GuestRequests(session.Client).SendAsync(plan.Steps[0], null, Stop));
        Assert.Equal((1, 0, 1), Unfinished(lab) is { } run ? (run.Steps, run.Done, run.Uncertain) : default);

        var found = bySync ? (await lab.SyncAsync()).CutOff : await RecoverAsync(lab);

        Assert.Equal((StepOutcome.Done, PlanAction.Create), Assert.Single(found) is var step ? (step.Outcome, step.Action) : default);
        Assert.Contains(":qmcreate:", step.Upid, StringComparison.Ordinal);
        Assert.Null(Unfinished(lab));
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Equal("done", Last(lab).Outcome);
        Assert.Equal(vmid, (await lab.ServerAsync(vmid))!.VmId);
        Assert.Empty(await RecoverAsync(lab));
        Assert.Contains(lab.Workspace.History.List(), record => record.Kind == "apply");
    }

    [Fact]
    public async Task What_never_went_out_is_left_and_resumed()
    {
        using var lab = await OneNode.ReadyAsync();
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        await CutOffAsync(lab, await lab.PlanAsync(), _ => Task.CompletedTask);
        var step = Assert.Single(await RecoverAsync(lab));
        Assert.Equal(StepOutcome.Skipped, step.Outcome);
        Assert.Equal("interrupted", Last(lab).Outcome);
        var rest = await RestAsync(lab);
        Assert.Equal(100, Assert.Single(rest!.Value.Plan.Steps).VmId);
        Assert.True((await lab.ApplyAsync(rest.Value.Plan)).Succeeded);
        Assert.Null(await RestAsync(lab));
    }

    [Fact]
    public async Task A_task_that_failed_says_so_and_is_no_reason_to_forget_the_step()
    {
        using var lab = await OneNode.ReadyAsync("""{ "kind": "taskError", "task": "qmcreate", "message": "no space left on device" }""");
        GuestCode.New(lab.Workspace, new GuestEdits(GuestKind.Qemu).SetParameter("Name", "fresh"), null, "pve1", write: true);
        var plan = await lab.PlanAsync();
        await CutOffAsync(lab, plan, async session => await new GuestRequests(session.Client).SendAsync(plan.Steps[0], null, Stop));
        var step = Assert.Single(await RecoverAsync(lab));
        Assert.Equal(StepOutcome.Failed, step.Outcome);
        Assert.Contains("no space left", step.Message, StringComparison.Ordinal);
        Assert.Equal(PlanAction.Create, Assert.Single((await RestAsync(lab))!.Value.Plan.Steps).Action);
    }

    [Fact]
    public async Task A_container_that_was_stopped_only_to_be_moved_is_started_though_the_run_was_cut_off_in_between()
    {
        using var lab = await OneNode.ReadyAsync();
        GuestCode.Set(lab.Workspace, 200, new GuestEdits(GuestKind.Lxc).Set("rootfs.storage", "ceph"), write: true);
        var plan = await lab.PlanAsync();
        Assert.Equal([PlanAction.Stop, PlanAction.MoveDisk, PlanAction.Start], plan.Steps.Select(step => step.Action));
        using var session = await lab.OpenAsync();
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Apply(session).RunAsync(plan, new(), null, step => { if (step.Action == PlanAction.Stop) impatience.Cancel(); }, impatience.Token));
        Assert.NotNull(Unfinished(lab));

        var sync = await lab.SyncAsync();
        Assert.Contains(sync.CutOff, step => step is { Action: PlanAction.Stop, Outcome: StepOutcome.Done });
        Assert.Equal("1", lab.Code(200).Attributes.Get(AttributePath.Started));
        Assert.Equal(PlanAction.Start, (await lab.PlanAsync()).Steps[^1].Action);
        Assert.True((await lab.ApplyAsync((await RestAsync(lab))!.Value.Plan)).Succeeded);
        Assert.Equal((true, "ceph"), await lab.ServerAsync(200) is { } guest ? (guest.IsRunning, guest.Disks.Single(disk => disk.Key == "rootfs").Storage) : default);
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Fact]
    public async Task What_nobody_agreed_to_is_not_resumed()
    {
        using var lab = await OneNode.ReadyAsync();
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        GuestCode.Set(lab.Workspace, 101, new GuestEdits(GuestKind.Qemu).Set("cores", "8"), write: true);
        await CutOffAsync(lab, await lab.PlanAsync(), _ => Task.CompletedTask);
        await RecoverAsync(lab);
        GuestCode.Set(lab.Workspace, 101, new GuestEdits(GuestKind.Qemu).Set("cores", "2").Set("onboot", "1"), write: true);
        GuestCode.Set(lab.Workspace, 201, new GuestEdits(GuestKind.Lxc).Set("memory", "1024"), write: true);
        var (plan, leftOut) = (await RestAsync(lab))!.Value;
        Assert.Equal(100, Assert.Single(plan.Steps).VmId);
        Assert.Equal(["db-01 (101)", "batch (201)"], leftOut);
    }

    [Fact]
    public async Task A_run_under_way_is_not_called_cut_off_and_one_of_an_older_version_is_closed()
    {
        using var lab = await OneNode.ReadyAsync();
        using (var store = lab.Workspace.OpenState()) store.WriteStep(new(store.BeginRun("apply", DateTimeOffset.UtcNow), 1, 100, "Update", "cores", "started", null, null));
        using (lab.Workspace.Lock("apply")) Assert.Null(Unfinished(lab));
        Assert.NotNull(Unfinished(lab));
        Assert.Equal(Unfinished(lab), WorkspaceStatus.Of(lab.Workspace).Unfinished);
        await lab.SyncAsync();
        Assert.Null(Unfinished(lab));
    }

    [Fact]
    public async Task Another_apply_finds_out_first_what_became_of_the_last()
    {
        using var lab = await OneNode.ReadyAsync();
        GuestCode.New(lab.Workspace, new GuestEdits(GuestKind.Qemu).SetParameter("Name", "fresh"), null, "pve1", write: true);
        var plan = await lab.PlanAsync();
        await CutOffAsync(lab, plan, async session => await new GuestRequests(session.Client).SendAsync(plan.Steps[0], null, Stop));
        var again = Assert.Single((await lab.ApplyAsync(plan)).Steps);
        // The guest is there, so nothing is made; and the run that made it is settled.
        Assert.Equal(StepOutcome.Failed, again.Outcome);
        Assert.Null(Unfinished(lab));
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    /// <summary>Writes the journal of a process that was killed just after, or just before, its first request.</summary>
    private static async Task CutOffAsync(LabWorkspace lab, Plan plan, Func<Session, Task> act)
    {
        using var session = await lab.OpenAsync();
        using var store = lab.Workspace.OpenState();
        var journal = new StepJournal(store, store.BeginRun("apply", DateTimeOffset.UtcNow));
        journal.Begin(plan.Steps);
        var step = plan.Steps[0];
        journal.Sending(step, step.Digest is null ? null : await new GuestRequests(session.Client).StateAsync(step, Stop), DateTimeOffset.UtcNow);
        await act(session);
    }

    private static async Task<System.Collections.Immutable.ImmutableArray<StepResult>> RecoverAsync(LabWorkspace lab)
    {
        using var session = await lab.OpenAsync();
        return (await new Apply(session).RecoverAsync(Stop)).Steps;
    }

    private static async Task<(Plan Plan, System.Collections.Immutable.ImmutableArray<string> LeftOut)?> RestAsync(LabWorkspace lab)
    {
        using var session = await lab.OpenAsync();
        return await new Apply(session).PlanRestAsync(null, Stop);
    }

    private static UnfinishedRun? Unfinished(LabWorkspace lab) => UnfinishedRun.Of(lab.Workspace);

    private static RunRecord Last(LabWorkspace lab)
    {
        using var store = lab.Workspace.OpenState();
        return store.ReadLastRun("apply")!;
    }
}
