using System.Text.Json;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>Pools, high availability, backup jobs and the options of the datacenter.</summary>
internal static class ResourceRequests
{
    private const string Resources = "/cluster/ha/resources", Rules = "/cluster/ha/rules", Jobs = "/cluster/backup";

    private static readonly SettingForms Texts = new();

    private static readonly SettingForms HaForms = new SettingForms().Flags("0", "disable", "strict").Flags(null, "failback").Numbers(null, "max_restart", "max_relocate").Sets("resources", "nodes")
        .Add(state => state == "enabled" ? "started" : state, "started", "state");

    private static readonly SettingForms JobForms = new SettingForms().Flags("1", "enabled").Flags(null, "all", "remove", "protected", "repeat-missed", "stdexcludes")
        .Numbers(null, "maxfiles", "bwlimit", "ionice", "pigz", "zstd", "lockwait", "stopwait").Lists("vmid", "mailto").Parts("", "prune-backups", "performance").Parts("enabled", "fleecing")
        .Add(text => string.Join('\n', Paths(text)), null, "exclude-path");

    private static readonly SettingForms OptionForms = new SettingForms().Numbers(null, "max_workers").Default("BC:24:11", "mac_prefix").Add(text => text.TrimEnd('\n').Normalize(), null, "description").Parts("", "next-id", "notify", "bwlimit", "ha").Parts("ha", "crs").Parts("type", "migration");

    /// <summary>A pool, or a place in one (<c>pool?member</c>). What is in a pool is not the pool's own resource.</summary>
    public static ObjectWork Pool(ObjectEdit edit)
    {
        if (edit.Name.IndexOf('?', StringComparison.Ordinal) is > 0 and var mark) return Member(edit, edit.Name[..mark]);
        if (edit.IsGone) return Request.Live(Request.Delete("/pools", ("poolid", edit.Name)));
        var change = edit.Change(Texts, "vms", "storage");
        if (edit.IsNew) return Request.Live(Request.Post("/pools", [new("poolid", edit.Name), .. change.Set]));
        return change.IsEmpty ? ObjectWork.None : Request.Live(Request.Put("/pools", [new("poolid", edit.Name), .. change.Emptied()]));
    }

    private static ObjectWork Member(ObjectEdit edit, string pool)
    {
        if (edit.IsNew == edit.IsGone) return ObjectWork.None;
        var settings = edit.IsGone ? edit.Old : edit.New;
        var key = settings.ContainsKey("storage") ? "storage" : "vms";
        return Request.Live(edit.IsGone
            ? Request.Put("/pools", ("poolid", pool), (key, settings[key]), ("delete", "1"))
            : Request.Put("/pools", ("poolid", pool), (key, settings[key])));
    }

    public static ObjectWork HaResource(ObjectEdit edit)
    {
        var path = Request.Path(Resources, edit.Name);
        if (edit.IsGone) return Request.Live(Request.Delete(path));
        var change = edit.Change(HaForms, "type");
        if (edit.IsNew) return Request.Live(Request.Post(Resources, [new("sid", edit.Name), .. change.Set]));
        return change.IsEmpty ? ObjectWork.None : Request.Live(Request.Put(path, change.Deleted()));
    }

    public static ObjectWork HaRule(ObjectEdit edit)
    {
        var path = Request.Path(Rules, edit.Name);
        if (edit.IsGone) return Request.Live(Request.Delete(path));
        var type = edit.New.Get("type") ?? "";
        if (!edit.IsNew && edit.Old.Get("type") != type)
            return ObjectWork.Refused($"What kind of rule it is cannot be changed. Give the new rule another name; this one goes then.");
        var change = edit.Change(HaForms, "type");
        if (edit.IsNew) return Request.Live(Request.Post(Rules, [new("rule", edit.Name), new("type", type), .. change.Set]));
        if (change.IsEmpty) return ObjectWork.None;
        // A rule is switched on, and no longer strict, by having no such word.
        foreach (var key in (ReadOnlySpan<string>)["disable", "strict"])
            if (change.Set.GetValueOrDefault(key) == "0")
            {
                change.Set.Remove(key);
                change.Unset.Add(key);
            }
        return Request.Live(Request.Put(path, [new("type", type), .. change.Deleted()]));
    }

    public static ObjectWork Job(ObjectEdit edit)
    {
        var path = Request.Path(Jobs, edit.Name);
        if (edit.IsGone) return Request.Live(Request.Delete(path));
        var change = edit.Change(JobForms, "type");
        if (change.Set.TryGetValue("exclude-path", out var list))
        {
            var paths = Paths(list);
            // One parameter alone is no list yet, and Proxmox takes it apart.
            if (paths is [var only] && only.AsSpan().IndexOfAny(",; ") >= 0)
                return ObjectWork.Refused($"Of a single excluded path Proxmox's API makes several at commas, semicolons and blanks. Write ? for such a character ({only.Replace(',', '?').Replace(';', '?').Replace(' ', '?')}).");
            change.Set["exclude-path"] = string.Join(ObjectRequest.ItemSeparator, paths);
        }
        if (edit.IsNew) return Request.Live(Request.Post(Jobs, [new("id", edit.Name), .. change.Set]));
        if (change.IsEmpty) return ObjectWork.None;
        if (change.Unset.Contains("schedule")) return ObjectWork.Refused("A backup job needs a schedule.");
        // The API takes them with the storage only.
        if ((change.Set.ContainsKey("protected") || change.Set.ContainsKey("notes-template")) && !change.Unset.Contains("storage") && (edit.New.Get("storage") ?? edit.Old.Get("storage")) is { } storage) change.Set.TryAdd("storage", storage);
        return Request.Live(Request.Put(path, change.Deleted()));
    }

    public static ObjectWork Options(ObjectEdit edit)
    {
        // Of an option that consists of parts, those of which the code says nothing stay.
        var server = ObjectEdit.OptionsOf(edit.Server);
        var wanted = ObjectEdit.OptionsOf(edit.Wanted);
        foreach (var (key, defaultKey) in Composed)
        {
            var kept = SettingText.Parts(server.Get(key), defaultKey).Where(part => edit.Kept.Contains($"{key}/{part.Key}")).ToArray();
            if (kept.Length == 0 || edit.Kept.Contains(key)) continue;
            var parts = new SortedDictionary<string, string>(SettingText.Parts(wanted.Get(key), defaultKey).ToDictionary(), StringComparer.Ordinal);
            foreach (var (part, value) in kept) parts[part] = value;
            wanted = wanted.With(key, SettingForms.Join(parts));
        }
        var change = edit.Change(server, wanted, OptionForms);
        return change.IsEmpty ? ObjectWork.None : Request.Live(Request.Put("/cluster/options", change.Deleted()));
    }

    private static readonly (string Key, string DefaultKey)[] Composed = [("ha", ""), ("migration", "type"), ("bwlimit", ""), ("crs", "ha"), ("next-id", ""), ("notify", "")];

    // As they are read: with commas between them, or where one holds a comma as JSON.
    private static string[] Paths(string text)
    {
        if (text.Length == 0 || text[0] != '[') return text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        using var json = JsonDocument.Parse(text);
        return [.. json.RootElement.EnumerateArray().Select(item => item.GetString() ?? "")];
    }
}
