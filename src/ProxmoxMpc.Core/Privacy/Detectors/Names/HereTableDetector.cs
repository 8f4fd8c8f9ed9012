using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// A table in a text of PowerShell over several lines, whose heads stand behind it: <c>@'</c>, lines with commas, <c>'@ | ConvertFrom-Csv -Header Ip, Name</c>.
/// </summary>
internal sealed class HereTableDetector : Detector
{
    private const int MostRows = 500, MostHeads = 24, Longest = 32_768;

    public override PrivacyRule Rule => GridNameDetector.ColumnRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("ConvertFrom-Csv", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[line..at].TrimEnd(" |"u8) is not [(byte)'\'' or (byte)'"', (byte)'@']) return;
        var end = Bytes.LineEnd(text, at);
        var heads = Heads(text, at + length, end);
        if (heads.Count is 0 or > MostHeads) return;
        var kinds = ColumnHeads.KindsOf(text, heads);
        if (kinds.TrueForAll(kind => kind is null)) return;
        var separator = Separator(text, at + length, end);
        for (var rows = 0; rows < MostRows && line > 0 && at - line < Longest; rows++)
        {
            var stop = line - 1;
            line = Bytes.LineStart(text, stop);
            var row = text[line..stop].TrimEnd((byte)'\r');
            // The text begins there, or another one ends.
            if (row.EndsWith("@'"u8) || row.EndsWith("@\""u8) || row.StartsWith("'@"u8) || row.StartsWith("\"@"u8)) return;
            var cells = GridText.Split(text, line, line + row.Length, separator);
            if (cells.Count != kinds.Count) continue;
            for (var i = 0; i < cells.Count; i++)
                if (kinds[i] is { } kind) ColumnValue.Take(text, cells[i], kind, found, isGuest: false);
        }
    }

    /// <summary><c>-Header Ip, Name</c>, <c>-Header 'Ip','Name'</c>, <c>-Header @('Ip', 'Name')</c></summary>
    private static List<Extent> Heads(ReadOnlySpan<byte> text, int at, int end)
    {
        var heads = new List<Extent>();
        if (text[at..end].IndexOf("-Header "u8) is not (>= 0 and var option)) return heads;
        for (var i = at + option + 8; i < end;)
        {
            while (i < end && text[i] is (byte)' ' or (byte)'\'' or (byte)'"' or (byte)'@' or (byte)'(') i++;
            var count = NamedValue.NameLength(text, i);
            if (count == 0) break;
            heads.Add(new Extent(i, i + count));
            i += count;
            while (i < end && text[i] is (byte)'\'' or (byte)'"' or (byte)' ') i++;
            if (Bytes.At(text, i) != ',') break;
            i++;
        }
        return heads;
    }

    /// <summary>A comma, if the command does not say otherwise: <c>-Delimiter ';'</c></summary>
    private static ReadOnlySpan<byte> Separator(ReadOnlySpan<byte> text, int at, int end)
    {
        if (text[at..end].IndexOf("-Delimiter "u8) is not (>= 0 and var option)) return ","u8;
        return text[(at + option + 11)..end].TrimStart("'\""u8) switch
        {
            [(byte)';', ..] => ";"u8,
            [(byte)'|', ..] => "|"u8,
            [(byte)'`', (byte)'t', ..] => "\t"u8,
            _ => ","u8,
        };
    }
}
