using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Passwords that commands take by an option which does not say so: <c>mysql -pX</c>, <c>ldapsearch -w X</c>, <c>curl -u user:X</c>.</summary>
internal sealed class CommandSecretDetector : Detector
{
    private enum Form
    {
        /// <summary>The whole argument.</summary>
        Whole,

        /// <summary>What follows <c>user:</c>.</summary>
        AfterColon,

        /// <summary>What follows <c>user%</c>.</summary>
        AfterPercent,

        /// <summary>What follows <c>user,</c>.</summary>
        AfterComma,

        /// <summary>The last word, where it is no option.</summary>
        Last,

        /// <summary>The last word, where those before it speak of a password.</summary>
        LastOfPassword,
    }

    /// <summary>An option of a command, and whether the argument may be, or must be, glued to it.</summary>
    private sealed record Option(string Name, Form Form, bool Glued = false, bool Apart = true);

    // A registry's user and token.
    private static readonly Option[] Registries = [new("--creds", Form.AfterColon, Glued: true), new("--src-creds", Form.AfterColon, Glued: true), new("--dest-creds", Form.AfterColon, Glued: true)];

    private static readonly Dictionary<string, Option[]> Commands = new()
    {
        ["mysql"] = [new("-p", Form.Whole, Glued: true, Apart: false)],
        ["mariadb"] = [new("-p", Form.Whole, Glued: true, Apart: false)],
        ["sshpass"] = [new("-p", Form.Whole, Glued: true)],
        ["smbclient"] = [new("-U", Form.AfterPercent), new("--user", Form.AfterPercent, Glued: true)],
        ["lftp"] = [new("-u", Form.AfterComma), new("--user", Form.AfterComma)],
        ["sqlcmd"] = [new("-P", Form.Whole, Glued: true)],
        ["bcp "] = [new("-P", Form.Whole, Glued: true)],
        ["rpcclient"] = [new("-U", Form.AfterPercent)],
        ["net ads"] = [new("-U", Form.AfterPercent)],
        ["net rpc"] = [new("-U", Form.AfterPercent)],
        ["samba-tool"] = [new("-U", Form.AfterPercent)],
        ["smbmap"] = [new("-U", Form.AfterPercent)],
        ["ldap"] = [new("-w", Form.Whole, Glued: true)],
        ["ipmitool"] = [new("-P", Form.Whole, Glued: true)],
        ["mosquitto_pub"] = [new("-P", Form.Whole, Glued: true)],
        ["mosquitto_sub"] = [new("-P", Form.Whole, Glued: true)],
        ["swaks"] = [new("-ap", Form.Whole), new("--auth-password", Form.Whole, Glued: true)],
        ["ssh-keygen"] = [new("-N", Form.Whole), new("-P", Form.Whole)],
        ["redis-cli"] = [new("-a", Form.Whole)],
        ["curl"] = [new("-u", Form.AfterColon, Glued: true), new("--user", Form.AfterColon), new("-U", Form.AfterColon), new("--proxy-user", Form.AfterColon)],
        ["http "] = [new("-a", Form.AfterColon), new("--auth", Form.AfterColon, Glued: true)],
        ["https "] = [new("-a", Form.AfterColon), new("--auth", Form.AfterColon, Glued: true)],
        ["key create "] = [new("--hint", Form.Whole)],
        ["ldappasswd "] = [new("-s", Form.Whole), new("-a", Form.Whole)],
        ["ssh-keygen "] = [new("-N", Form.Whole), new("-P", Form.Whole)],
        ["ncftp"] = [new("-p", Form.Whole)],
        ["influx "] = [new("-t", Form.Whole)],
        ["docker login"] = [new("-p", Form.Whole)],
        ["podman login"] = [new("-p", Form.Whole)],
        ["helm registry login"] = [new("-p", Form.Whole)],
        ["az login"] = [new("-p", Form.Whole)],
        ["zip "] = [new("-P", Form.Whole)],
        ["unzip"] = [new("-P", Form.Whole)],
        ["7z"] = [new("-p", Form.Whole, Glued: true, Apart: false)],
        ["openssl"] = [new("-k", Form.Whole), new("-passin", Form.AfterColon), new("-passout", Form.AfterColon), new("-pass", Form.AfterColon)],
        ["openssl passwd"] = [new("", Form.Last)],
        ["snmp"] = [new("-c", Form.Whole), new("-A", Form.Whole), new("-X", Form.Whole)],
        ["fence_"] = [new("-p", Form.Whole)],
        ["ipmi-"] = [new("-p", Form.Whole)],
        ["ipmipower"] = [new("-p", Form.Whole)],
        ["ipmiconsole"] = [new("-p", Form.Whole)],
        ["racadm"] = [new("-p", Form.Whole), new("", Form.LastOfPassword)],
        ["check_snmp"] = [new("-C", Form.Whole)],
        ["check_http"] = [new("-a", Form.AfterColon)],
        ["check_mysql"] = [new("-p", Form.Whole)],
        ["swaks"] = [new("-ap", Form.Whole)],
        ["doveadm pw"] = [new("-p", Form.Whole)],
        ["testsaslauthd"] = [new("-p", Form.Whole)],
        ["wbinfo"] = [new("-a", Form.AfterPercent), new("--authenticate=", Form.AfterPercent, Glued: true, Apart: false)],
        ["ldappasswd"] = [new("-s", Form.Whole, Glued: true), new("-a", Form.Whole, Glued: true)],
        ["influx user"] = [new("-p", Form.Whole)],
        ["etcdctl"] = [new("--user", Form.AfterColon), new("--user=", Form.AfterColon, Glued: true, Apart: false)],
        ["ACL SETUSER"] = [new(">", Form.Whole, Glued: true, Apart: false)],
        ["plink"] = [new("-pw", Form.Whole)],
        ["pscp"] = [new("-pw", Form.Whole)],
        ["rar "] = [new("-p", Form.Whole, Glued: true, Apart: false), new("-hp", Form.Whole, Glued: true, Apart: false)],
        ["upsrw"] = [new("-p", Form.Whole)],
        ["upscmd"] = [new("-p", Form.Whole)],
        ["mongo"] = [new("-p", Form.Whole)],
        ["xfreerdp"] = [new("/p:", Form.Whole, Glued: true, Apart: false)],
        ["wfreerdp"] = [new("/p:", Form.Whole, Glued: true, Apart: false)],
        ["rdesktop"] = [new("-p", Form.Whole)],
        ["cmdkey"] = [new("/pass:", Form.Whole, Glued: true, Apart: false)],
        ["schtasks"] = [new("/rp", Form.Whole), new("/p", Form.Whole)],
        ["psexec"] = [new("-p", Form.Whole)],
        ["wmic"] = [new("/password:", Form.Whole, Glued: true, Apart: false), new("-U", Form.AfterPercent)],
        ["htpasswd"] = [new("", Form.Last)],
        ["oathtool"] = [new("", Form.Last)],
        ["useradd"] = [new("-p", Form.Whole)],
        ["usermod"] = [new("-p", Form.Whole)],
        ["kadmin"] = [new("-w", Form.Whole)],
        ["skopeo "] = [.. Registries],
        ["buildah "] = [.. Registries],
        ["podman pu"] = [.. Registries],
        ["kinit"] = [new("--password=", Form.Whole, Glued: true, Apart: false)],
        ["ansible"] = [new("--vault-pass", Form.Whole)],
        ["vault login"] = [new("", Form.Whole)],
        ["operator unseal"] = [new("", Form.Whole)],
        ["--with-token <<<"] = [new("", Form.Whole)],
    };

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("command-password", PrivacyKind.Password, "Passwords among the options of commands");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Commands.Keys.Select(command => new Anchor(command, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = CommandEnd(text, at + length);
        // sshpass -p x ssh -p 2211: the second one is the port of what is started.
        if (text.Slice(at, length).SequenceEqual("sshpass"u8))
            foreach (var started in Started)
                if (text[(at + length)..end].IndexOf(started) is > 0 and var program) end = Math.Min(end, at + length + program);
        foreach (var option in Commands[Encoding.ASCII.GetString(text.Slice(at, length))])
        {
            if (option.Form is Form.Last or Form.LastOfPassword)
            {
                if (option.Form == Form.LastOfPassword && !SpeaksOfPassword(text[(at + length)..end])) continue;
                // htpasswd asks for the password unless -b says that it is the last word.
                if (text[at] == 'h' && !(text[(at + length)..end].IndexOf(" -"u8) is >= 0 and var flag && text[(at + length + flag + 2)..end] is var flags && flags[..Math.Max(0, flags.IndexOf((byte)' '))].Contains((byte)'b'))) continue;
                var last = text[..end].TrimEnd((byte)' ').LastIndexOf((byte)' ') + 1;
                if (last >= at + length) Argument(text, last, end, Form.Whole, found);
                if (text[at] == 'h') UserBefore(text, at + length, last, found);
                continue;
            }
            if (option.Name.Length == 0)
            {
                Argument(text, Bytes.SkipBlanks(text, at + length), end, option.Form, found);
                continue;
            }
            var name = Encoding.ASCII.GetBytes(option.Name);
            for (var i = at + length; i < end; i++)
            {
                if (!Bytes.StartsWithAt(text, i, name)) continue;
                var start = i + name.Length;
                if (start >= end) break;
                if (text[i - 1] is (byte)'"' or (byte)'\'')
                {
                    // ["curl", "-u", "user:x"]: each argument in quotes of its own.
                    if (option.Apart && text[start] == text[i - 1] && Bytes.At(text, start + 1) == ',' && Bytes.At(text, Bytes.SkipBlanks(text, start + 2)) == text[start]) Argument(text, Bytes.SkipBlanks(text, start + 2), end, option.Form, found);
                    else if (option.Glued && text[start] != text[i - 1] && text[(start + 1)..end].IndexOf(text[i - 1]) is > 1 and var close && Bytes.At(text, start + close + 2) is (byte)',' or (byte)']' && name.Length == 2) Argument(text, start, start + close + 1, option.Form, found);
                    continue;
                }
                if (!Bytes.IsBlank(text[i - 1])) continue;
                if (!Bytes.IsBlank(text[start]))
                {
                    if (!option.Glued && text[start] != '=' && name.Length == 2) continue;
                    if (text[start] == '=' && option.Name.StartsWith("--", StringComparison.Ordinal)) start++;
                    else if (!option.Glued) continue;
                }
                else if (option.Apart) start = Bytes.SkipBlanks(text, start);
                else continue;
                Argument(text, start, end, option.Form, found);
            }
        }
    }

    private static readonly byte[][] Started = [[.. " ssh "u8], [.. " scp "u8], [.. " sftp "u8], [.. " rsync "u8], [.. " ssh-copy-id "u8]];

    /// <summary>racadm set iDRAC.Users.2.Password x; more words than the attribute.</summary>
    private static bool SpeaksOfPassword(ReadOnlySpan<byte> words) => words.IndexOf("assword "u8) > 0;

    /// <summary><c>htpasswd -b FILE USER PASSWORD</c></summary>
    private static void UserBefore(ReadOnlySpan<byte> text, int from, int last, Findings found)
    {
        var end = last;
        while (end > from && Bytes.IsBlank(text[end - 1])) end--;
        var start = end;
        while (start > from && !Bytes.IsBlank(text[start - 1])) start--;
        var user = text[start..end];
        if (start > from && user.Length > 1 && user[0] is not ((byte)'-' or (byte)'/') && Vocabulary.CanBeName(user) && !Vocabulary.IsSystemUser(user) && !ServiceAccounts.Contains(user)) found.Replace(start, user.Length, PrivacyKind.User);
    }

    private void Argument(ReadOnlySpan<byte> text, int start, int end, Form form, Findings found)
    {
        var argument = ArgumentAt(text, start, end);
        if (argument.IsEmpty || text[argument.Start] == '-') return;
        if (form != Form.Whole)
        {
            var mark = text[argument.Start..argument.End].IndexOf(form switch { Form.AfterColon => (byte)':', Form.AfterComma => (byte)',', _ => (byte)'%' });
            if (mark <= 0) return;
            var user = text.Slice(argument.Start, mark);
            if (user.LastIndexOf((byte)'\\') is >= 0 and var domain) user = user[(domain + 1)..];
            if (user is not [(byte)'e', (byte)'n', (byte)'v'] && !user.SequenceEqual("file"u8) && !user.SequenceEqual("pass"u8) && !ServiceAccounts.Contains(user) && !user.ContainsAny("@$"u8))
                found.Replace(argument.Start + mark - user.Length, user.Length, PrivacyKind.User);
            if (user.SequenceEqual("env"u8) || user.SequenceEqual("file"u8)) return;
            argument = argument with { Start = argument.Start + mark + 1 };
        }
        if (!argument.IsEmpty && text[argument.Start] is (byte)'\'' or (byte)'"') argument = argument with { Start = argument.Start + 1 };
        if (argument.IsEmpty || KeyValueText.IsReference(text[argument.Start..argument.End])) return;
        found.Replace(argument.Start, argument.Length, Rule.Kind);
    }

    private static Extent ArgumentAt(ReadOnlySpan<byte> text, int start, int end)
    {
        var quote = SecretText.QuoteAt(text, start);
        if (quote.Length > 0 && SecretText.Quoted(text, start, quote) is { } quoted) return quoted;
        var i = start;
        while (i < end && !Bytes.IsBlank(text[i]))
        {
            // What is escaped opens nothing.
            if (text[i] == '\\' && i + 1 < end && !Bytes.IsBlank(text[i + 1]))
            {
                i += 2;
                continue;
            }
            // user%'password' and user:"password"
            if (i > start && SecretText.QuoteAt(text, i) is { Length: 1 } inner && SecretText.Quoted(text, i, inner) is { } rest) return new Extent(start, rest.End);
            // The end of an element: <CommandLine>… /rp x</CommandLine>
            if (text[i] is (byte)'"' or (byte)'`' || text[i] == '<' && Bytes.At(text, i + 1) == '/') break;
            i++;
        }
        return new Extent(start, i);
    }

    /// <summary>Where the command ends: at its line's end, a pipe, a semicolon between blanks.</summary>
    private static int CommandEnd(ReadOnlySpan<byte> text, int at)
    {
        var end = Bytes.LineEnd(text, at);
        for (var i = at; i < end - 1; i++)
            if (text[i] is (byte)'|' && text[i - 1] == ' ' || (text[i] is (byte)'&' && text[i + 1] == '&') || (text[i] == ';' && text[i + 1] == ' ')) return i;
        return end;
    }
}

/// <summary><c>net use Z: \\host\share PASSWORD /user:x</c> and <c>net user name PASSWORD</c>; the texts given to ConvertTo-SecureString.</summary>
internal sealed class WindowsPasswordDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("windows-password", PrivacyKind.Password, "Passwords in commands of Windows and PowerShell");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("net use ", IgnoreCase: true, WordStart: true), new("net user ", IgnoreCase: true, WordStart: true), new("net  user ", IgnoreCase: true, WordStart: true), new("ConvertTo-SecureString", IgnoreCase: true), new("NetworkCredential(", IgnoreCase: true), new("PSCredential(", IgnoreCase: true), new("NetworkCredential]::new(", IgnoreCase: true), new("PSCredential]::new(", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        switch (length)
        {
            case 8 or 9 or 10:
                NetUse(text, at + length, length > 8, found);
                break;
            case 22:
                Piped(text, at, found);
                SecureString(text, at + length, found);
                break;
            default:
                if (text[..at].EndsWith("PS"u8) || Bytes.ToLower(text[at]) == 'n') SecondText(text, at + length, found);
                break;
        }
    }

