using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Devices in maps of YAML that stand on one line: <c>- { name: bath-sensor, mac: "02:…", ip: 10.0.0.5 }</c>. What has a hardware address is a machine.
/// </summary>
internal sealed class DeviceMapDetector : Detector
{
    private const int Reach = 300, MacLength = 17;

    private static readonly byte[][] Keys =
        Phrases.Of(" mac:", " mac_address:", " macaddr:", " hwaddr:", " ethernet:", " lladdr:");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-device-map", PrivacyKind.Host, "Devices in maps of YAML on one line");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("{ name: "), new("{name: "), new("{ hostname: "), new("{hostname: "), new("{ id: "), new("{ device: ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var rest = text[(at + length)..Math.Min(Bytes.LineEnd(text, at), at + length + Reach)];
        if (rest.IndexOf((byte)'}') is not (> 0 and var close) || !HasMac(rest[..close])) return;
        var start = Bytes.At(text, at + length) is (byte)'"' or (byte)'\'' ? at + length + 1 : at + length;
        // A title has more than one word.
        if (",\"'"u8.Contains(Bytes.At(text, start + NamedValue.NameLength(text, start)))) CommandTargetDetector.TakeHost(text, start, found);
    }

    private static bool HasMac(ReadOnlySpan<byte> map)
    {
        foreach (var key in Keys)
        {
            if (map.IndexOf(key) is not (>= 0 and var at)) continue;
            var value = map[(at + key.Length)..].TrimStart(" \"'"u8);
            return value.Length >= MacLength && AddressText.TryParseMac(value[..MacLength], out _);
        }
        return false;
    }
}
