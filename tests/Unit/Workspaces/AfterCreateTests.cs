using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.Terraform;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>What the native engine made of code Terraform leaves alone, too: the provider does not read back all of what the code says.</summary>
public sealed class AfterCreateTests
{
    internal const string Cluster = $$"""
        {
          "options": { "taskSeconds": 0, "resourceLagSeconds": 0 },
          "nodes": { "pve1": { "cores": 32, "memoryMiB": 131072 } },
          "bridges": { "pve1": ["vmbr0"] },
          "storages": { "local": { "type": "dir", "path": "/var/lib/vz", "content": ["images", "rootdir", "vztmpl"], "sizeGiB": 4000 }, "local-lvm": { "type": "lvmthin", "vgname": "pve", "thinpool": "data", "sizeGiB": 4000 } },
          "content": { "local": ["local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz"] },
          "users": { "root@pam": {} },
          "tokens": { "root@pam!iac": { "secret": "{{RealProvider.Secret}}", "privsep": false } },
          "guests": {}
        }
        """;

    private static string Container(int vmid, string type, string more) => $$"""
        resource "proxmox_virtual_environment_container" "ct{{vmid}}" {
          node_name     = "pve1"
          vm_id         = {{vmid}}
          started       = false
          start_on_boot = false
          unprivileged  = true
          operating_system {
            type             = "{{type}}"
            template_file_id = "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz"
          }
          cpu {
            cores = 2
          }
          memory {
            dedicated = 1024
            swap      = 256
          }
          disk {
            datastore_id = "local-lvm"
            size         = 4
          }
          initialization {
            hostname = "ct-{{vmid}}"
            {{more}}
          }
          console {
            enabled   = true
            type      = "tty"
            tty_count = 2
          }
        }

        """;

    private const string Windows = """
        resource "proxmox_virtual_environment_vm" "win" {
          node_name     = "pve1"
          vm_id         = 110
          name          = "win"
          started       = false
          on_boot       = false
          bios          = "ovmf"
          scsi_hardware = "virtio-scsi-single"
          boot_order    = ["scsi0"]
          operating_system {
            type = "l26"
          }
          cpu {
            cores = 2
            type  = "host"
          }
          memory {
            dedicated = 2048
          }
          tpm_state {
            datastore_id = "local-lvm"
            version      = "v2.0"
          }
          disk {
            interface    = "scsi0"
            datastore_id = "local-lvm"
            size         = 8
          }
        }

        """;

    private static string Vm(int vmid, string attributes, string more) => $$"""
        resource "proxmox_virtual_environment_vm" "vm{{vmid}}" {
          node_name     = "pve1"
          vm_id         = {{vmid}}
          name          = "vm-{{vmid}}"
          started       = false
          on_boot       = false
          scsi_hardware = "virtio-scsi-single"
          {{attributes}}
          operating_system {
            type = "l26"
          }
          memory {
            dedicated = 2048
          }
          {{more}}
        }

        """;

    private static string Disk(string key, int size, string storage = "local-lvm", string more = "") =>
        $"disk {{\n    interface    = \"{key}\"\n    datastore_id = \"{storage}\"\n    size         = {size}\n    {more}\n  }}\n  ";

    private static string Cpu(string more = "") => $"cpu {{\n    cores = 2\n    type  = \"host\"\n    {more}\n  }}\n  ";

    private const string Account = """
        user_account {
              keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPmCwTUUeQ4vZZy5aaTc9PvqqPBDhUXPZ3mvKZBbvYDl a@b"]
            }
        """;

    [Theory]
    [InlineData("debian", "", "operating_system[0].template_file_id")]
    [InlineData("unmanaged", "", "operating_system")]
    [InlineData("debian", Account, "initialization[0].user_account")]
    public async Task A_containers_origin_is_left_alone_once_it_is_there(string type, string more, string ignored)
    {
        using var lab = await MadeAsync(Container(101, type, more));
        var text = lab.Text(lab.Code(101).File);
        Assert.Contains(ignored, CodeLine(text), StringComparison.Ordinal);
        Assert.Contains($"\"{type}\"", text, StringComparison.Ordinal);
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Equal((0, 0), (await lab.SyncAsync()) is var second ? (second.FilesWritten, second.RowsWritten) : default);
    }

    [Fact]
    public async Task A_TPM_that_the_provider_does_not_read_is_left_alone_once_it_is_there()
    {
        using var lab = await MadeAsync(Windows);
        Assert.Contains("tpm_state", CodeLine(lab.Text(lab.Code(110).File)), StringComparison.Ordinal);
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Fact]
    public async Task The_real_provider_plans_no_change_for_what_the_native_engine_made()
    {
        RealProvider.SkipWithout();
        using var lab = await MadeAsync(Container(101, "debian", "") + Container(102, "unmanaged", "") + Container(103, "debian", Account) + Container(104, "unmanaged", Account), Windows);
        await lab.SyncAsync();
        await RealProvider.PlansNothingAsync(lab.Workspace.Root, lab.Lab.ToJson());
    }

