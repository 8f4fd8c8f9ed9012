using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The beginning of a key of Ceph that somebody or a program has cut: <c>the key begins with AQAJLmJo2yKqMRAAc...</c>. With the time it was made it tells most of what can be guessed.</summary>
internal sealed class CutKeyDetector : Detector
{
    private const int Shortest = 8;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("ceph-key-cut", PrivacyKind.PrivateKey, "The beginnings of keys of Ceph");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("AQ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = SecretText.Base64End(text, at);
        if (end - at >= Shortest && IsCut(text, end) && SecretText.LooksRandom(text[at..end])) found.Replace(at, end - at, Rule.Kind);
    }

    private static bool IsCut(ReadOnlySpan<byte> text, int at) =>
        Bytes.StartsWithAt(text, at, "..."u8) || Bytes.StartsWithAt(text, at, "…"u8) || Bytes.StartsWithAt(text, at, "***"u8) || Bytes.StartsWithAt(text, at, "[..."u8);
}
