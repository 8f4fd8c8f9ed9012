using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Labels behind which switches, access points and firewalls say who they are or who their neighbour is: <c>System Name : x</c>, <c>System name         : "x"</c>,
/// <c>System Name........ x</c>, <c>Device name: x</c>, <c>Neighbor Chassis-Name : x</c>, <c>identity="x" platform=</c> of RouterOS.
/// </summary>
internal sealed class DeviceLabelDetector : Detector
{
    // What may stand before a label on its line: a box of a table, a list's mark, the number of a member, a word or two.
    private const int LongestBefore = 48;

    private static readonly string[] Labels =
        ["System Name", "System name", "Remote system name", "System-Name", "Device ID", "Device-ID", "Chassis name", "Chassis-Name", "AP Name", "AP name", "system.name.data"];

    // They stand first on their line, for what else has a name is a device, too.
    private static readonly string[] FirstLabels = ["Device name", "Device-name", "Switch Name", "Switch name"];

    public override PrivacyRule Rule => DeviceNameDetector.DeviceRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Labels.Concat(FirstLabels).Select(label => new Anchor(label, WordStart: true)),
        new("Hostname is ", WordStart: true), new("identity=\"", WordStart: true), new("identity=", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        switch (text[at])
        {
            case (byte)'i':
                Identity(text, at + length, end, found);
                return;
            case (byte)'H':
                if (at == line) TakeWhole(text, at + length, end, found);
                return;
        }
        // A box of a table begins anew.
        line += text[line..at].LastIndexOf((byte)'|') + 1;
        if (at - line > LongestBefore || text[line..at].IndexOfAny(":=\"'(.,"u8) >= 0) return;
        var isFirst = text[line..at].IndexOfAnyExcept(" \t-+*|"u8) < 0;
        if (text.Slice(at, length).EndsWith("name"u8) && text[at] == 'D' && !isFirst || text[at + 1] == 'w' && !isFirst) return;
        // Chip Device ID: what made it.
        if (text[at] == 'D' && !isFirst && !text[line..at].EndsWith("Neighbor "u8)) return;
        var after = Bytes.SkipBlanks(text, at + length);
        if (isFirst && after == end) Below(text, end, found);
        else if (ValueAt(text, after) is > 0 and var value) TakeWhole(text, value, end, found);
    }

    /// <summary>Where the value begins behind a sign, or behind the dots that lead to it; 0 where there are none.</summary>
    private static int ValueAt(ReadOnlySpan<byte> text, int at)
    {
        var i = at;
        while (Bytes.At(text, i) == '.') i++;
        if (i - at == 1) return 0;
        var isLed = i > at;
        i = Bytes.SkipBlanks(text, i);
        if (Bytes.At(text, i) is (byte)':' or (byte)'=') i = Bytes.SkipBlanks(text, i + 1);
        else if (!isLed) return 0;
        return i;
    }

    /// <summary>A name that is all there is. What several words tell is a product: <c>System Name: Maker IP Phone</c>.</summary>
    private static void TakeWhole(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        if (Bytes.At(text, start) == '"') start++;
        var count = Math.Min(NamedValue.NameLength(text, start), end - start);
        if (count < 2) return;
        var after = start + count;
        if (!EndsValue(text, after, end)) return;
        DeviceName.Take(text, start, count, found);
        DeviceName.TakeSerial(text, after, found);
    }

    private static bool EndsValue(ReadOnlySpan<byte> text, int after, int end)
    {
        if (after >= end || Bytes.At(text, after) is (byte)'"' or (byte)',' or (byte)'(' or (byte)'\r' or (byte)'|' or (byte)'\\' or (byte)'<') return true;
        var next = Bytes.SkipBlanks(text, after);
        return next >= end || next > after && (next - after > 1 || text[after] == '\t' || text[next] is (byte)'|' or (byte)'(' or (byte)',');
    }

    /// <summary>A label that has its line for itself, and the name is indented below it.</summary>
    private static void Below(ReadOnlySpan<byte> text, int end, Findings found)
    {
        if (!Bytes.NextLine(text, ref end, out var line) || Bytes.At(text, line) != ' ') return;
        var start = Bytes.SkipBlanks(text, line);
        var count = NamedValue.NameLength(text, start);
        if (count > 2 && text[(start + count)..end].Trim(" \r"u8).IsEmpty) DeviceName.Take(text, start, count, found);
    }

    /// <summary><c>identity="x" platform="MikroTik"</c>: neighbours of RouterOS. What else has an identity is somebody.</summary>
    private static void Identity(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        var count = NamedValue.NameLength(text, start);
        if (count > 0 && start + count < end && IsNeighbour(text, start)) DeviceName.Take(text, start, count, found);
    }

    /// <summary>Whether the identity that begins at a place is that of a neighbour, which says what it runs.</summary>
    public static bool IsNeighbour(ReadOnlySpan<byte> text, int start)
    {
        var end = start + NamedValue.NameLength(text, start);
        return Bytes.StartsWithAt(text, Bytes.At(text, end) == '"' ? end + 1 : end, " platform="u8);
    }
}
