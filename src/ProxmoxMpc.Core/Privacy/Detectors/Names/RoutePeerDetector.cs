using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Peers by their names in the summary of BGP that FRR prints, with the interface or the address behind it: <c>leaf-07(swp1) 4 65011 …</c>; the members of a cluster of
/// FortiGates, <c>Primary     : fw-a   , FGT61F…, HA cluster index = 1</c>.
/// </summary>
internal sealed class RoutePeerDetector : Detector
{
    private const int ShortestSerial = 10, LongestSerial = 20, MostRows = 2000;

    public override PrivacyRule Rule => DeviceNameDetector.DeviceRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("Neighbor        V ", WordStart: true), new(", HA cluster index"), new(", HA operating index")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[at] == ',')
        {
            Member(text, line, at, found);
            return;
        }
        // Heads in each other's rows are read once.
        var table = ((byte)'V', at - line, at - line + length);
        if (!found.ReadsRows(table, line)) return;
        var end = Bytes.LineEnd(text, at);
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var row) && row < end; rows++)
        {
            // Behind the peer stand the version of the protocol and the number of an autonomous system.
            var peer = text[row..end];
            if (peer.IndexOf((byte)'(') is not (> 2 and var open) || peer.IndexOf(") 4 "u8) < open) continue;
            var count = NamedValue.NameLength(text, row);
            if (count == open) DeviceName.Take(text, row, count, found);
        }
        found.HasReadRows(table, end);
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
