using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Domains with encoded dots, as pages hide mailboxes from those who collect them: <c>jane&amp;#64;firma&amp;#46;de</c>. Each label is replaced but the last, and who is before
/// the at sign; an address of numbers is left to others.
/// </summary>
internal sealed class EncodedDomainDetector : Detector
{
    private const int MostLabels = 6, LongestLabel = 63, LongestName = 253, EscapeLength = 6;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("domain-encoded", PrivacyKind.Domain, "Domains and mailboxes with encoded dots");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("&#46;"), new("&#x2e;", IgnoreCase: true), new("\\u002e", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = LabelStart(text, at);
        // The first dot that is encoded does the work.
        if (start == at || at - start > LongestLabel || EndsDot(text, start)) return;
        Span<Extent> labels = stackalloc Extent[MostLabels];
        Span<byte> name = stackalloc byte[LongestName];
        var (count, size) = (0, 0);
        for (var i = start; count < MostLabels;)
        {
            var end = i;
            while (end < text.Length && end - i < LongestLabel && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] == '-')) end++;
            if (end == i || size + end - i + 1 > LongestName) return;
            if (size > 0) name[size++] = (byte)'.';
            text[i..end].CopyTo(name[size..]);
            size += end - i;
            labels[count++] = new Extent(i, end);
            if (Bytes.Separator(text, end, (byte)'.') is not (> 0 and var dot) || !Bytes.IsAsciiLetterOrDigit(Bytes.At(text, end + dot))) break;
            i = end + dot;
        }
        if (count < 2 || !Domains.IsDomain(name[..size], out var isPublic, out _, out _) || isPublic) return;
        foreach (var label in labels[..(count - 1)]) found.Replace(label.Start, label.Length, PrivacyKind.Domain);
        found.Learn(PrivacyKind.Domain, name[..size]);
        if (AtSign(text, start) is > 0 and var sign && LabelStart(text, start - sign) is var user && user < start - sign) found.Replace(user, start - sign - user, PrivacyKind.Email);
    }

    private static int LabelStart(ReadOnlySpan<byte> text, int end)
    {
        var start = end;
        while (start > 0 && end - start <= LongestLabel && Bytes.EscapeBefore(text, start) < EscapeLength && (Bytes.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'.' or (byte)'_')) start--;
        return start;
    }

    private static bool EndsDot(ReadOnlySpan<byte> text, int at) => Bytes.Separator(text, at - 5, (byte)'.') == 5 || Bytes.Separator(text, at - 6, (byte)'.') == 6;

    /// <summary>The length of the at sign, plain or encoded, that ends there; 0 for none.</summary>
    private static int AtSign(ReadOnlySpan<byte> text, int end)
    {
        if (Bytes.At(text, end - 1) == '@') return 1;
        return Bytes.Separator(text, end - 5, (byte)'@') == 5 ? 5 : Bytes.Separator(text, end - 6, (byte)'@') == 6 ? 6 : 0;
    }
}
