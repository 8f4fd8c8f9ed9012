using ProxmoxMpc.Core.Applying.Tools;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Tests.Unit.State;

namespace ProxmoxMpc.Tests.Unit.Applying.Tools;

/// <summary>Programs of others are run, heard, interrupted once and never trusted with a secret in their output.</summary>
public sealed class ToolRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Lines_come_as_they_are_written_and_the_exit_code_and_errors_at_the_end()
    {
        var run = new ToolRun(Command("echo one; echo \"$PMPC_WORD\"; echo bad hush-hush >&2; exit 3") with { Environment = new Dictionary<string, string?> { ["PMPC_WORD"] = "a\"b ${x}" }, Secrets = ["hush-hush"] });
        Assert.Equal("one\na\"b ${x}\n", await run.TextAsync(TestContext.Current.CancellationToken));
        Assert.Equal(new(3, "bad …"), run.Result);
    }

    [Fact]
    public async Task Cancelled_it_is_interrupted_once_and_heard_to_its_end()
    {
        using var stop = new CancellationTokenSource();
        var lines = new List<string>();
        var run = new ToolRun(Command("""
            trap 'echo "Interrupt received."; echo INT >> count; over=1' INT
            echo ready
            while [ -z "$over" ]; do sleep 0.05; done
            sleep 0.4
            echo saved
            """) with { Patience = TimeSpan.FromMinutes(1) });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var line in run.LinesAsync(stop.Token))
            {
                lines.Add(line);
                if (line == "ready") await stop.CancelAsync();
            }
        });
        Assert.Equal(["ready", "Interrupt received.", "saved"], lines);
        Assert.Equal("INT\n", File.ReadAllText(_folder.File("count")));
    }

    [Fact]
    public async Task Where_the_terminal_has_interrupted_it_already_it_is_not_done_again()
    {
        using var stop = new CancellationTokenSource();
        var run = new ToolRun(Command("trap 'echo INT >> count' INT; echo 'Interrupt received.'; sleep 1.5; echo saved") with { ShowsInterrupt = line => line.StartsWith("Interrupt received", StringComparison.Ordinal) });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in run.LinesAsync(stop.Token)) await stop.CancelAsync();
        });
        Assert.False(File.Exists(_folder.File("count")));
        Assert.Equal(0, run.Result.ExitCode);
    }

    [Fact]
    public async Task What_does_not_heed_an_interrupt_is_killed()
    {
        using var stop = new CancellationTokenSource();
        var run = new ToolRun(Command("trap '' INT; echo $$ > pid; echo ready; while :; do sleep 0.05; done") with { Patience = TimeSpan.FromSeconds(0.3) });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in run.LinesAsync(stop.Token)) await stop.CancelAsync();
        });
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(_folder.File("pid")), System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_program_that_is_none_is_said_to_be_none()
    {
        var run = new ToolRun(new(_folder.File("nothing-here"), _folder.Root, []));
        Assert.Equal("PmpcToolNotStarted", (await Assert.ThrowsAsync<PmpcException>(() => run.TextAsync(TestContext.Current.CancellationToken))).Id);
    }

    [Theory]
    [InlineData("echo 'Error: Failed to query available provider packages' >&2; echo 'no such host' >&2; exit 1", "", "PmpcTerraformProviderMissing", PmpcErrorKind.Connection)]
    [InlineData("echo 'Error: Unreadable module directory' >&2; exit 1", "", "PmpcTerraformInitFailed", PmpcErrorKind.Workspace)]
    [InlineData("", """{"@level":"error","diagnostic":{"severity":"error","summary":"Error acquiring the state lock","detail":"resource temporarily unavailable\n\nLock Info:\n  ID: 6f0f hush-hush"},"type":"diagnostic"}""", "PmpcTerraformLocked", PmpcErrorKind.Busy)]
    [InlineData("", """{"@level":"error","diagnostic":{"severity":"error","summary":"Reference to undeclared input variable","detail":"hush-hush","address":"module.vms.x"},"type":"diagnostic"}""", "PmpcTerraformFailed", PmpcErrorKind.TaskFailed)]
    public async Task Terraforms_complaints_are_failures_with_a_hint_and_without_secrets(string init, string plan, string id, PmpcErrorKind kind)
    {
        File.WriteAllText(_folder.File("answer"), plan + "\n");
        var program = Script($"case \"$1\" in init) {(init.Length == 0 ? "mkdir -p .terraform" : init)};; plan) cat '{_folder.File("answer")}'; exit 1;; esac");
        var tool = new TerraformTool(program, _folder.Root, new Dictionary<string, string?>(), ["hush-hush"]);
        var failure = await Assert.ThrowsAsync<PmpcException>(() => tool.PlanAsync(_folder.File("x.tfplan"), ["a.b"], null, TestContext.Current.CancellationToken));
        Assert.Equal((id, kind), (failure.Id, failure.Kind));
        Assert.NotNull(failure.Hint);
        Assert.DoesNotContain("hush-hush", failure.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private ToolCommand Command(string script) => new(Script(script), _folder.Root, []);

    private string Script(string text) => TestProgram.Write(_folder.File("program"), text);
}