    /// <summary>The second or third bare word is the password, where it is neither path, option nor drive.</summary>
    private void NetUse(ReadOnlySpan<byte> text, int at, bool isUser, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        var bare = 0;
        for (var i = Bytes.SkipBlanks(text, at); i < end; i = Bytes.SkipBlanks(text, i))
        {
            // A return within a line is no end of it.
            if (text[i] == '\r')
            {
                i++;
                continue;
            }
            var start = i;
            var extent = SecretText.QuoteAt(text, i) is { Length: > 0 } quote && SecretText.Quoted(text, i, quote) is { } quoted ? quoted : default;
            if (!extent.IsEmpty) i = extent.End + 1;
            else
            {
                while (i < end && !Bytes.IsBlank(text[i])) i++;
                extent = new Extent(start, i);
            }
            if (text[extent.Start] == '\\' || text[extent.Start] == '/' || text[extent.End - 1] == ':' || text[extent.Start] == '*') continue;
            if (isUser && bare++ == 0)
            {
                if (Vocabulary.IsTelling(text[extent.Start..extent.End])) NamedValue.TakeName(text, extent.Start, extent.Length, PrivacyKind.User, found);
                continue;
            }
            found.Replace(extent.Start, extent.Length, Rule.Kind);
            return;
        }
    }

