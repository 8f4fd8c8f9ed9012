using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>A state that was written by hand is loaded by every way there is, and what is made later lives beside it in the file that is served.</summary>
public sealed class LabStateTests
{
    private const string Written = """
        {"version":"9.2","nodes":{"pve1":{"status":"online","cores":32,"memoryMiB":131072}},"storages":{"local-zfs":{"type":"zfspool","content":["images","rootdir"],"shared":false,"nodes":["pve1"],"sizeGiB":4000}},"guests":{"101":{"type":"qemu","node":"pve1","status":"running","pool":"prod","config":{"name":"web-01","cores":2,"net0":"virtio=BC:24:11:00:00:01,bridge=vmbr0"}}},
         "bridges":{"pve1":["vmbr0"]},"content":{"local":["local:iso/debian-13.iso","local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz"]},"users":{"audit@pve":{}},"tokens":{"root@pam!iac":{"secret":"by-hand","privsep":false}},"acl":[{"path":"/","ugid":"audit@pve","role":"PVEAuditor"}],"pools":["prod"]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<JsonNode> Guests(string file) => JsonNode.Parse(await File.ReadAllTextAsync(file, Token))!["guests"]!;

    [Fact]
    public async Task The_cmdlet_loads_it_and_a_guest_that_is_applied_is_in_it()
    {
        using var folder = new TemporaryFolder();
        using var engine = new Engine();
        string file = Path.Combine(folder.Path, "lab.json"), work = Path.Combine(folder.Path, "work");
        await File.WriteAllTextAsync(file, Written, Token);
        engine.Run("$null = Initialize-PmpcWorkspace $args[0] -Lab -LabState $args[1]", work, file).Succeed();
        engine.SetLocation(work);
        engine.Run("$null = Sync-PmpcInfrastructure").Succeed();
        Assert.Equal("101", engine.Run("(Get-PmpcVm web-01).VmId").Succeed().Output.Single().ToString());
        engine.Run("$null = New-PmpcVm made-later -Node pve1 -MemoryMiB 512; $null = Invoke-PmpcApply -Confirm:$false").Succeed();
        // The workspace has its own copy; what was given stays as it was written.
        Assert.Equal(Written, await File.ReadAllTextAsync(file, Token));
        var guests = await Guests(Path.Combine(work, ".proxmox", "lab.json"));
        Assert.Equal("web-01", guests["101"]!["config"]!["name"]!.ToString());
        Assert.Contains(guests.AsObject(), g => g.Value!["config"]!["name"]?.ToString() == "made-later");
    }

    [Fact]
    public async Task The_console_s_init_loads_it_and_a_guest_that_is_applied_is_in_it()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "lab.json"), work = Path.Combine(folder.Path, "work");
        await File.WriteAllTextAsync(file, Written, Token);
        foreach (string[] arguments in (string[][])[["init", work, "--lab", "--lab-state", file], ["sync", "-C", work], ["create", "vm", "--name", "made-later", "--node", "pve1", "--memory", "512", "-C", work], ["apply", "--yes", "-C", work]])
        {
            var run = await ChildProcess.Console(arguments);
            Assert.True(run.ExitCode == 0, $"{string.Join(' ', arguments)}: {run.Output} {run.Error}");
        }
        // The workspace has its own copy; what was given stays as it was written.
        Assert.Equal(Written, await File.ReadAllTextAsync(file, Token));
        var guests = await Guests(Path.Combine(work, ".proxmox", "lab.json"));
        Assert.Equal("web-01", guests["101"]!["config"]!["name"]!.ToString());
        Assert.Contains(guests.AsObject(), g => g.Value!["config"]!["name"]?.ToString() == "made-later");
    }

    [Fact]
    public async Task The_server_loads_it_with_the_token_in_it_and_a_guest_that_is_made_is_in_it()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "lab.json");
        await File.WriteAllTextAsync(file, Written, Token);
        using var server = await LabServerProcess.StartAsync(file, Token);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(server.Url) };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "PVEAPIToken=root@pam!iac=by-hand");
        var config = JsonNode.Parse(await http.GetStringAsync(new Uri("/api2/json/nodes/pve1/qemu/101/config", UriKind.Relative), Token));
        Assert.Equal("web-01", config!["data"]!["name"]!.ToString());
        using var form = new FormUrlEncodedContent([new("vmid", "777"), new("name", "made-later"), new("memory", "512")]);
        using var made = await http.PostAsync(new Uri("/api2/json/nodes/pve1/qemu", UriKind.Relative), form, Token);
        Assert.True(made.IsSuccessStatusCode, made.ReasonPhrase);
        Assert.NotNull((await Guests(file))["777"]);
    }
}
