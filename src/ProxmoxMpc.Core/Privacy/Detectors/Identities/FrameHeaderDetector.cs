using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The two MAC addresses of a frame that the kernel prints of a packet it does not trust: <c>ll header: 00000000: ff ff ff ff ff ff bc 24 11 5e 0a 77 08 00</c>, also with dashes.</summary>
internal sealed class FrameHeaderDetector : Detector
{
    private const int Spelled = (6 * 3) - 1;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("frame-header", PrivacyKind.Mac, "MAC addresses in the kernel's dumps of frames");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("ll header: ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (Bytes.StartsWithAt(text, start, "00000000: "u8)) start += 10;
        Take(text, start, found);
        Take(text, start + Spelled + 1, found);
    }

    private static void Take(ReadOnlySpan<byte> text, int start, Findings found)
    {
        if (start + Spelled > text.Length) return;
        for (var i = 0; i < Spelled; i++)
            if (i % 3 == 2 ? text[start + i] is not ((byte)' ' or (byte)'-') : !Bytes.IsHex(text[start + i])) return;
        if (AddressText.TryParseMac(text.Slice(start, Spelled), out var mac) && !MacPseudonyms.IsKept(mac)) found.Replace(start, Spelled, PrivacyKind.Mac);
    }
}
