using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Files of overrides change what other files declare, and declare nothing: read so, and never counted for a second guest.</summary>
public sealed class OverrideTests
{
    private const string Web = "proxmox_virtual_environment_vm\" \"web_01";

    [Fact]
    public async Task An_overridden_guest_is_what_both_files_say_and_is_left_to_Terraform()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var (file, before) = (lab.Code(100).File, lab.Text(lab.Code(100).File));
        var over = $"resource \"{Web}\" {{\n  cpu {{\n    cores = 7\n    type  = \"host\"\n  }}\n  lifecycle {{\n    ignore_changes = [description]\n  }}\n}}\n";
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/lab_override.tf"), over);

        var sync = await lab.SyncAsync();
        var left = Assert.Single(sync.Changes);
        Assert.Equal((SyncChangeKind.NotManaged, 100), (left.Kind, left.VmId));
        Assert.Contains("terraform/vms/lab_override.tf:1 overrides it", left.Reason, StringComparison.Ordinal);
        Assert.Contains("cores '2' (there '7')", left.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("description", left.Reason, StringComparison.Ordinal);
        Assert.False((await lab.PlanAsync()).HasChanges);
        await lab.ChangeOnServerAsync((await lab.ServerAsync(100))!, ("memory", "8192"));
        Assert.Contains("memory", Assert.Single((await lab.SyncAsync()).Changes).Reason, StringComparison.Ordinal);
        Assert.Equal((before, over), (lab.Text(file), lab.Text("terraform/vms/lab_override.tf")));
        Assert.Equal((0, 0), (await lab.SyncAsync()) is var third ? (third.FilesWritten, third.RowsWritten) : default);
        Assert.Equal("PmpcGuestNotInCode", Assert.Throws<PmpcException>(() => GuestCode.Set(lab.Workspace, 100, new(GuestKind.Qemu), write: true)).Id);

        // Without it the guest is managed as before, with what the server got meanwhile.
        File.Delete(lab.Workspace.PathOf("terraform/vms/lab_override.tf"));
        Assert.Equal(SyncChangeKind.Updated, Assert.Single((await lab.SyncAsync()).Changes).Kind);
        Assert.Contains("= 8192", lab.Text(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_only_OpenTofu_reads_is_named()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/more.tofu"), $"resource \"{Web}\" {{\n}}\n");
        var left = Assert.Single((await lab.SyncAsync()).LeftToTerraform);
        Assert.Equal(("terraform/vms/more.tofu", "only OpenTofu reads it"), (left.Path, left.Reason));
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Fact]
    public async Task Values_are_overridden_for_the_code_that_uses_them()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        lab.Replace(lab.Code(100).File, "cores   = 2", "cores   = local.cores");
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/values.tf"), "variable \"cores\" {\n  default = 2\n}\nlocals {\n  cores = var.cores\n  other = 1\n}\n");
        Assert.Empty((await lab.SyncAsync()).Changes);
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/override.tf"), "variable \"cores\" {\n  default = 4\n}\n");
        Assert.Equal("4", Assert.Single((await lab.SyncAsync()).Changes).Code);
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/z_override.tf.json"), "{\"locals\": {\"cores\": 5}}");
        Assert.Equal("5", Assert.Single((await lab.SyncAsync()).Changes).Code);
        File.Delete(lab.Workspace.PathOf("terraform/vms/z_override.tf.json"));
        File.WriteAllText(lab.Workspace.PathOf("terraform/override.tf"), "module \"vms\" {\n  cores = 6\n}\n");
        var pending = Assert.Single((await lab.SyncAsync()).Changes);
        Assert.Equal((SyncChangeKind.Pending, "6"), (pending.Kind, pending.Code));
    }

    [Fact]
    public async Task An_override_of_what_is_not_there_is_an_error_with_its_place()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var before = lab.Files();
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/override.tf"), "# ours\nresource \"proxmox_virtual_environment_vm\" \"nobody\" {\n  vm_id     = 900\n  node_name = \"pve1\"\n}\n");
        var error = await Assert.ThrowsAsync<PmpcException>(() => lab.SyncAsync());
        Assert.Equal("PmpcCodeUnreadable", error.Id);
        Assert.StartsWith("terraform/vms/override.tf:2:1: there is no resource proxmox_virtual_environment_vm.nobody in this folder", error.Message, StringComparison.Ordinal);
        File.Delete(lab.Workspace.PathOf("terraform/vms/override.tf"));
        Assert.Equal(before, lab.Files());
    }

    [Fact]
    public async Task An_overridden_object_and_membership_are_followed_by_nobody_but_their_writer()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var pools = lab.Text("terraform/pools.tf");
        File.WriteAllText(lab.Workspace.PathOf("terraform/lab_override.tf"), "resource \"proxmox_virtual_environment_pool\" \"prod\" {\n  comment = \"of the lab\"\n}\n");
        Assert.Contains((await lab.SyncAsync()).ObjectChanges, change => (change.Kind, change.Name, change.Attribute, change.Code) == (SyncChangeKind.Pending, "pool prod", "comment", "\"of the lab\""));
        using (var session = await lab.OpenAsync()) await session.Client.PutAsync("/pools/prod", [new("comment", "changed on the server")], TestContext.Current.CancellationToken);
        var conflict = Assert.Single((await lab.SyncAsync(Preference.Server)).ObjectChanges, change => change.Kind == SyncChangeKind.Conflict);
        Assert.Contains("terraform/lab_override.tf:1 overrides it", conflict.Reason, StringComparison.Ordinal);
        Assert.Equal(pools, lab.Text("terraform/pools.tf"));
    }

    [Theory]
    [InlineData("terraform/vms/a.tf", true, false, false)]
    [InlineData("terraform/vms/override.tf", true, true, false)]
    [InlineData("terraform/vms/_override.tf.json", true, true, false)]
    [InlineData("terraform/vms/myoverride.tf", true, false, false)]
    [InlineData("terraform/vms/.a_override.tf", false, false, false)]
    [InlineData("terraform/vms/a.tf~", false, false, false)]
    [InlineData("terraform/vms/#a.tf#", false, false, false)]
    [InlineData("terraform/vms/a.tofu", false, false, false)]
    [InlineData("terraform/vms/a.tftest.hcl", false, false, false)]
    [InlineData("terraform/.a.auto.tfvars", false, false, true)]
    [InlineData("terraform/a.auto.tfvars~", false, false, false)]
    public void Files_are_what_Terraform_takes_them_for(string path, bool isCode, bool isOverride, bool isValues) =>
        Assert.Equal((isCode, isOverride, isValues), (CodeNames.IsCode(path), CodeNames.IsOverride(path), CodeNames.IsValues(path)));

    [Theory]
    [InlineData("override", "override-guest")]
    [InlineData("Web_Override", "web_override-guest")]
    [InlineData("my-override", "my-override")]
    public void No_guests_file_is_one_of_overrides(string name, string file) => Assert.Equal(file, GuestNaming.Slug(name));
}
