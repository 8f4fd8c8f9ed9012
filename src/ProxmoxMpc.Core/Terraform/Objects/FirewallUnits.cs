using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>Firewalls as code: options and rules of the cluster, nodes and guests, security groups, IP sets.</summary>
internal static class FirewallUnits
{
    private const string Prefix = "proxmox_virtual_environment_";

    internal static readonly (string Key, string Attribute, bool IsFlag, string? Default)[] GuestOptions =
    [
        ("enable", "enabled", true, "0"), ("dhcp", "dhcp", true, "0"), ("ipfilter", "ipfilter", true, null), ("log_level_in", "log_level_in", false, "nolog"), ("log_level_out", "log_level_out", false, "nolog"),
        ("macfilter", "macfilter", true, "1"), ("ndp", "ndp", true, "0"), ("policy_in", "input_policy", false, "DROP"), ("policy_out", "output_policy", false, "ACCEPT"), ("radv", "radv", true, "1"),
    ];

    internal static readonly (string Key, string Attribute, char Form)[] NodeOptions =
    [
        ("enable", "enabled", 'f'), ("log_level_forward", "log_level_forward", 't'), ("log_level_in", "log_level_in", 't'), ("log_level_out", "log_level_out", 't'), ("ndp", "ndp", 'f'),
        ("nf_conntrack_max", "nf_conntrack_max", 'n'), ("nf_conntrack_tcp_timeout_established", "nf_conntrack_tcp_timeout_established", 'n'), ("nftables", "nftables", 'f'), ("nosmurfs", "nosmurfs", 'f'),
        ("smurf_log_level", "smurf_log_level", 't'), ("tcp_flags_log_level", "tcp_flags_log_level", 't'),
    ];

    public static void Add(ObjectUnitMaker maker, IReadOnlyCollection<ClusterObject> objects, IReadOnlyDictionary<int, Guest> guests)
    {
        foreach (var scope in objects.OfType<FirewallOption>().GroupBy(option => option.Scope)) Options(maker, scope.Key, [.. scope], guests);
        var rules = objects.OfType<FirewallRule>().ToLookup(rule => rule.Scope);
        foreach (var scope in rules.Where(scope => scope.Key.SecurityGroup is null))
        {
            if (Place(scope.Key, guests) is not { } place) continue;
            Rules(Selected(maker.Add(new(new(ObjectKind.FirewallRule, scope.Key, ""), Prefix + "firewall_rules", place.Id, place.Hint)), scope.Key, place), scope);
        }
        foreach (var group in objects.OfType<FirewallGroup>())
            Rules(maker.Add(new(group.Key, Prefix + "cluster_firewall_security_group", group.Name, group.Name)).With("name", group.Name).With("comment", UnitValue.Text(group.Comment)), rules[ObjectScope.OfGroup(group.Name)]);
        foreach (var set in objects.OfType<FirewallIpSet>()) Set(maker, set, guests);
        foreach (var alias in objects.OfType<FirewallAlias>()) Alias(maker, alias, guests);
    }

    private static void Options(ObjectUnitMaker maker, ObjectScope scope, FirewallOption[] options, IReadOnlyDictionary<int, Guest> guests)
    {
        var set = options.ToDictionary(option => option.Name, option => option.Value, StringComparer.Ordinal);
        var key = options[0].Key with { Name = "" };
        if (scope.IsCluster) Cluster(maker.Add(new(key, Prefix + "cluster_firewall", "cluster", "cluster")), set);
        else if (scope.Node is { } node)
        {
            // All of them, so that each is told.
            if (NodeOptions.Any(option => !set.ContainsKey(option.Key)) && options.Count(option => maker.Refuses(option, $"{option.Value}: the provider reads a node's options only where all of them are set", key)) > 0) return;
            var unit = maker.Add(new(key, "proxmox_node_firewall", node, node)).With("node_name", node);
            foreach (var (name, attribute, form) in NodeOptions)
                if (set.TryGetValue(name, out var value)) unit.With(attribute, form switch { 'f' => UnitValue.Flag(value), 'n' => UnitValue.Number(value), _ => value });
            Leave(unit, set, NodeOptions.Select(option => option.Key));
        }
        else if (Place(scope, guests) is { } place)
        {
            var unit = Selected(maker.Add(new(key, Prefix + "firewall_options", place.Id, place.Hint)), scope, place);
            foreach (var (name, attribute, isFlag, standard) in GuestOptions)
            {
                if (set.TryGetValue(name, out var value)) unit.With(attribute, isFlag ? UnitValue.Flag(value) : value);
                else if (standard is not null) unit.Ignore(attribute, "");
            }
            Leave(unit, set, GuestOptions.Select(option => option.Key));
        }
    }

