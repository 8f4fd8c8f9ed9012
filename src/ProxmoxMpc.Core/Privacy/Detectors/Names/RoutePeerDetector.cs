using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Peers by their names in the summary of BGP that FRR prints, with the interface or the address behind it: <c>leaf-07(swp1) 4 65011 …</c>; the members of a cluster of
/// FortiGates, <c>Primary     : fw-a   , FGT61F…, HA cluster index = 1</c>.
/// </summary>
internal sealed class RoutePeerDetector : Detector
{
    private const int ShortestSerial = 10, LongestSerial = 20;

    public override PrivacyRule Rule => DeviceNameDetector.DeviceRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(") 4 "), new(", HA cluster index"), new(", HA operating index")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[at] == ',')
        {
            Member(text, line, at, found);
            return;
        }
        // Behind the version of the protocol stands the number of an autonomous system.
        var number = Bytes.SkipBlanks(text, at + length);
        if (!Bytes.IsDigit(Bytes.At(text, number)) || text[line..at].IndexOf((byte)'(') is not (> 2 and var open)) return;
        var count = NamedValue.NameLength(text, line);
        if (count == open && text[(line + open + 1)..at].IndexOfAny(" ()"u8) < 0) DeviceName.Take(text, line, count, found);
    }

    /// <summary>The role, the name where it is told, and the serial number.</summary>
    private static void Member(ReadOnlySpan<byte> text, int line, int at, Findings found)
    {
        var row = text[line..at];
        if (row.IndexOf((byte)':') is not (> 0 and var colon)) return;
        var start = Bytes.SkipBlanks(text, line + colon + 1);
        if (row.LastIndexOf((byte)',') is > 0 and var comma && line + comma > start)
        {
            var count = NamedValue.NameLength(text, start);
            if (Bytes.SkipBlanks(text, start + count) == line + comma) DeviceName.Take(text, start, count, found);
            start = Bytes.SkipBlanks(text, line + comma + 1);
        }
        var serial = text[start..Math.Max(start, at)].TrimEnd((byte)' ');
        if (serial.Length is >= ShortestSerial and <= LongestSerial && serial.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8) < 0) found.Replace(start, serial.Length, PrivacyKind.Serial);
    }
}
