using System.Text.Json;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>Other people's clients against the Lab over HTTPS: curl as Proxmox's documentation uses it, and proxmoxer.</summary>
public sealed class ForeignClientTests
{
    // The header stands in curl's configuration on standard input: no secret among a process's arguments.
    private static async Task<(int Status, string Reason, JsonElement? Body)> Curl(LabServerProcess server, string method, string path, params string[] data)
    {
        string config = $"""
            url = "{server.Url.TrimEnd('/')}{path}"
            request = "{method}"
            header = "Authorization: PVEAPIToken={server.TokenId}={server.Secret}"
            insecure
            silent
            include

            """ + string.Concat(data.Select(d => $"data-urlencode = \"{d}\"\n"));
        var run = await ChildProcess.Run("curl", ["--config", "-"], input: config);
        Assert.True(run.ExitCode == 0, run.Error);
        var parts = run.Output.Replace("\r", "", StringComparison.Ordinal).Split("\n\n", 2);
        var line = parts[0].Split('\n')[0].Split(' ', 3);
        return (int.Parse(line[1], System.Globalization.CultureInfo.InvariantCulture), line[2], parts[1].Length == 0 ? null : JsonDocument.Parse(parts[1]).RootElement);
    }

    [Fact]
    public async Task Curl_gets_what_Proxmox_would_answer()
    {
        Assert.SkipUnless(Has("curl"), "curl is not installed");
        using var folder = new TemporaryFolder();
        using var server = await LabServerProcess.StartAsync(Path.Combine(folder.Path, "lab.json"), TestContext.Current.CancellationToken);

        var version = await Curl(server, "GET", "/api2/json/version");
        Assert.Equal((200, "9.2"), (version.Status, version.Body!.Value.GetProperty("data").GetProperty("release").GetString()));
        var made = await Curl(server, "POST", "/api2/json/pools", "poolid=curl", "comment=a & b");
        Assert.Equal((200, JsonValueKind.Null), (made.Status, made.Body!.Value.GetProperty("data").ValueKind));
        Assert.Equal((500, "create pool failed: pool 'curl' already exists"), (await Curl(server, "POST", "/api2/json/pools", "poolid=curl")) is var twice ? (twice.Status, twice.Reason) : default);

        var wrong = await Curl(server, "PUT", "/api2/json/cluster/options", "console=bad", "bogus=1");
        Assert.Equal((400, "Parameter verification failed."), (wrong.Status, wrong.Reason));
        Assert.Equal(["bogus", "console"], wrong.Body!.Value.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.Equal((501, "Method 'GET /nope' not implemented"), (await Curl(server, "GET", "/api2/json/nope")) is var unknown ? (unknown.Status, unknown.Reason) : default);

        Assert.Equal(200, (await Curl(server, "GET", "/lab/faults")).Status);
    }

    [Fact]
    public async Task Proxmoxer_manages_guests_and_users()
    {
        string? python = await PythonWithProxmoxer();
        Assert.SkipWhen(python is null, "there is no python3 with proxmoxer");
        using var folder = new TemporaryFolder();
        using var server = await LabServerProcess.StartAsync(Path.Combine(folder.Path, "lab.json"), TestContext.Current.CancellationToken);
        const string Script = """
            import os, time, json
            from proxmoxer import ProxmoxAPI, ResourceException
            host, user = os.environ['LAB_HOST'], os.environ['LAB_TOKEN']
            api = ProxmoxAPI(host.split(':')[0], port=int(host.split(':')[1]), user=user.split('!')[0], token_name=user.split('!')[1], token_value=os.environ['LAB_SECRET'], verify_ssl=False)
            node = api.nodes.get()[0]['node']
            vmid = api.cluster.nextid.get()
            def wait(upid):
                while True:
                    status = api.nodes(upid.split(':')[1]).tasks(upid).status.get()
                    if status['status'] == 'stopped': return status['exitstatus']
                    time.sleep(0.05)
            out = {}
            out['create'] = wait(api.nodes(node).qemu.create(vmid=vmid, name='by-proxmoxer', memory=512, net0='virtio,bridge=vmbr0'))
            api.nodes(node).qemu(vmid).config.put(cores=2, description='x')
            out['cores'] = api.nodes(node).qemu(vmid).config.get()['cores']
            out['start'] = wait(api.nodes(node).qemu(vmid).status.start.post())
            out['stop'] = wait(api.nodes(node).qemu(vmid).status.stop.post())
            try:
                api.nodes(node).qemu(vmid).config.put(cores='many')
            except ResourceException as e:
                out['refused'] = [e.status_code, str(e)]
            api.access.users.create(userid='px@pve', comment='c')
            api.access.acl.put(path='/vms/%s' % vmid, users='px@pve', roles='PVEVMUser')
            out['acl'] = [a['ugid'] for a in api.access.acl.get() if a['path'] == '/vms/%s' % vmid]
            out['destroy'] = wait(api.nodes(node).qemu(vmid).delete(purge=1))
            print(json.dumps(out))
            """;
        var run = await ChildProcess.Run(python!, ["-W", "ignore", "-"], input: Script, environment: new Dictionary<string, string?>
        {
            ["LAB_HOST"] = new Uri(server.Url).Authority, ["LAB_TOKEN"] = server.TokenId, ["LAB_SECRET"] = server.Secret,
        });
        Assert.True(run.ExitCode == 0, run.Error);
        var result = JsonDocument.Parse(run.Lines[^1]).RootElement;
        foreach (string task in (string[])["create", "start", "stop", "destroy"])
            Assert.Equal("OK", result.GetProperty(task).GetString());
        Assert.Equal(2, result.GetProperty("cores").GetInt32());
        Assert.Equal("px@pve", Assert.Single(result.GetProperty("acl").EnumerateArray()).GetString());
        Assert.Equal(400, result.GetProperty("refused")[0].GetInt32());
        Assert.Contains("Parameter verification failed.", result.GetProperty("refused")[1].ToString(), StringComparison.Ordinal);
    }

    private static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<string?> PythonWithProxmoxer()
    {
        foreach (string python in (string[])["python3", "/usr/bin/python3"])
        {
            if ((Has(python) || File.Exists(python)) && (await ChildProcess.Run(python, ["-c", "import proxmoxer, requests"])).ExitCode == 0)
                return python;
        }
        return null;
    }
}
