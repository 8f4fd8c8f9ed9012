using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.State;

/// <summary>The tables <c>drift</c> and <c>marks</c>: what changed on the server, by whom, and since when that is known.</summary>
internal static class DriftRows
{
    /// <summary>How many changes are kept.</summary>
    private const int Kept = 5000;

    public static DateTimeOffset? ReadMark(DbConnection connection, string name)
    {
        using var select = connection.Prepare(null, "select time from marks where name = @name", "@name");
        return select.With(name).Rows(row => Sql.Time(row.GetString(0))).Select(time => (DateTimeOffset?)time).FirstOrDefault();
    }

    public static int WriteMark(DbConnection connection, string name, DateTimeOffset time)
    {
        using var upsert = connection.Prepare(null, "insert into marks (name, time) values (@name, @time) on conflict (name) do update set time = excluded.time", "@name", "@time");
        return upsert.Run(name, Sql.Time(time));
    }

    public static IReadOnlyList<DriftRecord> Read(DbConnection connection, int limit)
    {
        using var select = connection.Prepare(null, "select document from drift order by id desc limit @limit", "@limit");
        return [.. select.With(Math.Max(limit, 0)).Rows(Record).AsEnumerable().Reverse()];
    }

    public static IReadOnlyList<DriftRecord> ReadOpen(DbConnection connection)
    {
        using var select = connection.Prepare(null, "select document from drift where open = 1 order by id");
        return select.Rows(Record);
    }

    public static int Write(DbConnection connection, DbTransaction transaction, IEnumerable<DriftRecord> found, IReadOnlySet<(int VmId, string? Attribute)> open)
    {
        var changed = 0;
        using var close = connection.Prepare(transaction, "update drift set open = 0 where id = @id", "@id");
        using var select = connection.Prepare(transaction, "select id, document from drift where open = 1");
        foreach (var (id, record) in select.Rows(row => (row.GetInt64(0), JsonSerializer.Deserialize(row.GetString(1), StateJson.Compact.DriftRecord)!)))
            if (!open.Contains((record.VmId, record.Attribute))) changed += close.Run(id);
        using var insert = connection.Prepare(transaction, "insert into drift (open, document) values (@open, @document)", "@open", "@document");
        foreach (var record in found) changed += insert.Run(record.IsConflict ? 1 : 0, JsonSerializer.Serialize(record, StateJson.Compact.DriftRecord));
        if (changed > 0) connection.Run(string.Create(CultureInfo.InvariantCulture, $"delete from drift where open = 0 and id <= (select max(id) from drift) - {Kept}"), transaction);
        return changed;
    }

    public static IReadOnlySet<string> ReadOwnTasks(DbConnection connection)
    {
        using var select = connection.Prepare(null, "select distinct upid from steps where upid is not null");
        return select.Rows(row => row.GetString(0)).ToHashSet(StringComparer.Ordinal);
    }

    private static DriftRecord Record(DbDataReader row) => JsonSerializer.Deserialize(row.GetString(0), StateJson.Compact.DriftRecord)!;
}
