using System.Collections.Immutable;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>A resource of the code that stands for something beside nodes and guests.</summary>
/// <param name="Key">What it stands for; a firewall's rules, and options, have no name.</param>
/// <param name="View">What it says, in comparable form.</param>
/// <param name="Unopinionated">Attributes of which only Terraform knows the value, or which it is told to leave alone.</param>
public sealed record DeclaredObject(ObjectKey Key, string File, int Line, string Type, string Label, AttributeMap View, ImmutableSortedSet<string> Unopinionated)
{
    /// <summary>Why only a person can change it: it is written in JSON, or a file of overrides has to do with it; null: it can be edited.</summary>
    public string? ByHand { get; init; }

    /// <summary>Its values, as far as they can be worked out; null: it was not read from code.</summary>
    internal CodeNode? Node { get; init; }

    public bool HasOpinion(string attribute) => !Unopinionated.Contains("all") && !Unopinionated.Contains(attribute);
}

/// <summary>Gathers such resources, module after module.</summary>
internal sealed class ObjectCollector
{
    private const string Prefix = ProviderNames.Prefix;

    private readonly Dictionary<ObjectKey, DeclaredObject> _found = [];

    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _opaque = new(StringComparer.Ordinal);
    private readonly List<UnmanagedResource> _left = [];

    /// <summary>Gathers what modules declare. Files that are known by their guests alone are not among their documents, and hold nothing else.</summary>
    /// <param name="modules">By folder.</param>
    /// <param name="guests">Those of all folders, which resources may refer to.</param>
    public static ObjectCollector Of(IEnumerable<KeyValuePair<string, ModuleScope>> modules, IEnumerable<DesiredGuest> guests)
    {
        var collector = new ObjectCollector();
        var byFolder = guests.ToLookup(guest => guest.File.LastIndexOf('/') is >= 0 and var slash ? guest.File[..slash] : "", StringComparer.Ordinal);
        foreach (var (folder, module) in modules) collector.Add(module, new(module, byFolder[folder]));
        return collector;
    }

    /// <summary>The code with what was found.</summary>
    public TerraformCode AddTo(TerraformCode code) => code with
    {
        Objects = [.. _found.Values.OrderBy(item => item.Key)],
        ObjectAddresses = [.. _addresses],
        OpaqueTypes = [.. _opaque],
        UnmanagedObjects = [.. _left],
    };

    private void Add(ModuleScope module, ObjectReferences references)
    {
        foreach (var (path, block) in module.Blocks.Of("resource"))
        {
            if (block.Block.Labels is not [var type, var label] || !type.StartsWith("proxmox_", StringComparison.Ordinal) || ProviderNames.KindOf(type) is not null) continue;
            if (ImportsFile.ModuleOf(path).Length == 0) _addresses.Add($"{type}.{label}");
            Add(path, block, type, label, references);
        }
    }

    private void Add(string path, MergedBlock block, string type, string label, ObjectReferences references)
    {
        // A guest's place in a pool, beside the guest, is the guest's affair.
        if (type == ProviderNames.PoolMembership && block.Attribute("for_each") is null && references.Alone(block).Get("vm_id") is HclValue.Opaque) return;
        var node = references.Evaluate(block);
        ObjectForms.Convert(node);
        if (block.Attribute("for_each") is not null || block.Attribute("count") is not null || KeyOf(type, node) is not { } key)
        {
            _opaque.Add(type);
            _left.Add(new(path, block.Block.Position.Line, $"{ImportsFile.ModuleOf(path)}{type}.{label}", block.Attribute("for_each") is not null ? "it has for_each" : block.Attribute("count") is not null ? "it has count"
                : node.Attributes.Values.Any(value => !value.IsKnown) ? "what it is about only Terraform can work out" : "nothing here knows what it is about"));
            return;
        }
        // Where it is not said, the provider leaves it to Proxmox, which has its own idea of it.
        string[] left = type.StartsWith("proxmox_storage_", StringComparison.Ordinal) && !node.Attributes.ContainsKey("content") ? ["content"] : [];
        var unknown = left.Concat(block.IgnoredChanges()).Concat(node.Dynamic).Concat(node.Attributes.Where(pair => !pair.Value.IsKnown).Select(pair => pair.Key));
        _found.TryAdd(key, new(key, path, block.Block.Position.Line, type, label, ObjectView.Of(type, node), unknown.ToImmutableSortedSet(StringComparer.Ordinal))
        {
            ByHand = CodeNames.IsJson(path) ? "it is written in JSON" : block.IsOverridden ? $"{block.Place} overrides it" : null,
            Node = node,
        });
    }

