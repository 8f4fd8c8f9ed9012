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
        return select.Rows(row => JsonSerializer.Deserialize(row.GetString(1), StateJson.Compact.BaseGuest)!).ToDictionary(guest => guest.VmId);
    }

    public static int Write(DbConnection connection, DbTransaction transaction, IEnumerable<BaseGuest> guests, IEnumerable<int> removed)
    {
        var changed = 0;
        using var delete = connection.Prepare(transaction, "delete from base where vmid = @vmid", "@vmid");
        foreach (var vmid in removed) changed += delete.Run(vmid);
        using var upsert = connection.Prepare(transaction, """
            insert into base (vmid, hash, document) values (@vmid, @hash, @document)
            on conflict (vmid) do update set hash = excluded.hash, document = excluded.document where base.hash <> excluded.hash
            """, "@vmid", "@hash", "@document");
        foreach (var guest in guests)
        {
            var document = JsonSerializer.Serialize(guest, StateJson.Compact.BaseGuest);
            changed += upsert.Run(guest.VmId, SHA256.HashData(Encoding.UTF8.GetBytes(document)), document);
        }
        return changed;
    }
}
