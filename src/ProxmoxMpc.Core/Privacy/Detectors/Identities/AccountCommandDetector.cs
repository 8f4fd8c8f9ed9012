using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Users among the arguments of commands that manage accounts and files: <c>chown jane:jane x</c>, <c>useradd -m jane</c>, <c>su - jane</c>, <c>net user jane /add</c>.</summary>
internal sealed class AccountCommandDetector : Detector
{
    // The first argument that is no option.
    private static readonly string[] First = ["chown ", "adduser ", "deluser ", "passwd ", "su ", "id ", "groups ", "finger ", "getent passwd ", "getent shadow ", "loginctl enable-linger ", "loginctl disable-linger ", "net user ", "samba-tool user create ", "samba-tool user add ", "samba-tool user disable ", "samba-tool user delete ", "samba-tool user show ", "samba-tool user setpassword ", "samba-tool user enable ", "kinit ", "ipa user-show ", "ipa user-add ", "ipa user-mod ", "ipa user-disable ", "ipa user-del ", "pkill -u ", "lslogins ", "smbpasswd ", "sqlplus ", "qm guest passwd ", "ipmitool user set name ", "gpasswd -a ", "gpasswd -d ", "pdbedit -u "];

    // Cmdlets of PowerShell that one account is given, without the name of a parameter: Get-ADUser jane -Properties *.
    private static readonly string[] Cmdlets =
    [
        "Get-ADUser ", "Set-ADUser ", "Remove-ADUser ", "Enable-ADAccount ", "Disable-ADAccount ", "Unlock-ADAccount ", "Set-ADAccountPassword ",
        "Get-ADPrincipalGroupMembership ", "Get-LocalUser ", "Set-LocalUser ", "Disable-LocalUser ", "Enable-LocalUser ", "Remove-LocalUser ",
    ];

    // The last one.
    private static readonly string[] Last = ["useradd ", "userdel ", "usermod ", "chage ", "chsh ", "chfn "];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("account-command", PrivacyKind.User, "Users among the arguments of chown, useradd, passwd, su, id, net user and the like");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. First.Concat(Last).Concat(Cmdlets).Select(command => new Anchor(command, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // Short words are words of sentences, too: a prompt or a line's beginning stands before the command.
        if (!(at == 0 || Bytes.IsUpper(text[at]) || text[at - 1] is (byte)'\n' or (byte)'/' or (byte)'`' or (byte)'"' or (byte)'\'' || text[at - 1] == ' ' && IsPrompt(text, at))) return;
        var end = CommandTargetDetector.CommandEnd(text, at + length);
        //   id          bigserial PRIMARY KEY
        if (length < 4 && Bytes.At(text, at + length) == ' ') return;
        if (text[at..(at + length)] is [(byte)'u', (byte)'s', ..] or [(byte)'c', (byte)'h', not (byte)'o', ..]) LastOf(text, at + length, end, found);
        else FirstOf(text, at, at + length, end, found);
    }

    private static bool IsPrompt(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Bytes.LineStart(text, at)..at].TrimEnd(" \t"u8);
        // -> id is web-1/104: an arrow.
        if (before.EndsWith("->"u8) || before.EndsWith("=>"u8)) return false;
        return before.IsEmpty || before[^1] is (byte)'#' or (byte)'$' or (byte)'>' or (byte)';' or (byte)'&' or (byte)'|' or (byte)'%' or (byte)'(' || before.EndsWith("sudo"u8) || before.EndsWith("&& "u8) || before.EndsWith("-"u8) || before.EndsWith("RUN"u8);
    }

    private static void FirstOf(ReadOnlySpan<byte> text, int command, int at, int end, Findings found)
    {
        for (var i = Bytes.SkipBlanks(text, at); i < end; i = Bytes.SkipBlanks(text, i))
        {
            var start = i;
            while (i < end && !Bytes.IsBlank(text[i])) i++;
            if (i == start) return;
            // Of a cmdlet what stands behind a parameter is no account: -Filter *, -Identity jane is read by those who know it.
            if (Bytes.IsUpper(text[command]) && text[start] is (byte)'-' or (byte)'*' or (byte)'$') return;
            // An option, the number of a guest or of an account's place.
            if (text[start] == '-' || (text[command..at].StartsWith("qm"u8) || text[command..at].StartsWith("ipmi"u8)) && text[start..i].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) continue;
            // sqlplus jane/x@db
            if (text[command..].StartsWith("sqlplus"u8) && NamedValue.NameLength(text, start) is > 1 and var login && Bytes.At(text, start + login) == '/')
            {
                NamedValue.TakeUser(text, start, login, found);
                return;
            }
            if (text[start] is (byte)'"' or (byte)'\'') start++;
            var count = NamedValue.NameLength(text, start);
            var after = Bytes.At(text, start + count);
            if (after is (byte)'@' or (byte)'\\' or (byte)'/' or (byte)'=' or (byte)'(') return;
            // A sentence goes on with small letters: groups of users, id of the guest.
            if (!IsTelling(text.Slice(start, count)) || count < 3 && text[command] is (byte)'i' or (byte)'g' || after == ' ' && text[command] is (byte)'i' or (byte)'g' && SentenceText.ActsAs(text, Bytes.SkipBlanks(text, start + count))) return;
            if (!NamedValue.TakeUser(text, start, count, found) || text[command..].StartsWith("chown"u8) is false || after != ':') return;
            // chown jane:jane
            var group = NamedValue.NameLength(text, start + count + 1);
            if (text.Slice(start, count).SequenceEqual(text.Slice(start + count + 1, group))) found.Replace(start + count + 1, group, PrivacyKind.User);
            return;
        }
    }

    private static void LastOf(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        var line = text[at..end].TrimEnd(" \t\r\"'`,"u8);
        if (line.IndexOf((byte)'>') is >= 0 and var redirection) line = line[..redirection].TrimEnd(" \t2"u8);
        var start = at + line.LastIndexOf((byte)' ') + 1;
        var count = NamedValue.NameLength(text, start);
        if (count > 0 && start + count == at + line.Length && IsTelling(text.Slice(start, count))) NamedValue.TakeUser(text, start, count, found);
    }

    private static bool IsTelling(ReadOnlySpan<byte> name) => name.Length > 1 && !CommonWords.Contains(name) && !Vocabulary.IsWord(name);
}
