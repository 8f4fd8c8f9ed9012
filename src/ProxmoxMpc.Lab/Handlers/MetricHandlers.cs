using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Servers that the cluster sends its measurements to; the Lab sends none.</summary>
internal static class MetricHandlers
{
    private const string Root = "/cluster/metrics/server";

    private static readonly SectionKind Kind = new("metricServers", Root + "/{id}", new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["graphite"] = ("server", "port mtu proto timeout path disable"),
        ["influxdb"] = ("port server", "mtu disable organization bucket token influxdbproto timeout max-body-size api-path-prefix verify-certificate"),
        ["opentelemetry"] = ("server", "port disable otel-protocol otel-path otel-timeout otel-headers otel-verify-ssl otel-max-body-size otel-resource-attributes otel-compression"),
    });

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}", call => new JsonArray([.. Kind.Of(call.State).Select(s => (JsonNode)Summary(s.Key, s.Value))]));
        table.Add($"GET {Root}/{{id}}", call => Kind.Typed(Kind.Require(call.State, call.Required("id"), $"status server entry '{call["id"]}' does not exist").Where(o => o.Key != "token")));
        table.Add($"POST {Root}/{{id}}", Create);
        table.Add($"PUT {Root}/{{id}}", Update);
        table.Add($"DELETE {Root}/{{id}}", call => Kind.Of(call.State).Remove(call.Required("id")) ? null
            : throw LabException.Die("cannot lookup undefined type! at /usr/share/perl5/PVE/API2/Cluster/MetricServer.pm line 295."));
    }

    private static JsonObject Summary(string id, SortedDictionary<string, string> section)
    {
        var all = Kind.Typed(section);
        var result = new JsonObject { ["id"] = id, ["disable"] = section.GetValueOrDefault("disable") == "1" ? 1 : 0 };
        foreach (string key in (string[])["type", "server", "port"])
            result[key] = all[key]?.DeepClone();
        return result;
    }

    private static JsonNode? Create(Call call)
    {
        string id = call.Required("id"), type = call.Required("type");
        if (Kind.Of(call.State).ContainsKey(id))
            throw LabException.Die($"Metric server '{id}' already exists");
        var options = SectionKind.Options(call, "id");
        Kind.RequireKnown(type, options, create: true);
        options["type"] = type;
        // The token lies in a file of its own.
        options.Remove("token");
        Kind.Of(call.State)[id] = options;
        return null;
    }

    private static JsonNode? Update(Call call)
    {
        Kind.RequireDigest(call, "");
        var old = Kind.Require(call.State, call.Required("id"), $"no such server '{call["id"]}'");
        var section = new SortedDictionary<string, string>(old, StringComparer.Ordinal);
        var options = SectionKind.Options(call, "id");
        Kind.RequireKnown(old["type"], options, create: false);
        foreach (var (key, value) in options.Where(o => o.Key != "token"))
            section[key] = value;
        Kind.Delete(old["type"], section, call["delete"], options);
        Kind.Of(call.State)[call.Required("id")] = section;
        return null;
    }
}
