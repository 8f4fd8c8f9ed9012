using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>Pools, high availability and backup jobs out of code: the inverse of <see cref="ResourceUnits"/>.</summary>
internal static class ResourceObjectsDecoding
{
    public static DecodedObjects Of(ResourceDecoding code, DeclaredObject declared) => declared.Key.Kind switch
    {
        ObjectKind.Pool when declared.Type == ProviderNames.PoolMembership => Member(code, declared.Key),
        ObjectKind.Pool => code.Said("pool_id").Text("comment", "comment").One(declared.Key),
        ObjectKind.HaResource => code.Said("resource_id", "type").Set("type", declared.Key.Name.StartsWith("ct:", StringComparison.Ordinal) ? "ct" : "vm").Text("state", "state", unset: "started")
            .Number("max_restart", "max_restart").Number("max_relocate", "max_relocate").Flag("failback", "failback").Text("group", "group").Text("comment", "comment").One(declared.Key),
        ObjectKind.HaRule => code.Said("rule").Text("type", "type").Bag("resources", "resources").Map("nodes", "nodes", null, Nodes, "a map of nodes to their priorities, or null").Flag("strict", "strict").Text("affinity", "affinity")
            .Flag("disable", "disable").Text("comment", "comment").One(declared.Key),
        _ => Job(code).One(declared.Key),
    };

    // A place in a pool, which is a resource of its own.
    private static DecodedObjects Member(ResourceDecoding code, ObjectKey key)
    {
        code.Said("pool_id", "storage_id", "vm_id");
        var member = key.Name[(key.Name.IndexOf('?', StringComparison.Ordinal) + 1)..];
        return code.Set(code.Node.Text("storage_id") is not null ? "storage" : "vms", member).One(key);
    }

    private static string? Nodes(HclValue value)
    {
        if (value is not HclValue.Object map) return null;
        var nodes = map.ByKey().Select(member => member.Value is HclValue.Null ? member.Key : ResourceDecoding.Number(member.Value) is { } priority ? $"{member.Key}:{priority}" : null).ToArray();
        return nodes.Contains(null) ? null : string.Join(',', nodes);
    }

    private static ResourceDecoding Job(ResourceDecoding code) => code.Said("id").Set("type", "vzdump")
        .Text("schedule", "schedule").Text("storage", "storage").Flag("enabled", "enabled").Text("node", "node").Flag("all", "all").List("vmid", "vmid").Text("pool", "pool").Text("mode", "mode").Text("compress", "compress")
        .Text("starttime", "starttime").Number("maxfiles", "maxfiles").List("mailto", "mailto").Text("mailnotification", "mailnotification").Number("bwlimit", "bwlimit").Number("ionice", "ionice").Number("pigz", "pigz")
        .Number("zstd", "zstd").Map("prune_backups", "prune-backups", null, value => Parts(value), "a map").Flag("remove", "remove").Text("notes_template", "notes-template").Flag("protected", "protected")
        .Flag("repeat_missed", "repeat-missed").Text("script", "script").Flag("stdexcludes", "stdexcludes").Map("exclude_path", "exclude-path", null, Paths, "a list of texts")
        .Map("fleecing", "fleecing", null, value => Parts(value, "enabled", "storage"), "an object").Map("performance", "performance", null, value => Parts(value, "max-workers", "pbs-entries-max"), "an object")
        .Text("pbs_change_detection_mode", "pbs-change-detection-mode").Number("lockwait", "lockwait").Number("stopwait", "stopwait").Text("tmpdir", "tmpdir");

    /// <summary>A map or an object as a property string; switches as 1 and 0.</summary>
    /// <param name="known">The parts that there are, with Proxmox's dashes; none: any, as they are written.</param>
    public static string? Parts(HclValue value, params string[] known)
    {
        if (value is not HclValue.Object map) return null;
        var parts = new List<string>();
        foreach (var (name, member) in map.ByKey())
        {
            if (member is HclValue.Null) continue;
            var key = known.Length == 0 ? name : known.FirstOrDefault(one => one.Replace('-', '_') == name);
            if (key is null || HclConvert.Text(member) is not { } text) return null;
            parts.Add($"{key}={(member is HclValue.Bool { Value: var flag } ? flag ? "1" : "0" : text)}");
        }
        return parts.Count == 0 ? null : string.Join(',', parts);
    }

    // A path may hold a comma; the list is JSON then, as it is read.
    private static string? Paths(HclValue value) => ResourceDecoding.Items(value) is not { } paths ? null
        : paths.Any(path => path.Contains(',', StringComparison.Ordinal)) ? $"[{string.Join(',', paths.Select(path => $"\"{System.Text.Json.JsonEncodedText.Encode(path)}\""))}]" : string.Join(',', paths);
}
