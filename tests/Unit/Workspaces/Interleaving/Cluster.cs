using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Interleaving;

/// <summary>A small cluster in this process, edited over its API as in the GUI, and a workspace in memory where there is such a file system.</summary>
internal sealed class Cluster : IDisposable
{
    public const string Template = "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz";

    private const string Empty = """
        {"version":"9.2","options":{"taskSeconds":0},
         "nodes":{"pve1":{"status":"online","cores":32,"memoryMiB":131072},"pve2":{"status":"online","cores":32,"memoryMiB":131072}},
         "storages":{"local":{"type":"dir","content":["images","rootdir","vztmpl"],"shared":true,"nodes":["pve1","pve2"],"sizeGiB":4000},
                     "fast":{"type":"dir","content":["images"],"shared":true,"nodes":["pve1","pve2"],"sizeGiB":4000}},
         "bridges":{"pve1":["vmbr0","vmbr1"],"pve2":["vmbr0","vmbr1"]},
         "content":{"local":["local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz"]},"guests":{}}
        """;

    private readonly string _folder;
    private readonly Clock _clock = new();
    private LabCluster _lab;
    private Session _session;

    private Cluster(string folder, LabCluster lab, Workspace workspace, Session session) => (_folder, _lab, Workspace, _session) = (folder, lab, workspace, session);

    public Workspace Workspace { get; }

    public PveClient Client => _session.Client;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Cluster> OpenAsync(WorkspaceLayout layout, AttributeDetail detail)
    {
        var memory = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var folder = Directory.CreateDirectory(Path.Combine(memory, $"pmpc-rounds-{Guid.NewGuid():n}")).FullName;
        var workspace = StyleChange.Save(Workspace.Create(folder, new WorkspaceConfig { IsLab = true }), layout, null, detail);
        var cluster = new Cluster(folder, null!, workspace, null!);
        cluster._lab = LabCluster.FromJson(Empty, cluster._clock);
        cluster._session = await cluster.ConnectAsync();
        return cluster;
    }

    private Task<Session> ConnectAsync() => Session.OpenAsync(Workspace, new() { Transport = _lab.CreateHandler(), Token = _lab.IssueEmbeddedToken(), Time = _clock }, Stop);

    /// <summary>Takes a node down; null: all are up again.</summary>
    public async Task DownAsync(string? node)
    {
        var state = JsonNode.Parse(_lab.ToJson())!;
        foreach (var (name, known) in state["nodes"]!.AsObject()) known!["status"] = name == node ? "offline" : "online";
        _session.Dispose();
        _lab.Dispose();
        _lab = LabCluster.FromJson(state.ToJsonString(), _clock);
        _session = await ConnectAsync();
    }

    public Task<SyncResult> SyncAsync(Preference prefer = Preference.None) => new Sync(_session).RunAsync(new() { Prefer = prefer }, null, Stop);

    public async Task<ApplyResult> ApplyAsync()
    {
        var apply = new Apply(_session);
        return await apply.RunAsync(await apply.PlanAsync(null, Stop), new() { AllowsDataLoss = _ => true }, null, null, Stop);
    }

    /// <summary>Makes a guest, a second after everything else.</summary>
    public async Task<Side> CreateAsync(int vmid, Side guest)
    {
        _clock.Second();
        Dictionary<string, string> form = new() { ["vmid"] = $"{vmid}" };
        foreach (var key in guest.Values.Keys.Select(Key).Where(key => key[0] != '@').Distinct()) form[key] = key == "scsi1" ? NewDisk(guest) : Wire(guest, key)!;
        if (guest.Kind == GuestKind.Lxc) (form["ostemplate"], form["rootfs"], form["unprivileged"]) = (Template, "local:2", "0");
        await TaskAsync(await _session.Client.PostAsync($"/nodes/{guest.Node}/{guest.Kind.ApiName()}", form, Stop));
        if (guest["@started"] == "1") await PowerAsync(vmid, guest);
        return guest with { Made = guest.Kind == GuestKind.Qemu ? await MadeAsync(vmid, guest) : null };
    }

