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
    private readonly List<byte[]> _sought = [];
    private readonly ByteTable<Entry> _entries = new();

    public NameIndex(IReadOnlyList<KeyValuePair<string, PrivacyKind>> names, int version, PrivacyPolicy policy)
    {
        Version = version;
        foreach (var (name, kind) in names)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            for (var i = 0; i < bytes.Length; i++) bytes[i] = Bytes.ToLower(bytes[i]);
            if (policy.Allowed.Contains(name) || _entries.Find(0, bytes) is not null) continue;
            var strength = kind is PrivacyKind.Word ? Strength.Strong : name[0] == '@' ? Strength.Structure : StrengthOf(bytes);
            // An account that is called as the program that uses it: its folders and lines are called so, too.
            if (kind == PrivacyKind.User && Vocabulary.IsProgram(bytes)) strength = Strength.Structure;
            Add(bytes, new Entry(kind, strength));
            HasPlainHosts |= strength == Strength.Structure && kind is PrivacyKind.Host or PrivacyKind.Node;
        }
        AddSiblings(names, policy);
        Heads = new NameHeads(_sought);
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

    private static readonly HashSet<string> Products = new(
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

    /// <summary>How the names begin that are looked for wherever they stand.</summary>
    public NameHeads Heads { get; }

    /// <summary>The length of the longest name.</summary>
    public int Longest { get; private set; }

    /// <summary>Whether a name is a number: a word of the user's.</summary>
    public bool HasNumbers { get; private set; }

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

    private void Add(byte[] lower, Entry entry)
    {
        _entries.Add(0, lower, entry);
        if (lower.Length < 2) return;
        if (entry.Strength != Strength.Structure) _sought.Add(lower);
        var head = HeadBit(lower, HeadEnd(lower, 0));
        _heads[head >> 6] |= 1UL << (head & 63);
        Longest = Math.Max(Longest, lower.Length);
        HasNumbers |= entry.Strength != Strength.Structure && lower.AsSpan().IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        _lengths[lower[0]] |= 1UL << Math.Min(lower.Length, 63);
    }

    private static Strength StrengthOf(ReadOnlySpan<byte> name)
    {
        if (Vocabulary.IsWord(name) || Applications.Contains(name) || Vocabulary.IsSystemUser(name) || CommonWords.Contains(name) || name.Length < 2 || Vocabulary.IsSystemName(name)) return Strength.Structure;
        // prod1, test-2: environments as often as machines.
        if (Environments.Contains(name.TrimEnd("0123456789"u8).TrimEnd((byte)'-'))) return Strength.Structure;
        var hasLetter = false;
        foreach (var b in name) hasLetter |= Bytes.IsLetter(b);
        if (!hasLetter) return Strength.Structure;
        var mark = name.ContainsAnyInRange((byte)'0', (byte)'9') || name.ContainsAny("-."u8);
        if (name.Length < 3) return mark ? Strength.Weak : Strength.Structure;
        return mark || name.Length >= 8 ? Strength.Strong : Strength.Weak;
    }

    private static readonly WordSet Environments = WordSet.Of("prod production test testing dev develop stage staging demo lab qa uat preprod cluster cluster-prod cluster-test main");

    /// <summary>A learnt name.</summary>
    internal sealed record Entry(PrivacyKind Kind, Strength Strength);
}
