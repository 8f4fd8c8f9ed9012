using System.Text;

namespace ProxmoxMpc.Core.Api;

/// <summary>
/// Short strings that were met lately, so that ten thousand guests share one <c>virtio-scsi-single</c>. It forgets: a string
/// that is not found is made anew, nothing more. Safe for several threads, for a slot is written at once or not at all.
/// </summary>
internal sealed class Utf8Pool(int slots, int longest)
{
    private readonly string?[] _slots = new string?[slots];

    internal static Utf8Pool Keys { get; } = new(1024, 40);

    internal static Utf8Pool Values { get; } = new(4096, 40);

    internal string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > longest) return Encoding.UTF8.GetString(utf8);
        if (utf8.IsEmpty) return "";
        var hash = 2166136261u;
        foreach (var unit in utf8) hash = (hash ^ unit) * 16777619;
        ref var slot = ref _slots[(hash ^ hash >> 15) % (uint)_slots.Length];
        var known = Volatile.Read(ref slot);
        if (known is not null && IsSame(known, utf8)) return known;
        var made = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref slot, made);
        return made;
    }

    private static bool IsSame(string known, ReadOnlySpan<byte> utf8) => known.Length == utf8.Length && Ascii.Equals(utf8, known);
}
