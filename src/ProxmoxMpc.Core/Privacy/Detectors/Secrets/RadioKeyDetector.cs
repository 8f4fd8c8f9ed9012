using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Keys of networks of Zigbee and Z-Wave: <c>network_key: [1, 2, …]</c>, <c>S2_Authenticated: 0123…</c>, <c>S0_Legacy: "0x01, 0x02, …"</c>.
/// </summary>
internal sealed class RadioKeyDetector : Detector
{
    private const int Digits = 32, MostSigns = 6, Bytes16 = 15;

    private static readonly string[] Names =
    [
        "network_key: ", "networkKey: ", "S0_Legacy", "S2_Unauthenticated", "S2_Authenticated", "S2_AccessControl", "s0_legacy_key", "s2_unauthenticated_key",
        "s2_authenticated_key", "s2_access_control_key", "s0_legacy: ", "s2_unauthenticated: ", "s2_authenticated: ", "s2_access_control: ",
    ];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("radio-key", PrivacyKind.Password, "Keys of networks of Zigbee and Z-Wave");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Names.Select(name => new Anchor(name, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        for (var limit = Math.Min(text.Length, start + MostSigns); start < limit && "\"' :=["u8.Contains(text[start]);) start++;
        if (SecretText.HexEnd(text, start) == start + Digits)
        {
            found.Replace(start, Digits, PrivacyKind.PrivateKey);
            return;
        }
        // All numbers up to what closes their list; a word in their place is one of YAML.
        var rest = text[start..Bytes.LineEnd(text, start)];
        var end = rest.IndexOfAnyExcept("0123456789abcdefABCDEFx, "u8) is >= 0 and var close ? close : rest.Length;
        var numbers = rest[..end].TrimEnd(" ,"u8);
        if (numbers.Count((byte)',') == Bytes16) found.Replace(start, numbers.Length, Rule.Kind);
    }
}
