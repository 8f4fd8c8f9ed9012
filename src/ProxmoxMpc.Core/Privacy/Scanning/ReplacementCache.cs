using System.Runtime.CompilerServices;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// What values are replaced by, as far as one thread has met them. A value and its replacement lie side by side, for there may be many of them and
/// memory is slow; how often each was used is counted here and handed on in one go.
/// </summary>
internal sealed class ReplacementCache
{
    // Beyond that it starts over, the map remembers.
    private const int MostEntries = 1 << 17;

    private const int Stays = -1;

    private Entry[] _entries = new Entry[1024];
    private byte[] _bytes = new byte[1 << 16];
    private int _used, _count;

    // The slots of what was used since the counts were handed on.
    private int[] _counted = new int[256];
    private int _countedLength;

    /// <summary>Finds what a value is replaced by.</summary>
    /// <param name="stays">Whether it is not replaced at all.</param>
    /// <returns>Whether it has been met before.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryUse(PrivacyKind kind, ReadOnlySpan<byte> value, out ReadOnlySpan<byte> replacement, out bool stays)
    {
        var hash = ByteHash.Of((byte)kind, value);
        for (var slot = (int)hash & (_entries.Length - 1); ; slot = (slot + 1) & (_entries.Length - 1))
        {
            ref var entry = ref _entries[slot];
            if (!entry.IsUsed) break;
            if (entry.Hash != hash || entry.Kind != kind || entry.Length != value.Length || !_bytes.AsSpan(entry.Offset, entry.Length).SequenceEqual(value)) continue;
            stays = entry.Replacement == Stays;
            if (!stays && entry.Count++ == 0) NoteCounted(slot);
            replacement = stays ? default : _bytes.AsSpan(entry.Offset + entry.Length, entry.Replacement);
            return true;
        }
        replacement = default;
        stays = false;
        return false;
    }

    /// <summary>Takes what a value is replaced by; null where it stays.</summary>
    public void Add(PrivacyKind kind, ReadOnlySpan<byte> value, Pseudonym? pseudonym)
    {
        if (_count >= MostEntries) Clear();
        if (_count * 2 >= _entries.Length) Grow();
        var replacement = pseudonym is null ? [] : System.Text.Encoding.Latin1.GetBytes(pseudonym.Replacement);
        var needed = _used + value.Length + replacement.Length;
        if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, needed));
        value.CopyTo(_bytes.AsSpan(_used));
        replacement.CopyTo(_bytes, _used + value.Length);
        Insert(_entries, new Entry { IsUsed = true, Hash = ByteHash.Of((byte)kind, value), Kind = kind, Offset = _used, Length = value.Length, Replacement = pseudonym is null ? Stays : replacement.Length, Pseudonym = pseudonym });
        _used = needed;
        _count++;
    }

    /// <summary>Adds what was counted here to the map's counts.</summary>
    public void Flush()
    {
        foreach (var slot in _counted.AsSpan(0, _countedLength))
        {
            ref var entry = ref _entries[slot];
            entry.Pseudonym!.Counted(entry.Count);
            entry.Count = 0;
        }
        _countedLength = 0;
    }

    private void NoteCounted(int slot)
    {
        if (_countedLength == _counted.Length) Array.Resize(ref _counted, _counted.Length * 2);
        _counted[_countedLength++] = slot;
    }

    private void Clear()
    {
        Flush();
        Array.Clear(_entries);
        (_used, _count) = (0, 0);
    }

    private void Grow()
    {
        // Slots are other ones then.
        Flush();
        var bigger = new Entry[_entries.Length * 2];
        foreach (var entry in _entries)
            if (entry.IsUsed) Insert(bigger, entry);
        _entries = bigger;
    }

    private static void Insert(Entry[] entries, in Entry entry)
    {
        var slot = (int)entry.Hash & (entries.Length - 1);
        while (entries[slot].IsUsed) slot = (slot + 1) & (entries.Length - 1);
        entries[slot] = entry;
    }

    private struct Entry
    {
        public Pseudonym? Pseudonym;
        public uint Hash;
        public int Offset, Length, Replacement, Count;
        public PrivacyKind Kind;
        public bool IsUsed;
    }
}
