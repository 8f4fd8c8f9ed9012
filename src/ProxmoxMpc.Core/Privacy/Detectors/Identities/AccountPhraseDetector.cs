using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users at fixed places of what cron, su, passwd, useradd, smbd, vsftpd and auditd log, in the settings of sshd, sudo and Samba that list them
/// (<c>AllowUsers jane bob</c>, <c>jane ALL=(ALL)</c>, <c>valid users = jane, bob</c>), and in the lines of cron's tables.
/// </summary>
internal sealed class AccountPhraseDetector : Detector
{
    // The name stands behind these.
    private static readonly string[] Ahead =
    [
        "password changed for ", "password for ", "new user: name=", "unix-user:", "Postponed publickey for ", "Postponed keyboard-interactive for ", "Partial publickey for ", "Partial password for ", "initially as user ", "acct=\"", "acct=", "logname=", "maximum authentication attempts exceeded for ", "Too many authentication failures for ",
        "(to ", "failed login for ", "Failed none for ", "Failed publickey for ", "Failed keyboard-interactive/pam for ", "Accepted gssapi-with-mic for ", "Accepted keyboard-interactive for ", "Accepted hostbased for ", "Match User ", "sasl_username=", "force user = ", "Linger for ", "enable-linger ", "disable-linger ", "with username ", "client: username ", "memberUid: ", "snmp-server contact ", "snmp-server user ", "AH01618: user ", "AH01617: user ", "AH01807: user ", "usm local-engine user ", "### Client ", "### begin ", "### end ", "# BEGIN_PEER ", "# END_PEER ", "Author: ", "Committer: ",
    ];

    // Words of a sentence: what follows must be no word of a language.
    private static readonly string[] Spoken = ["(compte ", "(account ", "(Account ", "(Konto ", "(konto ", "(login ", "(Login ", "(usuario ", "(utente ", "(user ", "(User ", "(Benutzer ", "(bruker ", "logged in as ", "log in as ", "login as ", "logged on as ", "eingeloggt als ", "angemeldet als ", "anmelden als ", "en tant que ", "running as ", "runs as ", "connect as ", "connected as ", "aangepast door ", "gewijzigd door ", "gemaakt door ", "bearbeitet von ", "erstellt von ", "modified by ", "edited by ", "last changed by ", "modificato da ", "creato da ", "modificado por ", "zmienione przez "];

    private static readonly byte[][] SpokenBytes = [.. Spoken.Select(System.Text.Encoding.ASCII.GetBytes)];

    // And before these.
    private static readonly string[] Behind = [") CMD (", ") LIST (", ") BEGIN EDIT (", ") END EDIT (", ") REPLACE (", "' to group '", "' from group '", "' to shadow group '", "' from shadow group '", "] OK LOGIN", "] FAIL LOGIN", " ALL=(", " ALL = (", " ALL=NOPASSWD"];

