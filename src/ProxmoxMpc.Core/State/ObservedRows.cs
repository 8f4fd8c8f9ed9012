using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.State;

/// <summary>
/// The tables <c>cluster</c> and <c>observed</c>: one row per node, storage, pool, guest, volume and gap. Rows are compared
/// by the hash of their document, so that what did not change is not written.
/// </summary>
internal static class ObservedRows
{
    private const string Nodes = "node", Storages = "storage", Pools = "pool", Guests = "guest", Volumes = "volume", Gaps = "gap";

    private readonly record struct Row(string Part, string Key);

    public static Inventory? Read(DbConnection connection)
    {
        // One transaction, so that a writer in another process cannot come between the two selects.
        using var transaction = connection is Microsoft.Data.Sqlite.SqliteConnection sqlite ? sqlite.BeginTransaction(deferred: true) : connection.BeginTransaction();
        return Read(connection, transaction, "select part, document from observed");
    }

    private static Inventory? Read(DbConnection connection, DbTransaction transaction, string documentsOf)
    {
        using var cluster = connection.Prepare(transaction, "select name, version from cluster");
        if (cluster.Rows(row => (Name: row.GetString(0), Version: row.GetString(1))) is not [var (name, version)]) return null;

        using var select = connection.Prepare(transaction, documentsOf);
        var documents = select.Rows(row => (Part: row.GetString(0), Document: row.GetString(1))).ToLookup(row => row.Part, row => row.Document);
        IEnumerable<T> All<T>(string part, JsonTypeInfo<T> type) => documents[part].Select(document => JsonSerializer.Deserialize(document, type)!);
        return Canonical.Of(new Inventory
        {
            Cluster = name,
            Version = version,
            Nodes = [.. All(Nodes, StateJson.Compact.Node)],
            Storages = [.. All(Storages, StateJson.Compact.Storage)],
            Pools = [.. All(Pools, StateJson.Compact.Pool)],
            Guests = [.. All(Guests, StateJson.Compact.Guest)],
            Volumes = [.. All(Volumes, StateJson.Compact.StorageVolume)],
            Gaps = [.. All(Gaps, StateJson.Compact.Gap)],
        });
    }

    public static int Write(DbConnection connection, DbTransaction transaction, Inventory inventory)
    {
        // Where nothing is missing, what was known of ten thousand guests need not be looked at.
        var known = Read(connection, transaction, $"select part, document from observed{(inventory.Gaps.IsEmpty ? $" where part = '{Storages}'" : "")}");
        var merged = LastKnown.Merge(known, Canonical.Of(inventory));
        using var select = connection.Prepare(transaction, "select part, key, hash from observed");
        var stored = new Dictionary<Row, byte[]>();
        foreach (var (row, hash) in select.Rows(row => (new Row(row.GetString(0), row.GetString(1)), (byte[])row.GetValue(2)))) stored[row] = hash;

        using var upsert = connection.Prepare(transaction, """
            insert into observed (part, key, hash, document) values (@part, @key, @hash, @document)
            on conflict (part, key) do update set hash = excluded.hash, document = excluded.document
            """, "@part", "@key", "@hash", "@document");
        using var delete = connection.Prepare(transaction, "delete from observed where part = @part and key = @key", "@part", "@key");
        var changed = WriteCluster(connection, transaction, known, merged);
        foreach (var (row, document) in Documents(merged))
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(document));
            if (stored.Remove(row, out var before) && before.AsSpan().SequenceEqual(hash)) continue;
            changed += upsert.Run(row.Part, row.Key, hash, document);
        }
        foreach (var row in stored.Keys) changed += delete.Run(row.Part, row.Key);
        return changed;
    }

    private static int WriteCluster(DbConnection connection, DbTransaction transaction, Inventory? known, Inventory inventory)
    {
        if (known is not null && known.Cluster == inventory.Cluster && known.Version == inventory.Version) return 0;
        using var upsert = connection.Prepare(transaction, """
            insert into cluster (id, name, version) values (1, @name, @version)
            on conflict (id) do update set name = excluded.name, version = excluded.version
            """, "@name", "@version");
        return upsert.Run(inventory.Cluster, inventory.Version);
    }

    // A dictionary, for a server may list the same thing twice; the last one counts.
    private static Dictionary<Row, string> Documents(Inventory inventory)
    {
        var documents = new Dictionary<Row, string>();
        void Add<T>(string part, ImmutableArray<T> items, Func<T, string> key, JsonTypeInfo<T> type)
        {
            foreach (var item in items) documents[new(part, key(item))] = JsonSerializer.Serialize(item, type);
        }
        Add(Nodes, inventory.Nodes, node => node.Name, StateJson.Compact.Node);
        Add(Storages, inventory.Storages, storage => Key(storage.Node, storage.Name), StateJson.Compact.Storage);
        Add(Pools, inventory.Pools, pool => pool.PoolId, StateJson.Compact.Pool);
        Add(Guests, inventory.Guests, guest => guest.VmId.ToString(System.Globalization.CultureInfo.InvariantCulture), StateJson.Compact.Guest);
        Add(Volumes, inventory.Volumes, volume => Key(volume.Node, volume.VolumeId), StateJson.Compact.StorageVolume);
        Add(Gaps, inventory.Gaps, gap => Key(gap.Scope.ToString(), Key(gap.Name, gap.Reason)), StateJson.Compact.Gap);
        return documents;
    }

    // The first part's length in front keeps ("a b", "c") and ("a", "b c") apart.
    private static string Key(string first, string second) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{first.Length} {first} {second}");
}
