using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Accounts above their posts in a forum, as the page is copied: <c>**jane74** · Member · Feb 7, 2026</c>, <c>u/jane74 · 3h ago</c>; and in what a post
/// quotes: <c>[QUOTE="jane74, post: 1, member: 2"]</c>.
/// </summary>
internal sealed class PostHeadDetector : Detector
{
    private static readonly WordSet Roles = WordSet.Of(
        "member starter subscriber staff moderator mod administrator op author guest newbie veteran regular maintainer contributor owner ago " +
        "jäsen mitglied lid členem člen membre miembro membro użytkownik medlem jan feb mar apr may jun jul aug sep sept oct nov dec");

    public override PrivacyRule Rule { get; } =
        PrivacyRule.Standard("post-head", PrivacyKind.User, "Accounts above posts of a forum and in what posts quote: **jane74** · Member");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new(" · "), new("[quote=", IgnoreCase: true), new("Originally posted by ", IgnoreCase: true, WordStart: true), new("Quote from: ", WordStart: true),
        new("/members/"), new("said:\n", WordStart: true), new("said:\r\n", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ' ') Head(text, at, at + length, found);
        else if (text[at] == 's') Said(text, at - 1, found);
        else if (text[at] == '/') Profile(text, at + length, found);
        else Quoted(text, at + length, found);
    }

    /// <summary><c>jane74 said:</c>, alone on its line; <c>[jane74](address) said:</c> is told by the address.</summary>
    private static void Said(ReadOnlySpan<byte> text, int end, Findings found)
    {
        if (Bytes.At(text, end) != ' ') return;
        var start = NamedValue.NameStart(text, end);
        if (start < end && text[start..end].ContainsAny("_0123456789"u8)) TakeAlone(text, text[Bytes.LineStart(text, start)..start], start, end - start, found);
    }

    /// <summary><c>https://forum.example/members/jane74.12345/</c></summary>
    private static void Profile(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (Bytes.IsLetterOrDigit(Bytes.At(text, end)) || Bytes.At(text, end) is (byte)'-' or (byte)'_') end++;
        if (Bytes.At(text, end) == '.' && Bytes.IsDigit(Bytes.At(text, end + 1))) Take(text, at, end - at, found);
    }

    /// <summary><c>[QUOTE="jane74, post: 1"]</c>, <c>[quote=jane74]</c></summary>
    private static void Quoted(ReadOnlySpan<byte> text, int at, Findings found)
    {
        while (Bytes.At(text, at) is (byte)'"' or (byte)'\'' or (byte)'*' or (byte)'@') at++;
        var count = NamedValue.NameLength(text, at);
        if (" \",;]*\r\n"u8.Contains(Bytes.At(text, at + count))) Take(text, at, count, found);
    }

    private static void Head(ReadOnlySpan<byte> text, int at, int rest, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = at;
        while (end > line && text[end - 1] is (byte)'*' or (byte)'_' or (byte)'`') end--;
        var start = NamedValue.NameStart(text, end);
        while (start < end && text[start] == '_') start++;
        if (start == end || !IsHead(text[rest..Bytes.LineEnd(text, rest)])) return;
        var before = text[line..start];
        var isMarked = end < at && before.EndsWith("*"u8) || before.EndsWith("u/"u8) || before.EndsWith("@"u8);
        if (before.EndsWith("u/"u8)) before = before[..^2].TrimEnd((byte)'/');
        if (isMarked || text[start..end].ContainsAny("_0123456789"u8)) TakeAlone(text, before, start, end - start, found);
    }

    /// <summary>The name is the first thing of its line, or the one who has posted.</summary>
    private static void TakeAlone(ReadOnlySpan<byte> text, ReadOnlySpan<byte> before, int start, int count, Findings found)
    {
        if (before.IndexOfAnyExcept("> \t#*-_@"u8) < 0 || before.EndsWith("osted by "u8)) Take(text, start, count, found);
    }

    /// <summary>What stands behind the account: its role, when it was written, the number of the post.</summary>
    private static bool IsHead(ReadOnlySpan<byte> rest)
    {
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '#' && Bytes.IsDigit(Bytes.At(rest, i + 1))) return true;
            if (!Bytes.IsLetterOrDigit(rest[i])) continue;
            var start = i;
            while (i < rest.Length && Bytes.IsLetterOrDigit(rest[i])) i++;
            if (IsTime(rest[start..i]) || Roles.Contains(rest[start..i])) return true;
        }
        return false;
    }

    /// <summary><c>2026</c>, <c>3h</c>, <c>2d</c></summary>
    private static bool IsTime(ReadOnlySpan<byte> word) =>
        word.Length == 4 && word.StartsWith("20"u8) && IsNumber(word) || word.Length is 2 or 3 && "hdmy"u8.Contains(word[^1]) && IsNumber(word[..^1]);

    private static bool IsNumber(ReadOnlySpan<byte> word) => word.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static void Take(ReadOnlySpan<byte> text, int start, int count, Findings found)
    {
        var name = text.Slice(start, count);
        if (count < 3 || name.Contains((byte)'.') || !Vocabulary.IsTelling(name)) return;
        NamedValue.TakeUser(text, start, count, found);
        found.Learn(PrivacyKind.User, name);
    }
}
