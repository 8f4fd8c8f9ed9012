using System.Text.Json;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>The one-shot commands on the Lab: what they print, their JSON and their exit codes.</summary>
public sealed class ConsoleLoopTests
{
    [Fact]
    public async Task The_loop_runs_from_an_empty_directory_to_an_applied_change()
    {
        using var folder = new TemporaryFolder();
        var work = Path.Combine(folder.Path, "lab");

        await Expect(0, ["-C", folder.Path, "init", "lab", "--lab"]);
        Assert.Equal(1, (await Run("-C", folder.Path, "init", "lab", "--lab")).ExitCode);
        await Expect(0, ["sync", "-C", work]);
        await Expect(0, ["-C", work, "plan"]);
        await Expect(0, ["-C", work, "diff"]);

        var nodes = await Json(0, ["list-nodes", "-C", work, "--json"]);
        Assert.Equal(JsonValueKind.Array, nodes.ValueKind);
        var node = nodes[0].GetProperty("Name").GetString()!;

        var created = await Json(0, ["--json", "create", "vm", "--name", "app-01", "--node", node, "--memory", "2048", "--cores=2", "-C", work]);
        Assert.Equal("app-01", created.GetProperty("Name").GetString());
        Assert.True(File.Exists(Path.Combine(work, created.GetProperty("File").GetString()!)));

        var plan = await Json(2, ["plan", "--json", "-C", work]);
        Assert.True(plan.GetProperty("HasChanges").GetBoolean());
        await Expect(2, ["diff", "-C", work]);

        // Nobody is there to confirm.
        var refused = await Run("apply", "-C", work);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--yes", refused.Error);
        await Expect(0, ["apply", "--what-if", "-C", work]);
        await Expect(2, ["plan", "-C", work]);

        await Expect(0, ["apply", "--yes", "-C", work]);
        await Expect(0, ["plan", "-C", work]);
        var vms = await Json(0, ["list", "vms", "--json", "-C", work]);
        Assert.Contains(vms.EnumerateArray(), vm => vm.GetProperty("Name").GetString() == "app-01" && vm.GetProperty("MemoryMiB").GetInt32() == 2048);
        var one = await Json(0, ["describe", "vm", "app-01", "--json", "-C", work]);
        Assert.Equal("2", one.GetProperty("Config").GetProperty("cores").GetString());

        await Expect(0, ["update", "vm", "app-01", "--cores", "4", "-C", work]);
        await Expect(0, ["delete", "vm", "app-01", "--yes", "-C", work]);
        await Expect(2, ["plan", "-C", work]);
    }

