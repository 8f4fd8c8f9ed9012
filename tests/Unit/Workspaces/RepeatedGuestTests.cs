using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Guests that users make by <c>for_each</c> and <c>count</c> are in the code and Terraform's: no sync writes files for them, no plan deletes them.</summary>
public sealed class RepeatedGuestTests
{
    [Theory]
    [InlineData("for_each  = { web-01 = 100, web-02 = 101 }\n  vm_id     = each.value")]
    [InlineData("count     = 2\n  vm_id     = 100 + count.index")]
    public async Task What_they_make_is_left_to_Terraform_also_where_it_had_files_before(string how)
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        foreach (var vmid in new[] { 100, 101 }) File.Delete(lab.Workspace.PathOf(lab.Code(vmid).File));
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/fleet.tf"), $"resource \"proxmox_virtual_environment_vm\" \"fleet\" {{\n  {how}\n  node_name = \"pve1\"\n}}\n");

        var plan = await lab.PlanAsync();
        Assert.False(plan.HasChanges);
        Assert.Empty(plan.Problems);
        var sync = await lab.SyncAsync();
        Assert.Equal([(SyncChangeKind.NotManaged, 100), (SyncChangeKind.NotManaged, 101)], sync.Changes.Select(change => (change.Kind, change.VmId)));
        Assert.All(sync.Changes, change => Assert.Contains("terraform/vms/fleet.tf:1: module.vms.proxmox_virtual_environment_vm.fleet makes it", change.Reason, StringComparison.Ordinal));
        Assert.Empty(sync.LeftToTerraform);
        Assert.DoesNotContain("terraform/vms/web-01.tf", lab.Files().Keys);
        Assert.DoesNotContain("pve1/100\"", lab.Text("terraform/imports.tf"), StringComparison.Ordinal);
        Assert.Equal((0, 0), (await lab.SyncAsync()) is var second ? (second.FilesWritten, second.RowsWritten) : default);

        // Written out again, they are what they were.
        File.Delete(lab.Workspace.PathOf("terraform/vms/fleet.tf"));
        await lab.SyncAsync(Preference.Server);
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Theory]
    [InlineData("module \"a\" {\n  source = \"./fleet\"\n  count  = 2\n  id     = 100 + count.index\n}\n", "vm_id     = var.id")]
    [InlineData("module \"a\" {\n  source   = \"./fleet\"\n  for_each = { x = 100, y = 101 }\n  id       = each.value\n}\n", "vm_id     = local.id")]
    [InlineData("module \"a\" {\n  source = \"./fleet\"\n  id     = 100\n}\nmodule \"b\" {\n  source = \"./fleet\"\n  id     = 101\n}\n", "vm_id     = var.id")]
    [InlineData("module \"a\" {\n  source   = \"./fleet\"\n  for_each = toset([\"x\"])\n  id       = 100\n}\n", "count     = 2\n  vm_id     = var.id + count.index")]
    public async Task What_a_repeated_module_makes_is_left_to_Terraform_and_never_written_a_second_time(string calls, string how)
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        foreach (var vmid in new[] { 100, 101 }) File.Delete(lab.Workspace.PathOf(lab.Code(vmid).File));
        Directory.CreateDirectory(lab.Workspace.PathOf("terraform/fleet"));
        File.AppendAllText(lab.Workspace.PathOf("terraform/main.tf"), "\n" + calls);
        File.WriteAllText(lab.Workspace.PathOf("terraform/fleet/main.tf"), $"variable \"id\" {{}}\n\nlocals {{\n  id = var.id\n}}\n\nresource \"proxmox_virtual_environment_vm\" \"one\" {{\n  {how}\n  node_name = \"pve1\"\n}}\n");
        var plan = await lab.PlanAsync();
        Assert.False(plan.HasChanges);
        var sync = await lab.SyncAsync();
        Assert.Equal([(SyncChangeKind.NotManaged, 100), (SyncChangeKind.NotManaged, 101)], sync.Changes.Select(change => (change.Kind, change.VmId)));
        Assert.DoesNotContain("terraform/vms/web-01.tf", lab.Files().Keys);
        Assert.DoesNotContain("pve1/100\"", lab.Text("terraform/imports.tf"), StringComparison.Ordinal);
        Assert.Equal((0, 0), (await lab.SyncAsync()) is var second ? (second.FilesWritten, second.RowsWritten) : default);
    }

    [Fact]
    public async Task What_cannot_be_worked_out_is_said()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/fleet.tf"), "resource \"proxmox_virtual_environment_vm\" \"fleet\" {\n  for_each  = data.external.fleet.result\n  node_name = \"pve1\"\n  vm_id     = each.value\n}\n");
        var left = Assert.Single((await lab.SyncAsync()).LeftToTerraform);
        Assert.Equal(("terraform/vms/fleet.tf", 1, "made by for_each"), (left.Path, left.Line, left.Reason));
    }
}
