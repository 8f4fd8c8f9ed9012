using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Applying.Objects;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Objects;

/// <summary>What a person writes by hand of each family: it is made, changed and taken away, and code and server agree each time.</summary>
public sealed class ObjectFamiliesTests
{
    private const string File = "terraform/hand.tf";

    private static void Write(LabWorkspace lab, string text) => System.IO.File.WriteAllText(lab.Workspace.PathOf(File), text);

    private static async Task ReachAsync(LabWorkspace lab, string expected)
    {
        var plan = await lab.PlanAsync();
        Assert.True(plan.ObjectSteps.All(step => step.Refusal is null) && plan.Summary == expected, string.Join('\n', plan.ToDiff()));
        var result = await lab.ApplyAsync(plan);
        Assert.True(result.Succeeded && result.Objects.All(step => step.Message.Length == 0), string.Join('\n', result.Objects.Select(step => $"{step.Name} {step.Action}: {step.Outcome} {step.Message}")));
        await AgreedAsync(lab);
    }

    private static async Task AgreedAsync(LabWorkspace lab)
    {
        var plan = await lab.PlanAsync();
        Assert.True(plan.Summary == "No changes. Code and server agree.", string.Join('\n', plan.ToDiff()));
        var files = lab.Files();
        var sync = await lab.SyncAsync();
        Assert.Empty(sync.ObjectChanges);
        Assert.Equal(files[File], lab.Text(File));
    }

