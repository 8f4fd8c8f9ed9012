using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Passwords that a capture shows in packets of routers and agents: <c>VRRPv2 … authtype simple … auth "x"</c>,
/// <c>OSPFv2 … Auth Type: simple, simple text: x</c>, <c>C="x" GetRequest(28)</c>.
/// </summary>
internal sealed class CapturedPasswordDetector : Detector
{
    public override PrivacyRule Rule { get; } =
        PrivacyRule.Secret("captured-password", PrivacyKind.Password, "Passwords of VRRP, OSPF and SNMP in captures of packets");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new(" auth \""), new(" C=\""), new("simple text: ", WordStart: true), new("Simple Text Authentication data: ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var line = Bytes.LineEnd(text, at);
        if (text[start - 1] != '"')
        {
            found.Replace(start, SecretText.WordEnd(text, start) - start, Rule.Kind);
            return;
        }
        var rest = text[start..line];
        // The characters of the field are shown as they are.
        if (length > 4) found.Replace(start, IsOfRouters(text, at) ? rest.LastIndexOf((byte)'"') : 0, Rule.Kind);
        else if (Phrases.AnyIn(rest, Requests)) found.Replace(start, rest.IndexOf((byte)'"'), Rule.Kind);
    }

    private static bool IsOfRouters(ReadOnlySpan<byte> text, int at) => text[Bytes.LineStart(text, at)..at].IndexOf("VRRP"u8) >= 0;

    private static readonly byte[][] Requests = Phrases.Of("Request(", "Response(", "GetBulk(", "Trap(", "Inform(");
}
