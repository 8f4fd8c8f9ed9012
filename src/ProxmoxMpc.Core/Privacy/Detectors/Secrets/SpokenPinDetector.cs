using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A PIN as people tell it each other, without capitals: <c>die pin ist 7714</c>, <c>the pin is 7714</c>; a code in two groups in an address: <c>/otp?user=x&amp;code=418 207</c>.</summary>
internal sealed class SpokenPinDetector : Detector
{
    private const int Fewest = 4, Most = 8, Group = 3, Reach = 160;

    private static readonly byte[][] Doors = [.. new[] { "otp", "mfa", "2fa", "login", "verif", "auth" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("spoken-pin", PrivacyKind.OneTimeCode, "PINs in sentences, codes in two groups in addresses");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "pin ist ", "pin lautet ", "pin is ", "pin was ", "pin est ", "pin è ", "pin es ", "pin är ", "pin er ", "pin jest ", "pin je ", "pin bleibt " }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)), new("&code="), new("?code="), new("&otp="), new("?otp=")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[start - 1] == '=')
        {
            InAddress(text, at, start, found);
            return;
        }
        var end = DigitsEnd(text, start);
        if (end - start is >= Fewest and <= Most && !Bytes.IsLetterOrDigit(Bytes.At(text, end)) && !(Bytes.At(text, end) is (byte)'.' or (byte)',' or (byte)'-' && Bytes.IsDigit(Bytes.At(text, end + 1)))) found.Replace(start, end - start, Rule.Kind);
    }

    private void InAddress(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        if (Bytes.StartsWithAt(text, start, "3D"u8)) start += 2;
        var between = start + Group;
        if (DigitsEnd(text, start) != between || Bytes.At(text, between) is not ((byte)' ' or (byte)'+' or (byte)'-') || DigitsEnd(text, between + 1) != between + 1 + Group) return;
        var before = text[Math.Max(Bytes.LineStart(text, at), at - Reach)..at];
        if (ToldText.Holds(before, Doors)) found.Replace(start, Group + 1 + Group, Rule.Kind);
    }

    private static int DigitsEnd(ReadOnlySpan<byte> text, int at)
    {
        while (Bytes.IsDigit(Bytes.At(text, at))) at++;
        return at;
    }
}
