using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users in what a Unix says of its accounts and files: lines of passwd and group, <c>uid=1000(jane)</c>, owners in listings of ls, tar and namei
/// (<c>-rw-r--r-- 1 jane users</c>), in stat (<c>Uid: ( 1000/ jane)</c>) and in lists of access (<c>user:jane:rwx</c>).
/// </summary>
internal sealed class UnixAccountDetector : Detector
{
    // Below are accounts of the system, above is nobody.
    private const int FirstUser = 1000, LastUser = 60_000_000;

    private const int Permissions = 10;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("unix-account", PrivacyKind.User, "Users in passwd, group, id, stat, getfacl and in listings of files");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new(":x:"), new("uid=", WordStart: true), new("(uid="), new("Uid: ("), new("# owner: "),
        new("-rw"), new("-r-"), new("drwx", WordStart: true), new("dr-x", WordStart: true), new("lrwx", WordStart: true), new("srw", WordStart: true), new("prw-", WordStart: true), new("brw-", WordStart: true), new("crw-", WordStart: true),
        new(":rwx"), new(":rw-"), new(":r-x"), new(":r--"), 
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ':' && text[at + 1] == 'x') Entry(text, at, found);
        else if (text[at] == ':') Access(text, at, found);
        else if (text[at] == '#') NamedValue.TakeUser(text, at + length, NamedValue.NameLength(text, at + length), found);
        else if (text[at] == '(') Before(text, at, found);
        else if (text[at] == 'u') Numbered(text, at + length, (byte)'(', found);
        else if (text[at] == 'U') Numbered(text, at + length, (byte)'/', found);
        else Listing(text, at, found);
    }

    /// <summary><c>jane:x:1000:1000:Jane:/home/jane:/bin/bash</c>; <c>docker:x:998:jane,bob</c></summary>
    private static void Entry(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = at;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'.' or (byte)'-' or (byte)'_' or (byte)'+')) start--;
        if (start == at || NumberAt(text, at + 3, out var colon) is not { } number || Bytes.At(text, colon) != ':') return;
        if (NumberAt(text, colon + 1, out var second) is not null && Bytes.At(text, second) == ':')
        {
            if (number is >= FirstUser and < LastUser && number != 65534) NamedValue.TakeUser(text, start, at - start, found);
            return;
        }
        var end = Bytes.LineEnd(text, colon);
        for (var member = colon + 1; member < end;)
        {
            var count = NamedValue.NameLength(text, member);
            if (count == 0 || Bytes.At(text, member + count) is not (0 or (byte)',' or (byte)'\r' or (byte)'\n' or (byte)'"' or (byte)'\'')) return;
            NamedValue.TakeUser(text, member, count, found);
            member += count + 1;
        }
    }

    private static int? NumberAt(ReadOnlySpan<byte> text, int at, out int end)
    {
        end = at;
        var number = 0;
        while (Bytes.IsDigit(Bytes.At(text, end)) && end - at < 9) number = (number * 10) + text[end++] - '0';
        return end > at ? number : null;
    }

    /// <summary>A number, a sign and the name: <c>uid=1000(jane)</c>, <c>Uid: ( 1000/ jane)</c></summary>
    private static void Numbered(ReadOnlySpan<byte> text, int at, byte sign, Findings found)
    {
        if (NumberAt(text, Bytes.SkipBlanks(text, at), out var end) is not (>= FirstUser and < LastUser and not 65534) || Bytes.At(text, end) != sign) return;
        var name = Bytes.SkipBlanks(text, end + 1);
        var count = NamedValue.NameLength(text, name);
        if (Bytes.At(text, name + count) == ')') NamedValue.TakeUser(text, name, count, found);
    }

    /// <summary><c>session opened for user root(uid=0) by jane(uid=1000)</c></summary>
    private static void Before(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (NumberAt(text, at + 5, out _) is not (>= FirstUser and < LastUser)) return;
        var start = NamedValue.NameStart(text, at);
        if (Bytes.IsBlank(Bytes.At(text, start - 1))) NamedValue.TakeUser(text, start, at - start, found);
    }

    /// <summary><c>user:jane:rwx</c> of getfacl, <c>u:jane:rwx</c> of setfacl; ACLs of ZFS and NFS have more letters.</summary>
    private static void Access(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = NamedValue.NameStart(text, at);
        if (start == at || Bytes.At(text, start - 1) != ':') return;
        var before = text[Bytes.LineStart(text, start)..(start - 1)];
        if (before.EndsWith("user"u8) || before.EndsWith(" u"u8) || before.EndsWith(",u"u8) || before.EndsWith(":u"u8) || before.EndsWith("'u"u8) || before.EndsWith("\"u"u8)) NamedValue.TakeUser(text, start, at - start, found);
    }

    private static void Listing(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at + Permissions;
        if (end + 4 > text.Length || text[at..end].IndexOfAnyExcept("-rwxsStTdlcbpD"u8) >= 0) return;
        // Inodes and sizes may stand before it, and a link of a manifest behind.
        if (text[Bytes.LineStart(text, at)..at].IndexOfAnyExcept("0123456789 \t,.KMG"u8) >= 0) return;
        if (text[end] is (byte)'+' or (byte)'.' or (byte)'@') end++;
        var first = Bytes.SkipBlanks(text, end);
        if (first == end) return;
        var firstEnd = WordEnd(text, first);
        if (text[first..firstEnd].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
        {
            // tar: jane/users; namei: jane users name.
            var slash = text[first..firstEnd].IndexOf((byte)'/');
            if (slash < 0 && Bytes.IsDigit(Bytes.At(text, Bytes.SkipBlanks(text, firstEnd)))) return;
            Owners(text, new Extent(first, slash < 0 ? firstEnd : first + slash), slash < 0 ? new Extent(Bytes.SkipBlanks(text, firstEnd), WordEnd(text, Bytes.SkipBlanks(text, firstEnd))) : new Extent(first + slash + 1, firstEnd), found);
            return;
        }
        var user = Bytes.SkipBlanks(text, firstEnd);
        var userEnd = WordEnd(text, user);
        var group = Bytes.SkipBlanks(text, userEnd);
        Owners(text, new Extent(user, userEnd), new Extent(group, WordEnd(text, group)), found);
    }

    private static int WordEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && !Bytes.IsBlank(text[at])) at++;
        return at;
    }

    private static void Owners(ReadOnlySpan<byte> text, Extent user, Extent group, Findings found)
    {
        if (NamedValue.NameLength(text, user.Start) != user.Length || !NamedValue.TakeUser(text, user.Start, user.Length, found)) return;
        // A group of the same name is the user's own; others have everyday names.
        if (text[user.Start..user.End].SequenceEqual(text[group.Start..group.End])) found.Replace(group.Start, group.Length, PrivacyKind.User);
    }
}
