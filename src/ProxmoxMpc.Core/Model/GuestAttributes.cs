using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Model;

/// <summary>A guest as a flat map of attributes, the form in which guests are compared and merged.</summary>
public static class GuestAttributes
{
    /// <summary>Every attribute of the guest, config and outside facts (node, pool, power) alike, defaults left out.</summary>
    public static AttributeMap Of(Guest guest)
    {
        var pairs = OfConfig(guest.Kind, guest.Config).ToList();
        pairs.Add(new(AttributePath.Node, guest.Node));
        if (guest.Pool is not null) pairs.Add(new(AttributePath.Pool, guest.Pool));
        pairs.Add(new(AttributePath.Started, guest.IsRunning ? "1" : "0"));
        return AttributeMap.From(pairs);
    }

    /// <summary>One attribute of a guest's config, as <see cref="OfConfig"/> has it, without making the others.</summary>
    /// <param name="part">Null for the value of a key without parts.</param>
    internal static string? One(Guest guest, string key, string? part)
    {
        if (guest.Config.Get(key) is not { } raw || GuestSchema.For(guest.Kind).FindKey(key) is not { } schema) return null;
        if (schema.Scalar is { } scalar) return part is null ? AttributeValue.Canonical(scalar, raw, keepDefault: schema.IsDevice) : null;
        return part is null ? null : PropertyString.Parse(raw, schema).Attribute(schema, part);
    }

    /// <summary>The attributes of a config alone. Keys that the schema does not know come through with their raw value.</summary>
    public static IEnumerable<KeyValuePair<string, string>> OfConfig(GuestKind kind, GuestConfig config)
    {
        var schema = GuestSchema.For(kind);
        foreach (var (name, raw) in config)
        {
            var key = schema.FindKey(name);
            if (key is null) yield return new(name, raw);
            else if (key.Scalar is { } scalar)
            {
                if (AttributeValue.Canonical(scalar, raw, keepDefault: key.IsDevice) is { } value) yield return new(name, value);
            }
            else
            {
                foreach (var (part, value) in PropertyString.Parse(raw, key).ToAttributes(key))
                    yield return new(AttributePath.Of(name, part), value);
            }
        }
    }
}
