namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Communities of BGP, which mark routes and are no secrets, unlike those of SNMP: <c>Community: 65010:200 65010:300</c>, <c>set community 65010:5000 additive</c>,
/// <c>Extended Community: RT:65010:12</c>.
/// </summary>
internal static class RouteCommunityText
{
    private const int FewestDigits = 1, MostDigits = 10;

    private static readonly WordSet WellKnown = WordSet.Of(
        "internet no-export no-advertise no-peer local-as additive none graceful-shutdown blackhole accept-own llgr-stale no-llgr gshut no-export-subconfed");

    private static readonly byte[][] Types =
        Phrases.Of("route-target", "route-origin", "rt:", "soo:", "target:", "origin:", "large:", "encapsulation:", "color:", "vxlan:");

    /// <summary>Whether a route's community stands behind the name of a setting.</summary>
    public static bool IsBehind(ReadOnlySpan<byte> text, Extent name)
    {
        var span = text[name.Start..name.End];
        if (EndsWith(span, "community-list"u8) || EndsWith(span, "community-set"u8) || EndsWith(span, "bgp-community"u8)) return true;
        // SET-COMMUNITY-65010:200: a list that is called by what it sets.
        if (Bytes.IsDigit(span[^1]) && Bytes.At(text, name.End) == ':' && span.LastIndexOfAnyExceptInRange((byte)'0', (byte)'9') is > 0 and var last && IsCommunity(span[..last]) && IsPair(text, name.Start + last + 1)) return true;
        if (!IsCommunity(span)) return false;
        if (span.Length == "community".Length && IsOfPolicy(text, name)) return true;
        var at = name.End;
        while (Bytes.At(text, at) is (byte)' ' or (byte)'\t' or (byte)':' or (byte)'=' or (byte)'"' or (byte)'[' or (byte)'(') at++;
        if (IsPair(text, at)) return true;
        foreach (var type in Types)
            if (Bytes.StartsWithIgnoreCase(text, at, type)) return true;
        return WellKnown.Contains(text.Slice(at, NamedValue.NameLength(text, at)));
    }

    /// <summary><c>65010:200</c>, <c>65010:200:1</c>: an autonomous system, and a number.</summary>
    public static bool IsPair(ReadOnlySpan<byte> text, int at)
    {
        var end = PhoneText.DigitsEnd(text, at);
        if (end - at is < FewestDigits or > MostDigits || Bytes.At(text, end) != ':') return false;
        var second = PhoneText.DigitsEnd(text, end + 1);
        return second - end - 1 is >= FewestDigits and <= MostDigits && !Bytes.IsLetter(Bytes.At(text, second));
    }

    /// <summary>
    /// The name of a list of them: <c>match community FROM-DE</c>, <c>from community [ a b ];</c>, <c>then community add a</c>, <c>community a members 65010:1</c>,
    /// <c>set community a additive</c> of a route map, the block of a community that holds members.
    /// </summary>
    private static bool IsOfPolicy(ReadOnlySpan<byte> text, Extent name)
    {
        var line = Bytes.LineStart(text, name.Start);
        var end = Bytes.LineEnd(text, name.End);
        var head = text[line..name.Start].Trim(" \t"u8);
        if (head.IndexOf("snmp"u8) >= 0 || head.IndexOf("SNMP"u8) >= 0) return false;
        if (head.IndexOf("policy-options"u8) >= 0 || head.EndsWith("match"u8) || head.EndsWith("from"u8) || head.EndsWith("if"u8)) return true;
        var word = DeviceText.Next(text, name.End, end);
        var next = DeviceText.Next(text, DeviceText.After(text, word), end);
        if (next.IsEmpty) return head.EndsWith("set"u8) ? IsBelow(text, line, Policies) : text[word.Start..word.End] is [.., (byte)';'] && IsBelow(text, line, Terms);
        var second = text[next.Start..next.End];
        if (second.SequenceEqual("members"u8) || second.SequenceEqual("additive"u8)) return true;
        if (Actions.Contains(text[word.Start..word.End])) return second is [.., (byte)';'] || head.EndsWith("then"u8);
        if (text[word.Start] == '[') return IsBelow(text, line, Terms);
        return second.SequenceEqual("{"u8) && Bytes.NextLine(text, ref end, out var below) && Bytes.StartsWithAt(text, Bytes.SkipBlanks(text, below), "member"u8);
    }

    private static readonly WordSet Actions = WordSet.Of("add set delete + - =");

    private static readonly byte[][] Policies = Phrases.Of("route-map ", "route-policy ", "routing policy ");

    private static readonly byte[][] Terms = Phrases.Of("from {", "then {");

    /// <summary>Whether the line that is indented less than this one, the next above, begins so.</summary>
    private static bool IsBelow(ReadOnlySpan<byte> text, int line, byte[][] heads)
    {
        const int MostLines = 24;
        var indent = Bytes.SkipBlanks(text, line) - line;
        for (var lines = 0; lines < MostLines && line > 0; lines++)
        {
            line = Bytes.LineStart(text, line - 1);
            var first = Bytes.SkipBlanks(text, line);
            if (first - line < indent && Bytes.At(text, first) is not ((byte)'\n' or (byte)'\r' or (byte)'!')) return Phrases.AnyStarts(text[first..], heads);
        }
        return false;
    }

    private static bool IsCommunity(ReadOnlySpan<byte> name) => EndsWith(name, "community"u8) || EndsWith(name, "communities"u8);

    private static bool EndsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> word) =>
        name.Length >= word.Length && Bytes.StartsWithIgnoreCase(name, name.Length - word.Length, word);
}
