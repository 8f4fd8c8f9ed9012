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
            Add(bytes, new Entry(kind, strength));
            HasPlainHosts |= strength == Strength.Structure && kind is PrivacyKind.Host or PrivacyKind.Node;
        }
        AddSiblings(names, policy);
    }

    /// <summary>
    /// Who has learnt web-01 knows web-02: names that differ in their last number only, one or two digits of it, are added. Names that everybody
    /// uses (debian-12) are none, nor are interfaces.
    /// </summary>
    private void AddSiblings(IReadOnlyList<KeyValuePair<string, PrivacyKind>> names, PrivacyPolicy policy)
    {
        var stems = new Dictionary<string, PrivacyKind>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, kind) in names)
        {
            var digits = name.Length - name.AsSpan().TrimEnd("0123456789").Length;
            if (digits is not (1 or 2) || kind is not (PrivacyKind.Node or PrivacyKind.Guest or PrivacyKind.Host) || name.Contains('.', StringComparison.Ordinal)) continue;
            var stem = name[..^digits];
            if (stem.Length < 3 || Products.Contains(stem.TrimEnd('-', '_'))) continue;
            // Which kind a sibling gets must not depend on the order of the names.
            var key = $"{digits}{stem}";
            if (!stems.TryGetValue(key, out var known) || kind < known) stems[key] = kind;
        }
        foreach (var (key, kind) in stems)
        {
            var stem = key[1..];
            for (var number = 0; number < (key[0] == '1' ? 10 : 100); number++)
            {
                var name = stem + (key[0] == '1' ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : number.ToString("00", System.Globalization.CultureInfo.InvariantCulture));
                var bytes = Encoding.UTF8.GetBytes(name);
                for (var i = 0; i < bytes.Length; i++) bytes[i] = Bytes.ToLower(bytes[i]);
                if (policy.Allowed.Contains(name) || !Vocabulary.CanBeName(bytes) || _entries.Find(0, bytes) is not null) continue;
                Add(bytes, new Entry(kind, StrengthOf(bytes)));
            }
        }
    }

    private static readonly System.Collections.Frozen.FrozenSet<string> Products = System.Collections.Frozen.FrozenSet.ToFrozenSet(
        "debian ubuntu win windows centos rocky alma almalinux fedora freebsd alpine opensuse php python java ipv sha md version release disk port test step line page part server vm ct template snapshot backup vlan zone rack slot pool raid".Split(' '), StringComparer.OrdinalIgnoreCase);

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

    /// <summary>Whether a machine is called by an everyday word, which must be hidden wherever structure tells that it is the machine.</summary>
    public bool HasPlainHosts { get; }

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

    private void Add(byte[] lower, Entry entry)
    {
        _entries.Add(0, lower, entry);
        if (lower.Length < 2) return;
        var pair = lower[0] | (lower[1] << 8);
        _pairs[pair >> 6] |= 1UL << (pair & 63);
        _lengths[lower[0]] |= 1UL << Math.Min(lower.Length, 63);
    }

    private static Strength StrengthOf(ReadOnlySpan<byte> name)
    {
        if (Vocabulary.IsWord(name) || Vocabulary.IsSystemUser(name) || CommonWords.Contains(name) || name.Length < 2) return Strength.Structure;
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
