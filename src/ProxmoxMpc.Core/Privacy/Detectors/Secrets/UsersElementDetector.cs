using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Accounts and passwords in an element of a firewall's configuration: <c>&lt;users>jane:x&lt;/users></c>, several of them with commas or blanks between.
/// </summary>
internal sealed class UsersElementDetector : Detector
{
    private const int Longest = 2000;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("users-element", PrivacyKind.Password, "Accounts and passwords in an element that is called users");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("<users>"), new("<userlist>")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[start..Math.Min(text.Length, start + Longest)].IndexOf((byte)'<') is not (> 3 and var count)) return;
        for (var end = start + count; start < end;)
        {
            while (start < end && (Bytes.IsBlank(text[start]) || text[start] == ',')) start++;
            var user = NamedValue.NameLength(text, start);
            if (user == 0 || start + user >= end || text[start + user] != ':') return;
            NamedValue.TakeUser(text, start, user, found);
            start += user + 1;
            var stop = start;
            while (stop < end && !Bytes.IsBlank(text[stop]) && text[stop] != ',') stop++;
            if (stop - start > 2) found.Replace(start, stop - start, Rule.Kind);
            start = stop;
        }
    }
}
