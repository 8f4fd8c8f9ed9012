using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What somebody's password was set to, in quotes: <c>I reset jane to "x"</c>, <c>reset the iDRAC to `x`</c>.</summary>
internal sealed class ResetPasswordDetector : Detector
{
    private const int MostBetween = 40, Shortest = 6, Longest = 64;

    public override PrivacyRule Rule => AnnouncedSecretDetector.AnnouncedRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("reset ", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var clause = text[start..Math.Min(Bytes.LineEnd(text, start), start + MostBetween)];
        if (clause.IndexOf(" to "u8) is not (> 0 and var to) || clause[..to].IndexOfAny(".,;:=\"'`"u8) >= 0) return;
        var sign = start + to + 4;
        if (Bytes.At(text, sign) is not ((byte)'"' or (byte)'`' or (byte)'\'') || SecretText.Quoted(text, sign, text.Slice(sign, 1)) is not { } value) return;
        var span = text[value.Start..value.End];
        if (span.Length is < Shortest or > Longest || span.ContainsAny(" /\\"u8) || KeyValueText.IsReference(span)
            || !KeySentenceText.LooksLikePassword(span, false)) return;
        found.Replace(value.Start, value.Length, Rule.Kind);
    }
}
