using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Core.Workspaces.Terraforming;
using ProxmoxMpc.Tests.Unit.State;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Terraforming;

/// <summary>An apply by Terraform is an apply: the same plan, the same results, the same traces.</summary>
public sealed class TerraformEngineTests
{
    [Fact]
    public async Task Plan_and_apply_give_the_same_objects_as_the_native_engine()
    {
        using var native = new TerraformWorld();
        using var world = new TerraformWorld();
        foreach (var one in new[] { native, world })
        {
            await one.SyncAsync();
            GuestCode.Set(one.Workspace, one.Code("web-01").VmId, new GuestEdits(GuestKind.Qemu).Set("description", "a\"${x}'; rm -rf ../.."), write: true);
            GuestCode.Set(one.Workspace, one.Code("proxy").VmId, new GuestEdits(GuestKind.Lxc).Set("memory", "1024"), write: true);
            GuestCode.New(one.Workspace, new GuestEdits(GuestKind.Qemu).SetParameter("Name", "fresh-01").Set("tags", "new"), null, null, write: true);
        }
        var terraform = await world.StubAsync();
        var expected = await native.PlanAsync();
        var wanted = await native.ApplyNativelyAsync();
        Assert.True(wanted.Succeeded, Messages(wanted));

        var (plan, result) = await world.ApplyAsync(terraform, serverActs: true, TestContext.Current.CancellationToken);

        Assert.Equal(expected.Steps.Select(Line), plan.Steps.Select(Line));
        Assert.Equal(expected.Problems.Select(problem => problem.Message), plan.Problems.Select(problem => problem.Message));
        Assert.Equal(wanted.Steps.Select(step => (Line(step.Step), step.Outcome, step.Message)), result.Steps.Select(step => (Line(step.Step), step.Outcome, step.Message)));
        Assert.False((await world.PlanAsync()).HasChanges);
        Assert.Equal(Journal(native), Journal(world));
        Assert.Equal("apply", world.Workspace.History.List()[0].Kind);

        // What Terraform's state knows, it can delete, though the code has it no more.
        GuestCode.Remove(world.Workspace, world.Code("web-01").VmId, write: true);
        var (_, gone) = await world.ApplyAsync(terraform, serverActs: true, TestContext.Current.CancellationToken);
        Assert.Equal([(PlanAction.Stop, StepOutcome.Done), (PlanAction.Backup, StepOutcome.Done), (PlanAction.Delete, StepOutcome.Done)], gone.Steps.Select(step => (step.Action, step.Outcome)));
        Assert.All(Journal(world), step => Assert.Equal("done", step.Item3));
        // What it wrote last is in the backup.
        Assert.Equal(["qmshutdown", "vzdump", "qmdestroy"], world.Tasks(gone.Steps[0].VmId).Where(task => task is not "qmconfig"));
        Assert.False((await world.PlanAsync()).HasChanges);

        // The credential goes by the environment and nowhere else.
        Assert.Contains($"PROXMOX_VE_API_TOKEN={TestToken(world)}", world.Environment, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Secret, world.Arguments, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(world.Workspace.Root, "*", SearchOption.AllDirectories))
            Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(world.Secret)) >= 0, $"{file} holds the secret.");
        Assert.Equal("600", TemporaryFolder.Mode(world.Workspace.PathOf("terraform/terraform.tfstate")));
        Assert.Empty(Directory.EnumerateFiles(world.Workspace.PathOf(".proxmox"), "*.tfplan"));
    }

    [Fact]
    public async Task What_Terraform_calls_done_and_the_server_does_not_show_is_a_failure()
    {
        using var world = new TerraformWorld();
        await world.SyncAsync();
        GuestCode.Set(world.Workspace, world.Code("web-01").VmId, new GuestEdits(GuestKind.Qemu).Set("description", "new"), write: true);
        var (_, result) = await world.ApplyAsync(await world.StubAsync(), serverActs: false, TestContext.Current.CancellationToken);
        var step = Assert.Single(result.Steps);
        Assert.Equal(StepOutcome.Failed, step.Outcome);
        Assert.Contains("The server called it done", step.Message, StringComparison.Ordinal);
        Assert.True((await world.PlanAsync()).HasChanges);
    }

    [Fact]
    public async Task A_replacement_is_two_steps_with_data_loss_and_refused_without_the_word()
    {
        using var world = new TerraformWorld();
        await world.SyncAsync();
        var proxy = world.Code("proxy");
        var elsewhere = proxy.Node == "pve1" ? "pve2" : "pve1";
        File.WriteAllText(world.Workspace.PathOf(proxy.File), world.Text(proxy.File).Replace($"\"{proxy.Node}\"", $"\"{elsewhere}\"", StringComparison.Ordinal).Replace("prevent_destroy = true", "prevent_destroy = false", StringComparison.Ordinal));
        var terraform = await world.StubAsync();
        using var session = await world.OpenAsync();
        using var run = await world.PrepareAsync(session, terraform);

        Assert.Equal([(PlanAction.Stop, Consequence.Downtime), (PlanAction.Delete, Consequence.DataLoss), (PlanAction.Create, Consequence.Live)], run.Plan.Steps.Select(step => (step.Action, step.Consequence)));
        Assert.Contains("node_name", run.Plan.Steps[1].Changes.Select(change => change.Path));
        var refused = await Assert.ThrowsAsync<PmpcException>(() => new Apply(session).RunAsync(run.Plan, new() { Terraform = run }, null, null, TestContext.Current.CancellationToken));
        Assert.Equal("PmpcDataLossNotAllowed", refused.Id);
        Assert.Contains("-AllowDataLoss proxy", refused.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("apply", world.Arguments.Split('\n').Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task A_replacement_that_Terraform_did_not_begin_is_not_done_because_the_old_guest_is_there()
    {
        using var world = new TerraformWorld();
        await world.SyncAsync();
        var proxy = world.Code("proxy");
        GuestCode.Set(world.Workspace, proxy.VmId, new GuestEdits(GuestKind.Lxc).Set("memory", "1024"), write: true);
        var address = Core.Terraform.TerraformAddresses.Of(proxy);
        var terraform = world.Script($$$$"""
            case "$1" in
              init) mkdir -p .terraform ;;
              show) echo '{"resource_changes":[{"address":"{{{{address}}}}","type":"proxmox_virtual_environment_container","mode":"managed","change":{"actions":["delete","create"],"after":{}}}]}' ;;
              apply)
                echo '{"type":"apply_start","@message":"Destroying...","hook":{"resource":{"addr":"{{{{address}}}}"},"action":"delete"}}'
                echo '{"type":"diagnostic","@level":"error","@message":"Error: it is protected","diagnostic":{"severity":"error","summary":"it is protected","detail":"","address":"{{{{address}}}}"}}'
                exit 1 ;;
            esac
            """);
        var (_, result) = await world.ApplyAsync(terraform, serverActs: false, TestContext.Current.CancellationToken);
        Assert.Equal([(PlanAction.Stop, StepOutcome.Done), (PlanAction.Backup, StepOutcome.Done), (PlanAction.Delete, StepOutcome.Failed), (PlanAction.Create, StepOutcome.Failed)], result.Steps.Select(step => (step.Action, step.Outcome)));
        Assert.Contains("it is protected", result.Steps[2].Message, StringComparison.Ordinal);
        Assert.NotNull(await world.DataOfAsync(proxy.VmId));
    }

    [Fact]
    public async Task What_Terraform_deletes_and_replaces_comes_back_with_its_disks()
    {
        using var world = new TerraformWorld();
        await world.SyncAsync();
        var (web, dns) = (world.Code("web-01"), world.Code("dns-02"));
        // A guest that starts writes to its disks.
        foreach (var guest in new[] { web, dns }) GuestCode.Set(world.Workspace, guest.VmId, new GuestEdits(guest.Kind).Set(AttributePath.Started, "0"), write: true);
        Assert.True((await world.ApplyNativelyAsync()).Succeeded);
        var (webData, dnsData) = (await world.DataOfAsync(web.VmId), await world.DataOfAsync(dns.VmId));
        Assert.All(webData!.Concat(dnsData!), drive => Assert.NotNull(drive.Value));
        var terraform = await world.StubAsync();
        // Terraform deletes what its state knows, and that knows what it has had to do with.
        GuestCode.Set(world.Workspace, web.VmId, new GuestEdits(GuestKind.Qemu).Set("description", "known"), write: true);
        Assert.True((await world.ApplyAsync(terraform, serverActs: true, TestContext.Current.CancellationToken)).Result.Succeeded);
        GuestCode.Remove(world.Workspace, web.VmId, write: true);
        File.WriteAllText(world.Workspace.PathOf(dns.File), world.Text(dns.File).Replace("unprivileged  = true", "unprivileged  = false", StringComparison.Ordinal).Replace("prevent_destroy = true", "prevent_destroy = false", StringComparison.Ordinal)
            .Replace("template_file_id = \"\"", "template_file_id = \"local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst\"", StringComparison.Ordinal));

        var (_, result) = await world.ApplyAsync(terraform, serverActs: true, TestContext.Current.CancellationToken);

        Assert.True(result.Succeeded, Messages(result));
        Assert.Equal(2, result.Steps.Count(step => step is { Action: PlanAction.Backup, Archive: not null }));
        Assert.Null(await world.DataOfAsync(web.VmId));
        Assert.True(!dnsData!.SequenceEqual((await world.DataOfAsync(dns.VmId))!), Messages(result));

        var undone = UndoApply.Run(world.Workspace, null, write: true);
        Assert.Equal([web.VmId, dns.VmId], undone.Returns.Where(one => one.What is null).Select(one => one.VmId).Order());
        using (var session = await world.OpenAsync())
        using (var run = await world.PrepareAsync(session, terraform))
            Assert.All(run.Plan.Problems, problem => Assert.Contains("The native engine can", problem.Message, StringComparison.Ordinal));
        var back = await world.ApplyNativelyAsync();

        Assert.True(back.Succeeded, Messages(back));
        Assert.Equal(webData, await world.DataOfAsync(web.VmId));
        Assert.Equal(dnsData, await world.DataOfAsync(dns.VmId));
        Assert.False((await world.PlanAsync()).HasChanges);
    }

    [Fact]
    public async Task An_interrupt_leaves_Terraform_time_and_the_next_run_finds_out_what_became_of_it()
    {
        using var world = new TerraformWorld();
        await world.SyncAsync();
        var web = world.Code("web-01");
        GuestCode.Set(world.Workspace, web.VmId, new GuestEdits(GuestKind.Qemu).Set("description", "new"), write: true);
        var address = Core.Terraform.TerraformAddresses.Of(web);
        var terraform = world.Script($$$$"""
            case "$1" in
              init) mkdir -p .terraform ;;
              show) echo '{"resource_changes":[{"address":"{{{{address}}}}","type":"proxmox_virtual_environment_vm","mode":"managed","change":{"actions":["update"],"after":{"reboot_after_update":true}}}]}' ;;
              apply)
                trap 'echo "{\"type\":\"log\",\"@message\":\"Interrupt received.\"}"; exit 1' INT
                echo '{"type":"apply_start","@message":"Modifying...","hook":{"resource":{"addr":"{{{{address}}}}"},"action":"update"}}'
                while :; do sleep 0.05; done ;;
            esac
            """);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.ApplyAsync(terraform, serverActs: false, stop.Token, progress =>
        {
            if (progress.TaskLine is not null) stop.Cancel();
        }));
        using var session = await world.OpenAsync();
        var found = Assert.Single((await new Apply(session).RecoverAsync(TestContext.Current.CancellationToken)).Steps);
        Assert.Equal((web.VmId, StepOutcome.Skipped), (found.VmId, found.Outcome));
        Assert.Equal("description", Assert.Single(Assert.Single((await world.PlanAsync()).Steps).Changes).Path);
    }

    [Fact]
    public void Where_Terraform_means_something_else_nothing_of_it_is_done_and_the_reason_is_a_problem()
    {
        var plan = new Plan { Steps = [Step(1, 100, PlanAction.Update) with { Consequence = Consequence.PendingRestart }, Step(2, 101, PlanAction.Update), Step(3, 102, PlanAction.Delete), Step(4, 103, PlanAction.Update)] };
        var addresses = new Dictionary<string, (int, bool)> { ["a"] = (100, false), ["b"] = (101, false), ["d"] = (103, false) };
        var merge = TerraformMerge.Of(plan, [Change("a", "update") with { Reboots = true }, Change("b", "create"), Change("pool", "create"), Change("other", "delete")], addresses);

        // The provider restarts what else would wait for a restart.
        Assert.Equal([(1, 100, Consequence.Downtime)], merge.Plan.Steps.Select(step => (step.Number, step.VmId, step.Consequence)));
        Assert.Equal([101, 102, 103], merge.Dropped.Order());
        Assert.Equal([101, 102, 103, 0], merge.Plan.Problems.Select(problem => problem.VmId));
        Assert.Equal(["other"], merge.Unexpected);

        static PlanStep Step(int number, int vmid, PlanAction action) => new() { Number = number, Action = action, Kind = GuestKind.Qemu, VmId = vmid, Name = $"g{vmid}", Node = "pve1" };
        static TerraformChange Change(string address, string action) => new(address, "proxmox_virtual_environment_vm", [action], [], false);
    }

    private static string Line(PlanStep step) => $"{step.Number} {step.Action} {step.Guest} {step.Node} {step.Summary} {step.Consequence}";

    private static string Messages(ApplyResult result) => string.Join('\n', result.Steps.Select(step => $"{step.Guest} {step.Action} {step.Outcome}: {step.Message}"));

    private static string TestToken(TerraformWorld world) => $"{world.Workspace.Config.TokenId}={world.Secret}";

    private static IEnumerable<(int, string, string)> Journal(TerraformWorld world)
    {
        using var store = world.Workspace.OpenState();
        var run = store.ReadLastRun("apply")!;
        Assert.Equal(Core.State.RunOutcome.Done, run.Outcome);
        return store.ReadSteps(run.Id).Select(step => (step.VmId, step.Action, step.State)).ToArray();
    }
}
