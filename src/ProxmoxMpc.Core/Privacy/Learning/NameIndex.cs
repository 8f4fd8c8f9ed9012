using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// The learnt names as the sweep looks them up. A picture of a moment: immutable. One that knows more is made of it in a time that depends on what is new,
/// for lines of a pipe bring names one by one, and a workspace may know tens of thousands.
/// </summary>
internal sealed class NameIndex
{
    private const int HeadBits = 16;

    // A layer is made anew with the ones behind it where it is not so many times as long as they are.
    private const int LayerFactor = 4;

    private readonly PrivacyPolicy _policy;

    // By hash, the first words of names: a name begins with letters and digits up to something else.
    private readonly ulong[] _heads;
    private readonly ulong[] _lengths;

    // The newest one last. What it says of a name counts.
    private readonly NameLayer[] _layers;

    private NameIndex(PrivacyPolicy policy)
    {
        _policy = policy;
        (_heads, _lengths, _layers) = (new ulong[(1 << HeadBits) / 64], new ulong[256], []);
        Heads = NameHeads.None;
    }

    private NameIndex(NameIndex below, NameLayer[] layers, int count, ReadOnlySpan<IndexedName> added)
    {
        _policy = below._policy;
        (_heads, _lengths, _layers, Count) = ([.. below._heads], [.. below._lengths], layers, count);
        (HasPlainHosts, HasNumbers, Longest) = (below.HasPlainHosts, below.HasNumbers, below.Longest);
        var sought = new List<byte[]>();
        foreach (var name in added)
        {
            if (!name.IsAllowed) Admit(name, sought);
            if (name.Stem is { } stem) AdmitSiblings(stem, name.Digits, name.Strength, sought);
        }
        Heads = below.Heads.With(sought);
    }

    /// <summary>An index without names.</summary>
    public static NameIndex Of(PrivacyPolicy policy) => new(policy);

    /// <summary>An index that knows what was learnt since, too.</summary>
    /// <param name="order">All names as they came, those that this one knows first. One whose kind has changed comes again.</param>
    public NameIndex With(IReadOnlyList<string> order, IReadOnlyDictionary<string, PrivacyKind> kinds)
    {
        if (order.Count == Count) return this;
        var (kept, from) = (_layers.Length, Count);
        for (; kept > 0 && _layers[kept - 1].Count < (order.Count - from) * LayerFactor; kept--) from -= _layers[kept - 1].Count;
        var names = new IndexedName[order.Count - from];
        for (var i = 0; i < names.Length; i++) names[i] = new IndexedName(order[from + i], kinds[order[from + i]], _policy);
        return new(this, [.. _layers.AsSpan(0, kept), new NameLayer(names)], order.Count, names.AsSpan(Count - from));
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

    /// <summary>How many names it was made of, those that came twice twice.</summary>
    public int Count { get; }

    /// <summary>Whether a machine is called by an everyday word, which must be hidden wherever structure tells that it is the machine.</summary>
    public bool HasPlainHosts { get; private set; }

    public bool IsEmpty => Longest == 0;

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

    /// <summary>The name that the bytes, in lower case, are: a learnt one, or one that differs from a learnt one in its number only.</summary>
    public Entry? Find(ReadOnlySpan<byte> lower)
    {
        for (var i = _layers.Length - 1; i >= 0; i--)
            if (_layers[i].Find(lower) is { } entry) return entry;
        return Sibling(lower);
    }

    private Entry? Sibling(ReadOnlySpan<byte> lower)
    {
        var stem = lower.TrimEnd("0123456789"u8);
        var digits = lower.Length - stem.Length;
        if (digits is not (1 or 2)) return null;
        PrivacyKind? kind = null;
        foreach (var layer in _layers)
            if (layer.KindOf(stem, digits) is { } known && (kind is null || known < kind)) kind = known;
        // Nor are interfaces siblings of anything.
        if (kind is null || !Vocabulary.CanBeName(lower) || !_policy.Allowed.IsEmpty && _policy.Allowed.Contains(Encoding.UTF8.GetString(lower))) return null;
        return Entry.Of(kind.Value, NameStrength.Of(lower));
    }

    /// <summary>Lets a name through.</summary>
    private void Admit(IndexedName name, List<byte[]> sought)
    {
        var lower = name.Lower;
        HasPlainHosts |= name.Strength == Strength.Structure && name.Kind is PrivacyKind.Host or PrivacyKind.Node;
        Longest = Math.Max(Longest, lower.Length);
        if (lower.Length < 2) return;
        if (name.Strength != Strength.Structure) sought.Add(lower);
        HasNumbers |= name.Strength != Strength.Structure && lower.AsSpan().IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        AdmitHead(lower);
    }

    private void AdmitHead(ReadOnlySpan<byte> lower)
    {
        var head = HeadBit(lower, HeadEnd(lower, 0));
        _heads[head >> 6] |= 1UL << (head & 63);
        _lengths[lower[0]] |= 1UL << Math.Min(lower.Length, 63);
    }

    /// <summary>Lets all through that begin as a name and have as many digits.</summary>
    private void AdmitSiblings(byte[] stem, int digits, Strength strength, List<byte[]> sought)
    {
        Span<byte> name = stackalloc byte[stem.Length + digits];
        stem.CopyTo(name);
        Longest = Math.Max(Longest, name.Length);
        // Behind a dash the number is no part of what is looked at first: one stands for all.
        var differ = strength == Strength.Structure || stem.Length < Buckets.Depth || HeadEnd(stem, 0) == stem.Length;
        for (var number = differ ? (digits == 1 ? 9 : 99) : 0; number >= 0; number--)
        {
            name[^1] = (byte)('0' + (number % 10));
            if (digits == 2) name[^2] = (byte)('0' + (number / 10));
            AdmitHead(name);
            // prod1 is an everyday word, and mostly so is prod2.
            if (strength == Strength.Structure && NameStrength.Of(name) == Strength.Structure) continue;
            if (number == 0 || strength == Strength.Structure || stem.Length < Buckets.Depth && (digits == 1 || number % 10 == 0)) sought.Add(name.ToArray());
        }
    }

    /// <summary>A learnt name.</summary>
    internal sealed record Entry(PrivacyKind Kind, Strength Strength)
    {
        private static readonly Entry[] All =
            [.. Enum.GetValues<PrivacyKind>().Order().SelectMany(kind => Enum.GetValues<Strength>().Order().Select(strength => new Entry(kind, strength)))];

        private static readonly int Strengths = Enum.GetValues<Strength>().Length;

        /// <summary>One for all names that are alike.</summary>
        public static Entry Of(PrivacyKind kind, Strength strength) => All[((int)kind * Strengths) + (int)strength];
    }
}
