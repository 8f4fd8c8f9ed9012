using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The telephone number that stands as the comment of an account in <c>user.cfg</c>: <c>user:jane@pve:1:0:Jane:Doe:jane@otter.de:0523-817264:x:</c>
/// </summary>
internal sealed class AccountPhoneDetector : Detector
{
    // user, userid, enable, expire, first and last name, mail.
    private const int FieldsBefore = 7;

    public override PrivacyRule Rule => PhoneDetector.PhoneRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("user:", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (at > 0 && text[at - 1] != '\n') return;
        var end = Bytes.LineEnd(text, at);
        var start = at;
        for (var field = 0; field < FieldsBefore; field++)
        {
            if (text[start..end].IndexOf((byte)':') is not (>= 0 and var colon)) return;
            start += colon + 1;
        }
        if (text[start..end].IndexOf((byte)':') is > 0 and var count && IsNumber(text.Slice(start, count))) found.Replace(start, count, PrivacyKind.Phone);
    }

    private static bool IsNumber(ReadOnlySpan<byte> field)
    {
        var digits = 0;
        foreach (var b in field) digits += Bytes.IsDigit(b) ? 1 : 0;
        return digits is >= 7 and <= 15 && Bytes.IsDigit(field[^1]) && field.IndexOfAnyExcept("0123456789 -/+()."u8) < 0;
    }
}
