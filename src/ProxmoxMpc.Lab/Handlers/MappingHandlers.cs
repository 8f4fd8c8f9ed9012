using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Names for devices and directories that every node has somewhere else.</summary>
internal static class MappingHandlers
{
    private const char Separator = '\0';

    public static void Register(HandlerTable table)
    {
        Register(table, "pci", "hardware", "description mdev live-migration-capable");
        Register(table, "usb", "hardware", "description");
        Register(table, "dir", "directory", "description");
    }

    private static void Register(HandlerTable table, string type, string noun, string optional)
    {
        string root = "/cluster/mapping/" + type, changed = noun == "hardware" ? "hardware mapping" : "directory mapping";
        var kind = new SectionKind("mapping" + char.ToUpperInvariant(type[0]) + type[1..], root, new Dictionary<string, (string, string)>(StringComparer.Ordinal) { [type] = ("map", optional) });
        table.Add($"GET {root}", call => new JsonArray([.. kind.Of(call.State)
            .Where(m => call.Permissions.HasAny(call.Caller, $"/mapping/{type}/{m.Key}", "Mapping.Modify", "Mapping.Use", "Mapping.Audit"))
            .Select(m => (JsonNode)Listed(call, kind, m.Key, m.Value))]));
        table.Add($"GET {root}/{{id}}", call => Describe(call.State, kind, kind.Require(call.State, call.Required("id"), $"mapping '{call["id"]}' not found")));
        table.Add($"POST {root}", call =>
        {
            string id = call.Required("id");
            var options = SectionKind.Options(call, "id");
            kind.RequireKnown(type, options, create: true);
            options["type"] = type;
            if (!kind.Of(call.State).TryAdd(id, options))
                throw LabException.Die($"create {changed} failed: {type} ID '{id}' already defined");
            return null;
        });
        table.Add($"PUT {root}/{{id}}", call =>
        {
            string id = call.Required("id"), prefix = $"update {changed} failed: ";
            kind.RequireDigest(call, prefix);
            var section = kind.Require(call.State, id, $"{prefix}{type} ID '{id}' does not exist");
            var options = SectionKind.Options(call, "id");
            // Checked like a new one: the places must be said again.
            kind.RequireKnown(type, options, create: true, prefix);
            kind.Delete(type, section, call["delete"], options, prefix);
            foreach (var (key, value) in options)
                section[key] = value;
            return null;
        });
        table.Add($"DELETE {root}/{{id}}", call =>
        {
            kind.Of(call.State).Remove(call.Required("id"));
            return null;
        });
    }

    private static JsonObject Listed(Call call, SectionKind kind, string id, SortedDictionary<string, string> section)
    {
        var entry = Describe(call.State, kind, section);
        entry["id"] = id;
        if (call["check-node"] is not { } node)
            return entry;
        bool mapped = section["map"].Split(Separator).Any(m => m.Split(',').Contains("node=" + node));
        entry["checks"] = mapped ? new JsonArray() : new JsonArray(new JsonObject { ["severity"] = "warning", ["message"] = $"No mapping for node {node}." });
        return entry;
    }

    private static JsonObject Describe(LabState state, SectionKind kind, SortedDictionary<string, string> section)
    {
        var entry = kind.Typed(section);
        entry["map"] = JsonText.Array(section["map"].Split(Separator).Select(Print));
        entry["digest"] = kind.Digest(state);
        return entry;
    }

    // Entries are re-printed with their keys in order.
    private static string Print(string text) => string.Join(',', text.Split(',').Order(StringComparer.Ordinal));
}
