using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Planning;

/// <summary>What Proxmox takes only at creation, and what waits for a restart.</summary>
public sealed class ReplacementTests
{
    private const int Box = 201;

    [Fact]
    public async Task What_is_fixed_at_creation_replaces_the_guest_where_its_code_lets_it_go()
    {
        using var lab = await OneNode.ReadyAsync();
        var file = lab.Code(Box).File;
        lab.Replace(file, "unprivileged  = true", "unprivileged  = false");
        var kept = await lab.PlanAsync();
        Assert.False(kept.HasChanges);
        Assert.Contains("prevent_destroy", Assert.Single(kept.Problems).Message, StringComparison.Ordinal);
        Assert.Equal("Nothing to apply; 1 problem left alone.", kept.Summary);

        lab.Replace(file, "prevent_destroy = true", "prevent_destroy = false");
        Assert.Contains("template_file_id", Assert.Single((await lab.PlanAsync()).Problems).Message, StringComparison.Ordinal);

        lab.Replace(file, "template_file_id = \"\"", "template_file_id = \"local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst\"");
        var plan = await lab.PlanAsync();
        Assert.Equal([(PlanAction.Delete, true, Consequence.DataLoss), (PlanAction.Create, true, Consequence.Live)], plan.Steps.Select(step => (step.Action, step.IsReplacement, step.Consequence)));
        Assert.Equal("1 to replace.", plan.Summary);
        var refusal = await Assert.ThrowsAsync<PmpcException>(() => lab.ApplyAsync(plan, new()));
        Assert.Equal("PmpcDataLossNotAllowed", refusal.Id);

        Assert.True((await lab.ApplyAsync(plan)).Succeeded);

        // Proxmox makes new containers unprivileged unless it is told not to.
        Assert.Null((await lab.ServerAsync(Box))!.Config.Get("unprivileged"));
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Empty((await lab.SyncAsync()).Files);

        var undone = UndoApply.Run(lab.Workspace, null, write: true);
        Assert.Empty(undone.Problems);
        Assert.Equal("1 to replace.", (await lab.PlanAsync()).Summary);
    }

    [Fact]
    public async Task A_guest_that_could_not_be_created_anew_stays_wanted()
    {
        using var lab = await OneNode.ReadyAsync(""" { "kind": "taskError", "task": "vzcreate", "message": "no space left on device" } """);
        var file = lab.Code(Box).File;
        lab.Replace(file, "unprivileged  = true", "unprivileged  = false");
        lab.Replace(file, "prevent_destroy = true", "prevent_destroy = false");
        lab.Replace(file, "template_file_id = \"\"", "template_file_id = \"local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst\"");
        var result = await lab.ApplyAsync();
        Assert.Equal([StepOutcome.Done, StepOutcome.Failed], result.Steps.Select(step => step.Outcome));
        var rest = await lab.PlanAsync();
        Assert.Equal((PlanAction.Create, Box), Assert.Single(rest.Steps) is var step ? (step.Action, step.VmId) : default);
        Assert.Empty(rest.Problems);
        await lab.SyncAsync();
        Assert.Equal(PlanAction.Create, Assert.Single((await lab.PlanAsync()).Steps).Action);
    }

    [Fact]
    public async Task A_reboot_is_planned_where_it_was_asked_for_and_something_waits()
    {
        using var lab = await OneNode.ReadyAsync();
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4").Set("description", "x"), write: true);
        GuestCode.Set(lab.Workspace, 101, new GuestEdits(GuestKind.Qemu).Set("cores", "8"), write: true);
        Assert.DoesNotContain((await lab.PlanAsync()).Steps, step => step.Action == PlanAction.Reboot);
        // Written without a reboot, it waits; a later plan finds it.
        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Equal("cores", Assert.Single((await lab.ServerAsync(100))!.Pending).Key);

        var plan = await PlanAsync(lab);

        var step = Assert.Single(plan.Steps);
        Assert.Equal((PlanAction.Reboot, 100, Consequence.Downtime), (step.Action, step.VmId, step.Consequence));
        Assert.Equal("cores: 2 -> 4", Assert.Single(step.Changes).ToString());
        Assert.True((await lab.ApplyAsync(plan)).Succeeded);
        Assert.Empty((await lab.ServerAsync(100))!.Pending);
        Assert.False((await PlanAsync(lab)).HasChanges);
    }

    [Fact]
    public async Task No_reboot_is_planned_for_a_guest_that_is_stopped_anyway()
    {
        using var lab = await OneNode.ReadyAsync();
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4").Set(AttributePath.Started, "0"), write: true);
        Assert.Equal([PlanAction.Stop, PlanAction.Update], (await PlanAsync(lab)).Steps.Select(step => step.Action));
    }

    [Fact]
    public async Task A_diff_names_every_attribute_with_its_cost_and_what_is_left_alone()
    {
        using var lab = await OneNode.ReadyAsync();
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4").Set("description", "two\nlines"), write: true);
        GuestCode.Remove(lab.Workspace, 101, write: true);
        using (var session = await lab.OpenAsync())
            await session.Client.PutAsync("/nodes/pve1/lxc/200/config", [new("memory", "1024")], TestContext.Current.CancellationToken);
        Assert.Equal(
            """
            - 1. db-01 (101) delete VM and its disks  [DATA LOSS]
            ~ 2. web-01 (100) update  [after a restart]
                ~ cores       = "2" -> "4"  [after a restart]
                + description = "two\nlines"
            ~ 3. web-01 (100) reboot, for cores to take effect  [downtime]
            < proxy (200) memory: (unset) -> "1024"  [by the server; sync brings it into the code]
            1 to update, 1 to reboot, 1 to delete.
            """.ReplaceLineEndings("\n"), string.Join('\n', (await PlanAsync(lab)).ToDiff()));
    }

    private static async Task<Plan> PlanAsync(LabWorkspace lab)
    {
        using var session = await lab.OpenAsync();
        return await new Apply(session).PlanAsync(new() { Restart = true }, null, TestContext.Current.CancellationToken);
    }
}
