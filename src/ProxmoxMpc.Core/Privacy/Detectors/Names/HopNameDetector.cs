using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines in rows of what looks for the way or the time: <c>1.|-- lyra  0.0%</c> of mtr, <c> 2:  lyra  0.511ms reached</c> of tracepath, <c>^* lyra  3   6   377</c> of chronyc,
/// the first column of ntpq and of <c>arp</c>.
/// </summary>
internal sealed class HopNameDetector : Detector
{
    private const int MostRows = 256;

    private const int LongestRemote = 16;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-hop", PrivacyKind.Host, "Machines in rows of mtr, tracepath, chronyc, ntpq and arp");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new(".|-- "), new("ms reached"), new("ms pmtu "), new("ms asymm "), .. new[] { "*", "-", "+", "?" }.Select(state => new Anchor("\n^" + state + " ")), new("     remote           refid"), new("HWtype", WordStart: true), new("HWTYPE", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[at] is (byte)'.' or (byte)'\n') Take(text, Bytes.SkipBlanks(text, at + length), found);
        else if (text[at] == 'm') Hop(text, line, at, found);
        else Rows(text, at, text[at] == ' ' ? 1 : 0, found);
    }

    /// <summary>A number, a name and a time: <c> 2:  lyra   0.511ms</c></summary>
    private static void Hop(ReadOnlySpan<byte> text, int line, int at, Findings found)
    {
        var start = Bytes.SkipBlanks(text, line);
        var number = start;
        while (Bytes.IsDigit(Bytes.At(text, start))) start++;
        if (start == number) return;
        if (Bytes.At(text, start) is (byte)':' or (byte)'?') start++;
        start = Bytes.SkipBlanks(text, start);
        if (start < at) Take(text, start, found);
    }

    /// <summary>The first column of a table, behind a sign that tells how the server is.</summary>
    private static void Rows(ReadOnlySpan<byte> text, int at, int signs, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var row); rows++)
        {
            var name = row + signs;
            var count = NamedValue.NameLength(text, name);
            // The line below the heads.
            if (text[row..end].StartsWith("=="u8)) continue;
            if (row == end || text[row..end].IndexOf("  "u8) < 0) return;
            // What the column cuts ends in the middle of its domain.
            if (signs > 0 && Bytes.IsLetter(Bytes.At(text, name)) && text.Slice(name, count).Contains((byte)'.') && count >= LongestRemote - 2 && !Domains.IsDomain(text.Slice(name, count), out _, out _, out _)) NamedValue.TakeCutName(text, name, name + count, found);
            else Take(text, name, found);
        }
    }

    private static void Take(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        var name = text.Slice(at, count);
        if (count > 1 && Bytes.At(text, at + count) is (byte)' ' or (byte)'\t' && !name.Contains((byte)'.') && Vocabulary.IsTelling(name)) NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
    }
}
