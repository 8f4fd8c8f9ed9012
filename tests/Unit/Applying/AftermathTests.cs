using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Tests.Unit.Api;

namespace ProxmoxMpc.Tests.Unit.Applying;

/// <summary>What an apply makes of answers that do not tell the truth.</summary>
public sealed class AftermathTests : IDisposable
{
    private const string Guest = "/nodes/pve1/qemu/100";

    private readonly string _folder = Directory.CreateTempSubdirectory("pmpc-aftermath-").FullName;
    private readonly FakePve _pve = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private string _status = "stopped";
    private string _cores = "2";

    public AftermathTests() => _pve
        .On($"GET {Guest}/config", _ => FakePve.Data($$"""{"name":"web","cores":{{_cores}},"digest":"d1"}"""))
        .On($"GET {Guest}/status/current", _ => FakePve.Data($$"""{"vmid":100,"name":"web","status":"{{_status}}"}"""))
        .On("GET /cluster/resources", """[{"type":"qemu","vmid":100,"node":"pve1","name":"web"}]""")
        .On("GET /nodes/pve1/tasks", "[]");

    public void Dispose()
    {
        _pve.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(PlanAction.Start, "POST /nodes/pve1/qemu/100/status/start", "hastart", "running")]
    [InlineData(PlanAction.Stop, "POST /nodes/pve1/qemu/100/status/shutdown", "hastop", "stopped")]
    public async Task What_HA_was_told_by_a_request_whose_answer_was_lost_is_waited_for(PlanAction action, string request, string type, string end)
    {
        _status = end == "running" ? "stopped" : "running";
        var looks = 0;
        _pve.On($"GET {Guest}/status/current", _ => FakePve.Data($$"""{"vmid":100,"name":"web","status":"{{(++looks > 6 ? end : _status)}}"}"""));
        _pve.On(request, _ =>
        {
            _pve.On("GET /nodes/pve1/tasks", $$"""[{"upid":"{{Upid(type)}}","status":"OK","endtime":1767225601}]""");
            return FakePve.Error(596, "Connection timed out");
        });
        var step = await RunAsync(Step(action));
        Assert.Equal((StepOutcome.Done, "The answer was lost; it was done all the same.", Upid(type)), (step.Outcome, step.Message, step.Upid));
        Assert.True(looks > 6);
        Assert.Single(_pve.Sent, sent => sent.Method == "POST");
    }

    [Fact]
    public async Task What_HA_was_told_long_ago_is_not_taken_for_it()
    {
        // Four minutes before: a clock that is wrong, or an older start.
        _pve.On("GET /nodes/pve1/tasks", $$"""[{"upid":"{{Upid("hastart", -240)}}","status":"OK","endtime":1767225361}]""");
        var sent = 0;
        _pve.On("POST /nodes/pve1/qemu/100/status/start", _ =>
        {
            if (++sent == 1) return FakePve.Error(596, "Connection timed out");
            _status = "running";
            _pve.On($"GET /nodes/pve1/tasks/{Upid("qmstart")}/status", """{"status":"stopped","exitstatus":"OK"}""").On($"GET /nodes/pve1/tasks/{Upid("qmstart")}/log", "[]");
            return FakePve.Data($"\"{Upid("qmstart")}\"");
        });
        Assert.Equal(StepOutcome.Done, (await RunAsync(Step(PlanAction.Start))).Outcome);
        Assert.Equal(2, sent);
    }

    [Fact]
    public async Task A_failure_after_the_work_was_done_is_looked_into()
    {
        _pve.On($"PUT {Guest}/config", _ =>
        {
            _cores = "4";
            return FakePve.Error(500, "unable to write file", """{"data":null,"message":"unable to write file '/etc/pve/nodes/pve1/x.tmp' - Input/output error\n"}""");
        });
        var step = await RunAsync(Step(PlanAction.Update) with { Parameters = Step(PlanAction.Update).Parameters.Add("cores", "4") });
        Assert.Equal(StepOutcome.Done, step.Outcome);
        Assert.StartsWith("The server reported a failure, but what was wanted is so", step.Message, StringComparison.Ordinal);
        Assert.Single(_pve.Sent, sent => sent.Method == "PUT");
    }

    [Fact]
    public async Task A_failure_before_anything_was_done_stays_one_and_is_not_sent_again()
    {
        _pve.Fails($"PUT {Guest}/config", 500, "unable to write file", """{"data":null,"message":"unable to write file '/etc/pve/nodes/pve1/x.tmp' - Input/output error\n"}""");
        var step = await RunAsync(Step(PlanAction.Update) with { Parameters = Step(PlanAction.Update).Parameters.Add("cores", "4") });
        Assert.Equal(StepOutcome.Failed, step.Outcome);
        Assert.Contains("unable to write file", step.Message, StringComparison.Ordinal);
        Assert.Single(_pve.Sent, sent => sent.Method == "PUT");
    }

    [Fact]
    public async Task Why_HA_did_not_do_it_is_said()
    {
        _pve.On("POST /nodes/pve1/qemu/100/status/start", _ =>
        {
            _pve.On("GET /nodes/pve1/tasks", $$"""[{"upid":"{{Upid("hastart")}}","status":"OK","endtime":1767225601},{"upid":"{{Upid("qmstart", 3)}}","status":"start failed: no such bridge","endtime":1767225604}]""")
                .On($"GET /nodes/pve1/tasks/{Upid("hastart")}/status", """{"status":"stopped","exitstatus":"OK"}""").On($"GET /nodes/pve1/tasks/{Upid("hastart")}/log", "[]");
            return FakePve.Data($"\"{Upid("hastart")}\"");
        });
        var step = await RunAsync(Step(PlanAction.Start));
        Assert.Equal(StepOutcome.Failed, step.Outcome);
        Assert.EndsWith(". Its last attempt failed: start failed: no such bridge", step.Message, StringComparison.Ordinal);
    }

    private string Upid(string type, int seconds = 0) => $"UPID:pve1:000005F5:00065F00:{1767225600 + seconds:X8}:{type}:100:root@pam!iac:";

    private static PlanStep Step(PlanAction action) => new() { Number = 1, Action = action, Kind = GuestKind.Qemu, VmId = 100, Name = "web", Node = "pve1", Digest = "d1" };

    private async Task<StepResult> RunAsync(PlanStep step)
    {
        using var client = _pve.Client(_time);
        using var store = StateStore.Open(Path.Combine(_folder, "state.db"));
        var run = new NativeEngine(client, store, null, _time).RunAsync(new() { Steps = [step] }, store.BeginRun("apply", _time.GetUtcNow()), null, null, TestContext.Current.CancellationToken);
        await PveClientTests.AdvanceUntil(_time, run);
        return Assert.Single((await run).Steps);
    }
}