    private static void Cluster(ObjectUnit unit, Dictionary<string, string> set)
    {
        unit.With("enabled", UnitValue.Flag(set.GetValueOrDefault("enable"))).With("ebtables", UnitValue.Flag(set.GetValueOrDefault("ebtables")));
        foreach (var (key, attribute) in (ReadOnlySpan<(string, string)>)[("policy_in", "input_policy"), ("policy_out", "output_policy"), ("policy_forward", "forward_policy")])
        {
            if (set.TryGetValue(key, out var policy)) unit.With(attribute, policy);
            else unit.Ignore(attribute, "");
        }
        if (set.TryGetValue("log_ratelimit", out var limit))
        {
            var parts = SettingText.Parts(limit, "enable");
            var block = unit.Node.Single("log_ratelimit");
            if (UnitValue.Flag(parts.GetValueOrDefault("enable")) is { } enabled) block.Attributes["enabled"] = enabled;
            if (UnitValue.Number(parts.GetValueOrDefault("burst")) is { } burst) block.Attributes["burst"] = burst;
            if (parts.GetValueOrDefault("rate") is { } rate) block.Attributes["rate"] = rate;
        }
        Leave(unit, set, ["enable", "ebtables", "policy_in", "policy_out", "policy_forward", "log_ratelimit"]);
    }

    private static void Leave(ObjectUnit unit, Dictionary<string, string> set, IEnumerable<string> said)
    {
        foreach (var key in set.Keys.Except(said, StringComparer.Ordinal).Order(StringComparer.Ordinal)) unit.Inexpressible.Add($"{key}: {set[key]}");
    }

    private static void Rules(ObjectUnit unit, IEnumerable<FirewallRule> rules)
    {
        foreach (var rule in rules)
        {
            var block = new CodeNode();
            void With(string attribute, HclValue? value)
            {
                if (value is not null) block.Attributes[attribute] = value;
            }

            if (rule.Type == "group") With("security_group", rule.Action);
            else
            {
                With("type", rule.Type);
                With("action", rule.Action);
                With("macro", UnitValue.Text(rule.Macro));
                With("proto", UnitValue.Text(rule.Protocol));
                With("source", UnitValue.Text(rule.Source));
                With("sport", UnitValue.Text(rule.SourcePort));
                With("dest", UnitValue.Text(rule.Destination));
                With("dport", UnitValue.Text(rule.DestinationPort));
                With("log", UnitValue.Text(rule.Log));
            }
            With("iface", UnitValue.Text(rule.Interface));
            With("enabled", rule.Enabled ? null : false);
            With("comment", UnitValue.Text(rule.Comment));
            unit.Node.Blocks.Add(new("rule", block));
            foreach (var (key, value) in rule.Settings)
                if (key is not ("type" or "action" or "macro" or "proto" or "source" or "sport" or "dest" or "dport" or "log" or "iface" or "enable" or "comment")) unit.Inexpressible.Add($"rule {rule.Position}: {key}: {value}");
        }
    }

    private static void Set(ObjectUnitMaker maker, FirewallIpSet set, IReadOnlyDictionary<int, Guest> guests)
    {
        if (Place(set.Scope, guests) is not { } place) return;
        var unit = Selected(maker.Add(new(set.Key, Prefix + "firewall_ipset", $"{place.Id}/{set.Name}", set.Scope.IsCluster ? set.Name : $"{place.Hint} {set.Name}")), set.Scope, place)
            .With("name", set.Name).With("comment", UnitValue.Text(set.Comment));
        foreach (var entry in set.Entries)
        {
            var block = new CodeNode();
            block.Attributes["name"] = entry.Cidr;
            if (entry.NoMatch) block.Attributes["nomatch"] = true;
            if (!string.IsNullOrEmpty(entry.Comment)) block.Attributes["comment"] = entry.Comment;
            unit.Node.Blocks.Add(new("cidr", block));
        }
    }

    private static void Alias(ObjectUnitMaker maker, FirewallAlias alias, IReadOnlyDictionary<int, Guest> guests)
    {
        if (maker.Refuses(alias, $"{alias.Cidr}: the provider cannot import aliases") || Place(alias.Scope, guests) is not { } place) return;
        Selected(maker.Add(new(alias.Key, Prefix + "firewall_alias", $"{place.Id}/{alias.Name}", alias.Scope.IsCluster ? alias.Name : $"{place.Hint} {alias.Name}")), alias.Scope, place)
            .With("name", alias.Name).With("cidr", alias.Cidr).With("comment", UnitValue.Text(alias.Comment));
    }

    private static ObjectUnit Selected(ObjectUnit unit, ObjectScope scope, (string Id, string Hint, string? Node, GuestKind Kind) place) =>
        unit.With("node_name", UnitValue.Text(place.Node)).With(place.Kind == GuestKind.Qemu ? "vm_id" : "container_id", scope.VmId is { } vmid ? (long)vmid : null);

    /// <summary>How the provider calls a firewall; null for one of a guest that is not known.</summary>
    private static (string Id, string Hint, string? Node, GuestKind Kind)? Place(ObjectScope scope, IReadOnlyDictionary<int, Guest> guests)
    {
        if (scope.IsCluster) return ("cluster", "cluster", null, default);
        if (scope.Node is { } node) return ($"node/{node}", node, node, default);
        if (scope.VmId is not { } vmid || !guests.TryGetValue(vmid, out var guest)) return null;
        return (FormattableString.Invariant($"{(guest.Kind == GuestKind.Qemu ? "vm" : "container")}/{guest.Node}/{vmid}"), FormattableString.Invariant($"{guest.Name} {vmid}"), guest.Node, guest.Kind);
    }
}
