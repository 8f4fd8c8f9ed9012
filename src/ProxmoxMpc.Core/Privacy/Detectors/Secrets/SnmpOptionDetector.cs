using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Secrets of SNMPv3 in options that no command stands before: <c>SNMP_OPTS="-v3 -l authPriv -u jane -a SHA -A x -x AES -X y"</c>.</summary>
internal sealed class SnmpOptionDetector : Detector
{
    private const int Reach = 400;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("snmp-option", PrivacyKind.Password, "SNMPv3 secrets among options without a command");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("-l authPriv", IgnoreCase: true), new("-l authNoPriv", IgnoreCase: true), new("-lauthPriv", IgnoreCase: true), new("-lauthNoPriv", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var from = Math.Max(Bytes.LineStart(text, at), at - Reach);
        var to = Math.Min(Bytes.LineEnd(text, at), at + Reach);
        for (var i = from; i + 3 < to; i++)
        {
            if (text[i] != ' ' || text[i + 1] != '-' || text[i + 2] is not ((byte)'A' or (byte)'X') || text[i + 3] != ' ') continue;
            var start = Bytes.SkipBlanks(text, i + 4);
            var quote = SecretText.QuoteAt(text, start);
            var value = quote.Length > 0 && SecretText.Quoted(text, start, quote) is { } quoted
                ? quoted : new Extent(start, Math.Min(to, SecretText.WordEnd(text, start)));
            if (value.Length > 3 && !KeyValueText.IsReference(text[value.Start..value.End])) found.Replace(value.Start, value.Length, Rule.Kind);
            i = Math.Max(i, value.End - 1);
        }
    }
}
