using System.Collections.Immutable;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>The options of the datacenter out of code: the inverse of <see cref="ResourceUnits"/>'s.</summary>
internal static class OptionsDecoding
{
    /// <summary>Attributes that are parts of options.</summary>
    private static readonly (string Attribute, string Option, string Part, char Form)[] Parts =
    [
        ("ha_shutdown_policy", "ha", "shutdown_policy", 't'), ("migration_type", "migration", "type", 't'), ("migration_cidr", "migration", "network", 't'),
        ("bandwidth_limit_clone", "bwlimit", "clone", 'n'), ("bandwidth_limit_default", "bwlimit", "default", 'n'), ("bandwidth_limit_migration", "bwlimit", "migration", 'n'),
        ("bandwidth_limit_move", "bwlimit", "move", 'n'), ("bandwidth_limit_restore", "bwlimit", "restore", 'n'),
        ("crs_ha", "crs", "ha", 't'), ("crs_ha_rebalance_on_start", "crs", "ha-rebalance-on-start", 'f'), ("crs_ha_auto_rebalance", "crs", "ha-auto-rebalance", 'f'),
        ("crs_ha_auto_rebalance_method", "crs", "ha-auto-rebalance-method", 't'), ("crs_ha_auto_rebalance_hold_duration", "crs", "ha-auto-rebalance-hold-duration", 'n'),
        ("crs_ha_auto_rebalance_margin", "crs", "ha-auto-rebalance-margin", 'n'), ("crs_ha_auto_rebalance_threshold", "crs", "ha-auto-rebalance-threshold", 'n'),
    ];

    private static readonly (string Key, string Name)[] Notify =
    [
        ("fencing", "ha_fencing_mode"), ("target-fencing", "ha_fencing_target"), ("package-updates", "package_updates"), ("target-package-updates", "package_updates_target"),
        ("replication", "replication"), ("target-replication", "replication_target"),
    ];

    /// <summary>What the resource can express of the options that consist of parts.</summary>
    public static IEnumerable<string> Expressible { get; } =
        Parts.Select(part => $"{part.Option}/{part.Part}").Concat(Notify.Select(part => $"notify/{part.Key}")).Concat(["next-id/lower", "next-id/upper"]).ToImmutableArray();

    public static DecodedObjects Of(ResourceDecoding code, ObjectKey key)
    {
        foreach (var option in (ReadOnlySpan<string>)["keyboard", "language", "console", "email_from", "description", "mac_prefix", "http_proxy"]) code.Text(option, option);
        code.Number("max_workers", "max_workers");
        foreach (var option in Parts.GroupBy(part => part.Option, StringComparer.Ordinal))
        {
            var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (attribute, _, part, form) in option)
                if (code.Value(attribute, $"{option.Key}/{part}") is { } value)
                {
                    var text = form switch { 'n' => ResourceDecoding.Number(value), 'f' => SettingText.Flag(HclConvert.Text(value)) is { } flag ? flag ? "1" : "0" : null, _ => HclConvert.Text(value) };
                    if (text is null) code.Fail($"{attribute}: {(form == 'n' ? "a whole number" : form == 'f' ? "true or false" : "one value")} is needed here.");
                    else found[part] = text;
                }
            code.Set(option.Key, found.Count == 0 ? null : string.Join(',', found.Select(part => $"{part.Key}={part.Value}")));
        }
        Whole(code, "next_id", "next-id", value => ResourceObjectsDecoding.Parts(value, "lower", "upper"));
        Whole(code, "notify", "notify", Notifications);
        code.Maps([.. Expressible]);
        return code.Done(code.Settings.Select(option => ClusterObject.Of(key with { Name = option.Key }, GuestConfig.Of((ClusterOption.ValueKey, option.Value)))).ToArray());
    }

    // An object of the provider is an option of Proxmox; an empty one is none.
    private static void Whole(ResourceDecoding code, string attribute, string key, Func<HclValue, string?> spell)
    {
        if (code.Value(attribute, key) is not { } value || value is HclValue.Object { Members.Count: 0 }) return;
        if (spell(value) is { } text) code.Set(key, text);
        else code.Fail($"{attribute}: an object with the provider's own members is needed here.");
    }

    private static string? Notifications(HclValue value)
    {
        if (value is not HclValue.Object map) return null;
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, member) in map.ByKey())
        {
            if (member is HclValue.Null) continue;
            if (Notify.FirstOrDefault(one => one.Name == name).Key is not { } key || HclConvert.Text(member) is not { } text) return null;
            parts[key] = text;
        }
        return string.Join(',', parts.Select(part => $"{part.Key}={part.Value}"));
    }
}
