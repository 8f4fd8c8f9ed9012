using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Pools, in the form with ?poolid= and in the older one with the ID in the path.</summary>
internal static class PoolHandlers
{
    public static void Register(HandlerTable table)
    {
        table.Add("GET /pools", List);
        table.Add("POST /pools", Create);
        table.Add("PUT /pools", Update);
        table.Add("DELETE /pools", Delete);
        table.Add("GET /pools/{poolid}", call => Read(call, Require(call)));
        table.Add("PUT /pools/{poolid}", Update);
        table.Add("DELETE /pools/{poolid}", Delete);
    }

    private static PoolState Require(Call call) => call.State.Pools.GetValueOrDefault(call.Required("poolid")) ?? throw LabException.Die($"pool '{call["poolid"]}' does not exist");

    private static JsonNode? List(Call call)
    {
        if (call["poolid"] is { } id)
        {
            call.Permissions.Require(call.Caller, "/pool/" + id, "Pool.Audit");
            return new JsonArray(Read(call, Require(call)));
        }
        return new JsonArray([.. call.State.Pools.Where(p => call.Permissions.HasAny(call.Caller, "/pool/" + p.Key, "Pool.Audit")).Select(p => (JsonNode)Head(p.Key, p.Value))]);
    }

    private static JsonObject Head(string id, PoolState pool)
    {
        var result = new JsonObject { ["poolid"] = id };
        if (pool.Comment is { Length: > 0 })
            result["comment"] = pool.Comment;
        return result;
    }

    private static JsonObject Read(Call call, PoolState pool)
    {
        var members = new JsonArray();
        foreach (var guest in pool.Vms.Select(v => call.State.Guests.GetValueOrDefault(v)).OfType<GuestState>().Where(g => call["type"] is null || call["type"] == g.Kind))
        {
            var entry = ResourceHandlers.Guest(call, guest);
            entry.Remove("tags");
            entry.Remove("hastate");
            entry.Remove("lock");
            members.Add((JsonNode)entry);
        }
        if (call["type"] is null or "storage")
        {
            foreach (var storage in pool.Storages.Select(s => call.State.Storages.GetValueOrDefault(s)).OfType<StorageState>())
            {
                foreach (var node in call.State.Nodes.Values.Where(n => storage.IsOn(n.Name)))
                    members.Add((JsonNode)ResourceHandlers.Storage(call.State, storage, node));
            }
        }
        var result = Head(call.Required("poolid"), pool);
        result["members"] = members;
        return result;
    }

    private static JsonNode? Create(Call call)
    {
        string id = call.Required("poolid");
        if (call.State.Pools.ContainsKey(id))
            throw LabException.Die($"create pool failed: pool '{id}' already exists");
        int slash = id.LastIndexOf('/');
        if (!char.IsAsciiLetter(id[slash + 1]))
            throw LabException.Die("create pool failed: pool name must start with a letter");
        if (slash > 0 && !call.State.Pools.ContainsKey(id[..slash]))
            throw LabException.Die($"create pool failed: parent '{id[..slash]}' of pool '{id}' does not exist");
        call.State.Pools[id] = new PoolState { Comment = call["comment"] };
        return null;
    }

    private static JsonNode? Update(Call call)
    {
        string id = call.Required("poolid");
        if (!call.State.Pools.TryGetValue(id, out var pool))
            throw LabException.Die($"update pools failed: pool '{id}' does not exist");
        bool delete = call.Flag("delete");
        // All or nothing: the file is written at the end.
        SortedSet<int> vms = [.. pool.Vms];
        SortedSet<string> storages = new(pool.Storages, StringComparer.Ordinal);
        var moved = new List<(PoolState From, int VmId)>();
        foreach (string text in TextRules.SplitList(call["vms"]))
        {
            int vmid = TextRules.Int(text);
            RequireModify(call, $"/vms/{vmid}", "VM.Allocate");
            if (delete && !vms.Remove(vmid))
                throw LabException.Die($"update pools failed: VM {vmid} is not a pool member");
            if (delete)
                continue;
            if (vms.Contains(vmid))
                throw LabException.Die($"update pools failed: VM {vmid} is already a pool member");
            if (call.State.PoolOf(vmid) is { } other)
            {
                if (!call.Flag("allow-move"))
                    throw LabException.Die($"update pools failed: VM {vmid} belongs already to pool '{other}' and 'allow-move' is not set");
                moved.Add((call.State.Pools[other], vmid));
            }
            vms.Add(vmid);
        }
        foreach (string storage in TextRules.SplitList(call["storage"]))
        {
            RequireModify(call, "/storage/" + storage, "Datastore.Allocate");
            if (delete && !storages.Remove(storage))
                throw LabException.Die($"update pools failed: Storage '{storage}' is not a pool member");
            if (!delete && !storages.Add(storage))
                throw LabException.Die($"update pools failed: Storage '{storage}' is already a pool member");
        }
        moved.ForEach(m => m.From.Vms.Remove(m.VmId));
        pool.Vms.Clear();
        pool.Vms.UnionWith(vms);
        pool.Storages.Clear();
        pool.Storages.UnionWith(storages);
        pool.Comment = call["comment"] ?? pool.Comment;
        return null;
    }

    // Asked under the file's lock: the refusal comes out as the text of a die.
    private static void RequireModify(Call call, string path, string privilege)
    {
        if (!call.Permissions.HasAny(call.Caller, path, "Permissions.Modify", privilege))
            throw LabException.Die($"update pools failed: 403 Permission check failed ({path}, Permissions.Modify|{privilege})");
    }

    private static JsonNode? Delete(Call call)
    {
        string id = call.Required("poolid");
        if (!call.State.Pools.TryGetValue(id, out var pool))
            throw LabException.Die($"delete pool failed: pool '{id}' does not exist");
        if (call.State.Pools.Keys.FirstOrDefault(p => p.StartsWith(id + "/", StringComparison.Ordinal)) is { } child)
            throw LabException.Die($"delete pool failed: pool '{id}' is not empty (contains pool '{child}')");
        if (pool.Vms.FirstOrDefault(v => call.State.Guests.ContainsKey(v)) is > 0 and var vmid)
            throw LabException.Die($"delete pool failed: pool '{id}' is not empty (contains VM {vmid})");
        if (pool.Storages.FirstOrDefault(call.State.Storages.ContainsKey) is { } storage)
            throw LabException.Die($"delete pool failed: pool '{id}' is not empty (contains storage '{storage}')");
        call.State.Pools.Remove(id);
        call.State.Acl.RemoveAll(a => a.Path == "/pool/" + id);
        return null;
    }
}