    /// <summary>When a VM says it was made.</summary>
    public async Task<long> MadeAsync(int vmid, Side guest)
    {
        var config = await _session.Client.GetAsync($"/nodes/{guest.Node}/qemu/{vmid}/config", null, Stop);
        return long.Parse(config.GetProperty("meta").GetString()!.Split("ctime=")[1].Split(',')[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Brings what the path is about to what the guest shall be.</summary>
    public async Task SetAsync(int vmid, Side before, Side guest, string path)
    {
        if (path == "@started") await PowerAsync(vmid, guest);
        else if (path == "scsi1") await DiskAsync(vmid, before, guest);
        else await ConfigAsync(vmid, guest, Key(path));
    }

    private async Task PowerAsync(int vmid, Side guest) =>
        await TaskAsync(await _session.Client.PostAsync($"/nodes/{guest.Node}/{guest.Kind.ApiName()}/{vmid}/status/{(guest["@started"] == "1" ? "start" : "stop")}", [], Stop));

    private async Task DiskAsync(int vmid, Side before, Side guest)
    {
        var of = $"/nodes/{guest.Node}/qemu/{vmid}";
        if (guest["scsi1.storage"] is not { } storage) await _session.Client.PutAsync($"{of}/config", [new("delete", "scsi1")], Stop);
        else if (before["scsi1.storage"] is null) await _session.Client.PutAsync($"{of}/config", [new("scsi1", NewDisk(guest))], Stop);
        else
        {
            if (before["scsi1.storage"] != storage) await TaskAsync(await _session.Client.PostAsync($"{of}/move_disk", [new("disk", "scsi1"), new("storage", storage), new("delete", "1")], Stop));
            if (before["scsi1.size"] != guest["scsi1.size"]) await TaskAsync(await _session.Client.PutAsync($"{of}/resize", [new("disk", "scsi1"), new("size", guest["scsi1.size"]!)], Stop));
        }
    }

    private static string NewDisk(Side guest) => $"{guest["scsi1.storage"]}:{guest["scsi1.size"]!.TrimEnd('G')}";

    private Task ConfigAsync(int vmid, Side guest, string key)
    {
        return _session.Client.PutAsync($"/nodes/{guest.Node}/{guest.Kind.ApiName()}/{vmid}/config", [Wire(guest, key) is { } value ? new(key, value) : new("delete", key)], Stop);
    }

    public async Task DeleteAsync(int vmid, Side guest)
    {
        if (guest["@started"] == "1") await PowerAsync(vmid, guest.With("@started", "0"));
        await TaskAsync(await _session.Client.DeleteAsync($"/nodes/{guest.Node}/{guest.Kind.ApiName()}/{vmid}", null, Stop));
    }

    public async Task MoveAsync(int vmid, Side guest, string node) =>
        await TaskAsync(await _session.Client.PostAsync($"/nodes/{guest.Node}/{guest.Kind.ApiName()}/{vmid}/migrate", [new("target", node), .. guest["@started"] == "1" ? new KeyValuePair<string, string>[] { new(guest.Kind == GuestKind.Qemu ? "online" : "restart", "1") } : []], Stop));

    /// <summary>Every guest must be exactly as the figures say, and no other be there. Asked without the reader that a sync has.</summary>
    public async Task CheckAsync(IEnumerable<Figure> figures)
    {
        var wanted = figures.Where(figure => figure.Server is not null).ToDictionary(figure => figure.VmId, figure => figure.Server!);
        var found = (await _session.Client.GetAsync("/cluster/resources", [new("type", "vm")], Stop)).EnumerateArray().Select(guest => guest.GetProperty("vmid").GetInt32()).Where(vmid => vmid < Things.Repeated);
        Assert.Equal(wanted.Keys.Order(), found.Order());
        foreach (var (vmid, guest) in wanted)
        {
            var config = await _session.Client.GetAsync($"/nodes/{guest.Node}/{guest.Kind.ApiName()}/{vmid}/config", null, Stop);
            var status = await _session.Client.GetAsync($"/nodes/{guest.Node}/{guest.Kind.ApiName()}/{vmid}/status/current", null, Stop);
            Assert.Equal($"server {vmid} {(guest["@started"] == "1" ? "running" : "stopped")}", $"server {vmid} {status.GetProperty("status").GetString()}");
            foreach (var key in Keys(guest.Kind))
            {
                var is_ = config.TryGetProperty(key, out var value) ? value.ToString() : null;
                Assert.Equal($"server {vmid} {key}={Canonical(key, Wire(guest, key))}", $"server {vmid} {key}={Canonical(key, is_)}");
            }
        }
    }

    private static string[] Keys(GuestKind kind) => kind == GuestKind.Qemu
        ? ["name", "cores", "sockets", "memory", "description", "tags", "onboot", "agent", "net0", "net1", "scsi1"]
        : ["hostname", "cores", "memory", "swap", "description", "tags", "onboot", "net0", "net1"];

    private static string? Canonical(string key, string? value) => key switch
    {
        _ when value is null => null,
        "onboot" when value == "0" => null,
        "description" or "tags" when value!.Length == 0 => null,
        "sockets" when value == "1" => null,
        "scsi1" => $"{value!.Split(':')[0]} {value.Split(',').First(part => part.StartsWith("size=", StringComparison.Ordinal))}",
        "agent" => value!.Split(',').Intersect(["1", "enabled=1"]).Any() ? "1" : null,
        "description" => value!.TrimEnd('\n'),
        "tags" => string.Join(';', value!.Split(';').Order()),
        "net0" or "net1" => string.Join(',', value!.Split(',').Where(part => part != "type=veth" && !part.EndsWith("=0", StringComparison.Ordinal)).Select(part => part.Replace("model=virtio,", "", StringComparison.Ordinal)).Order()),
        _ => value,
    };

    private static string Key(string path) => path.Split('.')[0];

    private static string? Wire(Side guest, string key)
    {
        string? Of(string part) => guest[$"{key}.{part}"];
        if (key is "memory") return guest["memory.current"] ?? guest["memory"];
        if (key is "agent") return Of("enabled");
        if (key == "scsi1") return Of("storage") is { } storage ? $"{storage}:volume,size={Of("size")}" : null;
        if (!key.StartsWith("net", StringComparison.Ordinal)) return guest[key];
        if (Of("bridge") is null) return null;
        var tag = Of("tag") is { } vlan ? $",tag={vlan}" : "";
        return guest.Kind == GuestKind.Qemu ? $"{Of("model")}={Of("macaddr")},bridge={Of("bridge")}{tag}" : $"name={Of("name")},bridge={Of("bridge")},hwaddr={Of("hwaddr")}{tag},type=veth";
    }

    private async Task TaskAsync(System.Text.Json.JsonElement task)
    {
        Assert.True(Upid.TryParse(task.GetString(), out var upid));
        await _session.Client.WaitForTaskAsync(upid, null, Stop);
    }

    public void Dispose()
    {
        _session.Dispose();
        _lab.Dispose();
        if (Environment.GetEnvironmentVariable("PMPC_KEEP") is null) Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A clock of which each wait is over at once.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _ahead;

        public void Second() => Interlocked.Add(ref _ahead, TimeSpan.TicksPerSecond);

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            // Time limits are timers, too, and none of them is ever reached here.
            if (dueTime > TimeSpan.FromSeconds(5) || dueTime == Timeout.InfiniteTimeSpan) return System.CreateTimer(callback, state, dueTime, period);
            Interlocked.Add(ref _ahead, dueTime.Ticks);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
