using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Digests of keys and certificates in records of a zone, whole, in parts as dig writes them, or over lines between brackets: <c>SSHFP 4 2 ( 0123… 4567… )</c>,
/// <c>TLSA 3 1 1 0123…</c>.
/// </summary>
internal sealed class RecordDigestDetector : Detector
{
    private const int ShortestPart = 8, MostParts = 16;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("record-digest", PrivacyKind.Fingerprint, "Digests of keys and certificates in records of a zone");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. new[] { "SSHFP", "TLSA", "SMIMEA" }.SelectMany(type => new[] { new Anchor(type + " ", WordStart: true), new Anchor(type + "\t", WordStart: true) })];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        // The algorithm, the kind of digest.
        while (Bytes.At(text, start) is (byte)' ' or (byte)'\t' || Bytes.IsDigit(Bytes.At(text, start)) && SecretText.HexEnd(text, start) - start < ShortestPart) start++;
        var isOverLines = Bytes.At(text, start) == '(';
        if (isOverLines) start++;
        var parts = new List<Extent>();
        var digits = 0;
        for (; parts.Count < MostParts; start = parts[^1].End)
        {
            while (Bytes.At(text, start) is (byte)' ' or (byte)'\t' || isOverLines && Bytes.At(text, start) is (byte)'\r' or (byte)'\n') start++;
            var end = SecretText.HexEnd(text, start);
            if (end - start < ShortestPart || Bytes.IsLetterOrDigit(Bytes.At(text, end))) break;
            parts.Add(new Extent(start, end));
            digits += end - start;
        }
        // SHA-1, SHA-256, SHA-512.
        if (digits is not (40 or 64 or 128)) return;
        foreach (var part in parts) found.Replace(part.Start, part.Length, Rule.Kind);
    }
}
