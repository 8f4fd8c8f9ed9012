using System.Numerics;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Many texts that are looked for at once, without case, the longest first.</summary>
internal sealed class TextIndex<T>
    where T : class
{
    private readonly ulong[] _pairs = new ulong[65536 / 64];
    private readonly Dictionary<int, ulong> _lengths = [];
    private readonly ByteTable<T> _values = new();
    private readonly SortedSet<int> _long = new(Comparer<int>.Create((a, b) => b.CompareTo(a)));
    private byte[] _lower = new byte[64];
    private int _longest;

    /// <summary>Whether a text counts where it stands.</summary>
    public delegate bool Acceptance(T value, ReadOnlySpan<byte> text, int at, int length);

    /// <summary>The value of a text (any case), made where there is none.</summary>
    public T GetOrAdd(ReadOnlySpan<byte> text, Func<T> make)
    {
        var lower = Lower(text, text.Length);
        if (_values.Find(0, lower) is { } known) return known;
        var value = make();
        _values.Add(0, lower, value);
        if (lower.Length < 2) return value;
        var pair = lower[0] | (lower[1] << 8);
        _pairs[pair >> 6] |= 1UL << (pair & 63);
        _lengths[pair] = _lengths.GetValueOrDefault(pair) | 1UL << Math.Min(lower.Length, 63);
        if (lower.Length >= 63) _long.Add(lower.Length);
        _longest = Math.Max(_longest, lower.Length);
        return value;
    }

    public T? Get(ReadOnlySpan<byte> text) => _values.Find(0, Lower(text, text.Length));

    /// <summary>Whether something may begin there.</summary>
    public bool MayBegin(ReadOnlySpan<byte> text, int at)
    {
        if (at + 1 >= text.Length) return false;
        var pair = Bytes.ToLower(text[at]) | (Bytes.ToLower(text[at + 1]) << 8);
        return (_pairs[pair >> 6] & (1UL << (pair & 63))) != 0;
    }

    /// <summary>The longest text that stands at a place and that is accepted there.</summary>
    public T? Longest(ReadOnlySpan<byte> text, int at, Acceptance accept, out int length) => Longest(text, at, accept, ref _lower, out length);

    /// <inheritdoc cref="Longest(ReadOnlySpan{byte}, int, Acceptance, out int)"/>
    /// <param name="buffer">The caller's, so that several threads can look at once where nothing is added.</param>
    public T? Longest(ReadOnlySpan<byte> text, int at, Acceptance accept, ref byte[] buffer, out int length)
    {
        length = 0;
        if (!MayBegin(text, at)) return null;
        var lengths = _lengths.GetValueOrDefault(Bytes.ToLower(text[at]) | (Bytes.ToLower(text[at + 1]) << 8));
        var longest = (lengths & (1UL << 63)) != 0 ? _longest : 63 - BitOperations.LeadingZeroCount(lengths);
        var lower = Lower(text[at..], Math.Min(longest, text.Length - at), ref buffer);
        if ((lengths & (1UL << 63)) != 0)
        {
            foreach (var candidate in _long)
                if (candidate <= lower.Length && _values.Find(0, lower[..candidate]) is { } value && accept(value, text, at, length = candidate)) return value;
        }
        for (var candidate = Math.Min(62, lower.Length); candidate >= 2; candidate--)
            if ((lengths & (1UL << candidate)) != 0 && _values.Find(0, lower[..candidate]) is { } value && accept(value, text, at, length = candidate)) return value;
        length = 0;
        return null;
    }

    private ReadOnlySpan<byte> Lower(ReadOnlySpan<byte> text, int length) => Lower(text, length, ref _lower);

    private static ReadOnlySpan<byte> Lower(ReadOnlySpan<byte> text, int length, ref byte[] buffer)
    {
        if (buffer.Length < length) buffer = new byte[length * 2];
        var lower = buffer.AsSpan(0, length);
        for (var i = 0; i < lower.Length; i++) lower[i] = Bytes.ToLower(text[i]);
        return lower;
    }
}
