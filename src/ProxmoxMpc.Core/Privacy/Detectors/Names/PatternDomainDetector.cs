using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Domains in a pattern, where the dot is escaped: <c>.*\\.firma\\.de$</c>, <c>^web-01\.firma\.de$</c>. Each label goes as it does in the domain itself.
/// </summary>
internal sealed class PatternDomainDetector : Detector
{
    private const int MostLabels = 6, LongestLabel = 64;

    // What ends most domains, and those of a site's own. A sign and a dot alone would be at home in every other bucket of anchors.
    private static readonly string[] Ends = ["com", "net", "org", "de", "ca", "local", "lan", "io"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("pattern-domain", PrivacyKind.Domain, "Domains in regular expressions");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Ends.Select(end => new Anchor("\\." + end))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = at + length;
        // \.de is no beginning of \.demo.
        if (Bytes.IsLetterOrDigit(Bytes.At(text, end)) || Bytes.At(text, end) is (byte)'-' or (byte)'_' or (byte)'(') return;
        if (Bytes.At(text, end) == '.' && Bytes.IsLetterOrDigit(Bytes.At(text, end + 1))) return;
        // \.com\.au: another end follows.
        if (Bytes.At(text, end) == '\\' && Bytes.At(text, end + (Bytes.At(text, end + 1) == '\\' ? 2 : 1)) == '.') return;
        Span<Extent> labels = stackalloc Extent[MostLabels];
        var count = 0;
        var name = new List<byte>(text[(at + 2)..end].ToArray());
        for (var sign = at; count < MostLabels && Bytes.At(text, sign) == '\\'; count++)
        {
            if (Bytes.At(text, sign - 1) == '\\') sign--;
            var start = sign;
            while (start > 0 && sign - start < LongestLabel && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '-')) start--;
            if (start == sign) break;
            labels[count] = new Extent(start, sign);
            name.InsertRange(0, [.. text[start..sign], (byte)'.']);
            if (Bytes.At(text, start - 1) != '.') break;
            sign = start - 2;
        }
        if (count == MostLabels) return;
        var whole = name.ToArray();
        if (labels[0].IsEmpty || !Domains.IsDomain(whole, out var isPublic, out _, out _) || isPublic || Domains.IsPackage(whole)) return;
        foreach (var label in labels)
            if (label.Length > 2) found.Replace(label.Start, label.Length, PrivacyKind.Domain);
    }
}
