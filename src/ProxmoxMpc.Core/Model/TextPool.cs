using System.Text;

namespace ProxmoxMpc.Core.Model;

/// <summary>
/// Short texts that were met lately, so that ten thousand guests share one <c>virtio-scsi-single</c>. It forgets: a text that
/// is not found is made anew, nothing more. Safe for several threads, for a slot is written at once or not at all.
/// </summary>
internal sealed class TextPool(int slots, int longest)
{
    private readonly string?[] _slots = new string?[slots];

    /// <summary>Names of keys and attributes.</summary>
    internal static TextPool Names { get; } = new(4096, 60);

    /// <summary>Values, of which the short ones repeat.</summary>
    internal static TextPool Values { get; } = new(8192, 30);

    /// <summary>The text of these bytes.</summary>
    internal string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "";
        if (utf8.Length > longest) return Encoding.UTF8.GetString(utf8);
        var hash = 2166136261u;
        foreach (var unit in utf8) hash = (hash ^ unit) * 16777619;
        ref var slot = ref _slots[Slot(hash)];
        if (Volatile.Read(ref slot) is { } known && known.Length == utf8.Length && Ascii.Equals(utf8, known)) return known;
        var made = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref slot, made);
        return made;
    }

    /// <summary>The same text, in the instance that others have.</summary>
    internal string Get(string text)
    {
        if (text.Length == 0 || text.Length > longest) return text;
        var hash = 2166136261u;
        foreach (var unit in text) hash = (hash ^ unit) * 16777619;
        ref var slot = ref _slots[Slot(hash)];
        if (Volatile.Read(ref slot) is { } known && known == text) return known;
        Volatile.Write(ref slot, text);
        return text;
    }

    private int Slot(uint hash) => (int)((hash ^ hash >> 15) % (uint)_slots.Length);
}
