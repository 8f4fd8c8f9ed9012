using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What a script of expect types behind a prompt: <c>send "x\r"</c>.</summary>
internal sealed class TypedSecretDetector : Detector
{
    // The prompt stands on the same line or the one above.
    private const int Reach = 120;

    public override PrivacyRule Rule => GivenSecretDetector.GivenRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("send \"", WordStart: true), new("send -- \"", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (!GivenSecretDetector.SpeaksOfSecret(text[Math.Max(0, at - Reach)..at])) return;
        var start = at + length;
        if (text[start..Bytes.LineEnd(text, start)].IndexOf((byte)'"') is not (> 0 and var close)) return;
        var typed = text.Slice(start, close);
        while (typed.EndsWith("\\r"u8) || typed.EndsWith("\\n"u8)) typed = typed[..^2];
        if (typed.Length >= 4 && !typed.Contains((byte)' ') && !KeyValueText.IsReference(typed) && !IsCommand(typed))
            found.Replace(start, typed.Length, Rule.Kind);
    }

    private static bool IsCommand(ReadOnlySpan<byte> typed) => typed.SequenceEqual("exit"u8) || typed.SequenceEqual("enable"u8);
}
