using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Columns of names in the tables of <c>qm list</c>, <c>pct list</c>, <c>pvecm nodes</c> and <c>qm listsnapshot</c>'s kin: the header says where.</summary>
internal sealed class TableNameDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-table", PrivacyKind.Guest, "Names in tables of qm, pct and pvecm");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors => [new("VMID NAME "), new("VMID  NAME"), new("VMID    Name "), new("VMID       Status"), new("Enabled    Target "), new("Votes Name"), new("Votes    Name"), new("Votes    Qdevice Name"), new("VMID,name", IgnoreCase: true), new("vmid;name", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var header = text[Bytes.LineStart(text, at)..Bytes.LineEnd(text, at)];
        if (text[at + 4] is (byte)',' or (byte)';')
        {
            TakeColumns(text, at, header, text[at + 4], found);
            return;
        }
        if (text[at] == 'E')
        {
            Targets(text, Bytes.LineEnd(text, at), found);
            return;
        }
        var isNodes = text[at..].StartsWith("Votes"u8);
        var column = isNodes || (text[at..].StartsWith("VMID  "u8) && header.IndexOf(" NAME"u8) < 0 && header.IndexOf(" Name"u8) < 0) ? LastWordOf(header) : header.IndexOf("NAME"u8) is >= 0 and var upper ? upper : header.IndexOf("Name"u8);
        if (column < 0) return;
        for (var line = NextLine(text, at); line < text.Length; line = NextLine(text, line))
        {
            var end = Bytes.LineEnd(text, line);
            var first = Bytes.SkipBlanks(text, line);
            if (first >= end || !Bytes.IsDigit(text[first]) || Bytes.At(text, first + NamedValue.NameLength(text, first)) == ':') break;
            if (line + column >= end) continue;
            // A long name before it may have pushed the column.
            var start = line + column;
            while (start > line && !Bytes.IsBlank(text[start - 1])) start--;
            start = Bytes.SkipBlanks(text, start);
            if (Bytes.StartsWithAt(text, start, "Qdevice"u8)) continue;
            NamedValue.TakeName(text, start, Math.Min(NamedValue.NameLength(text, start), end - start), isNodes ? PrivacyKind.Node : PrivacyKind.Guest, found);
        }
    }

    /// <summary>Where a guest is replicated to, in the status of pvesr: <c>100-0   Yes   local/pve2</c></summary>
    private static void Targets(ReadOnlySpan<byte> text, int end, Findings found)
    {
        while (Bytes.NextLine(text, ref end, out var row) && Bytes.IsDigit(Bytes.At(text, row)))
        {
            if (text[row..end].IndexOf((byte)'/') is not (> 0 and var slash)) return;
            var name = row + slash + 1;
            NamedValue.TakeName(text, name, NamedValue.NameLength(text, name), PrivacyKind.Node, found);
        }
    }

    /// <summary>A CSV: the second column, since the header says so.</summary>
    private static void TakeColumns(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> header, byte separator, Findings found)
    {
        var column = header[..(at + 5 - Bytes.LineStart(text, at))].Count(separator);
        for (var line = NextLine(text, at); line < text.Length; line = NextLine(text, line))
        {
            var end = Bytes.LineEnd(text, line);
            var start = line;
            for (var i = 0; i < column && start < end; i++)
            {
                var next = text[start..end].IndexOf(separator);
                if (next < 0) return;
                start += next + 1;
            }
            if (Bytes.At(text, start) == '"') start++;
            NamedValue.TakeName(text, start, Math.Min(NamedValue.NameLength(text, start), Math.Max(0, end - start)), PrivacyKind.Guest, found);
        }
    }

    private static int LastWordOf(ReadOnlySpan<byte> header)
    {
        var trimmed = header.TrimEnd(" \t\r"u8);
        return trimmed.LastIndexOf((byte)' ') + 1;
    }

    private static int NextLine(ReadOnlySpan<byte> text, int at)
    {
        var end = text[at..].IndexOf((byte)'\n');
        return end < 0 ? text.Length : at + end + 1;
    }
}
