using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;
using ProxmoxMpc.Tests.Unit.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Mirror;

/// <summary>All that is only read: syncs, lists, tasks, logins; of servers that are whole, old, silent, or tell little.</summary>
internal static class ReadingFlows
{
    private const string Limited = "lim@pve!look", Secret = "11111111-2222-3333-4444-555555555555";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task RunAsync(ConcurrentQueue<WireRequest> sent)
    {
        using var lab = new LabWorkspace(State());
        await SyncAsync(lab, sent, lab.Token, null);
        await SyncAsync(lab, sent, lab.Token, OldServer);
        await SyncAsync(lab, sent, lab.Token, Moved);
        await SyncAsync(lab, sent, (Limited, Secret), null);
        await ListsAsync(lab, sent);
        await TasksAsync(lab, sent);
        await LoginAsync(lab, sent);
    }

    public static async Task<Session> OpenAsync(LabWorkspace lab, ConcurrentQueue<WireRequest> sent, (string, string)? token = null, Func<WireRequest, HttpResponseMessage?>? instead = null) =>
        await Session.OpenAsync(lab.Workspace, Options(lab, sent, token, instead), Stop);

    private static SessionOptions Options(LabWorkspace lab, ConcurrentQueue<WireRequest> sent, (string, string)? token, Func<WireRequest, HttpResponseMessage?>? instead) =>
        new() { Transport = new RecordingHandler(lab.Lab.CreateHandler(), sent, instead), Token = token ?? lab.Token };

    private static async Task SyncAsync(LabWorkspace lab, ConcurrentQueue<WireRequest> sent, (string, string) token, Func<WireRequest, HttpResponseMessage?>? instead)
    {
        using var session = await OpenAsync(lab, sent, token, instead);
        await new Sync(session).RunAsync(new(), null, Stop);
        await Compare.RunAsync(session, null, Stop);
        await Checks.RunAsync(session, null, Stop);
        Assert.All(await new ConnectionTest(lab.Workspace, Options(lab, sent, token, instead)).RunAsync(Stop), report => Assert.True(report.Succeeded, report.Message));
    }

    /// <summary>Every list as the cmdlets ask for it, guests' firewalls included.</summary>
    private static async Task ListsAsync(LabWorkspace lab, ConcurrentQueue<WireRequest> sent)
    {
        using var session = await OpenAsync(lab, sent);
        foreach (var kind in Enum.GetValues<ObjectKind>()) await ObjectCatalog.ReadAsync(session, kind, new HashSet<int> { 100, 200 }, Stop);
        foreach (var (kind, node, vmid) in new[] { (GuestKind.Qemu, "pve1", 100), (GuestKind.Lxc, "pve2", 200) }) await new InventoryReader(session.Client).ReadGuestAsync(kind, node, vmid, Stop);
    }

    private static async Task TasksAsync(LabWorkspace lab, ConcurrentQueue<WireRequest> sent)
    {
        using var session = await OpenAsync(lab, sent);
        var begun = (await ApiCall.Of("POST", "/nodes/pve1/qemu/100/status/reboot", [new("timeout", "20")]).SendAsync(session, Stop)).GetString()!;
        var tasks = new ServerTasks(session);
        await tasks.StopAsync(begun, Stop);
        await tasks.WaitAsync((await ApiCall.Of("POST", "/nodes/pve1/qemu/100/snapshot", [new("snapname", "s1")]).SendAsync(session, Stop)).GetString()!, null, new Ignored<TaskProgress>(), Stop);
        await tasks.GetAsync(begun, Stop);
        await tasks.LogAsync(begun, null, Stop);
        await tasks.LogAsync(begun, 5, Stop);
        await tasks.ReadAsync(new() { VmIds = [100], TypePart = "qm", Since = DateTimeOffset.UnixEpoch, Until = DateTimeOffset.UtcNow, Outcomes = [TaskOutcome.Running] }, null, Stop);
        await ApiCall.Of("POST", "/nodes/pve1/qemu/100/agent/exec", [new("command", "ls"), new("command", "-l")]).TryAsync(session);
        using var silent = await OpenAsync(lab, sent, null, request => request.Path == "/nodes/pve2/tasks" ? Answer(501, "No", "{}") : null);
        await new ServerTasks(silent).ReadAsync(new(), null, Stop);
    }

