using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ProxmoxMpc.Console.Output;

/// <summary>
/// Objects of the pipeline as JSON, under the names that their properties have. The types are the module's own, so they are
/// read as PowerShell reads them: through their public properties.
/// </summary>
internal static class JsonText
{
    private const int MaxDepth = 16;

    // Names and descriptions come from other people: everything that is no plain text stays escaped, apart from letters of any script.
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) };

    /// <summary>The document of a command's result: the object of a command that puts out one, otherwise an array; errors take the place of both.</summary>
    public static string Document(IReadOnlyList<PSObject> output, bool isSingle, IReadOnlyList<JsonError> errors) => Write(writer =>
    {
        if (errors.Count == 0)
        {
            if (isSingle && output.Count <= 1) Value(writer, output.FirstOrDefault(), 0);
            else Value(writer, output, 0);
            return;
        }
        writer.WriteStartObject();
        writer.WriteStartArray("errors");
        foreach (var error in errors)
        {
            writer.WriteStartObject();
            writer.WriteString("id", error.Id);
            writer.WriteString("category", error.Category);
            writer.WriteString("message", error.Message);
            writer.WriteString("hint", error.Hint);
            writer.WriteString("target", error.Target);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WritePropertyName("output");
        Value(writer, output, 0);
        writer.WriteEndObject();
    });

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_options)) write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Value(Utf8JsonWriter writer, object? value, int depth)
    {
        var item = value is PSObject wrapped ? wrapped.BaseObject : value;
        switch (item)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case char c: writer.WriteStringValue(c.ToString()); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case SwitchParameter flag: writer.WriteBooleanValue(flag.IsPresent); break;
            case Enum: writer.WriteStringValue(item.ToString()); break;
            case sbyte or byte or short or ushort or int or uint or long: writer.WriteNumberValue(Convert.ToInt64(item, CultureInfo.InvariantCulture)); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case double or float:
                var real = Convert.ToDouble(item, CultureInfo.InvariantCulture);
                if (double.IsFinite(real)) writer.WriteNumberValue(real);
                else writer.WriteNullValue();
                break;
            case DateTime time: writer.WriteStringValue(time); break;
            case DateTimeOffset time: writer.WriteStringValue(time); break;
            case TimeSpan or Guid or Uri or Version or Type or System.Net.IPAddress or FileSystemInfo: writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{item}")); break;
            case Exception exception: writer.WriteStringValue(exception.Message); break;
            case var _ when depth >= MaxDepth: writer.WriteStringValue(item.ToString()); break;
            case IDictionary dictionary: Dictionary(writer, dictionary, depth); break;
            case IEnumerable items: Sequence(writer, items, depth); break;
            default: Properties(writer, value as PSObject ?? PSObject.AsPSObject(item), depth); break;
        }
    }

    private static void Dictionary(Utf8JsonWriter writer, IDictionary dictionary, int depth)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in dictionary)
        {
            writer.WritePropertyName(string.Create(CultureInfo.InvariantCulture, $"{entry.Key}"));
            Value(writer, entry.Value, depth + 1);
        }
        writer.WriteEndObject();
    }

    private static void Sequence(Utf8JsonWriter writer, IEnumerable items, int depth)
    {
        // A read-only map (the config of a guest) shows only its pairs.
        if (PairType(items.GetType()) is { } pair)
        {
            writer.WriteStartObject();
            foreach (var item in items)
            {
                writer.WritePropertyName(string.Create(CultureInfo.InvariantCulture, $"{pair.GetProperty("Key")!.GetValue(item)}"));
                Value(writer, pair.GetProperty("Value")!.GetValue(item), depth + 1);
            }
            writer.WriteEndObject();
            return;
        }
        writer.WriteStartArray();
        foreach (var item in items) Value(writer, item, depth + 1);
        writer.WriteEndArray();
    }

    private static Type? PairType(Type type) => type.GetInterfaces()
        .Where(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        .Select(candidate => candidate.GetGenericArguments()[0])
        .FirstOrDefault(element => element.IsGenericType && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>));

    private static void Properties(Utf8JsonWriter writer, PSObject item, int depth)
    {
        writer.WriteStartObject();
        foreach (var property in item.Properties)
        {
            if (!property.IsGettable || property.MemberType is PSMemberTypes.ParameterizedProperty) continue;
            writer.WritePropertyName(property.Name);
            Value(writer, PropertyValue.Read(property), depth + 1);
        }
        writer.WriteEndObject();
    }
}

/// <summary>An error as JSON shows it.</summary>
internal sealed record JsonError(string Id, string Category, string Message, string? Hint, string? Target);
