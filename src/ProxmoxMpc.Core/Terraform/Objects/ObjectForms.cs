using System.Globalization;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>
/// Values in the type that the provider has for their attribute, as Terraform converts them: <c>dport = 443</c> is the text 443,
/// <c>vm_id = "100"</c> the number 100.
/// </summary>
internal static class ObjectForms
{
    private static readonly HashSet<string> Numbers = new(StringComparer.Ordinal)
    {
        "vm_id", "container_id", "mtu", "vlan", "bwlimit", "ionice", "pigz", "zstd", "maxfiles", "lockwait", "stopwait", "max_relocate", "max_restart", "max_workers", "nf_conntrack_max",
        "nf_conntrack_tcp_timeout_established", "burst", "timeout_reload", "max_protected_backups", "pos", "keep_daily", "keep_hourly", "keep_last", "keep_monthly", "keep_weekly", "keep_yearly",
        "bandwidth_limit_clone", "bandwidth_limit_default", "bandwidth_limit_migration", "bandwidth_limit_move", "bandwidth_limit_restore", "crs_ha_auto_rebalance_hold_duration", "crs_ha_auto_rebalance_margin",
        "crs_ha_auto_rebalance_threshold", "lower", "upper", "pbs_entries_max",
    };

    private static readonly HashSet<string> Flags = new(StringComparer.Ordinal)
    {
        "all", "autostart", "create_base_path", "create_subdirs", "disable", "ebtables", "enabled", "failback", "privileges_separation", "propagate", "protected", "remove", "repeat_missed", "shared",
        "snapshot_as_volume_chain", "stdexcludes", "strict", "thin_provision", "vlan_aware", "wipe_removed_volumes", "dhcp", "ipfilter", "macfilter", "ndp", "radv", "nftables", "nosmurfs", "nomatch", "keep_all",
        "crs_ha_rebalance_on_start", "crs_ha_auto_rebalance",
    };

    /// <summary>Converts all of a resource.</summary>
    public static void Convert(CodeNode node)
    {
        foreach (var (name, value) in node.Attributes.ToArray())
            if (Of(name, value) is var converted && !ReferenceEquals(converted, value)) node.Attributes[name] = converted;
        foreach (var block in node.Blocks) Convert(block.Body);
    }

    private static HclValue Of(string name, HclValue value) => value switch
    {
        HclValue.String { Value: var text } when Numbers.Contains(name) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? HclValue.Of(number) : value,
        HclValue.String { Value: "true" or "false" } truth when Flags.Contains(name) => HclValue.Of(truth.Value == "true"),
        HclValue.Number or HclValue.Bool when !Numbers.Contains(name) && !Flags.Contains(name) => HclValue.Of(HclConvert.Text(value)!),
        HclValue.List list when list.Items.Any(item => item is HclValue.Number or HclValue.Bool) => new HclValue.List([.. list.Items.Select(item => Of(name, item))]),
        // Nodes have their priorities there, all other maps are of texts.
        HclValue.Object map when name == "nodes" => With(map, (_, member) => Of("pos", member)),
        HclValue.Object map => With(map, Of),
        _ => value,
    };

    private static HclValue.Object With(HclValue.Object map, Func<string, HclValue, HclValue> convert)
    {
        KeyValuePair<string, HclValue>[] members = [.. map.Members.Select(member => KeyValuePair.Create(member.Key, convert(member.Key, member.Value)))];
        return members.Zip(map.Members).All(pair => ReferenceEquals(pair.First.Value, pair.Second.Value)) ? map : new(members);
    }
}
