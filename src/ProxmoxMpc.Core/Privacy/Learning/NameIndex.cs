using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>The learnt names as the sweep looks them up. A picture of a moment: immutable.</summary>
internal sealed class NameIndex
{
    private readonly ulong[] _pairs = new ulong[65536 / 64];
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
            var pair = bytes[0] | (bytes[1] << 8);
            _pairs[pair >> 6] |= 1UL << (pair & 63);
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

    /// <summary>Whether a name may begin with these bytes, given in lower case.</summary>
    public bool MayBegin(byte first, byte second)
    {
        var pair = first | (second << 8);
        return (_pairs[pair >> 6] & (1UL << (pair & 63))) != 0;
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
