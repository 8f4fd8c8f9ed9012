using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>What a plan is said to need is what the Lab, by Proxmox's own rules, asks for: with all of it the apply succeeds, without any one it does not.</summary>
public sealed class PermissionTests
{
    private const string Token = "iac@pve!full";
    private const string Secret = "00000000-0000-4000-8000-000000000000";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_listed_is_enough_and_nothing_of_it_is_too_much()
    {
        using var lab = await EditedAsync();
        var plan = await lab.PlanAsync();
        Assert.True(plan.Steps.Length >= 12, plan.Summary);
        using var root = await lab.OpenAsync();
        var report = await PermissionReport.OfAsync(root, plan, Stop);
        Assert.True(report.Succeeded);

        var (all, failures) = await WithAsync(lab, plan, report.Checks);
        Assert.True(all.Succeeded, string.Join("; ", all.Missing));
        Assert.Empty(failures);
        foreach (var left in report.Checks)
        {
            var (partly, failed) = await WithAsync(lab, plan, report.Checks.Remove(left));
            Assert.Equal((left.Path, left.Privilege), Assert.Single(partly.Missing) is var missing ? (missing.Path, missing.Privilege) : default);
            // What cannot be looked at afterwards is made all the same.
            if (left.Privilege == "Pool.Audit" || left.Privilege == "VM.Audit" && plan.Steps.Any(step => left.Steps.Contains(step.Number) && step.Action == PlanAction.Create)) continue;
            Assert.True(failed.Length > 0, $"Without {left.Privilege} on {left.Path} ({left.What}) everything went well.");
        }
    }

    [Fact]
    public async Task What_only_root_may_is_known_before()
    {
        using var lab = await EditedAsync(() => [(100, GuestKind.Qemu, new GuestEdits(GuestKind.Qemu).Set("args", "-no-hpet")), (200, GuestKind.Lxc, new GuestEdits(GuestKind.Lxc).Set("features.fuse", "1"))]);
        var plan = await lab.PlanAsync();
        using var session = await lab.OpenAsync();
        var report = await PermissionReport.OfAsync(session, plan, Stop);
        Assert.Equal(["args", "features"], report.Missing.Where(check => check.Outcome == PermissionOutcome.RootOnly).Select(check => check.What.Split(": ")[1]).Order());
        Assert.False(report.Succeeded);
        Assert.All((await lab.ApplyAsync(plan)).Steps, step => Assert.Equal(StepOutcome.Failed, step.Outcome));
    }

    [Theory]
    [InlineData(null, "prod", false)]
    [InlineData("prod", "old;prod", true)]
    [InlineData("prod", "other", false)]
    [InlineData("old", null, true)]
    [InlineData("other", "fresh", false)]
    [InlineData(null, "fresh;old", true, "user-allow=none")]
    [InlineData(null, "dev;old", true, "user-allow=none,user-allow-list=dev")]
    [InlineData(null, "dev;old", false, "user-allow=list,user-allow-list=dev")]
    [InlineData(null, "fresh;old", true, "user-allow=list,user-allow-list=dev")]
    [InlineData(null, "seen", false, "user-allow=existing")]
    [InlineData(null, "fresh", true, "user-allow=existing")]
    [InlineData("seen", "old;seen", true, "user-allow=existing")]
    public async Task Tags_that_are_not_free_are_known_before(string? registered, string? tag, bool isNeeded, string access = "user-allow=free")
    {
        using var lab = await EditedAsync(() => new[] { (100, GuestKind.Qemu), (200, GuestKind.Lxc) }.Select(guest => (guest.Item1, guest.Item2, new GuestEdits(guest.Item2).Set("tags", tag))), state =>
        {
            state["datacenter"] = new JsonObject { ["user-tag-access"] = access };
            if (registered is not null) state["datacenter"]!["registered-tags"] = registered;
            // What is there already is what "existing" means, and can be taken away.
            foreach (var vmid in new[] { "100", "200" }) state["guests"]![vmid]!["config"]!["tags"] = "old";
            state["guests"]!["101"]!["config"]!["tags"] = "seen";
        });
        var plan = await lab.PlanAsync();
        string[] privileges = ["VM.Audit", "VM.Config.Options"];
        var some = plan.Steps.SelectMany(step => privileges.Select(privilege => new PermissionCheck(PermissionOutcome.Granted, $"/vms/{step.VmId}", privilege, [], [], "")))
            .Append(new(PermissionOutcome.Granted, "/vms/101", "VM.Audit", [], [], "")).Append(new(PermissionOutcome.Granted, "/", "Sys.Audit", [], [], "")).ToArray();
        var (report, failed) = await WithAsync(lab, plan, some);
        Assert.Equal(isNeeded ? [("/", "Sys.Modify", "web-01 (100): tags, proxy (200): tags")] : [], report.Missing.Select(check => (check.Path, check.Privilege, check.What)));
        Assert.Equal(isNeeded ? 2 : 0, failed.Length);
        Assert.Empty((await WithAsync(lab, plan, [.. some, .. report.Missing])).Failed);
    }

