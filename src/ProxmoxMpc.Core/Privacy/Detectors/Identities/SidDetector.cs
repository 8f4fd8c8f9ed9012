using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Security ids of a Windows domain: <c>S-1-5-21-…</c>. The relative id at the end stays.</summary>
internal sealed class SidDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("sid", PrivacyKind.Sid, "Security ids of Windows domains");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors => [new("S-1-5-21-", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = at + length;
        while (end < text.Length && (Bytes.IsDigit(text[end]) || (text[end] == '-' && Bytes.IsDigit(Bytes.At(text, end + 1))))) end++;
        if (text[(at + length)..end].Count((byte)'-') >= 2) found.Replace(at, end - at, PrivacyKind.Sid);
    }
}
