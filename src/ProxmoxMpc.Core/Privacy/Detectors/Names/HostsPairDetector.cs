using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Names that a container or a machine is told with their addresses: <c>--add-host filer:10.0.0.9</c>, <c>extra_hosts</c> with a list behind or below it,
/// <c>echo '10.0.0.1 web-01' >> /etc/hosts</c>, <c>sed -i 's/old-01/web-01/' /etc/hosts</c>
/// </summary>
internal sealed class HostsPairDetector : Detector
{
    // Of a line so much is read before the file.
    private const int LongestLine = 600, LongestName = 63;

    public override PrivacyRule Rule => AddressedNameDetector.AddressRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("/etc/hosts"), new("/etc/hostname"), new("extra_hosts"), new("extraHosts"), new("add-host")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '/') Line(text, at, found);
        else if (text[at] == 'a') Pair(text, at + length + 1, Bytes.LineEnd(text, at), found);
        else Pairs(text, at, found);
    }

    /// <summary><c>echo '10.0.0.1 web-01' >> /etc/hosts</c>, <c>sed -i 's/old-01/web-01/' /etc/hosts</c>, <c>echo web-01 > /etc/hostname</c></summary>
    private static void Line(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Math.Max(Bytes.LineStart(text, at), at - LongestLine);
        if (text[line..at].LastIndexOf("sed "u8) is >= 0 and var sed) Replaced(text, line + sed, at, found);
        if (text[line..at].LastIndexOf("echo "u8) is not (>= 0 and var echo)) return;
        var i = line + echo + 5;
        if (Bytes.StartsWithAt(text, at, "/etc/hostname"u8))
        {
            CommandTargetDetector.TakeHost(text, Bytes.At(text, i) is (byte)'"' or (byte)'\'' ? i + 1 : i, found);
            return;
        }
        while (i < at && !Bytes.IsHex(text[i])) i++;
        if (!AddressedNameDetector.IsAddress(text, i, (byte)' ')) return;
        while (i < at && !Bytes.IsBlank(text[i])) i++;
        HostsLineText.Take(text, i, at, found);
    }

    /// <summary>Both names of a command of sed; what has signs of a pattern is no name.</summary>
    private static void Replaced(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        while (at < end && !(text[at] == 's' && Bytes.At(text, at + 1) is (byte)'/' or (byte)'|' or (byte)'#' && !Bytes.IsLetterOrDigit(Bytes.At(text, at - 1)))) at++;
        for (var name = at + 2; name < end && name <= at + 2 + LongestName; name += NamedValue.NameLength(text, name) + 1)
        {
            var count = NamedValue.NameLength(text, name);
            if (Bytes.At(text, name + count) != text[at + 1]) return;
            CommandTargetDetector.TakeHost(text, name, found);
            if (name > at + 2) return;
        }
    }

    /// <summary>The lines of a list below the key, or the list behind it.</summary>
    private static void Pairs(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var indent = at - line;
        var end = Bytes.LineEnd(text, at);
        for (var i = at; i < end; i++)
            if (text[i] is (byte)'"' or (byte)'\'') i = Math.Max(i, Pair(text, i, end, found));
        while (Bytes.NextLine(text, ref end, out var start))
        {
            var first = Bytes.SkipBlanks(text, start);
            if (first >= end || first - start < indent || first - start == indent && text[first] != '-') return;
            if (text[first] is not ((byte)'-' or (byte)'"' or (byte)'\'') && !text[first..end].Contains((byte)':')) return;
            Pair(text, first, end, found);
        }
    }

    /// <summary><c>"name:address"</c>, <c>name: address</c>, <c>name=address</c>; returns where it ends.</summary>
    private static int Pair(ReadOnlySpan<byte> text, int at, int limit, Findings found)
    {
        while (at < limit && text[at] is (byte)'-' or (byte)'"' or (byte)'\'' or (byte)' ' or (byte)'=') at++;
        var count = NamedValue.NameLength(text, at);
        var value = at + count;
        if (count == 0 || Bytes.At(text, value) is not ((byte)':' or (byte)'=')) return 0;
        value++;
        while (value < limit && text[value] is (byte)' ' or (byte)'"' or (byte)'\'') value++;
        if (!Bytes.IsHex(Bytes.At(text, value)) || text[value..limit].IndexOfAny(".:"u8) is < 0 or > 4) return 0;
        NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
        return value;
    }
}
