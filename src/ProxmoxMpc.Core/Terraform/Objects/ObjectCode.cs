using System.Collections.Immutable;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>
/// What the server has beside nodes and guests, as code: the face of this folder to the verbs. Nothing here writes a file.
/// </summary>
public sealed class ObjectCode
{
    private readonly ObjectUnits _units;
    private readonly Dictionary<ObjectKey, ObjectUnit> _byKey;

    /// <param name="objects">Pools among them.</param>
    /// <param name="isRefused">Whether a guest is no code; then its place in a pool is not in its file.</param>
    /// <param name="isDeclared">Whether the code has, or had, a resource for it: then it is code even where a sync would not have made it so.</param>
    public ObjectCode(IEnumerable<ClusterObject> objects, IEnumerable<Guest> guests, Func<int, bool> isRefused, Func<ObjectKey, bool>? isDeclared = null)
    {
        _units = ObjectUnits.Of(objects, guests, isRefused, isDeclared);
        _byKey = _units.Units.ToDictionary(unit => unit.Key);
        Views = _units.Units.ToImmutableDictionary(unit => unit.Key, unit => ObjectView.Of(unit.Type, unit.Node));
    }

    /// <summary>What the code would say of each resource, in comparable form.</summary>
    public IReadOnlyDictionary<ObjectKey, AttributeMap> Views { get; }

    /// <summary>What is no code, with the reason.</summary>
    public IEnumerable<(ObjectKey Key, string Reason)> Obstacles => _units.Obstacles.Select(obstacle => (obstacle.Key, obstacle.Reason));

    /// <summary>What is no code at all.</summary>
    public IReadOnlySet<ObjectKey> Beyond => _units.Obstacles.Select(obstacle => obstacle.Key).Where(key => !_byKey.ContainsKey(key)).ToHashSet();

    /// <summary>Settings of what is code that the code cannot say.</summary>
    public IEnumerable<(ObjectKey Key, IReadOnlyList<string> Settings)> Inexpressible =>
        _units.Units.Where(unit => unit.Inexpressible.Count > 0).Select(unit => (unit.Key, (IReadOnlyList<string>)unit.Inexpressible));

    /// <summary>The resource that an object of the server is in.</summary>
    public static ObjectKey ResourceOf(ClusterObject item) => item switch
    {
        FirewallRule { SecurityGroup: { } group } => new(ObjectKind.FirewallGroup, ObjectScope.Cluster, group),
        // An option that the resource has no attribute for is in none.
        ClusterOption when !ResourceUnits.Expressible.Contains(item.Name) => item.Key,
        FirewallRule or FirewallOption or ClusterOption => item.Key with { Name = "" },
        _ => item.Key,
    };

    /// <summary>The objects of the server that a resource is, as <see cref="ObjectDecoder"/> gives them of the code; none: the server has none of it.</summary>
    public static ImmutableArray<ClusterObject> ObjectsOf(ObjectKey resource, IEnumerable<ClusterObject> objects)
    {
        if (resource.Kind != ObjectKind.Pool || resource.Name.IndexOf('?', StringComparison.Ordinal) is not (> 0 and var mark))
            return [.. objects.Where(item => ResourceOf(item) == resource).OrderBy(item => item.Key)];
        // A place in a pool is a resource of its own.
        var (pool, member) = (resource.Name[..mark], resource.Name[(mark + 1)..]);
        return objects.OfType<PoolObject>().FirstOrDefault(item => item.Name == pool) is not { } of ? []
            : SettingText.List(of.Settings.Get("vms")).Contains(member) ? [ClusterObject.Of(resource, GuestConfig.Of(("vms", member)))]
            : of.Storage.Contains(member) ? [ClusterObject.Of(resource, GuestConfig.Of(("storage", member)))] : [];
    }

