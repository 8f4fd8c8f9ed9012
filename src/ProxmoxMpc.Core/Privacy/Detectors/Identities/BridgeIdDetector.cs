using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The MAC of a bridge behind its priority: <c>8000.901b0ed437c2</c> of brctl, <c>8000.90:1b:e:d4:37:c2</c> of iproute2, which leaves out zeros.</summary>
internal sealed class BridgeIdDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("bridge-id", PrivacyKind.Mac, "MACs in the ids of bridges: 8000.901b0ed437c2");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("8000.", WordStart: true), .. new[] { "bridge_id", "bridge-id", "bridge id", "ated_bridge", "ated_root", "root_id", "root id" }.Select(word => new Anchor(word))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[at + length - 1] != '.')
        {
            while (Bytes.At(text, start) is (byte)' ' or (byte)'\t' or (byte)':' or (byte)'=' or (byte)'"') start++;
            if (SecretText.HexEnd(text, start) != start + 4 || Bytes.At(text, start + 4) != '.') return;
            start += 5;
        }
        var end = SecretText.HexEnd(text, start);
        if (end - start == 12)
        {
            if (!Bytes.IsLetterOrDigit(Bytes.At(text, end)) && text[start..end].ContainsAnyExcept((byte)'0')) found.Replace(start, 12, PrivacyKind.Mac);
            return;
        }
        var (groups, shortened) = (0, false);
        for (end = start; SecretText.HexEnd(text, end) is var next && next - end is 1 or 2; end = next + 1)
        {
            shortened |= next - end == 1;
            if (++groups == 6 || Bytes.At(text, next) != ':')
            {
                // One that is written in full is found as such.
                if (groups == 6 && shortened && !Bytes.IsLetterOrDigit(Bytes.At(text, next)) && Bytes.At(text, next) != ':' && text[start..next].ContainsAnyExcept("0:"u8)) found.Replace(start, next - start, PrivacyKind.Mac);
                return;
            }
        }
    }
}
