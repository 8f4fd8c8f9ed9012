using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users in notices of daemons and commands that go on in one way only: <c>orig_to=&lt;jane></c> of Postfix, <c>A=plain:jane</c> of Exim, <c>no crontab for jane</c>,
/// <c>Started by user jane</c> of Jenkins, <c>Starting session: shell on pts/0 for jane from …</c>, <c>jane : user NOT in sudoers ; TTY=…</c>
/// </summary>
internal sealed class ToldAccountDetector : Detector
{
    // What stands before the name, and the signs one of which stands behind it; nothing for whatever ends a word.
    private static readonly (string Ahead, string Ends)[] Told =
    [
        ("orig_to=<", ">"), ("from=<", ">"), ("A=plain:", ""), ("A=login:", ""), ("A=cram_md5:", ""), ("A=dovecot_plain:", ""), ("A=dovecot_login:", ""),
        ("new crontab for ", ""), ("no crontab for ", ""), ("Started by user ", "\r\n"), ("by name', input: ", ""), ("useradd', '", "'"), ("Adding user `", "'"), ("Enter ", "'"), ("Successful su for ", " "), ("authentication of '", "'"), ("Adding user ", "\r\n"), ("ansible_user_id\": \"", "\""), ("UID=\"", "\""), ("LIST (", ")"), ("Password for ", ":"), ("Removing user `", "'"), ("id: ‘", "’"), ("invalid user: ‘", ":’"), ("su: user ", " "), ("usr=\"", "\""), ("username Auth ", "'"), ("set_id=", ")"), ("as user ", "\r\n"), ("attempt for ", " "), ("EAP identity '", "'"), ("VERIFY OK: depth=0, CN=", "\r\n,"),
        ("Signed-off-by: ", " "), ("Co-authored-by: ", " "), ("Reviewed-by: ", " "), ("Assigned to: ", "\r\n"), ("Assigned To: ", "\r\n"), ("Zugewiesen an: ", "\r\n"), ("uname=", " "), ("/sshd: ", " \r\n"),
    ];

    private static readonly string[] Lists = ["permitted-logins: ", "AllowUsers "];

    private static readonly string[] Behind = [" ; TTY=", " already exists, skipping", " is not in the sudoers file", " ist nicht in der sudoers-Datei", " n'apparaît pas dans le fichier sudoers", ")\n           Since: "];

    public override PrivacyRule Rule => AccountPhraseDetector.PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Told.Select(told => new Anchor(told.Ahead, WordStart: Bytes.IsAsciiLetter((byte)told.Ahead[0]) && told.Ahead[0] != 'U')), .. Lists.Select(list => new Anchor(list, WordStart: true)), .. Behind.Select(phrase => phrase[0] == ' ' && phrase[1] != ';' ? new Anchor(phrase[1..], WordStart: true) : new Anchor(phrase)),
        new("Starting session: ", WordStart: true), new("dovecot: ", WordStart: true), new("Client: ", WordStart: true), new("Broadcast message from ", WordStart: true), new("via crm_", WordStart: true), new("via cibadmin", WordStart: true), new(": Permission denied ("), new("'s password:"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var anchor = text.Slice(at, length);
        var start = at + length;
        // What stands behind a name begins with the blank before the word.
        if (at > 0 && text[at - 1] == ' ' && IsBehind(anchor))
        {
            at--;
            anchor = text.Slice(at, length + 1);
        }
        if (anchor.EndsWith("TTY="u8)) Sudo(text, at, found);
        else if (anchor.StartsWith(" via"u8)) Changed(text, at, found);
        else if (anchor[0] is (byte)':' or (byte)'\'') Asked(text, at, found);
        else if (anchor[0] is (byte)' ' or (byte)')' && anchor[^1] is (byte)' ' or (byte)'g' or (byte)'e' or (byte)'i' or (byte)'s' or (byte)'(') Before(text, at, found);
        else if (anchor.StartsWith("dov"u8)) Mailbox(text, start, found);
        else if (anchor.StartsWith("Starting"u8)) Session(text, start, found);
        else if (anchor.StartsWith("Client"u8)) Ticket(text, start, found);
        else if (anchor.StartsWith("Broad"u8)) Sender(text, start, found);
        else if (IsList(anchor)) List(text, start, found);
        else if (EndsOf(anchor) is { } ends) Take(text, start, anchor, ends, found);
    }

