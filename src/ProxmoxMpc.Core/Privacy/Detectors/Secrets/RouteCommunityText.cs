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
        if (!IsCommunity(text[name.Start..name.End])) return false;
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

    private static bool IsCommunity(ReadOnlySpan<byte> name) => EndsWith(name, "community"u8) || EndsWith(name, "communities"u8);

    private static bool EndsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> word) =>
        name.Length >= word.Length && Bytes.StartsWithIgnoreCase(name, name.Length - word.Length, word);
}
