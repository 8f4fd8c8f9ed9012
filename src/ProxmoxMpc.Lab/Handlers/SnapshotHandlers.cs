using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Snapshots of guests.</summary>
internal static class SnapshotHandlers
{
    public static void Register(HandlerTable table)
    {
        foreach (string kind in (string[])["qemu", "lxc"])
        {
            string root = $"/nodes/{{node}}/{kind}/{{vmid}}/snapshot";
            string prefix = kind == "qemu" ? "qm" : "vz";
            table.Add($"GET {root}", call => List(call, kind));
            table.Add($"POST {root}", call => Create(call, kind, prefix + "snapshot"));
            table.Add($"DELETE {root}/{{snapname}}", call => Fork(call, kind, prefix + "delsnapshot", "snapshot.delete"));
            table.Add($"GET {root}/{{snapname}}", _ => IndexHandlers.Named("cmd", "rollback", "config"));
            table.Add($"GET {root}/{{snapname}}/config", call => Read(call, kind));
            table.Add($"PUT {root}/{{snapname}}/config", call => Update(call, kind));
            table.Add($"POST {root}/{{snapname}}/rollback", call => Fork(call, kind, prefix + "rollback", "snapshot.rollback"));
        }
    }

    private static JsonNode? List(Call call, string kind)
    {
        var guest = call.Guest(kind);
        var result = new JsonArray();
        foreach (var (name, snapshot) in guest.Snapshots)
        {
            var entry = new JsonObject { ["name"] = name, ["snaptime"] = JsonText.Numeric(snapshot.GetValueOrDefault("snaptime", "0")), ["description"] = Description(guest, snapshot) };
            if (kind == "qemu")
                entry["vmstate"] = snapshot.ContainsKey("vmstate") ? 1 : 0;
            if (snapshot.TryGetValue("parent", out string? parent))
                entry["parent"] = parent;
            result.Add((JsonNode)entry);
        }
        var current = new JsonObject { ["name"] = "current", ["description"] = "You are here!", ["digest"] = GuestFile.Digest(guest), ["running"] = guest.Running ? 1 : 0 };
        if (guest.Config.TryGetValue("parent", out string? last))
            current["parent"] = last;
        result.Add((JsonNode)current);
        return result;
    }

    private static string Description(GuestState guest, Dictionary<string, string> snapshot) =>
        snapshot.TryGetValue("description", out string? text) ? guest.IsQemu ? text : text + "\n" : "";

    private static JsonNode? Create(Call call, string kind, string type)
    {
        string name = call.Required("snapname");
        if (name == "current")
            throw LabException.Die("unable to use snapshot name 'current' (reserved name)");
        string reserved = kind == "qemu" ? "pending" : "vzdump";
        if (name.Equals(reserved, kind == "qemu" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            throw LabException.Die($"unable to use snapshot name '{reserved}' (reserved name)");
        if (kind == "qemu")
            GuestRules.RequireMovableMemory(call.Guest(kind), call.Flag("vmstate"));
        return Fork(call, kind, type, "snapshot.create");
    }

    private static JsonNode? Fork(Call call, string kind, string type, string action) => call.Fork(type, call.Required("vmid"), action, new JsonObject
    {
        ["vmid"] = call.VmId, ["kind"] = kind, ["snapname"] = call["snapname"], ["description"] = call["description"], ["vmstate"] = call.Flag("vmstate"), ["force"] = call.Flag("force"), ["start"] = call.Flag("start"),
    }, call.VmId);

    private static JsonNode? Read(Call call, string kind)
    {
        var guest = call.Guest(kind);
        return GuestViews.Render(kind, Snapshot(call, guest), maskPassword: false);
    }

    private static JsonNode? Update(Call call, string kind)
    {
        if (call["description"] is null)
            return null;
        var guest = call.Guest(kind);
        call.Lock(guest.VmId);
        GuestRules.RequireUnlocked(guest);
        var snapshot = Snapshot(call, guest);
        if (call["description"] is { } text)
            ConfigText.Store(kind, snapshot, "description", text);
        return null;
    }

    private static Dictionary<string, string> Snapshot(Call call, GuestState guest) =>
        guest.Snapshots.GetValueOrDefault(call.Required("snapname")) ?? throw LabException.Die($"snapshot '{call["snapname"]}' does not exist");
}
