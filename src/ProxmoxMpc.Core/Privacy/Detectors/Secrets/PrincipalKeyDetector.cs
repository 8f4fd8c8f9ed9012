using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Keys of Kerberos as <c>klist -K</c> and <c>ktutil</c> show them behind their kind, <c>aes256-cts-hmac-sha1-96  (0x8c1c…)</c>, and those of users of Net-SNMP,
/// which it keeps behind the name of their way, <c>usmUser 1 3 0x… "mon" "mon" NULL .1.3.6.1.6.3.10.1.1.3 0x7e1a…</c>.
/// </summary>
internal sealed class PrincipalKeyDetector : Detector
{
    private const int Shortest = 16, LongestKind = 64;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("principal-key", PrivacyKind.PrivateKey, "Keys of Kerberos' principals and of users of Net-SNMP");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. new[] { "aes256-cts", "aes128-cts", "arcfour-hmac", "des3-cbc", "camellia256-cts", "camellia128-cts", "usmUser " }.Select(word => new Anchor(word, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'u') Users(text, at, found);
        else
        {
            var line = Bytes.LineEnd(text, at);
            if (text[at..Math.Min(line, at + LongestKind)].IndexOf("(0x"u8) is not (> 0 and var open)) return;
            var start = at + open + 3;
            var end = SecretText.HexEnd(text, start);
            if (end - start >= Shortest && Bytes.At(text, end) == ')') found.Replace(start, end - start, Rule.Kind);
        }
    }

    /// <summary>The first number names the agent itself; those behind a full stop's name are keys.</summary>
    private void Users(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (!NamedValue.IsFirstOnLine(text, at)) return;
        var line = Bytes.LineEnd(text, at);
        var isBehindWay = false;
        for (var i = at; DeviceText.Next(text, i, line) is { IsEmpty: false } word; i = DeviceText.After(text, word))
        {
            var span = text[word.Start..word.End];
            if (isBehindWay && span.StartsWith("0x"u8) && SecretText.HexEnd(span, 2) is var end && end == span.Length && end >= Shortest) found.Replace(word.Start + 2, word.Length - 2, Rule.Kind);
            isBehindWay = span[0] == '.';
        }
    }
}
