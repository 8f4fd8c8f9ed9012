using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Who is told of what happens: endpoints of four types, and the matchers that choose them. The Lab tells nobody.</summary>
internal static class NotificationHandlers
{
    private const string Root = "/cluster/notifications", Area = "notifications";
    private const char Separator = '\0';

    /// <summary>By type: where it lies in the API, what may be deleted from it, and what is never read back.</summary>
    private sealed record Kind(string Type, string Path, string[] Deletable, string[] Hidden)
    {
        public bool IsMatcher => Type == "matcher";

        public string NotFound(string name) => IsMatcher ? $"matcher '{name}' not found" : $"endpoint '{name}' not found";
    }

    private static readonly Kind[] Kinds =
    [
        new("gotify", Root + "/endpoints/gotify", ["comment", "disable"], ["token"]),
        new("sendmail", Root + "/endpoints/sendmail", ["from-address", "author", "comment", "mailto", "mailto-user", "disable"], []),
        new("smtp", Root + "/endpoints/smtp", ["author", "comment", "disable", "mailto", "mailto-user", "password", "port", "username"], ["password"]),
        new("webhook", Root + "/endpoints/webhook", ["comment", "disable", "header", "body", "secret"], []),
        new("matcher", Root + "/matchers", ["match-severity", "match-field", "match-calendar", "target", "mode", "invert-match", "comment", "disable"], []),
    ];

    // Never gone: whoever deletes them has them as they were.
    private static readonly Dictionary<string, SortedDictionary<string, string>> BuiltIn = new(StringComparer.Ordinal)
    {
        ["mail-to-root"] = new(StringComparer.Ordinal) { ["type"] = "sendmail", ["comment"] = "Send mails to root@pam's email address", ["mailto-user"] = "root@pam" },
        ["default-matcher"] = new(StringComparer.Ordinal) { ["type"] = "matcher", ["mode"] = "all", ["target"] = "mail-to-root", ["comment"] = "Route all notifications to mail-to-root" },
    };

    public static void Register(HandlerTable table)
    {
        foreach (var kind in Kinds)
        {
            table.Add($"GET {kind.Path}", call => new JsonArray([.. All(call.State).Where(s => s.Value["type"] == kind.Type).Select(s => (JsonNode)Describe(call.State, kind, s.Key, s.Value))]));
            table.Add($"GET {kind.Path}/{{name}}", call => Read(call, kind));
            table.Add($"POST {kind.Path}", call => Create(call, kind));
            table.Add($"PUT {kind.Path}/{{name}}", call => Update(call, kind));
            table.Add($"DELETE {kind.Path}/{{name}}", call => Delete(call, kind));
        }
        table.Add($"GET {Root}/targets", call => new JsonArray([.. All(call.State).Where(s => s.Value["type"] != "matcher").OrderBy(s => Array.FindIndex(Kinds, k => k.Type == s.Value["type"])).Select(s => (JsonNode)Target(call.State, s.Key, s.Value))]));
        table.Add($"POST {Root}/targets/{{name}}/test", Test);
        table.Add($"GET {Root}/matcher-fields", _ => IndexHandlers.Named("name", "type", "hostname", "job-id"));
        table.Add($"GET {Root}/matcher-field-values", FieldValues);
    }

    private static SortedDictionary<string, SortedDictionary<string, string>> All(LabState state)
    {
        var result = new SortedDictionary<string, SortedDictionary<string, string>>(state.Section(Area), StringComparer.Ordinal);
        foreach (var (name, section) in BuiltIn)
            result.TryAdd(name, section);
        return result;
    }

