using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The hardware addresses of Zigbee and Thread, eight bytes: <c>zigbee2mqtt/0x00158d0001020304</c>, <c>ieee: "00:15:8d:00:01:02:03:04"</c>. A disk's
/// name of the same form stands behind none of these words.
/// </summary>
internal sealed class RadioIdDetector : Detector
{
    private const int Digits = 16, Pairs = 8;

    private static readonly string[] Words =
    [
        "ieee:", "ieee=", "ieee\"", "ieee_address", "ieeeAddr", "ieee_addr", "ieee-address", "eui64", "zigbee2mqtt/", "extaddr", "ext_addr", "ieee address", "components.zha] Device ",
    ];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("radio-id", PrivacyKind.Serial, "Hardware addresses of Zigbee and Thread");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Words.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        for (var limit = Math.Min(text.Length, start + 8); start < limit && "\"\\' :="u8.Contains(text[start]);) start++;
        if (Bytes.StartsWithAt(text, start, "0x"u8) && SecretText.HexEnd(text, start + 2) == start + 2 + Digits) found.Replace(start + 2, Digits, Rule.Kind);
        else if (SecretText.HexEnd(text, start) == start + Digits) found.Replace(start, Digits, Rule.Kind);
        else if (IsOfPairs(text, start)) found.Replace(start, (Pairs * 3) - 1, Rule.Kind);
    }

    private static bool IsOfPairs(ReadOnlySpan<byte> text, int at)
    {
        for (var i = 0; i < Pairs; i++)
        {
            var pair = at + (i * 3);
            if (SecretText.HexEnd(text, pair) != pair + 2 || i < Pairs - 1 && Bytes.At(text, pair + 2) is not ((byte)':' or (byte)'-')) return false;
        }
        return Bytes.At(text, at + (Pairs * 3) - 1) is not ((byte)':' or (byte)'-');
    }
}
