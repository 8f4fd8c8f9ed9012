using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>The learnt names as the sweep looks them up. A picture of a moment: immutable.</summary>
internal sealed class NameIndex
{
    private const int HeadBits = 16;

    // By hash, the first words of names: a name begins with letters and digits up to something else.
    private readonly ulong[] _heads = new ulong[(1 << HeadBits) / 64];
    private readonly ulong[] _lengths = new ulong[256];
    private readonly ByteTable<Entry> _entries = new();

    public NameIndex(IReadOnlyList<KeyValuePair<string, PrivacyKind>> names, int version, PrivacyPolicy policy)
    {
        Version = version;
        foreach (var (name, kind) in names)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            for (var i = 0; i < bytes.Length; i++) bytes[i] = Bytes.ToLower(bytes[i]);
            if (policy.Allowed.Contains(name) || _entries.Find(0, bytes) is not null) continue;
            var strength = kind is PrivacyKind.Word ? Strength.Strong : StrengthOf(bytes);
            _entries.Add(0, bytes, new Entry(kind, strength));
            if (bytes.Length < 2) continue;
            var head = HeadBit(bytes, HeadEnd(bytes, 0));
            _heads[head >> 6] |= 1UL << (head & 63);
            Longest = Math.Max(Longest, bytes.Length);
            HasNumbers |= strength != Strength.Structure && bytes.AsSpan().IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
            _lengths[bytes[0]] |= 1UL << Math.Min(bytes.Length, 63);
        }
    }

    /// <summary>How surely a name that stands somewhere is meant.</summary>
    public enum Strength
    {
        /// <summary>An everyday word: only where the structure says so.</summary>
        Structure,

        /// <summary>Could be a part of something else: only where it stands all alone.</summary>
        Weak,
        Strong,
    }

    public int Version { get; }

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>The length of the longest name.</summary>
    public int Longest { get; }

    /// <summary>Whether a name is a number: a word of the user's.</summary>
    public bool HasNumbers { get; }

    /// <summary>Whether a name may begin with a word, given in any case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayBegin(ReadOnlySpan<byte> text, int length)
    {
        var head = HeadBit(text, length);
        return (_heads[head >> 6] & (1UL << (head & 63))) != 0;
    }

    /// <summary>Where the letters and digits end that begin at a place.</summary>
    public static int HeadEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && Bytes.IsLetterOrDigit(text[at])) at++;
        return at;
    }

    /// <summary>The bit of a word: its first eight bytes, without case, and how many there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int HeadBit(ReadOnlySpan<byte> text, int length)
    {
        ulong first = 0;
        if (text.Length >= 8) first = BinaryPrimitives.ReadUInt64LittleEndian(text);
        else
            for (var i = text.Length - 1; i >= 0; i--) first = (first << 8) | text[i];
        if (length < 8) first &= (1UL << (length * 8)) - 1;
        // What differs in case differs in this bit only; what else does so only makes the filter wider.
        return (int)(((first | 0x2020202020202020) + (uint)length) * 0x9E3779B97F4A7C15UL >> (64 - HeadBits));
    }

    /// <summary>Whether a name of that length may begin so.</summary>
    public bool MayHaveLength(byte first, int length) => (_lengths[first] & (1UL << Math.Min(length, 63))) != 0;

    /// <summary>The name that the bytes, in lower case, are.</summary>
    public Entry? Find(ReadOnlySpan<byte> lower) => _entries.Find(0, lower);

    private static Strength StrengthOf(ReadOnlySpan<byte> name)
    {
        if (Vocabulary.IsWord(name) || Vocabulary.IsSystemUser(name) || name.Length < 2) return Strength.Structure;
        var hasLetter = false;
        foreach (var b in name) hasLetter |= Bytes.IsLetter(b);
        if (!hasLetter) return Strength.Structure;
        var mark = name.ContainsAnyInRange((byte)'0', (byte)'9') || name.ContainsAny("-."u8);
        if (name.Length < 3) return mark ? Strength.Weak : Strength.Structure;
        return mark || name.Length >= 8 ? Strength.Strong : Strength.Weak;
    }

    /// <summary>A learnt name.</summary>
    internal sealed record Entry(PrivacyKind Kind, Strength Strength);
}
