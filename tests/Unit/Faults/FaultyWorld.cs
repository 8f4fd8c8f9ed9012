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

    /// <summary>
    /// The speed where a time limit of the client's cannot be lifted. No fault of these runs needs one: the server's own limit of
    /// half a minute comes first. So the client's must not come at all, however busy the machine: a blink would count as minutes.
    /// </summary>
    private const int Slower = 5;

    private const string Variable = "PMPC_TEST_FAULTY_WORLD";

    private readonly string _folder = Directory.CreateTempSubdirectory("pmpc-fault-").FullName;
    private readonly FastTime _time = new(Speed);
    private readonly int _seed;
    private (string TokenId, string Secret) _token;
    private LabCluster _lab;
    private Workspace? _workspace;

    private FaultyWorld(int seed)
    {
        _seed = seed;
        _lab = LabCluster.FromJson(SmallCluster.Json(taskSeconds: 1, Quieter), _time);
    }

    /// <summary>A new world.</summary>
    public static async Task<FaultyWorld> CreateAsync(int seed)
    {
        var world = new FaultyWorld(seed);
        world._token = await world._lab.CreateTokenAsync("root@pam", "iac", privsep: false, Stop);
        return world;
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
                new() { Transport = new WithToken(_lab.CreateHandler(), _token), Time = new FastTime(Slower) }, Stop);
        }
        catch (PmpcException)
        {
            Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
            throw;
        }
        var config = Path.Combine(_folder, ".proxmox", "config.yml");
        var text = File.ReadAllText(config);
        Assert.Contains("timeoutSeconds: 30", text, StringComparison.Ordinal);
        File.WriteAllText(config, text.Replace("timeoutSeconds: 30", "timeoutSeconds: 3600", StringComparison.Ordinal));
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

    /// <summary>Who is deleted is off, and nobody is who is only switched off elsewhere.</summary>
    private static void Quieter(JsonNode state)
    {
        state["guests"]!["102"]!["status"] = "stopped";
        state["guests"]!.AsObject().Remove("104");
    }
}
