using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users at a place of a log's line that has nothing but a user: <c>Accepted password for jane from</c>, <c>authenticating user jane 10.0.0.5 port</c>, sudo's <c>jane : TTY=</c>,
/// <c>session opened for user jane(uid=1000)</c>, ansible's <c>FOR USER: jane</c> and <c>echo ~jane</c>. There even the name of a program is somebody's.
/// </summary>
internal sealed class SessionUserDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("session-user", PrivacyKind.User, "Users in lines of sshd, sudo, logind and ansible");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new(" : TTY="), new("authenticating user ", WordStart: true), new("connected from user ", IgnoreCase: true), new("for invalid user "), new("Accepted password for "), new("Accepted publickey for "), new("Accepted keyboard-interactive/pam for "), new("Failed password for "),
        new("session opened for user "), new("session closed for user "), new(" of user ", WordStart: false), new("FOR USER: "), new("echo ~"), new("SSH password for "), new("sudo: auth could not identify password for ["), new("Login OK: ["), new(": sql("), new(": pam("), new(": ldap("), new(": passwd-file("), new("Login incorrect: ["), new("LocalUser -Name "), new("LocalUser "), new("ADUser -Name "), new("-SamAccountName "), new("-MemberName "),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ' ' && text[at + 1] == ':')
        {
            // sudo[812]:   jane : TTY=pts/0
            var first = at;
            while (first > 0 && IsOfName(text[first - 1])) first--;
            Take(text, first, at, found);
            return;
        }
        var start = at + length;
        var end = start;
        while (end < text.Length && IsOfName(text[end])) end++;
        while (end > start && text[end - 1] is (byte)'.' or (byte)'-') end--;
        // New session 4 of user jane. – and of user names in a sentence.
        if (text[at] == ' ' && text[Bytes.LineStart(text, at)..at].IndexOf("ession "u8) < 0) return;
        // dovecot's sql(jane,10.0.0.5): …
        if (text[at] == ':' && (Bytes.At(text, end) != ',' || !Bytes.IsHex(Bytes.At(text, end + 1)))) return;
        // ForEach-Object -MemberName Trim calls a method; New-LocalUser takes somebody, a sentence goes on.
        if (text[at] == '-' && text[Bytes.LineStart(text, at)..at].IndexOf("ForEach-Object"u8) >= 0) return;
        if (Bytes.StartsWithAt(text, at, "LocalUser"u8) && CommonWords.Contains(text[start..end]) && !Bytes.StartsWithAt(text, end, " -"u8)) return;
        if (text[at] is (byte)'L' or (byte)'A' or (byte)'-' && Bytes.At(text, start) is (byte)'-' or (byte)'$' or (byte)'(' or (byte)'|') return;
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'') (start, end) = (start + 1, start + 1 + NamedValue.NameLength(text, start + 1));
        if (text[at] == 'e' && Bytes.At(text, end) is not ((byte)' ' or (byte)'\'' or (byte)'"' or (byte)';' or (byte)'\n' or (byte)'\r')) return;
        Take(text, start, end, found);
    }

    private static bool IsOfName(byte b) => Bytes.IsLetterOrDigit(b) || b is (byte)'.' or (byte)'-' or (byte)'_';

    private static void Take(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        var name = text[start..end];
        if (name.Length < 2 || Bytes.At(text, end) == '@' || !Vocabulary.CanBeName(name) || Vocabulary.IsSystemUser(name) || ServiceAccounts.Contains(name) || name.SequenceEqual("invalid"u8) || name.SequenceEqual("undefined"u8) || name.SequenceEqual("user"u8)) return;
        if (Vocabulary.IsTelling(name)) found.Learn(PrivacyKind.User, name);
        found.Replace(start, name.Length, PrivacyKind.User);
    }
}
