using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Nodes in what the kernel says of DRBD, behind the resource (<c>drbd r0 lyra: Terminating sender thread</c>), and in what Elasticsearch logs (<c>][o.e.n.Node ] [lyra] started</c>).</summary>
internal sealed class ReplicaPeerDetector : Detector
{
    private const int MostWords = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-replica", PrivacyKind.Node, "Nodes in messages of DRBD and Elasticsearch");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("drbd ", WordStart: true), new("][o.e."), new("][o.o.")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = Bytes.LineEnd(text, at);
        if (text[at] == 'd' && !text[..at].EndsWith(": "u8) && !text[..at].EndsWith("] "u8)) return;
        if (text[at + 1] == '[')
        {
            if (text[start..end].IndexOf("] ["u8) is not (> 0 and < 48 and var open)) return;
            var node = start + open + 3;
            var size = NamedValue.NameLength(text, node);
            if (Bytes.At(text, node + size) == ']') Take(text, node, size, found);
            return;
        }
        for (var words = 0; words < MostWords && start < end; words++)
        {
            var count = NamedValue.NameLength(text, start);
            var after = Bytes.At(text, start + count);
            if (after == ':' && words > 0 && Bytes.At(text, start + count + 1) == ' ')
            {
                // drbd r0/0 drbd1000: the device.
                if (!text.Slice(start, count).StartsWith("drbd"u8)) Take(text, start, count, found);
                return;
            }
            // r0/0: a volume of the resource.
            while (start < end && text[start] != ' ' && text[start] != ':') start++;
            if (Bytes.At(text, start) != ' ') return;
            start++;
        }
    }

    private static void Take(ReadOnlySpan<byte> text, int at, int count, Findings found)
    {
        var name = text.Slice(at, count);
        if (count > 1 && !name.Contains((byte)'.') && Vocabulary.IsTelling(name)) NamedValue.TakeName(text, at, count, PrivacyKind.Node, found);
    }
}
