using System.Collections.Immutable;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>Pools, high availability, backup jobs and the options of the datacenter as code.</summary>
internal static class ResourceUnits
{
    public static void Add(ObjectUnitMaker maker, IReadOnlyCollection<ClusterObject> objects, Func<int, bool> isStranger)
    {
        foreach (var pool in objects.OfType<PoolObject>()) Pool(maker, pool, isStranger);
        foreach (var item in objects.OfType<HaResource>()) Resource(maker, item);
        foreach (var rule in objects.OfType<HaRule>()) Rule(maker, rule);
        foreach (var job in objects.OfType<BackupJob>()) Job(maker, job);
        Options(maker, [.. objects.OfType<ClusterOption>()]);
    }

    private static void Pool(ObjectUnitMaker maker, PoolObject pool, Func<int, bool> isStranger)
    {
        maker.Add(new(pool.Key, "proxmox_virtual_environment_pool", pool.Name, pool.Name)).With("pool_id", pool.Name).With("comment", UnitValue.Text(pool.Comment));
        // A guest's membership is in the guest's file, where it has one.
        var strangers = pool.VmId.Where(isStranger).ToArray();
        var isTold = false;
        bool IsCode(ObjectKey member)
        {
            if (!pool.Name.Contains('/') || !maker.Refuses(pool, "its memberships: the provider cannot import those of a nested pool", member, isTold)) return true;
            isTold = true;
            return false;
        }

        foreach (var storage in pool.Storage.Where(storage => IsCode(Member(storage))))
            maker.Add(new(Member(storage), ProviderNames.PoolMembership, $"{pool.Name}/storage/{storage}", $"{pool.Name} {storage}"))
                .With("pool_id", pool.Name).With("storage_id", storage);
        foreach (var vmid in strangers.Where(vmid => IsCode(Member(FormattableString.Invariant($"{vmid}")))))
            maker.Add(new(Member(FormattableString.Invariant($"{vmid}")), ProviderNames.PoolMembership, FormattableString.Invariant($"{pool.Name}/vm/{vmid}"), FormattableString.Invariant($"{pool.Name} {vmid}")))
                .With("pool_id", pool.Name).With("vm_id", (long)vmid);

        ObjectKey Member(string name) => pool.Key with { Name = $"{pool.Name}?{name}" };
    }

    private static void Resource(ObjectUnitMaker maker, HaResource item)
    {
        var unit = maker.Add(new(item.Key, "proxmox_haresource", item.Name, item.Name)).With("resource_id", item.Name)
            .With("state", UnitValue.Text(item.State == "started" ? null : item.State)).With("max_restart", UnitValue.Number(item.Settings.Get("max_restart")))
            .With("max_relocate", UnitValue.Number(item.Settings.Get("max_relocate"))).With("failback", UnitValue.Flag(item.Settings.Get("failback")))
            .With("group", UnitValue.Text(item.Group))
            .Leave(item.Settings, "type", "state", "max_restart", "max_relocate", "failback", "group", "comment");
        Comment(unit, item);
    }

    private static void Rule(ObjectUnitMaker maker, HaRule rule)
    {
        var nodes = rule.Nodes.Select(node => node.Split(':')).Select(parts => KeyValuePair.Create(parts[0], parts.Length > 1 ? UnitValue.Number(parts[1]) ?? new HclValue.Null() : new HclValue.Null())).ToArray();
        var unit = maker.Add(new(rule.Key, "proxmox_harule", rule.Name, rule.Name)).With("rule", rule.Name).With("type", rule.Type)
            .With("resources", HclValue.Of(rule.Resources.Order(StringComparer.Ordinal)))
            .With("nodes", rule.Type == "node-affinity" && nodes.Length > 0 ? HclValue.Of(nodes) : null).With("strict", rule.Type == "node-affinity" && rule.Strict ? true : null)
            .With("affinity", UnitValue.Text(rule.Affinity)).With("disable", rule.Enabled ? null : true)
            .Leave(rule.Settings, "type", "resources", "nodes", "strict", "affinity", "disable", "comment");
        Comment(unit, rule);
    }

