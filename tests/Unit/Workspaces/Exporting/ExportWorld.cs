using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Core.Workspaces.Exporting;
using ProxmoxMpc.Lab;
using ProxmoxMpc.Tests.Unit.State;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Exporting;

/// <summary>Two clusters in memory: one with a workspace, and one that its code shall go to.</summary>
internal sealed class ExportWorld : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LabCluster _production;
    private readonly (string TokenId, string Secret) _token;

    /// <param name="change">Makes the target from a copy of the demo cluster without guests.</param>
    public ExportWorld(Action<JsonObject>? change = null)
    {
        using var demo = LabCluster.Demo();
        var state = JsonNode.Parse(demo.ToJson())!.AsObject();
        state["clusterName"] = "production";
        state["guests"] = new JsonObject();
        state["ha"] = new JsonObject();
        state["backupJobs"] = new JsonObject();
        foreach (var (storage, volumes) in state["content"]!.AsObject().ToArray())
            state["content"]![storage] = new JsonArray([.. volumes!.AsArray().Where(volume => volume!["volid"]!.GetValue<string>().Contains('/')).Select(volume => volume!.DeepClone())]);
        change?.Invoke(state);
        _production = LabCluster.FromJson(state.ToJsonString());
        _token = _production.IssueEmbeddedToken();
        new WorkspaceConfig { IsLab = true, LabState = "production.json" }.Save(_folder.File("config.yml"));
    }

    public LabWorkspace Staging { get; } = new();

    /// <summary>The folder of the new workspace.</summary>
    public string Directory => _folder.File("production");

    public string Sheet => Path.Combine(Directory, "mapping.yml");

    public string TargetConfig => _folder.File("config.yml");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task<ExportResult> ExportAsync(ExportOptions? options = null)
    {
        using var session = await OpenAsync(ExportTarget.Open(Staging.Workspace, Directory, TargetConfig));
        return await new Export(Staging.Workspace, session).RunAsync(options ?? new() { Directory = Directory }, null, Stop);
    }

    /// <summary>A session on the target, once there is a workspace.</summary>
    public Task<Session> TargetAsync() => OpenAsync(Production());

    public Workspace Production() => Workspace.Open(Directory);

    public async Task<Plan> PlanAsync()
    {
        using var session = await OpenAsync(Production());
        return await new Apply(session).PlanAsync(null, Stop);
    }

    public async Task<ApplyResult> ApplyAsync()
    {
        using var session = await OpenAsync(Production());
        var apply = new Apply(session);
        return await apply.RunAsync(await apply.PlanAsync(null, Stop), new(), null, null, Stop);
    }

    public async Task<SyncResult> SyncAsync()
    {
        using var session = await OpenAsync(Production());
        return await new Sync(session).RunAsync(new(), null, Stop);
    }

    public async Task<Inventory> InventoryAsync()
    {
        using var session = await OpenAsync(Staging.Workspace.WithConfig(WorkspaceConfig.Load(TargetConfig)));
        return await new InventoryReader(session.Client).ReadAsync(null, Stop);
    }

    public string Text(string file) => File.ReadAllText(Path.Combine(Directory, file));

    /// <summary>Every file of the new workspace but the state's own.</summary>
    public IReadOnlyDictionary<string, string> Files() => System.IO.Directory.EnumerateFiles(Directory, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Directory, path).Replace('\\', '/')).Where(path => !path.Contains("state.db", StringComparison.Ordinal))
        .ToDictionary(path => path, Text, StringComparer.Ordinal);

    public void Answer(string question, string answer)
    {
        var lines = File.ReadAllLines(Sheet);
        var at = Array.FindIndex(lines, line => line.TrimStart().StartsWith(question + ":", StringComparison.Ordinal) || line.TrimStart().StartsWith($"\"{question}\":", StringComparison.Ordinal));
        Assert.True(at >= 0, $"The sheet has no line for {question}:\n{string.Join('\n', lines)}");
        lines[at] = $"{lines[at][..(lines[at].IndexOf(": ", StringComparison.Ordinal) + 2)]}\"{answer}\"";
        File.WriteAllLines(Sheet, lines);
    }

    private Task<Session> OpenAsync(Workspace workspace) => Session.OpenAsync(workspace, new() { Transport = _production.CreateHandler(), Token = _token }, Stop);

    public void Dispose()
    {
        Staging.Dispose();
        _production.Dispose();
        _folder.Dispose();
    }
}
