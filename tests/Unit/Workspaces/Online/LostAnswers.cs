using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;
using ProxmoxMpc.Tests.Unit.Faults;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Online;

/// <summary>What becomes of a write and of its answer.</summary>
public enum Loss
{
    /// <summary>It is done, and the connection breaks before the answer.</summary>
    ResetAfter,

    /// <summary>It is done, and the proxy gives up before the answer.</summary>
    TimeoutAfter,

    /// <summary>It is done, and the server fails after that.</summary>
    FailureAfter,

    /// <summary>It is not done, and the proxy gives up.</summary>
    TimeoutBefore,

    /// <summary>It is not done, and the server says that it failed.</summary>
    FailureBefore,
}

/// <summary>A workspace on a Lab between which and us the answers to the first writes are lost.</summary>
internal sealed class LostAnswers : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pmpc-lost-").FullName;
    private readonly FastTime _time = new(200);
    private readonly LabCluster _lab;
    private readonly Workspace _workspace;
    private readonly (string TokenId, string Secret) _token;

    public LostAnswers()
    {
        _lab = LabCluster.FromJson(Cluster, _time);
        _token = _lab.IssueEmbeddedToken();
        _workspace = Workspace.Create(_folder, new WorkspaceConfig { IsLab = true, TimeoutSeconds = 120 });
    }

    /// <summary>The writes that were sent, as method and path.</summary>
    public ConcurrentQueue<string> Writes { get; } = new();

    /// <summary>Stands before everything else, to see what is sent.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler> Recorder { get; init; } = inner => inner;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Does a verb to one guest, losing the answers to its first writes.</summary>
    public async Task<List<GuestOutcome>> RunAsync(Func<Session, GuestVerb> verb, int vmid, Loss? loss = null, int times = 1, bool wait = true)
    {
        Writes.Clear();
        var lossy = new Lossy(_lab.CreateHandler(), Writes, loss, times);
        using var session = await Session.OpenAsync(_workspace, new() { Transport = Recorder(lossy), Token = _token, Time = _time }, Stop);
        var outcomes = new List<GuestOutcome>();
        await new GuestBatch(session, verb(session), new() { Wait = wait }).RunAsync([GuestSelector.Of(vmid)], _ => Task.FromResult(true), outcomes.Add, null, Stop);
        return outcomes;
    }

    /// <summary>The snapshots of all guests.</summary>
    public async Task SnapshotsAsync()
    {
        using var session = await Session.OpenAsync(_workspace, new() { Transport = Recorder(_lab.CreateHandler()), Token = _token, Time = _time }, Stop);
        await GuestSnapshots.ReadAsync(session, [GuestSelector.Of(100), GuestSelector.Of(200)], Stop);
    }

    /// <summary>The types of all tasks that the server ran, those that failed with an exclamation mark.</summary>
    public string[] Tasks() => [.. (State()["tasks"]?.AsArray() ?? []).Select(task => task!["upid"]!.GetValue<string>().Split(':')[5] + (task["result"]?.GetValue<string>() is null or "OK" ? "" : "!"))];

    public JsonObject State() => JsonNode.Parse(_lab.ToJson())!.AsObject();

    public void Dispose()
    {
        _lab.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Lossy(HttpMessageHandler lab, ConcurrentQueue<string> writes, Loss? loss, int times) : DelegatingHandler(lab)
    {
        private int _seen;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            if (request.Method == HttpMethod.Get) return await base.SendAsync(request, ct);
            writes.Enqueue($"{request.Method} {Regex.Replace(request.RequestUri!.AbsolutePath, "^/api2/json/nodes/", "")}");
            if (loss is not { } kind || Interlocked.Increment(ref _seen) > times) return await base.SendAsync(request, ct);
            if (kind is Loss.ResetAfter or Loss.TimeoutAfter or Loss.FailureAfter)
            {
                using var answer = await base.SendAsync(request, ct);
                Assert.True(answer.IsSuccessStatusCode, $"{request.RequestUri}: {answer.ReasonPhrase}");
            }
            return kind switch
            {
                Loss.ResetAfter => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."),
                Loss.TimeoutAfter or Loss.TimeoutBefore => new((HttpStatusCode)596) { ReasonPhrase = "Connection timed out", Content = new ByteArrayContent([]) },
                _ => new((HttpStatusCode)500) { ReasonPhrase = "got no worker upid - start worker failed", Content = new StringContent("""{"data":null,"message":"got no worker upid - start worker failed\n"}""", Encoding.UTF8, "application/json") },
            };
        }
    }

    private const string Cluster = """
        {
          "options": { "taskSeconds": 1, "resourceLagSeconds": 0 },
          "nodes": { "pve1": {}, "pve2": {} },
          "bridges": { "pve1": ["vmbr0"], "pve2": ["vmbr0"] },
          "storages": { "local": { "type": "dir" }, "ceph": { "type": "rbd", "sizeGiB": 4000, "shared": true } },
          "pools": { "ops": {} },
          "guests": {
            "100": { "type": "qemu", "node": "pve1", "status": "running", "config": { "name": "web", "memory": "1024", "scsihw": "virtio-scsi-single", "scsi0": "ceph:vm-100-disk-0,size=8G", "net0": "virtio=BC:24:11:00:00:01,bridge=vmbr0" },
              "snapshots": { "s1": { "snaptime": 1700000000, "config": { "name": "web", "memory": "1024", "scsihw": "virtio-scsi-single", "scsi0": "ceph:vm-100-disk-0,size=8G" } } } },
            "101": { "type": "qemu", "node": "pve1", "status": "stopped", "config": { "name": "db", "memory": "1024", "scsihw": "virtio-scsi-single", "scsi0": "ceph:vm-101-disk-0,size=8G" } },
            "200": { "type": "lxc", "node": "pve1", "status": "running", "config": { "hostname": "proxy", "ostype": "debian", "arch": "amd64", "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "ceph:vm-200-disk-0,size=8G" } }
          }
        }
        """;
}
