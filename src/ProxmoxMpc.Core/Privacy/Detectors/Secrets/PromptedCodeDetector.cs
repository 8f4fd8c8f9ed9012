using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Codes of a second factor that a program asks for or prints: the answer of oathtool; the prompt of google-authenticator.</summary>
internal sealed class PromptedCodeDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("prompted-code", PrivacyKind.OneTimeCode, "Codes of a second factor that programs ask for and print");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("x!oath "), new("oathtool ", WordStart: true), new("pass otp ", WordStart: true), new("bw get totp", WordStart: true), new("ykman oath", WordStart: true), new("code from app", IgnoreCase: true, WordStart: true), new("Passcode or option", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (text[at] == 'x')
        {
            // "keys": "x!oath SEED"
            var seed = at + length;
            while (seed < end && (Bytes.IsUpper(text[seed]) || Bytes.IsDigit(text[seed]) || text[seed] == '=')) seed++;
            found.Replace(at + length, seed - at - length, Rule.Kind);
            return;
        }
        if (text[at + length - 1] is (byte)' ' or (byte)'h' || length == 11 && text[at] == 'b')
        {
            Answer(text, end, found);
            return;
        }
        // Enter code from app (-1 to skip): 137811
        var colon = text[at..end].IndexOf((byte)':');
        if (colon > 0) Code(text, Bytes.SkipBlanks(text, at + colon + 1), end, found);
    }

    /// <summary>The line below a command: a code alone, or behind the name of its account.</summary>
    private void Answer(ReadOnlySpan<byte> text, int end, Findings found)
    {
        if (!Bytes.NextLine(text, ref end, out var start)) return;
        var line = text[start..end].TrimEnd(" \t\r"u8);
        Code(text, start + line.LastIndexOfAny(" \t"u8) + 1, start + line.Length, found);
    }

    private void Code(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        var stop = start;
        while (stop < end && Bytes.IsDigit(text[stop])) stop++;
        if (stop - start is >= 6 and <= 8 && Bytes.SkipBlanks(text, stop) >= end) found.Replace(start, stop - start, Rule.Kind);
    }
}
