using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>IPv4 addresses whose dots are encoded: <c>10&amp;#46;1&amp;#46;2&amp;#46;3</c> of a page, <c>10%2E1%2E2%2E3</c> of an address, <c>10\u002e1…</c> of JSON, <c>10\.1\.2\.3</c> of a regular expression.</summary>
internal sealed class EncodedAddressDetector : Detector
{
    private const int MostDigits = 3, Octets = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("ipv4-encoded", PrivacyKind.Ipv4, "IPv4 addresses with encoded dots");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("&#46;"), new("&#x2e;", IgnoreCase: true), new("%2e", IgnoreCase: true), new("\\u002e", IgnoreCase: true), new("\\.")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // \\. of JSON: the digits end before the first sign.
        while (text[at] == '\\' && Bytes.At(text, at - 1) == '\\') at--;
        var start = at;
        while (at - start <= MostDigits && Bytes.IsDigit(Bytes.At(text, start - 1))) start--;
        // The first of the three dots does the work.
        if (start == at || at - start > MostDigits || Bytes.EscapeBefore(text, start) is > 2 and var escape && Bytes.Separator(text, start - escape, (byte)'.') == escape && Bytes.IsDigit(Bytes.At(text, start - escape - 1))) return;
        var (end, octets) = (start, 0);
        uint address = 0;
        while (octets < Octets)
        {
            var (digit, number) = (end, 0u);
            while (end - digit < MostDigits && Bytes.IsDigit(Bytes.At(text, end))) number = (number * 10) + text[end++] - '0';
            if (end == digit || number > 255) return;
            address = (address << 8) | number;
            if (++octets == Octets) break;
            if (Dot(text, end) is not (> 1 and var dot)) return;
            end += dot;
        }
        if (Bytes.IsLetterOrDigit(Bytes.At(text, end)) || Bytes.Separator(text, end, (byte)'.') is > 1 and var next && Bytes.IsDigit(Bytes.At(text, end + next)) || Ipv4Pseudonyms.IsKept(address)) return;
        found.Replace(start, end - start, Rule.Kind);
    }

    private static int Dot(ReadOnlySpan<byte> text, int at) => Math.Max(Bytes.Separator(text, at, (byte)'.'), AddressText.RegexDot(text, at));
}
