namespace ProxmoxMpc.Core.Privacy;

/// <summary>Takes names that a pass over a text learns. One per thread; what it has seen before costs one look-up.</summary>
internal sealed class NameCollector(NameBook book)
{
    private static readonly object Seen = new();

    private const int MostSeen = 1 << 17;

    private readonly ByteTable<object> _seen = new();

    public void Add(PrivacyKind kind, ReadOnlySpan<byte> name)
    {
        // Every machine calls itself so, also in a log.
        if (name.Length is 0 or > NameBook.LongestName || name.SequenceEqual("localhost"u8) || !IsNew(kind, name)) return;
        book.Add(kind, name);
    }

    public void AddUserAt(ReadOnlySpan<byte> realm, ReadOnlySpan<byte> user, ReadOnlySpan<byte> userid)
    {
        if (userid.Length <= NameBook.LongestName && IsNew(PrivacyKind.User, userid)) book.AddUserAt(realm, user);
    }

    public void AddLiteral(PrivacyKind kind, ReadOnlySpan<byte> value)
    {
        if (value.Length <= 512 && IsNew(kind, value)) book.AddLiteral(kind, value);
    }

    /// <summary>Whether this thread has seen a value before.</summary>
    public bool Has(PrivacyKind kind, ReadOnlySpan<byte> value) => _seen.Find((byte)kind, value) is not null;

    /// <summary>Whether this thread sees a value for the first time.</summary>
    public bool IsNew(PrivacyKind kind, ReadOnlySpan<byte> value)
    {
        if (Has(kind, value)) return false;
        if (_seen.Count >= MostSeen) _seen.Clear();
        _seen.Add((byte)kind, value, Seen);
        return true;
    }
}
