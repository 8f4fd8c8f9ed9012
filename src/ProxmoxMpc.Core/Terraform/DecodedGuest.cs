using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>What a resource says, while it is being read.</summary>
internal sealed class DecodedGuest
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Paths and keys of which the code has no opinion, as <see cref="DesiredGuest.Unopinionated"/>.</summary>
    public HashSet<string> Unopinionated { get; } = new(StringComparer.Ordinal);

    /// <summary>Attributes that are written as something which cannot be worked out here.</summary>
    public Dictionary<string, (KeySchema Key, AttributeSchema Attribute)> Opaque { get; } = new(StringComparer.Ordinal);

    /// <summary>Families of devices as <see cref="DesiredGuest.LeftOut"/>.</summary>
    public HashSet<string> LeftOut { get; } = new(StringComparer.Ordinal);

    public List<(HclPosition? Position, string Message)> Problems { get; } = [];

    /// <summary>Values in Proxmox's spelling, as <see cref="GuestFacts.Of"/> gives them.</summary>
    public AttributeMap Values => AttributeMap.From(_values);

    public string? Get(string path) => _values.GetValueOrDefault(path);

    public void Set(string path, string value) => _values[path] = value;

    public void Remove(string path) => _values.Remove(path);

    public void Unknown(params IEnumerable<string> paths) => Unopinionated.UnionWith(paths);

    /// <summary>Something that the provider would refuse.</summary>
    public void Problem(CodeNode node, string attribute, string message) =>
        Problems.Add((node.PositionOf(attribute), $"{attribute}: {message}"));
}
