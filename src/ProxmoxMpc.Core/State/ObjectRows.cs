using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.State;

/// <summary>
/// The table <c>objects</c>: what a cluster has beside nodes and guests. Rows are compared by the hash of their settings, so
/// that what did not change is not written.
/// </summary>
internal static class ObjectRows
{
    public static ImmutableArray<ClusterObject> Read(DbConnection connection)
    {
        using var select = connection.Prepare(null, "select kind, scope, name, settings from objects");
        return [.. select.Rows(row => (Key: KeyOf(row), Settings: row.GetString(3)))
            .Where(row => row.Key is not null)
            .Select(row => ClusterObject.Of(row.Key!.Value, JsonSerializer.Deserialize(row.Settings, StateJson.Compact.GuestConfig)!)).OrderBy(item => item.Key)];
    }

    public static int Write(DbConnection connection, DbTransaction transaction, IEnumerable<ClusterObject> objects)
    {
        using var select = connection.Prepare(transaction, "select kind, scope, name, hash from objects");
        var stored = new Dictionary<ObjectKey, byte[]>();
        foreach (var (key, hash) in select.Rows(row => (KeyOf(row), (byte[])row.GetValue(3))))
            if (key is { } known) stored[known] = hash;

        using var upsert = connection.Prepare(transaction, """
            insert into objects (kind, scope, name, hash, settings) values (@kind, @scope, @name, @hash, @settings)
            on conflict (kind, scope, name) do update set hash = excluded.hash, settings = excluded.settings
            """, "@kind", "@scope", "@name", "@hash", "@settings");
        using var delete = connection.Prepare(transaction, "delete from objects where kind = @kind and scope = @scope and name = @name", "@kind", "@scope", "@name");
        var changed = 0;
        foreach (var item in objects)
        {
            var settings = JsonSerializer.Serialize(item.Settings, StateJson.Compact.GuestConfig);
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(settings));
            if (stored.Remove(item.Key, out var before) && before.AsSpan().SequenceEqual(hash)) continue;
            changed += upsert.Run(item.Kind.ToString(), item.Scope.ToString(), item.Name, hash, settings);
        }
        foreach (var (kind, scope, name) in stored.Keys) changed += delete.Run(kind.ToString(), scope.ToString(), name);
        return changed;
    }

    // A kind that only a newer version knows is left as it is.
    private static ObjectKey? KeyOf(DbDataReader row) =>
        Enum.TryParse<ObjectKind>(row.GetString(0), out var kind) ? new(kind, ObjectScope.Parse(row.GetString(1)), row.GetString(2)) : null;
}
