using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests;

/// <summary>A Lab with two nodes and a guest of every sort that an apply has to do with: what the tests kill and what they trouble.</summary>
internal static class SmallCluster
{
    /// <summary>The Lab's state.</summary>
    /// <param name="taskSeconds">How long a task takes.</param>
    /// <param name="change">What is different this time; null: nothing.</param>
    public static string Json(double taskSeconds, Action<JsonNode>? change = null)
    {
        var state = JsonNode.Parse(Text)!;
        state["options"]!["taskSeconds"] = taskSeconds;
        change?.Invoke(state);
        return state.ToJsonString();
    }

    private const string Text = """
        {
          "options": { "resourceLagSeconds": 0 },
          "nodes": { "pve1": { "cores": 32, "memoryMiB": 131072 }, "pve2": { "cores": 32, "memoryMiB": 131072 } },
          "bridges": { "pve1": ["vmbr0", "vmbr1"], "pve2": ["vmbr0", "vmbr1"] },
          "storages": {
            "local": { "type": "dir" },
            "local-lvm": { "type": "lvmthin", "sizeGiB": 4000 },
            "ceph": { "type": "rbd", "sizeGiB": 4000, "shared": true }
          },
          "content": { "local": ["local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst"] },
          "pools": { "ops": {}, "prod": {} },
          "guests": {
            "100": { "type": "qemu", "node": "pve1", "status": "running", "config": { "name": "web-01", "ostype": "l26", "cores": 2, "memory": "2048", "scsihw": "virtio-scsi-single", "cpu": "host", "boot": "order=scsi0;net0", "scsi0": "local-lvm:vm-100-disk-0,size=8G", "net0": "virtio=BC:24:11:00:00:01,bridge=vmbr0" } },
            "101": { "type": "qemu", "node": "pve1", "status": "stopped", "pool": "prod", "config": { "name": "db-01", "ostype": "l26", "cores": 4, "memory": "4096", "scsihw": "virtio-scsi-single", "cpu": "host", "boot": "order=scsi0", "scsi0": "local-lvm:vm-101-disk-0,size=16G", "net0": "virtio=BC:24:11:00:00:02,bridge=vmbr0" } },
            "102": { "type": "qemu", "node": "pve2", "status": "running", "config": { "name": "old-01", "ostype": "l26", "memory": "1024", "scsihw": "virtio-scsi-single", "cpu": "host", "scsi0": "local-lvm:vm-102-disk-0,size=4G" } },
            "103": { "type": "qemu", "node": "pve1", "status": "running", "config": { "name": "moving-01", "ostype": "l26", "memory": "1024", "scsihw": "virtio-scsi-single", "cpu": "host", "boot": "order=scsi0", "scsi0": "ceph:vm-103-disk-0,size=4G", "net0": "virtio=BC:24:11:00:00:03,bridge=vmbr0" } },
            "104": { "type": "qemu", "node": "pve2", "status": "running", "config": { "name": "quiet-01", "ostype": "l26", "memory": "1024", "scsihw": "virtio-scsi-single", "cpu": "host", "scsi0": "local-lvm:vm-104-disk-0,size=4G" } },
            "200": { "type": "lxc", "node": "pve1", "status": "running", "config": { "hostname": "proxy", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "local-lvm:vm-200-disk-0,size=8G", "net0": "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:04,ip=dhcp,type=veth" } },
            "201": { "type": "lxc", "node": "pve2", "status": "stopped", "config": { "hostname": "batch", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "local-lvm:vm-201-disk-0,size=4G" } }
          }
        }
        """;
}
