using System.Buffers;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// What detectors reported about the pieces of text that names were learnt from. They look at the text alone and not at what has been learnt, so the pass that
/// replaces need not ask them once more: it takes their answers from here where it meets the very same piece. Safe for several threads.
/// </summary>
internal sealed class AnswerMemory
{
    // Beyond that nothing more is remembered, and the detectors are asked again.
    private const int MostBytes = 24 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _answers = new(StringComparer.Ordinal);
    private int _bytes;

    /// <summary>Whether nothing is remembered.</summary>
    public bool IsEmpty => Volatile.Read(ref _bytes) == 0;

    /// <summary>Remembers what was reported about a text.</summary>
    public void Keep(in TextHash text, IReadOnlyList<Find> answers)
    {
        if (Volatile.Read(ref _bytes) >= MostBytes) return;
        var packed = Pack(answers);
        lock (_gate)
        {
            if (_answers.TryAdd(KeyOf(text), packed)) _bytes += packed.Length;
        }
    }

    /// <summary>Adds what was reported about a text to the finds, and forgets it; false where nothing is known about the text.</summary>
    public bool Take(in TextHash text, List<Find> finds)
    {
        byte[]? packed;
        lock (_gate)
        {
            if (!_answers.Remove(KeyOf(text), out packed)) return false;
            _bytes -= packed.Length;
        }
        Unpack(packed, finds);
        return true;
    }

    private static string KeyOf(in TextHash text) =>
        string.Create(10, text, static (chars, hash) =>
        {
            for (var i = 0; i < 4; i++) (chars[i], chars[i + 4]) = ((char)(ushort)(hash.First >> (16 * i)), (char)(ushort)(hash.Second >> (16 * i)));
            (chars[8], chars[9]) = ((char)(ushort)hash.Length, (char)(hash.Length >> 16));
        });

    private static byte[] Pack(IReadOnlyList<Find> answers)
    {
        var bytes = ArrayPool<byte>.Shared.Rent((answers.Count * MostOfOne) + MostOfOne);
        var (used, before) = (0, 0);
        Write(bytes, ref used, (uint)answers.Count);
        for (var i = 0; i < answers.Count; i++)
        {
            var find = answers[i];
            var step = find.Start - before;
            Write(bytes, ref used, (uint)((step << 1) ^ (step >> 31)));
            Write(bytes, ref used, (uint)find.Length);
            Write(bytes, ref used, (uint)find.Kind);
            Write(bytes, ref used, ((uint)find.Rank << 1) | (find.Keep ? 1u : 0));
            Write(bytes, ref used, (uint)(find.Rule + 1));
            before = find.Start;
        }
        var packed = bytes[..used];
        ArrayPool<byte>.Shared.Return(bytes);
        return packed;
    }

    private static void Unpack(byte[] packed, List<Find> finds)
    {
        var (at, before) = (0, 0);
        for (var count = Read(packed, ref at); count > 0; count--)
        {
            var step = Read(packed, ref at);
            before += (int)(step >> 1) ^ -(int)(step & 1);
            var length = (int)Read(packed, ref at);
            var kind = (PrivacyKind)Read(packed, ref at);
            var rank = Read(packed, ref at);
            finds.Add(new Find(before, length, kind, (byte)(rank >> 1), (rank & 1) != 0, (short)((int)Read(packed, ref at) - 1)));
        }
    }

    // Five numbers of at most five bytes.
    private const int MostOfOne = 25;

    private static void Write(byte[] bytes, ref int at, uint value)
    {
        for (; value >= 0x80; value >>= 7) bytes[at++] = (byte)(value | 0x80);
        bytes[at++] = (byte)value;
    }

    private static uint Read(byte[] bytes, ref int at)
    {
        uint value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
