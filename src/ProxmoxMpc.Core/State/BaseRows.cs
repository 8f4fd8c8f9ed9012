using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ProxmoxMpc.Core.State;

/// <summary>The table <c>base</c>.</summary>
internal static class BaseRows
{
    public static IReadOnlyDictionary<int, BaseGuest> Read(DbConnection connection)
    {
        using var select = connection.Prepare(null, "select vmid, document from base order by vmid");
        using var rows = select.ExecuteReader();
        var guests = new Dictionary<int, BaseGuest>();
        while (rows.Read()) guests[rows.GetInt32(0)] = JsonSerializer.Deserialize(rows.GetString(1), StateJson.Compact.BaseGuest)!;
        return guests;
    }

    public static int Write(DbConnection connection, DbTransaction transaction, IEnumerable<BaseGuest> guests, IEnumerable<int> removed)
    {
        var changed = 0;
        using var delete = connection.Prepare(transaction, "delete from base where vmid = @vmid", "@vmid");
        foreach (var vmid in removed) changed += delete.Run(vmid);
        using var select = connection.Prepare(transaction, "select vmid, hash from base");
        var stored = select.Rows(row => (VmId: row.GetInt32(0), Hash: (byte[])row.GetValue(1))).ToDictionary(row => row.VmId, row => row.Hash);
        using var upsert = connection.Prepare(transaction, """
            insert into base (vmid, hash, document) values (@vmid, @hash, @document)
            on conflict (vmid) do update set hash = excluded.hash, document = excluded.document
            """, "@vmid", "@hash", "@document");
        foreach (var guest in guests)
        {
            var document = JsonSerializer.Serialize(guest, StateJson.Compact.BaseGuest);
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(document));
            if (!stored.TryGetValue(guest.VmId, out var before) || !before.AsSpan().SequenceEqual(hash)) changed += upsert.Run(guest.VmId, hash, document);
        }
        return changed;
    }
}