    private static bool IsBehind(ReadOnlySpan<byte> anchor)
    {
        if (anchor.StartsWith("via c"u8)) return true;
        foreach (var phrase in Behind)
            if (phrase[0] == ' ' && System.Text.Ascii.Equals(anchor, phrase.AsSpan(1))) return true;
        return false;
    }

    private static bool IsList(ReadOnlySpan<byte> anchor)
    {
        foreach (var list in Lists)
            if (System.Text.Ascii.Equals(anchor, list)) return true;
        return false;
    }

    private static string? EndsOf(ReadOnlySpan<byte> anchor)
    {
        foreach (var (ahead, ends) in Told)
            if (System.Text.Ascii.Equals(anchor, ahead)) return ends;
        return null;
    }

    private static void Take(ReadOnlySpan<byte> text, int start, ReadOnlySpan<byte> anchor, string ends, Findings found)
    {
        var count = NamedValue.NameLength(text, start);
        var end = Bytes.At(text, start + count);
        if (count < 3 || !(ends.Length == 0 ? end is 0 or (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'.' : end == 0 && ends[0] == '\r' || ends.Contains((char)end) || ends[0] == '’' && text[(start + count)..].StartsWith("’"u8))) return;
        // What a person is called has a capital, and the address stands behind it.
        if (anchor.EndsWith("by: "u8) && !(Bytes.IsLower(text[start]) && Bytes.StartsWithAt(text, start + count, " <"u8))) return;
        if ((anchor.EndsWith("to: "u8) || anchor.EndsWith("To: "u8) || anchor.EndsWith("an: "u8) || anchor.EndsWith("user "u8)) && !(Bytes.IsLower(text[start]) && Vocabulary.IsTelling(text.Slice(start, count)))) return;
        // Enter jane's password:
        if (anchor.StartsWith("Enter"u8) && !Bytes.StartsWithAt(text, start + count, "'s password"u8)) return;
        // Failed authentication attempt for jane from 10.0.0.5
        if (anchor.StartsWith("attempt"u8) && !Bytes.StartsWithAt(text, start + count, " from "u8) || anchor.StartsWith("su:"u8) && !Bytes.StartsWithAt(text, start + count, " does not exist"u8)) return;
        // AUID="unset" of auditd: nobody has logged in.
        if (anchor[0] == 'U' && text.Slice(start, count).SequenceEqual("unset"u8)) return;
        // What a sentence could say needs a name that is no word.
        if ((ends.Length == 0 ? anchor[0] != 'A' : ends[0] == '\r' || anchor[0] is (byte)'E' or (byte)'P' || anchor.StartsWith("att"u8)) && !Vocabulary.IsTelling(text.Slice(start, count))) return;
        // Grafana logs whoever asks between how many organisations there are and the time; other things are called so by others.
        if (anchor.StartsWith("uname"u8) && !Bytes.StartsWithAt(text, start + count, " t="u8)) return;
        NamedValue.TakeUser(text, start, count, found);
    }

    private static void List(ReadOnlySpan<byte> text, int at, Findings found)
    {
        for (var end = Bytes.LineEnd(text, at); at < end;)
        {
            var count = NamedValue.NameLength(text, at);
            if (count == 0 || Bytes.At(text, at + count) is not (0 or (byte)',' or (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'@')) return;
            NamedValue.TakeUser(text, at, count, found);
            at += count;
            // jane@10.0.0.5, and what separates one from the next.
            while (at < end && text[at] is not ((byte)',' or (byte)' ')) at++;
            while (at < end && text[at] is (byte)',' or (byte)' ') at++;
        }
    }

    /// <summary><c>sudo[711]:  jane : user NOT in sudoers ; TTY=pts/1 ; …</c></summary>
    private static void Sudo(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[line..at].IndexOf("sudo"u8) < 0 || text[line..at].LastIndexOf(" : "u8) is not (> 0 and var colon)) return;
        var start = NamedValue.NameStart(text, line + colon);
        if (Bytes.IsBlank(Bytes.At(text, start - 1))) NamedValue.TakeUser(text, start, line + colon - start, found);
    }

    /// <summary><c>User jane already exists, skipping.</c> of cloud-init, <c>jane (1000)</c> above its sessions of loginctl</summary>
    private static void Before(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        if (text[at] == ')' && text[at + 1] != ' ')
        {
            while (end > 0 && Bytes.IsDigit(text[end - 1])) end--;
            if (end == at || end < 3 || text[end - 1] != '(' || text[end - 2] != ' ') return;
            end -= 2;
        }
        var start = NamedValue.NameStart(text, end);
        if (text[at..].StartsWith(" is not in"u8) || text[at..].StartsWith(" ist nicht"u8) || text[at..].StartsWith(" n'app"u8) || text[at..].StartsWith(") RELOAD"u8) && Bytes.At(text, start - 1) == '(') NamedValue.TakeUser(text, start, end - start, found);
        else if (text[at] == ')' ? start == 0 || text[start - 1] == '\n' : text[..start].EndsWith("User "u8)) NamedValue.TakeUser(text, start, end - start, found);
    }

    /// <summary><c>Starting session: command for jane from 10.0.0.5 port 4411 id 0</c></summary>
    private static void Session(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (text[at..Bytes.LineEnd(text, at)].IndexOf(" for "u8) is not (> 0 and var by)) return;
        var start = at + by + 5;
        var count = NamedValue.NameLength(text, start);
        if (Bytes.StartsWithAt(text, start + count, " from "u8)) NamedValue.TakeUser(text, start, count, found);
    }

    /// <summary><c>dovecot: imap(jane)&lt;811>&lt;x>: …</c></summary>
    private static void Mailbox(ReadOnlySpan<byte> text, int at, Findings found)
    {
        while (Bytes.IsLower(Bytes.At(text, at)) || Bytes.At(text, at) is (byte)'-' or (byte)'3' or (byte)'4') at++;
        if (Bytes.At(text, at) != '(') return;
        var count = NamedValue.NameLength(text, at + 1);
        if (Bytes.StartsWithAt(text, at + 1 + count, ")<"u8) || Bytes.StartsWithAt(text, at + 1 + count, "): "u8)) NamedValue.TakeUser(text, at + 1, count, found);
    }

    /// <summary><c>Client: jane @ FIRMA.LAN</c> of klist</summary>
    private static void Ticket(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        if (Bytes.StartsWithAt(text, at + count, " @ "u8)) NamedValue.TakeUser(text, at, count, found);
    }

    /// <summary><c>Broadcast message from jane@lyra (pts/0)</c>, also where nothing else tells that it is a user and a machine</summary>
    private static void Sender(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var user = NamedValue.NameLength(text, at);
        var host = at + user + 1;
        var count = NamedValue.NameLength(text, host);
        if (user == 0 || Bytes.At(text, at + user) != '@' || !Bytes.StartsWithAt(text, host + count, " ("u8)) return;
        NamedValue.TakeUser(text, at, user, found);
        if (!text.Slice(host, count).Contains((byte)'.')) NamedValue.TakeName(text, host, count, PrivacyKind.Host, found);
    }

    /// <summary><c>jane@lyra: Permission denied (publickey).</c>, <c>jane@lyra's password:</c></summary>
    private static void Asked(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var host = NamedValue.NameStart(text, at);
        if (Bytes.At(text, host - 1) != '@') return;
        var user = NamedValue.NameStart(text, host - 1);
        // jane@corp@lyra: a realm stands between.
        if (Bytes.At(text, user - 1) is (byte)'@' or (byte)'\\' or (byte)'+') return;
        NamedValue.TakeUser(text, user, host - 1 - user, found);
        if (text[at] == '\'' && !text[host..at].Contains((byte)'.') && Vocabulary.CanBeName(text[host..at]))
        {
            // What an s follows is not taken for a name elsewhere.
            found.Learn(PrivacyKind.Host, text[host..at]);
            found.Replace(host, at - host, PrivacyKind.Host);
        }
        else if (!text[host..at].Contains((byte)'.')) NamedValue.TakeName(text, host, at - host, PrivacyKind.Host, found);
    }

    /// <summary><c>Last change:  Thu Nov 13 00:52:11 2025 by jane via crm_resource on lyra</c></summary>
    private static void Changed(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var user = NamedValue.NameStart(text, at);
        if (!text[..user].EndsWith(" by "u8)) return;
        NamedValue.TakeUser(text, user, at - user, found);
        if (text[at..Bytes.LineEnd(text, at)].IndexOf(" on "u8) is not (> 0 and var on)) return;
        var host = at + on + 4;
        if (NamedValue.NameLength(text, host) is > 1 and var count && !text.Slice(host, count).Contains((byte)'.')) NamedValue.TakeName(text, host, count, PrivacyKind.Host, found);
    }
}
