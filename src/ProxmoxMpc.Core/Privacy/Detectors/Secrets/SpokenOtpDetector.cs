using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A one-time password behind its abbreviation: <c>OTP 448102</c>, <c>OTP 448 102</c>, <c>otp was 448102</c>.</summary>
internal sealed class SpokenOtpDetector : Detector
{
    private const int ShortestSeed = 16, LongestSeed = 128;

    private static readonly string[] Seeds = ["otp-seed", "otp seed", "otp-secret", "otp secret", "2fa-seed", "2fa seed", "2fa-secret", "2fa secret", "otp-geheimnis", "otp-schlüssel", "otp-key", "otp key", "otp-klucz", "otp-kod"];

    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("otp ", IgnoreCase: true, WordStart: true), new("code from ", IgnoreCase: true, WordStart: true), .. Seeds.Select(seed => new Anchor(seed, IgnoreCase: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (length > 4 && Bytes.ToLower(text[at]) != 'c')
        {
            Seed(text, start, found);
            return;
        }
        if (Bytes.StartsWithAt(text, start, "was "u8)) start += 4;
        else if (Bytes.StartsWithAt(text, start, "is "u8)) start += 3;
        else if (Further(text, start) is > 0 and var told) start = told;
        // the code from the bank was 448102: what it is for has to be told.
        if (Bytes.ToLower(text[at]) == 'c' && (start == at + length || !IsOfDevice(text[(at + length)..start]))) return;
        var digits = Digits(text, start);
        if (digits == 6) found.Replace(start, 6, PrivacyKind.OneTimeCode);
        else if (digits == 3 && Bytes.At(text, start + 3) == ' ' && Digits(text, start + 4) == 3) found.Replace(start, 7, PrivacyKind.OneTimeCode);
    }

    /// <summary>On the line behind the word: letters and digits of Base32, as many as no word has, <c>OTP seed for the jump host (10.0.0.5): V7OP…</c>.</summary>
    private static void Seed(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        // Alone on the next one, where this one has nothing behind the word.
        if (text[at..line].Trim(" :\r"u8).IsEmpty && !Bytes.NextLine(text, ref line, out _)) return;
        for (var i = at; i < line;)
        {
            var end = i;
            while (end < line && (Bytes.IsUpper(text[end]) || text[end] is >= (byte)'2' and <= (byte)'7')) end++;
            if (end - i is >= ShortestSeed and <= LongestSeed && !Bytes.IsLetterOrDigit(Bytes.At(text, i - 1)) && !Bytes.IsLetterOrDigit(Bytes.At(text, end)))
            {
                found.Replace(i, end - i, PrivacyKind.OneTimeCode);
                return;
            }
            i = Math.Max(i + 1, end);
        }
    }

    /// <summary><c>OTP for the portal right now is 448102</c>: behind the verb of the same clause; 0 where there is none.</summary>
    private static int Further(ReadOnlySpan<byte> text, int at)
    {
        const int Reach = 48;
        var clause = text[at..Math.Min(Bytes.LineEnd(text, at), at + Reach)];
        var was = clause.IndexOf(" was "u8);
        var verb = clause.IndexOf(" is "u8) is >= 0 and var now ? now : was;
        if (verb <= 0 || clause[..verb].IndexOfAny(".,;:!?\"0123456789"u8) >= 0) return 0;
        return at + verb + (verb == was ? 5 : 4);
    }

    private static bool IsOfDevice(ReadOnlySpan<byte> clause) => Phrases.AnyIn(clause, Devices);

    private static readonly byte[][] Devices = Phrases.Of("phone", "app ", "authenticator", "token", "YubiKey", "SMS");

    private static int Digits(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsDigit(text[end])) end++;
        return end - at;
    }
}
