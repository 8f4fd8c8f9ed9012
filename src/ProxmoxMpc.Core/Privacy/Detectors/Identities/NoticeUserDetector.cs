using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users whom a notice names where nothing more of them follows: <c>Authentication failed for user jane.</c>, <c>subsystem request for sftp by user jane</c>,
/// <c>pam_sss(sshd:auth): received for user jane: 7 (Authentication failure)</c>, <c>User jane not allowed because account is locked</c>, <c>- USER jane: Login successful</c>
/// </summary>
internal sealed class NoticeUserDetector : Detector
{
    // How far before a name it must say what the notice is of.
    private const int Reach = 160;

    // What stands right before the name.
    private static readonly string[] Ahead =
    [
        "Could not get shadow information for ", "changed password expiry for ", "Login attempt by ", "Session opened for ", "Session closed for ", "Login attempt failed for ",
        "Login attempt failed from ", "Authentication request for ", "new group: name=", "User Name: ", "User name: ", "IMAP(", "POP3(",
        "Failed login attempt for ", "Failed login for ", "Login failed for ", "Login failed: ", "Login successful: ", "auth failed for ", "successful login to ", "authentication error for ", "Successful authentication for ",
    ];

    // What stands right behind it.
    private static readonly string[] Behind =
        [" not allowed because ", " (Login failed)", ": Login successful", ": no such user found", ": Limit access denies login", " was not found in LDAP directory", " does not exist", " doesn't exist"];

    private static readonly byte[][] Deeds =
        Phrases.Of("uthenticat", "ogin", "ogon", "assword", "ession", "enied", "redential", "ccess ", "received ");

    public override PrivacyRule Rule => AccountPhraseDetector.PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Ahead.Select(phrase => new Anchor(phrase, WordStart: true)), .. Behind.Select(phrase => new Anchor(phrase)),
        new("for user ", WordStart: true), new("subsystem request for ", WordStart: true), new("badlogin: ", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var phrase = text.Slice(at, length);
        if (phrase[0] is (byte)' ' or (byte)':') Before(text, at, phrase, found);
        else if (phrase[0] == 'f') OfDeed(text, at, at + length, found);
        else if (phrase[0] == 'b') Cyrus(text, at + length, found);
        else if (phrase.StartsWith("sub"u8)) Subsystem(text, at + length, found);
        else Following(text, at + length, phrase, found);
    }

    private static void Before(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> phrase, Findings found)
    {
        var start = NamedValue.NameStart(text, at);
        var before = text[..start];
        // User jane from 10.0.0.5 not allowed because …: others see to it.
        var fits = phrase.StartsWith(" not"u8) ? before.EndsWith("User "u8) : phrase.StartsWith(" does"u8) ? (before.EndsWith("User "u8) || before.EndsWith("user "u8)) && Vocabulary.IsTelling(text[start..at]) : phrase.StartsWith(" was"u8) ? Vocabulary.IsTelling(text[start..at]) : before.EndsWith("USER "u8);
        if (fits) NamedValue.TakeUser(text, start, at - start, found);
    }

