using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.Api;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Online;

/// <summary>A workspace whose server answers what a test says: VM 100 on pve1, running, and container 200 on pve2, stopped.</summary>
internal sealed class OnlineFake : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pmpc-online-").FullName;
    private readonly Workspace _workspace;

    public OnlineFake()
    {
        _workspace = Workspace.Create(_folder, new WorkspaceConfig { IsLab = true });
        Index();
        Pve.On("GET /nodes/pve1/qemu/100/status/current", _ => FakePve.Data(Vm))
            .On("GET /nodes/pve2/qemu/100/status/current", _ => FakePve.Data(Vm))
            .On("GET /nodes/pve1/tasks", "[]").On("GET /nodes/pve2/tasks", "[]")
            .On("GET /nodes/pve2/lxc/200/status/current", _ => FakePve.Data("""{"vmid":200,"name":"dns","status":"stopped"}"""));
    }

    public FakePve Pve { get; } = new();
    public FakeTimeProvider Time { get; } = new();

    /// <summary>What status/current says of the VM.</summary>
    public string Vm { get; set; } = """{"vmid":100,"name":"web","status":"running","qmpstatus":"running","pid":4711}""";

    /// <summary>What the VM is on, as the cluster's index has it.</summary>
    public void Index(string node = "pve1", string name = "web") => Pve.On("GET /cluster/resources",
        $$"""[{"id":"qemu/100","type":"qemu","vmid":100,"node":"{{node}}","name":"{{name}}","status":"running"},{"id":"lxc/200","type":"lxc","vmid":200,"node":"pve2","name":"dns","status":"stopped"}]""");

    /// <summary>A write that begins a task of that type; each time it is sent, the next of the exit statuses is the task's.</summary>
    public void Task(string request, string type, params string[] exits)
    {
        var sent = 0;
        Pve.On(request, asked =>
        {
            var node = asked.Path.Split('/')[2];
            var upid = $"UPID:{node}:000005F5:00065F00:{0x6B03BA8D + sent:X8}:{type}:{asked.Path.Split('/')[4]}:root@pam!iac:";
            var exit = exits[Math.Min(sent++, exits.Length - 1)];
            Pve.On($"GET /nodes/{node}/tasks/{upid}/status", $$"""{"upid":"{{upid}}","pstart":1,"status":"stopped","exitstatus":"{{exit}}"}""")
                .On($"GET /nodes/{node}/tasks/{upid}/log", $$"""[{"n":1,"t":"TASK {{(exit == "OK" ? "OK" : "ERROR: " + exit)}}"}]""");
            return FakePve.Data($"\"{upid}\"");
        });
    }

    public async Task<Session> OpenAsync() => await Session.OpenAsync(_workspace, new() { Transport = Pve, Token = ("root@pam!iac", FakePve.Secret), Time = Time }, TestContext.Current.CancellationToken);

    /// <summary>Does a verb to guests, with the clock running by itself.</summary>
    public async Task<List<GuestOutcome>> RunAsync(Func<Session, GuestVerb> verb, int[] vmids, GuestBatchOptions? options = null, Action<GuestStep>? asked = null)
    {
        using var session = await OpenAsync();
        var outcomes = new List<GuestOutcome>();
        var run = new GuestBatch(session, verb(session), options ?? new()).RunAsync([.. vmids.Select(GuestSelector.Of)], step =>
        {
            asked?.Invoke(step);
            return System.Threading.Tasks.Task.FromResult(true);
        }, outcome => { lock (outcomes) outcomes.Add(outcome); }, null, TestContext.Current.CancellationToken);
        await PveClientTests.AdvanceUntil(Time, run);
        await run;
        return outcomes;
    }

    /// <summary>The writes that were sent.</summary>
    public SentRequest[] Writes => [.. Pve.Sent.Where(sent => sent.Method != "GET")];

    public void Dispose()
    {
        Pve.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
