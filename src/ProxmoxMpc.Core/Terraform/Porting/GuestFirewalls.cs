using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform.Porting;

/// <summary>
/// The firewalls of guests, which travel with their guests, and what of the cluster's own their rules name: security groups and IP
/// sets. Where the other cluster has one of that name, the rules mean that one.
/// </summary>
internal static partial class GuestFirewalls
{
    private const string Prefix = "proxmox_virtual_environment_";
    private const string Rules = Prefix + "firewall_rules";
    private const string IpSet = Prefix + "firewall_ipset";
    private const string Group = Prefix + "cluster_firewall_security_group";

    private static readonly string[] OfGuest = [Prefix + "firewall_options", Rules, IpSet];

    /// <summary>Whether resources of the type can be a guest's firewall, and so name guests and nodes.</summary>
    public static bool IsFirewall(string type) => OfGuest.Contains(type);

    /// <summary>Whether the resource is the firewall of a guest that travels.</summary>
    public static bool Travels(HclBlock resource, CodeMapping mapping) => IsFirewall(resource.Labels[0]) && Guest(resource) is { } guest
        && (PlaceRewriter.Literal(guest.Expression) is not { } vmid || mapping.Places.GetValueOrDefault(new(PlaceKind.VmId, vmid)) is not null);

    /// <summary>The vmids, as they are written, of the guests whose rules are among the code.</summary>
    public static IEnumerable<string> Ruled(IEnumerable<HclDocument> documents) => Resources(documents).Where(one => one.Block.Labels[0] == Rules).Select(one => Guest(one.Block)).OfType<HclAttribute>()
        .Select(guest => PlaceRewriter.Literal(guest.Expression)).OfType<string>();

    /// <summary>What of the cluster's own the travelling rules name: to be taken along, and to be told.</summary>
    public static (IReadOnlySet<HclBlock> Needed, ImmutableArray<PortNote> Notes) Named(IReadOnlyCollection<HclDocument> documents, CodeMapping mapping)
    {
        var (needed, notes) = (new HashSet<HclBlock>(), ImmutableArray.CreateBuilder<PortNote>());
        var told = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<(HclDocument Document, HclBlock Block)>(Resources(documents).Where(one => one.Block.Labels[0] == Rules && Travels(one.Block, mapping)));
        while (open.TryDequeue(out var next))
        {
            foreach (var (name, isGroup) in Names(next.Block))
            {
                var found = Resources(documents).FirstOrDefault(one => isGroup ? one.Block.Labels[0] == Group && NameOf(one.Block) == name
                    : one.Block.Labels[0] == IpSet && NameOf(one.Block) == name && Guest(one.Block) is null && one.Block.Body.Attribute("node_name") is null);
                if (!isGroup && found.Block is null && OwnSets(next.Block, documents).Contains(name)) continue;
                var what = isGroup ? $"the security group {name}" : $"the IP set or alias {name}";
                if ((isGroup ? mapping.TheirSecurityGroups : mapping.TheirAddressNames).Contains(name))
                {
                    if (told.Add(what)) notes.Add(new(next.Document.Path!, next.Block.Position.Line, $"Firewall rules name {what}, which the target has already: there they mean that one."));
                }
                else if (found.Block is null)
                {
                    if (told.Add(what)) notes.Add(new(next.Document.Path!, next.Block.Position.Line, $"Firewall rules name {what}, which neither the code nor the target has: make it there first."));
                }
                else if (needed.Add(found.Block)) open.Enqueue(found);
            }
        }
        return (needed, notes.ToImmutable());
    }

    /// <summary>What rules name: security groups, and by <c>+set</c>, <c>+dc/set</c>, <c>dc/alias</c> addresses of the cluster's.</summary>
    private static IEnumerable<(string Name, bool IsGroup)> Names(HclBlock resource)
    {
        foreach (var rule in resource.Body.BlocksOf("rule"))
        {
            if (PlaceRewriter.Literal(rule.Body.Attribute("security_group")?.Expression) is { } group) yield return (group, true);
            foreach (var side in new[] { "source", "dest" })
                if (PlaceRewriter.Literal(rule.Body.Attribute(side)?.Expression) is { } addresses)
                    foreach (Match match in OfCluster.Matches(addresses)) yield return (match.Groups[1].Value, false);
        }
    }

    /// <summary>The IP sets of the guest that the rules are of, which their names mean first.</summary>
    private static HashSet<string> OwnSets(HclBlock rules, IEnumerable<HclDocument> documents) => Guest(rules)?.Expression is { } guest
        ? Resources(documents).Where(one => one.Block.Labels[0] == IpSet && Guest(one.Block)?.Expression is { } owner && PlaceRewriter.Literal(owner) == PlaceRewriter.Literal(guest)).Select(one => NameOf(one.Block)).OfType<string>().ToHashSet(StringComparer.Ordinal)
        : [];

    private static HclAttribute? Guest(HclBlock resource) => resource.Body.Attribute("vm_id") ?? resource.Body.Attribute("container_id");

    private static string? NameOf(HclBlock resource) => PlaceRewriter.Literal(resource.Body.Attribute("name")?.Expression);

    private static IEnumerable<(HclDocument Document, HclBlock Block)> Resources(IEnumerable<HclDocument> documents) =>
        from document in documents from block in document.Root.BlocksOf("resource") where block.Labels is [_, _] select (document, block);

    // "guest/" is the guest's own.
    [GeneratedRegex(@"(?:^|,)\s*(?:\+(?:dc/)?|dc/)([A-Za-z][A-Za-z0-9_-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex OfCluster { get; }
}
