using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// A column of versions, which have four numbers as addresses have: <c>Get-Module</c>, <c>Get-Package</c>, <c>winget list</c>. Its head is underlined, or stands in capitals;
/// what stands below it stays.
/// </summary>
internal sealed class VersionColumnDetector : Detector
{
    private const int MostRows = 2000, LongestHead = 240;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("version-column", PrivacyKind.Word, "Versions in a column of a table are no addresses");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("version", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var head = Bytes.LineEnd(text, at);
        if (head - line > LongestHead || Bytes.IsLetterOrDigit(Bytes.At(text, at + length)) || head >= text.Length) return;
        if (Separator(text, at, length, line, head) is var separator and not 0)
        {
            Cells(text, text[line..at].Count(separator), separator, head, found);
            return;
        }
        if (!Bytes.IsUpper(text[at])) return;
        var rule = text[head..].IndexOf((byte)'\n') + head + 1;
        if (rule >= text.Length || text[rule] is not ((byte)'-' or (byte)' ')) return;
        var end = Bytes.LineEnd(text, rule);
        var column = at - line + length - 1;
        // The line below the heads is made of dashes, and there are some below this one.
        if (end - rule <= column || text[rule..end].IndexOfAnyExcept((byte)'-', (byte)' ') >= 0 || text[rule + column] != '-') return;
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var start); rows++)
        {
            if (text[start..end].Trim(" \t"u8).IsEmpty) return;
            // The cell that stands below the head.
            var cell = start + at - line;
            while (cell > start && cell < end && !Bytes.IsBlank(text[cell - 1])) cell--;
            cell = Bytes.SkipBlanks(text, Math.Min(cell, end));
            var stop = cell;
            while (stop < end && (Bytes.IsDigit(text[stop]) || text[stop] == '.')) stop++;
            if (cell <= start + column && stop > cell + 6 && (stop == end || Bytes.IsBlank(text[stop]))) found.Keep(cell, stop - cell);
        }
    }

    /// <summary>What divides the heads of a table of Markdown, or of a CSV of three columns at least that have a name each: <c>| Component | Version |</c>, <c>agent_version,os,driver</c>. 0 for others.</summary>
    private static byte Separator(ReadOnlySpan<byte> text, int at, int length, int line, int head)
    {
        var next = Bytes.SkipBlanks(text, at + length + (Bytes.At(text, at + length) == '"' ? 1 : 0));
        var sign = next >= head || Bytes.At(text, next) == '\r' ? (byte)0 : text[next];
        var heads = text[line..head];
        if (sign == '|') return text[line] == '|' ? sign : (byte)0;
        if (sign is not (0 or (byte)',' or (byte)';')) return 0;
        if (sign == 0) sign = heads.Count((byte)';') > 1 ? (byte)';' : (byte)',';
        return heads.Count(sign) > 1 && heads.IndexOfAny("=:(){}<>[]/"u8) < 0 && heads.IndexOf(", "u8) < 0 && heads.IndexOf("; "u8) < 0 ? sign : (byte)0;
    }

    private static void Cells(ReadOnlySpan<byte> text, int column, byte separator, int head, Findings found)
    {
        for (var (rows, end) = (0, head); rows < MostRows && Bytes.NextLine(text, ref end, out var start); rows++)
        {
            var row = text[start..end];
            if (row.Trim(" \t\r"u8).IsEmpty || row.Length > 4 * LongestHead) return;
            var cell = start;
            for (var i = 0; i < column; i++)
            {
                var next = text[cell..end].IndexOf(separator);
                if (next < 0) return;
                cell += next + 1;
            }
            while (cell < end && text[cell] is (byte)' ' or (byte)'"' or (byte)'`' or (byte)'v') cell++;
            var stop = cell;
            while (stop < end && (Bytes.IsDigit(text[stop]) || text[stop] == '.')) stop++;
            if (stop > cell + 6 && (stop == end || text[stop] is (byte)' ' or (byte)'"' or (byte)'`' or (byte)'\r' || text[stop] == separator)) found.Keep(cell, stop - cell);
        }
    }
}
