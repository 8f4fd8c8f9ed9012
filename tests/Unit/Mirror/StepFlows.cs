using System.Collections.Concurrent;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Mirror;

/// <summary>A plan with every kind of step for VMs and containers, written as code and applied.</summary>
internal static class StepFlows
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task RunAsync(ConcurrentQueue<WireRequest> sent)
    {
        using var lab = new LabWorkspace(Cluster, new() { IsLab = true, KeepSnapshots = 2 });
        using (var session = await ReadingFlows.OpenAsync(lab, sent)) await new Sync(session).RunAsync(new(), null, Stop);
        Edit(lab.Workspace, 100, GuestKind.Qemu, ("scsi0.size", "10G"), ("cores", "4"), ("net1.model", "virtio"), ("net1.bridge", "vmbr0"), ("description", "a & b = c; d\n+ e"), (AttributePath.Pool, "ops"));
        Edit(lab.Workspace, 101, GuestKind.Qemu, ("scsi0.storage", "ceph"), (AttributePath.Node, "pve2"), (AttributePath.Pool, null), (AttributePath.Started, "1"));
        Edit(lab.Workspace, 102, GuestKind.Qemu, ("template", "1"));
        Edit(lab.Workspace, 103, GuestKind.Qemu, (AttributePath.Started, "0"), (AttributePath.Pool, "prod"));
        Edit(lab.Workspace, 200, GuestKind.Lxc, (AttributePath.Node, "pve2"), ("memory", "1024"));
        Edit(lab.Workspace, 201, GuestKind.Lxc, ("rootfs.storage", "ceph"), ("rootfs.size", "6G"), (AttributePath.Started, "1"));
        Edit(lab.Workspace, 204, GuestKind.Lxc, ("features.nesting", "1"));
        Edit(lab.Workspace, 202, GuestKind.Lxc, ("template", "1"));
        foreach (var vmid in new[] { 104, 203 }) GuestCode.Remove(lab.Workspace, vmid, write: true);
        GuestCode.New(lab.Workspace, new GuestEdits(GuestKind.Qemu).SetParameter("Name", "fresh-vm"), 300, "pve1", write: true);
        GuestCode.New(lab.Workspace, new GuestEdits(GuestKind.Lxc).SetParameter("Name", "fresh-ct"), 301, "pve1", write: true);
        Clone(lab.Workspace, "vms", "vm", 302, 102, "name = \"copy-vm\"");
        Clone(lab.Workspace, "containers", "container", 303, 202, "unprivileged = true");
        using (var session = await ReadingFlows.OpenAsync(lab, sent))
        {
            var apply = new Apply(session);
            var plan = await new Backups(session).AddAsync(await apply.PlanAsync(new() { Restart = true }, null, Stop), new(), Stop);
            var kinds = plan.Steps.Select(step => (step.Action, step.Kind)).ToHashSet();
            foreach (var action in Enum.GetValues<PlanAction>())
                foreach (var kind in new[] { GuestKind.Qemu, GuestKind.Lxc })
                    Assert.True(kinds.Contains((action, kind)) || (action, kind) is (PlanAction.Stop or PlanAction.Pool, GuestKind.Lxc) or (PlanAction.Restore, _), $"No {action} of a {kind} is planned: {string.Join("; ", plan.Steps.Select(step => step.Summary))} {string.Join("; ", plan.Problems)}");
            var result = await ApplyAllAsync(apply, plan);
            Assert.True(result.Succeeded, string.Join('\n', result.Steps.Where(step => step.Outcome != StepOutcome.Done).Select(step => $"{step.Step.Summary}: {step.Message}")));
        }
        await BackAgainAsync(lab, sent);
    }

    /// <summary>What was deleted comes back out of its backups, which go when nobody could go back to them any more.</summary>
    private static async Task BackAgainAsync(LabWorkspace lab, ConcurrentQueue<WireRequest> sent)
    {
        UndoApply.Run(lab.Workspace, null, write: true);
        using var session = await ReadingFlows.OpenAsync(lab, sent);
        var apply = new Apply(session);
        var plan = await apply.PlanAsync(null, Stop);
        Assert.Equal([GuestKind.Qemu, GuestKind.Lxc], plan.Steps.Where(step => step.Action == PlanAction.Restore).Select(step => step.Kind));
        var restored = plan with { Steps = [.. plan.Steps.Where(step => step.VmId is 104 or 203)] };
        Assert.True((await ApplyAllAsync(apply, restored)).Succeeded);
        Assert.Contains(sent, request => request.Method == "DELETE" && request.Path.Contains("/content/", StringComparison.Ordinal));
    }

    private static void Clone(Workspace workspace, string folder, string kind, int vmid, int original, string more) => File.WriteAllText(workspace.PathOf($"terraform/{folder}/copy{vmid}.tf"), $$"""
        resource "proxmox_virtual_environment_{{kind}}" "copy{{vmid}}" {
          node_name = "pve1"
          vm_id     = {{vmid}}
          started   = false
          {{more}}
          clone {
            vm_id = {{original}}
          }
        }

        """);

    private static Task<ApplyResult> ApplyAllAsync(Apply apply, Plan plan) => apply.RunAsync(plan, new() { AllowsDataLoss = _ => true }, null, null, Stop);

    private static void Edit(Workspace workspace, int vmid, GuestKind kind, params (string Path, string? Value)[] values) =>
        GuestCode.Set(workspace, vmid, values.Aggregate(new GuestEdits(kind), (all, pair) => all.Set(pair.Path, pair.Value)), write: true);

    private const string Cluster = """
        {
          "options": { "taskSeconds": 0, "resourceLagSeconds": 0 },
          "nodes": { "pve1": { "cores": 32, "memoryMiB": 131072 }, "pve2": { "cores": 32, "memoryMiB": 131072 } },
          "bridges": { "pve1": ["vmbr0"], "pve2": ["vmbr0"] },
          "storages": { "local": { "type": "dir" }, "local-lvm": { "type": "lvmthin", "sizeGiB": 4000 }, "ceph": { "type": "rbd", "sizeGiB": 4000, "shared": true } },
          "content": { "local": ["local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst"] },
          "pools": { "ops": {}, "prod": {} },
          "guests": {
            "100": { "type": "qemu", "node": "pve1", "status": "running", "pool": "prod", "config": { "name": "web", "ostype": "l26", "memory": "2048", "scsihw": "virtio-scsi-single", "cpu": "host", "boot": "order=scsi0", "scsi0": "ceph:vm-100-disk-0,size=8G", "net0": "virtio=BC:24:11:00:00:01,bridge=vmbr0" } },
            "101": { "type": "qemu", "node": "pve1", "status": "stopped", "pool": "prod", "config": { "name": "db", "ostype": "l26", "memory": "2048", "scsihw": "virtio-scsi-single", "cpu": "host", "boot": "order=scsi0", "scsi0": "local-lvm:vm-101-disk-0,size=8G" } },
            "102": { "type": "qemu", "node": "pve1", "status": "stopped", "config": { "name": "golden", "ostype": "l26", "memory": "2048", "scsihw": "virtio-scsi-single", "cpu": "host", "scsi0": "ceph:vm-102-disk-0,size=8G" } },
            "103": { "type": "qemu", "node": "pve1", "status": "running", "config": { "name": "off", "ostype": "l26", "memory": "2048", "scsihw": "virtio-scsi-single", "cpu": "host" } },
            "104": { "type": "qemu", "node": "pve2", "status": "stopped", "config": { "name": "old", "ostype": "l26", "memory": "2048", "scsihw": "virtio-scsi-single", "cpu": "host" } },
            "200": { "type": "lxc", "node": "pve1", "status": "running", "config": { "hostname": "proxy", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "ceph:vm-200-disk-0,size=4G" } },
            "201": { "type": "lxc", "node": "pve1", "status": "stopped", "config": { "hostname": "batch", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "local-lvm:vm-201-disk-0,size=4G" } },
            "202": { "type": "lxc", "node": "pve1", "status": "stopped", "config": { "hostname": "golden-ct", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "ceph:vm-202-disk-0,size=4G" } },
            "203": { "type": "lxc", "node": "pve2", "status": "stopped", "config": { "hostname": "old-ct", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "ceph:vm-203-disk-0,size=4G" } },
            "204": { "type": "lxc", "node": "pve2", "status": "running", "config": { "hostname": "nesting-ct", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "ceph:vm-204-disk-0,size=4G" } }
          }
        }
        """;
}