    [Theory]
    [InlineData("""
        resource "proxmox_virtual_environment_firewall_alias" "office" {
          name = "offices"
          cidr = "192.0.2.0/24"
        }
        resource "proxmox_virtual_environment_firewall_alias" "guest" {
          node_name = "pve1"
          vm_id     = 100
          name      = "mine"
          cidr      = "192.0.2.1"
          comment   = "a"
        }
        """, "192.0.2.0/24", "198.51.100.0/25", "2 to create", "1 to update", "2 to delete")]
    [InlineData("""
        resource "proxmox_node_firewall" "pve1" {
          node_name         = "pve1"
          enabled           = false
          log_level_in      = "info"
          nf_conntrack_max  = 300000
        }
        """, "300000", "400000", "1 to create", "1 to update", "1 to delete")]
    [InlineData("""
        resource "proxmox_storage_lvm" "bulk" {
          id           = "bulk"
          volume_group = "bulk"
          content      = ["images"]
        }
        """, "[\"images\"]", "[\"images\", \"rootdir\"]", "1 to create", "1 to update", "1 to delete")]
    [InlineData("""
        resource "proxmox_virtual_environment_pool" "outer" {
          pool_id = "outer"
        }
        resource "proxmox_virtual_environment_pool" "inner" {
          pool_id = "outer/inner"
          comment = "first"
        }
        resource "proxmox_pool_membership" "inner" {
          pool_id    = proxmox_virtual_environment_pool.inner.pool_id
          storage_id = "local-lvm"
        }
        """, "first", "second", "3 to create", "1 to update", "3 to delete")]
    [InlineData("""
        resource "proxmox_network_linux_bridge" "b" {
          node_name  = "pve2"
          name       = "vmbr7"
          vlan_aware = true
          comment    = "first"
        }
        resource "proxmox_network_linux_vlan" "v" {
          node_name = "pve2"
          name      = "vmbr7.30"
          address   = "198.51.100.9/24"
        }
        """, "first", "second", "2 to create", "1 to update", "2 to delete")]
    [InlineData("""
        resource "proxmox_virtual_environment_firewall_options" "p" {
          node_name     = "pve1"
          vm_id         = 102
          enabled       = true
          input_policy  = "REJECT"
          log_level_in  = "info"
        }
        resource "proxmox_virtual_environment_firewall_ipset" "p" {
          node_name = "pve1"
          vm_id     = 102
          name      = "peers"
          cidr {
            name    = "192.0.2.7"
            comment = "x, y"
          }
          cidr {
            name    = "192.0.2.0/29"
            nomatch = true
          }
        }
        resource "proxmox_virtual_environment_firewall_rules" "p" {
          node_name = "pve1"
          vm_id     = 102
          rule {
            security_group = "web"
            iface          = "net0"
          }
          rule {
            type    = "in"
            action  = "ACCEPT"
            source  = "+peers"
            proto   = "tcp"
            dport   = "22"
            comment = "one"
          }
        }
        """, "\"one\"", "\"two\"", "3 to create", "1 to update", "3 to delete")]
    [InlineData("""
        resource "proxmox_backup_job" "w" {
          id           = "weekly"
          schedule     = "sat 04:00"
          storage      = "nfs-backup"
          all          = true
          mode         = "suspend"
          mailto       = ["a@example.org"]
          exclude_path = ["/a", "/b"]
          prune_backups = {
            keep-last = "3"
          }
        }
        """, "keep-last = \"3\"", "keep-last = \"4\"", "1 to create", "1 to update", "1 to delete")]
    [InlineData("""
        resource "proxmox_haresource" "a" {
          resource_id = "vm:100"
          state       = "stopped"
        }
        resource "proxmox_haresource" "b" {
          resource_id = "ct:200"
        }
        resource "proxmox_harule" "apart" {
          rule      = "apart"
          type      = "resource-affinity"
          affinity  = "negative"
          resources = [proxmox_haresource.a.resource_id, proxmox_haresource.b.resource_id]
          comment   = "x"
        }
        """, "\"x\"", "\"y\"", "3 to create", "1 to update", "3 to delete")]
    [InlineData("""
        locals {
          who = "night"
        }
        resource "proxmox_virtual_environment_group" "g" {
          group_id = local.who
        }
        resource "proxmox_virtual_environment_role" "r" {
          role_id    = "Watcher"
          privileges = ["VM.Audit"]
        }
        resource "proxmox_acl" "a" {
          path     = "/vms"
          group_id = proxmox_virtual_environment_group.g.id
          role_id  = proxmox_virtual_environment_role.r.role_id
        }
        """, "[\"VM.Audit\"]", "[\"VM.Audit\", \"VM.Console\"]", "3 to create", "1 to update", "3 to delete")]
    public async Task It_is_made_changed_and_taken_away(string text, string old, string changed, string first, string second, string third)
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        Write(lab, text);
        await ReachAsync(lab, first + " beside guests.");
        Assert.DoesNotContain("left", WorkspaceStatus.Of(lab.Workspace).PendingObjects.Select(one => one.Name));
        Write(lab, text.Replace(old, changed, StringComparison.Ordinal));
        await ReachAsync(lab, second + " beside guests.");
        Write(lab, "");
        await ReachAsync(lab, third + " beside guests.");
    }

    [Fact]
    public async Task A_group_that_goes_takes_its_members_membership_along_and_that_is_nobody_elses_change()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var group = "resource \"proxmox_virtual_environment_group\" \"g\" {\n  group_id = \"night\"\n}\n";
        var user = "resource \"proxmox_virtual_environment_user\" \"u\" {\n  user_id = \"jane@pve\"\n  groups  = [\"night\", \"ops\"]\n}\n";
        Write(lab, group + user);
        await ReachAsync(lab, "2 to create beside guests.");
        Write(lab, "");
        var plan = await lab.PlanAsync();
        Assert.Contains("pveum user delete", Assert.Single(plan.ObjectSteps, step => step.Kind == Core.Model.Objects.ObjectKind.User).Refusal, StringComparison.Ordinal);
        Assert.True((await lab.ApplyAsync(plan)).Succeeded);
        plan = await lab.PlanAsync();
        Assert.Equal("Nothing to apply. 1 change beside guests is left alone.", plan.Summary);
        Assert.Empty(plan.ObjectConflicts);
    }

    [Fact]
    public async Task An_edit_of_what_names_a_resource_is_a_new_one_for_an_old_and_is_taken_back()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var before = lab.Text("terraform/access.tf");
        lab.Replace("terraform/access.tf", "\"PVEVMAdmin\"", "\"PVEAuditor\"");
        var plan = await lab.PlanAsync();
        Assert.Equal("1 to create, 1 to delete beside guests.", plan.Summary);
        Assert.True((await lab.ApplyAsync(plan)).Succeeded);
        var undone = UndoApply.Run(lab.Workspace, null, write: true);
        Assert.True(undone.Problems.IsEmpty, string.Join('\n', undone.Problems));
        Assert.Equal(before, lab.Text("terraform/access.tf"));
        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Equal("No changes. Code and server agree.", (await lab.PlanAsync()).Summary);
    }

    [Theory]
    [InlineData(true, StepOutcome.Done)]
    [InlineData(false, StepOutcome.Skipped)]
    public async Task What_became_of_a_step_that_was_cut_off_is_found_out_by_looking(bool wasSent, StepOutcome outcome)
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        lab.Replace("terraform/access.tf", "\"Operators\"", "\"Ours\"");
        lab.Replace("terraform/pools.tf", "\"Staging and CI\"", "\"Staging\"");
        var plan = await lab.PlanAsync();
        using (var store = lab.Workspace.OpenState())
        {
            var journal = new ObjectJournal(store, store.BeginRun("apply", DateTimeOffset.UtcNow));
            journal.Begin(plan.ObjectSteps);
            journal.Sending(plan.ObjectSteps.Single(step => step.Name == "group ops"), DateTimeOffset.UtcNow);
        }
        using (var session = await lab.OpenAsync())
            if (wasSent) await session.Client.PutAsync("/access/groups/ops", [new("comment", "Ours")], TestContext.Current.CancellationToken);
        var sync = await lab.SyncAsync();
        Assert.Equal([("pool staging", StepOutcome.Skipped), ("group ops", outcome)], sync.ObjectsCutOff.Select(step => (step.Name, step.Outcome)));
        Assert.Empty(sync.ObjectChanges.Where(change => change.Kind == SyncChangeKind.Conflict));
        plan = await lab.PlanAsync();
        Assert.Equal(wasSent ? ["pool staging"] : ["pool staging", "group ops"], plan.ObjectSteps.Select(step => step.Name));
        Assert.True((await lab.ApplyAsync(plan)).Succeeded);
        await lab.SyncAsync();
        Assert.Equal("No changes. Code and server agree.", (await lab.PlanAsync()).Summary);
    }

    [Fact]
    public async Task What_only_Terraform_knows_is_named_by_the_plan()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        Write(lab, "resource \"proxmox_virtual_environment_pool\" \"each\" {\n  for_each = toset([\"a\"])\n  pool_id  = each.key\n}\n");
        var plan = await lab.PlanAsync();
        Assert.Equal("No changes. Code and server agree. 1 resource beside guests is left to Terraform.", plan.Summary);
        Assert.Equal("proxmox_virtual_environment_pool.each (terraform/hand.tf:1): it has for_each", Assert.Single(plan.LeftToTerraform).ToString());
    }

    [Fact]
    public async Task Options_that_are_taken_out_of_the_code_are_at_their_defaults_and_gone()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        System.IO.File.Delete(lab.Workspace.PathOf("terraform/cluster.tf"));
        var plan = await lab.PlanAsync();
        Assert.Equal("1 to delete beside guests.", plan.Summary);
        var result = await lab.ApplyAsync(plan);
        Assert.Equal((StepOutcome.Done, ""), (result.Objects[0].Outcome, result.Objects[0].Message));
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal("No changes. Code and server agree.", (await lab.PlanAsync()).Summary);
            Assert.Empty(WorkspaceStatus.Of(lab.Workspace).PendingObjects);
            var sync = await lab.SyncAsync();
            Assert.Empty(sync.ObjectChanges);
            Assert.False(System.IO.File.Exists(lab.Workspace.PathOf("terraform/cluster.tf")));
        }
        Assert.True(UndoApply.Run(lab.Workspace, null, write: true).Problems.IsEmpty);
        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Equal("No changes. Code and server agree.", (await lab.PlanAsync()).Summary);
    }

    [Theory]
    [InlineData("terraform/storage.tf", "\"proxmox_storage_lvmthin\" \"local_lvm\"", "have volumes there: move the volumes")]
    [InlineData("terraform/storage.tf", "\"proxmox_storage_nfs\" \"nfs_backup\"", "backup job backup-nightly")]
    [InlineData("terraform/network.tf", "\"proxmox_network_linux_bridge\" \"pve1_vmbr1\"", " on it: give ")]
    [InlineData("terraform/pools.tf", "\"proxmox_virtual_environment_pool\" \"staging\"", "out of the pool first")]
    [InlineData("terraform/storage.tf", "\"proxmox_storage_directory\" \"local\"", "always has a storage local")]
    public async Task What_guests_and_jobs_need_is_not_taken_away(string file, string resource, string why)
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var text = lab.Text(file);
        var start = text.IndexOf($"resource {resource}", StringComparison.Ordinal);
        System.IO.File.WriteAllText(lab.Workspace.PathOf(file), text.Remove(start, text.IndexOf("\n}\n", start, StringComparison.Ordinal) + 3 - start));
        var step = Assert.Single((await lab.PlanAsync()).ObjectSteps);
        Assert.Contains(why, step.Refusal ?? "done", StringComparison.Ordinal);
    }
}
