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
        // The file that was given is the one that lives; a secret that stood in it is a hash from the first change on.
        Assert.False(File.Exists(Path.Combine(work, ".proxmox", "lab.json")));
        Assert.DoesNotContain("by-hand", await File.ReadAllTextAsync(file, Token));
        var guests = await Guests(file);
        Assert.Equal("web-01", guests["101"]!["config"]!["name"]!.ToString());
        Assert.Contains(guests.AsObject(), g => g.Value!["config"]!["name"]?.ToString() == "made-later");
    }

    [Fact]
    public async Task A_state_in_the_workspace_is_named_by_its_relative_path_and_goes_where_the_workspace_goes()
    {
        using var folder = new TemporaryFolder();
        using var engine = new Engine();
        string work = Path.Combine(folder.Path, "work"), file = Path.Combine(work, "lab", "state.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, Written, Token);
        engine.Run("$null = Initialize-PmpcWorkspace $args[0] -Lab -LabState $args[1]", work, file).Succeed();
        Assert.Contains("lab: lab/state.json\n", await File.ReadAllTextAsync(Path.Combine(work, ".proxmox", "config.yml"), Token));
        Assert.Contains("/lab/state.json\n", await File.ReadAllTextAsync(Path.Combine(work, ".gitignore"), Token));
        var moved = Path.Combine(folder.Path, "moved");
        Directory.Move(work, moved);
        engine.SetLocation(moved);
        Assert.Equal("101", engine.Run("$null = Sync-PmpcInfrastructure; (Get-PmpcVm web-01).VmId").Succeed().Output.Single().ToString());
    }

    [Theory]
    [InlineData("nowhere.json", null, "PmpcLabStateNotFound")]
    [InlineData("broken.json", "{ \"nodes\": [", "PmpcLabStateInvalid")]
    [InlineData("other.json", "[1,2]", "PmpcLabStateInvalid")]
    public async Task A_file_that_is_no_state_makes_no_workspace_and_stays_as_it_is(string name, string? text, string id)
    {
        using var folder = new TemporaryFolder();
        using var engine = new Engine();
        string file = Path.Combine(folder.Path, name), work = Path.Combine(folder.Path, "work");
        if (text is not null) await File.WriteAllTextAsync(file, text, Token);
        Assert.StartsWith(id + ",", Assert.Single(engine.Run("Initialize-PmpcWorkspace $args[0] -Lab -LabState $args[1]", work, file).Errors).FullyQualifiedErrorId);
        Assert.False(Directory.Exists(work));
        if (text is not null) Assert.Equal(text, await File.ReadAllTextAsync(file, Token));
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
        // The file that was given is the one that lives; a secret that stood in it is a hash from the first change on.
        Assert.False(File.Exists(Path.Combine(work, ".proxmox", "lab.json")));
        Assert.DoesNotContain("by-hand", await File.ReadAllTextAsync(file, Token));
        var guests = await Guests(file);
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
