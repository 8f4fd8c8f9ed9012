using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users whose name stands behind a key or a word that says so: <c>user = x</c>, <c>"username": "x"</c>, <c>--username x</c>, <c>mysql -u x</c>,
/// <c>for invalid user x from</c>. Userids and addresses with an @ are found by their form.
/// </summary>
internal sealed class AccountDetector : Detector
{
    private static readonly WordSet Nouns = new(["user", "users", "username", "login", "ciuser", "account", "accountname", "userid", "loginname", "principal", "runas", "identity", "pskidentity", "requester", "owner", "author", "assignee", "reporter", "maintainer", "approver", "reviewer", "samaccountname", "by", "benutzer", "benutzername", "bruker", "brukernavn", "brugernavn", "gebruiker", "gebruikersnaam", "utilisateur", "usuario", "utente", "identifiant"]);

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("account", PrivacyKind.User, "Users behind keys such as user, login, username");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "user", "login", "account", "principal", "identity", "owner", "assignee", "reporter", "maintainer", "approver", "reviewer", "benutzer", "bruker", "bruger", "gebruiker", "utilisateur", "usuario", "utente", "identifiant" }.Select(word => new Anchor(word, IgnoreCase: true)), new(" -u ", WordStart: false), new(" -iu ", WordStart: false), new("password for "), new("interactive for "), new("exceeded for "), new("publickey for "), new("(to root) "), new("FOR '"), new("UserName\">"), new("DomainName\">"), new("UserName'>"), new("AccountName'>"), new("DomainName'>"), new("\"domain\""), .. new[] { "GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "PROPFIND" }.Select(verb => new Anchor($"] \"{verb} ")), new("client-id"), new("clientid", IgnoreCase: true), new("createUser "), new("\"by\""), new("domain=", WordStart: true), new("\tdomain "), new("workgroup = "), new("gh:", WordStart: true), new("lp:", WordStart: true), new("_by\""), new("\"author\""), new(" name="), new(" in as "), new("rouser ", WordStart: true), new("rwuser ", WordStart: true), new("securityname", IgnoreCase: true, WordStart: true), new("sec_name", WordStart: true), new("security_name", WordStart: true), new("authname", WordStart: true), new(" -U "), new("\"-u\" a"), new("\"-U\" a"), new("authPriv\"", WordStart: true), new("authNoPriv\"", WordStart: true), new("usm-user v3 ", WordStart: true), new("noAuthNoPriv\"", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ']')
        {
            // 10.0.0.1 - jane [04/Mar/2026:08:11:02 +0000] "GET …
            var open = text[..at].LastIndexOf((byte)'[');
            if (open < 2 || at - open > 40 || text[open - 1] != ' ') return;
            var from = open - 1;
            while (from > 0 && !Bytes.IsBlank(text[from - 1])) from--;
            if (open - 1 - from > 2) Take(text, new Extent(from, open - 1), found, learns: true);
            return;
        }
        if (text[at + length - 1] == '>')
        {
            // <Data Name="TargetUserName">jane</Data>
            var close = text[(at + length)..Math.Min(text.Length, at + length + 80)].IndexOf((byte)'<');
            if (close < 2) return;
            if (text[at] != 'D') Take(text, new Extent(at + length, at + length + close), found, learns: true);
            else TakeDomain(text, at + length, close, found);
            return;
        }
        if (text[at] == '"' && text[at + 1] == '-')
        {
            // a3="-u" a4="jane": the arguments of a program, as auditd lists them.
            var argument = at + length;
            while (Bytes.IsDigit(Bytes.At(text, argument))) argument++;
            if (Bytes.StartsWithAt(text, argument, "=\""u8)) Take(text, new Extent(argument + 2, argument + 2 + NamedValue.NameLength(text, argument + 2)), found, sure: true);
            return;
        }
        if (text[at] is (byte)'a' or (byte)'n' && text[at + length - 1] == '"' && text[at + 1] is (byte)'u' or (byte)'o')
        {
            // ("authPriv", "sha", "jane", …): of a device that is asked by SNMP.
            var word = at + length;
            for (var skipped = text[at] == 'n' ? 1 : 0; skipped < 2; skipped++)
            {
                if (!Bytes.StartsWithAt(text, word, ", \""u8)) return;
                var count = NamedValue.NameLength(text, word + 3);
                if (skipped == 1) Take(text, new Extent(word + 3, word + 3 + count), found, learns: true);
                word += 3 + count + 1;
            }
            return;
        }
        if (text[at] == '"' && text[at + 1] == 'd')
        {
            var (start0, count0) = NamedValue.After(text, at + length - 1);
            if (count0 > 1 && !text.Slice(start0, count0).ContainsAnyInRange((byte)'a', (byte)'z')) TakeDomain(text, start0, count0, found);
            return;
        }
        if (text[at] is (byte)'d' or (byte)'\t' or (byte)'w')
        {
            // Options of a share, a section of storage.cfg, smb.conf: a domain of Windows is in capitals there.
            var name = at + length;
            var count = NamedValue.NameLength(text, name);
            if (count > 1 && !text.Slice(name, count).ContainsAnyInRange((byte)'a', (byte)'z') && text.Slice(name, count).ContainsAnyInRange((byte)'A', (byte)'Z')) TakeDomain(text, name, count, found);
            return;
        }
        if (text[at] == ' ' && text[at + 1] == 'n')
        {
            // add name=x password=y: an account of a router.
            if (text[at..Bytes.LineEnd(text, at)] is var rest && (rest.IndexOf(" password="u8) > 0 || rest.IndexOf(" group="u8) > 0 && text[Bytes.LineStart(text, at)..at].SequenceEqual("add"u8))) Take(text, new Extent(at + length, SecretText.WordEnd(text, at + length)), found);
            return;
        }
        if (text[at] == ' ' || text[at + length - 1] is (byte)' ' or (byte)'\'')
        {
            Word(text, at, at + length, found);
            return;
        }
        if (text[at + length - 1] == ':')
        {
            // ssh_import_id: [gh:jane]
            var line = text[Bytes.LineStart(text, at)..at];
            if (line.IndexOf("import"u8) >= 0 || line.Trim(" \t-\"'"u8).Length == 0) Take(text, new Extent(at + length, at + length + NamedValue.NameLength(text, at + length)), found, learns: true);
            return;
        }
        if (text[at] == '"') (at, length) = (at + 1, length - 2);
        else if (text[at + length - 1] == '"') length--;
        var start = at;
        while (start > 0 && IsOfName(text[start - 1]) && at - start < 48 && Bytes.EscapeBefore(text, start) == 0) start--;
        while (start < at && !Bytes.IsAsciiLetterOrDigit(text[start])) start++;
        var end = at + length;
        while (end < text.Length && IsOfName(text[end]) && end - at < 48) end++;
        // Windows: Account Name:, Account Domain:
        if (Bytes.StartsWithIgnoreCase(text, end, " domain:"u8))
        {
            WindowsDomain(text, end + 7, found);
            return;
        }
        if (Bytes.StartsWithIgnoreCase(text, end, " name:"u8) && length == 7) end += 5;
        // imap-login: Disconnected: Dovecot's programs.
        if (Bytes.At(text, end) == ':' && length == 5 && end - start > 9 && text[start..end].EndsWith("-login"u8)) return;
        if (!IsAccount(text[start..end]) && !text[start..end].SequenceEqual("user_profile"u8) || text[..start].EndsWith("Last "u8)) return;
        if (Bytes.At(text, start - 1) == '<' && Bytes.At(text, end) == '>')
        {
            var close = text[(end + 1)..Math.Min(text.Length, end + 100)].IndexOf((byte)'<');
            if (close > 0) Take(text, new Extent(end + 1, end + 1 + close), found);
            return;
        }
        // User Id=x of a connection string.
        if (Bytes.StartsWithIgnoreCase(text, end, " id="u8)) end += 3;
        if (Bytes.StartsWithAt(text, end, " -"u8) && Compared(text, end + 1, found) || KeyValueText.JointAt(text, end) is not { } joint) return;
        // ("LOGIN", "x") only: of an object with two plain texts the first is no key.
        if (joint.IsBlank && SecretText.QuoteAt(text, end).Length > 0 && Bytes.At(text, start - 2) != '(') return;
        var option = (Bytes.At(text, start - 1) == '-' || (Bytes.At(text, start - 1) == '/' && Bytes.At(text, end) == ':')) && (start < 2 || Bytes.IsBlank(text[start - 2]) || text[start - 2] == '-');
        if (joint.IsBlank && !option && !SaysUser(text, start, end, joint.ValueAt)) return;
        // sAMAccountName objectSid: attributes, one after another.
        if (joint.IsBlank && !option && HasHump(text[start..end]) && HasHump(text.Slice(joint.ValueAt, Detectors.NamedValue.NameLength(text, joint.ValueAt)))) return;
        if (Bytes.At(text, joint.ValueAt) == '{' && Bytes.At(text, start - 1) == '"')
        {
            Object(text, joint.ValueAt + 1, found);
            return;
        }
        // user=<jane>, method=PLAIN: Dovecot's, and no place to fill in.
        if (joint.IsAssignment && Bytes.At(text, joint.ValueAt) == '<' && text[joint.ValueAt..Math.Min(text.Length, joint.ValueAt + 80)].IndexOf(">, "u8) is > 1 and var mailbox)
        {
            Take(text, new Extent(joint.ValueAt + 1, joint.ValueAt + mailbox), found, learns: true);
            return;
        }
        if (KeyValueText.ValueOf(text, start, joint, startsLine: false) is { } value && (!(joint.IsSpaced && CommonWords.Contains(text[value.Start..value.End]) && !(IsPersonal(text[start..end]) && Bytes.At(text, value.Start - 1) is (byte)'"' or (byte)'\'')) || GoesOnWithPassword(text[value.End..])))
            Take(text, Bytes.At(text, start - 1) == '/' && Bytes.At(text, value.End) == '\\' ? value with { End = value.End + 1 + NamedValue.NameLength(text, value.End + 1) } : value, found, learns: joint.IsBlank || (value.Length >= 6 && !text[start..end].Contains((byte)'_')) || IsPersonal(text[start..end]) && Vocabulary.IsTelling(text[value.Start..value.End]), joint.IsAssignment && (text[start..end].StartsWith("ciuser"u8) || text[start..end].StartsWith("ansible_"u8)));
    }

    /// <summary><c>U04B7KQ2M</c>: only Slack itself knows whom it means.</summary>
    private static bool IsNumberOfSlack(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("USLACKBOT"u8) || name.Length is >= 9 and <= 11 && name[0] is (byte)'U' or (byte)'W' && Bytes.IsDigit(name[1]) && name.IndexOfAnyExcept("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8) < 0;

    /// <summary>Written in humps, as names of attributes are: <c>objectSid</c>.</summary>
    private static bool HasHump(ReadOnlySpan<byte> name) => name.Length > 2 && Bytes.IsLower(name[0]) && name.IndexOfAnyInRange((byte)'A', (byte)'Z') > 0;

    /// <summary><c>$_.SamAccountName -in @('jane', 'bob')</c>, <c>$user -eq 'jane'</c></summary>
    private static bool Compared(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var sign = at + 1;
        while (sign < text.Length && Bytes.IsAsciiLetter(text[sign])) sign++;
        if (!Comparisons.Contains(text[(at + 1)..sign])) return false;
        var end = Bytes.LineEnd(text, sign);
        for (var i = Bytes.SkipBlanks(text, sign); i < end; i++)
        {
            if (text[i] is (byte)'@' or (byte)'(' or (byte)',' or (byte)' ') continue;
            if (text[i] is not ((byte)'\'' or (byte)'"')) return true;
            var count = NamedValue.NameLength(text, i + 1);
            if (Bytes.At(text, i + 1 + count) != text[i]) return true;
            NamedValue.TakeUser(text, i + 1, count, found);
            i += count + 1;
        }
        return true;
    }

    private static readonly WordSet Comparisons = WordSet.Of("eq ne in notin contains like match ceq cne ieq");

    /// <summary><c>"assignee": {"id": 4, "name": "jane"}</c></summary>
    private static void Object(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var reach = text[at..Math.Min(text.Length, at + 400)];
        if (reach.IndexOf((byte)'}') is >= 0 and var close) reach = reach[..close];
        foreach (var key in Members)
            if (reach.IndexOf(key) is >= 0 and var member && NamedValue.After(text, at + member + key.Length - 1) is { Length: > 2 } value && NamedValue.NameLength(text, value.Start) == value.Length && Bytes.IsLower(text[value.Start])) Take(text, new Extent(value.Start, value.Start + value.Length), found, learns: Vocabulary.IsTelling(text.Slice(value.Start, value.Length)));
    }

    private static readonly byte[][] Members = [[.. "\"name\""u8], [.. "\"username\""u8], [.. "\"login\""u8]];

    /// <summary>user extern, password x: an everyday word, but somebody's.</summary>
    private static bool GoesOnWithPassword(ReadOnlySpan<byte> rest)
    {
        foreach (var joint in Joints)
            if (rest.StartsWith(joint)) return true;
        return false;
    }

    private static readonly byte[][] Joints = [.. new[] { " password ", " pass ", " pw ", ", password", ", passwort", ", Passwort", ", Kennwort", ", pass ", ", pass:", ", pw ", ", pw:", " / " }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static void WindowsDomain(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var (start, count) = NamedValue.After(text, at);
        TakeDomain(text, start, count, found);
    }

    private static void TakeDomain(ReadOnlySpan<byte> text, int start, int count, Findings found)
    {
        var name = text.Slice(start, count);
        if (count is < 2 or > 15 || !Vocabulary.CanBeName(name) || name.SequenceEqual("NT"u8) || name.SequenceEqual("WORKGROUP"u8) || name.SequenceEqual("BUILTIN"u8) || name.Contains((byte)'.')) return;
        found.Learn(PrivacyKind.Domain, name);
        found.Replace(start, count, PrivacyKind.Domain);
    }

    /// <summary>A name with letters in percent signs: <c>J%C3%BCrgen</c>. Null where what they stand for is no letter.</summary>
    private static byte[]? Unescaped(ReadOnlySpan<byte> name)
    {
        var plain = new List<byte>(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '%')
            {
                plain.Add(name[i]);
                continue;
            }
            if (i + 2 >= name.Length || !Bytes.IsHex(name[i + 1]) || !Bytes.IsHex(name[i + 2])) return null;
            plain.Add((byte)((Bytes.HexValue(name[i + 1]) << 4) | Bytes.HexValue(name[i + 2])));
            if (plain[^1] < 128) return null;
            i += 2;
        }
        return [.. plain];
    }

    private static bool IsOfName(byte b) => Bytes.IsAsciiLetterOrDigit(b) || b is (byte)'_' or (byte)'-' or (byte)'.';

    private static bool IsAccount(ReadOnlySpan<byte> name)
    {
        if (name.Length > 48) return false;
        Span<byte> lower = stackalloc byte[48];
        for (var i = 0; i < name.Length; i++) lower[i] = Bytes.ToLower(name[i]);
        ReadOnlySpan<byte> text = lower[..name.Length];
        if (text.SequenceEqual("client-id"u8) || text.SequenceEqual("clientid"u8) || text.SequenceEqual("client_id"u8) || text.SequenceEqual("user-name"u8) || text.SequenceEqual("user_name"u8) || text.SequenceEqual("securityname"u8) || text.SequenceEqual("sec_name"u8) || text.SequenceEqual("security_name"u8) || text.SequenceEqual("authname"u8) || text.SequenceEqual("account name"u8)) return true;
        var last = text[(text.LastIndexOfAny("_-."u8) + 1)..];
        return Nouns.Contains(last) || last.EndsWith("username"u8) || last.EndsWith("user"u8) || last.EndsWith("login"u8) || last.EndsWith("identity"u8);
    }

    /// <summary>Keys of accounts that people log in with, unlike those that applications have in a database.</summary>
    private static bool IsPersonal(ReadOnlySpan<byte> name)
    {
        foreach (var start in Personal)
            if (name.Length > start.Length && Bytes.StartsWithIgnoreCase(name, 0, start)) return true;
        return false;
    }

    private static readonly byte[][] Personal = [.. new[] { "ansible", "ssh", "ciuse", "ci_user", "admin", "become", "remote", "vpn", "sudo", "ipmi", "rdp", "owner", "author", "win", "linux" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>Whether a sentence or a line without any sign speaks of a user: <c>invalid user x from</c>, <c>user x password y</c>, <c>User x</c> in a section.</summary>
    private static bool SaysUser(ReadOnlySpan<byte> text, int start, int end, int value)
    {
        if (Bytes.At(text, value) is (byte)'\'' or (byte)'"') return true;
        var after = value;
        while (after < text.Length && !Bytes.IsBlank(text[after]) && text[after] is not ((byte)'(' or (byte)',' or (byte)')')) after++;
        var rest = text[after..Bytes.LineEnd(text, after)];
        if (text[..start].EndsWith("invalid "u8) || text[..start].EndsWith("session "u8) || text[..start].EndsWith("of "u8) && Vocabulary.IsTelling(text.Slice(value, NamedValue.NameLength(text, value))) || rest.StartsWith(" from "u8) || rest.StartsWith("(uid="u8) || rest.StartsWith(" by "u8) || rest.StartsWith(" added by "u8) || rest.StartsWith(" removed by "u8) || rest.StartsWith(", password"u8) || rest.StartsWith(", pw"u8) || rest.StartsWith(", pass"u8) || rest.StartsWith(", kennwort"u8) || rest.StartsWith(", Kennwort"u8) || rest.StartsWith(", Pass"u8) || rest.StartsWith(", wachtwoord"u8) || rest.StartsWith(", mot de passe"u8) || rest.StartsWith(" et le mot de passe"u8) || rest.StartsWith(", contraseña"u8)) return true;
        // rsync to filer, user jane, key in /root
        if (Bytes.At(text, start - 1) is (byte)' ' or (byte)'(' && Bytes.At(text, start - 2) is (byte)',' or (byte)';' or (byte)' ' && (end - start == 4) && Bytes.At(text, after) is (byte)',' or (byte)')' && Vocabulary.IsTelling(text[value..after]) && text[value..after].IndexOfAnyInRange((byte)'A', (byte)'Z') < 0) return true;
        if (SpokenUserDetector.GoesOnWithPassword(rest) && Vocabulary.IsTelling(text[value..after])) return true;
        if (rest.StartsWith(" password "u8) || rest.StartsWith(" insecure-password "u8) || rest.StartsWith(" privilege "u8) || rest.StartsWith(" pass"u8) || rest.StartsWith(" pw"u8) || rest.StartsWith(" with pass"u8) || rest.StartsWith(" and pass"u8) || rest.StartsWith(" secret "u8)) return true;
        var line = Bytes.LineStart(text, start);
        if (text[line..start].IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0 || rest.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') >= 0) return false;
        return start > line || text[start..end].Contains((byte)'_') || IsBesidePassword(text, line, after);
    }

    /// <summary>Whether the line above or below is a setting of a password: msmtp, netrc and their kin know no sign between a name and its value.</summary>
    private static bool IsBesidePassword(ReadOnlySpan<byte> text, int line, int end)
    {
        var next = Bytes.LineEnd(text, end);
        if (next + 1 < text.Length && text[(next + 1)..].TrimStart(" \t"u8).StartsWith("pass"u8)) return true;
        return line > 1 && text[Bytes.LineStart(text, line - 1)..line].TrimStart(" \t"u8).StartsWith("pass"u8);
    }

    /// <summary><c>mysql -u x</c>, <c>Failed password for x from</c>, <c>createUser x SHA</c>.</summary>
    private static void Word(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        start = Bytes.SkipBlanks(text, start);
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'' or (byte)'`') start++;
        var end = SecretText.WordEnd(text, start);
        if (text[at] is (byte)'p' or (byte)'i' or (byte)'e' && !text[end..].StartsWith(" from "u8) || text[at] == '(' && !text[end..].StartsWith(" on "u8) || text[at] == 'r' && Bytes.LineStart(text, at) != at) return;
        // curl -u user:password is a find of the passwords; sort -u file is no user.
        if (text[at] == ' ')
        {
            var line = text[Bytes.LineStart(text, at)..at];
            // ipmitool -U jane, psql -U jane; with others it means something else.
            if (text[at + 2] == 'U' && line.IndexOf("ipmi"u8) < 0 && line.IndexOf("psql"u8) < 0 && line.IndexOf("pg_"u8) < 0 && line.IndexOf("createdb"u8) < 0 && line.IndexOf("smbclient"u8) < 0 && line.IndexOf("rpcclient"u8) < 0 && line.IndexOf("net ads"u8) < 0 && line.IndexOf("sqlcmd"u8) < 0 && line.IndexOf("racadm"u8) < 0) return;
            if (line.IndexOf("sort"u8) >= 0 || line.IndexOf("journalctl"u8) >= 0 || line.IndexOf("date"u8) >= 0 || line.IndexOf("diff"u8) >= 0) return;
        }
        // docker login -u ops -p x
        Take(text, new Extent(start, end), found, sure: text[at] == ' ' && (text[Bytes.LineStart(text, at)..at].IndexOf("login"u8) >= 0 || text[end..Bytes.LineEnd(text, end)].IndexOf(" -p"u8) >= 0));
    }

    /// <param name="sure">Whether the key leaves no doubt, so that a product's name is somebody's, too: <c>ciuser: terraform</c>.</param>
    private static void Take(ReadOnlySpan<byte> text, Extent value, Findings found, bool learns = false, bool sure = false)
    {
        var name = text[value.Start..value.End];
        // A realm that nothing else tells of.
        if (name.IndexOf((byte)'@') is > 0 and var sign && name[(sign + 1)..].IndexOfAny(".@:"u8) < 0) name = name[..sign];
        while (name.Length > 0 && name[^1] is (byte)',' or (byte)';' or (byte)')' or (byte)':' or (byte)'.') name = name[..^1];
        // /user:filer2\jane
        if (name.IndexOf((byte)'\\') is > 1 and var slash && name.Length > slash + 3 && Vocabulary.IsTelling(name[..slash]))
        {
            NamedValue.TakeName(text, value.Start, slash, PrivacyKind.Host, found);
            Take(text, new Extent(value.Start + slash + (name[slash + 1] == '\\' ? 2 : 1), value.Start + name.Length), found, learns, sure);
            return;
        }
        if (name.IndexOf((byte)'%') > 0 && Unescaped(name) is { } plain && Vocabulary.IsTelling(plain))
        {
            found.Learn(PrivacyKind.User, plain);
            found.Replace(value.Start, name.Length, PrivacyKind.User);
            return;
        }
        // fti/x@fti: how a provider wants it.
        if (name.IndexOf((byte)'/') is > 1 and < 8 and var provider && !sure && text[value.Start..value.End].IndexOf((byte)'@') > provider && text[value.Start..value.End].EndsWith(name[..provider]))
        {
            value = value with { Start = value.Start + provider + 1 };
            name = name[(provider + 1)..];
        }
        // Accounts that Debian makes; how Slack counts people; an attribute of a directory.
        if (Bytes.StartsWithIgnoreCase(name, 0, "debian-"u8) || IsNumberOfSlack(name) || name.SequenceEqual("sAMAccountName"u8) || name.SequenceEqual("userPrincipalName"u8)) return;
        if (name.Length is < 3 or > 40 || name.StartsWith("S-1-"u8) || !Bytes.IsLetter(name[0]) || !Vocabulary.CanBeName(name) || Vocabulary.IsSystemUser(name) || !sure && Vocabulary.IsWord(name) || KeyValueText.IsReference(name) || ServiceAccounts.Contains(name) || Domains.IsPackage(name) || NoNames.Contains(name)) return;
        if (KeyValueText.IsSmallWord(text, value.Start)) return;
        // ehlo_identity = web-01.firma.de: a machine.
        if (name.Contains((byte)'.') && Domains.IsDomain(name, out _, out var labels, out var isPrivate) && (labels > 2 || isPrivate)) return;
        // A plain word is an application's account as often as somebody's: hidden where it stands.
        if (learns || name.ContainsAny("0123456789.-_"u8)) found.Learn(PrivacyKind.User, name);
        found.Replace(value.Start, name.Length, PrivacyKind.User);
    }
}

/// <summary>Users in front of their hash: <c>name:$6$…</c> in shadow, shadow.cfg and htpasswd.</summary>
internal sealed class ShadowUserDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("shadow-user", PrivacyKind.User, "Users in front of the hash of their password");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(":$"), new("%3A$"), new(" $2a$"), new(" $2y$"), new(" $2b$"), new(" $5$"), new(" $6$"), new(" $y$"), .. new[] { "SHA", "SSHA", "BLF", "PLAIN", "CRYPT", "ARGON", "MD5", "CRAM", "PBKDF", "SCRAM", "SMD5", "HMAC", "LDAP" }.Select(scheme => new Anchor(":{" + scheme))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + 1] == '{')
        {
            Mailbox(text, at, found);
            return;
        }
        // Caddy's basic_auth has a blank between them, and nothing else on the line.
        if (text[at] == ' ' && text[Bytes.LineStart(text, at)..at].TrimStart(" \t"u8) is var head && head.IndexOfAny(" :=\"'"u8) is >= 0 and var sign)
        {
            // basic_auth_users of Prometheus: a map of users and hashes.
            if (sign == head.Length - 1 && head[sign] == ':' && IsInUsers(text, at, head.Length)) NamedValue.TakeUser(text, at - head.Length, sign, found);
            return;
        }
        if (text[at] != ' ' && !Bytes.IsAsciiLetterOrDigit(Bytes.At(text, at + length)) && Bytes.At(text, at + length) != '$') return;
        if (text[at] != ' ' && text[(at + length)..Math.Min(text.Length, at + length + 8)].IndexOf((byte)'$') < 0) return;
        var start = at;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'_' or (byte)'.')) start--;
        var user = text[start..at];
        if (!Vocabulary.CanBeName(user) || Vocabulary.IsSystemUser(user) || ServiceAccounts.Contains(user)) return;
        found.Learn(PrivacyKind.User, user);
        found.Replace(start, user.Length, PrivacyKind.User);
    }

    /// <summary>A line of Dovecot's: <c>jane:{SHA512-CRYPT}$6$…:5000:5000::/var/vmail/jane::</c>. Whoever it is, the folder is called so, too.</summary>
    private static void Mailbox(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        var start = at;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'_' or (byte)'.')) start--;
        var user = text[start..at];
        if (Bytes.At(text, start - 1) == '@' || user.Length < 3 || !Vocabulary.CanBeName(user) || Vocabulary.IsSystemUser(user)) return;
        if (!NamedValue.TakeUser(text, start, user.Length, found)) found.Replace(start, user.Length, PrivacyKind.User);
        for (var i = at; text[i..end].IndexOf(user) is >= 0 and var next; i += next + user.Length)
            if (text[i + next - 1] == '/' && Bytes.At(text, i + next + user.Length) is (byte)':' or (byte)'/') found.Replace(i + next, user.Length, PrivacyKind.User);
    }

    /// <summary>Whether the key above the lines of the same depth speaks of users.</summary>
    private static bool IsInUsers(ReadOnlySpan<byte> text, int at, int head)
    {
        var line = Bytes.LineStart(text, at);
        var indent = at - head - line;
        for (var lines = 0; line > 0 && lines < 40; lines++)
        {
            line = Bytes.LineStart(text, line - 1);
            var first = Bytes.SkipBlanks(text, line);
            if (first - line >= indent || first >= Bytes.LineEnd(text, line)) continue;
            var key = text[first..Bytes.LineEnd(text, first)].TrimEnd(": \r"u8);
            return key.EndsWith("users"u8) || key.EndsWith("auth"u8) || key.EndsWith("accounts"u8);
        }
        return false;
    }
}