    private static void Comment(ObjectUnit unit, ClusterObject item)
    {
        if (item.Comment is not { } comment) return;
        if (comment.Trim() == comment) unit.With("comment", comment);
        else unit.Ignore("comment", "the provider refuses comments with blanks around them").Inexpressible.Add($"comment: {comment}");
    }

    private static void Job(ObjectUnitMaker maker, BackupJob job)
    {
        string? Get(string key) => job.Settings.Get(key);
        maker.Add(new(job.Key, "proxmox_backup_job", job.Name, job.Name)).With("id", job.Name)
            .With("schedule", Get("schedule") ?? "").With("storage", Get("storage") ?? "").With("enabled", UnitValue.Flag(Get("enabled"))).With("node", UnitValue.Text(job.Node))
            .With("all", UnitValue.Flag(Get("all"))).With("vmid", UnitValue.List(SettingText.List(Get("vmid")))).With("pool", UnitValue.Text(job.Pool))
            .With("mode", UnitValue.Text(Get("mode"))).With("compress", UnitValue.Text(Get("compress"))).With("starttime", UnitValue.Text(Get("starttime")))
            .With("maxfiles", UnitValue.Number(Get("maxfiles"))).With("mailto", UnitValue.List(SettingText.List(Get("mailto")))).With("mailnotification", UnitValue.Text(Get("mailnotification")))
            .With("bwlimit", UnitValue.Number(Get("bwlimit"))).With("ionice", UnitValue.Number(Get("ionice"))).With("pigz", UnitValue.Number(Get("pigz"))).With("zstd", UnitValue.Number(Get("zstd")))
            .With("prune_backups", Map(Get("prune-backups"))).With("remove", UnitValue.Flag(Get("remove"))).With("notes_template", UnitValue.Text(Get("notes-template")))
            .With("protected", UnitValue.Flag(Get("protected"))).With("repeat_missed", UnitValue.Flag(Get("repeat-missed"))).With("script", UnitValue.Text(Get("script")))
            .With("stdexcludes", UnitValue.Flag(Get("stdexcludes"))).With("exclude_path", UnitValue.List(Paths(Get("exclude-path"))))
            .With("fleecing", Members(Get("fleecing"), "enabled", ("enabled", UnitValue.Flag), ("storage", UnitValue.Text)))
            .With("performance", Members(Get("performance"), "", ("max-workers", UnitValue.Number), ("pbs-entries-max", UnitValue.Number)))
            .With("pbs_change_detection_mode", UnitValue.Text(Get("pbs-change-detection-mode"))).With("lockwait", UnitValue.Number(Get("lockwait"))).With("stopwait", UnitValue.Number(Get("stopwait")))
            .With("tmpdir", UnitValue.Text(Get("tmpdir")))
            .Leave(job.Settings, "type", "schedule", "storage", "enabled", "node", "all", "vmid", "pool", "mode", "compress", "starttime", "maxfiles", "mailto", "mailnotification", "bwlimit", "ionice", "pigz", "zstd",
                "prune-backups", "remove", "notes-template", "protected", "repeat-missed", "script", "stdexcludes", "exclude-path", "fleecing", "performance", "pbs-change-detection-mode", "lockwait", "stopwait", "tmpdir");
    }

