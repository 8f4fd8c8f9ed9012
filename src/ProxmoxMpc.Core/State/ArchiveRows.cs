using System.Data.Common;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.State;

/// <summary>The tables <c>archives</c> and <c>returns</c>.</summary>
internal static class ArchiveRows
{
    public static IReadOnlyList<ArchiveRecord> Read(DbConnection connection)
    {
        using var select = connection.Prepare(null, "select volid, node, vmid, kind, name, token, created, run_id, number, snapshot from archives order by created, volid");
        return select.Rows(row => new ArchiveRecord(row.GetString(0), row.GetString(1), row.GetInt32(2), Enum.Parse<GuestKind>(row.GetString(3)), row.GetString(4), row.GetString(5), Sql.Time(row.GetString(6)),
            row.IsDBNull(7) ? null : row.GetInt64(7), row.IsDBNull(8) ? null : row.GetInt32(8), row.Text(9)));
    }

    public static int Write(DbConnection connection, ArchiveRecord archive)
    {
        using var upsert = connection.Prepare(null, """
            insert into archives (volid, node, vmid, kind, name, token, created, run_id, number, snapshot)
            values (@volid, @node, @vmid, @kind, @name, @token, @created, @run, @number, @snapshot)
            on conflict (volid) do update set node = excluded.node, vmid = excluded.vmid, kind = excluded.kind, name = excluded.name, token = excluded.token,
                created = excluded.created, run_id = excluded.run_id, number = excluded.number, snapshot = coalesce(excluded.snapshot, snapshot)
            """, "@volid", "@node", "@vmid", "@kind", "@name", "@token", "@created", "@run", "@number", "@snapshot");
        return upsert.Run(archive.VolumeId, archive.Node, archive.VmId, archive.Kind.ToString(), archive.Name, archive.Token, Sql.Time(archive.Created), archive.RunId, archive.Number, archive.SnapshotId);
    }

    public static int Remove(DbConnection connection, string volumeId)
    {
        using var delete = connection.Prepare(null, "delete from archives where volid = @volid", "@volid");
        return delete.Run(volumeId);
    }

    public static IReadOnlyList<ReturnRecord> ReadReturns(DbConnection connection)
    {
        using var select = connection.Prepare(null, "select vmid, key, source from returns order by vmid, key");
        return select.Rows(row => new ReturnRecord(row.GetInt32(0), row.GetString(1), row.GetString(2)));
    }

    public static int WriteReturns(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<int>? vmids, IReadOnlyCollection<ReturnRecord> wanted)
    {
        var rows = 0;
        if (vmids is null)
        {
            using var all = connection.Prepare(transaction, "delete from returns");
            rows += all.Run();
        }
        using var delete = connection.Prepare(transaction, "delete from returns where vmid = @vmid", "@vmid");
        foreach (var vmid in vmids ?? []) rows += delete.Run(vmid);
        using var insert = connection.Prepare(transaction, "insert into returns (vmid, key, source) values (@vmid, @key, @source) on conflict (vmid, key) do update set source = excluded.source", "@vmid", "@key", "@source");
        return rows + wanted.Sum(one => insert.Run(one.VmId, one.Key, one.Source));
    }
}
