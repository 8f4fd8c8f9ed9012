using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>Random lives of a few guests: whatever is asked, the storage and the configs agree in the end.</summary>
public sealed class InvariantTests
{
    private const string State = """
        {"options":{"taskSeconds":0,"resourceLagSeconds":0},"nodes":{"pve1":{},"pve2":{}},
         "storages":{"local":{"type":"dir","content":["images","rootdir","iso","vztmpl","import","backup"]},"lvm":{"type":"lvmthin","vgname":"pve","thinpool":"data"},"zfs":{"type":"zfspool","pool":"tank"},"rbd":{"type":"rbd"}},
         "content":{"local":["local:iso/x.iso","local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz","local:import/cloud.qcow2"]},
         "guests":{"100":{"type":"qemu","node":"pve1","status":"running","config":{"name":"a","ostype":"l26","boot":"order=scsi0","scsi0":"local:100/vm-100-disk-0.qcow2,size=4G","net0":"virtio=BC:24:11:00:00:01,bridge=vmbr0"}},
                   "101":{"type":"qemu","node":"pve1","config":{"name":"b","scsi0":"rbd:vm-101-disk-0,size=1G"}},
                   "200":{"type":"lxc","node":"pve1","config":{"hostname":"c","unprivileged":1,"rootfs":"zfs:subvol-200-disk-0,size=2G","mp0":"zfs:subvol-200-disk-1,mp=/data,size=1G"}}}}
        """;

    private static readonly string[] Ids = ["100", "101", "102", "103"];
    private static readonly string[] Disks = ["scsi0", "scsi1", "virtio3", "ide2", "sata1", "efidisk0", "unused0", "unused1"];
    private static readonly string[] Values = ["local:1", "lvm:2,ssd=1", "rbd:1", "zfs:0.5", "local:cloudinit", "none,media=cdrom", "local:iso/x.iso,media=cdrom", "local:0,import-from=local:import/cloud.qcow2"];
    private static readonly string[] Storages = ["local", "lvm", "zfs", "rbd"];

    private static readonly Gen<(int Kind, int A, int B, int C)> Operation = Gen.Select(Gen.Int[0, 21], Gen.Int[0, 97], Gen.Int[0, 97], Gen.Int[0, 97]);

    [Fact]
    public void Every_disk_that_a_guest_names_exists_and_belongs_to_one_guest_only()
    {
        Operation.Array[5, 40].Sample(operations =>
        {
            using var cluster = LabCluster.FromJson(State);
            var (id, secret) = cluster.IssueEmbeddedToken();
            foreach (var operation in operations)
            {
                var (method, path, form) = Request(operation);
                bool query = method is "GET" or "DELETE";
                var answer = cluster.HandleAsync(new LabRequest(method, "/api2/json" + path, query ? form : null, [new("Authorization", $"PVEAPIToken={id}={secret}")], query ? default : Encoding.UTF8.GetBytes(form)), CancellationToken.None).GetAwaiter().GetResult();
                Assert.True(answer.Status is 200 or 400 or 403 or 500, $"{method} {path}?{form}: {answer.Status} {answer.Reason}");
            }
            // One more request ends the tasks that are due.
            cluster.HandleAsync(new LabRequest("GET", "/api2/json/version", null, [new("Authorization", $"PVEAPIToken={id}={secret}")], default), CancellationToken.None).GetAwaiter().GetResult();
            Check(JsonNode.Parse(cluster.ToJson())!);
        }, iter: 120);
    }

    private static (string Method, string Path, string Form) Request((int Kind, int A, int B, int C) o)
    {
        string vmid = Ids[o.A % Ids.Length], other = Ids[o.B % Ids.Length], disk = Disks[o.B % Disks.Length], value = Uri.EscapeDataString(Values[o.C % Values.Length]), storage = Storages[o.C % Storages.Length];
        string vm = $"/nodes/pve1/qemu/{vmid}", flag = (o.C % 2).ToString(CultureInfo.InvariantCulture);
        return o.Kind switch
        {
            // unusedN can be set to anything, as with the real one: left out.
            0 or 1 or 2 => ("PUT", vm + "/config", $"{Disks[o.B % 6]}={value}"),
            3 => ("PUT", vm + "/config", $"delete={disk}&force={flag}"),
            4 => ("POST", vm + "/status/start", ""),
            5 => ("POST", vm + "/status/stop", ""),
            6 => ("PUT", vm + "/resize", $"disk={disk}&size=%2B1G"),
            7 => ("POST", vm + "/move_disk", $"disk={disk}&storage={storage}&delete={flag}"),
            8 => ("POST", vm + "/clone", $"newid={other}&full={flag}"),
            9 => ("POST", vm + "/template", ""),
            10 => ("POST", vm + "/snapshot", $"snapname=s{o.C % 3}"),
            11 => ("POST", $"{vm}/snapshot/s{o.C % 3}/rollback", ""),
            12 => ("DELETE", $"{vm}/snapshot/s{o.C % 3}", ""),
            13 => ("DELETE", vm, $"purge={flag}"),
            14 => ("POST", "/nodes/pve1/qemu", $"vmid={vmid}&scsi0={value}&ide2=local:cloudinit"),
            15 => ("POST", vm + "/status/reboot", ""),
            16 => ("PUT", vm + "/config", $"revert={disk}"),
            17 => ("PUT", "/nodes/pve1/lxc/200/config", o.C % 2 == 0 ? $"mp{o.B % 3}={storage}:1,mp=/m{o.B % 3}" : $"delete=mp{o.B % 3}"),
            18 => ("POST", $"/nodes/pve1/lxc/200/status/{(o.C % 2 == 0 ? "start" : "stop")}", ""),
            19 => ("POST", "/nodes/pve1/lxc/200/clone", $"newid={other}&full=1"),
            20 => ("PUT", vm + "/unlink", $"idlist={disk}&force={flag}"),
            _ => ("POST", vm + "/move_disk", $"disk={disk}&target-vmid={other}&target-disk=virtio{o.C % 4}"),
        };
    }

    private static void Check(JsonNode state)
    {
        var volumes = state["content"]!.AsObject().SelectMany(s => s.Value!.AsArray()).Select(v => v!["volid"]!.GetValue<string>()).ToHashSet();
        var owners = new Dictionary<string, string>();
        foreach (var (vmid, guest) in state["guests"]!.AsObject())
        {
            string kind = guest!["type"]!.GetValue<string>();
            foreach (var (key, text) in guest["config"]!.AsObject().Concat(guest["pending"]?.AsObject() ?? []))
            {
                if (!ProxmoxMpc.Lab.Guests.Drives.IsVolumeKey(kind, key))
                    continue;
                string volid = ProxmoxMpc.Lab.Guests.Drives.VolumeOf(kind, key, text!.GetValue<string>());
                // A container's replaced mount point is made at the next start.
                if (!volid.Contains(':') || volid.Contains("iso/", StringComparison.Ordinal) || ProxmoxMpc.Lab.Guests.LxcDisks.NewVolume(volid) is not null)
                    continue;
                Assert.True(volumes.Contains(volid), $"{vmid} {key}: {volid} does not exist");
                if (volid.Contains($"-{vmid}-", StringComparison.Ordinal))
                    Assert.True(owners.TryAdd(volid, vmid) || owners[volid] == vmid, $"{volid} is in {owners[volid]} and {vmid}");
            }
        }
    }
}
