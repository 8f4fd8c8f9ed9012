using System.Data.Common;

namespace ProxmoxMpc.Core.State;

/// <summary>The table <c>pseudonyms</c>. What the rows say is sealed by whoever has the key; here they are bytes.</summary>
internal static class PseudonymRows
{
    public static IReadOnlyList<SealedPseudonym> Read(DbConnection connection)
    {
        using var select = connection.Prepare(null, "select id, key, sealed from pseudonyms");
        return select.Rows(reader => new SealedPseudonym((byte[])reader.GetValue(0), reader.GetString(1), (byte[])reader.GetValue(2)));
    }

    public static int Write(DbConnection connection, DbTransaction transaction, IEnumerable<SealedPseudonym> rows)
    {
        using var upsert = connection.Prepare(transaction, """
            insert into pseudonyms (id, key, sealed) values (@id, @key, @sealed)
            on conflict (id) do update set key = excluded.key, sealed = excluded.sealed
            """, "@id", "@key", "@sealed");
        return rows.Sum(row => upsert.Run(row.Id, row.Key, row.Sealed));
    }

    /// <summary>Stores a row where none of its id is, and tells the key of the one that is there then.</summary>
    public static string Claim(DbConnection connection, DbTransaction transaction, SealedPseudonym row)
    {
        using var insert = connection.Prepare(transaction, "insert into pseudonyms (id, key, sealed) values (@id, @key, @sealed) on conflict (id) do nothing", "@id", "@key", "@sealed");
        insert.Run(row.Id, row.Key, row.Sealed);
        using var select = connection.Prepare(transaction, "select key from pseudonyms where id = @id", "@id");
        return select.With(row.Id).Rows(reader => reader.GetString(0))[0];
    }

    public static int Clear(DbConnection connection, DbTransaction transaction)
    {
        using var delete = connection.Prepare(transaction, "delete from pseudonyms");
        return delete.Run();
    }
}
