using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines called by what they do and a number, in the grammar that administrators use: <c>web01</c>, <c>AVDC01</c>, <c>SRV-FS02</c>, <c>BKP-SRV</c>, and the names that
/// Windows makes up (<c>DESKTOP-K8P2M1Q</c>).
/// </summary>
internal sealed class RoleNameDetector : Detector
{
    private const int Shortest = 4, Longest = 24;

    // How far a word is read; what is longer is no name.
    private const int Before = 32, Reach = 40;

    private const int LongestAddress = 39;

    /// <summary>The rule, which names with a site share.</summary>
    public static PrivacyRule RoleRule { get; } = PrivacyRule.Standard("name-role", PrivacyKind.Host, "Machines called by their role and a number: web01, SRV-FS02, DESKTOP-K8P2M1Q");

    public override PrivacyRule Rule => RoleRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. RoleNames.Numbered.Select(role => new Anchor(role + "0", IgnoreCase: true, WordStart: true)), .. RoleNames.Glued.Select(role => new Anchor(role + "0")),
        .. RoleNames.Prefixes.Select(prefix => new Anchor(prefix, WordStart: true)),
        .. RoleNames.Capitals.SelectMany(role => new[] { new Anchor("-" + role), new Anchor(role + "-", WordStart: true) }),
        .. RoleNames.MadeUp.Select(head => new Anchor(head, WordStart: true)),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (NameAround(text, at, length) is not { } name || IsModel(text[name.Start..name.End])) return;
        var isName = text[at + length - 1] switch
        {
            (byte)'-' when Bytes.IsLower(text[at]) => name.Start == at && IsApart(text, name.End) && RoleNames.IsCounted(text[name.Start..name.End]),
            (byte)'0' => IsNumbered(text, at + length, name) && !IsInAddress(text, name) && !IsChallenge(text, name),
            _ => (RoleNames.IsMadeUp(text[name.Start..name.End]) || RoleNames.IsOfRoles(text[name.Start..name.End])) && !IsInAddress(text, name),
        };
        if (isName) Take(text, name, found);
    }

    /// <summary>The word that holds a role, with its dashes; null where it is a part of something else, or too long for a name.</summary>
    internal static Extent? NameAround(ReadOnlySpan<byte> text, int at, int length)
    {
        var start = at;
        while (start > 0 && (Bytes.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '-') && at - start < Before) start--;
        while (start < at && text[start] == '-') start++;
        if (Bytes.EscapeBefore(text, start + 1) > 0 || Bytes.EscapeBefore(text, start) == 0 && IsJoint(Bytes.At(text, start - 1))) return null;
        var end = at + length;
        while (end < text.Length && end - start < Reach && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] == '-' && Bytes.IsAsciiLetterOrDigit(Bytes.At(text, end + 1)))) end++;
        if (end - start is < Shortest or > Longest || Bytes.At(text, end) is (byte)'_' or (byte)'%') return null;
        return Bytes.At(text, end) == '.' && Bytes.IsDigit(Bytes.At(text, end + 1)) ? null : new Extent(start, end);
    }

    /// <summary><c>WS-C2960X-48TS</c>: a switch as Cisco sells it.</summary>
    private static bool IsModel(ReadOnlySpan<byte> name) => name.StartsWith("WS-C"u8) && name.Length > 5 && Bytes.IsDigit(name[4]) && Bytes.IsDigit(name[5]);

    private static bool IsJoint(byte b) => b is (byte)'.' or (byte)'%' or (byte)'$' or (byte)'&' or (byte)'#' or (byte)'+';

    /// <summary>Whether a name is not the beginning of a path, a setting or an address.</summary>
    internal static bool IsApart(ReadOnlySpan<byte> text, int end) => Bytes.At(text, end) is not ((byte)'/' or (byte)'=' or (byte)'@');

    /// <summary>A zero and another digit at the end: nothing but machines is counted so.</summary>
    private static bool IsNumbered(ReadOnlySpan<byte> text, int digit, Extent extent)
    {
        if (Bytes.At(text, digit) is < (byte)'1' or > (byte)'9' || Bytes.IsAsciiLetterOrDigit(Bytes.At(text, digit + 1))) return false;
        var name = text[extent.Start..extent.End];
        if (name[^2] != '0' || name.IndexOfAnyInRange((byte)'0', (byte)'9') != name.Length - 2) return false;
        return name.Length > Shortest || name.ContainsAnyInRange((byte)'A', (byte)'Z');
    }

    /// <summary><c>"dns01": …</c>: a kind of an ACME challenge.</summary>
    private static bool IsChallenge(ReadOnlySpan<byte> text, Extent name) =>
        System.Text.Ascii.EqualsIgnoreCase(text[name.Start..name.End], "dns01"u8)
        && (Bytes.At(text, name.End) is (byte)':' or (byte)'"' or (byte)'/' || Bytes.StartsWithAt(text, name.End, " challenge"u8) || Bytes.StartsWithAt(text, name.End, " solver"u8));

    /// <summary><c>fd12::DC03</c>: a group of an IPv6 address.</summary>
    private static bool IsInAddress(ReadOnlySpan<byte> text, Extent name)
    {
        for (var i = name.Start; i < name.End; i++)
            if (!Bytes.IsHex(text[i])) return false;
        var (start, end) = (name.Start, name.End);
        while (start > 0 && name.Start - start < LongestAddress && IsOfAddress(text[start - 1])) start--;
        while (end < text.Length && end - name.Start < LongestAddress && IsOfAddress(text[end])) end++;
        return text[start..end].Count((byte)':') >= 2 && !Bytes.IsAsciiLetterOrDigit(Bytes.At(text, start - 1));
    }

    private static bool IsOfAddress(byte b) => b == ':' || Bytes.IsHex(b);

    /// <summary>The machine, and who is on it: <c>jane@web01</c>.</summary>
    internal static void Take(ReadOnlySpan<byte> text, Extent name, Findings found)
    {
        NamedValue.TakeName(text, name.Start, name.Length, PrivacyKind.Host, found);
        if (Bytes.At(text, name.Start - 1) != '@' || Bytes.At(text, name.End) == '.') return;
        var end = name.Start - 1;
        var start = end;
        while (start > 0 && Bytes.EscapeBefore(text, start) == 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'.' or (byte)'-' or (byte)'_')) start--;
        // A template of a unit: openvpn-client@web01
        if (Bytes.At(text, start - 1) is (byte)'/' or (byte)'@' or (byte)'+' or (byte)'!' || !Vocabulary.IsTelling(text[start..end])) return;
        NamedValue.TakeUser(text, start, end - start, found);
    }
}
