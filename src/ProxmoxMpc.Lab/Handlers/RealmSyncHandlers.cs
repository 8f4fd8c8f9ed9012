using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Jobs that copy users and groups of a directory; they are kept, and no directory is asked.</summary>
internal static class RealmSyncHandlers
{
    private const string Root = "/cluster/jobs/realm-sync";

    private static readonly SectionKind Kind = new("realmSyncJobs", Root + "/{id}", new Dictionary<string, (string, string)>(StringComparer.Ordinal) { ["realm-sync"] = ("schedule realm", "enabled comment scope enable-new remove-vanished") });

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}", call => new JsonArray([.. Kind.Of(call.State).Select(j => (JsonNode)Describe(call, j.Key, j.Value))]));
        table.Add($"GET {Root}/{{id}}", call =>
        {
            var result = Kind.Typed(Require(call));
            result["type"] = "realm-sync";
            return result;
        });
        table.Add($"POST {Root}/{{id}}", Create);
        table.Add($"PUT {Root}/{{id}}", Update);
        table.Add($"DELETE {Root}/{{id}}", call =>
        {
            string id = call.Required("id");
            return Kind.Of(call.State).Remove(id) ? null : throw SectionKind.Nested("", "id", $"No such job '{id}'");
        });
    }

    private static SortedDictionary<string, string> Require(Call call) => Kind.Of(call.State).GetValueOrDefault(call.Required("id")) ?? throw LabException.Parameter("id", $"No such job '{call["id"]}'");

    private static JsonObject Describe(Call call, string id, SortedDictionary<string, string> job)
    {
        var result = Kind.Typed(job);
        result["id"] = id;
        if (CalendarEvent.TryParse(job["schedule"])?.Next(call.Now.ToUnixTimeSeconds()) is { } next)
            result["next-run"] = next;
        return result;
    }

    private static JsonNode? Create(Call call)
    {
        string id = call.Required("id");
        if (Kind.Of(call.State).ContainsKey(id) || call.State.BackupJobs.ContainsKey(id))
            throw LabException.Die($"Job '{id}' already exists");
        var options = SectionKind.Options(call, "id");
        Kind.RequireKnown("realm-sync", options, create: true);
        string realm = options["realm"], type = call.State.Section("realms").GetValueOrDefault(realm)?["type"] ?? (realm is "pam" or "pve" ? realm : throw SectionKind.Nested("", "realm", $"No such realm '{realm}'"));
        if (type is not ("ldap" or "ad"))
            throw SectionKind.Nested("", "realm", "Only LDAP/AD realms can be synced.");
        Kind.Of(call.State)[id] = options;
        return null;
    }

    private static JsonNode? Update(Call call)
    {
        var options = SectionKind.Options(call, "id");
        if (options.Count == 0)
            throw LabException.Die("no job options specified");
        var job = Kind.Require(call.State, call.Required("id"), "no such realm-sync job");
        Kind.RequireKnown("realm-sync", options, create: false);
        Kind.Delete("realm-sync", job, call["delete"], options);
        foreach (var (key, value) in options)
            job[key] = value;
        return null;
    }
}