    /// <summary>
    /// Whether the server has nothing of a resource but what it always has: options at their defaults, or that no resource can say.
    /// Where the code had it once, it is gone then.
    /// </summary>
    public static bool IsNothing(ObjectKey key, AttributeMap view) => key.Kind is ObjectKind.ClusterOption or ObjectKind.FirewallOption && view.Keys.All(FirewallDecoding.Place.Contains);

    /// <summary>The file that a new resource goes to.</summary>
    public static string FileOf(ObjectKey key) => ObjectText.FileOf(key.Kind);

    /// <summary>A name for people.</summary>
    public static string NameOf(ObjectKey key) => ObjectText.Name(key);

    /// <summary>Appends resources to a file, which may not exist yet (null).</summary>
    /// <param name="taken">Addresses that are in use; those that are given away join them.</param>
    public string Append(string? text, IEnumerable<ObjectKey> keys, ISet<string> taken)
    {
        var result = new System.Text.StringBuilder(text ?? ObjectText.NewFile());
        foreach (var unit in keys.Order().Select(key => _byKey[key]))
        {
            var name = GuestNaming.ResourceName(GuestNaming.Slug(unit.Hint));
            var label = name;
            for (var number = 2; !taken.Add($"{unit.Type}.{label}"); number++) label = FormattableString.Invariant($"{name}_{number}");
            if (result.Length > 0 && result[^1] != '\n') result.Append('\n');
            result.Append('\n').Append(ObjectText.Resource(unit, label));
        }
        return result.ToString();
    }

    /// <summary>The file with attributes of a resource as the server has them; null where only a person can change it.</summary>
    public string? Apply(string text, DeclaredObject declared, IReadOnlyCollection<string> attributes) => ObjectEditor.Apply(text, declared.Label, _byKey[declared.Key], attributes);

    /// <summary>The file without a resource.</summary>
    public static string Remove(string text, DeclaredObject declared) => ObjectEditor.Remove(text, declared.Type, declared.Label);

    /// <summary>Whether the code makes resources of this one's type in a way that only Terraform can follow; it may be among them.</summary>
    public bool IsLeftToTerraform(ObjectKey key, TerraformCode code) => code.OpaqueTypes.Contains(_byKey[key].Type);

    /// <summary>The files with the lists of what they cannot say as they are now. A file that is nothing but such a list is made, too.</summary>
    public IEnumerable<(string File, string Text)> WithRemarks(Func<string, (string? Text, bool IsNew)> read)
    {
        foreach (var file in Enum.GetValues<ObjectKind>().Select(ObjectText.FileOf).Distinct(StringComparer.Ordinal))
        {
            var obstacles = _units.Obstacles.Where(obstacle => ObjectText.FileOf(obstacle.Key.Kind) == file).ToArray();
            var (text, isNew) = read(file);
            // What nobody ever wrote or somebody took away is not made for a list alone.
            if (text is null && (obstacles.Length == 0 || !isNew)) continue;
            var after = ObjectText.WithRemarks(text ?? ObjectText.NewFile(), isNew, obstacles);
            if (after != text) yield return (file, after);
        }
    }

    /// <summary><c>terraform/imports-cluster.tf</c>: an import block for each resource that is on the server and in the code.</summary>
    public GeneratedFile Imports(TerraformCode code)
    {
        var text = new System.Text.StringBuilder("# Written by ProxmoxMpc: what the cluster has already, so that Terraform adopts it instead of making it anew.\n");
        foreach (var declared in code.Objects)
            if (_byKey.TryGetValue(declared.Key, out var unit) && unit.Type == declared.Type && !_units.Despite.Contains(declared.Key))
                text.Append('\n').Append(new HclBlockBuilder("import").RawAttribute("to", $"{ImportsFile.ModuleOf(declared.File)}{declared.Type}.{declared.Label}").Attribute("id", unit.ImportId).ToText());
        return new($"{ProviderNames.Root}/imports-cluster.tf", text.ToString());
    }
}
