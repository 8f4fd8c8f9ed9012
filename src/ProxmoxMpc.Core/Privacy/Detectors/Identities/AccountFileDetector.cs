using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users where files and languages of other systems name them: <c>jane:{PLAIN}x</c> of Dovecot, <c>[jane]</c> of NUT, <c>User jane</c> of mbsync, <c>d-i passwd/username string jane</c>,
/// <c>user --name=jane</c> of Kickstart, <c>smtp_user_name'] = "jane"</c>, <c>login user jane</c> of Junos, <c>CREATE ROLE jane</c> and <c>GRANT … TO 'jane'@'%'</c> of SQL.
/// </summary>
internal sealed class AccountFileDetector : Detector
{
    private const int Reach = 4;

    private static readonly string[] Ahead = ["passwd/username string ", "login user ", "system aaa user ", "snmp user ", "mgt-config users ", "local-user-database user ", "chap hostname ", "pap local-name ", "chap local-name ", "CREATE ROLE ", "ALTER ROLE ", "DROP ROLE ", "CREATE USER ", "ALTER USER ", "DROP USER ", "CREATE LOGIN ", "ALTER LOGIN ", "OWNER TO ", "user_name'] = \"", "user_name'] = '", "username'] = \"", "username'] = '"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("account-file", PrivacyKind.User, "Users in files of Dovecot, NUT, mbsync, installers and in SQL");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Ahead.Select(words => new Anchor(words, WordStart: true)), .. new[] { "PLAI", "SSHA", "SHA5", "BLF-", "CRYP", "ARGO", "CRAM", "PBKD", "SCRA" }.Select(scheme => new Anchor(":{" + scheme)),
        .. new[] { "master", "slave", "primary", "secondary" }.Select(role => new Anchor("upsmon " + role, WordStart: true)), new("instcmds", WordStart: true), new("\nPass "), new("\nPassCmd "), new("--name=", WordStart: false), new(" TO '"), new(" VALUES ('", IgnoreCase: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[at] == ':') start = Before(text, at);
        else if (text[at] is (byte)'u' or (byte)'i' && text[start - 1] is not ((byte)'"' or (byte)'\'')) start = Section(text, at);
        else if (text[at] == '\n') start = Above(text, at);
        else if (text[at] == '-' && !text[Bytes.LineStart(text, at)..at].StartsWith("user "u8)) return;
        // INSERT … VALUES ('jane', MD5('x'))
        else if (text[start - 2] == '(' && !IsHashed(text, start)) return;
        if (start < 0) return;
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'[') start++;
        var count = NamedValue.NameLength(text, start);
        // A role that a query is given, a table's owner, a keyword.
        if (count > 0 && Bytes.At(text, start + count) is not ((byte)'(' or (byte)'\\' or (byte)'.') && Vocabulary.IsTelling(text.Slice(start, count)) && !Keywords.Contains(text.Slice(start, count))) NamedValue.TakeUser(text, start, count, found);
    }

    private static readonly WordSet Keywords = WordSet.Of("IF MAPPING statement command failed with privilege role user CURRENT_USER SESSION_USER PUBLIC upsmon upsd monuser");

    private static int Before(ReadOnlySpan<byte> text, int at)
    {
        var start = NamedValue.NameStart(text, at);
        return start > 0 && text[start - 1] != '\n' && !Bytes.IsBlank(text[start - 1]) ? -1 : start;
    }

    /// <summary>The section's head among the lines above.</summary>
    private static int Section(ReadOnlySpan<byte> text, int at)
    {
        if (!NamedValue.IsFirstOnLine(text, at)) return -1;
        var line = Bytes.LineStart(text, at);
        for (var lines = 0; line > 0 && lines < Reach; lines++)
        {
            line = Bytes.LineStart(text, line - 1);
            if (Bytes.At(text, line) == '[') return line + 1;
        }
        return -1;
    }

    /// <summary>The line of the user above that of the password.</summary>
    private static int Above(ReadOnlySpan<byte> text, int at)
    {
        var line = at;
        for (var lines = 0; lines < Reach; lines++)
        {
            line = Bytes.LineStart(text, line);
            if (Bytes.StartsWithAt(text, line, "User "u8)) return line + 5;
            if (line == 0) return -1;
            line--;
        }
        return -1;
    }

    private static bool IsHashed(ReadOnlySpan<byte> text, int start)
    {
        var rest = text[start..Bytes.LineEnd(text, start)];
        return rest.IndexOf("MD5("u8) > 0 || rest.IndexOf("SHA"u8) > 0 || rest.IndexOf("PASSWORD("u8) > 0 || rest.IndexOf("crypt("u8) > 0 || rest.IndexOf("ENCRYPT("u8) > 0;
    }
}
