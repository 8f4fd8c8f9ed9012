using System.Globalization;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.Terraform;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary><c>clone</c> blocks by the native engine, on a Lab.</summary>
public sealed class CloneTests
{
    private const string Cluster = """
        {
          "options": { "taskSeconds": 0, "resourceLagSeconds": 0 },
          "nodes": { "pve1": { "cores": 32, "memoryMiB": 131072 }, "pve2": { "cores": 32, "memoryMiB": 131072 } },
          "bridges": { "pve1": ["vmbr0"], "pve2": ["vmbr0"] },
          "storages": { "local-lvm": { "type": "lvmthin", "sizeGiB": 4000 }, "fast": { "type": "lvmthin", "sizeGiB": 4000 }, "ceph": { "type": "rbd", "sizeGiB": 4000, "shared": true }, "dir": { "type": "dir", "path": "/srv/dir", "content": ["images"] } },
          "pools": { "ops": {} },
          "guests": {
            "9000": { "type": "qemu", "node": "pve1", "status": "stopped", "config": { "name": "golden", "template": "1", "ostype": "l26", "memory": "2048", "cores": "4", "tags": "base", "scsihw": "virtio-scsi-single", "cpu": "host", "boot": "order=scsi0", "smbios1": "uuid=d5c924bc-7637-4da0-a95e-027d5ff8d184",
              "scsi0": "local-lvm:base-9000-disk-0,discard=on,size=8G", "net0": "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1", "ide2": "none,media=cdrom" } },
            "9002": { "type": "qemu", "node": "pve1", "status": "stopped", "config": { "name": "shared-golden", "template": "1", "ostype": "l26", "memory": "1024", "scsihw": "virtio-scsi-single", "cpu": "host", "scsi0": "ceph:base-9002-disk-0,size=4G" } },
            "9001": { "type": "qemu", "node": "pve1", "status": "running", "config": { "name": "plain", "ostype": "l26", "memory": "1024", "scsihw": "virtio-scsi-single", "cpu": "host", "scsi0": "ceph:vm-9001-disk-0,size=4G" } },
            "9100": { "type": "lxc", "node": "pve1", "status": "stopped", "config": { "hostname": "golden-ct", "template": 1, "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "local-lvm:base-9100-disk-0,size=4G", "net0": "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:02,ip=dhcp,type=veth" } }
          }
        }
        """;

    private static async Task<LabWorkspace> OpenAsync(params string[] resources)
    {
        var lab = new LabWorkspace(Cluster);
        await lab.SyncAsync();
        foreach (var text in resources) Add(lab, text);
        return lab;
    }

    private static void Add(LabWorkspace lab, string text)
    {
        var isVm = text.Contains("_vm\"", StringComparison.Ordinal);
        var name = text.Split('"')[3];
        File.WriteAllText(lab.Workspace.PathOf($"terraform/{(isVm ? "vms" : "containers")}/{name}.tf"), text);
    }

    private const string Tagged = """
        network_device {
          bridge  = "vmbr0"
          vlan_id = 20
        }
        """;

    private static string Container(int vmid, string more, string? pool = null) => $$"""
        resource "proxmox_virtual_environment_container" "ct{{vmid}}" {
          node_name     = "pve1"
          vm_id         = {{vmid}}
          started       = false
          start_on_boot = false
          unprivileged  = true
          {{(pool is null ? "" : $"pool_id = \"{pool}\"")}}
          clone {
            vm_id = 9100
          }
          {{more}}
        }

        """;

    private static string Vm(int vmid, string clone, string more = "", string node = "pve1") => $$"""
        resource "proxmox_virtual_environment_vm" "vm{{vmid}}" {
          node_name = "{{node}}"
          vm_id     = {{vmid}}
          name      = "vm-{{vmid}}"
          started   = false
          on_boot   = false
          clone {
            {{clone}}
          }
          {{more}}
        }

        """;

    private static async Task<Guest> AppliedAsync(LabWorkspace lab, int vmid)
    {
        var plan = await lab.PlanAsync();
        Assert.Empty(plan.Problems);
        var result = await lab.ApplyAsync(plan);
        Assert.True(result.Succeeded, string.Join('\n', result.Steps.Where(step => step.Outcome != StepOutcome.Done).Select(step => $"{step.Step.Summary}: {step.Message}")));
        Assert.Empty((await lab.SyncAsync()).Files);
        Assert.Equal("No changes. Code and server agree.", (await lab.PlanAsync()).Summary);
        return (await lab.InventoryAsync()).Guest(vmid)!;
    }

