using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What stands before the host of an address: <c>scheme://user:password@host</c>, and tokens that stand there alone.</summary>
internal sealed class UrlCredentialDetector : Detector
{
    private const int Longest = 300;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("url-credential", PrivacyKind.Password, "Passwords and tokens in addresses");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("://"), new("%3A%2F%2F", IgnoreCase: true), new("%3A//", IgnoreCase: true), new(":\\/\\/"), new(":\\\\/\\\\/")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // otpauth://totp/cluster:jane@pam?secret=x: what is shown to whoever has it, and the user.
        if (text[..at].EndsWith("otpauth"u8)) return;
        var start = at + length;
        var limit = Math.Min(text.Length, start + Longest);
        var end = start;
        var mark = -1;
        // The last @ before the path: a password may hold one.
        for (; end < limit && !Bytes.IsBlank(text[end]) && text[end] is not ((byte)'"' or (byte)'\'' or (byte)'<' or (byte)'>' or (byte)'`'); end++)
        {
            if (text[end] == '@' || Bytes.StartsWithAt(text, end, "%40"u8) && length > 3) mark = end;
            if (text[end] is (byte)'/' or (byte)'?' && mark >= 0) break;
            if (text[end] is (byte)'/' or (byte)'?' && !HasMarkAhead(text, end, limit)) break;
        }
        if (mark <= start) return;
        var user = text[start..mark];
        var colon = ColonIn(user);
        var sign = 1;
        // An address that is a parameter of another one: https%3A%2F%2Fjane%3Ax%40host
        if (colon < 0 && length > 3 && user.IndexOf("%3A"u8) is > 0 and var encoded) (colon, sign) = (encoded, 3);
        if (colon < 0)
        {
            // rsync://jane@filer/share, sftp://jane@filer: whoever goes there; with a dot behind the sign it is read as a mailbox is.
            if (length == 3 && user.Length < 20 && IsWay(text, at) && NamedValue.NameLength(text, start) == user.Length && !text[mark..end].Contains((byte)'.')) NamedValue.TakeUser(text, start, user.Length, found);
            if (user.Length < 20 || user.IndexOf("%40"u8) >= 0 || !SecretText.LooksRandom(user)) return;
            found.Replace(start, user.Length, PrivacyKind.ServiceToken);
            // discord://TOKEN@HOOK, telegram://TOKEN@telegram: where a notification goes, the number of a hook stands for a host.
            var hook = mark + 1;
            while (hook < text.Length && Bytes.IsDigit(text[hook])) hook++;
            if (hook - mark > 12) found.Replace(mark + 1, hook - mark - 1, PrivacyKind.ServiceToken);
            return;
        }
        // What stands before is a variable or a template.
        var password = user[(colon + sign)..];
        if (password.IsEmpty || KeyValueText.IsReference(password)) return;
        var account = user[..colon];
        // http://username:password@host:port/: what a manual has there.
        if (Users.Contains(account) && Passwords.Contains(password)) return;
        found.Replace(start + colon + sign, password.Length, Rule.Kind);
        if (ServiceAccounts.Contains(account) || IsMailbox(account) || IsStandard(account)) return;
        // s3://AKIA…:x@bucket: the id of a key, which is hidden as one elsewhere.
        if (account.Length is >= 16 and <= 40 && account.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8) < 0 && account.ContainsAnyInRange((byte)'0', (byte)'9'))
        {
            found.Replace(start, colon, PrivacyKind.ServiceToken);
            return;
        }
        // ldap://cn=reader:x@…: what of a directory's entry is told stays.
        if (account.IndexOf((byte)'=') is >= 0 and var equals)
        {
            var name = start + equals + 1;
            if (NamedValue.NameLength(text, name) is > 1 and var count) NamedValue.TakeUser(text, name, count, found);
            return;
        }
        // jane%40pam: a realm stays.
        var realm = RealmAt(account);
        if (realm == 0 || !Vocabulary.IsSystemUser(account[..realm])) found.Replace(start, realm > 0 ? realm : colon, PrivacyKind.User);
    }

    private static readonly WordSet Users = WordSet.Of("user username USER USERNAME");

    private static readonly WordSet Passwords = WordSet.Of("password pass PASSWORD PASS");

    /// <summary>Where the sign before a realm stands, which has no dot; 0 for none.</summary>
    private static int RealmAt(ReadOnlySpan<byte> user)
    {
        for (var i = 1; i < user.Length; i++)
            if (Bytes.Separator(user, i, (byte)'@') is > 0 and var sign) return user[(i + sign)..].Contains((byte)'.') ? 0 : i;
        return 0;
    }

    private static bool IsWay(ReadOnlySpan<byte> text, int end)
    {
        var start = end;
        while (start > 0 && (Bytes.IsAsciiLetter(text[start - 1]) || text[start - 1] == '+')) start--;
        return Ways.Contains(text[start..end]);
    }

    private static readonly WordSet Ways = WordSet.Of("ssh sftp scp rsync ftp ftps smb cifs nfs git svn http https dav davs webdav rdp vnc telnet qemu+ssh git+ssh svn+ssh imap imaps smtp smtps ldap ldaps mysql postgres postgresql mongodb amqp mqtt");

    /// <summary>A mail address is found as one: <c>smtp://jane%40firma.de:x@mx.firma.de</c>.</summary>
    private static bool IsMailbox(ReadOnlySpan<byte> user)
    {
        for (var i = 1; i < user.Length; i++)
            if (Bytes.Separator(user, i, (byte)'@') is > 0 and var mark) return Domains.CanReceiveMail(user[(i + mark)..]);
        return false;
    }

    /// <summary>The account that everybody's installation has: <c>administrator%40vsphere.local</c>.</summary>
    private static bool IsStandard(ReadOnlySpan<byte> user)
    {
        for (var i = 1; i < user.Length; i++)
            if (Bytes.Separator(user, i, (byte)'@') is > 0 and var mark) return ServiceAccounts.Contains(user[..i]) && Domains.HasMailboxes(user[(i + mark)..]);
        return false;
    }

    /// <summary>Where the user ends; <c>${DB_USER:-app}:x</c> has a colon of its own.</summary>
    private static int ColonIn(ReadOnlySpan<byte> user)
    {
        var start = user.StartsWith("${"u8) && user.IndexOf((byte)'}') is > 0 and var close ? close : 0;
        return user[start..].IndexOf((byte)':') is >= 0 and var colon ? start + colon : -1;
    }

    /// <summary>Whether a slash may belong to a password: an @ follows before anything that ends an address, and a colon stood before.</summary>
    private static bool HasMarkAhead(ReadOnlySpan<byte> text, int at, int limit)
    {
        var start = text[..at].LastIndexOf("://"u8) + 3;
        if (text[start..at].IndexOf((byte)':') < 0 || text[at] == '?') return false;
        var colon = start + text[start..at].IndexOf((byte)':');
        // host:port/… is no password.
        var i = colon + 1;
        while (i < at && Bytes.IsDigit(text[i])) i++;
        if (i == at) return false;
        for (var j = at; j < limit && !Bytes.IsBlank(text[j]) && text[j] is not ((byte)'"' or (byte)'\'' or (byte)'<' or (byte)','); j++)
            if (text[j] == '@') return true;
        return false;
    }
}

/// <summary>Accounts that every installation has: their names tell nothing.</summary>
internal static class ServiceAccounts
{
    private static readonly WordSet Names = new(
    [
        "root", "admin", "administrator", "user", "guest", "anonymous", "postgres", "mysql", "redis", "default", "oauth2", "git", "x-access-token", "x-token-auth", "token", "api", "backup", "www-data", "nobody", "daemon",
        "system", "test", "ubuntu", "debian", "apikey", "__token__", "gitlab-ci-token", "oauth2accesstoken", "_json_key",
    ]);

    public static bool Contains(ReadOnlySpan<byte> name) => name.IsEmpty || Names.Contains(name);
}
