using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>SNMPv3 as Checkmk and scripts write it: <c>("authPriv", "sha", "jane", "x", "AES", "y")</c>, <c>-l authPriv</c> is an option.</summary>
internal sealed class SnmpTupleDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("snmp-tuple", PrivacyKind.Password, "SNMPv3 secrets in tuples and lists");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. from level in new[] { "authPriv", "authNoPriv" } from quote in new[] { "\"", "'" } select new Anchor(level + quote, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        var i = at + length;
        for (var item = 1; item <= 5 && i < line; item++)
        {
            i = Bytes.SkipBlanks(text, i);
            if (Bytes.At(text, i) != ',') return;
            i = Bytes.SkipBlanks(text, i + 1);
            var quote = SecretText.QuoteAt(text, i);
            if (quote.Length == 0 || SecretText.Quoted(text, i, quote) is not { } value) return;
            // Algorithm, user, secret, algorithm, secret.
            if (item == 2) NamedValue.TakeUser(text, value.Start, value.Length, found);
            else if (item is 3 or 5 && !value.IsEmpty) found.Replace(value.Start, value.Length, Rule.Kind);
            i = value.End + quote.Length;
        }
    }
}
