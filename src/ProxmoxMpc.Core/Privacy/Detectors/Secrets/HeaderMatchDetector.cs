using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What a proxy compares a header with that proves who asks: HAProxy's <c>{ req.hdr(X-Api-Key) -m str x }</c>, <c>http-request set-header X-Auth-Token x</c>.
/// </summary>
internal sealed class HeaderMatchDetector : Detector
{
    private const int Shortest = 8;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("header-match", PrivacyKind.ServiceToken, "Values that a proxy compares headers of credentials with");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(".hdr("), new(".fhdr("), new(" hdr("), new("-header X-", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = text[at] == '-' ? at + "-header "u8.Length : at + length;
        var end = start;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'-' or (byte)'_')) end++;
        if (KeyNames.MeaningOf(text[start..end]) == KeyMeaning.Nothing) return;
        var i = Bytes.SkipBlanks(text, Bytes.At(text, end) == ')' ? end + 1 : end);
        // -m str, -i, --, eq
        while (Bytes.At(text, i) == '-' || Bytes.StartsWithAt(text, i, "str "u8) || Bytes.StartsWithAt(text, i, "eq "u8))
        {
            while (i < text.Length && !Bytes.IsBlank(text[i])) i++;
            i = Bytes.SkipBlanks(text, i);
        }
        var quote = SecretText.QuoteAt(text, i);
        var value = quote.Length > 0 && SecretText.Quoted(text, i, quote) is { } quoted ? quoted : new Extent(i, SecretText.WordEnd(text, i));
        // %[…] is what HAProxy takes from the request.
        if (value.Length < Shortest || text[value.Start] is (byte)'%' or (byte)'/' || KeyValueText.IsReference(text[value.Start..value.End])) return;
        found.Replace(value.Start, value.Length, Rule.Kind);
    }
}
