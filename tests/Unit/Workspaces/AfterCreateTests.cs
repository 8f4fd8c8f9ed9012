using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.Terraform;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>What the native engine made of code Terraform leaves alone, too: the provider does not read back all of what the code says.</summary>
public sealed class AfterCreateTests
{
    private const string Cluster = $$"""
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

    private static async Task<LabWorkspace> MadeAsync(params string[] files)
    {
        var lab = new LabWorkspace(Cluster);
        await lab.SyncAsync();
        foreach (var text in files)
        {
            var folder = text.Contains("_vm\"", StringComparison.Ordinal) ? "vms" : "containers";
            File.WriteAllText(lab.Workspace.PathOf($"terraform/{folder}/{text.Split('"')[3]}.tf"), text);
        }
        Assert.True((await lab.ApplyAsync()).Succeeded);
        return lab;
    }

    private static string CodeLine(string text) => text.Split('\n').Single(line => line.Contains("ignore_changes", StringComparison.Ordinal) && !line.TrimStart().StartsWith('#'));
}
