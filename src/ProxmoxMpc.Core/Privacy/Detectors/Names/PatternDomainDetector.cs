using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Domains in patterns, where a backslash stands before each dot: <c>regex: 'web[0-9]+\.firma\.de'</c>, <c>~^(?&lt;name>.+)\.firma\.de$</c>.</summary>
internal sealed class PatternDomainDetector : Detector
{
    private const int Longest = 80, MostLabels = 6;

    // What domains end with most; of others the dot alone is too common in paths of Windows.
    private static readonly string[] Endings =
        ["com", "net", "org", "de", "eu", "io", "nl", "fr", "it", "es", "pl", "cz", "uk", "ca", "dk", "lan", "local", "internal"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-pattern", PrivacyKind.Domain, "Domains in patterns: web[0-9]+\\.example\\.net");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Endings.Select(ending => new Anchor("\\." + ending))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var after = Bytes.At(text, at + length);
        if (Bytes.IsLetterOrDigit(after) || after is (byte)'-' or (byte)'_' or (byte)'(' || after == '\\' && Bytes.At(text, at + length + 1) is (byte)'.' or (byte)'\\' && Bytes.IsAsciiLetter(Bytes.At(text, at + length + 2))) return;
        Span<byte> plain = stackalloc byte[Longest];
        Span<Extent> labels = stackalloc Extent[MostLabels];
        var (count, dot) = (0, at);
        while (count < MostLabels)
        {
            // JSON and others escape the backslash, too.
            var end = dot;
            while (end > 0 && text[end - 1] == '\\') end--;
            var start = end;
            while (start > 0 && (Bytes.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '-') && end - start < Longest) start--;
            if (start == end) break;
            labels[count++] = new Extent(start, end);
            if (Bytes.At(text, start - 1) != '.' || Bytes.At(text, start - 2) != '\\') break;
            dot = start - 2;
        }
        if (count == 0 || !IsDomain(text, labels[..count], text[(at + 2)..(at + length)], plain, out var name)) return;
        found.Learn(PrivacyKind.Domain, name);
        foreach (var label in labels[..count])
            if (!label.IsEmpty) found.Replace(label.Start, label.Length, PrivacyKind.Domain);
    }

    /// <summary>Whether the labels, last one first, make a domain that is somebody's; those of a public ending of two labels stay.</summary>
    private static bool IsDomain(ReadOnlySpan<byte> text, Span<Extent> labels, ReadOnlySpan<byte> ending, Span<byte> plain, out ReadOnlySpan<byte> name)
    {
        var length = 0;
        for (var i = labels.Length - 1; i >= 0; i--)
        {
            if (length + labels[i].Length + ending.Length + 2 > plain.Length)
            {
                name = default;
                return false;
            }
            text[labels[i].Start..labels[i].End].CopyTo(plain[length..]);
            length += labels[i].Length;
            plain[length++] = (byte)'.';
        }
        ending.CopyTo(plain[length..]);
        name = plain[..(length + ending.Length)].ToArray();
        return Domains.IsDomain(name, out var isPublic, out _, out _) && !isPublic && !Domains.IsPackage(name);
    }
}
