using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.State;

/// <summary>
/// What the workspace remembers: the server as last read, the base, the journal of runs, the list of snapshots.
/// Safe to use from several threads, and from several processes on one file. Every failure is a <see cref="PmpcException"/>.
/// </summary>
public sealed class StateStore : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly Lock _gate = new();
    private readonly JournalQueue _journal;

    private StateStore(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
        _journal = new(work => InTransaction((connection, transaction) => { work(connection, transaction); return 0; }));
    }

    /// <summary>
    /// Opens the file, readable by its owner alone, and brings its schema up to date. Read-only, a file that does not exist
    /// is an empty store and is not made.
    /// </summary>
    /// <exception cref="PmpcException">The file is damaged, of another program or of a newer version. It is left as it is.</exception>
    public static StateStore Open(string path, bool readOnly = false) => new(StateDatabase.Open(path, readOnly), path);

    /// <summary>The server as last read, in canonical order; null where it was never read.</summary>
    public Inventory? ReadInventory() => Guarded(ObservedRows.Read);

    /// <summary>The same without volumes, gaps and guests' configs: of the guests their vmids alone, beside it.</summary>
    public (Inventory? Inventory, IEnumerable<(int VmId, string? Node)> Guests) ReadOutline() => Guarded(ObservedRows.ReadOutline);

    /// <summary>
    /// Stores what was read, in one transaction, and returns the number of rows written or deleted: 0 where nothing is new.
    /// Load and use are not stored. What lies under a gap keeps its last known row.
    /// </summary>
    public int WriteInventory(Inventory inventory) => InTransaction((connection, transaction) => ObservedRows.Write(connection, transaction, inventory));

    /// <summary>The objects beside nodes and guests as last read, sorted.</summary>
    public ImmutableArray<ClusterObject> ReadObjects() => Guarded(ObjectRows.ReadObjects);

    /// <summary>Stores exactly these objects, in one transaction, and returns the number of rows written or deleted: 0 where nothing is new.</summary>
    public int WriteObjects(IEnumerable<ClusterObject> objects) => InTransaction((connection, transaction) => ObjectRows.WriteObjects(connection, transaction, objects));

    /// <summary>What code and server agreed on about objects beside nodes and guests.</summary>
    public IReadOnlyDictionary<ObjectKey, AttributeMap> ReadObjectBase() => Guarded(ObjectRows.ReadBase);

    /// <summary>Stores exactly these, in one transaction, and returns the number of rows written or deleted.</summary>
    public int WriteObjectBase(IEnumerable<KeyValuePair<ObjectKey, AttributeMap>> views) => InTransaction((connection, transaction) => ObjectRows.WriteBase(connection, transaction, views));

    /// <summary>The base of every guest, by vmid.</summary>
    public IReadOnlyDictionary<int, BaseGuest> ReadBase() => Guarded(BaseRows.Read);

    /// <summary>Removes and then stores, in one transaction, and returns the number of rows changed: 0 where nothing is new.</summary>
    public int WriteBase(IEnumerable<BaseGuest> guests, IEnumerable<int> removed) =>
        InTransaction((connection, transaction) => BaseRows.Write(connection, transaction, guests, removed));

    /// <summary>The hashes of the files of code that are known, by path.</summary>
    public IReadOnlyDictionary<string, byte[]> ReadCodeHashes() => Guarded(CodeRows.Hashes);

    /// <summary>What is known of the files of code whose hash is the same still, by path.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<DesiredGuest>> ReadCode(IReadOnlyDictionary<string, byte[]> hashes) => Guarded(connection => CodeRows.Read(connection, hashes));

    /// <summary>Remembers files of code, and forgets those that are not among <paramref name="existing"/>.</summary>
    public int WriteCode(IReadOnlyCollection<KnownCode> learned, IReadOnlySet<string> existing) => ReadCodeHashes().Keys.Where(path => !existing.Contains(path)).ToArray() is var forgotten
        && learned.Count + forgotten.Length > 0 ? InTransaction((connection, transaction) => CodeRows.Write(connection, transaction, learned, forgotten)) : 0;

    /// <summary>The derived files as they were last, by path.</summary>
    public IReadOnlyDictionary<string, KnownFile> ReadFiles() => Guarded(FileRows.Read);

    /// <summary>Remembers derived files, and forgets others.</summary>
    public int WriteFiles(IReadOnlyCollection<KnownFile> files, IReadOnlyCollection<string> forgotten) =>
        files.Count + forgotten.Count == 0 ? 0 : InTransaction((connection, transaction) => FileRows.Write(connection, transaction, files, forgotten));

    /// <summary>The sealed pseudonyms, in no order.</summary>
    public IReadOnlyList<SealedPseudonym> ReadPseudonyms() => Guarded(PseudonymRows.Read);

    /// <summary>Stores sealed pseudonyms; one of a known id takes the place of the old one.</summary>
    public int WritePseudonyms(IReadOnlyCollection<SealedPseudonym> rows) => rows.Count == 0 ? 0 : InTransaction((connection, transaction) => PseudonymRows.Write(connection, transaction, rows));

    /// <summary>Stores a sealed row where none of its id is, and tells the key of the one that is there then: of several processes one is the first.</summary>
    public string ClaimPseudonyms(SealedPseudonym row) => InTransaction((connection, transaction) => PseudonymRows.Claim(connection, transaction, row));

    /// <summary>Forgets all pseudonyms.</summary>
    public int ClearPseudonyms() => InTransaction(PseudonymRows.Clear);

    /// <summary>The backups that we made and have not removed, oldest first.</summary>
    public IReadOnlyList<ArchiveRecord> ReadArchives() => Guarded(ArchiveRows.Read);

    /// <summary>Enters a backup; when this returns it is on the disk.</summary>
    public void WriteArchive(ArchiveRecord archive) => Guarded(connection => ArchiveRows.Write(connection, archive));

    /// <summary>Forgets a backup that is no more.</summary>
    public void RemoveArchive(string volumeId) => Guarded(connection => ArchiveRows.Remove(connection, volumeId));

    /// <summary>What rollbacks want back, by guest and key.</summary>
    public IReadOnlyList<ReturnRecord> ReadReturns() => Guarded(ArchiveRows.ReadReturns);

    /// <summary>Forgets what is wanted of some guests, all where <paramref name="vmids"/> is null, and notes what is wanted now.</summary>
    public int WriteReturns(IReadOnlyCollection<int>? vmids, IReadOnlyCollection<ReturnRecord> wanted) =>
        vmids is { Count: 0 } && wanted.Count == 0 ? 0 : InTransaction((connection, transaction) => ArchiveRows.WriteReturns(connection, transaction, vmids, wanted));

    /// <summary>Opens a run and returns its id.</summary>
    public long BeginRun(string kind, DateTimeOffset now) => Guarded(connection => JournalRows.Begin(connection, kind, now));

    /// <summary>Closes a run.</summary>
    public void EndRun(long id, string outcome, string summary, DateTimeOffset now) => Guarded(connection => JournalRows.End(connection, id, outcome, summary, now));

    /// <summary>Writes a step, or its new state. When this returns it is on the disk. What many steps have to write at the same moment goes there together.</summary>
    public void WriteStep(StepRecord step) => _journal.Write(step);

    /// <summary>Writes the steps of a run that has none yet, all or none.</summary>
    public int WriteSteps(IEnumerable<StepRecord> steps) => InTransaction((connection, transaction) => JournalRows.WriteSteps(connection, transaction, steps));

    /// <summary>Applies that were cut off, oldest first: still open, stopped, not read back, or with a step of which nobody knows how it ended.</summary>
    public IReadOnlyList<RunRecord> ReadUnfinishedRuns() => Guarded(JournalRows.Unfinished);

    /// <summary>The latest run of a kind; null where there was none.</summary>
    public RunRecord? ReadLastRun(string kind) => Guarded(connection => JournalRows.Last(connection, kind));

    /// <summary>The latest runs, newest first.</summary>
    public IReadOnlyList<RunRecord> ReadRuns(int limit) => Guarded(connection => JournalRows.Runs(connection, limit));

    /// <summary>The steps of a run, in order.</summary>
    public IReadOnlyList<StepRecord> ReadSteps(long runId) => Guarded(connection => JournalRows.Steps(connection, runId));

    /// <summary>Enters a snapshot; one that is known already is entered anew.</summary>
    public void AddSnapshot(SnapshotRecord s) => Guarded(connection => JournalRows.AddSnapshot(connection, s));

    /// <summary>The snapshots, newest first.</summary>
    public IReadOnlyList<SnapshotRecord> ReadSnapshots() => Guarded(JournalRows.Snapshots);

    /// <summary>The time that has this name; null: none yet.</summary>
    public DateTimeOffset? ReadMark(string name) => Guarded(connection => DriftRows.ReadMark(connection, name));

    /// <summary>Gives a time a name; it is no news and counts as no row.</summary>
    public void WriteMark(string name, DateTimeOffset time) => Guarded(connection => DriftRows.WriteMark(connection, name, time));

    /// <summary>The latest changes on the server that syncs found, oldest first.</summary>
    public IReadOnlyList<DriftRecord> ReadDrift(int limit) => Guarded(connection => DriftRows.Read(connection, limit));

    /// <summary>Changes on the server over which the code is in conflict still.</summary>
    public IReadOnlyList<DriftRecord> ReadOpenDrift() => Guarded(DriftRows.ReadOpen);

    /// <summary>Adds changes, and keeps open those of which somebody still has to decide; returns the number of rows changed.</summary>
    public int WriteDrift(IReadOnlyCollection<DriftRecord> found, IReadOnlySet<(int VmId, string? Attribute)> open) =>
        InTransaction((connection, transaction) => DriftRows.Write(connection, transaction, found, open));

    /// <summary>The names of the tasks by which applies of this workspace did their steps.</summary>
    public IReadOnlySet<string> ReadOwnTasks() => Guarded(DriftRows.ReadOwnTasks);

    /// <summary>Looks through the whole file.</summary>
    /// <exception cref="PmpcException"><c>PmpcStateCorrupt</c></exception>
    public void Check() => Guarded(connection =>
    {
        using var check = connection.Prepare(null, "pragma quick_check(1)");
        if (check.ExecuteScalar() is not "ok" and var found) throw new FormatException($"{found}");
        return 0;
    });

    /// <summary>Writes all of it to another file, as it is at this moment; the file is replaced.</summary>
    public void CopyTo(string path)
    {
        using var other = Open(path);
        Guarded(_ =>
        {
            _connection.BackupDatabase(other._connection);
            return 0;
        });
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _journal.Dispose();
            _connection.Dispose();
        }
    }

    private T InTransaction<T>(Func<DbConnection, DbTransaction, T> work) => Guarded(_ =>
    {
        // Immediate, so that reading before writing cannot end in a snapshot conflict with another process.
        using var transaction = _connection.BeginTransaction();
        var result = work(_connection, transaction);
        transaction.Commit();
        return result;
    });

    private T Guarded<T>(Func<DbConnection, T> work)
    {
        try
        {
            lock (_gate) return work(_connection);
        }
        catch (SqliteException error)
        {
            throw StateDatabase.Explain(error, _path);
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            throw new PmpcException("PmpcStateCorrupt", PmpcErrorKind.Workspace, string.Create(CultureInfo.InvariantCulture, $"The state file '{_path}' holds a row that cannot be read: {error.Message}"),
                "Nothing was deleted. Repair-PmpcWorkspace puts it aside and makes it anew from the history.", _path, error);
        }
    }
}
