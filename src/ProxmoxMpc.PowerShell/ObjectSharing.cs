using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>
/// Objects of the pipeline with pseudonyms. An object is read as the JSON that it would become, so that what is known of keys and values
/// holds for properties, too, and is then put together again: numbers, times and switches stay what they are.
/// </summary>
internal sealed class ObjectSharing(Sharing share, Action<IReadOnlyList<PrivacyResidue>>? allowed)
{
    /// <summary>What the type of an anonymised object begins with; its own follows, so that its view still fits.</summary>
    public const string TypePrefix = "Anonymized.";

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, MaxDepth = 64 };
    private static readonly JsonDocumentOptions s_read = new() { MaxDepth = 64 };

    /// <summary>The object with pseudonyms.</summary>
    public object? Share(object? item)
    {
        var tree = ObjectTree.Of(item);
        if (tree is ObjectTree.Value) return item;
        var sentences = new List<string>();
        Know(tree, Place.None, sentences);
        tree = FreeTexts.Hide(tree, sentences, share);
        using var made = JsonDocument.Parse(share.Anonymizer.Anonymize(Json(tree)), s_read);
        var result = Rebuild(tree, made.RootElement, Place.None);
        share.Verify(Json(ObjectTree.Of(result)), null, allowed);
        return result;
    }

    /// <summary>The same for the way back: every text by itself.</summary>
    public static object? Restore(object? item, Func<string, string> restore) => ObjectTree.Of(item) is ObjectTree.Value ? item : Restored(ObjectTree.Of(item), restore);

    /// <param name="sentences">Takes the descriptions and comments of the object.</param>
    private void Know(ObjectTree tree, Place place, List<string> sentences)
    {
        switch (tree)
        {
            case ObjectTree.Text text when KindOf(text.Content, place) is { } kind:
                share.Know(kind, [text.Content]);
                if (kind == PrivacyKind.FreeText) sentences.Add(text.Content);
                break;
            case ObjectTree.List list:
                foreach (var item in list.Items) Know(item, place, sentences);
                break;
            case ObjectTree.Properties properties:
                // A type's properties are its program's words; those of a custom object may be anybody's.
                if (!properties.HasOwnKeys) share.Anonymizer.Ignore(properties.Items.Select(item => item.Key));
                foreach (var (name, value) in properties.Items) Know(value, Place.In(properties, name), sentences);
                break;
        }
    }

    private PrivacyKind? KindOf(string text, Place place) => PropertyKinds.Of(place.Property, text, place.Type, place.HasVmId, share.Anonymizer.Policy.Level);

    private object? Rebuild(ObjectTree tree, JsonElement made, Place place) => tree switch
    {
        // A number under the name of a secret is none that stays.
        ObjectTree.Value { Item: int or long or short or byte } value when made.ValueKind == JsonValueKind.Number && made.TryGetInt64(out var number) => Number(value.Item, number),
        ObjectTree.Value value => value.Item,
        ObjectTree.Text { IsBytes: true } => Encoding.UTF8.GetBytes(made.GetString() ?? ""),
        ObjectTree.Text text => TextOf(text.Content, made, place),
        ObjectTree.List list => list.Items.Zip(made.EnumerateArray(), (item, element) => Rebuild(item, element, place)).ToArray(),
        ObjectTree.Properties properties => Assemble(properties, properties.Items.Zip(made.EnumerateObject(), (item, element) =>
            KeyValuePair.Create(properties.HasOwnKeys ? KeyOf(item.Key, element.Name) : item.Key, Rebuild(item.Value, element.Value, Place.In(properties, item.Key))))),
        _ => throw new InvalidOperationException(tree.GetType().Name),
    };

    /// <summary>A number as it was, or another one, of its type where it fits.</summary>
    private static object Number(object original, long number) =>
        Convert.ToInt64(original, CultureInfo.InvariantCulture) == number ? original : original is int && number is >= int.MinValue and <= int.MaxValue ? (int)number : number;

    private string TextOf(string original, JsonElement made, Place place)
    {
        var kind = KindOf(original, place) ?? share.KindOf(original);
        return kind is { } known ? share.Anonymizer.Replace(known, original) : made.GetString() ?? "";
    }

    /// <summary>The keys of a table may be names; those of settings stay.</summary>
    private string KeyOf(string original, string made) => share.KindOf(original) is { } kind ? share.Anonymizer.Replace(kind, original) : made;

    private static object Assemble(ObjectTree.Properties properties, IEnumerable<KeyValuePair<string, object?>> items)
    {
        if (properties.IsTable)
        {
            var table = new System.Collections.Specialized.OrderedDictionary(StringComparer.OrdinalIgnoreCase);
            foreach (var (key, value) in items) table[Unused(key, table.Contains)] = value;
            return table;
        }
        var result = new PSObject();
        foreach (var (name, value) in items) result.Properties.Add(new PSNoteProperty(Unused(name, used => result.Properties[(string)used] is not null), value));
        for (var i = 0; i < properties.TypeNames.Count; i++) result.TypeNames.Insert(i, properties.TypeNames[i]);
        if (properties.TypeName.Length > 0 && !properties.TypeName.StartsWith(TypePrefix, StringComparison.Ordinal)) result.TypeNames.Insert(0, TypePrefix + properties.TypeName);
        return result;
    }

    private static string Unused(string key, Func<object, bool> isUsed)
    {
        while (isUsed(key)) key += "_";
        return key;
    }

    private static object? Restored(ObjectTree tree, Func<string, string> restore) => tree switch
    {
        ObjectTree.Value { Item: int or long } value when long.TryParse(restore(Convert.ToString(value.Item, CultureInfo.InvariantCulture)!), CultureInfo.InvariantCulture, out var number) =>
            number is >= int.MinValue and <= int.MaxValue && Number(value.Item!, number) is long ? (int)number : Number(value.Item!, number),
        ObjectTree.Value value => value.Item,
        ObjectTree.Text text => text.IsBytes ? Encoding.UTF8.GetBytes(restore(text.Content)) : restore(text.Content),
        ObjectTree.List list => list.Items.Select(item => Restored(item, restore)).ToArray(),
        ObjectTree.Properties properties => Assemble(properties with { TypeNames = [.. properties.TypeNames.Where(name => !name.StartsWith(TypePrefix, StringComparison.Ordinal))] },
            properties.Items.Select(item => KeyValuePair.Create(properties.HasOwnKeys ? restore(item.Key) : item.Key, Restored(item.Value, restore)))),
        _ => throw new InvalidOperationException(tree.GetType().Name),
    };

    private static string Json(ObjectTree tree)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, s_json)) Write(writer, tree);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter writer, ObjectTree tree)
    {
        switch (tree)
        {
            case ObjectTree.Text text:
                writer.WriteStringValue(text.Content);
                break;
            case ObjectTree.List list:
                writer.WriteStartArray();
                foreach (var item in list.Items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case ObjectTree.Properties properties:
                writer.WriteStartObject();
                foreach (var (name, value) in properties.Items)
                {
                    // As the keys of JSON and configs are spelled.
                    writer.WritePropertyName(name.Length > 0 && !properties.HasOwnKeys ? char.ToLowerInvariant(name[0]) + name[1..] : name);
                    Write(writer, value);
                }
                writer.WriteEndObject();
                break;
            // A time or a version tells nothing, and must not look like an address.
            case ObjectTree.Value { Item: bool flag }:
                writer.WriteBooleanValue(flag);
                break;
            case ObjectTree.Value { Item: int or long or short or byte } number:
                writer.WriteNumberValue(Convert.ToInt64(number.Item, CultureInfo.InvariantCulture));
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private readonly record struct Place(string Property, string Type, bool HasVmId)
    {
        public static Place None { get; } = new("", "", false);

        /// <summary>A property of an object. That of an object that names an attribute (Attribute and Before, Name and Value) is that attribute.</summary>
        public static Place In(ObjectTree.Properties owner, string property) => new(FreeTexts.AttributeOf(owner, property) ?? property, owner.TypeName, owner.HasVmId);
    }
}
