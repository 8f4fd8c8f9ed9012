namespace ProxmoxMpc.Core.Privacy;

/// <summary>Takes names that a pass over a text learns. One per thread; what it has seen before costs one look-up.</summary>
internal sealed class NameCollector(NameBook book)
{
    private static readonly object Seen = new();

    private readonly ByteTable<object> _seen = new();

    public void Add(PrivacyKind kind, ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > NameBook.LongestName || _seen.Find((byte)kind, name) is not null) return;
        _seen.Add((byte)kind, name, Seen);
        book.Add(kind, name);
    }
}
