using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Telephone numbers of directories and address books that are digits and nothing else, so that only the attribute tells: <c>mobile: 7655550193</c> of LDIF,
/// <c>MobilePhone : 7655550193</c> of PowerShell, <c>"phone": "7655550193"</c>, <c>TEL;TYPE=CELL:7655550193</c> of a card.
/// </summary>
internal sealed class DirectoryPhoneDetector : Detector
{
    private const int Fewest = 7, Most = 15;

    private static readonly string[] Attributes =
    [
        "telephonenumber", "facsimiletelephonenumber", "mobile", "mobilephone", "homephone", "officephone", "ipphone", "pager", "othermobile",
        "othertelephone", "otherhomephone", "otherpager", "phone", "phonenumber", "phone_number", "cellphone", "telefon", "telefonnummer", "handy", "tel;",
    ];

    public override PrivacyRule Rule { get; } =
        PrivacyRule.Standard("directory-phone", PrivacyKind.Phone, "Telephone numbers of directories and address books");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Attributes.Select(attribute => new Anchor(attribute, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = text[at + length - 1] == ';' ? AfterCard(text, at) : AfterAttribute(text, at, at + length);
        if (start < 0) return;
        var end = start + (Bytes.At(text, start) == '+' ? 1 : 0);
        while (end < text.Length && Bytes.IsDigit(text[end])) end++;
        if (end - start is >= Fewest and <= Most && EndsValue(text, end)) found.Replace(start, end - start, Rule.Kind);
    }

    private static bool EndsValue(ReadOnlySpan<byte> text, int end) => Bytes.At(text, end) is 0 or (byte)'\n' or (byte)'\r' or (byte)'"' or (byte)'\'';

    /// <summary>An attribute is the first word of its line or a name in quotes.</summary>
    private static int AfterAttribute(ReadOnlySpan<byte> text, int at, int end)
    {
        var isQuoted = Bytes.At(text, at - 1) == '"' && Bytes.At(text, end) == '"';
        if (!isQuoted && !NamedValue.IsFirstOnLine(text, at)) return -1;
        var i = Bytes.SkipBlanks(text, isQuoted ? end + 1 : end);
        if (Bytes.At(text, i) is not ((byte)':' or (byte)'=')) return -1;
        i = Bytes.SkipBlanks(text, i + 1);
        return Bytes.At(text, i) is (byte)'"' or (byte)'\'' ? i + 1 : isQuoted ? -1 : i;
    }

    private static int AfterCard(ReadOnlySpan<byte> text, int at)
    {
        var line = text[at..Bytes.LineEnd(text, at)];
        if (Bytes.LineStart(text, at) != at || line.LastIndexOf((byte)':') is not (> 0 and var colon)) return -1;
        return at + colon + 1;
    }
}
