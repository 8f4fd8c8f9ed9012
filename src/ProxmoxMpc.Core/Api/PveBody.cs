using System.Buffers;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ProxmoxMpc.Core.Api;

/// <summary>
/// Makes something of a whole answer, <c>{"data": …}</c> in valid UTF-8, without a document in between. It is called again
/// where the answer has to be asked for again, may not keep the span, and throws <see cref="JsonException"/> where the text is
/// not what it should be.
/// </summary>
public delegate T PveBodyReading<out T>(ReadOnlySpan<byte> json);

/// <summary>The body of an answer in a borrowed buffer; disposing gives it back.</summary>
internal sealed class PveBody : IDisposable
{
    private const int FirstSize = 4 * 1024;

    // A list of ten thousand guests is megabytes, and comes once: the pool would keep its buffers for good.
    private const int LargestKept = 1024 * 1024;

    private byte[] _buffer;
    private int _length;

    private PveBody(int size) => _buffer = Rent(size);

    internal ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Reads to the end; throws <see cref="InvalidDataException"/> where it is longer than <paramref name="largest"/> bytes.</summary>
    internal static async Task<PveBody> ReadAsync(HttpContent content, int largest, CancellationToken ct)
    {
        var told = content.Headers.ContentLength ?? 0;
        if (told > largest) throw TooLong(largest);
        // One byte more, so that the end is seen without growing. Compressed answers tell the length of something else.
        var body = new PveBody(Math.Max(FirstSize, (int)told + 1));
        try
        {
            using var stream = await content.ReadAsStreamAsync(ct);
            while (true)
            {
                if (body._length == body._buffer.Length) body.Grow(largest);
                var read = await stream.ReadAsync(body._buffer.AsMemory(body._length), ct);
                if (read == 0) break;
                body._length += read;
            }
            if (body._length > largest) throw TooLong(largest);
            body.Repair();
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>The body as JSON; throws <see cref="JsonException"/> where it is none.</summary>
    internal static JsonElement Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var element = JsonElement.ParseValue(ref reader);
        // Reads on, so that garbage behind it is noticed.
        return reader.Read() ? throw new JsonException("There is more than one value.") : element;
    }

    private void Grow(int largest)
    {
        if (_length > largest) throw TooLong(largest);
        var larger = Rent(_buffer.Length * 2);
        Bytes.CopyTo(larger);
        Replace(larger);
    }

    // Old configs hold Latin-1 here and there; one bad letter must not make a guest unreadable.
    private void Repair()
    {
        if (Utf8.IsValid(Bytes)) return;
        var text = Encoding.UTF8.GetString(Bytes);
        var repaired = Rent(Encoding.UTF8.GetByteCount(text));
        _length = Encoding.UTF8.GetBytes(text, repaired);
        Replace(repaired);
    }

    private void Replace(byte[] buffer)
    {
        Return(_buffer);
        _buffer = buffer;
    }

    private static byte[] Rent(int size) => size > LargestKept ? GC.AllocateUninitializedArray<byte>(size) : ArrayPool<byte>.Shared.Rent(size);

    private static void Return(byte[] buffer)
    {
        if (buffer.Length <= LargestKept) ArrayPool<byte>.Shared.Return(buffer);
    }

    private static InvalidDataException TooLong(int largest) => new($"the answer is longer than {largest / (1024 * 1024)} MiB");

    public void Dispose()
    {
        if (_buffer.Length == 0) return;
        Return(_buffer);
        _buffer = [];
        _length = 0;
    }
}
