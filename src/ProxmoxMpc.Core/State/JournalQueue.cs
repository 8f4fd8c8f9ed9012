using System.Data.Common;
using System.Runtime.ExceptionServices;

namespace ProxmoxMpc.Core.State;

/// <summary>
/// Steps that wait to be written. Each waits until it is on the disk; who gets there first takes those along that wait behind,
/// for it is the disk that takes the time and not the rows.
/// </summary>
/// <param name="transact">Does the work in a transaction, alone, and returns when that is on the disk.</param>
internal sealed class JournalQueue(Action<Action<DbConnection, DbTransaction>> transact) : IDisposable
{
    private readonly Lock _turn = new();
    private readonly Lock _gate = new();
    private List<Waiting> _waiting = [];

    // A step is written three times; preparing the statement costs as much as running it.
    private DbCommand? _writing;

    /// <summary>Writes a step; when this returns it is on the disk.</summary>
    public void Write(StepRecord step)
    {
        var mine = new Waiting(step);
        lock (_gate) _waiting.Add(mine);
        lock (_turn)
            if (!mine.IsOver) WriteAll();
        mine.Failure?.Throw();
    }

    private void WriteAll()
    {
        List<Waiting> all;
        lock (_gate) (all, _waiting) = (_waiting, []);
        ExceptionDispatchInfo? failure = null;
        try
        {
            transact((connection, transaction) =>
            {
                _writing ??= JournalRows.StepWriting(connection);
                _writing.Transaction = transaction;
                foreach (var one in all) JournalRows.WriteStep(_writing, one.Step);
            });
        }
        // All of them or none are there, and each has to know.
        catch (Exception error)
        {
            failure = ExceptionDispatchInfo.Capture(error);
        }
        foreach (var one in all) (one.IsOver, one.Failure) = (true, failure);
    }

    public void Dispose() => _writing?.Dispose();

    private sealed class Waiting(StepRecord step)
    {
        public StepRecord Step => step;
        public bool IsOver { get; set; }
        public ExceptionDispatchInfo? Failure { get; set; }
    }
}
