using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What SNMP answers of a machine: its name, <c>sysName.0 = STRING: web-01</c>, and MACs as rows of bytes, <c>ifPhysAddress.2 = Hex-STRING: 00 11 22 AA BB CC</c>.
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

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-snmp", PrivacyKind.Host, "Names and MACs that SNMP answers");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("sysName.0 "), new("6.1.2.1.1.5.0 "), new("mib-2.1.5.0 "), new("Hex-STRING: "), new("Hex: ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'H') Bytes6(text, at, at + length, found);
        else Name(text, at + length, found);
    }

    private static void Name(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (Bytes.At(text, at) == '=') at = Bytes.SkipBlanks(text, at + 1);
        if (Bytes.StartsWithAt(text, at, "STRING: "u8)) at = Bytes.SkipBlanks(text, at + 8);
        if (Bytes.At(text, at) == '"') at++;
        var count = NamedValue.NameLength(text, at);
        if (count == 0) return;
        if (at + count == Bytes.LineEnd(text, at) || Bytes.At(text, at + count) is (byte)'"' or (byte)'\t' or (byte)' ')
            NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
    }

    private static void Bytes6(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        var end = start + LengthOfMac;
        if (end > text.Length || Bytes.IsHex(Bytes.At(text, Bytes.SkipBlanks(text, end)))) return;
        for (var i = start; i < end; i++)
            if ((i - start) % 3 == 2 ? text[i] != ' ' : !Bytes.IsHex(text[i])) return;
        var line = text[Math.Max(Bytes.LineStart(text, at), at - LongestObject)..at];
        if (!Phrases.AnyIn(line, Objects) || !AddressText.TryParseMac(text[start..end], out var mac) || MacPseudonyms.IsKept(mac)) return;
        found.Replace(start, LengthOfMac, PrivacyKind.Mac);
    }
}