    [Fact]
    public async Task A_full_clone_keeps_what_the_code_does_not_say_and_changes_what_it_does()
    {
        using var lab = await OpenAsync(Vm(500, "vm_id = 9000", """
            tags = ["app"]
            memory {
              dedicated = 4096
            }
            disk {
              interface    = "scsi0"
              datastore_id = "fast"
              size         = 20
              discard      = "on"
              ssd          = true
            }
            initialization {
              datastore_id = "fast"
              interface    = "ide0"
              ip_config {
                ipv4 {
                  address = "dhcp"
                }
              }
            }
            """).Replace("started   = false", "started   = true", StringComparison.Ordinal));
        var plan = await lab.PlanAsync();
        Assert.Equal([PlanAction.Clone, PlanAction.MoveDisk, PlanAction.Grow, PlanAction.Update, PlanAction.Start], plan.Steps.Select(step => step.Action).OrderBy(action => action switch { PlanAction.Clone => 0, PlanAction.MoveDisk => 1, PlanAction.Grow => 2, PlanAction.Update => 3, _ => 4 }));
        Assert.Equal("clone golden (9000) on pve1", plan.Steps[0].Summary);
        Assert.All(plan.Steps, step => Assert.True(step.Consequence == Consequence.Live));
        var guest = await AppliedAsync(lab, 500);
        Assert.Equal(("4", "4096", "app", "running"), (guest.Config.Get("cores"), guest.Config.Get("memory"), guest.Config.Get("tags"), guest.Status));
        Assert.Matches("^fast:vm-500-disk-.*discard=on.*size=20G.*ssd=1", guest.Config["scsi0"]);
        Assert.Matches("bridge=vmbr0,firewall=1", guest.Config["net0"]);
        Assert.DoesNotContain("BC:24:11:00:00:01", guest.Config["net0"], StringComparison.Ordinal);
        Assert.DoesNotContain("d5c924bc", guest.Config["smbios1"], StringComparison.Ordinal);
        Assert.Equal("ip=dhcp", guest.Config["ipconfig0"]);
        // Terraform, which did not make it, must neither make it anew nor take away what the original gave it.
        var text = lab.Text("terraform/vms/vm500.tf");
        Assert.Matches(@"ignore_changes\s+= \[[^\]]*clone", text);
        Assert.Matches(@"cores\s+= 4", text);
    }

    [Fact]
    public async Task A_linked_clone_stands_on_its_template_and_one_elsewhere_moves_there()
    {
        using var lab = await OpenAsync(Vm(501, "vm_id = 9002\n    full = false"), Vm(502, "vm_id = 9000\n    node_name = \"pve1\"", node: "pve2"), Vm(503, "vm_id = 9001\n    node_name = \"pve1\"", "pool_id = \"ops\"", node: "pve2"));
        var plan = await lab.PlanAsync();
        Assert.Equal([(501, PlanAction.Clone), (502, PlanAction.Clone), (503, PlanAction.Clone), (502, PlanAction.Migrate)], plan.Steps.Where(step => step.Action != PlanAction.Update).Select(step => (step.VmId, step.Action)));
        Assert.Equal("pve2", plan.Steps.Single(step => step is { VmId: 503, Action: PlanAction.Clone }).Parameters["target"]);
        var linked = await AppliedAsync(lab, 501);
        Assert.StartsWith("ceph:base-9002-disk-0/vm-501-disk-0", linked.Config["scsi0"], StringComparison.Ordinal);
        var inventory = await lab.InventoryAsync();
        Assert.Equal(("pve2", "pve2", "ops"), (inventory.Guest(502)!.Node, inventory.Guest(503)!.Node, inventory.Guest(503)!.Pool));
    }