    private static string Digest(LabState state) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(state.Section(Area).Select(s => $"{s.Value["type"]}: {s.Key}\n" + string.Concat(s.Value.Where(o => o.Key != "type").Select(o => $"\t{o.Key} {o.Value}\n")))))));

    private static string Origin(LabState state, string name) =>
        !BuiltIn.TryGetValue(name, out var original) ? "user-created" : state.Section(Area).TryGetValue(name, out var own) && !own.SequenceEqual(original) ? "modified-builtin" : "builtin";

    private static JsonObject Describe(LabState state, Kind kind, string name, SortedDictionary<string, string> section)
    {
        var parameters = ApiTable.Default.Endpoints.First(e => e.Method == "POST" && e.Path == kind.Path).Parameters;
        var result = new JsonObject { ["name"] = name, ["origin"] = Origin(state, name) };
        foreach (var (key, value) in section.Where(o => o.Key != "type" && !kind.Hidden.Contains(o.Key)))
        {
            result[key] = parameters.Find(key) switch
            {
                // Of a secret only its name is told.
                { Type: "array" } when key == "secret" => JsonText.Array(value.Split(Separator).Select(s => "name=" + Name(s))),
                { Type: "array" } => JsonText.Array(value.Split(Separator)),
                { IsNumeric: true } => JsonText.Numeric(value),
                _ => JsonValue.Create(value),
            };
        }
        return result;
    }

    private static JsonObject Target(LabState state, string name, SortedDictionary<string, string> section)
    {
        var result = new JsonObject { ["name"] = name, ["origin"] = Origin(state, name), ["type"] = section["type"] };
        if (section.TryGetValue("comment", out string? comment))
            result["comment"] = comment;
        if (section.TryGetValue("disable", out string? disable))
            result["disable"] = JsonText.Numeric(disable);
        return result;
    }

    private static SortedDictionary<string, string> Require(Call call, Kind kind)
    {
        string name = call.Required("name");
        return All(call.State).TryGetValue(name, out var section) && section["type"] == kind.Type ? section : throw LabException.WithBody(404, kind.NotFound(name));
    }

    private static JsonNode? Read(Call call, Kind kind)
    {
        var result = Describe(call.State, kind, call.Required("name"), Require(call, kind));
        result["digest"] = Digest(call.State);
        return result;
    }

    private static JsonNode? Create(Call call, Kind kind)
    {
        string name = call.Required("name");
        var section = SectionKind.Options(call, "name");
        Verify(kind, section);
        if (All(call.State).ContainsKey(name))
            throw LabException.WithBody(400, $"Cannot create '{name}', an entity with the same name already exists");
        RequireRecipient(kind, section);
        RequireTargets(call, section.GetValueOrDefault("target"));
        section["type"] = kind.Type;
        call.State.Section(Area)[name] = Stored(section);
        return null;
    }

    private static JsonNode? Update(Call call, Kind kind)
    {
        if (call["digest"] is { Length: > 0 } digest && digest != Digest(call.State))
            throw LabException.WithBody(400, "detected modified configuration - file changed by other user? Try again.");
        var old = Require(call, kind);
        var options = SectionKind.Options(call, "name");
        Verify(kind, options);
        var section = new SortedDictionary<string, string>(old, StringComparer.Ordinal);
        foreach (string key in call["delete"]?.Split(Separator).SelectMany(TextRules.SplitList) ?? [])
        {
            if (!kind.Deletable.Contains(key))
                throw LabException.Die($"unknown variant `{key}`, expected one of {string.Join(", ", kind.Deletable.Select(d => $"`{d}`"))}");
            section.Remove(key);
        }
        foreach (var (key, value) in options)
            section[key] = key == "secret" ? KeptSecrets(old.GetValueOrDefault("secret"), value) : value;
        RequireRecipient(kind, section);
        RequireTargets(call, options.GetValueOrDefault("target"));
        call.State.Section(Area)[call.Required("name")] = Stored(section);
        return null;
    }

    private static JsonNode? Delete(Call call, Kind kind)
    {
        string name = call.Required("name");
        Require(call, kind);
        var matchers = All(call.State).Where(s => s.Value.GetValueOrDefault("target")?.Split(Separator).Contains(name) == true).Select(s => s.Key).ToList();
        if (matchers.Count > 0 && !kind.IsMatcher && !BuiltIn.ContainsKey(name))
            throw LabException.WithBody(400, $"cannot delete '{name}', referenced by: {string.Join(", ", matchers)}");
        call.State.Section(Area).Remove(name);
        return null;
    }

    // Nothing leaves the Lab: a message to an endpoint that is there arrives.
    private static JsonNode? Test(Call call)
    {
        string name = call.Required("name");
        return All(call.State).TryGetValue(name, out var section) && section["type"] != "matcher" ? null : throw LabException.Die($"notification target '{name}' does not exist");
    }

    private static JsonNode? FieldValues(Call call)
    {
        var result = new JsonArray([.. new[] { "package-updates", "fencing", "replication", "vzdump", "system-mail" }.Select(v => (JsonNode)new JsonObject { ["value"] = v, ["field"] = "type" })]);
        IEnumerable<KeyValuePair<string, SortedDictionary<string, string>>> jobs = call.Permissions.Has(call.Caller, "/", "Sys.Audit") ? call.State.BackupJobs : [];
        foreach (var (id, job) in jobs.Concat(call.State.Section("replication").Where(j => call.Permissions.Has(call.Caller, $"/vms/{j.Value["guest"]}", "VM.Audit"))))
            result.Add((JsonNode)new JsonObject { ["value"] = id, ["comment"] = job.GetValueOrDefault("comment"), ["field"] = "job-id" });
        foreach (string node in call.State.Nodes.Keys)
            result.Add((JsonNode)new JsonObject { ["value"] = node, ["field"] = "hostname" });
        return result;
    }

    // What Proxmox parses when it takes the values over.
    private static void Verify(Kind kind, SortedDictionary<string, string> section)
    {
        foreach (string severity in Items(section, "match-severity").SelectMany(s => s.Split(',')).Select(s => s.Trim()))
        {
            if (severity is not ("info" or "notice" or "warning" or "error" or "unknown"))
                throw LabException.Die($"could not apply filter: invalid severity {severity}");
        }
        foreach (string field in Items(section, "match-field"))
        {
            if (!(field.StartsWith("exact:", StringComparison.Ordinal) || field.StartsWith("regex:", StringComparison.Ordinal)) || field.IndexOf('=', StringComparison.Ordinal) < 7)
                throw LabException.Die($"could not apply filter: invalid match-field statement: {field}");
        }
        foreach (string header in kind.Type == "webhook" ? Items(section, "header") : [])
        {
            if (Value(header) is null)
                throw LabException.WithBody(400, $"header '{Name(header)}' has empty value");
        }
    }

    private static void RequireRecipient(Kind kind, SortedDictionary<string, string> section)
    {
        if (kind.Type is "sendmail" or "smtp" && section.GetValueOrDefault("mailto", "").Length + section.GetValueOrDefault("mailto-user", "").Length == 0)
            throw LabException.WithBody(400, "must at least provide one recipient, either in mailto or in mailto-user");
    }

    private static void RequireTargets(Call call, string? targets)
    {
        var all = All(call.State);
        if (targets?.Split(Separator).FirstOrDefault(t => !all.TryGetValue(t, out var section) || section["type"] == "matcher") is { } missing)
            throw LabException.WithBody(404, $"endpoint '{missing}' does not exist");
    }

    private static string KeptSecrets(string? old, string wanted)
    {
        var known = (old ?? "").Split(Separator, StringSplitOptions.RemoveEmptyEntries).Select(Name).ToHashSet(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (string secret in wanted.Split(Separator))
        {
            if (Value(secret) is null && !known.Contains(Name(secret)))
                throw LabException.WithBody(400, $"secret '{Name(secret)}' not known");
            if (!names.Add(Name(secret)))
                throw LabException.WithBody(400, $"secret '{Name(secret)}' defined multiple times");
        }
        return wanted;
    }

    // The values of secrets are needed for nothing here: they are not kept.
    private static SortedDictionary<string, string> Stored(SortedDictionary<string, string> section)
    {
        foreach (string key in (string[])["token", "password"])
            section.Remove(key);
        if (section.TryGetValue("secret", out string? secrets))
            section["secret"] = string.Join(Separator, secrets.Split(Separator).Select(s => "name=" + Name(s)));
        return section;
    }

    private static string[] Items(SortedDictionary<string, string> section, string key) => section.TryGetValue(key, out string? value) && value.Length > 0 ? value.Split(Separator) : [];

    private static string Name(string pair) => pair.Split(',').Select(p => p.Trim()).FirstOrDefault(p => p.StartsWith("name=", StringComparison.Ordinal))?[5..] ?? pair.Split(',')[0];

    private static string? Value(string pair) => pair.Split(',').Select(p => p.Trim()).FirstOrDefault(p => p.StartsWith("value=", StringComparison.Ordinal))?[6..];
}
