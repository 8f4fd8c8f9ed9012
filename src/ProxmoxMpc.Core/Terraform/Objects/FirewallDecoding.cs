using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>Firewalls out of code: the inverse of <see cref="FirewallUnits"/>.</summary>
internal static class FirewallDecoding
{
    /// <summary>Before the settings of rules, which are many; alone for all of them, where only Terraform knows them.</summary>
    public const string RulePrefix = "rule/";

    /// <summary>Attributes that say whose firewall it is.</summary>
    internal static readonly string[] Place = ["node_name", "vm_id", "container_id"];

    private static readonly (string Attribute, string Key)[] RuleAttributes =
    [
        ("type", "type"), ("action", "action"), ("macro", "macro"), ("proto", "proto"), ("source", "source"), ("sport", "sport"), ("dest", "dest"), ("dport", "dport"), ("log", "log"), ("iface", "iface"), ("comment", "comment"),
    ];

    public static DecodedObjects Of(ResourceDecoding code, ObjectKey key)
    {
        code.Said(Place);
        switch (key.Kind)
        {
            case ObjectKind.FirewallOption:
                return Options(code, key);
            case ObjectKind.FirewallRule:
                return code.Done(Rules(code, key.Scope));
            case ObjectKind.FirewallGroup:
                code.Said("name").Text("comment", "comment");
                return code.Done(Rules(code, ObjectScope.OfGroup(key.Name)).Prepend(ClusterObject.Of(key, GuestConfig.From(code.Settings))).ToArray());
            case ObjectKind.FirewallAlias:
                return code.Said("name").Text("cidr", "cidr").Text("comment", "comment").One(key);
            default:
                return Set(code, key);
        }
    }

    /// <summary>The options that the resource for a firewall can express.</summary>
    public static ImmutableHashSet<string> Options(ObjectScope scope) => scope.IsCluster ? ["enable", "ebtables", "policy_in", "policy_out", "policy_forward", "log_ratelimit"]
        : [.. scope.Node is not null ? FirewallUnits.NodeOptions.Select(option => option.Key) : FirewallUnits.GuestOptions.Select(option => option.Key)];

    private static DecodedObjects Options(ResourceDecoding code, ObjectKey key)
    {
        if (key.Scope.IsCluster)
        {
            code.Flag("enabled", "enable").Flag("ebtables", "ebtables").Text("input_policy", "policy_in").Text("output_policy", "policy_out").Text("forward_policy", "policy_forward");
            if (code.Blocks("log_ratelimit", "log_ratelimit") is [var limit, ..]) code.Set("log_ratelimit", Limit(code, limit));
        }
        else if (key.Scope.Node is not null)
        {
            foreach (var (name, attribute, form) in FirewallUnits.NodeOptions)
                if (form == 'f') code.Flag(attribute, name);
                else if (form == 'n') code.Number(attribute, name);
                else code.Text(attribute, name);
        }
        else
        {
            foreach (var (name, attribute, isFlag, _) in FirewallUnits.GuestOptions)
                if (isFlag) code.Flag(attribute, name);
                else code.Text(attribute, name);
        }
        return code.Done(code.Settings.Select(option => ClusterObject.Of(key with { Name = option.Key }, GuestConfig.Of((ClusterOption.ValueKey, option.Value)))).ToArray());
    }

    // What the block leaves out the provider fills in, with what is Proxmox's default, too.
    private static string Limit(ResourceDecoding code, CodeNode block)
    {
        code.Only(block, "log_ratelimit", "enabled", "burst", "rate");
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["enable"] = "1" };
        if (code.In(block, "log_ratelimit", "enabled") is { } enabled && SettingText.Flag(HclConvert.Text(enabled)) is { } flag) parts["enable"] = flag ? "1" : "0";
        if (code.In(block, "log_ratelimit", "burst") is { } burst && ResourceDecoding.Number(burst) is { } number) parts["burst"] = number;
        if (code.In(block, "log_ratelimit", "rate") is { } rate && HclConvert.Text(rate) is { } text) parts["rate"] = text;
        return string.Join(',', parts.Select(part => $"{part.Key}={part.Value}"));
    }

    private static IEnumerable<ClusterObject> Rules(ResourceDecoding code, ObjectScope scope)
    {
        code.Maps([.. RuleAttributes.Select(one => RulePrefix + one.Key), RulePrefix + "enable"]);
        if (code.Blocks("rule", RulePrefix) is not { } blocks) return [];
        return blocks.Select((block, place) => ClusterObject.Of(new(ObjectKind.FirewallRule, scope, place.ToString(CultureInfo.InvariantCulture)), Rule(code, block))).ToArray();
    }

    private static GuestConfig Rule(ResourceDecoding code, CodeNode block)
    {
        code.Only(block, "rule", [.. RuleAttributes.Select(one => one.Attribute), "security_group", "enabled", "pos"]);
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (attribute, key) in RuleAttributes)
            if (code.In(block, "rule", attribute) is { } value)
            {
                if (HclConvert.Text(value) is { } text) settings[key] = text;
                else code.Fail($"rule.{attribute}: one value is needed here.");
            }
        if (code.In(block, "rule", "security_group") is HclValue.String { Value: var group })
        {
            settings["type"] = "group";
            settings["action"] = group;
        }
        else if (!settings.ContainsKey("type") || !settings.ContainsKey("action")) code.Fail("A rule needs a type and an action, or a security_group.");
        settings["enable"] = code.In(block, "rule", "enabled") is not { } enabled || SettingText.Flag(HclConvert.Text(enabled)) != false ? "1" : "0";
        return GuestConfig.From(settings);
    }

    private static DecodedObjects Set(ResourceDecoding code, ObjectKey key)
    {
        code.Said("name").Text("comment", "comment");
        if (code.Blocks("cidr", FirewallIpSet.EntryPrefix) is { } entries)
            foreach (var entry in entries)
            {
                code.Only(entry, "cidr", "name", "nomatch", "comment");
                if (code.In(entry, "cidr", "name") is not HclValue.String { Value: var cidr })
                {
                    code.Fail("cidr: an entry of an IP set needs a name, the address.");
                    continue;
                }
                code.Set(FirewallIpSet.EntryPrefix + cidr, code.In(entry, "cidr", "nomatch") is { } nomatch && SettingText.Flag(HclConvert.Text(nomatch)) == true ? "1" : "0");
                if (code.In(entry, "cidr", "comment") is { } comment && HclConvert.Text(comment) is { } text) code.Set(FirewallIpSet.CommentPrefix + cidr, text);
            }
        return code.One(key);
    }
}