    /// <summary>At the end of what is said, or where the reason follows: <c>for user jane.</c>, <c>for user FIRMA\jane: 7 (…)</c></summary>
    private static void OfDeed(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        // last login updated for user \"jane\"; a mailbox in quotes is found by its form, and everybody's stays.
        if (Bytes.StartsWithAt(text, start, "\\\""u8)) start++;
        var isQuoted = Bytes.At(text, start) is (byte)'"' or (byte)'\'' or (byte)'`';
        if (isQuoted) start++;
        var count = NamedValue.NameLength(text, start);
        var domain = 0;
        if (Bytes.At(text, start + count) == '\\' && Bytes.IsLetterOrDigit(Bytes.At(text, start + count + 1)))
        {
            domain = count;
            count = NamedValue.NameLength(text, start + domain + 1);
        }
        var name = domain > 0 ? start + domain + 1 : start;
        if (!(isQuoted ? Bytes.At(text, name + count) is (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'\\' : IsEnd(text, name + count)) || !Vocabulary.IsTelling(text.Slice(name, count)) || !Phrases.AnyIn(text[Math.Max(Bytes.LineStart(text, at), at - Reach)..at], Deeds)) return;
        if (domain > 0) AccountValue.TakeDomain(text, start, domain, found);
        NamedValue.TakeUser(text, name, count, found);
    }

    private static bool IsEnd(ReadOnlySpan<byte> text, int at)
    {
        var sign = Bytes.At(text, at);
        if (sign == ' ') return Bytes.At(text, at + 1) is (byte)';' or (byte)'[';
        if (sign is (byte)'.' or (byte)',' or (byte)';' or (byte)':') return Bytes.At(text, at + 1) is 0 or (byte)' ' or (byte)'\r' or (byte)'\n';
        return sign is 0 or (byte)'\r' or (byte)'\n';
    }

    private static void Subsystem(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var by = " by user "u8;
        var name = at + NamedValue.NameLength(text, at) + by.Length;
        if (Bytes.StartsWithAt(text, name - by.Length, by)) NamedValue.TakeUser(text, name, NamedValue.NameLength(text, name), found);
    }

    /// <summary><c>badlogin: lyra [10.0.0.5] plaintext jane SASL(-13): …</c></summary>
    private static void Cyrus(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        if (Bytes.StartsWithAt(text, at + count, " ["u8) && !text.Slice(at, count).Contains((byte)'.') && Vocabulary.IsTelling(text.Slice(at, count))) NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
        var line = text[at..Bytes.LineEnd(text, at)];
        if (line.IndexOf("] "u8) is not (>= 0 and var way)) return;
        var start = at + way + 2;
        start += NamedValue.NameLength(text, start) + 1;
        var name = NamedValue.NameLength(text, start);
        if (Bytes.StartsWithAt(text, start + name, " SASL("u8)) NamedValue.TakeUser(text, start, name, found);
    }

    private static bool IsOfLogin(ReadOnlySpan<byte> phrase) => phrase[0] is (byte)'F' or (byte)'a' or (byte)'s' || phrase.StartsWith("Login failed"u8) || phrase.StartsWith("Login success"u8) || phrase.StartsWith("Success"u8);

    private static void Following(ReadOnlySpan<byte> text, int start, ReadOnlySpan<byte> phrase, Findings found)
    {
        start = Bytes.SkipBlanks(text, start);
        if (Bytes.StartsWithAt(text, start, "\\\""u8))
        {
            // Login successful: \"jane\"
            var count = NamedValue.NameLength(text, start + 2);
            if (Bytes.StartsWithAt(text, start + 2 + count, "\\\""u8) && Vocabulary.IsTelling(text.Slice(start + 2, count))) NamedValue.TakeUser(text, start + 2, count, found);
            return;
        }
        if (AccountPhraseDetector.NameBehind(text, start) is not { } name || !Vocabulary.IsTelling(text[name.Start..name.End])) return;
        var rest = text[name.End..];
        var isQuoted = name.Start > start;
        if (isQuoted && rest.Length > 0) rest = rest[1..];
        if (IsOfLogin(phrase))
        {
            if (isQuoted || IsEnd(text, name.End) || rest.StartsWith(" from "u8) || rest.StartsWith(" :"u8) || rest.StartsWith(" ("u8) || rest.StartsWith("\""u8)) NamedValue.TakeUser(text, name.Start, name.Length, found);
            return;
        }
        var fits = phrase[^1] == '(' ? rest.StartsWith("): "u8)
            : phrase.StartsWith("Authentication"u8) ? rest.StartsWith(" has "u8)
            : phrase.StartsWith("Login attempt by"u8) ? rest.StartsWith(" from "u8)
            : phrase[0] is not ((byte)'U' or (byte)'S') || isQuoted || IsEnd(text, name.End) || rest.StartsWith(" ::"u8) || rest.StartsWith("\t"u8);
        if (fits) NamedValue.TakeUser(text, name.Start, name.Length, found);
    }
}
