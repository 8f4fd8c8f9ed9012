namespace ProxmoxMpc.Core.Privacy;

/// <summary>Some of the learnt names, as they came. A picture of a moment: immutable.</summary>
internal sealed class NameLayer
{
    // Names stand among the entries as a family of their own, and so do the beginnings of names that differ in their number, by how many digits that has.
    private const byte Whole = 0;

    private readonly ByteTable<NameIndex.Entry> _entries = new();

    /// <param name="names">May name one twice.</param>
    public NameLayer(IReadOnlyCollection<IndexedName> names)
    {
        Count = names.Count;
        foreach (var name in names)
        {
            if (!name.IsAllowed && _entries.Find(Whole, name.Lower) is null) _entries.Add(Whole, name.Lower, NameIndex.Entry.Of(name.Kind, name.Strength));
            if (name.Stem is not { } stem) continue;
            // Which kind a sibling gets must not depend on the order of the names.
            var known = _entries.Find((byte)name.Digits, stem);
            if (known is null) _entries.Add((byte)name.Digits, stem, NameIndex.Entry.Of(name.Kind, name.Strength));
            else if (name.Kind < known.Kind) _entries.Replace((byte)name.Digits, stem, NameIndex.Entry.Of(name.Kind, name.Strength));
        }
    }

    /// <summary>How many names are in it, those that came twice twice.</summary>
    public int Count { get; }

    /// <summary>The name that the bytes, in lower case, are.</summary>
    public NameIndex.Entry? Find(ReadOnlySpan<byte> lower) => _entries.Find(Whole, lower);

    /// <summary>What names are that begin so and end with a number of so many digits; null where no such one was learnt.</summary>
    public PrivacyKind? KindOf(ReadOnlySpan<byte> stem, int digits) => _entries.Find((byte)digits, stem)?.Kind;
}
