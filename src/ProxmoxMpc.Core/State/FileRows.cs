using System.Data.Common;

namespace ProxmoxMpc.Core.State;

/// <summary>The table <c>files</c>: what derived files were made from, and how they looked then.</summary>
internal static class FileRows
{
    public static IReadOnlyDictionary<string, KnownFile> Read(DbConnection connection)
    {
        using var select = connection.Prepare(null, "select path, source, length, modified from files");
        using var reader = select.ExecuteReader();
        var known = new Dictionary<string, KnownFile>(StringComparer.Ordinal);
        while (reader.Read())
        {
            var path = reader.GetString(0);
            known[path] = new(path, (byte[])reader.GetValue(1), reader.GetInt64(2), reader.GetInt64(3));
        }
        return known;
    }

    public static int Write(DbConnection connection, DbTransaction transaction, IEnumerable<KnownFile> files, IEnumerable<string> forgotten)
    {
        var changed = 0;
        using var delete = connection.Prepare(transaction, "delete from files where path = @path", "@path");
        foreach (var path in forgotten) changed += delete.Run(path);
        using var upsert = connection.Prepare(transaction, """
            insert into files (path, source, length, modified) values (@path, @source, @length, @modified)
            on conflict (path) do update set source = excluded.source, length = excluded.length, modified = excluded.modified
            """, "@path", "@source", "@length", "@modified");
        foreach (var file in files) changed += upsert.Run(file.Path, file.Source, file.Length, file.Modified);
        return changed;
    }
}
