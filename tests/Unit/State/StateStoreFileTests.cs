using System.Text;
using Microsoft.Data.Sqlite;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Tests.Unit.State;

public sealed class StateStoreFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 15, 4, 5, TimeSpan.FromHours(1));
    private readonly TemporaryFolder _folder = new();

    private string StatePath => _folder.File("state.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_and_its_companions_are_readable_by_the_owner_alone()
    {
        File.WriteAllText(StatePath, "");
        TemporaryFolder.SetMode(StatePath, 0b110_100_100);
        using var store = StateStore.Open(StatePath);
        store.WriteInventory(Sample.Cluster(guests: 1));
        Assert.Equal(["state.db", "state.db-shm", "state.db-wal"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(_folder.Root), file => Assert.Equal("600", TemporaryFolder.Mode(file)));
    }

    [Fact]
    public void A_write_without_news_leaves_the_file_as_it_is()
    {
        var inventory = Sample.Cluster(guests: 20);
        using (var store = StateStore.Open(StatePath)) store.WriteInventory(inventory);
        var before = File.ReadAllBytes(StatePath);
        using (var store = StateStore.Open(StatePath)) store.WriteInventory(inventory);
        Assert.Equal(before, File.ReadAllBytes(StatePath));
        Assert.Equal([StatePath], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void What_was_written_survives_a_process_that_is_killed()
    {
        using var store = StateStore.Open(StatePath);
        store.WriteInventory(Sample.Cluster(guests: 5));
        var run = store.BeginRun("apply", Now);
        store.WriteStep(new(run, 1, 100, "create", "create web-1", "started", "UPID:pve1:1:2:3:qmcreate:100:root@pam:", null));

        // The files as they are now, without a close: what kill -9 leaves behind.
        using var killed = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(_folder.Root).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var target = File.Create(killed.File(Path.GetFileName(file)));
            source.CopyTo(target);
        }
        using var later = StateStore.Open(killed.File("state.db"));
        Assert.Equal(5, later.ReadInventory()!.Guests.Length);
        Assert.Null(Assert.Single(later.ReadRuns(10)).Ended);
        Assert.Equal("started", Assert.Single(later.ReadSteps(run)).State);
    }

    [Fact]
    public void The_journal_keeps_runs_and_the_latest_state_of_each_step()
    {
        using var store = StateStore.Open(StatePath);
        var first = store.BeginRun("sync", Now);
        store.EndRun(first, "done", "3 guests", Now.AddMinutes(1));
        var second = store.BeginRun("apply", Now.AddMinutes(2));
        store.WriteStep(new(second, 2, 101, "update", "cores 2 -> 4", "pending", null, null));
        store.WriteStep(new(second, 1, 100, "create", "a\"${x}'\n🦊", "started", null, null));
        store.WriteStep(new(second, 1, 100, "create", "a\"${x}'\n🦊", "failed", "UPID:x", "storage 'fast' is full"));

        Assert.Equal([second, first], store.ReadRuns(10).Select(run => run.Id));
        Assert.Equal(new RunRecord(first, "sync", Now, Now.AddMinutes(1), "done", "3 guests"), store.ReadRuns(10)[1]);
        Assert.Equal(second, Assert.Single(store.ReadRuns(1)).Id);
        Assert.Equal(
            [new StepRecord(second, 1, 100, "create", "a\"${x}'\n🦊", "failed", "UPID:x", "storage 'fast' is full"), new StepRecord(second, 2, 101, "update", "cores 2 -> 4", "pending", null, null)],
            store.ReadSteps(second));
        Assert.Empty(store.ReadSteps(first));
    }

    [Fact]
    public void A_step_of_a_run_that_does_not_exist_is_refused()
    {
        using var store = StateStore.Open(StatePath);
        Assert.Equal("PmpcStateFailed", Assert.Throws<PmpcException>(() => store.WriteStep(new(7, 1, 100, "create", "", "started", null, null))).Id);
    }

    [Fact]
    public void Snapshots_are_listed_newest_first()
    {
        using var store = StateStore.Open(StatePath);
        var older = new SnapshotRecord("20261123T140405-sync", Now, "sync", "a.json.gz", "one");
        var newer = new SnapshotRecord("20261123T150405-apply", Now.AddHours(1), "apply", "b.json.gz", "two");
        store.AddSnapshot(newer);
        store.AddSnapshot(older);
        store.AddSnapshot(older);
        Assert.Equal([newer, older], store.ReadSnapshots());
    }

    [Fact]
    public async Task Two_stores_on_one_file_wait_for_each_other()
    {
        var inventory = Sample.Cluster(guests: 200);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            using var store = StateStore.Open(StatePath);
            for (var round = 0; round < 10; round++)
            {
                store.WriteInventory(inventory with { Guests = [.. inventory.Guests.Select(guest => guest with { Digest = $"{writer}-{round}" })] });
                var guests = store.ReadInventory()!.Guests;
                Assert.Equal(200, guests.Length);
                Assert.Single(guests.Select(guest => guest.Digest).Distinct());
                store.WriteStep(new(store.BeginRun("sync", Now), 1, 100, "update", "", "done", null, null));
            }
        }, TestContext.Current.CancellationToken)));
        using var afterwards = StateStore.Open(StatePath);
        Assert.Equal(40, afterwards.ReadRuns(100).Count);
    }

    [Fact]
    public async Task One_store_may_be_used_by_several_threads()
    {
        using var store = StateStore.Open(StatePath);
        var run = store.BeginRun("apply", Now);
        await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(() =>
        {
            store.WriteStep(new(run, number, number, "update", "", "started", null, null));
            store.WriteStep(new(run, number, number, "update", "", "done", null, null));
        }, TestContext.Current.CancellationToken)));
        Assert.Equal(Enumerable.Repeat("done", 8), store.ReadSteps(run).Select(step => step.State));
    }

    [Fact]
    public void A_damaged_file_is_reported_and_kept()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("this is no database ", 100)));
        File.WriteAllBytes(StatePath, bytes);
        foreach (var readOnly in new[] { false, true })
        {
            var error = Assert.Throws<PmpcException>(() => StateStore.Open(StatePath, readOnly));
            Assert.Equal(("PmpcStateCorrupt", PmpcErrorKind.Workspace), (error.Id, error.Kind));
            Assert.Contains("Repair-PmpcWorkspace", error.Hint);
        }
        Assert.Equal(bytes, File.ReadAllBytes(StatePath));
    }

    [Fact]
    public void A_damaged_row_is_reported()
    {
        using (var store = StateStore.Open(StatePath)) store.WriteInventory(Sample.Cluster(guests: 1));
        Execute("update observed set document = '{\"vmId\": 1' where part = 'guest'");
        using var again = StateStore.Open(StatePath);
        Assert.Equal("PmpcStateCorrupt", Assert.Throws<PmpcException>(() => again.ReadInventory()).Id);
    }

    [Fact]
    public void A_file_of_a_newer_version_and_another_programs_database_are_left_alone()
    {
        Execute("create table theirs (x)");
        Assert.Equal("PmpcStateForeign", Assert.Throws<PmpcException>(() => StateStore.Open(StatePath)).Id);
        File.Delete(StatePath);
        StateStore.Open(StatePath).Dispose();
        Execute("pragma user_version = 999");
        var error = Assert.Throws<PmpcException>(() => StateStore.Open(StatePath));
        Assert.Equal("PmpcStateTooNew", error.Id);
        Assert.Contains("999", error.Message);
    }

    [Fact]
    public void Reading_only_makes_no_file_and_changes_none()
    {
        using (var absent = StateStore.Open(StatePath, readOnly: true)) Assert.Null(absent.ReadInventory());
        Assert.Empty(Directory.GetFiles(_folder.Root));

        using (var store = StateStore.Open(StatePath)) store.WriteInventory(Sample.Cluster(guests: 3));
        using var reading = StateStore.Open(StatePath, readOnly: true);
        Assert.Equal(3, reading.ReadInventory()!.Guests.Length);
        Assert.Equal("PmpcStateUnavailable", Assert.Throws<PmpcException>(() => reading.BeginRun("sync", Now)).Id);
    }

    [Fact]
    public void A_file_that_a_killed_process_left_empty_is_used()
    {
        File.WriteAllText(StatePath, "");
        using (var reading = StateStore.Open(StatePath, readOnly: true)) Assert.Empty(reading.ReadBase());
        using var store = StateStore.Open(StatePath);
        Assert.Null(store.ReadInventory());
    }

    /// <summary>A reader of SQLite's makes files beside the database, too.</summary>
    [Fact]
    public void A_folder_that_cannot_be_written_can_be_read()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            Assert.Skip("To this user every folder can be written.");
            return;
        }
        using (var store = StateStore.Open(StatePath)) store.WriteInventory(Sample.Cluster(guests: 3));
        File.SetUnixFileMode(StatePath, UnixFileMode.UserRead);
        File.SetUnixFileMode(_folder.Root, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            using var reading = StateStore.Open(StatePath, readOnly: true);
            Assert.Equal(3, reading.ReadInventory()!.Guests.Length);
            Assert.Equal("PmpcStateUnavailable", Assert.Throws<PmpcException>(() => reading.BeginRun("sync", Now)).Id);
        }
        finally
        {
            File.SetUnixFileMode(_folder.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Many_steps_that_are_written_at_the_same_time_are_all_there()
    {
        using var store = StateStore.Open(StatePath);
        var run = store.BeginRun("apply", Now);
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, number =>
        {
            store.WriteStep(new(run, number, 100 + number, "Create", "create", "started", null, null, $"{{\"n\":{number}}}"));
            Assert.Equal("started", Read(number).State);
            store.WriteStep(new(run, number, 100 + number, "Create", "create", "done", $"UPID:{number}", null, null));
            Assert.Equal(("done", $"{{\"n\":{number}}}"), (Read(number).State, Read(number).Document));
        });
        Assert.Equal(40, store.ReadSteps(run).Count);

        StepRecord Read(int number)
        {
            using var other = StateStore.Open(StatePath, readOnly: true);
            return other.ReadSteps(run).Single(step => step.Number == number);
        }
    }

    [Fact]
    public void A_step_that_cannot_be_written_says_so_and_the_next_one_can()
    {
        using var store = StateStore.Open(StatePath);
        var run = store.BeginRun("apply", Now);
        Assert.StartsWith("PmpcState", Assert.Throws<PmpcException>(() => store.WriteStep(new(run + 1, 1, 100, "Create", "create", "started", null, null, null))).Id, StringComparison.Ordinal);
        store.WriteStep(new(run, 1, 100, "Create", "create", "started", null, null, null));
        Assert.Single(store.ReadSteps(run));
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={StatePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
