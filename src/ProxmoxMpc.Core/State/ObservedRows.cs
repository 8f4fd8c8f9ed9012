using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
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

    public static Inventory? Read(DbConnection connection)
    {
        // One transaction, so that a writer in another process cannot come between the two selects.
        using var transaction = connection is Microsoft.Data.Sqlite.SqliteConnection sqlite ? sqlite.BeginTransaction(deferred: true) : connection.BeginTransaction();
        return Read(connection, transaction, "select part, document from observed");
    }

    public static (Inventory?, IEnumerable<(int, string?)>) ReadOutline(DbConnection connection)
    {
        using var transaction = connection is Microsoft.Data.Sqlite.SqliteConnection sqlite ? sqlite.BeginTransaction(deferred: true) : connection.BeginTransaction();
        var outline = Read(connection, transaction, $"select part, document from observed where part in ('{Nodes}', '{Storages}', '{Pools}')");
        using var select = connection.Prepare(transaction, $"select key from observed where part = '{Guests}'");
        return (outline, select.Rows(row => (int.Parse(row.GetString(0), CultureInfo.InvariantCulture), (string?)null)));
    }

    private static Inventory? Read(DbConnection connection, DbTransaction transaction, string documentsOf)
    {
        using var cluster = connection.Prepare(transaction, "select name, version from cluster");
        if (cluster.Rows(row => (Name: row.GetString(0), Version: row.GetString(1))) is not [var (name, version)]) return null;

        var (nodes, storages, pools) = (new Part<Node>(StateJson.Compact.Node), new Part<Storage>(StateJson.Compact.Storage), new Part<Pool>(StateJson.Compact.Pool));
        var (guests, volumes, gaps) = (new Part<Guest>(StateJson.Compact.Guest), new Part<StorageVolume>(StateJson.Compact.StorageVolume), new Part<Gap>(StateJson.Compact.Gap));
        var parts = new Dictionary<string, IPart> { [Nodes] = nodes, [Storages] = storages, [Pools] = pools, [Guests] = guests, [Volumes] = volumes, [Gaps] = gaps };
        using var select = connection.Prepare(transaction, documentsOf);
        using var rows = select.ExecuteReader();
        // Row by row: all documents at once would be as much again as what they say.
        while (rows.Read())
            if (parts.TryGetValue(rows.GetString(0), out var part)) part.Add(rows.GetString(1));
        return Canonical.Of(new Inventory
        {
            Cluster = name,
            Version = version,
            Nodes = nodes.Items,
            Storages = storages.Items,
            Pools = pools.Items,
            Guests = guests.Items,
            Volumes = volumes.Items,
            Gaps = gaps.Items,
        });
    }

    public static int Write(DbConnection connection, DbTransaction transaction, Inventory inventory)
    {
        // Where nothing is missing, what was known of ten thousand guests need not be looked at.
        var known = Read(connection, transaction, $"select part, document from observed{(inventory.IsComplete ? $" where part = '{Storages}'" : "")}");
        var merged = LastKnown.Merge(known, Canonical.Of(inventory));
        var changed = WriteCluster(connection, transaction, known, merged);
        using var rows = new ObservedWriter(connection, transaction);
        rows.Write(Nodes, merged.Nodes, node => node.Name, StateJson.Compact.Node);
        rows.Write(Storages, merged.Storages, storage => Key(storage.Node, storage.Name), StateJson.Compact.Storage);
        rows.Write(Pools, merged.Pools, pool => pool.PoolId, StateJson.Compact.Pool);
        rows.Write(Guests, merged.Guests, guest => guest.VmId.ToString(CultureInfo.InvariantCulture), StateJson.Compact.Guest);
        rows.Write(Volumes, merged.Volumes, volume => Key(volume.Node, volume.VolumeId), StateJson.Compact.StorageVolume);
        rows.Write(Gaps, merged.Gaps, gap => Key(gap.Scope.ToString(), Key(gap.Name, gap.Reason)), StateJson.Compact.Gap);
        return changed + rows.DeleteRest();
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

    // The first part's length in front keeps ("a b", "c") and ("a", "b c") apart.
    private static string Key(string first, string second) => string.Create(CultureInfo.InvariantCulture, $"{first.Length} {first} {second}");

    private interface IPart
    {
        void Add(string document);
    }

    private sealed class Part<T>(JsonTypeInfo<T> type) : IPart
    {
        private readonly ImmutableArray<T>.Builder _items = ImmutableArray.CreateBuilder<T>();

        public ImmutableArray<T> Items => _items.ToImmutable();

        public void Add(string document) => _items.Add(JsonSerializer.Deserialize(document, type)!);
    }
}
