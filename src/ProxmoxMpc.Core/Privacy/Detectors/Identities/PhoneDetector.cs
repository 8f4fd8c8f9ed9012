using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Telephone numbers: international ones, and any after a word that says so.</summary>
internal sealed class PhoneDetector : Detector
{
    private const int FewestDigits = 9, MostDigits = 15;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("phone", PrivacyKind.Phone, "Telephone numbers");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Enumerable.Range(1, 9).Select(digit => new Anchor($"+{digit}")), .. new[] { "phone", "tel:", "tel.", "telefon", "mobile", "mobil", "fax", "handy" }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)), new("(+")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at;
        if (Bytes.IsLetter(text[at]))
        {
            start = at + length;
            while (start < text.Length && start < at + length + 12 && text[start] is (byte)' ' or (byte)':' or (byte)'=' or (byte)'"' or (byte)'.' or (byte)'\t') start++;
            if (Bytes.At(text, start) is not ((byte)'0' or (byte)'(')) return;
        }
        else if (Bytes.IsLetterOrDigit(Bytes.At(text, at - 1)) || Bytes.At(text, at - 1) is (byte)'.' or (byte)'~' or (byte)'/' or (byte)')')
        {
            return;
        }
        var (end, digits, groups) = (start, 0, 0);
        for (var i = start; i < text.Length; i++)
        {
            if (Bytes.IsDigit(text[i]))
            {
                if (i == start || !Bytes.IsDigit(text[i - 1])) groups++;
                digits++;
                end = i + 1;
            }
            else if (text[i] is not ((byte)' ' or (byte)'-' or (byte)'/' or (byte)'(' or (byte)')' or (byte)'+' or (byte)'.') || (i > start && text[i] == text[i - 1] && text[i] == ' '))
            {
                break;
            }
        }
        if (digits is < FewestDigits or > MostDigits || Bytes.IsLetterOrDigit(Bytes.At(text, end)) || Bytes.At(text, end) is (byte)':' or (byte)'=') return;
        found.Replace(start, end - start, PrivacyKind.Phone);
    }
}
