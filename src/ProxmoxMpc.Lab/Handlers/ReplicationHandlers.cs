using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Jobs that copy a guest's volumes to another node; they are kept, and have nothing to copy.</summary>
internal static class ReplicationHandlers
{
    private const string Root = "/cluster/replication", OfNode = "/nodes/{node}/replication";

    private static readonly SectionKind Kind = new("replication", Root, new Dictionary<string, (string, string)>(StringComparer.Ordinal) { ["local"] = ("target", "source disable rate schedule comment remove_job guest") });

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}", call => new JsonArray([.. Kind.Of(call.State).Where(j => call.Permissions.Has(call.Caller, $"/vms/{j.Value["guest"]}", "VM.Audit")).Select(j => (JsonNode)Describe(j.Key, j.Value))]));
        table.Add($"GET {Root}/{{id}}", Read);
        table.Add($"POST {Root}", Create);
        table.Add($"PUT {Root}/{{id}}", Update);
        table.Add($"DELETE {Root}/{{id}}", Delete);
        table.Add($"GET {OfNode}/{{id}}", _ => IndexHandlers.Named("name", "schedule_now", "log", "status"));
        table.Add($"GET {OfNode}/{{id}}/status", call => Status(call, Require(call)));
        table.Add($"GET {OfNode}/{{id}}/log", Log);
        table.Add($"POST {OfNode}/{{id}}/schedule_now", call =>
        {
            call.Permissions.Require(call.Caller, $"/vms/{call.Required("id").Split('-')[0]}", "VM.Replicate");
            Require(call);
            return null;
        });
    }

    private static JsonObject Describe(string id, SortedDictionary<string, string> job)
    {
        var result = Kind.Typed(job);
        result["id"] = id;
        result["guest"] = JsonText.Numeric(job["guest"]);
        result["jobnum"] = JsonText.Numeric(id.Split('-')[1]);
        return result;
    }

    private static SortedDictionary<string, string> Require(Call call) => Kind.Require(call.State, call.Required("id"), $"no such replication job '{call["id"]}'");

    // A job that never ran: nothing is replicated here.
    private static JsonObject Status(Call call, SortedDictionary<string, string> job)
    {
        call.Permissions.Require(call.Caller, $"/vms/{job["guest"]}", "VM.Audit");
        var result = Describe(call.Required("id"), job);
        (result["fail_count"], result["last_sync"], result["last_try"], result["next_sync"]) = (0, 0, 0, 0);
        result["vmtype"] = call.State.Guests.TryGetValue(TextRules.Int(job["guest"]), out var guest) ? guest.Kind : "qemu";
        return result;
    }

    private static JsonNode? Log(Call call)
    {
        var job = Require(call);
        if (!call.Permissions.Has(call.Caller, $"/vms/{job["guest"]}", "VM.Audit") && !call.Permissions.Has(call.Caller, $"/nodes/{call.Node}", "Sys.Audit"))
            throw LabException.Forbidden();
        call.Extras["total"] = 1;
        return new JsonArray(new JsonObject { ["n"] = 1, ["t"] = "no content" });
    }

    private static JsonNode? Read(Call call)
    {
        string id = call.Required("id");
        var job = Kind.Require(call.State, id, $"no such replication job '{id}'");
        call.Permissions.Require(call.Caller, $"/vms/{job["guest"]}", "VM.Audit");
        var result = Describe(id, job);
        result["digest"] = Kind.Digest(call.State);
        return result;
    }

    private static JsonNode? Create(Call call)
    {
        string id = call.Required("id"), target = call.Required("target"), guest = id.Split('-')[0];
        call.Permissions.Require(call.Caller, $"/vms/{guest}", "VM.Replicate");
        if (!call.State.Guests.TryGetValue(TextRules.Int(guest), out var found))
            throw LabException.Die($"Guest '{guest}' does not exist.");
        // A node that stands alone has no members to copy to, not even itself.
        bool alone = call.State.Nodes.Count == 1 && call.State.ClusterName is null;
        if (alone || !call.State.Nodes.ContainsKey(target))
            throw LabException.Die($"Target '{target}' does not exist.");
        if (call["source"] is { } source && source != found.Node)
            throw LabException.Die($"Source '{source}' does not match current node of guest '{guest}' ({found.Node})");
        if (target == found.Node)
            throw LabException.Die("Source and target must not be identical");
        if (!GuestHandlers.VolumesOf(found).Any(v => call.State.Storages.TryGetValue(Guests.Drives.StorageOf(v)!, out var storage) && storage.Type == "zfspool"))
            throw LabException.Die("No replicatable volumes found");
        var options = SectionKind.Options(call, "id");
        options["type"] = "local";
        options["guest"] = guest;
        options.TryAdd("source", found.Node);
        if (!Kind.Of(call.State).TryAdd(id, options))
            throw LabException.Die($"replication job '{id}' already exists");
        return null;
    }

    private static JsonNode? Update(Call call)
    {
        string id = call.Required("id");
        call.Permissions.Require(call.Caller, $"/vms/{id.Split('-')[0]}", "VM.Replicate");
        Kind.RequireDigest(call, "");
        var job = Kind.Require(call.State, id, $"no such job '{id}'");
        var options = SectionKind.Options(call, "id");
        Kind.RequireKnown("local", options, create: false);
        foreach (var (key, value) in options)
            job[key] = value;
        Kind.Delete("local", job, call["delete"], new Dictionary<string, string>());
        return null;
    }

    private static JsonNode? Delete(Call call)
    {
        string id = call.Required("id");
        call.Permissions.Require(call.Caller, $"/vms/{id.Split('-')[0]}", "VM.Replicate");
        if (call.Flag("force") && call.Flag("keep"))
            throw LabException.Parameter("keep", "conflicts with parameter 'force'");
        if (!Kind.Of(call.State).Remove(id) && !call.Flag("force"))
            throw LabException.Die($"no such job '{id}'");
        return null;
    }
}
