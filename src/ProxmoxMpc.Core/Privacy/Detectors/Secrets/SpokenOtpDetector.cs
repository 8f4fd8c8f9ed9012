using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A one-time password behind its abbreviation: <c>OTP 448102</c>, <c>OTP 448 102</c>, <c>otp was 448102</c>.</summary>
internal sealed class SpokenOtpDetector : Detector
{
    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("otp ", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (Bytes.StartsWithAt(text, start, "was "u8)) start += 4;
        else if (Bytes.StartsWithAt(text, start, "is "u8)) start += 3;
        var digits = Digits(text, start);
        if (digits == 6) found.Replace(start, 6, PrivacyKind.OneTimeCode);
        else if (digits == 3 && Bytes.At(text, start + 3) == ' ' && Digits(text, start + 4) == 3) found.Replace(start, 7, PrivacyKind.OneTimeCode);
    }

    private static int Digits(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsDigit(text[end])) end++;
        return end - at;
    }
}
