using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Passwords that a capture shows in packets of routers: <c>VRRPv2 … authtype simple … auth "x"</c>, <c>OSPFv2 … Auth Type: simple, simple text: x</c>.
/// </summary>
internal sealed class CapturedPasswordDetector : Detector
{
    public override PrivacyRule Rule { get; } =
        PrivacyRule.Secret("captured-password", PrivacyKind.Password, "Passwords of VRRP, OSPF and RIP in captures of packets");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new(" auth \""), new("simple text: ", WordStart: true), new("Simple Text Authentication data: ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var line = Bytes.LineEnd(text, at);
        if (text[start - 1] != '"')
        {
            found.Replace(start, SecretText.WordEnd(text, start) - start, Rule.Kind);
            return;
        }
        // The characters of the field are shown as they are.
        if (text[Bytes.LineStart(text, at)..at].IndexOf("VRRP"u8) < 0 || text[start..line].LastIndexOf((byte)'"') is not (> 0 and var close)) return;
        found.Replace(start, close, Rule.Kind);
    }
}
