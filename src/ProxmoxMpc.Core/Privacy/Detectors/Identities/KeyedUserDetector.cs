using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users under the keys that single programs have for them: <c>usrName=jane</c> of LEEF, <c>secName = jane</c> of NUT, <c>account.1.auth_name = desk-210</c> of Yealink's phones, <c>newName="jane"</c> of
/// a preference of group policy, <c>apc>user -n "jane"</c>, and T-Online's access numbers, <c>551000000000#0001@t-online.de</c>.
/// </summary>
internal sealed class KeyedUserDetector : Detector
{
    private const int FewestDigits = 10, MostDigits = 40;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("keyed-user", PrivacyKind.User, "Users under keys of single programs: secName, auth_name, newName");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("usrName=", WordStart: true), new("dntdom=", WordStart: true), new("sntdom=", WordStart: true), new("secName", WordStart: true), new(".auth_name"), new("newName=\"", WordStart: true), new("apc>user -n "), new("@t-online.de")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var after = at + length;
        switch (text[at])
        {
            // LEEF, and the domains of CEF
            case (byte)'u':
                NamedValue.TakeUser(text, after, NamedValue.NameLength(text, after), found);
                break;
            case (byte)'d' or (byte)'s' when text[after - 1] == '=':
                AccountValue.TakeDomain(text, after, NamedValue.NameLength(text, after), found);
                break;
            case (byte)'s' or (byte)'.':
                var (start, count) = NamedValue.After(text, after);
                if (Bytes.At(text, after) is (byte)' ' or (byte)'=' or (byte)'"') NamedValue.TakeUser(text, start, count, found);
                break;
            case (byte)'n':
                NamedValue.TakeUser(text, after, NamedValue.NameLength(text, after), found);
                break;
            case (byte)'a':
                var name = DeviceText.Next(text, after, Bytes.LineEnd(text, after));
                NamedValue.TakeUser(text, name.Start, name.Length, found);
                break;
            default:
                AccessNumber(text, at, found);
                break;
        }
    }

    /// <summary>The line's number, the account's, and whose of it: with a # before the last, which no mailbox has.</summary>
    private static void AccessNumber(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = at;
        while (start > 0 && at - start < MostDigits && (Bytes.IsDigit(text[start - 1]) || text[start - 1] == '#')) start--;
        if (at - start >= FewestDigits && Bytes.IsDigit(text[start]) && !Bytes.IsLetterOrDigit(Bytes.At(text, start - 1)) && text[start..at].Count((byte)'#') == 1)
            found.Replace(start, at - start, PrivacyKind.User);
    }
}
