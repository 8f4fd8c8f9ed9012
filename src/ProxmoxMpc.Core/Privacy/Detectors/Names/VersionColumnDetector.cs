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

    public override ImmutableArray<Anchor> Anchors { get; } = [new("Version", WordStart: false)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var head = Bytes.LineEnd(text, at);
        if (head - line > LongestHead || Bytes.IsLetterOrDigit(Bytes.At(text, at + length)) || head >= text.Length) return;
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
}
