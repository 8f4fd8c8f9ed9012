using System.Diagnostics;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.State;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

public sealed class WorkspaceLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File("lock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_lock_is_refused_and_told_who_holds_the_first()
    {
        using (WorkspaceLock.Acquire(_folder.Root, "Invoke-PmpcApply"))
        {
            var error = Assert.Throws<PmpcException>(() => WorkspaceLock.Acquire(_folder.Root, "Sync-PmpcInfrastructure"));
            Assert.Equal(("PmpcWorkspaceBusy", PmpcErrorKind.Busy), (error.Id, error.Kind));
            Assert.Contains("Invoke-PmpcApply", error.Message);
            Assert.Contains($"process {Environment.ProcessId}", error.Message);
            Assert.Equal(Environment.ProcessId, WorkspaceLock.Holder(_folder.Root)!.ProcessId);
        }
        Assert.False(File.Exists(LockPath));
        Assert.Null(WorkspaceLock.Holder(_folder.Root));
        WorkspaceLock.Acquire(_folder.Root, "again").Dispose();
    }

    [Fact]
    public async Task Of_many_that_come_at_once_exactly_one_gets_it()
    {
        for (var round = 0; round < 5; round++)
        {
            // A dead holder makes all of them want to take over.
            WriteHolder(DeadProcess(), Environment.MachineName);
            var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            {
                try
                {
                    return WorkspaceLock.Acquire(_folder.Root, "apply");
                }
                catch (PmpcException error) when (error.Id == "PmpcWorkspaceBusy")
                {
                    return null;
                }
            }, TestContext.Current.CancellationToken)));
            Assert.Single(taken, held => held is not null);
            Array.ForEach(taken, held => held?.Dispose());
        }
    }

    [Fact]
    public void Who_comes_while_another_is_taking_it_is_told_to_wait()
    {
        using (new FileStream(LockPath + ".guard", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            Assert.Equal("PmpcWorkspaceBusy", Assert.Throws<PmpcException>(() => WorkspaceLock.Acquire(_folder.Root, "apply")).Id);
        WorkspaceLock.Acquire(_folder.Root, "apply").Dispose();
    }

    [Fact]
    public void The_lock_of_a_dead_process_is_taken_over()
    {
        WriteHolder(DeadProcess(), Environment.MachineName);
        Assert.Null(WorkspaceLock.Holder(_folder.Root));
        using var taken = WorkspaceLock.Acquire(_folder.Root, "apply");
        Assert.Equal(Environment.ProcessId, taken.Owner.ProcessId);
    }

    [Fact]
    public void A_later_process_with_the_same_id_does_not_keep_the_lock_alive()
    {
        WriteHolder(Environment.ProcessId, Environment.MachineName, start: "1");
        WorkspaceLock.Acquire(_folder.Root, "apply").Dispose();
    }

    [Fact]
    public void The_lock_of_another_computer_is_respected_and_the_hint_says_how_to_break_it()
    {
        WriteHolder(DeadProcess(), "somewhere-else");
        var error = Assert.Throws<PmpcException>(() => WorkspaceLock.Acquire(_folder.Root, "apply"));
        Assert.Contains("somewhere-else", error.Message);
        Assert.Contains(LockPath, error.Hint);
    }

    [Fact]
    public void A_lock_file_that_is_none_is_nobodys()
    {
        File.WriteAllText(LockPath, "");
        WorkspaceLock.Acquire(_folder.Root, "apply").Dispose();
    }

    [Fact]
    public void Giving_back_does_not_remove_what_somebody_else_has_taken_since()
    {
        var mine = WorkspaceLock.Acquire(_folder.Root, "apply");
        WriteHolder(1, "somewhere-else");
        mine.Dispose();
        mine.Dispose();
        Assert.True(File.Exists(LockPath));
    }

    private void WriteHolder(int processId, string host, string start = "1") =>
        File.WriteAllText(LockPath, $$"""{"processId":{{processId}},"host":"{{host}}","user":"ann","command":"apply","processStart":"{{start}}","since":"2026-11-23T15:04:05Z"}""");

    private static int DeadProcess()
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, "--help") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.Id;
    }
}
