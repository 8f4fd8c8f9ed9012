using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// MACs in pairs with blanks between, as APC's cards write them (<c>Override=00 C0 B7 51 B0 6E</c>, <c>MAC Address: 00 C0 B7 51 B0 6E</c>) and tables of neighbours of
/// Aruba's switches below <c>ChassisId</c>; and the MAC that a phone's file is called by, <c>805EC0112233.cfg</c>.
/// </summary>
internal sealed class SpacedMacDetector : Detector
{
    private const int Length = 17, Digits = 12, MostRows = 200;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("spaced-mac", PrivacyKind.Mac, "MACs with blanks between their pairs, and those that files of phones are called by");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("Override=", WordStart: true), new("MAC Address: ", IgnoreCase: true, WordStart: true), new("| ChassisId "), new("| Chassis Id "), new(".cfg")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '.') File(text, at, found);
        else if (text[at] == '|') Rows(text, Bytes.LineEnd(text, at), found);
        else Take(text, Bytes.SkipBlanks(text, at + length), found);
    }

    private static void Take(ReadOnlySpan<byte> text, int start, Findings found)
    {
        if (start + Length > text.Length || Bytes.IsLetterOrDigit(Bytes.At(text, start + Length))) return;
        for (var i = 0; i < Length; i++)
            if (i % 3 == 2 ? text[start + i] != ' ' : !Bytes.IsHex(text[start + i])) return;
        found.Replace(start, Length, PrivacyKind.Mac);
    }

    /// <summary>The port, a line, and what the neighbour is known by, which may be a name.</summary>
    private static void Rows(ReadOnlySpan<byte> text, int end, Findings found)
    {
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var start); rows++)
        {
            var sign = text[start..end].IndexOfAny("|+"u8);
            if (sign < 0) return;
            if (text[start + sign] == '|') Take(text, Bytes.SkipBlanks(text, start + sign + 1), found);
        }
    }

    private static void File(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = at - Digits;
        if (start < 0 || Bytes.IsLetterOrDigit(Bytes.At(text, at + ".cfg".Length)) || Bytes.IsLetterOrDigit(Bytes.At(text, start - 1)) || SecretText.HexEnd(text, start) != at) return;
        // A day and a time have digits only.
        if (text[start..at].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) found.Replace(start, Digits, PrivacyKind.Mac);
    }
}
