using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Devices in what snmpwalk prints of a device and its neighbours, by the name of the object or its number: <c>SNMPv2-MIB::sysName.0 = STRING: x</c>,
/// <c>iso.3.6.1.2.1.1.5.0 = STRING: "x"</c>; <c>lldp.eno1.chassis.name=x</c> of lldpcli.
/// </summary>
internal sealed class SnmpNameDetector : Detector
{
    private const int LongestObject = 64;

    public override PrivacyRule Rule => DeviceNameDetector.DeviceRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("sysName.0", WordStart: true), new("lldpRemSysName."), new("lldpLocSysName."), new("cdpCacheDeviceId."),
        new(".6.1.2.1.1.5.0 "), new("mib-2.1.5.0 "), new(".8802.1.1.2.1.4.1.1.9."), new(".chassis.name="),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        var start = at + length;
        if (text[start - 1] != '=')
        {
            var sign = text[start..Math.Min(end, start + LongestObject)].IndexOf("STRING: "u8);
            if (sign >= 0) start += sign + "STRING: ".Length;
            else
            {
                // snmpget -Oq: sysName.0 web-01
                start = Bytes.SkipBlanks(text, start);
                if (text[at] is not ((byte)'s' or (byte)'m') || start >= end || text[start..end].Contains((byte)' ')) return;
            }
        }
        if (Bytes.At(text, start) == '"') start++;
        var count = NamedValue.NameLength(text, start);
        if (count < 2 || text[Math.Min(start + count, end)..end].Trim("\" \r"u8) is [not (byte)'(', ..]) return;
        DeviceName.Take(text, start, count, found);
        DeviceName.TakeSerial(text, start + count, found);
    }
}
