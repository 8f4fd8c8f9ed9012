using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>
/// Reads a resource attribute by attribute into settings, and keeps the accounts: which settings it can express, on which it has no
/// opinion, what it says that nothing here understands, and what only Terraform can work out.
/// </summary>
internal sealed class ResourceDecoding
{
    // Terraform's own, and how long the provider waits.
    private static readonly HashSet<string> Meta = new(StringComparer.Ordinal) { "depends_on", "provider", "id", "timeout_reload" };

    private readonly DeclaredObject _declared;
    private readonly bool _isNew;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mapped = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    /// <param name="isNew">Whether the server has none of it, so that all of it has to be known.</param>
    public ResourceDecoding(DeclaredObject declared, CodeNode node, bool isNew)
    {
        _declared = declared;
        Node = node;
        _isNew = isNew;
    }

    public CodeNode Node { get; }

    /// <summary>Why it cannot be known what the resource stands for; null: so far it can.</summary>
    public string? Reason { get; private set; }

    public SortedDictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public void Fail(string reason) => Reason ??= reason;

    /// <summary>Attributes that say which object it is, or that are looked at elsewhere.</summary>
    public ResourceDecoding Said(params ReadOnlySpan<string> attributes)
    {
        foreach (var attribute in attributes) _read.Add(attribute);
        return this;
    }

