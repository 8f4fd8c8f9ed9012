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

    private const string Variable = "PMPC_TEST_FAULTY_WORLD";

    private readonly string _folder = Directory.CreateTempSubdirectory("pmpc-fault-").FullName;
    private readonly FastTime _time = new(Speed);
    private readonly int _seed;
    private readonly (string TokenId, string Secret) _token;
    private LabCluster _lab;
    private Workspace? _workspace;

    public FaultyWorld(int seed)
    {
        _seed = seed;
        _lab = LabCluster.FromJson(Cluster, _time);
        _token = _lab.CreateToken("root@pam", "iac", privsep: false);
    }

    /// <summary>There is one as soon as <see cref="InitializeAsync"/> has succeeded.</summary>
    public Workspace Workspace => _workspace ?? throw new InvalidOperationException("The workspace was not made.");

    public bool IsInitialized => _workspace is not null;

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

    /// <summary>Makes the workspace; where the server is not as it should be nothing is left behind.</summary>
    public async Task InitializeAsync()
    {
        // One secret for all: the token is the same in every world's state, and only this process has it.
        Environment.SetEnvironmentVariable(Variable, "a-secret-of-no-token");
        try
        {
            await Initialize.RunAsync(new() { Directory = _folder, Servers = [new("https://lab.invalid:8006")], TokenId = _token.TokenId, Secret = new(SecretKind.Environment, Variable) },
                new() { Transport = new WithToken(_lab.CreateHandler(), _token), Time = _time }, Stop);
        }
        catch (PmpcException)
        {
            Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
            throw;
        }
        // A blink of this machine must not count as minutes of silence.
        var config = Path.Combine(_folder, ".proxmox", "config.yml");
        var text = File.ReadAllText(config);
        Assert.Contains("timeoutSeconds: 30", text, StringComparison.Ordinal);
        File.WriteAllText(config, text.Replace("timeoutSeconds: 30", "timeoutSeconds: 120", StringComparison.Ordinal));
        _workspace = Workspace.Open(_folder);
    }

    public Task<SyncResult> SyncAsync() => With(session => new Sync(session, _time).RunAsync(new(), null, Stop));

    public Task<Plan> PlanAsync() => With(session => new Apply(session, _time).PlanAsync(null, Stop));

    /// <param name="patience">After which time, by the fast clock, somebody presses Ctrl+C; null: nobody does.</param>
    public Task<ApplyResult> ApplyAsync(Plan plan, Action<StepResult>? ended = null, TimeSpan? patience = null) => With(async session =>
    {
        using var impatience = patience is { } span ? new CancellationTokenSource(span, _time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(impatience.Token, Stop);
        return await new Apply(session, _time).RunAsync(plan, new() { AllowsDataLoss = _ => true }, null, ended, either.Token);
    });

    private async Task<T> With<T>(Func<Session, Task<T>> act)
    {
        using var session = await Session.OpenAsync(Workspace, new() { Transport = _lab.CreateHandler(), Token = _token, Time = _time }, Stop);
        return await act(session);
    }

    public void Dispose()
    {
        _lab.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Puts the token that the Lab knows in the place of the one that the secret's variable holds.</summary>
    private sealed class WithToken(HttpMessageHandler lab, (string TokenId, string Secret) token) : DelegatingHandler(lab)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            request.Headers.Remove("Authorization");
            request.Headers.TryAddWithoutValidation("Authorization", $"PVEAPIToken={token.TokenId}={token.Secret}");
            return base.SendAsync(request, ct);
        }
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
