namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Recovery keys of BitLocker: eight groups of six digits.</summary>
internal sealed class RecoveryKeyDetector : Detector
{
    private const int Length = (8 * 6) + 7;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("recovery-key", PrivacyKind.Password, "Recovery keys of BitLocker and of Proxmox's second factor");

    public override Precedence Precedence => Precedence.Token;

    public override int WakesAtRunsOf => SecondFactor;

    // Four groups of four hexadecimal digits.
    private const int SecondFactor = 19;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (length == SecondFactor)
        {
            if (IsSecondFactor(text, at)) found.Replace(at, length, PrivacyKind.OneTimeCode);
            return;
        }
        if (length != Length) return;
        for (var i = 0; i < Length; i++)
            if (i % 7 == 6 ? text[at + i] != '-' : !Bytes.IsDigit(text[at + i])) return;
        found.Replace(at, Length, Rule.Kind);
    }

    private static bool IsSecondFactor(ReadOnlySpan<byte> text, int at)
    {
        var (digits, others) = (0, 0);
        for (var i = 0; i < SecondFactor; i++)
        {
            if (i % 5 == 4 ? text[at + i] != '-' : !(Bytes.IsDigit(text[at + i]) || Bytes.IsLower(text[at + i]))) return false;
            if (Bytes.IsDigit(text[at + i])) digits++;
            else if (text[at + i] is > (byte)'f') others++;
        }
        // Words of four letters are no code.
        if (others > 0 && digits < 3) return false;
        // Where recovery is spoken of: so a part of an address or of an id may be spelt, too.
        var before = text[Math.Max(0, at - 400)..at];
        for (var i = 0; i < before.Length; i++)
            if (Bytes.StartsWithIgnoreCase(before, i, "recovery"u8)) return true;
        return false;
    }
}
