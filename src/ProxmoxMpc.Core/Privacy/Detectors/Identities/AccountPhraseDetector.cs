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
        "password changed for ", "new user: name=", "unix-user:", "Postponed publickey for ", "Postponed keyboard-interactive for ", "Partial publickey for ", "Partial password for ", "initially as user ", "acct=\"", "acct=", "logname=", "maximum authentication attempts exceeded for ", "Too many authentication failures for ",
        "(to ", "failed login for ", "Failed none for ", "Failed publickey for ", "Failed keyboard-interactive/pam for ", "Accepted gssapi-with-mic for ", "Accepted keyboard-interactive for ", "Accepted hostbased for ", "Match User ", "sasl_username=", "force user = ", "Linger for ", "enable-linger ", "disable-linger ", "with username ", "client: username ",
    ];

    // And before these.
    private static readonly string[] Behind = [") CMD (", ") LIST (", ") BEGIN EDIT (", ") END EDIT (", ") REPLACE (", "' to group '", "' from group '", "' to shadow group '", "' from shadow group '", " added by ", " removed by ", "] OK LOGIN", "] FAIL LOGIN", " is now logged in", " ALL=(", " ALL = (", " ALL=NOPASSWD"];

    // Lists of them.
    private static readonly string[] Lists = ["AllowUsers ", "DenyUsers ", "valid users = ", "invalid users = ", "write list = ", "read list = ", "admin users = ", "User_Alias "];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("account-phrase", PrivacyKind.User, "Users in lines of cron, su, useradd, smbd and auditd, in sudoers, sshd_config, smb.conf and crontabs");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Ahead.Select(phrase => new Anchor(phrase, WordStart: true)), .. Behind.Select(phrase => new Anchor(phrase)), .. Lists.Select(phrase => new Anchor(phrase, IgnoreCase: true, WordStart: true)), new("LOGIN ON "), new("* * ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var phrase = text.Slice(at, length);
        if (phrase[0] == '*') Table(text, at, found);
        else if (phrase.StartsWith("LOGIN"u8)) Terminal(text, at + length, found);
        else if (IsOneOf(phrase, BehindBytes)) Before(text, at, found);
        else if (IsList(phrase)) List(text, at + length, phrase[0] == 'U', found);
        else
        {
            var start = at + length;
            if (Bytes.At(text, start) is (byte)'"' or (byte)'\'' or (byte)'<' or (byte)'[') start++;
            if (Bytes.StartsWithAt(text, start, "invalid user "u8)) start += 13;
            var count = NamedValue.NameLength(text, start);
            var after = Bytes.At(text, start + count);
            if (after is (byte)'@' or (byte)'\\' or (byte)'=') return;
            // (to jane) root on pts/0
            if (text[at] == '(' && (after != ')' || text[Bytes.LineStart(text, at)..at].IndexOf("su"u8) < 0)) return;
            if (phrase.StartsWith("with username "u8) && !Vocabulary.IsTelling(text.Slice(start, count))) return;
            NamedValue.TakeUser(text, start, count, found);
        }
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
        var start = at;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'.' or (byte)'-' or (byte)'_')) start--;
        var before = Bytes.At(text, start - 1);
        var isRule = text[at] == ' ' && Bytes.IsUpper(text[at + 1]);
        // A rule of sudoers begins its line, and % is a group.
        if (isRule && before is not (0 or (byte)'\n' or (byte)'\'' or (byte)'"' or (byte)' ') || text[at] is (byte)')' && before != '(' || text[at] == '\'' && before != '\'' || text[at] == ']' && before != '[') return;
        if (!isRule && text[at] == ' ' && text[at + 1] is (byte)'a' or (byte)'r' && !text[..start].EndsWith("user "u8)) return;
        if (text[start..at].SequenceEqual("ALL"u8)) return;
        NamedValue.TakeUser(text, start, at - start, found);
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
