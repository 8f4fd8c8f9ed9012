using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Names of VLANs, SDN zones and vnets: sections of sdn/*.cfg, keys of the API and of Terraform, <c>vlan 10 / name x</c> of switches.</summary>
internal sealed class SegmentDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Strict("vlan", PrivacyKind.Vlan, "Names of VLANs, SDN zones and vnets");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. new[] { "vnet", "zone", "vlan_name", "vlan-name", "vlanname", "exitnodes-primary" }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)),
        .. new[] { "simple", "evpn", "vxlan", "qinq", "vlan" }.Select(type => new Anchor(type + ": ", WordStart: true)), new("\n name "), new("\n  name "),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + length - 1] == ' ')
        {
            if (text[at] != '\n' && Bytes.LineStart(text, at) != at) return;
            var start = at + length;
            var count = NamedValue.NameLength(text, start);
            if (text[at] == '\n')
            {
                // Cisco: below vlan 10.
                var above = text[Bytes.LineStart(text, at)..at];
                if (!above.StartsWith("vlan "u8) || above.Length < 6 || !Bytes.IsDigit(above[5])) return;
            }
            Take(text, start, count, found);
            return;
        }
        if (SettingText.ValueOf(text, at, length, takesLine: false) is { } value && value.Length == NamedValue.NameLength(text, value.Start)) Take(text, value.Start, value.Length, found);
    }

    private static void Take(ReadOnlySpan<byte> text, int start, int length, Findings found)
    {
        // Zones of DNS have their own rule.
        if (length < 2 || text.Slice(start, length).Contains((byte)'.')) return;
        SettingText.Take(text, start, length, PrivacyKind.Vlan, found);
    }
}
