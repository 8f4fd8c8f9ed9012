namespace ProxmoxMpc.Core.Privacy;

/// <summary>A hash table from bytes to a value. A look-up makes no garbage, and the keys lie together in one array. Not for two threads at once.</summary>
internal sealed class ByteTable<T>
    where T : class
{
    private Entry[] _entries = new Entry[256];
    private byte[] _keys = new byte[4096];
    private int _used;

    public int Count { get; private set; }

    /// <summary>The value of a key, told apart from equal bytes of other families; null where there is none.</summary>
    public T? Find(byte family, ReadOnlySpan<byte> key)
    {
        var hash = ByteHash.Of(family, key);
        for (var slot = (int)hash & (_entries.Length - 1); ; slot = (slot + 1) & (_entries.Length - 1))
        {
            ref var entry = ref _entries[slot];
            if (entry.Value is null) return null;
            if (entry.Hash == hash && entry.Family == family && entry.Length == key.Length && _keys.AsSpan(entry.Offset, entry.Length).SequenceEqual(key)) return entry.Value;
        }
    }

    /// <summary>Adds a key that is not there yet.</summary>
    public void Add(byte family, ReadOnlySpan<byte> key, T value)
    {
        if (Count * 2 >= _entries.Length) Grow();
        if (_used + key.Length > _keys.Length) Array.Resize(ref _keys, Math.Max(_keys.Length * 2, _used + key.Length));
        key.CopyTo(_keys.AsSpan(_used));
        Insert(_entries, new Entry { Hash = ByteHash.Of(family, key), Family = family, Offset = _used, Length = key.Length, Value = value });
        _used += key.Length;
        Count++;
    }

    /// <summary>Gives a key that is there another value.</summary>
    public void Replace(byte family, ReadOnlySpan<byte> key, T value)
    {
        var hash = ByteHash.Of(family, key);
        for (var slot = (int)hash & (_entries.Length - 1); ; slot = (slot + 1) & (_entries.Length - 1))
        {
            ref var entry = ref _entries[slot];
            if (entry.Value is null) throw new ArgumentException("There is no such key.", nameof(key));
            if (entry.Hash != hash || entry.Family != family || !_keys.AsSpan(entry.Offset, entry.Length).SequenceEqual(key)) continue;
            entry.Value = value;
            return;
        }
    }

    public void Clear()
    {
        Array.Clear(_entries);
        _used = 0;
        Count = 0;
    }

    public IEnumerable<T> Values()
    {
        foreach (var entry in _entries)
            if (entry.Value is not null) yield return entry.Value;
    }

    private static void Insert(Entry[] entries, in Entry entry)
    {
        var slot = (int)entry.Hash & (entries.Length - 1);
        while (entries[slot].Value is not null) slot = (slot + 1) & (entries.Length - 1);
        entries[slot] = entry;
    }

    private void Grow()
    {
        var bigger = new Entry[_entries.Length * 2];
        foreach (var entry in _entries)
            if (entry.Value is not null) Insert(bigger, entry);
        _entries = bigger;
    }

    private struct Entry
    {
        public uint Hash;
        public byte Family;
        public int Offset;
        public int Length;
        public T? Value;
    }
}
