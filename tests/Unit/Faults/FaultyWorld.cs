using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Faults;

/// <summary>A workspace on a small cluster whose faults can be switched on and lifted, by a clock that does not make one wait.</summary>
internal sealed class FaultyWorld : IDisposable
{
    private const int Speed = 200;

    private readonly string _folder = Directory.CreateTempSubdirectory("pmpc-fault-").FullName;
    private readonly FastTime _time = new(Speed);
    private readonly int _seed;
    private LabCluster _lab;

    public FaultyWorld(int seed)
    {
        _seed = seed;
        _lab = LabCluster.FromJson(Cluster, _time);
        Workspace = Workspace.Create(_folder, new WorkspaceConfig { IsLab = true, TimeoutSeconds = 120 });
    }

    public Workspace Workspace { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The server's whole state, with tasks that are over.</summary>
    public JsonObject State() => JsonNode.Parse(_lab.ToJson())!.AsObject();

    /// <summary>From now on these rules hold; what the server knows stays.</summary>
    public void SetFaults(JsonArray? rules)
    {
        var state = State();
        state["seed"] = _seed;
        state["faults"] = rules?.DeepClone() ?? new JsonArray();
        _lab.Dispose();
        _lab = LabCluster.FromJson(state.ToJsonString(), _time);
    }

    public Task<SyncResult> SyncAsync() => With(session => new Sync(session, _time).RunAsync(new(), null, Stop));

    public Task<Plan> PlanAsync() => With(session => new Apply(session, _time).PlanAsync(null, Stop));

    public Task<ApplyResult> ApplyAsync(Plan plan, Action<StepResult>? ended = null) => With(session => new Apply(session, _time).RunAsync(plan, null, ended, Stop));

    private async Task<T> With<T>(Func<Session, Task<T>> act)
    {
        using var session = await Session.OpenAsync(Workspace, new() { Transport = _lab.CreateHandler(), Token = _lab.IssueEmbeddedToken(), Time = _time }, Stop);
        return await act(session);
    }

    public void Dispose()
    {
        _lab.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private const string Cluster = """
        {
          "options": { "taskSeconds": 1, "resourceLagSeconds": 0 },
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
            "102": { "type": "qemu", "node": "pve2", "status": "stopped", "config": { "name": "old-01", "ostype": "l26", "memory": "1024", "scsihw": "virtio-scsi-single", "cpu": "host", "scsi0": "local-lvm:vm-102-disk-0,size=4G" } },
            "103": { "type": "qemu", "node": "pve1", "status": "running", "config": { "name": "moving-01", "ostype": "l26", "memory": "1024", "scsihw": "virtio-scsi-single", "cpu": "host", "boot": "order=scsi0", "scsi0": "ceph:vm-103-disk-0,size=4G", "net0": "virtio=BC:24:11:00:00:03,bridge=vmbr0" } },
            "200": { "type": "lxc", "node": "pve1", "status": "running", "config": { "hostname": "proxy", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "local-lvm:vm-200-disk-0,size=8G", "net0": "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:04,ip=dhcp,type=veth" } },
            "201": { "type": "lxc", "node": "pve2", "status": "stopped", "config": { "hostname": "batch", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "local-lvm:vm-201-disk-0,size=4G" } }
          }
        }
        """;
}
