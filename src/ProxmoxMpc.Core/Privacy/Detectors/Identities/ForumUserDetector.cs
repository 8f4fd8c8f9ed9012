using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Accounts of a forum and of an issue tracker, where their texts are pasted: <c>**jane_k** (staff member) wrote:</c>, <c>Posted by *jane_k*</c>, <c>@jane commented</c>. A
/// real name, which begins with a capital, is no account.
/// </summary>
internal sealed class ForumUserDetector : Detector
{
    private static readonly string[] Behind =
    [
        " wrote:", " schrieb:", " schreef:", " escribió:", " ha scritto:", " a écrit :", " a écrit:", " napisał:", " napsal:", " napsala:", " skrev:", " kirjoitti:",
        " commented", " replied:", " opened this issue", " added the ",
    ];

    private static readonly string[] Ahead = ["Posted by ", "posted by ", "Gepostet von ", "Reported by ", "reported by @", "Submitted by "];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("forum-user", PrivacyKind.User, "Accounts of forums and issue trackers: **jane_k** wrote:, @jane commented");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Behind.Select(phrase => new Anchor(phrase)), .. Ahead.Select(phrase => new Anchor(phrase, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] != ' ')
        {
            var start = at + length;
            while (Bytes.At(text, start) is (byte)'*' or (byte)'@' or (byte)'_' or (byte)'[') start++;
            if (Bytes.StartsWithAt(text, start, "u/"u8)) start += 2;
            Take(text, start, NamedValue.NameLength(text, start), text[start - 1] != ' ', found);
            return;
        }
        var line = Bytes.LineStart(text, at);
        var end = at;
        // (staff member)
        if (end > line && text[end - 1] == ')' && text[line..end].LastIndexOf((byte)'(') is > 1 and var open) end = line + text[line..(line + open)].TrimEnd((byte)' ').Length;
        var isMarked = end > line && text[end - 1] is (byte)'*' or (byte)'_';
        while (end > line && text[end - 1] is (byte)'*' or (byte)'_') end--;
        var from = end;
        while (from > line && (Bytes.IsLetterOrDigit(text[from - 1]) || text[from - 1] is (byte)'.' or (byte)'-' or (byte)'_')) from--;
        isMarked |= Bytes.At(text, from - 1) == '@' && (from - 2 < line || !Bytes.IsLetterOrDigit(text[from - 2]));
        // A mail's heading tells the address itself.
        if (from == end || Bytes.At(text, from - 1) is (byte)'@' && !isMarked) return;
        while (from < end && text[from] is (byte)'_' or (byte)'-') from++;
        // Where nothing sets it off it must be all that stands there: > jane_k wrote:
        if (!isMarked && text[line..from].IndexOfAnyExcept("> \t*#-"u8) >= 0) return;
        Take(text, from, end - from, isMarked, found);
    }

    private static void Take(ReadOnlySpan<byte> text, int start, int length, bool isMarked, Findings found)
    {
        var name = text.Slice(start, length);
        if (length < 3 || name.Contains((byte)'.') || Bytes.IsUpper(name[0]) && !name.ContainsAny("_0123456789"u8) || !isMarked && !name.ContainsAny("_-0123456789"u8) || !Vocabulary.IsTelling(name)) return;
        NamedValue.TakeUser(text, start, length, found);
        found.Learn(PrivacyKind.User, name);
    }
}