    private static async Task LoginAsync(LabWorkspace lab, ConcurrentQueue<WireRequest> sent)
    {
        var asked = 0;
        using var client = new PveClient(new PveConnection(new Uri("https://lab.invalid:8006"), new PvePassword("root@pam", "hunter2-hunter2") { AskCode = _ => Task.FromResult<string?>("123456") }),
            new RecordingHandler(lab.Lab.CreateHandler(), sent, request => request.Path != "/access/ticket" ? null
                : Answer(200, "OK", ++asked == 1 ? """{"data":{"ticket":"PVE:!tfa!x","NeedTFA":1,"username":"root@pam"}}""" : """{"data":{"ticket":"PVE:root@pam:66666666::x","CSRFPreventionToken":"66666666:x","username":"root@pam"}}""")));
        // The Lab knows no such ticket; what was sent to get it is what counts.
        await Assert.ThrowsAsync<PveApiException>(() => client.GetAsync("/nodes", null, Stop));
        Assert.True(asked >= 2);
    }

    /// <summary>Before 8.1 the list of pools took no parameter.</summary>
    private static HttpResponseMessage? OldServer(WireRequest request) => request.Path == "/pools" && request.Query.Length > 0
        ? Answer(400, "Parameter verification failed.", """{"data":null,"errors":{"poolid":"property is not defined in schema and the schema does not allow additional properties"}}""") : null;

    /// <summary>A node's list lacks a container that the index has there.</summary>
    private static HttpResponseMessage? Moved(WireRequest request) => request.Path == "/nodes/pve2/lxc" ? Answer(200, "OK", """{"data":[]}""") : null;

    public static HttpResponseMessage Answer(int status, string reason, string body) =>
        new((HttpStatusCode)status) { ReasonPhrase = reason, Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private static async Task TryAsync(this ApiCall call, Session session)
    {
        try
        {
            await call.SendAsync(session, Stop);
        }
        catch (PveApiException refused) when (refused.Status == 500)
        {
            // The Lab's guests have no programs.
            Assert.NotEmpty(refused.Message);
        }
    }

    private static string State()
    {
        using var demo = LabCluster.Demo();
        var state = JsonNode.Parse(demo.ToJson())!.AsObject();
        var guest = state["guests"]!["100"]!;
        guest["firewall"] = JsonNode.Parse("""{"rules":[{"type":"in","action":"ACCEPT","macro":"SSH","enable":"1"}],"ipset":{"mine":{"entries":{"10.0.0.0/8":{}}}},"aliases":{"home":{"cidr":"10.0.0.1"}}}""");
        guest["config"]!["net0"] = "virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1";
        guest["status"] = "running";
        // A VM that is paused is asked for its own word.
        state["guests"]!["104"]!["status"] = "paused";
        (state["users"] as JsonObject ?? (JsonObject)(state["users"] = new JsonObject()))["lim@pve"] = new JsonObject();
        (state["tokens"] as JsonObject ?? (JsonObject)(state["tokens"] = new JsonObject()))[Limited] = new JsonObject { ["secret"] = Secret, ["privsep"] = false };
        var acl = state["acl"] as JsonArray ?? (JsonArray)(state["acl"] = new JsonArray());
        foreach (var line in new[] { "/ PVEAuditor", "/storage/local-lvm NoAccess", "/pool/prod NoAccess", "/vms/101 NoAccess", "/sdn/zones/localnetwork/vmbr0 NoAccess" })
            acl.Add(new JsonObject { ["path"] = line.Split(' ')[0], ["ugid"] = "lim@pve", ["role"] = line.Split(' ')[1] });
        return state.ToJsonString();
    }

    private sealed class Ignored<T> : IProgress<T>
    {
        public void Report(T value)
        {
        }
    }
}
