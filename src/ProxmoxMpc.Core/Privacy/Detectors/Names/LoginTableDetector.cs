using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Lines of <c>last</c>, <c>who</c> and <c>w</c>: the user first, a terminal, where the user came from.</summary>
internal sealed class LoginTableDetector : Detector
{
    // The column where w tells when somebody came.
    private const int LastOrigin = 34;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-login", PrivacyKind.User, "Users and machines in the tables of last, who and w");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" pts/"), new(" tty"), new(" :0 "), new(" :1 "), new(" ssh:notty")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        // A log may repeat it: last[1181]: jane pts/0 …
        if (text[line..at].LastIndexOf("]: "u8) is > 0 and var tag) line += tag + 3;
        var user = NamedValue.NameLength(text, line);
        // Only the user stands before the terminal.
        if (user < 2 || text[(line + user)..at].IndexOfAnyExcept(" -+"u8) >= 0) return;
        var terminal = at + 1;
        while (terminal < text.Length && !Bytes.IsBlank(text[terminal])) terminal++;
        var from = Bytes.SkipBlanks(text, terminal);
        var count = NamedValue.NameLength(text, from);
        var rest = text[from..Bytes.LineEnd(text, from)];
        if (rest.IndexOf((byte)':') < 0) return;
        var name = text.Slice(line, user);
        // admin, tried by everybody who tries.
        if (!Vocabulary.IsSystemUser(name) && !ServiceAccounts.Contains(name) && Vocabulary.CanBeName(name) && !name.SequenceEqual("reboot"u8))
        {
            found.Learn(PrivacyKind.User, name);
            found.Replace(line, user, PrivacyKind.User);
        }
        // w has an empty column for who is at the machine itself.
        if (from - line > LastOrigin) return;
        if (TakeCut(text, from, found)) return;
        if (count > 2 && !IsDay(text.Slice(from, count)) && Bytes.IsLetter(text[from])) NamedValue.TakeName(text, from, count, PrivacyKind.Host, found);
        else if (rest.IndexOf((byte)'(') is > 0 and var open && NamedValue.NameLength(text, from + open + 1) is > 1 and var host && Bytes.At(text, from + open + 1 + host) == ')' && Bytes.IsLetter(text[from + open + 1])) NamedValue.TakeName(text, from + open + 1, host, PrivacyKind.Host, found);
    }

    /// <summary>An address or full name that the column (16 characters of last) cuts off: <c>fd4c:9a1e:77b0:1</c>, <c>ts1.ad.example.</c></summary>
    private static bool TakeCut(ReadOnlySpan<byte> text, int from, Findings found)
    {
        var end = from;
        while (end < text.Length && !Bytes.IsBlank(text[end])) end++;
        var origin = text[from..end];
        if (origin.Length is < 14 or > 16) return false;
        if (origin.Count((byte)':') is >= 2 and < 7 && origin.IndexOfAnyExcept("0123456789abcdefABCDEF:"u8) < 0 && origin.IndexOf("::"u8) < 0)
        {
            // No address any more, but groups of digits as those of a fingerprint, whose form stays.
            found.Replace(from, origin.Length, PrivacyKind.Fingerprint);
            return true;
        }
        if (origin.Count((byte)'.') == 0 || !Bytes.IsLetter(origin[0]) || origin.ContainsAny(":()"u8) || Domains.IsDomain(origin, out _, out _, out _)) return false;
        NamedValue.TakeCutName(text, from, end, found);
        return true;
    }

    private static bool IsDay(ReadOnlySpan<byte> word) => (word = word.TrimEnd("0123456789"u8)).Length == 3 && "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"u8.IndexOf(word) >= 0;
}
