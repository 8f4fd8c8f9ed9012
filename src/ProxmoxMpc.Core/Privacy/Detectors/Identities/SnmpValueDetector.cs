using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// MACs that SNMP answers as rows of bytes: <c>ifPhysAddress.2 = Hex-STRING: 00 11 22 AA BB CC</c>.
/// Other rows of six bytes are the ports of a switch.
/// </summary>
internal sealed class SnmpValueDetector : Detector
{
    private const int LengthOfMac = 17, LongestObject = 120;

    private static readonly byte[][] Objects = Phrases.Of(
        "PhysAddress", "MacAddress", "Mac.", "BridgeAddress", "FdbAddress", "ChassisId", "RemPortId", "LocPortId",
        // Their numbers: of interfaces, of neighbours by address, of bridges, of neighbours by LLDP.
        "2.1.2.2.1.6.", "2.1.4.22.1.2.", "2.1.4.35.1.4.", "2.1.3.1.1.2.", "2.1.17.1.1.0", "2.1.17.4.3.1.1.",
        "mib-2.2.2.1.6.", "mib-2.4.22.1.2.", "mib-2.4.35.1.4.", "mib-2.3.1.1.2.", "mib-2.17.1.1.0", "mib-2.17.4.3.1.1.",
        ".8802.1.1.2.1.4.1.1.5.", ".8802.1.1.2.1.4.1.1.7.");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("mac-snmp", PrivacyKind.Mac, "MACs that SNMP answers as rows of bytes");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("Hex-STRING: "), new("Hex: ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = start + LengthOfMac;
        if (end > text.Length || Bytes.IsHex(Bytes.At(text, Bytes.SkipBlanks(text, end)))) return;
        for (var i = start; i < end; i++)
            if ((i - start) % 3 == 2 ? text[i] != ' ' : !Bytes.IsHex(text[i])) return;
        var line = text[Math.Max(Bytes.LineStart(text, at), at - LongestObject)..at];
        if (!Phrases.AnyIn(line, Objects) || !AddressText.TryParseMac(text[start..end], out var mac) || MacPseudonyms.IsKept(mac)) return;
        found.Replace(start, LengthOfMac, PrivacyKind.Mac);
    }
}
