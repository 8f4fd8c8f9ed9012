using System.Text;
using System.Text.Json;

namespace ProxmoxMpc.Core.Hcl;

internal enum JsonPartKind { Null, True, False, Number, String, Array, Object }

/// <summary>A JSON value with its place in the text, properties in order and with their repetitions.</summary>
internal sealed record JsonPart(JsonPartKind Kind, int Start)
{
    private const int MaxDepth = 100;

    public int End { get; private set; }

    /// <summary>A string's value, or a number as it stands.</summary>
    public string Text { get; private init; } = "";

    public List<JsonPart> Items { get; } = [];

    public List<(string Name, int Start, JsonPart Value)> Members { get; } = [];

    /// <summary>Reads a whole text; null where it is no JSON, with the place and what is wrong.</summary>
    public static JsonPart? Read(string text, out (int Offset, string Message) problem)
    {
        problem = default;
        var bytes = Encoding.UTF8.GetBytes(text);
        var mark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var source = new Source(bytes, mark);
        try
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(mark), new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            var part = source.Value(ref reader);
            // Reads what is behind it, so that it is found where it should not be there.
            reader.Read();
            return part;
        }
        catch (JsonException error)
        {
            problem = (source.PlaceOf(error), $"This is not JSON: {error.Message.Split(" LineNumber:")[0]}");
            return null;
        }
        catch (InvalidOperationException)
        {
            // The reader says so of a string that no text can hold.
            problem = (source.Last, "This is not JSON: a string holds half a character (\\ud800 to \\udfff alone).");
            return null;
        }
    }

    /// <summary>The bytes, and how far in the text they have been looked at.</summary>
    private sealed class Source(byte[] bytes, int mark)
    {
        private int _byte;
        private int _char;

        /// <summary>Where the last thing that was looked at stands in the text.</summary>
        public int Last => _char;

        public JsonPart Value(ref Utf8JsonReader reader)
        {
            var start = Place(reader.TokenStartIndex);
            var part = reader.TokenType switch
            {
                JsonTokenType.Null => new JsonPart(JsonPartKind.Null, start),
                JsonTokenType.True => new(JsonPartKind.True, start),
                JsonTokenType.False => new(JsonPartKind.False, start),
                JsonTokenType.Number => new(JsonPartKind.Number, start) { Text = Encoding.UTF8.GetString(reader.ValueSpan) },
                JsonTokenType.String => new(JsonPartKind.String, start) { Text = reader.GetString()! },
                JsonTokenType.StartArray => new(JsonPartKind.Array, start),
                _ => new(JsonPartKind.Object, start),
            };
            while (part.Kind == JsonPartKind.Array && reader.Read() && reader.TokenType != JsonTokenType.EndArray) part.Items.Add(Value(ref reader));
            while (part.Kind == JsonPartKind.Object && reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var (name, place) = (reader.GetString()!, Place(reader.TokenStartIndex));
                reader.Read();
                part.Members.Add((name, place, Value(ref reader)));
            }
            part.End = Place(reader.BytesConsumed);
            return part;
        }

        public int PlaceOf(JsonException error)
        {
            var at = mark;
            for (var line = error.LineNumber ?? 0; line > 0 && at < bytes.Length; at++)
                if (bytes[at] == '\n') line--;
            return Encoding.UTF8.GetCharCount(bytes.AsSpan(0, Math.Min(bytes.Length, at + (int)(error.BytePositionInLine ?? 0))));
        }

        private int Place(long index)
        {
            var at = (int)index + mark;
            _char += Encoding.UTF8.GetCharCount(bytes.AsSpan(_byte, at - _byte));
            _byte = at;
            return _char;
        }
    }
}