    [Fact]
    public async Task The_lines_for_pveum_grant_it_to_user_and_token_and_hold_no_more_than_words()
    {
        using var lab = await EditedAsync(() => [(100, GuestKind.Qemu, new GuestEdits(GuestKind.Qemu).Set("cores", "4")), (101, GuestKind.Qemu, new GuestEdits(GuestKind.Qemu).Set("cores", "8"))]);
        var plan = await lab.PlanAsync();
        var (report, _) = await WithAsync(lab, plan, []);
        Assert.Equal(
        [
            "pveum role add 'Tiny' --privs 'VM.Audit VM.Config.CPU'",
            "pveum acl modify '/vms/100' --users 'iac@pve' --roles 'Tiny'",
            "pveum acl modify '/vms/100' --tokens 'iac@pve!full' --roles 'Tiny'",
            "pveum acl modify '/vms/101' --users 'iac@pve' --roles 'Tiny'",
            "pveum acl modify '/vms/101' --tokens 'iac@pve!full' --roles 'Tiny'",
        ], report.MissingCommands("Tiny"));
        Assert.Equal(report.MissingCommands("Tiny"), report.AllCommands("Tiny"));
        Assert.Contains(@"'/storage/a'\''; reboot'", new PermissionReport("x@pve", [new(PermissionOutcome.Missing, "/storage/a'; reboot", "Datastore.AllocateSpace", [], [1], "")]).MissingCommands("R")[1], StringComparison.Ordinal);
    }