    // Lists of them.
    private static readonly string[] Lists = ["AllowUsers ", "DenyUsers ", "valid users = ", "invalid users = ", "write list = ", "read list = ", "admin users = ", "simple_allow_users = ", "simple_deny_users = ", "User_Alias "];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("account-phrase", PrivacyKind.User, "Users in lines of cron, su, useradd, smbd and auditd, in sudoers, sshd_config, smb.conf and crontabs");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Ahead.Concat(Spoken).Select(phrase => new Anchor(phrase, WordStart: true)), .. Behind.Select(phrase => new Anchor(phrase)), .. Lists.Select(phrase => new Anchor(phrase, IgnoreCase: true, WordStart: true)), new("LOGIN ON "), new("* * ", WordStart: true), new("uid: ", WordStart: true), new("<user><name>"), new("<user>\n"), new(" NOTIFICATION: ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var phrase = text.Slice(at, length);
        if (phrase[0] == '*') Table(text, at, found);
        else if (phrase.StartsWith("LOGIN"u8)) Terminal(text, at + length, found);
        else if (phrase.StartsWith("uid: "u8)) Entry(text, at, at + length, found);
        else if (phrase[0] == '<') Element(text, at + 6, found);
        else if (phrase.StartsWith(" NOTIF"u8)) Notified(text, at + length, found);
        else if (IsOneOf(phrase, BehindBytes)) Before(text, at, found);
        else if (IsList(phrase)) List(text, at + length, phrase[0] == 'U', found);
        else
        {
            var start = at + length;
            if (Bytes.At(text, start) is (byte)'"' or (byte)'\'' or (byte)'<' or (byte)'[') start++;
            if (Bytes.StartsWithAt(text, start, "invalid user "u8)) start += 13;
            // auditd tells in digits what holds a blank or a quote: acct=6A616E65
            if (phrase.StartsWith("acct="u8) && Bytes.At(text, start - 1) == '=' && IsCoded(text[start..SecretText.HexEnd(text, start)]))
            {
                found.Replace(start, SecretText.HexEnd(text, start) - start, PrivacyKind.User);
                return;
            }
            var count = NamedValue.NameLength(text, start);
            var after = Bytes.At(text, start + count);
            if (after is (byte)'@' or (byte)'\\' or (byte)'=') return;
            // (to jane) root on pts/0
            if (phrase.StartsWith("(to "u8) && (after != ')' || text[Bytes.LineStart(text, at)..at].IndexOf("su"u8) < 0)) return;
            // Author: jane <jane@firma.de>, as git has it; a person's name is no account.
            if (phrase.EndsWith("r: "u8) && (!Bytes.StartsWithAt(text, start + count, " <"u8) || !Bytes.IsLower(Bytes.At(text, start)))) return;
            // New password for jane is: x
            if (phrase.SequenceEqual("password for "u8) && !(Vocabulary.IsTelling(text.Slice(start, count)) && (after is (byte)':' or (byte)'\'' or (byte)'"' || text[(start + count)..].StartsWith(" is"u8) || text[(start + count)..].StartsWith(" has been"u8)))) return;
            var isSpoken = IsOneOf(phrase, SpokenBytes);
            if (isSpoken && (text[at] == '(' && after != ')' || OtherLanguages.Contains(text.Slice(start, count)) || Bytes.IsUpper(Bytes.At(text, start)))) return;
            if ((isSpoken || phrase.StartsWith("with username "u8)) && !Vocabulary.IsTelling(text.Slice(start, count))) return;
            NamedValue.TakeUser(text, start, count, found);
        }
    }

    /// <summary>Whether hexadecimal digits are the code of a word.</summary>
    private static bool IsCoded(ReadOnlySpan<byte> digits)
    {
        if (digits.Length < 6 || digits.Length % 2 != 0) return false;
        for (var i = 0; i < digits.Length; i += 2)
            if ((Bytes.HexValue(digits[i]) << 4) + Bytes.HexValue(digits[i + 1]) is < 0x20 or > 0x7e) return false;
        return true;
    }

