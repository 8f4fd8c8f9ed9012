using System.Collections.Immutable;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>
/// One resource for something beside nodes and guests. Mostly it is one object; a firewall's rules are one resource together,
/// and so are a firewall's and the datacenter's options: their name is empty then.
/// </summary>
internal sealed class ObjectUnit(ObjectKey key, string type, string importId, string hint)
{
    public ObjectKey Key { get; } = key;

    public string Type { get; } = type;

    public string ImportId { get; } = importId;

    /// <summary>What the resource may be called.</summary>
    public string Hint { get; } = hint;

    /// <summary>In the order in which it is written.</summary>
    public CodeNode Node { get; } = new();

    /// <summary>Attributes that a plan must leave alone, each with the reason.</summary>
    public List<(string Attribute, string Reason)> Ignored { get; } = [];

    /// <summary>Settings that the provider cannot express.</summary>
    public List<string> Inexpressible { get; } = [];

    /// <summary>Whether to destroy it would do harm that nothing takes back.</summary>
    public bool IsProtected { get; init; }

    public ObjectUnit With(string attribute, HclValue? value)
    {
        if (value is not null) Node.Attributes[attribute] = value;
        return this;
    }

    /// <summary>Notes the settings beyond those that were said.</summary>
    public ObjectUnit Leave(GuestConfig settings, params string[] said)
    {
        foreach (var (key, value) in settings)
            if (!said.Contains(key)) Inexpressible.Add($"{key}: {value}");
        return this;
    }

    public ObjectUnit Ignore(string attribute, string reason)
    {
        Ignored.Add((attribute, reason));
        return this;
    }
}

/// <summary>An object that is no code, and why.</summary>
internal sealed record ObjectObstacle(ObjectKey Key, string Reason);

/// <summary>Everything that the code could hold, and what it cannot.</summary>
internal sealed record ObjectUnits(ImmutableArray<ObjectUnit> Units, ImmutableArray<ObjectObstacle> Obstacles)
{
    /// <summary>What is code only for somebody wrote it: the provider cannot import it, or would change it at once.</summary>
    public IReadOnlySet<ObjectKey> Despite { get; private init; } = new HashSet<ObjectKey>();

    /// <summary>Makes code of objects.</summary>
    /// <param name="guests">For the node that a guest is on, and its kind.</param>
    /// <param name="isDeclared">Whether somebody wrote a resource for it: then it is code, although a sync would not have made it so.</param>
    public static ObjectUnits Of(IEnumerable<ClusterObject> objects, IEnumerable<Guest> guests, Func<int, bool> isRefused, Func<ObjectKey, bool>? isDeclared = null)
    {
        var all = objects.OrderBy(item => item.Key).ToArray();
        var maker = new ObjectUnitMaker(isDeclared ?? (_ => false));
        var byId = guests.ToDictionary(guest => guest.VmId);
        AccessUnits.Add(maker, all);
        ResourceUnits.Add(maker, all, vmid => !byId.ContainsKey(vmid) || isRefused(vmid));
        StorageUnits.Add(maker, all);
        NetworkUnits.Add(maker, all);
        FirewallUnits.Add(maker, all, byId);
        return new([.. maker.Units.OrderBy(unit => unit.Key)], [.. maker.Obstacles.OrderBy(obstacle => obstacle.Key)]) { Despite = maker.Despite };
    }
}

/// <summary>Gathers units.</summary>
internal sealed class ObjectUnitMaker(Func<ObjectKey, bool> isDeclared)
{
    public HashSet<ObjectKey> Despite { get; } = [];

    public List<ObjectUnit> Units { get; } = [];

    public List<ObjectObstacle> Obstacles { get; } = [];

    public ObjectUnit Add(ObjectUnit unit)
    {
        Units.Add(unit);
        return unit;
    }

    public void Refuse(ClusterObject item, string reason) => Obstacles.Add(new(item.Key, reason));

    /// <summary>Whether an object is no code for a reason that a person who wrote a resource for it has overruled; then it is not.</summary>
    /// <param name="resource">The resource where that is not the object's own.</param>
    /// <param name="isTold">Whether the same was said of it before.</param>
    public bool Refuses(ClusterObject item, string reason, ObjectKey? resource = null, bool isTold = false)
    {
        if (isDeclared(resource ?? item.Key))
        {
            Despite.Add(resource ?? item.Key);
            return false;
        }
        if (!isTold) Refuse(item, reason);
        return true;
    }
}

/// <summary>Forms of values.</summary>
internal static class UnitValue
{
    /// <summary>A text, or nothing where it is unset or empty.</summary>
    public static HclValue? Text(string? text) => string.IsNullOrEmpty(text) ? null : HclValue.Of(text);

    public static HclValue? Number(string? text) =>
        decimal.TryParse(text, System.Globalization.NumberStyles.Integer, System.Globalization.CultureInfo.InvariantCulture, out var number) ? HclValue.Of(number) : null;

    public static HclValue? Flag(string? text) => SettingText.Flag(text) is { } flag ? HclValue.Of(flag) : null;

    /// <summary>A set, sorted; nothing where it is empty.</summary>
    public static HclValue? Set(IEnumerable<string> items) => items.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } sorted ? HclValue.Of(sorted) : null;

    public static HclValue? List(IEnumerable<string> items) => items.ToArray() is { Length: > 0 } all ? HclValue.Of(all) : null;

    /// <summary>RFC 3339, or nothing for never.</summary>
    public static HclValue? Time(DateTimeOffset? time) => time is { } at ? HclValue.Of(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)) : null;
}
