using System.Data.Common;
using System.Globalization;

namespace ProxmoxMpc.Core.State;

/// <summary>The tables <c>runs</c>, <c>steps</c> and <c>snapshots</c>.</summary>
internal static class JournalRows
{
    public static long Begin(DbConnection connection, string kind, DateTimeOffset now)
    {
        using var insert = connection.Prepare(null, "insert into runs (kind, started, summary) values (@kind, @started, '') returning id", "@kind", "@started");
        return Convert.ToInt64(insert.With(kind, Sql.Time(now)).ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public static int End(DbConnection connection, long id, string outcome, string summary, DateTimeOffset now)
    {
        using var update = connection.Prepare(null, "update runs set ended = @ended, outcome = @outcome, summary = @summary where id = @id", "@ended", "@outcome", "@summary", "@id");
        return update.Run(Sql.Time(now), outcome, summary, id);
    }

    /// <summary>The statement by which <see cref="WriteStep"/> writes, for as many steps as there are.</summary>
    public static DbCommand StepWriting(DbConnection connection) => connection.Prepare(null, """
        insert into steps (run_id, number, vmid, action, detail, state, upid, error, document)
        values (@run, @number, @vmid, @action, @detail, @state, @upid, @error, @document)
        on conflict (run_id, number) do update set
            vmid = excluded.vmid, action = excluded.action, detail = excluded.detail,
            state = excluded.state, upid = excluded.upid, error = excluded.error, document = coalesce(excluded.document, document)
        """, "@run", "@number", "@vmid", "@action", "@detail", "@state", "@upid", "@error", "@document");

    public static int WriteStep(DbCommand writing, StepRecord step) => writing.Run(step.RunId, step.Number, step.VmId, step.Action, step.Detail, step.State, step.Upid, step.Error, step.Document);

    public static int WriteSteps(DbConnection connection, DbTransaction transaction, IEnumerable<StepRecord> steps)
    {
        using var insert = connection.Prepare(transaction, """
            insert into steps (run_id, number, vmid, action, detail, state, upid, error, document)
            values (@run, @number, @vmid, @action, @detail, @state, @upid, @error, @document)
            """, "@run", "@number", "@vmid", "@action", "@detail", "@state", "@upid", "@error", "@document");
        return steps.Sum(step => insert.Run(step.RunId, step.Number, step.VmId, step.Action, step.Detail, step.State, step.Upid, step.Error, step.Document));
    }

    public static IReadOnlyList<RunRecord> Runs(DbConnection connection, int limit)
    {
        using var select = connection.Prepare(null, "select id, kind, started, ended, outcome, summary from runs order by id desc limit @limit", "@limit");
        return select.With(Math.Max(limit, 0)).Rows(Run);
    }

    public static IReadOnlyList<RunRecord> Unfinished(DbConnection connection)
    {
        using var select = connection.Prepare(null, """
            select id, kind, started, ended, outcome, summary from runs
            where kind = 'apply' and (ended is null or outcome in (@cancelled, @unsettled)
                or exists (select 1 from steps where run_id = runs.id and state in ('started', 'unknown') and document is not null))
            order by id
            """, "@cancelled", "@unsettled");
        return select.With(RunOutcome.Cancelled, RunOutcome.Unsettled).Rows(Run);
    }

    public static RunRecord? Last(DbConnection connection, string kind)
    {
        using var select = connection.Prepare(null, "select id, kind, started, ended, outcome, summary from runs where kind = @kind order by id desc limit 1", "@kind");
        return select.With(kind).Rows(Run).FirstOrDefault();
    }

    private static RunRecord Run(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), Sql.Time(row.GetString(2)),
        row.Text(3) is { } ended ? Sql.Time(ended) : null, row.Text(4), row.GetString(5));

    public static IReadOnlyList<StepRecord> Steps(DbConnection connection, long runId)
    {
        using var select = connection.Prepare(null, "select run_id, number, vmid, action, detail, state, upid, error, document from steps where run_id = @run order by number", "@run");
        return select.With(runId).Rows(row => new StepRecord(row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetString(3), row.GetString(4),
            row.GetString(5), row.Text(6), row.Text(7), row.Text(8)));
    }

    public static int AddSnapshot(DbConnection connection, SnapshotRecord snapshot)
    {
        using var upsert = connection.Prepare(null, """
            insert into snapshots (id, created, kind, file, summary) values (@id, @created, @kind, @file, @summary)
            on conflict (id) do update set created = excluded.created, kind = excluded.kind, file = excluded.file, summary = excluded.summary
            """, "@id", "@created", "@kind", "@file", "@summary");
        return upsert.Run(snapshot.Id, Sql.Time(snapshot.Created), snapshot.Kind, snapshot.File, snapshot.Summary);
    }

    public static IReadOnlyList<SnapshotRecord> Snapshots(DbConnection connection)
    {
        using var select = connection.Prepare(null, "select id, created, kind, file, summary from snapshots order by created desc, id desc");
        return select.Rows(row => new SnapshotRecord(row.GetString(0), Sql.Time(row.GetString(1)), row.GetString(2), row.GetString(3), row.GetString(4)));
    }
}
