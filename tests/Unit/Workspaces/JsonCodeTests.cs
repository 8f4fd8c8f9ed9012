using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>What people write in Terraform's JSON syntax is in the code: it is never written a second time, and never edited.</summary>
public sealed class JsonCodeTests
{
    private const string Web = """
        {
          "//": "made by our own tool",
          "variable": { "node": { "default": "pve1" } },
          "locals": { "first": 100 },
          "resource": {
            "proxmox_virtual_environment_vm": {
              "web": {
                "vm_id": "${local.first}",
                "node_name": "${var.node}",
                "name": "web-01",
                "cpu": { "cores": 7 },
                "disk": [ { "interface": "scsi0", "datastore_id": "local-lvm", "size": 32 } ],
                "lifecycle": { "ignore_changes": ["description"] }
              }
            }
          }
        }
        """;

    [Fact]
    public async Task A_guest_is_left_to_Terraform_and_the_sync_says_in_what_it_differs()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        File.Delete(lab.Workspace.PathOf(lab.Code(100).File));
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/web.tf.json"), Web);

        var sync = await lab.SyncAsync();
        var left = Assert.Single(sync.Changes);
        Assert.Equal((SyncChangeKind.NotManaged, 100), (left.Kind, left.VmId));
        Assert.Contains("terraform/vms/web.tf.json:7: module.vms.proxmox_virtual_environment_vm.web", left.Reason, StringComparison.Ordinal);
        Assert.Contains("cores '2' (there '7')", left.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("description", left.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("terraform/vms/web-01.tf", lab.Files().Keys);
        Assert.Equal(Web, lab.Text("terraform/vms/web.tf.json"));
        var plan = await lab.PlanAsync();
        Assert.False(plan.HasChanges);
        Assert.Equal((0, 0), (await lab.SyncAsync()) is var second ? (second.FilesWritten, second.RowsWritten) : default);

        // Deleted on the server it is Terraform's to make again, and no cmdlet edits it.
        Assert.Equal("PmpcGuestNotInCode", Assert.Throws<PmpcException>(() => GuestCode.Set(lab.Workspace, 100, new(GuestKind.Qemu), write: true)).Id);
        using var session = await lab.OpenAsync();
        await session.Client.PostAsync("/nodes/pve1/qemu/100/status/stop", [], TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_vmid_that_stands_in_both_syntaxes_is_an_error_with_both_places()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/a.tf.json"), Web);
        var error = await Assert.ThrowsAsync<PmpcException>(() => lab.SyncAsync());
        Assert.Equal("PmpcCodeUnreadable", error.Id);
        Assert.Contains("web-01.tf", error.Message, StringComparison.Ordinal);
        Assert.Contains("the vmid 100 is taken by web in terraform/vms/a.tf.json, line 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_and_values_in_JSON_count_for_code_in_the_other_syntax()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var file = lab.Code(100).File;
        lab.Replace(file, "cores   = 2", "cores   = var.cores");
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/variables.tf.json"), """{"variable":{"cores":{"type":"number","default":4}}}""");
        var pending = Assert.Single((await lab.SyncAsync()).Changes);
        Assert.Equal((SyncChangeKind.Pending, "cores", "4"), (pending.Kind, pending.Path, pending.Code));

        lab.Replace("terraform/main.tf", "source = \"./vms\"", "source = \"./vms\"\n  cores  = var.cores");
        File.WriteAllText(lab.Workspace.PathOf("terraform/cores.tf.json"), """{"variable":{"cores":[{"default":2}]}}""");
        File.WriteAllText(lab.Workspace.PathOf("terraform/b.auto.tfvars.json"), """{"cores": 5, "text": "${not} a template"}""");
        Assert.Equal("5", Assert.Single((await lab.SyncAsync()).Changes).Code);
    }

    [Fact]
    public async Task Broken_JSON_is_told_with_its_place_and_nothing_is_changed()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var before = lab.Files();
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/web.tf.json"), "{\n  \"resource\": {\n    \"ä\": [1,,2]\n  }\n}\n");
        var error = await Assert.ThrowsAsync<PmpcException>(() => lab.SyncAsync());
        Assert.Equal("PmpcCodeUnreadable", error.Id);
        Assert.StartsWith("terraform/vms/web.tf.json:3:13: This is not JSON:", error.Message, StringComparison.Ordinal);
        File.Delete(lab.Workspace.PathOf("terraform/vms/web.tf.json"));
        Assert.Equal(before, lab.Files());
    }

    [Fact]
    public async Task An_object_is_followed_by_nobody_but_its_writer()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var pools = lab.Text("terraform/pools.tf");
        File.Delete(lab.Workspace.PathOf("terraform/pools.tf"));
        File.WriteAllText(lab.Workspace.PathOf("terraform/pools.tf.json"), """
            {
              "resource": {
                "proxmox_virtual_environment_pool": {
                  "prod": { "pool_id": "prod", "comment": "live" },
                  "staging": [{ "pool_id": "staging" }]
                }
              }
            }
            """);
        var json = lab.Text("terraform/pools.tf.json");
        await lab.SyncAsync();
        using (var session = await lab.OpenAsync()) await session.Client.PutAsync("/pools/prod", [new("comment", "changed on the server")], TestContext.Current.CancellationToken);
        var conflict = Assert.Single((await lab.SyncAsync()).ObjectChanges, change => change.Kind == SyncChangeKind.Conflict && change.Name == "pool prod");
        Assert.Equal(("comment", "\"changed on the server\""), (conflict.Attribute, conflict.Server));
        Assert.Equal(json, lab.Text("terraform/pools.tf.json"));
        Assert.False(File.Exists(lab.Workspace.PathOf("terraform/pools.tf")), pools);

        // Followed by hand they agree.
        File.WriteAllText(lab.Workspace.PathOf("terraform/pools.tf.json"), json.Replace("live", "changed on the server", StringComparison.Ordinal));
        Assert.DoesNotContain((await lab.SyncAsync()).ObjectChanges, change => change.Kind == SyncChangeKind.Conflict);
    }

    [Fact]
    public async Task A_new_guest_does_not_take_the_name_of_one_that_is_not_on_the_server_or_left_to_Terraform()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/json.tf.json"), Web.Replace("\"web\"", "\"taken_a\"", StringComparison.Ordinal).Replace("100", "920", StringComparison.Ordinal));
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/taken-b.tf"), "resource \"proxmox_virtual_environment_vm\" \"taken_b\" {\n  node_name = \"pve1\"\n  vm_id     = 921\n}\n");
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/many.tf"), "resource \"proxmox_virtual_environment_vm\" \"taken_c\" {\n  count     = 1\n  node_name = \"pve1\"\n  vm_id     = 922\n}\n");
        using (var session = await lab.OpenAsync())
            foreach (var (vmid, name) in new[] { (930, "taken-a"), (931, "taken-b"), (932, "taken-c") })
            {
                var task = await session.Client.PostAsync("/nodes/pve1/qemu", [new("vmid", $"{vmid}"), new("name", name)], TestContext.Current.CancellationToken);
                Assert.True(Core.Api.Upid.TryParse(task.GetString(), out var upid));
                await session.Client.WaitForTaskAsync(upid, null, TestContext.Current.CancellationToken);
            }
        await lab.SyncAsync();
        Assert.Equal(["taken_a_930", "taken_b_931", "taken_c_932"], new[] { 930, 931, 932 }.Select(vmid => lab.Code(vmid).ResourceName));
        Assert.Equal(0, (await lab.SyncAsync()).FilesWritten);
    }
}