    [Fact]
    public async Task A_wrong_option_is_refused_with_the_nearest_and_does_nothing()
    {
        using var folder = new TemporaryFolder();
        var refused = await Run("-C", folder.Path, "init", "--lap");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("init has no option --lap.", refused.Error);
        Assert.Contains("--lab", refused.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task An_error_is_JSON_where_JSON_was_asked_for()
    {
        using var folder = new TemporaryFolder();
        var document = await Json(1, ["status", "--json", "-C", folder.Path]);
        var error = document.GetProperty("errors")[0];
        Assert.Equal("PmpcWorkspaceNotFound", error.GetProperty("id").GetString());
        Assert.NotNull(error.GetProperty("hint").GetString());
    }

    [Fact]
    public async Task Help_of_a_command_lists_its_options()
    {
        var help = await Run("create", "vm", "--help");
        Assert.Equal(0, help.ExitCode);
        Assert.Contains("--memory-mib, --memory N", help.Output);
        Assert.Contains("--what-if", help.Output);
        Assert.DoesNotContain("--out-buffer", help.Output);
    }

    [Fact]
    public async Task Help_names_what_is_short_for_an_option()
    {
        var help = await Run("anonymize", "--help");
        Assert.Equal(0, help.ExitCode);
        foreach (var option in new[] { "--output-path, --out ", "--strict", "--secrets-only", "--clear", "--stats" }) Assert.Contains($"  {option}", help.Output);
    }

    /// <summary>Three processes: what the first has hidden the others know by the workspace.</summary>
    [Fact]
    public async Task A_folder_goes_out_and_comes_back()
    {
        using var folder = new TemporaryFolder();
        string In(string name) => Path.Combine(folder.Path, name);
        await Expect(0, ["-C", folder.Path, "init", ".", "--lab"]);
        Directory.CreateDirectory(In("logs/sub"));
        await File.WriteAllTextAsync(In("logs/sub/kestrel-77.quillfirma.de.log"), "user jane@pve from 10.1.2.3 on kestrel-77.quillfirma.de\r\n", TestContext.Current.CancellationToken);
        await Expect(0, ["anonymize", "logs", "--out", "shared", "--workspace", ".", "-C", folder.Path]);
        Assert.DoesNotContain("kestrel", Assert.Single(Directory.GetFiles(In("shared/sub"))));
        await Expect(0, ["deanonymize", "shared", "--out", "back", "-C", folder.Path]);
        Assert.Equal(await File.ReadAllBytesAsync(In("logs/sub/kestrel-77.quillfirma.de.log"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(In("back/sub/kestrel-77.quillfirma.de.log"), TestContext.Current.CancellationToken));
        // A made-up key looks like a real one.
        await File.WriteAllTextAsync(In("keys.txt"), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK1qZ0d3v7Yx2Wc5mT8nR4uJ6hB9eL0pS3aF7gD1kXoQ jane@kestrel-77\npassword = Geheim#77x\n", TestContext.Current.CancellationToken);
        await Expect(0, ["anonymize", "keys.txt", "--out", "keys-shared.txt", "--workspace", ".", "-C", folder.Path]);
        var told = await Run("deanonymize", "keys-shared.txt", "--out", "keys-back.txt", "-C", folder.Path);
        Assert.Equal(0, told.ExitCode);
        Assert.Contains("keys-shared.txt' still has 2 made-up secrets", told.Error);
        Assert.DoesNotContain("made-up", (await Run("deanonymize", "shared", "--out", "back2", "-C", folder.Path)).Error);
        var again = await Json(1, ["deanonymize", "shared", "--out", "back", "--json", "-C", folder.Path]);
        Assert.Equal("PmpcOutputExists", again.GetProperty("errors")[0].GetProperty("id").GetString());
        var forced = await Json(0, ["deanonymize", "shared", "--out", "back", "--force", "--json", "-C", folder.Path]);
        Assert.Equal(3, forced[0].GetProperty("Replaced").GetInt32());
    }

    [Fact]
    public async Task Slash_commands_pipe_into_PowerShell()
    {
        using var folder = new TemporaryFolder();
        var session = await ChildProcess.Console(["-C", folder.Path], input: """
            /init lab --lab
            cd lab
            /sync
            /list vms | ForEach-Object { "name=$($_.Name)" }
            create vm --name 'app-02' --bogus
            exit
            """ + "\n");
        Assert.Contains(session.Lines, line => line.StartsWith("name=", StringComparison.Ordinal));
        Assert.Equal(1, session.ExitCode);
    }

    [Fact]
    public async Task The_demo_walks_the_whole_loop()
    {
        using var folder = new TemporaryFolder();
        var demo = await Expect(0, ["demo", Path.Combine(folder.Path, "demo")]);
        foreach (var command in new[] { "init", "sync", "create vm", "plan", "test", "apply" }) Assert.Contains($"$ proxmox-mpc {command}", demo.Output);
        Assert.Contains("web-03.tf", demo.Output);
        Assert.Contains("config.yml", demo.Output);
    }

    [Fact]
    public async Task The_same_loop_runs_against_the_Labs_own_HTTPS_listener()
    {
        using var folder = new TemporaryFolder();
        var work = Path.Combine(folder.Path, "work");
        var state = Path.Combine(folder.Path, "lab.json");
        string fingerprint, secret;
        using (var server = await LabServerProcess.StartAsync(state, TestContext.Current.CancellationToken))
        {
            (fingerprint, secret) = (server.Fingerprint, server.Secret!);
            var environment = new Dictionary<string, string?> { ["PMPC_TEST_SECRET"] = secret };
            await Expect(0, ["init", work, "--server", server.Url, "--token-id", server.TokenId, "--secret-environment-variable", "PMPC_TEST_SECRET", "--fingerprint", fingerprint], environment);
            await Expect(0, ["sync", "-C", work], environment);
            await Expect(0, ["create", "container", "--name", "web-02", "-C", work], environment);
            await Expect(0, ["apply", "--yes", "-C", work], environment);
            await Expect(0, ["plan", "-C", work], environment);

            var wrong = await Run(["sync", "-C", work], new Dictionary<string, string?> { ["PMPC_TEST_SECRET"] = "00000000-0000-0000-0000-000000000000" });
            Assert.Equal(1, wrong.ExitCode);
            var untrusted = await Run(["init", work + "2", "--server", server.Url, "--token-id", server.TokenId, "--secret-environment-variable", "PMPC_TEST_SECRET"], environment);
            Assert.Equal(1, untrusted.ExitCode);
            Assert.Contains(fingerprint, untrusted.Error);
        }
        Assert.All(Directory.EnumerateFiles(work, "*", SearchOption.AllDirectories), file => Assert.DoesNotContain(secret, File.ReadAllText(file)));

        // Started again it is the same server: same certificate, and the token whose secret is told only once.
        using var again = await LabServerProcess.StartAsync(state, TestContext.Current.CancellationToken);
        Assert.Equal(fingerprint, again.Fingerprint);
        Assert.Null(again.Secret);
    }

    private static Task<ChildProcess> Run(params string[] arguments) => ChildProcess.Console(arguments);

    private static Task<ChildProcess> Run(string[] arguments, IReadOnlyDictionary<string, string?> environment) => ChildProcess.Console(arguments, environment: environment);

    private static async Task<ChildProcess> Expect(int exitCode, string[] arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var process = await ChildProcess.Console(arguments, environment: environment);
        Assert.True(process.ExitCode == exitCode, $"'{string.Join(' ', arguments)}' gave {process.ExitCode}:\n{process.Output}\n{process.Error}");
        return process;
    }

    private static async Task<JsonElement> Json(int exitCode, string[] arguments)
    {
        var process = await Expect(exitCode, arguments);
        return JsonDocument.Parse(process.Output).RootElement;
    }
}