    [Fact]
    public async Task A_container_is_cloned_and_a_template_of_the_same_plan_comes_first()
    {
        using var lab = await OpenAsync(Container(600, """
            initialization {
              hostname = "from-clone"
            }
            """), Vm(510, "vm_id = 700"), """
            resource "proxmox_virtual_environment_vm" "vm700" {
              node_name = "pve1"
              vm_id     = 700
              name      = "new-template"
              started   = false
              template  = true
              on_boot   = false
              disk {
                interface    = "scsi0"
                datastore_id = "fast"
                size         = 6
              }
            }

            """);
        var plan = await lab.PlanAsync();
        Assert.Equal([700, 700], plan.Steps.TakeWhile(step => step.Action != PlanAction.Clone).Select(step => step.VmId));
        Assert.Contains(plan.Steps.Single(step => step is { VmId: 700, Action: PlanAction.Template }).Number, StepGraph.Of(plan)[plan.Steps.Single(step => step is { VmId: 510, Action: PlanAction.Clone }).Number].Needs);
        var container = await AppliedAsync(lab, 600);
        Assert.Equal(("from-clone", "512"), (container.Config.Get("hostname"), container.Config.Get("memory")));
        Assert.StartsWith("fast:vm-510-disk-", (await lab.InventoryAsync()).Guest(510)!.Config["scsi0"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vm_id = 123", "", "neither the server nor the code has a guest of that vmid")]
    [InlineData("vm_id = 9100", "", "which is a container")]
    [InlineData("vm_id = 9001\n    full = false", "", "A linked clone needs a template")]
    [InlineData("vm_id = 9000\n    full = false\n    datastore_id = \"fast\"", "", "A linked clone lies where its template lies")]
    [InlineData("vm_id = var.unknown", "", "Only Terraform knows which guest")]
    public async Task What_cannot_be_cloned_is_a_problem_that_says_why(string clone, string more, string why)
    {
        using var lab = await OpenAsync(Vm(500, clone, more));
        var plan = await lab.PlanAsync();
        Assert.Empty(plan.Steps);
        Assert.Contains(why, Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_volume_smaller_than_the_originals_is_a_problem_and_no_empty_disk()
    {
        using var lab = await OpenAsync(Vm(500, "vm_id = 9000", """
            disk {
              interface    = "scsi0"
              datastore_id = "local-lvm"
              size         = 4
              discard      = "on"
            }
            """));
        var plan = await lab.PlanAsync();
        Assert.Contains("cannot be smaller", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Steps, step => step.Consequence == Consequence.DataLoss);
    }

    [Fact]
    public async Task Many_clones_of_one_template_are_made_one_after_the_other_and_undo_takes_them_away()
    {
        using var lab = await OpenAsync([.. Enumerable.Range(520, 6).Select(vmid => Vm(vmid, "vm_id = 9002\n    full = false", FormattableString.Invariant($"description = \"number {vmid}\"")))]);
        var last = await AppliedAsync(lab, 525);
        Assert.Equal("number 525", last.Description);
        Assert.Equal(6, (await lab.InventoryAsync()).Guests.Count(guest => guest.Config.Get("scsi0")?.StartsWith("ceph:base-9002-disk-0/", StringComparison.Ordinal) == true));
        UndoApply.Run(lab.Workspace, null, write: true);
        var back = await lab.PlanAsync();
        Assert.Equal(Enumerable.Range(520, 6).Select(vmid => vmid.ToString(CultureInfo.InvariantCulture)), back.Steps.Where(step => step.Action == PlanAction.Delete).Select(step => step.VmId.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task The_needs_of_a_clone_are_those_of_Proxmox()
    {
        using var lab = await OpenAsync(Vm(500, "vm_id = 9000\n    datastore_id = \"fast\"", "pool_id = \"ops\""));
        var inventory = await lab.InventoryAsync();
        var needs = PermissionNeeds.Of(await lab.PlanAsync(), vmid => inventory.Guest(vmid)?.Config, TagAccess.Free).Where(need => need.Step.Action == PlanAction.Clone).Select(need => (need.Path, need.AnyOf[0])).ToArray();
        foreach (var need in new (string?, string)[] { ("/vms/9000", "VM.Clone"), ("/vms/500", "VM.Allocate"), ("/storage/fast", "Datastore.AllocateSpace"), ("/sdn/zones/localnetwork/vmbr0", "SDN.Use") }) Assert.Contains(need, needs);
        Assert.DoesNotContain(("/storage/local-lvm", "Datastore.AllocateSpace"), needs);
    }

    /// <summary>What changes of a clone is spelled as the provider, which writes blocks whole, spells it; word for word as measured on Proxmox's own API code.</summary>
    [Fact]
    public async Task What_changes_of_a_clone_is_spelled_as_if_it_were_new()
    {
        using var lab = await OpenAsync(Vm(500, "vm_id = 9000", Tagged), Container(600, """
            network_interface {
              name    = "eth0"
              vlan_id = 9
            }
            initialization {
              hostname = "ct600"
              ip_config {
                ipv4 {
                  address = "dhcp"
                }
              }
            }
            """));
        var changes = (await lab.PlanAsync()).Steps.Where(step => step.Action == PlanAction.Update).ToDictionary(step => step.VmId);
        Assert.Equal("virtio,firewall=0,bridge=vmbr0,tag=20", changes[500].Parameters["net0"]);
        Assert.Contains("firewall=0", changes[600].Parameters["net0"], StringComparison.Ordinal);
        await AppliedAsync(lab, 500);
    }

    /// <summary>An import reads nothing of a block in which all is the default, and Terraform would plan to add it.</summary>
    [Fact]
    public async Task Blocks_that_an_import_does_not_read_go_from_the_code_of_what_was_made_unless_somebody_wrote_in_them()
    {
        using var lab = await OpenAsync(Container(600, """
            cpu {
              cores = 1
            }
            memory {
              # Mine.
              dedicated = 512
              swap      = 0
            }
            initialization {
              hostname = "ct600"
            }
            """, pool: "ops"), Vm(500, "vm_id = 9000", "agent {\n  enabled = false\n}"));
        await AppliedAsync(lab, 600);
        var container = lab.Text("terraform/containers/ct600.tf");
        Assert.DoesNotContain("cpu {", container, StringComparison.Ordinal);
        Assert.Contains("# Mine.", container, StringComparison.Ordinal);
        Assert.DoesNotContain("agent {", lab.Text("terraform/vms/vm500.tf"), StringComparison.Ordinal);
        Assert.Equal("0", (await lab.InventoryAsync()).Guest(600)!.Config.Get("swap"));
        // Nor does it read a container's pool: it would make the container anew, and there is no membership to import.
        Assert.Matches(@"ignore_changes\s+= \[[^\]]*pool_id", container);
        Assert.Equal("ops", (await lab.InventoryAsync()).Guest(600)!.Pool);
        Assert.DoesNotContain("proxmox_pool_membership", lab.Text("terraform/imports.tf"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_drive_of_cloud_init_has_the_format_that_the_code_chooses_and_none_is_made_anew_for_it()
    {
        using var lab = await OpenAsync("""
            resource "proxmox_virtual_environment_vm" "vm700" {
              node_name = "pve1"
              vm_id     = 700
              name      = "vm-700"
              started   = false
              on_boot   = false
              initialization {
                datastore_id = "dir"
                interface    = "ide2"
                file_format  = "raw"
              }
            }

            """);
        var create = Assert.Single((await lab.PlanAsync()).Steps);
        Assert.Equal("dir:cloudinit,format=raw", create.Parameters["ide2"]);
        await AppliedAsync(lab, 700);
        var file = lab.Workspace.PathOf("terraform/vms/vm700.tf");
        await File.WriteAllTextAsync(file, lab.Text("terraform/vms/vm700.tf").Replace("\"raw\"", "\"qcow2\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Empty((await lab.PlanAsync()).Steps);
    }

    /// <summary>The real terraform with the provider's schema, importing what the clones became as the provider reads it.</summary>
    [Fact]
    public async Task Terraform_plans_nothing_for_clones_that_it_did_not_make()
    {
        using var lab = await OpenAsync(Vm(500, "vm_id = 9000", "agent {\n  enabled = false\n}\n" + Tagged), Vm(501, "vm_id = 9002\n    full = false", "memory {\n  dedicated = 512\n}\noperating_system {\n  type = \"other\"\n}"), Vm(502, "vm_id = 9000"), Container(600, """
            cpu {
              cores = 1
            }
            initialization {
              hostname = "ct600"
            }
            """));
        await AppliedAsync(lab, 500);
        var folder = Directory.CreateTempSubdirectory("pmpc-clones-");
        try
        {
            var source = lab.Workspace.PathOf("terraform");
            string[] root = ["main.tf", "variables.tf", "imports.tf"];
            foreach (var path in Directory.EnumerateFiles(source, "*.tf", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(source, path)).Where(path => path.Contains(Path.DirectorySeparatorChar) || root.Contains(path)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.FullName, path))!);
                File.Copy(Path.Combine(source, path), Path.Combine(folder.FullName, path));
            }
            var state = Path.Combine(folder.FullName, "state.json");
            await File.WriteAllTextAsync(state, ProviderReading.Of((await lab.InventoryAsync()).Guests).ToJsonString(), TestContext.Current.CancellationToken);
            Assert.True(TerraformTool.Run(folder.FullName, null, "init", "-input=false") is (0, _));
            var plan = TerraformTool.Run(folder.FullName, state, "plan", "-input=false", "-lock=false", "-no-color");
            Assert.True(plan.ExitCode == 0, plan.Output);
            Assert.True(plan.Output.Contains("Plan: 8 to import, 0 to add, 0 to change, 0 to destroy", StringComparison.Ordinal), string.Join('\n', plan.Output.Split('\n').Where(line => line.Contains(" will be ", StringComparison.Ordinal) || line.Contains("Plan:", StringComparison.Ordinal) || line.TrimStart() is ['+' or '-' or '~', ..])));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
