using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Keys of Ceph: 40 characters of Base64 that begin with <c>AQ</c>.</summary>
internal sealed class CephKeyDetector : Detector
{
    private const int Length = 40;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("ceph-key", PrivacyKind.PrivateKey, "Ceph keys");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("AQ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = SecretText.Base64End(text, at);
        // JSON writes a slash with a backslash before it. Where the end of the line was lost, the next word is glued to it.
        var (stop, count) = (at, 0);
        for (; stop < end && count < Length; stop++)
            if (text[stop] != '\\') count++;
        if (count < Length) TakeBroken(text, at, end, count, found);
        else if (text[stop - 1] == '=' && text[stop - 2] == '=') found.Replace(at, stop - at, Rule.Kind);
    }

    /// <summary>One that a window has broken in two.</summary>
    private void TakeBroken(ReadOnlySpan<byte> text, int at, int end, int count, Findings found)
    {
        const int Fewest = 12;
        if (count < Fewest || end != Bytes.LineEnd(text, end)) return;
        var line = end;
        if (!Bytes.NextLine(text, ref line, out var start)) return;
        var first = Bytes.SkipBlanks(text, start);
        var rest = SecretText.Base64End(text, first);
        if (rest - first + count != Length || text[rest - 1] != '=' || text[rest - 2] != '=') return;
        found.Replace(at, end - at, Rule.Kind);
        found.Replace(first, rest - first, Rule.Kind);
    }
}
