using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>
/// What the provider 0.111.1 reads of objects beside nodes and guests when it imports them, worked out from Proxmox's settings
/// alone: it shares nothing with the code under test.
/// </summary>
internal sealed class ObjectProviderReading
{
    private const string Prefix = "proxmox_virtual_environment_";
    private readonly JsonObject _state = [];

    public static JsonObject Of(IReadOnlyCollection<ClusterObject> objects, IReadOnlyCollection<Guest> guests)
    {
        var reading = new ObjectProviderReading();
        foreach (var item in objects) reading.One(item);
        reading.Options([.. objects.OfType<ClusterOption>()]);
        reading.Firewalls(objects, guests);
        return reading._state;
    }

    private void Set(string type, string id, JsonObject attributes)
    {
        if (_state[type] is not JsonObject known) _state[type] = known = [];
        attributes["id"] ??= id;
        known[id] = attributes;
    }

    private static JsonNode? Text(GuestConfig set, string key) => set.Get(key) is { } text ? JsonValue.Create(text) : null;

    private static JsonNode Or(GuestConfig set, string key, string otherwise) => JsonValue.Create(set.Get(key) ?? otherwise);

    private static JsonNode? Number(string? text) => text is null ? null : JsonValue.Create(long.Parse(text, CultureInfo.InvariantCulture));

    private static JsonNode? Bool(string? text) => text is null ? null : JsonValue.Create(text == "1");

    private static JsonArray List(IEnumerable<string> items) => [.. items.Select(item => (JsonNode)item)];

