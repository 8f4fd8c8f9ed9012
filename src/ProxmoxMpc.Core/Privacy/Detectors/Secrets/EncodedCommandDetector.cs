using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What PowerShell is told in Base64, in which anything may stand: <c>powershell -EncodedCommand x</c>, <c>pwsh -enc x</c>.</summary>
internal sealed class EncodedCommandDetector : Detector
{
    private const int Shortest = 16;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("encoded-command", PrivacyKind.Password, "Commands of PowerShell in Base64");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("-EncodedCommand ", IgnoreCase: true), new("-enc ", IgnoreCase: true), new("-EncodedArguments ", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (at > 0 && !Bytes.IsBlank(text[at - 1])) return;
        var start = Bytes.SkipBlanks(text, at + length);
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'') start++;
        var end = SecretText.Base64End(text, start);
        // Two bytes a letter: the second one of each is zero.
        var code = text[start..end];
        if (code.Length >= Shortest && (code.TrimEnd((byte)'=').EndsWith("A"u8) || code.Count((byte)'A') * 8 > code.Length)) found.Replace(start, end - start, Rule.Kind);
    }
}
