using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Users behind an option or a phrase, with a blank or a quote between: <c>mysql -u x</c>, <c>Failed password for x from</c>, <c>createUser x SHA</c>.</summary>
internal sealed class AccountArgumentDetector : Detector
{
    // -U means something else to all other programs.
    private static readonly byte[][] ClientsWithUser = Phrases.Of("ipmi", "psql", "pg_", "createdb", "smbclient", "rpcclient", "net ads", "sqlcmd", "racadm");

    // -u is no user.
    private static readonly byte[][] WithoutUser = Phrases.Of("sort", "journalctl", "date", "diff", "git push", "shopt");

    public override PrivacyRule Rule => AccountDetector.AccountRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new(" -u ", WordStart: false), new(" -iu ", WordStart: false), new(" -U "), new(" in as "),
        new("password for "), new("interactive for "), new("exceeded for "), new("publickey for "), new("(to root) "),
        new("FOR '"), new("createUser "), new("rouser ", WordStart: true), new("rwuser ", WordStart: true), new("usm-user v3 ", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = Bytes.SkipBlanks(text, at + length);
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'' or (byte)'`') start++;
        var end = SecretText.WordEnd(text, start);
        if (text[at] == ' ' ? !TakesUser(text, at) : !GoesOn(text, at, end)) return;
        // logs in as another user; what JavaScript says where nobody is set: password for undefined from 10.0.0.5
        if (CommonWords.Contains(text[start..end]) && text[end..].StartsWith(" user"u8) || text[start..end].SequenceEqual("undefined"u8)) return;
        AccountValue.Take(text, new Extent(start, end), found, sure: text[at] == ' ' && IsLogin(text, at, end));
    }

    /// <summary>Whether a phrase goes on as its program writes it, or begins its line.</summary>
    private static bool GoesOn(ReadOnlySpan<byte> text, int at, int end) => text[at] switch
    {
        (byte)'p' or (byte)'i' or (byte)'e' => text[end..].StartsWith(" from "u8),
        (byte)'(' => text[end..].StartsWith(" on "u8),
        (byte)'r' => Bytes.LineStart(text, at) == at,
        _ => true,
    };

    /// <summary>Whether the option is one that a user follows: <c>ipmitool -U jane</c>, but not <c>sort -u file</c>.</summary>
    private static bool TakesUser(ReadOnlySpan<byte> text, int at)
    {
        var line = text[Bytes.LineStart(text, at)..at];
        return (text[at + 2] != 'U' || Phrases.AnyIn(line, ClientsWithUser)) && !Phrases.AnyIn(line, WithoutUser);
    }

    /// <summary><c>docker login -u ops -p x</c></summary>
    private static bool IsLogin(ReadOnlySpan<byte> text, int at, int end) =>
        text[Bytes.LineStart(text, at)..at].IndexOf("login"u8) >= 0 || text[end..Bytes.LineEnd(text, end)].IndexOf(" -p"u8) >= 0;
}