    /// <summary><c>"x" | ConvertTo-SecureString</c></summary>
    private void Piped(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var before = text[Bytes.LineStart(text, at)..at].TrimEnd((byte)' ');
        if (before is not [.., (byte)'|'] || before[..^1].TrimEnd((byte)' ') is not [.., (byte)'"' or (byte)'\''] given) return;
        var open = given[..^1].LastIndexOf(given[^1]);
        if (open < 0 || open + 2 >= given.Length || KeyValueText.IsReference(given[(open + 1)..^1])) return;
        found.Replace(Bytes.LineStart(text, at) + open + 1, given.Length - open - 2, Rule.Kind);
    }

    /// <summary><c>$plain = "x"</c> before <c>ConvertTo-SecureString $plain</c></summary>
    private void Assigned(ReadOnlySpan<byte> text, int at, int variable, Findings found)
    {
        var end = variable + 1;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
        var name = text[variable..end];
        var from = Math.Max(0, at - 2000);
        for (var window = text[from..at]; name.Length > 1 && window.LastIndexOf(name) is >= 0 and var place; window = window[..place])
        {
            var sign = Bytes.SkipBlanks(text, from + place + name.Length);
            if (Bytes.At(text, sign) != '=') continue;
            var value = Bytes.SkipBlanks(text, sign + 1);
            if (SecretText.QuoteAt(text, value) is { Length: > 0 } quote && SecretText.Quoted(text, value, quote) is { IsEmpty: false } quoted && !KeyValueText.IsReference(text[quoted.Start..quoted.End])) found.Replace(quoted.Start, quoted.Length, Rule.Kind);
            return;
        }
    }

