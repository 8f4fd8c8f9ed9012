namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>A Lab of one node with four guests: two VMs and two containers, one of each running.</summary>
internal static class OneNode
{
    /// <summary>A workspace that is in step with it.</summary>
    /// <param name="fault">A fault of the Lab's as JSON; null: none.</param>
    public static async Task<LabWorkspace> ReadyAsync(string? fault = null)
    {
        var lab = new LabWorkspace(Cluster.Replace("\"faults\": []", $"\"faults\": [{fault}]", StringComparison.Ordinal));
        await lab.SyncAsync();
        return lab;
    }

    private const string Cluster = """
        {
          "options": { "taskSeconds": 0.1, "resourceLagSeconds": 0 },
          "faults": [],
          "nodes": { "pve1": { "cores": 32, "memoryMiB": 131072 } },
          "bridges": { "pve1": ["vmbr0"] },
          "storages": {
            "local": { "type": "dir" },
            "local-lvm": { "type": "lvmthin", "sizeGiB": 4000 },
            "ceph": { "type": "rbd", "sizeGiB": 4000, "shared": true }
          },
          "content": { "local": ["local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst"] },
          "guests": {
            "100": { "type": "qemu", "node": "pve1", "status": "running", "config": { "name": "web-01", "ostype": "l26", "cores": 2, "memory": "2048", "scsihw": "virtio-scsi-single", "cpu": "host", "scsi0": "local-lvm:vm-100-disk-0,size=8G" } },
            "101": { "type": "qemu", "node": "pve1", "status": "stopped", "config": { "name": "db-01", "ostype": "l26", "cores": 4, "memory": "4096", "scsihw": "virtio-scsi-single", "cpu": "host", "scsi0": "local-lvm:vm-101-disk-0,size=16G" } },
            "200": { "type": "lxc", "node": "pve1", "status": "running", "config": { "hostname": "proxy", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "local-lvm:vm-200-disk-0,size=8G" } },
            "201": { "type": "lxc", "node": "pve1", "status": "stopped", "config": { "hostname": "batch", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "local-lvm:vm-201-disk-0,size=4G" } }
          }
        }
        """;
}
