using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The column of machines in the tables of Slurm: <c>PARTITION AVAIL TIMELIMIT NODES STATE NODELIST</c> of sinfo, <c>NODELIST(REASON)</c> of squeue.</summary>
internal sealed class NodeListTableDetector : Detector
{
    private const int MostRows = 2000, LongestHead = 240;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-node-list", PrivacyKind.Host, "Machines in the tables of Slurm");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("NODELIST", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        if (end - line > LongestHead || text[line..end].IndexOfAnyInRange((byte)'a', (byte)'z') >= 0) return;
        var isFirst = text[line..at].Trim(" \t>|"u8).IsEmpty;
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var start); rows++)
        {
            var row = text[start..end].TrimEnd((byte)' ');
            var first = Bytes.SkipBlanks(text, start);
            // A prompt, another text.
            if (row.IsEmpty || row.IndexOf("  "u8) < 0 && row.Count((byte)' ') < 2) return;
            HostListText.Take(text, isFirst ? first : start + row.LastIndexOf((byte)' ') + 1, found);
        }
    }
}
