using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Api;

public class PveTaskTests
{
    private const string Text = "UPID:pve2:000005F5:00065F00:6B03BA8D:qmcreate:100:root@pam!iac:";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Upid Task1 => Upid.TryParse(Text, out var upid) ? upid : throw new InvalidOperationException();

    private static FakePve Pve(string exitStatus, string log, int polls = 3, long total = 2)
    {
        var asked = 0;
        return new FakePve()
            .On($"GET /nodes/pve2/tasks/{Text}/status", _ => FakePve.Data(++asked < polls ? """{"status":"running"}""" : $$"""{"status":"stopped","exitstatus":"{{exitStatus}}"}"""))
            .On($"GET /nodes/pve2/tasks/{Text}/log", _ => FakePve.Json(200, "OK", $$"""{"data":{{log}},"total":{{total}}}"""));
    }

    private static async Task<PveTaskResult> WaitAsync(FakePve pve, IProgress<PveTaskProgress>? progress = null)
    {
        var time = new FakeTimeProvider();
        using var client = pve.Client(time);
        var wait = client.WaitForTaskAsync(Task1, progress, Ct);
        await PveClientTests.AdvanceUntil(time, wait);
        return await wait;
    }

    [Theory]
    [InlineData("OK", false), InlineData("WARNINGS: 2", true)]
    public async Task A_task_is_asked_on_its_own_node_until_it_has_ended(string exitStatus, bool warnings)
    {
        using var pve = Pve(exitStatus, """[{"n":1,"t":"Formatting"},{"n":2,"t":"TASK OK"}]""");
        var result = await WaitAsync(pve);
        Assert.Equal(exitStatus, result.ExitStatus);
        Assert.Equal(["Formatting", "TASK OK"], result.Log);
        Assert.Equal((true, warnings), (result.IsSuccess, result.HasWarnings));
        Assert.All(pve.Sent, sent => Assert.StartsWith("/nodes/pve2/tasks/", sent.Path));
        Assert.Equal(3, pve.Sent.Count(sent => sent.Path.EndsWith("/status", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_failed_task_is_an_error_with_its_exit_status_and_its_log()
    {
        using var pve = Pve("can't lock file '/var/lock/x' - got timeout", """[{"n":1,"t":"trying to get the lock"},{"n":2,"t":"TASK ERROR: can't lock file '/var/lock/x' - got timeout"}]""");
        var e = await Assert.ThrowsAsync<PveTaskException>(() => WaitAsync(pve));
        Assert.Equal(("PmpcTaskFailed", PmpcErrorKind.TaskFailed, "PmpcLockTimeout"), (e.Id, e.Kind, e.CauseId));
        Assert.Contains("qmcreate of 100 on pve2", e.Message);
        Assert.Contains("can't lock file", e.Message);
        Assert.Contains("\n  trying to get the lock", e.Message);
        Assert.DoesNotContain("TASK ERROR", e.Message);
        Assert.Equal(2, e.Result.Log.Length);
    }

    [Fact]
    public async Task A_stopped_task_without_an_exit_status_has_failed()
    {
        using var pve = Pve("", "[]");
        pve.On($"GET /nodes/pve2/tasks/{Text}/status", """{"status":"stopped"}""");
        Assert.Equal("unexpected status", (await Assert.ThrowsAsync<PveTaskException>(() => WaitAsync(pve))).ExitStatus);
    }

    [Fact]
    public async Task Of_a_long_log_the_end_is_kept()
    {
        using var pve = Pve("OK", """[{"n":1,"t":"first"}]""", total: 5000);
        pve.On($"GET /nodes/pve2/tasks/{Text}/log?limit=200&start=4800", _ => FakePve.Json(200, "OK", """{"data":[{"n":5000,"t":"TASK OK"}],"total":5000}"""));
        Assert.Equal(["TASK OK"], (await WaitAsync(pve)).Log);
    }

    [Fact]
    public async Task An_empty_log_has_no_lines()
    {
        using var pve = Pve("OK", """[{"n":1,"t":"no content"}]""", total: 1);
        Assert.Empty((await WaitAsync(pve)).Log);
    }

    [Fact]
    public async Task Progress_tells_each_line_once()
    {
        using var pve = Pve("OK", "[]");
        pve.On($"GET /nodes/pve2/tasks/{Text}/log?limit=200&start=0", """[{"n":1,"t":"one"}]""")
            .On($"GET /nodes/pve2/tasks/{Text}/log?limit=200&start=1", """[{"n":2,"t":"two"}]""");
        var lines = new List<string>();
        await WaitAsync(pve, new Recorder<PveTaskProgress>(report => lines.AddRange(report.NewLines)));
        Assert.Equal(["one", "two"], lines);
    }

    [Fact]
    public async Task The_wait_outlives_a_short_silence_of_the_node()
    {
        var asked = 0;
        using var pve = Pve("OK", "[]");
        pve.On($"GET /nodes/pve2/tasks/{Text}/status", _ => ++asked < 8 ? FakePve.Error(595, "Connection refused") : FakePve.Data("""{"status":"stopped","exitstatus":"OK"}"""));
        Assert.True((await WaitAsync(pve)).IsSuccess);
    }

    [Fact]
    public async Task A_long_silence_ends_the_wait_and_says_that_the_task_may_go_on()
    {
        using var pve = new FakePve().Fails($"GET /nodes/pve2/tasks/{Text}/status", 595, "Connection refused");
        var e = await Assert.ThrowsAsync<PveApiException>(() => WaitAsync(pve));
        Assert.Equal(("PmpcTaskOutOfSight", PmpcErrorKind.Timeout), (e.Id, e.Kind));
        Assert.Contains("may still be running on pve2", e.Hint);
    }

    [Theory]
    [InlineData("UPID:pve1:000005F5:00065F00:6B03BA8D:vncshell::root@pam:", true)]
    [InlineData("UPID:pve1:000005F5:100065F00:6B03BA8D:qmstart:100:a b:", false)]
    [InlineData("UPID:../x:000005F5:00065F00:6B03BA8D:qmstart:100:root@pam:", false)]
    [InlineData("UPID:pve1:000005F5:00065F00:6B03BA8D:qmstart:100:root@pam:\n", false)]
    [InlineData("null", false), InlineData(null, false)]
    public void A_upid_is_read_or_refused(string? text, bool valid) => Assert.Equal(valid, Upid.TryParse(text, out _));

    internal sealed class Recorder<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
