using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.State;

/// <summary>
/// The tables <c>objects</c> and <c>object_base</c>: what a cluster has beside nodes and guests, and what code and server
/// agreed on about it. Rows are compared by the hash of their document, so that what did not change is not written.
/// </summary>
internal static class ObjectRows
{
    public static ImmutableArray<ClusterObject> ReadObjects(DbConnection connection) =>
        [.. Read(connection, "objects", "settings", StateJson.Compact.GuestConfig).Select(row => ClusterObject.Of(row.Key, row.Value)).OrderBy(item => item.Key)];

    public static IReadOnlyDictionary<ObjectKey, AttributeMap> ReadBase(DbConnection connection) =>
        Read(connection, "object_base", "view", StateJson.Compact.AttributeMap).ToDictionary(row => row.Key, row => row.Value);

    public static int WriteObjects(DbConnection connection, DbTransaction transaction, IEnumerable<ClusterObject> objects) =>
        Write(connection, transaction, "objects", "settings", StateJson.Compact.GuestConfig, objects.Select(item => KeyValuePair.Create(item.Key, item.Settings)));

    public static int WriteBase(DbConnection connection, DbTransaction transaction, IEnumerable<KeyValuePair<ObjectKey, AttributeMap>> views) =>
        Write(connection, transaction, "object_base", "view", StateJson.Compact.AttributeMap, views);

    private static IEnumerable<(ObjectKey Key, T Value)> Read<T>(DbConnection connection, string table, string document, JsonTypeInfo<T> type)
    {
        using var select = connection.Prepare(null, $"select kind, scope, name, {document} from {table}");
        return [.. select.Rows(row => (Key: KeyOf(row), Document: row.GetString(3))).Where(row => row.Key is not null).Select(row => (row.Key!.Value, JsonSerializer.Deserialize(row.Document, type)!))];
    }

    private static int Write<T>(DbConnection connection, DbTransaction transaction, string table, string document, JsonTypeInfo<T> type, IEnumerable<KeyValuePair<ObjectKey, T>> items)
    {
        using var select = connection.Prepare(transaction, $"select kind, scope, name, hash from {table}");
        var stored = new Dictionary<ObjectKey, byte[]>();
        foreach (var (key, hash) in select.Rows(row => (KeyOf(row), (byte[])row.GetValue(3))))
            if (key is { } known) stored[known] = hash;

        using var upsert = connection.Prepare(transaction, $"""
            insert into {table} (kind, scope, name, hash, {document}) values (@kind, @scope, @name, @hash, @document)
            on conflict (kind, scope, name) do update set hash = excluded.hash, {document} = excluded.{document}
            """, "@kind", "@scope", "@name", "@hash", "@document");
        using var delete = connection.Prepare(transaction, $"delete from {table} where kind = @kind and scope = @scope and name = @name", "@kind", "@scope", "@name");
        var changed = 0;
        foreach (var (key, value) in items)
        {
            var text = JsonSerializer.Serialize(value, type);
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
            if (stored.Remove(key, out var before) && before.AsSpan().SequenceEqual(hash)) continue;
            changed += upsert.Run(key.Kind.ToString(), key.Scope.ToString(), key.Name, hash, text);
        }
        foreach (var (kind, scope, name) in stored.Keys) changed += delete.Run(kind.ToString(), scope.ToString(), name);
        return changed;
    }

    // A kind that only a newer version knows is left as it is.
    private static ObjectKey? KeyOf(DbDataReader row) =>
        Enum.TryParse<ObjectKind>(row.GetString(0), out var kind) ? new(kind, ObjectScope.Parse(row.GetString(1)), row.GetString(2)) : null;
}
