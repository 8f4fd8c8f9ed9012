using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Whom a filter of LDAP asks for: <c>(sAMAccountName=jsmi*)</c>, <c>(cn=*petrak*)</c>, <c>(uid=jsmith)</c>. Places to fill in stay: <c>(uid=%u)</c>.
/// </summary>
internal sealed class DirectoryFilterDetector : Detector
{
    private const int Shortest = 3, Longest = 40;

    private static readonly string[] Attributes =
        ["samaccountname", "userprincipalname", "uid", "cn", "sn", "givenname", "displayname", "mail", "memberuid", "dnshostname"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("directory-filter", PrivacyKind.User, "Whom a filter of LDAP asks for");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Attributes.Select(attribute => new Anchor($"({attribute}=", IgnoreCase: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[start..Bytes.LineEnd(text, start)].IndexOf((byte)')') is not (>= Shortest and <= Longest and var close)) return;
        var end = start + close;
        while (end > start && text[end - 1] == '*') end--;
        while (start < end && text[start] == '*') start++;
        if (end - start < Shortest || NamedValue.NameLength(text, start) != end - start) return;
        NamedValue.TakeUser(text, start, end - start, found);
    }
}
