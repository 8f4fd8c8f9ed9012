using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Ranges of machines, wherever they stand: <c>lc-[001-016,018]</c>, <c>web-[01:50]:</c>, and what Slurm and pdsh are told of: <c>NodeName=lc[1-4],gp-02</c>, <c>pdsh -w a,b</c>.</summary>
internal sealed class HostRangeDetector : Detector
{
    private const int LongestStem = 40;

    private static readonly string[] Keys = ["NodeName=", "nodename=", "NodeList=", "nodelist=", "Nodes=", "pdsh -w ", "pdcp -w ", "clush -w ", "srun -w ", "salloc -w "];

    // Behind a dash any number begins a range; without one only a number with a colon, as Ansible has it.
    private static readonly string[] Opens = ["-[0", "-[1", "-[2", "[0:", "[00:", "[000:", "[1:", "[01:", "[001:", "[0001:"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-range", PrivacyKind.Host, "Ranges of machines: lc-[001-016], web[01:50], NodeName=lc[1-4]");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Keys.Select(key => new Anchor(key)), .. Opens.Select(open => new Anchor(open))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] is not ((byte)'-' or (byte)'['))
        {
            HostListText.Take(text, at + length, found);
            return;
        }
        var open = text[at] == '-' ? at + 1 : at;
        if (HostListText.RangesEnd(text, open + 1) is not (> 0 and var close) || text[open..close].IndexOfAny("-:,"u8) < 0) return;
        var start = open;
        while (start > 0 && open - start < LongestStem && HostListText.IsOfName(text[start - 1])) start--;
        // s/[a-z]-[0-9]/: a pattern, a path, a variable.
        if (start == open || !Bytes.IsLetter(text[start]) || Bytes.At(text, start - 1) is (byte)']' or (byte)'/' or (byte)'\\' or (byte)'$' or (byte)'{' or (byte)'%' or (byte)'^' or (byte)'(') return;
        // asterisk-[0-9]+\.zip, servers[0:3]: a pattern, a part of a list.
        if (Bytes.At(text, close + 1) is (byte)'+' or (byte)'*' or (byte)'\\' or (byte)'{' or (byte)'?' || text[start..open].Contains((byte)'_')) return;
        HostListText.TakeRange(text, start, open, close, found);
    }
}