    /// <summary>What a resource stands for; null where that is not known, or is nothing of ours.</summary>
    private static ObjectKey? KeyOf(string type, CodeNode node)
    {
        ObjectKey? Named(ObjectKind kind, string attribute) => node.Text(attribute) is { Length: > 0 } name ? new(kind, ObjectScope.Cluster, name) : null;
        ObjectKey? In(ObjectKind kind, string? name) => name is not null && ScopeOf(node) is { } scope ? new(kind, scope, name) : null;
        return type switch
        {
            Prefix + "user" => Named(ObjectKind.User, "user_id"),
            Prefix + "group" => Named(ObjectKind.Group, "group_id"),
            Prefix + "role" => Named(ObjectKind.Role, "role_id"),
            Prefix + "pool" => Named(ObjectKind.Pool, "pool_id"),
            "proxmox_acl" when node.Text("path") is { } path && (node.Text("user_id") ?? node.Text("group_id") ?? node.Text("token_id")) is { } principal && node.Text("role_id") is { } role =>
                new(ObjectKind.Acl, ObjectScope.Cluster, $"{path}?{principal}?{role}"),
            "proxmox_user_token" when node.Text("user_id") is { } user && node.Text("token_name") is { } token => new(ObjectKind.Token, ObjectScope.Cluster, $"{user}!{token}"),
            ProviderNames.PoolMembership when node.Text("pool_id") is { } pool && (node.Text("storage_id") ?? (node.Get("vm_id") is { IsKnown: true } vmid ? HclConvert.Text(vmid) : null)) is { } member =>
                new(ObjectKind.Pool, ObjectScope.Cluster, $"{pool}?{member}"),
            "proxmox_haresource" => Named(ObjectKind.HaResource, "resource_id"),
            "proxmox_harule" => Named(ObjectKind.HaRule, "rule"),
            "proxmox_backup_job" => Named(ObjectKind.BackupJob, "id"),
            "proxmox_cluster_options" => new(ObjectKind.ClusterOption, ObjectScope.Cluster, ""),
            "proxmox_network_linux_bridge" or "proxmox_network_linux_vlan" or "proxmox_network_linux_bond" when node.Text("node_name") is { } host && node.Text("name") is { } name =>
                new(ObjectKind.Network, ObjectScope.OfNode(host), name),
            Prefix + "cluster_firewall" => new(ObjectKind.FirewallOption, ObjectScope.Cluster, ""),
            Prefix + "firewall_options" => In(ObjectKind.FirewallOption, ""),
            "proxmox_node_firewall" => In(ObjectKind.FirewallOption, ""),
            Prefix + "firewall_rules" => In(ObjectKind.FirewallRule, ""),
            Prefix + "firewall_ipset" => In(ObjectKind.FirewallIpSet, node.Text("name")),
            Prefix + "firewall_alias" => In(ObjectKind.FirewallAlias, node.Text("name")),
            Prefix + "cluster_firewall_security_group" => Named(ObjectKind.FirewallGroup, "name"),
            _ when type.StartsWith("proxmox_storage_", StringComparison.Ordinal) => Named(ObjectKind.StorageDefinition, "id"),
            _ => null,
        };
    }

    private static ObjectScope? ScopeOf(CodeNode node)
    {
        if ((node.Get("vm_id") ?? node.Get("container_id")) is { } id)
            return id is HclValue.Number { Value: > 0 and < 1_000_000_000 and var vmid } ? ObjectScope.OfGuest((int)vmid) : null;
        if (node.Get("node_name") is not { } name) return ObjectScope.Cluster;
        return name is HclValue.String { Value: var host } ? ObjectScope.OfNode(host) : null;
    }
}
