using System.Globalization;
using System.Text;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>One entry of a list, as the texts of the fields that were asked for. It holds the next entry's when the reading goes on.</summary>
internal readonly struct PveRow(string?[] values)
{
    /// <summary>The text of the field, in the order in which the fields were named; null where the entry has none.</summary>
    internal string? this[int field] => values[field];

    internal int? Int(int field) => int.TryParse(values[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal long? Long(int field) => long.TryParse(values[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal bool Flag(int field) => values[field] is { Length: > 0 } text && text != "0";
}

/// <summary>
/// Reads answers from their bytes, without a document: texts are those of <see cref="JsonReading"/>, and what repeats ten
/// thousand times, keys and short values, is one string.
/// </summary>
internal static class PveRows
{
    /// <summary>
    /// Calls back for every object of the list in <c>data</c>, with the named fields. False where <c>data</c> is not a list, as
    /// Proxmox writes an empty one now and then.
    /// </summary>
    internal static bool Read(ReadOnlySpan<byte> json, ReadOnlySpan<string> fields, Action<PveRow> each)
    {
        var reader = AtData(json);
        var isList = reader.TokenType == JsonTokenType.StartArray;
        if (!isList) reader.Skip();
        var values = new string?[fields.Length];
        while (isList && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }
            Array.Clear(values);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var field = FieldOf(ref reader, fields);
                reader.Read();
                if (field < 0) reader.Skip();
                else values[field] = Text(ref reader, json);
            }
            each(new(values));
        }
        ToTheEnd(ref reader);
        return isList;
    }

    /// <summary>The pairs of the object in <c>data</c>, nulls left out; null where it is none.</summary>
    internal static List<KeyValuePair<string, string>>? Pairs(ReadOnlySpan<byte> json)
    {
        var reader = AtData(json);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            ToTheEnd(ref reader);
            return null;
        }
        var pairs = new List<KeyValuePair<string, string>>(32);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueIsEscaped ? reader.GetString()! : TextPool.Names.Get(reader.ValueSpan);
            reader.Read();
            if (Text(ref reader, json) is { } value) pairs.Add(new(name, value));
        }
        ToTheEnd(ref reader);
        return pairs;
    }

    private static int FieldOf(ref Utf8JsonReader reader, ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
            if (reader.ValueTextEquals(fields[i])) return i;
        return -1;
    }

    private static Utf8JsonReader AtData(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isData = reader.ValueTextEquals("data"u8);
                reader.Read();
                if (isData) return reader;
                reader.Skip();
            }
        }
        throw new JsonException("The answer has no data.");
    }

    // So that an answer that was cut off, or goes on with something else, is noticed.
    private static void ToTheEnd(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
        }
    }

    /// <summary>The text that Proxmox would store, as <see cref="JsonReading.AsText"/> has it.</summary>
    private static string? Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                if (!reader.ValueIsEscaped) return TextPool.Values.Get(reader.ValueSpan);
                try
                {
                    return reader.GetString();
                }
                catch (InvalidOperationException)
                {
                    // Half a surrogate pair: the text as it was sent is better than none.
                    return Encoding.UTF8.GetString(reader.ValueSpan);
                }
            case JsonTokenType.Number: return JsonReading.NumberText(TextPool.Values.Get(reader.ValueSpan));
            case JsonTokenType.True: return "1";
            case JsonTokenType.False: return "0";
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return Encoding.UTF8.GetString(json[start..(int)reader.BytesConsumed]);
            default: return null;
        }
    }
}