    private static readonly byte[][] BehindBytes = [.. Behind.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly byte[][] ListBytes = [.. Lists.Select(list => System.Text.Encoding.ASCII.GetBytes(list.ToLowerInvariant()))];

    private static bool IsOneOf(ReadOnlySpan<byte> phrase, byte[][] phrases)
    {
        foreach (var other in phrases)
            if (phrase.SequenceEqual(other)) return true;
        return false;
    }

    private static bool IsList(ReadOnlySpan<byte> phrase)
    {
        foreach (var list in ListBytes)
            if (phrase.Length == list.Length && Bytes.StartsWithIgnoreCase(phrase, 0, list)) return true;
        return false;
    }

    private static void Before(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = NamedValue.NameStart(text, at);
        var before = Bytes.At(text, start - 1);
        var isRule = text[at] == ' ' && Bytes.IsUpper(text[at + 1]);
        // A rule of sudoers begins its line, and % is a group.
        if (isRule && before is not (0 or (byte)'\n' or (byte)'\'' or (byte)'"' or (byte)' ') || text[at] is (byte)')' && before != '(' || text[at] == '\'' && before != '\'' || text[at] == ']' && before != '[') return;
        if (text[start..at].SequenceEqual("ALL"u8)) return;
        NamedValue.TakeUser(text, start, at - start, found);
    }

    /// <summary><c>uid: jane</c> of a directory; what Kubernetes calls so is a UUID.</summary>
    private static void Entry(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        var count = NamedValue.NameLength(text, start);
        if (Bytes.LineStart(text, at) == at && count is > 2 and < 32 && Bytes.LineEnd(text, start) == start + count && text.Slice(start, count).Count((byte)'-') < 2 && Vocabulary.IsTelling(text.Slice(start, count))) NamedValue.TakeUser(text, start, count, found);
    }

    /// <summary>The first element of a user in the configuration of OPNsense and pfSense: <c>&lt;user>&lt;name>jane&lt;/name></c></summary>
    private static void Element(ReadOnlySpan<byte> text, int at, Findings found)
    {
        while (at < text.Length && Bytes.IsBlank(text[at])) at++;
        if (!Bytes.StartsWithAt(text, at, "<name>"u8)) return;
        var count = NamedValue.NameLength(text, at + 6);
        if (Bytes.At(text, at + 6 + count) == '<') NamedValue.TakeUser(text, at + 6, count, found);
    }

    /// <summary>Nagios tells whom, and then of which machine: <c>SERVICE NOTIFICATION: jane;lyra;CPU load</c></summary>
    private static void Notified(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var count = NamedValue.NameLength(text, start);
        if (Bytes.At(text, start + count) != ';') return;
        NamedValue.TakeUser(text, start, count, found);
        var host = NamedValue.NameLength(text, start + count + 1);
        if (Bytes.At(text, start + count + 1 + host) == ';' && Vocabulary.IsTelling(text.Slice(start + count + 1, host))) NamedValue.TakeName(text, start + count + 1, host, PrivacyKind.Host, found);
    }

    /// <summary>Names with commas or blanks between them; a group has a sign of its own.</summary>
    private static void List(ReadOnlySpan<byte> text, int at, bool isAlias, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (isAlias)
        {
            if (text[at..end].IndexOf((byte)'=') is not (> 0 and var sign)) return;
            at += sign + 1;
        }
        for (var i = at; i < end;)
        {
            while (i < end && text[i] is (byte)' ' or (byte)',' or (byte)'\t' or (byte)'"') i++;
            var start = i;
            while (i < end && text[i] is not ((byte)' ' or (byte)',' or (byte)'\t' or (byte)'"')) i++;
            if (start == i || text[start] == '#') return;
            var count = NamedValue.NameLength(text, start);
            // jane@10.0.0.5, jane*
            if (count > 0 && (start + count == i || Bytes.At(text, start + count) == '@')) NamedValue.TakeUser(text, start, count, found);
        }
    }

    /// <summary><c>LOGIN ON tty1 BY jane</c></summary>
    private static void Terminal(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (text[at..end].IndexOf(" BY "u8) is >= 0 and < 16 and var by) NamedValue.TakeUser(text, at + by + 4, NamedValue.NameLength(text, at + by + 4), found);
    }

    /// <summary><c>*/5 * * * * jane /usr/local/bin/check</c>: five fields, the user, a command. A user's own table has no user.</summary>
    private static void Table(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        var i = Bytes.SkipBlanks(text, line);
        for (var field = 0; field < 5; field++)
        {
            var start = i;
            while (i < end && (Bytes.IsAsciiLetterOrDigit(text[i]) || text[i] is (byte)'*' or (byte)'/' or (byte)',' or (byte)'-')) i++;
            if (i == start || !Bytes.IsBlank(Bytes.At(text, i)) || field < 2 && Bytes.IsAsciiLetter(text[start])) return;
            i = Bytes.SkipBlanks(text, i);
        }
        // The anchor may stand in it twice; the first is enough.
        var count = NamedValue.NameLength(text, i);
        var command = Bytes.SkipBlanks(text, i + count);
        if (count == 0 || command == i + count || command >= end) return;
        // A command begins with a path, a test, a variable or a program: root test -x, jane cd /srv && …
        if (text[command] is (byte)'/' or (byte)'[' or (byte)'$' or (byte)'(' || Bytes.IsLower(text[command]) && !Commands.Contains(text.Slice(i, count)) && Vocabulary.IsTelling(text.Slice(i, count)) && text[command..end].IndexOf((byte)'/') >= 0)
            if (!Commands.Contains(text.Slice(i, count))) NamedValue.TakeUser(text, i, count, found);
    }

    private static readonly WordSet Commands = WordSet.Of("cd test bash sh zsh rsync find curl wget php python python3 perl node ruby docker sleep nice ionice flock echo cp mv rm tar zfs zpool qm pct vzdump restic borg rclone ssh scp mysqldump pg_dump certbot apt apt-get systemctl logger touch cat sudo env timeout run-parts chown chmod ln ls date git make logrotate sanoid syncoid");
}
