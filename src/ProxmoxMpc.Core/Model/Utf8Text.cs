using System.Buffers;
using System.Text;

namespace ProxmoxMpc.Core.Model;

/// <summary>
/// A text that is made piece by piece and wanted as UTF-8: of what has megabytes there is never a string, and what is short needs none.
/// Half a surrogate pair, which no UTF-8 can hold, becomes U+FFFD. Not safe for several threads.
/// </summary>
internal sealed class Utf8Text
{
    // Below what the garbage collector takes for large.
    private const int ChunkSize = 32 * 1024;

    // The most bytes that the encoder may want room for at once.
    private const int Most = 8;

    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly List<(byte[] Bytes, int Length)> _full = [];
    private byte[] _chunk = new byte[ChunkSize];
    private int _used;
    private bool _isHalf;

    /// <summary>Adds a piece.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        if (!_isHalf && text.Length <= _chunk.Length - _used && Ascii.FromUtf16(text, _chunk.AsSpan(_used), out var written) == OperationStatus.Done)
        {
            _used += written;
            return;
        }
        Encode(text, isLast: false);
        _isHalf = char.IsHighSurrogate(text[^1]);
    }

    /// <summary>All of it, after which it is empty again.</summary>
    public byte[] Take()
    {
        if (_isHalf) Encode([], isLast: true);
        _isHalf = false;
        var all = new byte[_full.Sum(chunk => chunk.Length) + _used];
        var at = 0;
        foreach (var (bytes, length) in _full)
        {
            bytes.AsSpan(0, length).CopyTo(all.AsSpan(at));
            at += length;
            ArrayPool<byte>.Shared.Return(bytes);
        }
        _chunk.AsSpan(0, _used).CopyTo(all.AsSpan(at));
        _full.Clear();
        _used = 0;
        return all;
    }

    private void Encode(ReadOnlySpan<char> text, bool isLast)
    {
        for (var isDone = false; !isDone;)
        {
            if (_chunk.Length - _used < Most)
            {
                _full.Add((_chunk, _used));
                _chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
                _used = 0;
            }
            _encoder.Convert(text, _chunk.AsSpan(_used), isLast, out var read, out var written, out isDone);
            _used += written;
            text = text[read..];
        }
    }
}
