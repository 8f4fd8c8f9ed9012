using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What programs keep of a secret in an envelope of their own: Keycloak's <c>"secretData": "{\"value\":\"X\",…}"</c>, <c>[enc:IISWASOnlyAesProvider:X:enc]</c> of IIS, the <c>data:</c> of a
/// pipeline's <c>kind: secret</c>, the PIN and the unlocking code of a SIM.
/// </summary>
internal sealed class StoredCredentialDetector : Detector
{
    private const int Reach = 300, MostLines = 6, Shortest = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("stored-credential", PrivacyKind.Password, "Secrets in envelopes of programs: secretData, [enc:…:enc], PUK");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("secretData", WordStart: true), new("[enc:", WordStart: true), new("kind: secret\n", WordStart: true), new("kind: secret\r\n", WordStart: true), new("PUK", WordStart: true), new("ConvertTo-SecureString): name=\"String\"; value=\""), new("CPIN=\"", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        switch (text[at])
        {
            case (byte)'s':
                Envelope(text, at + length, found);
                break;
            case (byte)'[':
                if (text[(at + length)..Bytes.LineEnd(text, at)].IndexOf(":enc]"u8) is > 0 and var close && text.Slice(at + length, close).IndexOf((byte)':') is > 0 and var provider)
                    found.Replace(at + length + provider + 1, close - provider - 1, Rule.Kind);
                break;
            // What a transcript tells of a command's parameters.
            case (byte)'C' when text[at + 1] == 'o' && SecretText.Quoted(text, at + length - 1, "\""u8) is { IsEmpty: false } bound:
                found.Replace(bound.Start, bound.Length, Rule.Kind);
                break;
            case (byte)'C' when text[at + 1] == 'o':
                break;
            case (byte)'k':
                Pipeline(text, at, found);
                break;
            default:
                Code(text, at + length, text[at] == 'C' ? 4 : 8, found);
                break;
        }
    }

    /// <summary>JSON in a text of JSON: the marks of its quotes stay.</summary>
    private void Envelope(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var rest = text[at..Math.Min(Bytes.LineEnd(text, at), at + Reach)];
        if (rest.IndexOf("value"u8) is not (>= 0 and < 24 and var name)) return;
        var start = at + name + "value".Length;
        while (start < text.Length && text[start] is (byte)'\\' or (byte)'"' or (byte)':' or (byte)' ') start++;
        var end = SecretText.Base64End(text, start);
        if (end - start >= Shortest) found.Replace(start, end - start, Rule.Kind);
    }

    private void Pipeline(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (Bytes.LineStart(text, at) != at) return;
        var end = Bytes.LineEnd(text, at);
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            if (Bytes.StartsWithAt(text, start, "---"u8)) return;
            if (!Bytes.StartsWithAt(text, start, "data: "u8)) continue;
            var value = text[(start + 6)..end].Trim(" \r\"'"u8);
            if (value.Length >= Shortest && value[0] is not ((byte)'|' or (byte)'>') && !KeyValueText.IsReference(value)) found.Replace(start + 6 + text[(start + 6)..end].IndexOf(value), value.Length, Rule.Kind);
            return;
        }
    }

    /// <summary>Digits behind a sign or two.</summary>
    private void Code(ReadOnlySpan<byte> text, int at, int fewest, Findings found)
    {
        var start = at;
        while (start < text.Length && start - at < 3 && text[start] is (byte)' ' or (byte)':' or (byte)'=') start++;
        var end = start;
        while (Bytes.IsDigit(Bytes.At(text, end))) end++;
        if (end - start >= fewest && end - start <= 8) found.Replace(start, end - start, Rule.Kind);
    }
}
