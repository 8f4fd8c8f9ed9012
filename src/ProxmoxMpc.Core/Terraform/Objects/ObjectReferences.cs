using System.Globalization;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>
/// What resources of a folder say of each other: <c>group_id = proxmox_virtual_environment_group.ops.group_id</c> is what that
/// resource says of itself. What a resource does not say, only Terraform knows.
/// </summary>
internal sealed partial class ObjectReferences
{
    // One may refer to another that refers to a third.
    private const int Depth = 3;

    /// <summary>Attributes of which the provider makes the id.</summary>
    private static readonly Dictionary<string, string> Ids = new(StringComparer.Ordinal)
    {
        [ProviderNames.Prefix + "user"] = "user_id", [ProviderNames.Prefix + "group"] = "group_id", [ProviderNames.Prefix + "role"] = "role_id", [ProviderNames.Prefix + "pool"] = "pool_id",
    };

    private readonly HclScope _scope;
    private readonly List<(string Type, string Label, MergedBlock Block)> _blocks = [];
    private readonly SortedDictionary<string, SortedDictionary<string, HclValue>> _guests = new(StringComparer.Ordinal);
    private HclScope? _known;

    /// <param name="guests">Those of the folder: their files may be known already, and are not read again.</param>
    public ObjectReferences(ModuleScope module, IEnumerable<DesiredGuest> guests)
    {
        _scope = module.Scope;
        foreach (var guest in guests)
        {
            var id = guest.VmId.ToString(CultureInfo.InvariantCulture);
            if (!_guests.TryGetValue(guest.Kind.ResourceType(), out var labels)) _guests[guest.Kind.ResourceType()] = labels = new(StringComparer.Ordinal);
            labels[guest.ResourceName] = new HclValue.Object([new("id", id), new("vm_id", (long)guest.VmId), new("node_name", guest.Node), new("name", guest.Name)]);
        }
        foreach (var (_, block) in module.Blocks.Of("resource"))
            if (block.Block.Labels is [var type, var label] && type.StartsWith("proxmox_", StringComparison.Ordinal) && ProviderNames.KindOf(type) is null
                && block.Attribute("for_each") is null && block.Attribute("count") is null) _blocks.Add((type, label, block));
    }

    /// <summary>The block's values, with what it takes from other resources.</summary>
    public CodeNode Evaluate(MergedBlock block) => block.Evaluate(Refers(block) ? _known ??= Known() : _scope);

    /// <summary>The block's values, without that.</summary>
    public CodeNode Alone(MergedBlock block) => block.Evaluate(_scope);

    private static bool Refers(MergedBlock block) => Reference.IsMatch(block.Block.Text) || block.Overrides.Any(one => Reference.IsMatch(one.Text));

    private HclScope Known()
    {
        var scope = _scope;
        for (var round = 0; round < Depth; round++)
        {
            var types = _guests.ToDictionary(pair => pair.Key, pair => new SortedDictionary<string, HclValue>(pair.Value, StringComparer.Ordinal), StringComparer.Ordinal);
            foreach (var (type, label, block) in _blocks)
            {
                if (!types.TryGetValue(type, out var labels)) types[type] = labels = new(StringComparer.Ordinal);
                labels[label] = Said(type, block.Evaluate(scope));
            }
            scope = types.Aggregate(_scope, (all, type) => all.With(type.Key, new([.. type.Value])));
            // Mostly nobody refers to what refers.
            if (!_blocks.Any(one => Refers(one.Block))) break;
        }
        return scope;
    }

    private static HclValue.Object Said(string type, CodeNode node)
    {
        var said = node.Attributes.Where(pair => pair.Value is not HclValue.Null && pair.Value.IsKnown).ToList();
        if (Ids.TryGetValue(type, out var name) && node.Text(name) is { } id) said.Add(new("id", id));
        return new([.. said]);
    }

    [GeneratedRegex(@"\bproxmox_\w+\.[A-Za-z_][\w-]*\.\w", RegexOptions.CultureInvariant)]
    private static partial Regex Reference { get; }
}