    [Fact]
    public async Task What_the_native_engine_made_is_in_the_code_as_it_is_imported()
    {
        using var lab = await MadeAsync(Vm(201, "tags = [\"Web\", \"prod\"] # who", Cpu() + """
            # the data
              disk { # of virtio0
                interface    = "virtio0"
                datastore_id = "local"
                file_format  = "qcow2"
                size         = 8
              } # so far

              # the system
              disk {
                interface    = "scsi10"
                datastore_id = "local-lvm"
                size         = 4
              }
              disk {
                interface    = "scsi2"
                datastore_id = "local-lvm"
                size         = 2
              }
            """));
        var text = lab.Text(lab.Code(201).File);
        Assert.Contains("tags = [\"prod\", \"web\"] # who", text, StringComparison.Ordinal);
        Assert.Contains("""
                interface    = "scsi2"
                datastore_id = "local-lvm"
                size         = 2
              }

              # the system
              disk {
                interface    = "scsi10"
                datastore_id = "local-lvm"
                size         = 4
              }
              # the data
              disk { # of virtio0
                interface    = "virtio0"
                datastore_id = "local"
                file_format  = "qcow2"
                size         = 8
              } # so far
            """, text, StringComparison.Ordinal);
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Equal((0, 0), (await lab.SyncAsync()) is var second ? (second.FilesWritten, second.RowsWritten) : default);

        // What a later change has nothing to do with stays where its writer puts it; what it has to do with is put in order.
        lab.Replace(lab.Code(201).File, "[\"prod\", \"web\"]", "[\"Db\"]");
        var swapped = lab.Text(lab.Code(201).File).Replace("scsi2\"", "scsi3\"", StringComparison.Ordinal).Replace("scsi10\"", "scsi2\"", StringComparison.Ordinal).Replace("scsi3\"", "scsi10\"", StringComparison.Ordinal)
            .Replace("= 2\n", "= 3\n", StringComparison.Ordinal).Replace("= 4\n", "= 2\n", StringComparison.Ordinal).Replace("= 3\n", "= 4\n", StringComparison.Ordinal);
        File.WriteAllText(lab.Workspace.PathOf(lab.Code(201).File), swapped);
        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Equal(swapped.Replace("Db", "db", StringComparison.Ordinal), lab.Text(lab.Code(201).File));
        File.WriteAllText(lab.Workspace.PathOf(lab.Code(201).File), swapped.Replace("scsi10", "scsi1", StringComparison.Ordinal));
        Assert.True((await lab.ApplyAsync()).Succeeded);
        text = lab.Text(lab.Code(201).File);
        Assert.True(text.IndexOf("\"scsi1\"", StringComparison.Ordinal) < text.IndexOf("\"scsi2\"", StringComparison.Ordinal), text);
    }

    [Fact]
    public async Task The_real_provider_plans_no_change_whatever_the_order_and_spelling_of_what_was_made()
    {
        RealProvider.SkipWithout();
        using var lab = await MadeAsync(
            Vm(201, "tags = [\"Web\", \"prod\"]", Cpu() + Disk("scsi1", 8, "local", "file_format = \"qcow2\"") + Disk("scsi0", 4)),
            Vm(202, "tags = [\"b\", \"a\", \"A\"]", Cpu() + Disk("scsi1", 8) + Disk("scsi0", 8, "local", "file_format = \"qcow2\"")),
            Vm(203, "hotplug = \"usb,disk,network\"", Cpu() + Disk("virtio0", 8, "local-lvm", "speed {\n read = 100\n }") + Disk("scsi0", 8)),
            Vm(204, "keyboard_layout = \"de\"", Cpu("flags = [\"+pcid\", \"+aes\"]") + Disk("scsi10", 8, "local", "ssd = true") + Disk("scsi2", 8, "local", "discard = \"on\"\n    serial = \"abc\"") + Disk("ide0", 1)),
            Vm(205, "", Cpu() + Disk("sata0", 8) + Disk("ide0", 8) + Disk("virtio1", 8, "local", "file_format = \"qcow2\"") + Disk("scsi5", 8) + Disk("virtio0", 8)),
            Vm(206, "", Cpu("numa = true") + Disk("scsi0", 8) + Numa(1) + Numa(0) + Pci(1) + Pci(0)),
            Vm(207, "", Cpu() + Disk("scsi0", 8) + "network_device {\n bridge = \"vmbr0\"\n mac_address = \"bc:24:11:00:00:aa\"\n trunks = \"20;10\"\n }\n"));
        await lab.SyncAsync();
        await RealProvider.PlansNothingAsync(lab.Workspace.Root, lab.Lab.ToJson());
    }

    private static string Numa(int index) => $"numa {{\n device = \"numa{index}\"\n cpus = \"{index}\"\n memory = 1024\n hostnodes = \"0\"\n policy = \"bind\"\n }}\n ";

    private static string Pci(int index) => $"hostpci {{\n device = \"hostpci{index}\"\n mapping = \"gpu{index}\"\n rombar = true\n }}\n ";

    private static async Task<LabWorkspace> MadeAsync(params string[] files)
    {
        var lab = new LabWorkspace(Cluster);
        await lab.SyncAsync();
        foreach (var text in files)
        {
            var folder = text.Contains("_vm\"", StringComparison.Ordinal) ? "vms" : "containers";
            File.WriteAllText(lab.Workspace.PathOf($"terraform/{folder}/{text.Split('"')[3]}.tf"), text);
        }
        var result = await lab.ApplyAsync();
        Assert.True(result.Succeeded, string.Join('\n', result.Steps.Where(step => step.Outcome != StepOutcome.Done).Select(step => $"{step.Step.Guest}: {step.Message}")));
        return lab;
    }

    private static string CodeLine(string text) => text.Split('\n').Single(line => line.Contains("ignore_changes", StringComparison.Ordinal) && !line.TrimStart().StartsWith('#'));
}
