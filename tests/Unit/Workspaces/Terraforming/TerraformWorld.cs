using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Applying.Tools;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Core.Workspaces.Terraforming;
using ProxmoxMpc.Lab;
using ProxmoxMpc.Tests.Unit.Applying.Tools;
using ProxmoxMpc.Tests.Unit.Faults;
using ProxmoxMpc.Tests.Unit.State;
using ProxmoxMpc.Tests.Unit.Terraform;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Terraforming;

/// <summary>A workspace on a demo cluster, with the real terraform and a provider that only says that it did what it was told.</summary>
internal sealed class TerraformWorld : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LabCluster _lab = LabCluster.Demo();

    // One for all: what came later is told by it.
    private readonly FastTime _time = new(20);
    private readonly (string TokenId, string Secret) _token;

    public TerraformWorld()
    {
        _token = _lab.IssueEmbeddedToken();
        Workspace = Workspace.Create(_folder.File("workspace"), new WorkspaceConfig { Endpoints = [new(new Uri("https://pve1.example.invalid:8006"))], TokenId = _token.TokenId, Secret = new(SecretKind.Environment, "PMPC_NEVER_READ") });
    }

    public Workspace Workspace { get; }

    public string Secret => _token.Secret;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Task<Session> OpenAsync() => Session.OpenAsync(Workspace, new() { Transport = _lab.CreateHandler(), Token = _token }, Stop);

    public async Task SyncAsync()
    {
        using var session = await OpenAsync();
        await new Sync(session, _time).RunAsync(new(), null, Stop);
    }

    public async Task<Plan> PlanAsync()
    {
        using var session = await OpenAsync();
        return await new Apply(session).PlanAsync(null, Stop);
    }

    public string Text(string file) => File.ReadAllText(Workspace.PathOf(file));

    public DesiredGuest Code(string name) => GuestCode.Guests(Workspace).Single(guest => guest.Name == name);

    /// <summary>A program of the test's own in terraform's place.</summary>
    public string Script(string text) => TestProgram.Write(_folder.File("terraform-of-the-test"), text);

    /// <summary>The real terraform with the stub provider, which imports the guests as they are now. Skips where there is none.</summary>
    public async Task<string> StubAsync()
    {
        var stub = SharedData.Path("tools/terraform-provider-stub/terraform");
        if (ToolPath.Find("terraform") is null) Assert.Skip("terraform is not on PATH.");
        using var session = await OpenAsync();
        var inventory = await new InventoryReader(session.Client).ReadAsync(null, Stop);
        var state = ProviderReading.Of(inventory.Guests);
        // The provider's id of a guest is its vmid.
        foreach (var type in new[] { "proxmox_virtual_environment_vm", "proxmox_virtual_environment_container" })
            foreach (var (id, attributes) in state[type]!.AsObject()) attributes!["id"] = id.Split('/')[1];
        File.WriteAllText(_folder.File("state.json"), state.ToJsonString());
        return Script($"export TFSTUB_STATE='{_folder.File("state.json")}'\nenv > '{_folder.File("environment")}'\necho \"$@\" >> '{_folder.File("arguments")}'\nexec sh '{stub}' \"$@\"\n");
    }

    public string Environment => File.ReadAllText(_folder.File("environment"));

    public string Arguments => File.ReadAllText(_folder.File("arguments"));

    public async Task<TerraformRun> PrepareAsync(Session session, string executable) => await TerraformRun.PrepareAsync(session, await new Apply(session).PlanAsync(null, Stop), executable, null, Stop);

    /// <summary>Applies by Terraform.</summary>
    /// <param name="serverActs">Whether the server does what the provider says that it did; the stub itself asks no server.</param>
    public async Task<(Plan Plan, ApplyResult Result)> ApplyAsync(string executable, bool serverActs, CancellationToken ct, Action<ApplyProgress>? progress = null)
    {
        using var session = await OpenAsync();
        using var run = await PrepareAsync(session, executable);
        var server = new ActingServer(this, run.Plan, serverActs, progress);
        var plan = await new Backups(session).AddAsync(run.Plan, new(), Stop);
        var result = await new Apply(session, _time).RunAsync(plan, new() { Terraform = run, AllowsDataLoss = _ => true }, server, null, ct);
        await server.DoneAsync();
        return (run.Plan, result);
    }

    /// <summary>The kinds of the tasks that there were about a guest, in their order.</summary>
    public string[] Tasks(int vmid) => [.. JsonNode.Parse(_lab.ToJson())!["tasks"]!.AsArray().Select(task => task!["upid"]!.GetValue<string>().Split(':')).Where(upid => upid[6] == vmid.ToString(System.Globalization.CultureInfo.InvariantCulture)).Select(upid => upid[5])];

    /// <summary>What is on a guest's drives, by key; null: there is no such guest.</summary>
    public async Task<IReadOnlyDictionary<string, string?>?> DataOfAsync(int vmid)
    {
        using var session = await OpenAsync();
        var volumes = JsonNode.Parse(_lab.ToJson())!["content"]!.AsObject().SelectMany(storage => storage.Value!.AsArray()).ToLookup(volume => volume!["volid"]!.GetValue<string>(), volume => volume!["data"]?.GetValue<string>(), StringComparer.Ordinal);
        return (await new InventoryReader(session.Client).ReadAsync(null, Stop)).Guest(vmid)?.Disks.ToDictionary(disk => disk.Key, disk => volumes[$"{disk.Storage}:{disk.Volume}"].FirstOrDefault(), StringComparer.Ordinal);
    }

    public async Task<ApplyResult> ApplyNativelyAsync()
    {
        using var session = await OpenAsync();
        var apply = new Apply(session, _time);
        return await apply.RunAsync(await apply.PlanAsync(null, Stop), new() { AllowsDataLoss = _ => true }, null, null, Stop);
    }

    public void Dispose()
    {
        _lab.Dispose();
        _folder.Dispose();
    }

    /// <summary>Does on the server what the provider is told to, as soon as Terraform says that it begins.</summary>
    private sealed class ActingServer(TerraformWorld world, Plan plan, bool acts, Action<ApplyProgress>? then) : IProgress<ApplyProgress>
    {
        private readonly HashSet<int> _begun = [];
        private readonly List<Task> _work = [];

        public void Report(ApplyProgress value)
        {
            then?.Invoke(value);
            if (acts && value is { IsOver: false, TaskLine: not null, Step.Action: not PlanAction.Backup } && !IsStopped(value.Step.VmId, value.Step) && _begun.Add(value.Step.VmId)) _work.Add(Task.Run(() => ActAsync(value.Step.VmId)));
        }

        public Task DoneAsync() => Task.WhenAll(_work);

        /// <summary>Whether it is the stop of a guest that goes, which is before Terraform begins.</summary>
        private bool IsStopped(int vmid, PlanStep step) => step.Action == PlanAction.Stop && plan.Steps.Any(other => other.VmId == vmid && other.Action == PlanAction.Delete);

        private async Task ActAsync(int vmid)
        {
            using var session = await world.OpenAsync();
            foreach (var step in plan.Steps.Where(step => step.VmId == vmid))
            {
                if (IsStopped(vmid, step)) continue;
                if (await new GuestRequests(session.Client).SendAsync(step, null, Stop) is { } task && Upid.TryParse(task, out var upid)) await session.Client.WaitForTaskAsync(upid, null, Stop);
            }
        }
    }
}
