using System.Buffers;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>A piece of an input: some whole lines. Its memory is lent from the pool.</summary>
internal sealed class Piece(byte[] buffer, int length) : IDisposable
{
    public ReadOnlySpan<byte> Text => buffer.AsSpan(0, length);

    public int Length => length;

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}

/// <summary>
/// Cuts a stream into pieces that can be worked on alone: between two lines, not within a PEM block; a line longer than
/// a piece is cut at a blank, a quote or a comma.
/// </summary>
internal sealed class PieceReader(Stream input)
{
    internal const int Size = 512 * 1024;

    // A line or a block may make a piece grow up to that; then it is cut where it is.
    internal const int Longest = 8 * Size;

    private static readonly SearchValues<byte> Seams = SearchValues.Create(" \t\r\n\",;{}[]"u8);

    private byte[] _rest = [];
    private int _restLength;
    private bool _ended;

    /// <summary>The next piece; null at the end.</summary>
    public async ValueTask<Piece?> ReadAsync(CancellationToken cancellation)
    {
        var size = Math.Max(Size, _restLength);
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        _rest.AsSpan(0, _restLength).CopyTo(buffer);
        var length = _restLength;
        _restLength = 0;
        while (true)
        {
            while (length < size && !_ended)
            {
                var read = await input.ReadAsync(buffer.AsMemory(length, size - length), cancellation).ConfigureAwait(false);
                if (read == 0) _ended = true;
                length += read;
            }
            if (_ended) break;
            var cut = CutOf(buffer.AsSpan(0, length), size >= Longest);
            if (cut > 0)
            {
                KeepRest(buffer.AsSpan(cut, length - cut));
                length = cut;
                break;
            }
            size *= 2;
            var bigger = ArrayPool<byte>.Shared.Rent(size);
            buffer.AsSpan(0, length).CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = bigger;
        }
        if (length > 0) return new Piece(buffer, length);
        ArrayPool<byte>.Shared.Return(buffer);
        return null;
    }

    /// <summary>Where a text can be cut; 0 where it should rather grow.</summary>
    private static int CutOf(ReadOnlySpan<byte> text, bool must)
    {
        var cut = text.LastIndexOf((byte)'\n') + 1;
        if (cut > 0)
        {
            var begin = text[..cut].LastIndexOf("-----BEGIN "u8);
            if (begin >= 0 && text[begin..cut].IndexOf("-----END "u8) < 0)
            {
                var before = Bytes.LineStart(text, begin);
                if (before > 0) return before;
                if (!must) return 0;
            }
            return cut;
        }
        if (!must) return 0;
        var seam = text.LastIndexOfAny(Seams) + 1;
        return seam > 0 ? seam : text.Length;
    }

    private void KeepRest(ReadOnlySpan<byte> rest)
    {
        if (_rest.Length < rest.Length) _rest = new byte[Math.Max(rest.Length, Size)];
        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }
}