    /// <summary>Settings that the type of resource can express, apart from those of the attributes that are read one by one.</summary>
    public ResourceDecoding Maps(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys) _mapped.Add(key);
        return this;
    }

    /// <summary>A setting that follows from the rest, or is the same for all.</summary>
    public ResourceDecoding Set(string key, string? value)
    {
        _mapped.Add(key);
        if (value is not null) Settings[key] = value;
        return this;
    }

    public ResourceDecoding Text(string attribute, string key, string? unset = null) => Map(attribute, key, unset, value => HclConvert.Text(value), "one value");

    public ResourceDecoding Flag(string attribute, string key, bool? unset = null) =>
        Map(attribute, key, unset is { } usual ? usual ? "1" : "0" : null, value => SettingText.Flag(HclConvert.Text(value)) is { } flag ? flag ? "1" : "0" : null, "true or false");

    public ResourceDecoding Number(string attribute, string key) => Map(attribute, key, null, Number, "a whole number");

    /// <summary>Items whose order says nothing.</summary>
    public ResourceDecoding Bag(string attribute, string key) =>
        Map(attribute, key, null, value => Items(value) is { } items ? string.Join(',', items.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) : null, "a list of texts");

    public ResourceDecoding List(string attribute, string key, char separator = ',') =>
        Map(attribute, key, null, value => Items(value) is { } items ? string.Join(separator, items) : null, "a list of texts");

    /// <summary>A time, which Proxmox has in seconds since 1970; 0 is never.</summary>
    public ResourceDecoding Time(string attribute, string key) => Map(attribute, key, "0", value =>
        value is HclValue.String { Value: var text } && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? Math.Max(0, time.ToUnixTimeSeconds()).ToString(CultureInfo.InvariantCulture) : null, "a time like 2030-01-31T00:00:00Z");

    /// <summary>An attribute as a setting in a form of its own.</summary>
    /// <param name="spell">Null where it cannot be such a value.</param>
    public ResourceDecoding Map(string attribute, string key, string? unset, Func<HclValue, string?> spell, string needed)
    {
        _mapped.Add(key);
        if (Value(attribute, key) is not { } value)
        {
            if (unset is not null) Settings[key] = unset;
        }
        else if (spell(value) is not { } text) Fail($"{attribute}: {needed} is needed here.");
        else Settings[key] = text;
        return this;
    }

    /// <summary>The value of an attribute where it is said and known; an empty one counts as unset, as the provider has it.</summary>
    /// <param name="keys">The settings that it stands for: where the code has no opinion on it, they are kept.</param>
    public HclValue? Value(string attribute, params ReadOnlySpan<string> keys)
    {
        _read.Add(attribute);
        foreach (var key in keys) _mapped.Add(key);
        if (!_declared.HasOpinion(attribute) || Node.IsDynamic(attribute)) foreach (var key in keys) _kept.Add(key);
        var value = Node.Get(attribute);
        if (value is null or HclValue.String { Value.Length: 0 } or HclValue.List { Items.Count: 0 }) return null;
        if (value.IsKnown) return value;
        Unknown(attribute, keys);
        return null;
    }

    /// <summary>The blocks of a type; null where only Terraform knows them.</summary>
    public IReadOnlyList<CodeNode>? Blocks(string type, params ReadOnlySpan<string> keys)
    {
        _read.Add(type);
        foreach (var key in keys) _mapped.Add(key);
        if (!_declared.HasOpinion(type)) foreach (var key in keys) _kept.Add(key);
        // A list of objects may also be given to the attribute of that name; an empty one makes no block.
        if (!Node.IsDynamic(type) && Node.Get(type) is null or HclValue.List { Items.Count: 0 }) return [.. Node.BlocksOf(type)];
        Unknown(type, keys);
        return null;
    }

    /// <summary>One value in a block, where it is known.</summary>
    public HclValue? In(CodeNode block, string type, string attribute)
    {
        if (block.Get(attribute) is not { } value || value is HclValue.String { Value.Length: 0 }) return null;
        if (value.IsKnown) return value;
        Fail($"{type}.{attribute}: only Terraform can work out its value.");
        return null;
    }

    /// <summary>Makes sure that a block says nothing that is not understood.</summary>
    public void Only(CodeNode block, string type, params ReadOnlySpan<string> attributes)
    {
        foreach (var (name, value) in block.Attributes)
            if (value is not HclValue.Null && !attributes.Contains(name)) Fail($"{type}.{name} is not an attribute that is known here.");
        if (block.Blocks.Count > 0 || block.HasDynamic()) Fail($"{type} has blocks that are not known here.");
    }

    /// <summary>The one object that the resource is.</summary>
    public DecodedObjects One(ObjectKey key) => Done([ClusterObject.Of(key, GuestConfig.From(Settings))]);

    /// <summary>The objects that the resource is, or why that is not known.</summary>
    public DecodedObjects Done(IEnumerable<ClusterObject> objects)
    {
        foreach (var name in Node.Attributes.Where(pair => !IsNothing(pair.Value)).Select(pair => pair.Key).Concat(Node.Blocks.Select(block => block.Type)).Concat(Node.Dynamic).Distinct(StringComparer.Ordinal))
        {
            if (_read.Contains(name) || Meta.Contains(name) || !_isNew && !_declared.HasOpinion(name)) continue;
            // It is used once, when the object is made.
            if (name == "password")
            {
                if (_isNew) Fail("Its password would stand in the plan. Take it out of the code, and set it afterwards: pveum passwd.");
            }
            else Fail($"{name} is not an attribute that can be applied here.");
        }
        return Reason is { } reason ? DecodedObjects.Unknown(reason) : new([.. objects], [.. _kept]) { Expressible = [.. _mapped] };
    }

    public static string? Number(HclValue value) => HclConvert.Text(value) is { } text && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.Truncate(number) == number
        ? number.ToString("0", CultureInfo.InvariantCulture) : null;

    public static string[]? Items(HclValue value)
    {
        if (value is not HclValue.List list) return null;
        var items = list.Items.Select(HclConvert.Text).OfType<string>().ToArray();
        return items.Length == list.Items.Count ? items : null;
    }

    private static bool IsNothing(HclValue value) => value is HclValue.Null or HclValue.String { Value.Length: 0 } or HclValue.List { Items.Count: 0 };

    private void Unknown(string attribute, ReadOnlySpan<string> keys)
    {
        foreach (var key in keys) _kept.Add(key);
        if (_isNew) Fail($"{attribute}: only Terraform can work out its value.");
    }
}
