using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A name as the debug log of Microsoft's DNS server prints it, with the length before each label: <c>(4)lyra(5)firma(3)lan(0)</c>. The last label stays.</summary>
internal sealed class CountedLabelDetector : Detector
{
    private const int MostLabels = 10, LongestLabel = 63;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-counted", PrivacyKind.Host, "Names with the length of each label, in logs of Microsoft's DNS server");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("(0)")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        Span<Extent> labels = stackalloc Extent[MostLabels];
        var count = 0;
        for (var end = at; count < MostLabels;)
        {
            var start = end;
            while (start > 0 && end - start < LongestLabel && text[start - 1] != ')') start--;
            // _ldap, _tcp and what stands before them say what is sought in the domain.
            if (start == end || start < 3 || text[start] == '_' || !IsLength(text, start - 1, end - start, out var open)) break;
            labels[count++] = new Extent(start, end);
            end = open;
        }
        if (count == 0) return;
        if (count == 1)
        {
            if (Vocabulary.IsTelling(text[labels[0].Start..labels[0].End])) NamedValue.TakeName(text, labels[0].Start, labels[0].Length, PrivacyKind.Host, found);
            return;
        }
        var name = Joined(text, labels[..count]);
        if (!Domains.IsDomain(name, out var isPublic, out _, out _) || isPublic) return;
        found.Learn(PrivacyKind.Domain, name);
        for (var i = 1; i < count; i++) found.Replace(labels[i].Start, labels[i].Length, PrivacyKind.Domain);
    }

    /// <summary>Whether the digits in brackets that end at a place are a label's length.</summary>
    private static bool IsLength(ReadOnlySpan<byte> text, int close, int length, out int open)
    {
        open = close - (length > 9 ? 3 : 2);
        if (open < 0 || text[open] != '(' || text[close] != ')') return false;
        var number = 0;
        foreach (var digit in text[(open + 1)..close])
        {
            if (!Bytes.IsDigit(digit)) return false;
            number = (number * 10) + digit - '0';
        }
        return number == length;
    }

    private static byte[] Joined(ReadOnlySpan<byte> text, ReadOnlySpan<Extent> labels)
    {
        var name = new List<byte>(LongestLabel);
        for (var i = labels.Length - 1; i >= 0; i--)
        {
            foreach (var b in text[labels[i].Start..labels[i].End]) name.Add(b);
            if (i > 0) name.Add((byte)'.');
        }
        return [.. name];
    }
}