    private static void Options(ObjectUnitMaker maker, ClusterOption[] options)
    {
        if (options.Length == 0) return;
        var set = options.ToDictionary(option => option.Name, option => option.Value, StringComparer.Ordinal);
        var parts = options.ToDictionary(option => option.Name, option => SettingText.Parts(option.Value, option.Name switch { "migration" => "type", "crs" => "ha", _ => "" }), StringComparer.Ordinal);
        string? Get(string key) => set.GetValueOrDefault(key);
        string? Part(string key, string part) => parts.GetValueOrDefault(key)?.GetValueOrDefault(part);
        var unit = maker.Add(new(options[0].Key with { Name = "" }, "proxmox_cluster_options", "cluster", "cluster"))
            .With("keyboard", UnitValue.Text(Get("keyboard"))).With("language", UnitValue.Text(Get("language"))).With("console", UnitValue.Text(Get("console")))
            .With("email_from", UnitValue.Text(Get("email_from"))).With("description", UnitValue.Text(Get("description"))).With("mac_prefix", UnitValue.Text(Get("mac_prefix")))
            .With("max_workers", UnitValue.Number(Get("max_workers"))).With("ha_shutdown_policy", UnitValue.Text(Part("ha", "shutdown_policy")))
            .With("migration_type", UnitValue.Text(Part("migration", "type"))).With("migration_cidr", UnitValue.Text(Part("migration", "network")))
            .With("next_id", Members(Get("next-id"), "", ("lower", UnitValue.Number), ("upper", UnitValue.Number)))
            .With("notify", Notify(parts.GetValueOrDefault("notify")));
        foreach (var limit in (ReadOnlySpan<string>)["clone", "default", "migration", "move", "restore"]) unit.With("bandwidth_limit_" + limit, UnitValue.Number(Part("bwlimit", limit)));
        unit.With("crs_ha", UnitValue.Text(Part("crs", "ha"))).With("crs_ha_rebalance_on_start", UnitValue.Flag(Part("crs", "ha-rebalance-on-start")))
            .With("crs_ha_auto_rebalance", UnitValue.Flag(Part("crs", "ha-auto-rebalance"))).With("crs_ha_auto_rebalance_method", UnitValue.Text(Part("crs", "ha-auto-rebalance-method")));
        foreach (var number in (ReadOnlySpan<string>)["hold-duration", "margin", "threshold"])
            unit.With("crs_ha_auto_rebalance_" + number.Replace('-', '_'), UnitValue.Number(Part("crs", "ha-auto-rebalance-" + number)));
        if (Get("http_proxy") is { Length: > 0 } proxy)
        {
            if (proxy.Contains(SettingText.Hidden, StringComparison.Ordinal)) unit.Ignore("http_proxy", "its address holds a password");
            else unit.With("http_proxy", proxy);
        }
        foreach (var (key, value) in set)
            if (!Expressible.Contains(key)) unit.Inexpressible.Add($"{key}: {value}");
    }

    /// <summary>The options of the datacenter that the provider has attributes for.</summary>
    public static ImmutableHashSet<string> Expressible { get; } =
    [
        "keyboard", "language", "console", "email_from", "description", "mac_prefix", "max_workers", "ha", "migration", "next-id", "notify", "bwlimit", "crs", "http_proxy",
    ];

    private static HclValue? Notify(IReadOnlyDictionary<string, string>? parts)
    {
        if (parts is null) return null;
        (string Key, string Name)[] names =
        [
            ("fencing", "ha_fencing_mode"), ("target-fencing", "ha_fencing_target"), ("package-updates", "package_updates"), ("target-package-updates", "package_updates_target"),
            ("replication", "replication"), ("target-replication", "replication_target"),
        ];
        return HclValue.Of(names.Where(name => parts.ContainsKey(name.Key)).Select(name => KeyValuePair.Create(name.Name, HclValue.Of(parts[name.Key]))));
    }

    private static HclValue? Map(string? text) => string.IsNullOrEmpty(text) ? null : HclValue.Of(SettingText.Parts(text, "").Select(part => KeyValuePair.Create(part.Key, HclValue.Of(part.Value))));

    private static HclValue? Members(string? text, string defaultKey, params ReadOnlySpan<(string Key, Func<string?, HclValue?> Read)> members)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var parts = SettingText.Parts(text, defaultKey);
        var found = new List<KeyValuePair<string, HclValue>>();
        foreach (var (key, read) in members)
            if (read(parts.GetValueOrDefault(key)) is { } value) found.Add(new(key.Replace('-', '_'), value));
        return HclValue.Of(found);
    }

    // Paths may hold commas; then the list is JSON.
    private static IEnumerable<string> Paths(string? text) => text switch
    {
        null or "" => [],
        ['[', ..] => System.Text.Json.JsonDocument.Parse(text).RootElement.EnumerateArray().Select(item => item.GetString() ?? ""),
        _ => text.Split(',', StringSplitOptions.RemoveEmptyEntries),
    };
}
