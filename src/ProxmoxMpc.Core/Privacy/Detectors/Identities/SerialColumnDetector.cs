using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Columns of serial numbers in the tables of lsblk, nvme, smartctl, of modules and power supplies of switches: the head says where.</summary>
internal sealed class SerialColumnDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("serial-column", PrivacyKind.Serial, "Serial numbers in tables of disks and modules");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" SERIAL"), new(" SN  "), new(" Serial  "), new(" SerialNumber"), new(" Serial No"), new(" Serial Num"), new(" Serial num"), new(" Serial-Num"), new(" Serial#"), new(" Serial\n"), new(" Serial\r\n")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var head = text[line..Bytes.LineEnd(text, at)];
        // A head has words only, and some of them, of which no sentence has any so far apart.
        if (head.ContainsAny(":=\"{},;/"u8) || at - line > 200 || text[at + 1] == 'S' && text[at + 2] == 'e' && (head.IndexOf("  "u8) < 0 || head.Contains((byte)'|'))) return;
        var column = at + 1 - line;
        var end = line + head.Length;
        for (var rows = 0; rows < 200 && Bytes.NextLine(text, ref end, out var start); rows++)
        {
            if (end == start || text[start..end].IndexOf(":~#"u8) >= 0 || text[start..end].StartsWith("PS "u8)) return;
            // Lines of a tree take three bytes a sign and one column.
            var cell = start;
            for (var i = 0; i < column && cell < end; cell++)
                if ((text[cell] & 0xC0) != 0x80) i++;
            while (cell < end && (text[cell] & 0xC0) == 0x80) cell++;
            if (cell >= end) continue;
            if (text[cell] == ' ' || !Bytes.IsBlank(Bytes.At(text, cell - 1))) continue;
            var stop = cell;
            while (stop < end && (Bytes.IsAsciiLetterOrDigit(text[stop]) || text[stop] is (byte)'-' or (byte)'_')) stop++;
            var value = text[cell..stop];
            if (value.Length is < 5 or > 40 || !value.ContainsAnyInRange((byte)'0', (byte)'9') || stop < end && !Bytes.IsBlank(text[stop]) || value.StartsWith("0x"u8) || SerialDetector.IsOfQemu(value)) continue;
            found.Replace(cell, value.Length, PrivacyKind.Serial);
        }
    }
}
