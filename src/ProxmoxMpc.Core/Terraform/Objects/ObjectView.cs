using System.Text;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>
/// A resource as comparable text: attribute to expression, blocks of a type together under its name. What is at the
/// provider's default is absent, sets are sorted.
/// </summary>
internal static class ObjectView
{
    private static readonly HashSet<string> Sets = new(StringComparer.Ordinal) { "groups", "privileges", "content", "nodes", "resources", "slaves" };

    /// <summary>By attribute; where a type of resource has another default, by type and attribute.</summary>
    private static readonly Dictionary<string, HclValue> Defaults = new(StringComparer.Ordinal)
    {
        ["proxmox_virtual_environment_user.enabled"] = true,
        ["rule.enabled"] = true,
        ["cidr.nomatch"] = false,
        ["propagate"] = true,
        ["privileges_separation"] = true,
        ["autostart"] = true,
        ["create_base_path"] = true,
        ["create_subdirs"] = true,
        ["timeout_reload"] = 100,
        ["proxmox_network_linux_bridge.vlan_aware"] = false,
        // Proxmox fills these in by itself.
        ["proxmox_network_linux_bridge.vids"] = "2-4094",
        ["proxmox_network_linux_bond.bond_mode"] = "balance-rr",
        ["proxmox_backup_job.enabled"] = true,
        ["proxmox_cluster_options.mac_prefix"] = "BC:24:11",
        ["proxmox_storage_directory.shared"] = true,
        ["proxmox_storage_lvm.shared"] = false,
        ["wipe_removed_volumes"] = false,
        ["disable"] = false,
        ["strict"] = false,
        ["proxmox_haresource.state"] = "started",
    };

    // Not the object's: where Terraform keeps it, and what only Terraform knows.
    private static readonly HashSet<string> Meta = new(StringComparer.Ordinal) { "depends_on", "provider", "for_each", "count", "password" };

    public static AttributeMap Of(string type, CodeNode node)
    {
        var view = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in node.Attributes)
            if (!Meta.Contains(name) && Text(type, name, value) is { } text) view.Add(new(name, text));
        foreach (var group in node.Blocks.GroupBy(block => block.Type, StringComparer.Ordinal))
        {
            // In which order the entries of an IP set stand says nothing.
            var blocks = group.Key == "cidr" ? group.OrderBy(block => block.Body.Text("name"), StringComparer.Ordinal) : group.AsEnumerable();
            view.Add(new(group.Key, string.Concat(blocks.Select(block => Block(group.Key, block.Body)))));
        }
        return AttributeMap.From(view);
    }

    /// <summary>One block, in a form that does not depend on the order of its attributes.</summary>
    public static string Block(string type, CodeNode node)
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in node.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (Text(type, name, value) is { } expression) text.Append(' ').Append(name).Append(" = ").Append(expression).Append(';');
        return text.Append(" }\n").ToString();
    }

    private static string? Text(string type, string name, HclValue value)
    {
        if (value is HclValue.Null or HclValue.String { Value.Length: 0 } or HclValue.List { Items.Count: 0 }) return null;
        if ((Defaults.GetValueOrDefault($"{type}.{name}") ?? Defaults.GetValueOrDefault(name)) is { } standard && standard.Equals(value)) return null;
        return (value switch
        {
            // Proxmox ends it with a line break, whatever was given.
            HclValue.String { Value: var description } when name == "description" => HclValue.Of(description.TrimEnd('\n')),
            HclValue.List list when Sets.Contains(name) && list.Items.All(item => item is HclValue.String) => HclValue.Of(list.Items.Cast<HclValue.String>().Select(item => item.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            HclValue.Object map => HclValue.Of(map.Members.Where(member => member.Value is not HclValue.Null).OrderBy(member => member.Key, StringComparer.Ordinal)),
            _ => value,
        }).ToExpressionText();
    }
}