    /// <summary>The same plan for a token that was given exactly these: what is reported, and what fails.</summary>
    private static async Task<(PermissionReport Report, ImmutableArray<StepResult> Failed)> WithAsync(LabWorkspace lab, Plan plan, IEnumerable<PermissionCheck> granted)
    {
        var state = JsonNode.Parse(lab.Lab.ToJson())!.AsObject();
        state["users"] = new JsonObject { ["iac@pve"] = new JsonObject() };
        state["tokens"] = new JsonObject { [Token] = new JsonObject { ["secret"] = Secret, ["privsep"] = false } };
        var (roles, acl) = (new JsonObject(), new JsonArray());
        foreach (var path in granted.GroupBy(check => check.Path!, check => check.Privilege!))
        {
            var role = $"R{roles.Count}";
            roles[role] = new JsonArray([.. path.Distinct().Select(privilege => (JsonNode)privilege)]);
            acl.Add(new JsonObject { ["path"] = path.Key, ["ugid"] = "iac@pve", ["role"] = role });
        }
        state["roles"] = roles;
        state["acl"] = acl;
        using var limited = LabCluster.FromJson(state.ToJsonString());
        using var session = await Session.OpenAsync(lab.Workspace, new() { Transport = limited.CreateHandler(), Token = (Token, Secret) }, Stop);
        var report = await PermissionReport.OfAsync(session, plan, Stop);
        var folder = Directory.CreateTempSubdirectory("pmpc-perm-");
        try
        {
            using var store = StateStore.Open(Path.Combine(folder.FullName, "state.db"));
            var result = await new NativeEngine(session.Client, store, new() { Throttle = 16 }).RunAsync(plan, store.BeginRun("apply", DateTimeOffset.UtcNow), null, null, Stop);
            return (report, [.. result.Steps.Where(step => step.Outcome != StepOutcome.Done)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<LabWorkspace> EditedAsync(Func<IEnumerable<(int VmId, GuestKind Kind, GuestEdits Edits)>>? edits = null, Action<JsonNode>? cluster = null)
    {
        var state = JsonNode.Parse(Cluster)!;
        cluster?.Invoke(state);
        var lab = new LabWorkspace(state.ToJsonString());
        await lab.SyncAsync();
        if (edits is null)
        {
            GuestCode.New(lab.Workspace, new GuestEdits(GuestKind.Qemu).SetParameter("Name", "fresh-vm").Set(AttributePath.Started, "1").Set("net0.tag", "30"), null, "pve1", write: true);
            GuestCode.New(lab.Workspace, new GuestEdits(GuestKind.Lxc).SetParameter("Name", "fresh-ct"), null, "pve1", write: true);
            GuestCode.Remove(lab.Workspace, 102, write: true);
        }
        foreach (var (vmid, _, edit) in edits?.Invoke() ??
        [
            (100, GuestKind.Qemu, new GuestEdits(GuestKind.Qemu).Set("cores", "4").Set("memory.current", "4096").Set("onboot", "1").Set("net0.model", "virtio").Set("net0.bridge", "vmbr1").Set("ciuser", "admin")),
            (101, GuestKind.Qemu, new GuestEdits(GuestKind.Qemu).Set("scsi0.size", "20G").Set("scsi1.storage", "local-lvm").Set("scsi1.size", "4G").Set(AttributePath.Pool, "ops")),
            (103, GuestKind.Qemu, new GuestEdits(GuestKind.Qemu).Set(AttributePath.Node, "pve2")),
            (200, GuestKind.Lxc, new GuestEdits(GuestKind.Lxc).Set("memory", "1024").Set("rootfs.storage", "ceph")),
            (201, GuestKind.Lxc, new GuestEdits(GuestKind.Lxc).Set("rootfs.size", "6G").Set("features.nesting", "1")),
        ]) GuestCode.Set(lab.Workspace, vmid, edit, write: true);
        return lab;
    }

    private const string Cluster = """
        {
          "options": { "taskSeconds": 0.01, "resourceLagSeconds": 0, "authDelaySeconds": 0 },
          "nodes": { "pve1": { "cores": 32, "memoryMiB": 131072 }, "pve2": { "cores": 32, "memoryMiB": 131072 } },
          "bridges": { "pve1": ["vmbr0", "vmbr1"], "pve2": ["vmbr0", "vmbr1"] },
          "storages": { "local": { "type": "dir" }, "local-lvm": { "type": "lvmthin", "sizeGiB": 4000 }, "ceph": { "type": "rbd", "sizeGiB": 4000, "shared": true } },
          "content": { "local": ["local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst"] },
          "pools": { "ops": {}, "prod": {} },
          "guests": {
            "100": { "type": "qemu", "node": "pve1", "status": "running", "config": { "name": "web-01", "ostype": "l26", "cores": 2, "memory": "2048", "scsihw": "virtio-scsi-single", "cpu": "host", "scsi0": "local-lvm:vm-100-disk-0,size=8G", "ide2": "local-lvm:vm-100-cloudinit,media=cdrom" } },
            "101": { "type": "qemu", "node": "pve1", "status": "stopped", "pool": "prod", "config": { "name": "db-01", "ostype": "l26", "cores": 4, "memory": "4096", "scsihw": "virtio-scsi-single", "cpu": "host", "scsi0": "local-lvm:vm-101-disk-0,size=16G" } },
            "102": { "type": "qemu", "node": "pve1", "status": "running", "config": { "name": "old-01", "ostype": "l26", "memory": "1024", "scsihw": "virtio-scsi-single", "cpu": "host", "scsi0": "local-lvm:vm-102-disk-0,size=4G" } },
            "103": { "type": "qemu", "node": "pve1", "status": "running", "config": { "name": "moving-01", "ostype": "l26", "memory": "1024", "scsihw": "virtio-scsi-single", "cpu": "host", "scsi0": "ceph:vm-103-disk-0,size=4G" } },
            "200": { "type": "lxc", "node": "pve1", "status": "running", "config": { "hostname": "proxy", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "local-lvm:vm-200-disk-0,size=8G" } },
            "201": { "type": "lxc", "node": "pve1", "status": "stopped", "config": { "hostname": "batch", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "local-lvm:vm-201-disk-0,size=4G" } }
          }
        }
        """;
}
