using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Online;

/// <summary>Whatever becomes of the answer, a verb is done once, and what is said of it is true.</summary>
public sealed class LostAnswerTests : IDisposable
{
    private readonly LostAnswers _world = new();

    public void Dispose() => _world.Dispose();

    private static readonly Dictionary<string, (int VmId, Func<Session, GuestVerb> Verb, string Task, bool MayBeRepeated)> Verbs = new()
    {
        ["start"] = (101, s => new StartGuests(s), "qmstart", true),
        ["stop"] = (100, s => new StopGuests(s), "qmstop", true),
        ["stop container"] = (200, s => new StopGuests(s), "vzstop", true),
        ["shutdown"] = (100, s => new StopGuests(s) { Shutdown = true }, "qmshutdown", true),
        ["reboot"] = (100, s => new RestartGuests(s), "qmreboot", false),
        ["reboot container"] = (200, s => new RestartGuests(s), "vzreboot", false),
        ["reset"] = (100, s => new RestartGuests(s) { Force = true }, "qmreset", false),
        ["pause"] = (100, s => new SuspendGuests(s), "qmpause", true),
        ["suspend to disk"] = (100, s => new SuspendGuests(s) { ToDisk = true }, "qmsuspend", true),
        ["migrate"] = (100, s => new MoveGuests(s, "pve2"), "qmigrate", true),
        ["clone"] = (101, s => new CopyGuests(s) { Full = true }, "qmclone", false),
        ["snapshot"] = (100, s => new NewGuestSnapshots(s, "s2"), "qmsnapshot", true),
        ["snapshot of container"] = (200, s => new NewGuestSnapshots(s, "s2"), "vzsnapshot", true),
        ["remove snapshot"] = (100, s => new RemoveGuestSnapshots(s, name => name == "s1", "s1"), "qmdelsnapshot", true),
        ["roll back"] = (100, s => new RestoreGuestSnapshots(s, "s1"), "qmrollback", false),
    };

    public static TheoryData<string, Loss> Done() => new(Verbs.Keys.SelectMany(verb => new[] { Loss.ResetAfter, Loss.TimeoutAfter, Loss.FailureAfter }.Select(loss => (verb, loss))));

    public static TheoryData<string> All() => new(Verbs.Keys);

    [Theory, MemberData(nameof(Done))]
    public async Task What_was_done_is_found_and_not_done_again(string name, Loss loss)
    {
        var (vmid, verb, task, _) = Verbs[name];
        var outcome = Assert.Single(await _world.RunAsync(verb, vmid, loss));
        Assert.True(outcome.Failure is null, $"{outcome.Failure?.Id}: {outcome.Failure?.Message}");
        Assert.Contains(loss == Loss.FailureAfter ? "but it was done" : "done all the same", outcome.Note, StringComparison.Ordinal);
        Assert.Single(_world.Writes);
        Assert.Single(_world.Tasks(), type => type == task);
        Assert.Equal(task, outcome.Task?.Type);
        if (name == "clone") Assert.NotNull(_world.State()["guests"]![$"{outcome.Step!.CopyVmId}"]);
    }

    [Theory, MemberData(nameof(All))]
    public async Task What_was_not_done_is_done_or_said(string name)
    {
        var (vmid, verb, task, mayBeRepeated) = Verbs[name];
        var outcome = Assert.Single(await _world.RunAsync(verb, vmid, Loss.TimeoutBefore));
        if (mayBeRepeated)
        {
            Assert.True(outcome.Failure is null, $"{outcome.Failure?.Id}: {outcome.Failure?.Message}");
            Assert.Single(_world.Tasks(), type => type == task);
            Assert.Equal(2, _world.Writes.Count);
            return;
        }
        Assert.Equal(("PmpcWriteLost", PmpcErrorKind.Connection), (outcome.Failure?.Id, outcome.Failure?.Kind));
        Assert.Contains("was not done", outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.NotNull(outcome.Failure.Hint);
        Assert.DoesNotContain(task, _world.Tasks());
        Assert.Single(_world.Writes);
    }

    [Fact]
    public async Task What_the_server_says_to_have_failed_and_did_not_do_is_a_failure_in_its_words_and_is_not_sent_again()
    {
        var outcome = Assert.Single(await _world.RunAsync(session => new StartGuests(session), 101, Loss.FailureBefore));
        Assert.Equal("PmpcServerError", outcome.Failure?.Id);
        Assert.Contains("got no worker upid", outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.Single(_world.Writes);
        Assert.Empty(_world.Tasks());
    }

    [Fact]
    public async Task What_never_gets_through_ends_in_an_error()
    {
        var outcome = Assert.Single(await _world.RunAsync(session => new StartGuests(session), 101, Loss.TimeoutBefore, times: 9));
        Assert.Equal("PmpcWriteLost", outcome.Failure?.Id);
        Assert.Equal(3, _world.Writes.Count);
    }

    [Fact]
    public async Task A_reset_before_is_not_taken_for_the_one_that_was_lost()
    {
        Func<Session, GuestVerb> reset = session => new RestartGuests(session) { Force = true };
        Assert.Null(Assert.Single(await _world.RunAsync(reset, 100)).Failure);
        Assert.Equal("PmpcWriteLost", Assert.Single(await _world.RunAsync(reset, 100, Loss.TimeoutBefore)).Failure?.Id);
    }

    [Fact]
    public async Task Without_waiting_the_task_is_found_and_left_to_itself()
    {
        var outcome = Assert.Single(await _world.RunAsync(session => new StopGuests(session), 100, Loss.TimeoutAfter, wait: false));
        Assert.Null(outcome.Failure);
        Assert.Equal("qmstop", outcome.Task?.Type);
        Assert.Single(_world.Writes);
    }
}
