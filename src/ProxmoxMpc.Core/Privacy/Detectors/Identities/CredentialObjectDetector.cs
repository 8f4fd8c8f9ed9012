using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The account that a credential of PowerShell is made of, its first argument: <c>[pscredential]::new("jane", $pw)</c>,
/// <c>New-Object PSCredential -ArgumentList 'jane', $pw</c>
/// </summary>
internal sealed class CredentialObjectDetector : Detector
{
    private const int MostBetween = 16;

    public override PrivacyRule Rule => AccountDetector.AccountRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("PSCredential", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (Bytes.StartsWithIgnoreCase(text, start, "]::new"u8)) start += "]::new".Length;
        start = Bytes.SkipBlanks(text, start);
        if (Bytes.StartsWithIgnoreCase(text, start, "-argumentlist"u8)) start += "-argumentlist".Length;
        for (var limit = start + MostBetween; start < limit && Bytes.At(text, start) is (byte)' ' or (byte)'(' or (byte)'@';) start++;
        var quote = SecretText.QuoteAt(text, start);
        if (start == at + length || quote.IsEmpty || SecretText.Quoted(text, start, quote) is not { IsEmpty: false } name) return;
        // What is one argument alone is no account: ValidateSet('PSCredential', …) and the like.
        var account = text[name.Start..name.End];
        // An everyday word is the name of what logs in, and nobody's.
        if (Bytes.At(text, Bytes.SkipBlanks(text, name.End + quote.Length)) != ',' || account.ContainsAny(" $@"u8) || CommonWords.Contains(account)) return;
        AccountValue.Take(text, name, found, learns: true);
    }
}
