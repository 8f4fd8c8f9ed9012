using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The few digits by which one calls somebody within the house: <c>Tel. -4420</c>, <c>tel 4411</c>, <c>Durchwahl 4420</c>, <c>ext. 3180</c>.</summary>
internal sealed class PhoneExtensionDetector : Detector
{
    private const int Fewest = 4, FewestJoined = 3, Most = 5;

    private static readonly string[] Words =
    [
        "tel ", "tel.", "tel:", "tél.", "tlf ", "tlf.", "telefon ", "telefon:", "telefono ", "teléfono ", "durchwahl", "apparat ", "nebenstelle ", "ext. ",
        "extension ", "wewn. ", "klapka ", "toestel ", "anknytning ", "ramal ", "extensão ", "extensión ",
    ];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("phone-extension", PrivacyKind.Phone, "Extensions of telephones: Tel. -4420, ext. 3180");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Words.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        while (Bytes.At(text, start) is (byte)' ' or (byte)':' or (byte)'.') start++;
        var isJoined = Bytes.At(text, start) == '-';
        if (isJoined) start++;
        var end = start;
        while (Bytes.IsDigit(Bytes.At(text, end))) end++;
        if (!isJoined && GroupsEnd(text, start, end) is > 0 and var both) end = both;
        else if (end - start < (isJoined ? FewestJoined : Fewest) || end - start > Most || !IsEnd(text, end)) return;
        found.Replace(isJoined ? start - 1 : start, isJoined ? end - start + 1 : end - start, Rule.Kind);
    }

    /// <summary>Where two groups of three digits end, as a large house writes its own numbers: <c>ext. 410 527</c>; 0 for others.</summary>
    private static int GroupsEnd(ReadOnlySpan<byte> text, int start, int end)
    {
        const int Group = 3;
        if (end - start != Group || Bytes.At(text, end) != ' ') return 0;
        var stop = end + 1;
        while (Bytes.IsDigit(Bytes.At(text, stop))) stop++;
        return stop == end + 1 + Group && IsEnd(text, stop) ? stop : 0;
    }

    /// <summary>No longer number goes on there, no time, no port, and nothing is counted.</summary>
    private static bool IsEnd(ReadOnlySpan<byte> text, int at) => Bytes.At(text, at) switch
    {
        (byte)'.' or (byte)',' => !Bytes.IsDigit(Bytes.At(text, at + 1)),
        (byte)' ' => !Bytes.IsDigit(Bytes.At(text, at + 1)) && Bytes.At(text, at + 1) is not ((byte)'/' or (byte)'-'),
        var b => !Bytes.IsLetterOrDigit(b) && b is not ((byte)'-' or (byte)'/' or (byte)':' or (byte)'_' or (byte)'%' or (byte)'='),
    };
}
