using System.Collections.Frozen;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What the name of an object's property says about its value, as the keys of JSON do.</summary>
public static class PropertyKinds
{
    private static readonly FrozenDictionary<string, PrivacyKind> Kinds = new Dictionary<string, PrivacyKind>
    {
        ["Node"] = PrivacyKind.Node, ["Nodes"] = PrivacyKind.Node, ["TargetNode"] = PrivacyKind.Node, ["SourceNode"] = PrivacyKind.Node, ["NodeName"] = PrivacyKind.Node, ["node_name"] = PrivacyKind.Node, ["target_node"] = PrivacyKind.Node,
        ["Host"] = PrivacyKind.Host, ["HostName"] = PrivacyKind.Host, ["ComputerName"] = PrivacyKind.Host, ["MachineName"] = PrivacyKind.Host, ["PSComputerName"] = PrivacyKind.Host, ["ServerName"] = PrivacyKind.Host, ["Cluster"] = PrivacyKind.Host, ["ClusterName"] = PrivacyKind.Host,
        ["GuestName"] = PrivacyKind.Guest, ["VmName"] = PrivacyKind.Guest, ["VM"] = PrivacyKind.Guest,
        ["User"] = PrivacyKind.User, ["UserName"] = PrivacyKind.User, ["Login"] = PrivacyKind.User, ["Owner"] = PrivacyKind.User, ["CiUser"] = PrivacyKind.User,
        ["FirstName"] = PrivacyKind.FreeText, ["LastName"] = PrivacyKind.FreeText, ["FullName"] = PrivacyKind.FreeText,
        ["Description"] = PrivacyKind.FreeText, ["Comment"] = PrivacyKind.FreeText, ["Comments"] = PrivacyKind.FreeText, ["Note"] = PrivacyKind.FreeText, ["Notes"] = PrivacyKind.FreeText,
        ["notes-template"] = PrivacyKind.FreeText, ["NotesTemplate"] = PrivacyKind.FreeText, ["SecurityGroup"] = PrivacyKind.Vlan,
        ["Storage"] = PrivacyKind.Storage, ["Storages"] = PrivacyKind.Storage, ["Pool"] = PrivacyKind.Pool, ["PoolId"] = PrivacyKind.Pool, ["Tags"] = PrivacyKind.Tag, ["Tag"] = PrivacyKind.Tag,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private const string Objects = "ProxmoxMpc.Core.Model.Objects.";

    // Only what opens nothing and is everybody's.
    private static readonly FrozenSet<string> Public = new[] { "root", "admin", "administrator", "localhost", "lab", "all", "any", "none", "*" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The kind of a property's value at a level; null where only its form can tell.</summary>
    /// <param name="type">The name of the object's type.</param>
    /// <param name="hasVmId">Whether the object says the vmid of a guest: then its name is that guest's.</param>
    public static PrivacyKind? Of(string property, string value, string type, bool hasVmId, PrivacyLevel level)
    {
        if (level == PrivacyLevel.SecretsOnly || value.Length == 0) return null;
        var kind = property.Equals("Name", StringComparison.OrdinalIgnoreCase) ? NameOf(type, hasVmId) : Kinds.TryGetValue(property, out var known) ? known : (PrivacyKind?)null;
        if (kind is null) return null;
        if (kind is PrivacyKind.Storage or PrivacyKind.Pool or PrivacyKind.Tag or PrivacyKind.Vlan) return level == PrivacyLevel.Strict ? kind : null;
        if (kind == PrivacyKind.FreeText) return kind;
        // Addresses, userids and sentences have their own rules.
        return Public.Contains(value) || value.AsSpan().IndexOfAny(" @/:!,;=") >= 0 || char.IsDigit(value[0]) && value.All(c => char.IsDigit(c) || c == '.') ? null : kind;
    }

    private static PrivacyKind? NameOf(string type, bool hasVmId) => type switch
    {
        "ProxmoxMpc.Core.Model.Node" => PrivacyKind.Node,
        "ProxmoxMpc.Core.Model.Storage" => PrivacyKind.Storage,
        "ProxmoxMpc.Core.Model.Pool" or Objects + "PoolObject" => PrivacyKind.Pool,
        Objects + "StorageDefinition" => PrivacyKind.Storage,
        Objects + "FirewallAlias" or Objects + "FirewallIpSet" or Objects + "FirewallGroup" or Objects + "HaRule" => PrivacyKind.Vlan,
        _ => hasVmId ? PrivacyKind.Guest : null,
    };
}