    private static JsonArray Split(string? text) => List((text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

    private static string Time(string? seconds) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds ?? "0", CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private void One(ClusterObject item)
    {
        var set = item.Settings;
        switch (item.Kind)
        {
            case ObjectKind.User:
                Set(Prefix + "user", item.Name, new()
                {
                    ["user_id"] = item.Name, ["comment"] = Or(set, "comment", ""), ["email"] = Or(set, "email", ""), ["enabled"] = set.Get("enable") is not "0", ["expiration_date"] = Time(set.Get("expire")),
                    ["first_name"] = Or(set, "firstname", ""), ["last_name"] = Or(set, "lastname", ""), ["groups"] = Split(set.Get("groups")), ["keys"] = set.Get("keys") is null ? "" : "x!yubico",
                });
                break;
            case ObjectKind.Group:
                Set(Prefix + "group", item.Name, new() { ["group_id"] = item.Name, ["comment"] = Or(set, "comment", ""), ["members"] = Split(set.Get("users")) });
                break;
            case ObjectKind.Role:
                Set(Prefix + "role", item.Name, new() { ["role_id"] = item.Name, ["privileges"] = Split(set.Get("privs")) });
                break;
            case ObjectKind.Pool:
                Set(Prefix + "pool", item.Name, new() { ["pool_id"] = item.Name, ["comment"] = Or(set, "comment", ""), ["members"] = new JsonArray() });
                foreach (var storage in Split(set.Get("storage"))) Set("proxmox_pool_membership", $"{item.Name}/storage/{storage}", new() { ["pool_id"] = item.Name, ["storage_id"] = storage!.DeepClone(), ["type"] = "storage" });
                foreach (var vmid in Split(set.Get("vms"))) Set("proxmox_pool_membership", $"{item.Name}/vm/{vmid}", new() { ["pool_id"] = item.Name, ["vm_id"] = Number((string?)vmid), ["type"] = "vm" });
                break;
            case ObjectKind.Acl:
                Set("proxmox_acl", item.Name, new()
                {
                    ["path"] = Text(set, "path"), ["role_id"] = Text(set, "roleid"), ["propagate"] = set["propagate"] == "1",
                    [set["type"] == "group" ? "group_id" : set["type"] == "token" ? "token_id" : "user_id"] = Text(set, "ugid"),
                });
                break;
            case ObjectKind.Token:
                var bang = item.Name.IndexOf('!');
                Set("proxmox_user_token", item.Name, new()
                {
                    ["user_id"] = item.Name[..bang], ["token_name"] = item.Name[(bang + 1)..], ["comment"] = Text(set, "comment"), ["privileges_separation"] = Bool(set.Get("privsep")),
                    ["expiration_date"] = set.Get("expire") is null or "0" ? null : Time(set.Get("expire")),
                });
                break;
            case ObjectKind.HaResource:
                Set("proxmox_haresource", item.Name, new()
                {
                    ["resource_id"] = item.Name, ["type"] = Text(set, "type"), ["state"] = Text(set, "state"), ["comment"] = Text(set, "comment"), ["failback"] = Bool(set.Get("failback")), ["group"] = Text(set, "group"),
                    ["max_relocate"] = Number(set.Get("max_relocate")), ["max_restart"] = Number(set.Get("max_restart")),
                });
                break;
            case ObjectKind.HaRule:
                var nodes = set.Get("nodes") is { } list ? new JsonObject(list.Split(',').Select(node => node.Split(':')).Select(parts => KeyValuePair.Create(parts[0], parts.Length > 1 ? Number(parts[1]) : null))) : null;
                Set("proxmox_harule", item.Name, new()
                {
                    ["rule"] = item.Name, ["type"] = Text(set, "type"), ["comment"] = Text(set, "comment"), ["disable"] = set.Get("disable") == "1", ["resources"] = Split(set.Get("resources")), ["nodes"] = nodes,
                    ["strict"] = set.Get("strict") == "1", ["affinity"] = Text(set, "affinity"),
                });
                break;
            case ObjectKind.BackupJob: Job(item.Name, set); break;
            case ObjectKind.StorageDefinition: Storage(item.Name, set); break;
            case ObjectKind.Network: Interface(item.Scope.Node!, item.Name, set); break;
        }
    }

    private static JsonObject? Map(string? text, Func<string, JsonNode?> value) =>
        text is null ? null : new(text.Split(',').Select(part => part.Split('=', 2)).Select(part => KeyValuePair.Create(part[0].Replace('-', '_'), value(part[1]))));

    private void Job(string name, GuestConfig set)
    {
        var state = new JsonObject { ["id"] = name };
        foreach (var key in new[] { "schedule", "storage", "node", "mode", "compress", "starttime", "mailnotification", "notes-template", "script", "pool", "pbs-change-detection-mode", "tmpdir" }) state[key.Replace('-', '_')] = Text(set, key);
        foreach (var key in new[] { "enabled", "all", "remove", "protected", "repeat-missed", "stdexcludes" }) state[key.Replace('-', '_')] = Bool(set.Get(key));
        foreach (var key in new[] { "maxfiles", "bwlimit", "ionice", "pigz", "zstd", "lockwait", "stopwait" }) state[key] = Number(set.Get(key));
        foreach (var key in new[] { "vmid", "mailto" }) state[key] = set.Get(key) is { } list ? List(list.Split(',')) : null;
        state["exclude_path"] = set.Get("exclude-path") switch { null => null, ['[', ..] json => JsonNode.Parse(json), var list => List(list.Split(',')) };
        state["prune_backups"] = set.Get("prune-backups") is { } prune ? new JsonObject(prune.Split(',').Select(part => part.Split('=')).Select(part => KeyValuePair.Create(part[0], (JsonNode?)JsonValue.Create(part[1])))) : null;
        state["fleecing"] = Map(set.Get("fleecing"), value => value is "0" or "1" ? value == "1" : value);
        state["performance"] = Map(set.Get("performance"), Number);
        Set("proxmox_backup_job", name, state);
    }

    private void Storage(string name, GuestConfig set)
    {
        var type = set["type"];
        var state = new JsonObject { ["id"] = name, ["nodes"] = Split(set.Get("nodes")), ["content"] = Split(set.Get("content")), ["disable"] = set.Get("disable") == "1", ["shared"] = set.Get("shared") == "1" };
        if (type is "dir" or "nfs" or "cifs")
        {
            state["create_base_path"] = set.Get("create-base-path") is not "0";
            state["create_subdirs"] = set.Get("create-subdirs") is not "0";
        }
        var names = type switch
        {
            "dir" => new[] { "path:path", "preallocation:preallocation" },
            "nfs" => ["server:server", "export:export", "options:options", "preallocation:preallocation"],
            "cifs" => ["server:server", "share:share", "username:username", "domain:domain", "subdir:subdirectory", "options:options", "preallocation:preallocation"],
            "pbs" => ["server:server", "datastore:datastore", "username:username", "namespace:namespace", "fingerprint:fingerprint"],
            "lvm" => ["vgname:volume_group"],
            "lvmthin" => ["vgname:volume_group", "thinpool:thin_pool"],
            "zfspool" => ["pool:zfs_pool", "blocksize:blocksize"],
            _ => [],
        };
        foreach (var pair in names.Select(pair => pair.Split(':'))) state[pair[1]] = Text(set, pair[0]);
        if (type == "zfspool") state["thin_provision"] = Bool(set.Get("sparse"));
        if (type == "lvm" && set.Get("saferemove") is { } wipe) state["wipe_removed_volumes"] = wipe == "1";
        Set("proxmox_storage_" + (type == "dir" ? "directory" : type), name, state);
    }

    private void Interface(string node, string name, GuestConfig set)
    {
        var state = new JsonObject
        {
            ["node_name"] = node, ["name"] = name, ["timeout_reload"] = 100, ["address"] = Text(set, "cidr"), ["gateway"] = Text(set, "gateway"), ["address6"] = Text(set, "cidr6"), ["gateway6"] = Text(set, "gateway6"),
            ["mtu"] = Number(set.Get("mtu")), ["comment"] = set.Get("comments")?.Trim() is { } comment ? comment : null,
        };
        switch (set["type"])
        {
            case "bridge":
                state["autostart"] = set.Get("autostart") == "1";
                state["vlan_aware"] = set.Get("bridge_vlan_aware") == "1";
                state["ports"] = set.Get("bridge_ports") is { Length: > 0 } ports ? List(ports.Split(' ')) : null;
                state["vids"] = Text(set, "bridge_vids");
                break;
            case "bond":
                state["autostart"] = set.Get("autostart") == "1";
                state["slaves"] = List(set["slaves"].Split(' ').Order(StringComparer.Ordinal));
                state["bond_mode"] = Text(set, "bond_mode");
                state["bond_primary"] = Text(set, "bond-primary");
                state["bond_xmit_hash_policy"] = Text(set, "bond_xmit_hash_policy");
                break;
            case "vlan":
                state["autostart"] = Bool(set.Get("autostart"));
                state["vlan"] = Number(set.Get("vlan-id"));
                state["interface"] = Text(set, "vlan-raw-device");
                break;
            default: return;
        }
        Set($"proxmox_network_linux_{set["type"]}", $"{node}:{name}", state);
    }

    private void Options(ClusterOption[] options)
    {
        var set = GuestConfig.From(options.Select(option => KeyValuePair.Create(option.Name, option.Settings["value"])));
        var state = new JsonObject();
        foreach (var key in new[] { "email_from", "keyboard", "language", "console", "mac_prefix", "description" }) state[key] = Text(set, key);
        state["http_proxy"] = set.Get("http_proxy")?.Replace("**********", "me:secret", StringComparison.Ordinal);
        state["max_workers"] = Number(set.Get("max_workers"));
        Dictionary<string, string> Parts(string key, string first) => (set.Get(key) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Contains('=') ? part.Split('=', 2) : [first, part]).ToDictionary(part => part[0], part => part[1]);
        foreach (var (key, value) in Parts("bwlimit", "")) state["bandwidth_limit_" + key] = Number(value);
        state["ha_shutdown_policy"] = Parts("ha", "").GetValueOrDefault("shutdown_policy");
        state["migration_type"] = Parts("migration", "type").GetValueOrDefault("type");
        state["migration_cidr"] = Parts("migration", "type").GetValueOrDefault("network");
        if (Parts("next-id", "") is { Count: > 0 } next) state["next_id"] = new JsonObject { ["lower"] = Number(next.GetValueOrDefault("lower")), ["upper"] = Number(next.GetValueOrDefault("upper")) };
        if (Parts("notify", "") is { Count: > 0 } notify) state["notify"] = new JsonObject { ["ha_fencing_mode"] = notify.GetValueOrDefault("fencing"), ["ha_fencing_target"] = notify.GetValueOrDefault("target-fencing") };
        state["crs_ha"] = Parts("crs", "ha").GetValueOrDefault("ha");
        state["crs_ha_rebalance_on_start"] = Bool(Parts("crs", "ha").GetValueOrDefault("ha-rebalance-on-start"));
        Set("proxmox_cluster_options", "cluster", state);
    }

    private void Firewalls(IReadOnlyCollection<ClusterObject> objects, IReadOnlyCollection<Guest> guests)
    {
        var places = new List<(ObjectScope Scope, string Id, JsonObject Selector)> { (ObjectScope.Cluster, "cluster", []) };
        foreach (var node in new[] { "pve1", "pve2" }) places.Add((ObjectScope.OfNode(node), $"node/{node}", new() { ["node_name"] = node }));
        foreach (var guest in guests)
            places.Add((ObjectScope.OfGuest(guest.VmId), $"{(guest.Kind == GuestKind.Qemu ? "vm" : "container")}/{guest.Node}/{guest.VmId}", new() { ["node_name"] = guest.Node, [guest.Kind == GuestKind.Qemu ? "vm_id" : "container_id"] = guest.VmId }));
        foreach (var (scope, id, selector) in places)
        {
            JsonObject State(params ReadOnlySpan<(string, JsonNode?)> attributes)
            {
                var state = (JsonObject)selector.DeepClone();
                foreach (var (name, value) in attributes) state[name] = value;
                return state;
            }

            Set(Prefix + "firewall_rules", id, State(("rule", Rules(objects, scope))));
            foreach (var set in objects.OfType<FirewallIpSet>().Where(set => set.Scope == scope))
                Set(Prefix + "firewall_ipset", $"{id}/{set.Name}", State(("name", set.Name), ("comment", Or(set.Settings, "comment", "")),
                    ("cidr", new JsonArray([.. set.Settings.Keys.Where(key => key.StartsWith("entry ", StringComparison.Ordinal)).Select(key => key[6..]).Select(cidr => (JsonNode)new JsonObject { ["name"] = cidr, ["nomatch"] = set.Settings["entry " + cidr] == "1", ["comment"] = Or(set.Settings, "comment " + cidr, "") })]))));
            var options = GuestConfig.From(objects.OfType<FirewallOption>().Where(option => option.Scope == scope).Select(option => KeyValuePair.Create(option.Name, option.Settings["value"])));
            if (scope.VmId is not null)
                Set(Prefix + "firewall_options", id, State(("dhcp", Bool(options.Get("dhcp"))), ("enabled", Bool(options.Get("enable"))), ("ipfilter", Bool(options.Get("ipfilter"))), ("macfilter", Bool(options.Get("macfilter"))), ("ndp", Bool(options.Get("ndp"))),
                    ("radv", Bool(options.Get("radv"))), ("log_level_in", Text(options, "log_level_in")), ("log_level_out", Text(options, "log_level_out")), ("input_policy", Text(options, "policy_in")), ("output_policy", Text(options, "policy_out"))));
            else if (scope.Node is { } node)
            {
                var state = State();
                foreach (var key in new[] { "ndp", "nftables", "nosmurfs" }) state[key] = Bool(options.Get(key));
                foreach (var key in new[] { "log_level_forward", "log_level_in", "log_level_out", "smurf_log_level", "tcp_flags_log_level" }) state[key] = Text(options, key);
                foreach (var key in new[] { "nf_conntrack_max", "nf_conntrack_tcp_timeout_established" }) state[key] = Number(options.Get(key));
                state["enabled"] = Bool(options.Get("enable"));
                Set("proxmox_node_firewall", node, state);
            }
            else
            {
                var limit = options.Get("log_ratelimit") is null ? [] : new JsonArray(new JsonObject { ["burst"] = 7, ["enabled"] = true, ["rate"] = "2/second" });
                Set(Prefix + "cluster_firewall", "cluster", State(("enabled", Bool(options.Get("enable"))), ("ebtables", Bool(options.Get("ebtables"))), ("input_policy", Text(options, "policy_in")), ("output_policy", Text(options, "policy_out")), ("forward_policy", Text(options, "policy_forward")), ("log_ratelimit", limit)));
            }
        }
        foreach (var group in objects.OfType<FirewallGroup>())
            Set(Prefix + "cluster_firewall_security_group", group.Name, new() { ["name"] = group.Name, ["comment"] = Or(group.Settings, "comment", ""), ["rule"] = Rules(objects, ObjectScope.OfGroup(group.Name)) });
    }

    private static JsonArray Rules(IEnumerable<ClusterObject> objects, ObjectScope scope) => new([.. objects.OfType<FirewallRule>().Where(rule => rule.Scope == scope).OrderBy(rule => int.Parse(rule.Name, CultureInfo.InvariantCulture)).Select(rule =>
    {
        var set = rule.Settings;
        var state = new JsonObject { ["pos"] = Number(rule.Name), ["enabled"] = set["enable"] == "1", ["comment"] = Or(set, "comment", ""), ["iface"] = Or(set, "iface", "") };
        var isGroup = set["type"] == "group";
        state["security_group"] = isGroup ? set["action"] : "";
        state["type"] = isGroup ? "" : set["type"];
        state["action"] = isGroup ? "" : set["action"];
        foreach (var key in new[] { "dest", "dport", "log", "macro", "proto", "source", "sport" }) state[key] = isGroup ? "" : Or(set, key, "");
        return (JsonNode)state;
    })]);
}
