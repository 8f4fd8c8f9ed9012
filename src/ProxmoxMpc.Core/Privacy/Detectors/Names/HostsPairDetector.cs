using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Names that a container or a machine is told with their addresses: <c>--add-host filer:10.0.0.9</c>, <c>extra_hosts</c> with a list behind or below it,
/// <c>echo '10.0.0.1 web-01' >> /etc/hosts</c>
/// </summary>
internal sealed class HostsPairDetector : Detector
{
    public override PrivacyRule Rule => AddressedNameDetector.AddressRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("/etc/hosts"), new("extra_hosts"), new("extraHosts"), new("add-host")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '/') Line(text, at, found);
        else if (text[at] == 'a') Pair(text, at + length + 1, Bytes.LineEnd(text, at), found);
        else Pairs(text, at, found);
    }

    /// <summary><c>echo '10.0.0.1 web-01' >> /etc/hosts</c></summary>
    private static void Line(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[line..at].IndexOf("echo "u8) is not (>= 0 and var echo)) return;
        var i = line + echo + 5;
        while (i < at && !Bytes.IsDigit(text[i])) i++;
        if (!AddressedNameDetector.IsAddress(text, i, (byte)' ')) return;
        while (i < at && !Bytes.IsBlank(text[i])) i++;
        for (i = Bytes.SkipBlanks(text, i); i < at && NamedValue.NameLength(text, i) is > 1 and var count; i = Bytes.SkipBlanks(text, i + count))
        {
            if (Vocabulary.IsTelling(text.Slice(i, count))) NamedValue.TakeName(text, i, count, PrivacyKind.Host, found);
            if (Bytes.At(text, i + count) != ' ') return;
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
        while (text[end..].IndexOf((byte)'\n') is >= 0 and var feed)
        {
            var start = end + feed + 1;
            if (start >= text.Length) return;
            end = Bytes.LineEnd(text, start);
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
