namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Lists of options as mount and fstab have them: <c>username=jane,password=x,vers=3.0,noatime</c>.</summary>
internal static class MountOptions
{
    // How far before an option the quote may stand that the list begins with.
    private const int Reach = 200;

    private static readonly WordSet Flags = WordSet.Of(
        "ro rw noatime relatime nodiratime strictatime lazytime _netdev noauto auto nofail user users nouser exec noexec suid nosuid dev nodev sync async hard soft intr nointr seal nobrl noperm noserverino serverino mfsymlinks sfu nounix nodfs sec defaults bg fg tcp udp acl noacl guest multiuser sign nolock noac nocto forceuid forcegid cruid rootcontext remount discard");

    /// <summary>Whether the next option is a switch, which has no value.</summary>
    public static bool IsFlag(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'_' or (byte)'-' or (byte)'.')) end++;
        return (end == text.Length || Bytes.IsBlank(text[end]) || text[end] is (byte)',' or (byte)'"' or (byte)'\'') && (Flags.Contains(text[at..end]) || text[at..end].StartsWith("x-systemd."u8));
    }

    /// <summary>The value of an option amid a list in quotes, which may hold blanks: up to the next option or the quote; null where it is none.</summary>
    public static Extent? ValueOf(ReadOnlySpan<byte> text, int nameStart, int at, KeyValueText.Joint joint)
    {
        if (!joint.IsAssignment || joint.IsSpaced || Bytes.At(text, at - 1) != '=') return null;
        if (Bytes.At(text, nameStart - 1) == ';') return Connection(text, at);
        if (Bytes.At(text, nameStart - 1) != ',') return null;
        var open = nameStart - 1;
        while (open > 0 && nameStart - open < Reach && !Bytes.IsBlank(text[open]) && text[open] is not ((byte)'"' or (byte)'\'')) open--;
        if (text[open] is not ((byte)'"' or (byte)'\'') || !text[open..nameStart].Contains((byte)'=')) return null;
        var limit = Bytes.LineEnd(text, at);
        for (var i = at; i < limit; i++)
        {
            if (text[i] != text[open] && !(text[i] == ',' && (IsFlag(text, i + 1) || IsOption(text, i + 1)))) continue;
            return text[at..i].Contains((byte)' ') && !KeyValueText.IsReference(text[at..i]) ? new Extent(at, i) : null;
        }
        return null;
    }

    /// <summary>The password of a connection string, which ends at a semicolon or a quote: <c>;Password=two words;</c></summary>
    private static Extent? Connection(ReadOnlySpan<byte> text, int at)
    {
        var end = at + text[at..Bytes.LineEnd(text, at)].IndexOfAny(";\"'&<"u8);
        return end > at && text[at..end].Contains((byte)' ') && text[at..end].Count((byte)' ') < 6 && !text[at..end].Contains((byte)'=') ? new Extent(at, end) : null;
    }

    private static bool IsOption(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'_' or (byte)'-')) end++;
        return end > at && Bytes.At(text, end) == '=';
    }
}