    private static readonly byte[][] Switches = [.. new[] { "-force", "-asplaintext", "-force", "-string" }.Select(Encoding.ASCII.GetBytes)];

    private void SecureString(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var i = Bytes.SkipBlanks(text, at);
        // The text may stand behind the switches: -AsPlainText "x" -Force
        foreach (var option in Switches)
            if (Bytes.StartsWithIgnoreCase(text, i, option)) i = Bytes.SkipBlanks(text, i + option.Length);
        if (Bytes.At(text, i) is (byte)'(') i++;
        if (Bytes.At(text, i) == '$') Assigned(text, at, i, found);
        var quote = SecretText.QuoteAt(text, i);
        if (quote.Length > 0)
        {
            if (SecretText.Quoted(text, i, quote) is { } quoted && !KeyValueText.IsReference(text[quoted.Start..quoted.End])) found.Replace(quoted.Start, quoted.Length, Rule.Kind);
            return;
        }
        var end = SecretText.WordEnd(text, i);
        if (end - i >= 4 && text[i] is not ((byte)'-' or (byte)'$' or (byte)':') && Bytes.At(text, at) == ' ' && text[i..end].ContainsAnyInRange((byte)'0', (byte)'9')) found.Replace(i, end - i, Rule.Kind);
    }

    private void SecondText(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var quote = SecretText.QuoteAt(text, Bytes.SkipBlanks(text, at));
        if (quote.Length == 0 || SecretText.Quoted(text, Bytes.SkipBlanks(text, at), quote) is not { } first) return;
        if (NamedValue.NameLength(text, first.Start) == first.Length && Vocabulary.IsTelling(text[first.Start..first.End])) NamedValue.TakeUser(text, first.Start, first.Length, found);
        var i = Bytes.SkipBlanks(text, first.End + quote.Length);
        if (Bytes.At(text, i) != ',') return;
        i = Bytes.SkipBlanks(text, i + 1);
        if (SecretText.QuoteAt(text, i) is { Length: > 0 } next && SecretText.Quoted(text, i, next) is { } second) found.Replace(second.Start, second.Length, Rule.Kind);
    }
}
