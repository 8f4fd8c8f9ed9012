using System.Globalization;

namespace ProxmoxMpc.Core.Model.Objects;

/// <summary>
/// Where an object belongs: to the cluster, to a node (its interfaces, its firewall), to a guest (its firewall) or to a
/// security group (its rules). As text <c>""</c>, <c>node/pve1</c>, <c>guest/100</c>, <c>group/web</c>.
/// </summary>
public readonly record struct ObjectScope
{
    private const string NodePrefix = "node/", GuestPrefix = "guest/", GroupPrefix = "group/";

    private readonly string? _text;

    private ObjectScope(string text) => _text = text;

    public static ObjectScope Cluster => default;

    public static ObjectScope OfNode(string node) => new(NodePrefix + node);

    public static ObjectScope OfGuest(int vmid) => new(string.Create(CultureInfo.InvariantCulture, $"{GuestPrefix}{vmid}"));

    public static ObjectScope OfGroup(string group) => new(GroupPrefix + group);

    /// <summary>What <see cref="ToString"/> gave.</summary>
    public static ObjectScope Parse(string text) => text.Length == 0 ? default : new(text);

    public bool IsCluster => string.IsNullOrEmpty(_text);

    public string? Node => After(NodePrefix);

    public int? VmId => int.TryParse(After(GuestPrefix), NumberStyles.None, CultureInfo.InvariantCulture, out var vmid) ? vmid : null;

    public string? SecurityGroup => After(GroupPrefix);

    /// <summary><c>Cluster</c>, <c>Node</c>, <c>Guest</c> or <c>Group</c>.</summary>
    public string Word => IsCluster ? "Cluster" : Node is not null ? "Node" : VmId is not null ? "Guest" : "Group";

    public override string ToString() => _text ?? "";

    private string? After(string prefix) => _text is not null && _text.StartsWith(prefix, StringComparison.Ordinal) ? _text[prefix.Length..] : null;
}
