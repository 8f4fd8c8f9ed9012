using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>A guest's configuration as the API shows it.</summary>
internal static class GuestViews
{
    public const string Stars = "**********";

    /// <summary>The config with pending changes merged, or as it runs now.</summary>
    public static JsonObject Config(GuestState guest, bool current, bool maskPassword = true)
    {
        var config = new Dictionary<string, string>(guest.Config, StringComparer.Ordinal);
        if (!current)
        {
            foreach (var (key, value) in guest.Pending)
                ConfigText.Store(guest.Kind, config, key, value);
            foreach (string key in guest.PendingDelete.Keys)
                config.Remove(key);
        }
        var result = Render(guest.Kind, config, maskPassword);
        result["digest"] = GuestFile.Digest(guest);
        return result;
    }

    /// <summary>A section of the config file with typed values.</summary>
    public static JsonObject Render(string kind, IReadOnlyDictionary<string, string> config, bool maskPassword)
    {
        var keys = ApiTable.Default.GuestKeys(kind);
        var result = new JsonObject();
        foreach (var (key, value) in config)
        {
            result[key] = key == "cipassword" && maskPassword ? Stars
                : key == "lxc" ? ParseRaw(value)
                : Value(kind, keys, key, value);
        }
        return result;
    }

    /// <summary>The list of GET pending: current value, pending value, pending removal; the digest as a pseudo key.</summary>
    public static JsonArray Pending(GuestState guest)
    {
        var keys = ApiTable.Default.GuestKeys(guest.Kind);
        var result = new JsonArray();
        foreach (var (key, value) in guest.Config)
        {
            if (key == "lxc")
                continue;
            var item = new JsonObject { ["key"] = key, ["value"] = Shown(key, value, "") };
            if (guest.Pending.TryGetValue(key, out string? pending))
                item["pending"] = Shown(key, pending, " ");
            if (guest.PendingDelete.TryGetValue(key, out bool force))
                item["delete"] = force ? 2 : 1;
            result.Add((JsonNode)item);
        }
        foreach (var (key, value) in guest.Pending.Where(p => !guest.Config.ContainsKey(p.Key)))
            result.Add((JsonNode)new JsonObject { ["key"] = key, ["pending"] = Shown(key, value, " ") });
        foreach (var (key, force) in guest.PendingDelete.Where(p => !guest.Config.ContainsKey(p.Key)))
            result.Add((JsonNode)new JsonObject { ["key"] = key, ["delete"] = force ? 2 : 1 });
        result.Add((JsonNode)new JsonObject { ["key"] = "digest", ["value"] = GuestFile.Digest(guest) });
        return result;

        JsonNode? Shown(string key, string value, string suffix) => key == "cipassword" ? JsonValue.Create(Stars + suffix) : Value(guest.Kind, keys, key, value);
    }

    private static JsonNode? Value(string kind, ParameterSet keys, string key, string value)
    {
        // A container's description reads back with the newline of its last comment line.
        if (key == "description" && kind == "lxc")
            return JsonValue.Create(value + "\n");
        // The parser of the config file makes integers and booleans numbers; a "number" stays the text it is.
        return keys.Find(key)?.Type is "integer" or "boolean" ? JsonText.Numeric(value) : JsonValue.Create(value);
    }

    private static JsonNode? ParseRaw(string value) => value.StartsWith('[') ? JsonNode.Parse(value) : JsonValue.Create(value);
}
