using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.State;

/// <summary>The documents of the store. Computed properties are left out, enums are written by name.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(GuestConfigConverter), typeof(AttributeMapConverter), typeof(PathSetConverter)])]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(Storage))]
[JsonSerializable(typeof(Pool))]
[JsonSerializable(typeof(Guest))]
[JsonSerializable(typeof(StorageVolume))]
[JsonSerializable(typeof(Gap))]
[JsonSerializable(typeof(BaseGuest))]
[JsonSerializable(typeof(ImmutableArray<DesiredGuest>))]
[JsonSerializable(typeof(GuestConfig))]
[JsonSerializable(typeof(AttributeMap))]
[JsonSerializable(typeof(DriftRecord))]
internal sealed partial class StateJson : JsonSerializerContext
{
    /// <summary>For a database column: no HTML ever reads it, so quotes and accents stay as they are.</summary>
    public static StateJson Compact => Relaxed.Context;

    // A class of its own: the order of static initialisers over the generated part's files is not ours to rely on.
    private static class Relaxed
    {
        public static readonly StateJson Context = new(new(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

/// <summary>A guest's config as a JSON object of strings.</summary>
internal sealed class GuestConfigConverter : JsonConverter<GuestConfig>
{
    public override GuestConfig Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        GuestConfig.From(JsonStrings.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, GuestConfig value, JsonSerializerOptions options) => JsonStrings.Write(writer, value);
}

/// <summary>An attribute map as a JSON object of strings.</summary>
internal sealed class AttributeMapConverter : JsonConverter<AttributeMap>
{
    public override AttributeMap Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AttributeMap.From(JsonStrings.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, AttributeMap value, JsonSerializerOptions options) => JsonStrings.Write(writer, value);
}

/// <summary>A set of attribute paths as a JSON list.</summary>
internal sealed class PathSetConverter : JsonConverter<ImmutableSortedSet<string>>
{
    public override ImmutableSortedSet<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A list of strings was expected.");
        var paths = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String) paths.Add(JsonStrings.Text(ref reader, TextPool.Names));
        return SharedPaths.Of(paths);
    }

    public override void Write(Utf8JsonWriter writer, ImmutableSortedSet<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var path in value) writer.WriteStringValue(path);
        writer.WriteEndArray();
    }
}

/// <summary>Objects whose values are strings.</summary>
internal static class JsonStrings
{
    public static ImmutableArray<KeyValuePair<string, string>> Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("An object of strings was expected.");
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader, TextPool.Names);
            reader.Read();
            pairs.Add(new(name, reader.TokenType == JsonTokenType.String ? Text(ref reader, TextPool.Values) : throw new JsonException($"The value of '{name}' must be a string.")));
        }
        return pairs.ToImmutable();
    }

    /// <summary>The string that the reader is at, in the instance that others have.</summary>
    public static string Text(ref Utf8JsonReader reader, TextPool pool) =>
        reader.ValueIsEscaped || reader.HasValueSequence ? reader.GetString()! : pool.Get(reader.ValueSpan);

    public static void Write(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in pairs) writer.WriteString(name, value);
        writer.WriteEndObject();
    }
}
