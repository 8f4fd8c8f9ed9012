using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.State;

/// <summary>The table <c>code</c>: the guests of files that say everything about them by themselves.</summary>
internal static class CodeRows
{
    /// <summary>What is known of the files whose text has the same hash still.</summary>
    public static IReadOnlyDictionary<string, ImmutableArray<DesiredGuest>> Read(DbConnection connection, IReadOnlyDictionary<string, byte[]> hashes)
    {
        using var select = connection.Prepare(null, "select path, hash, document from code");
        using var reader = select.ExecuteReader();
        var known = new Dictionary<string, ImmutableArray<DesiredGuest>>(StringComparer.Ordinal);
        while (reader.Read())
        {
            var path = reader.GetString(0);
            if (hashes.TryGetValue(path, out var hash) && hash.AsSpan().SequenceEqual((byte[])reader.GetValue(1)))
                known[path] = JsonSerializer.Deserialize(reader.GetString(2), StateJson.Compact.ImmutableArrayDesiredGuest);
        }
        return known;
    }

    public static int Write(DbConnection connection, DbTransaction transaction, IEnumerable<KnownCode> learned, IEnumerable<string> forgotten)
    {
        var changed = 0;
        using var delete = connection.Prepare(transaction, "delete from code where path = @path", "@path");
        foreach (var path in forgotten) changed += delete.Run(path);
        using var upsert = connection.Prepare(transaction, """
            insert into code (path, hash, document) values (@path, @hash, @document)
            on conflict (path) do update set hash = excluded.hash, document = excluded.document
            """, "@path", "@hash", "@document");
        foreach (var file in learned) changed += upsert.Run(file.Path, file.Hash, JsonSerializer.Serialize(file.Guests, StateJson.Compact.ImmutableArrayDesiredGuest));
        return changed;
    }

    /// <summary>Every file that the table knows.</summary>
    public static IReadOnlyDictionary<string, byte[]> Hashes(DbConnection connection)
    {
        using var select = connection.Prepare(null, "select path, hash from code");
        return select.Rows(row => (Path: row.GetString(0), Hash: (byte[])row.GetValue(1))).ToDictionary(row => row.Path, row => row.Hash, StringComparer.Ordinal);
    }
}
