namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Recovery keys of BitLocker: eight groups of six digits.</summary>
internal sealed class RecoveryKeyDetector : Detector
{
    private const int Length = (8 * 6) + 7;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("recovery-key", PrivacyKind.Password, "Recovery keys of BitLocker");

    public override Precedence Precedence => Precedence.Token;

    public override int WakesAtRunsOf => Length;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (length != Length) return;
        for (var i = 0; i < Length; i++)
            if (i % 7 == 6 ? text[at + i] != '-' : !Bytes.IsDigit(text[at + i])) return;
        found.Replace(at, Length, Rule.Kind);
    }
}
