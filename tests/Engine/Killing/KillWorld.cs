using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Engine.Killing;

/// <summary>
/// A server and a workspace that can be put back to where they were: the console's Lab behind HTTPS in a process of its own, and
/// a folder that is copied for each run. Who works in it is a third process, so that it can be killed.
/// </summary>
internal sealed partial class KillWorld : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Engine _engine = new();
    private readonly string _variable = $"PMPC_TEST_{Guid.NewGuid():N}";
    private LabServerProcess _server = null!;
    private HttpClient _admin = null!;
    private string _secret = "";
    private string _state = "";
    private int _runs;

    private string StateFile => Path.Combine(_folder.Path, "lab.json");

    private string Template => Path.Combine(_folder.Path, "template");

    /// <summary>The workspace of the present run.</summary>
    public string Root { get; private set; } = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="edits">PowerShell that edits the code after the first sync; null: nothing is synced either.</param>
    public static async Task<KillWorld> StartAsync(string cluster, string? edits)
    {
        var world = new KillWorld();
        await File.WriteAllTextAsync(world.StateFile, cluster, Stop);
        world._server = await LabServerProcess.StartAsync(world.StateFile, Stop);
        world._secret = world._server.Secret!;
        Environment.SetEnvironmentVariable(world._variable, world._secret);
        world._admin = Admin(world._server, world._secret);
        Directory.CreateDirectory(world.Template);
        world._engine.SetLocation(world.Template);
        world.Run($"$null = Initialize-PmpcWorkspace . -Server {world._server.Url} -TokenId '{world._server.TokenId}' -Fingerprint {world._server.Fingerprint} -SecretEnvironmentVariable {world._variable}");
        if (edits is not null) world.Run($"$null = Sync-PmpcInfrastructure; {edits}");
        world._state = await File.ReadAllTextAsync(world.StateFile, Stop);
        return world;
    }

    /// <summary>Server and workspace as they were in the beginning.</summary>
    public void Reset()
    {
        var file = StateFile + ".again";
        File.WriteAllText(file, _state);
        File.Move(file, StateFile, overwrite: true);
        Root = Path.Combine(_folder.Path, $"run{++_runs}");
        Copy(Template, Root);
        _engine.SetLocation(Root);
    }

    /// <summary>Runs PowerShell in the workspace and gives what it put out as text.</summary>
    public string[] Run(string script) => [.. _engine.Run(script).Succeed().Output.Select(item => item.ToString())];

    /// <summary>Starts the console in the workspace.</summary>
    public Process Begin(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments.Prepend(Built.Console)) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[_variable] = _secret;
        var process = Process.Start(start)!;
        // Nobody reads them when it is killed, and a full pipe would stop it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>From now on the server counts requests, and leaves the one of this number unanswered for a while.</summary>
    public Task CountAsync(int? hanging)
    {
        var rules = new JsonArray(new JsonObject { ["kind"] = "latency", ["path"] = "*" });
        if (hanging is { } number) rules.Add(new JsonObject { ["kind"] = "latency", ["seconds"] = 20, ["path"] = "*", ["after"] = number - 1, ["times"] = 1 });
        return SendAsync(HttpMethod.Put, rules.ToJsonString());
    }

    /// <summary>Requests that were sent since.</summary>
    public async Task<int> SeenAsync() => JsonNode.Parse(await SendAsync(HttpMethod.Get, null))!["data"]!["faults"]![0]!["seen"]?.GetValue<int>() ?? 0;

    public Task CalmAsync() => SendAsync(HttpMethod.Delete, null);

    /// <summary>The server's whole state.</summary>
    public JsonObject State() => JsonNode.Parse(File.ReadAllText(StateFile))!.AsObject();

    /// <summary>What the server has, without what is made up anew each time: addresses, ids, moments.</summary>
    public string Picture()
    {
        var state = State();
        var text = new StringBuilder();
        foreach (var (vmid, guest) in state["guests"]!.AsObject().OrderBy(guest => guest.Key, StringComparer.Ordinal))
        {
            text.Append($"{vmid} {guest!["type"]} on {guest["node"]} {guest["status"]} pool={guest["pool"]}\n");
            foreach (var part in new[] { "config", "pending" })
                foreach (var (key, value) in (guest[part]?.AsObject() ?? []).OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    if (key is not ("smbios1" or "vmgenid" or "meta" or "digest")) text.Append($"  {part} {key}: {Mac.Replace(value!.ToString(), "MAC")}\n");
        }
        foreach (var (storage, volumes) in state["content"]!.AsObject().OrderBy(one => one.Key, StringComparer.Ordinal))
            foreach (var volume in volumes!.AsArray().Select(volume => Moment.Replace(volume!["volid"]!.ToString(), "TIME")).Order(StringComparer.Ordinal)) text.Append($"{storage} {volume}\n");
        return text.ToString();
    }

    private static HttpClient Admin(LabServerProcess server, string secret)
    {
        var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate is not null && string.Join(':', SHA256.HashData(certificate.RawData).Select(part => part.ToString("X2"))) == server.Fingerprint,
        };
        var client = new HttpClient(handler) { BaseAddress = new(server.Url) };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"PVEAPIToken={server.TokenId}={secret}");
        return client;
    }

    private async Task<string> SendAsync(HttpMethod method, string? body)
    {
        using var request = new HttpRequestMessage(method, "lab/faults") { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await _admin.SendAsync(request, Stop);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _admin?.Dispose();
        _server?.Dispose();
        _engine.Dispose();
        _folder.Dispose();
    }

    // vzdump-qemu-102-2026_11_26-06_21_56
    [GeneratedRegex("[0-9]{4}_[0-9]{2}_[0-9]{2}-[0-9]{2}_[0-9]{2}_[0-9]{2}")]
    private static partial Regex Moment { get; }

    [GeneratedRegex("(?:[0-9A-F]{2}:){5}[0-9A-F]{2}")]
    private static partial Regex Mac { get; }
}
