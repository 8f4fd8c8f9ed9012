using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A secret among the values of a key of the registry, its type before it: <c>DefaultPassword    REG_SZ    x</c>.</summary>
internal sealed class RegistryTextDetector : Detector
{
    private const int Shortest = 3, LongestName = 64;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("registry-text", PrivacyKind.Password, "Secrets that reg query shows");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("  REG_SZ  ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var name = text[line..at].Trim((byte)' ');
        if (name.Length > LongestName || name.Contains((byte)' ') || KeyNames.MeaningOf(name) != KeyMeaning.Password) return;
        var start = Bytes.SkipBlanks(text, at + length);
        var value = text[start..Bytes.LineEnd(text, start)].TrimEnd(" \r"u8);
        if (value.Length >= Shortest && !KeyValueText.IsReference(value)) found.Replace(start, value.Length, Rule.Kind);
    }
}
