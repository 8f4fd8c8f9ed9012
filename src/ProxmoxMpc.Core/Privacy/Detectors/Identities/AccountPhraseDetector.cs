using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Users behind what su, sshd, passwd, useradd, smbd, auditd, git and network devices say of them: <c>new user: name=jane</c>, <c>acct="jane"</c></summary>
internal sealed class AccountPhraseDetector : Detector
{
    private static readonly string[] Ahead =
    [
        "password changed for ", "password for ", "new user: name=", "unix-user:", "initially as user ", "acct=\"", "acct=", "logname=", "(to ", "failed login for ",
        "Postponed publickey for ", "Postponed keyboard-interactive for ", "Partial publickey for ", "Partial password for ",
        "Failed none for ", "Failed publickey for ", "Failed keyboard-interactive/pam for ",
        "Accepted gssapi-with-mic for ", "Accepted keyboard-interactive for ", "Accepted hostbased for ",
        "maximum authentication attempts exceeded for ", "Too many authentication failures for ",
        "Match User ", "sasl_username=", "force user = ", "Linger for ", "enable-linger ", "disable-linger ", "client: username ", "memberUid: ",
        "snmp-server contact ", "snmp-server user ", "usm local-engine user ", "AH01618: user ", "AH01631: user ", "AH01617: user ", "AH01807: user ",
        "mysql-check user ", "pgsql-check user ",
        "### Client ", "### begin ", "### end ", "# BEGIN_PEER ", "# END_PEER ", "Author: ", "Committer: ", "local-user ",
        "Changed by: ", "changed by: ", "Created by: ", "created by: ", "Modified by: ", "modified by: ", "Updated by: ", "updated by: ", "Geändert von: ", "Erstellt von: ", "Bearbeitet von: ",
    ];

    // Behind a user of Huawei's and H3C's devices.
    private static readonly byte[][] LocalSettings = Phrases.Of(" class", " password", " service-type", " privilege", " level", " ftp-directory");

    private static readonly byte[][] PasswordTold = Phrases.Of(" is", " has been", ":", "'", "\"");

    /// <summary>The rule, which detectors of other phrases share.</summary>
    public static PrivacyRule PhraseRule { get; } =
        PrivacyRule.Standard("account-phrase", PrivacyKind.User, "Users in lines of cron, su, useradd, smbd and auditd, in sudoers, sshd_config, smb.conf and crontabs");

    public override PrivacyRule Rule => PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Ahead.Select(phrase => new Anchor(phrase, WordStart: true)), new("LOGIN ON ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var phrase = text.Slice(at, length);
        var start = at + length;
        if (phrase.StartsWith("LOGIN"u8)) TakeTerminal(text, start, found);
        else if (phrase.SequenceEqual("acct="u8) && CodeLength(text, start) is > 0 and var code) found.Replace(start, code, PrivacyKind.User);
        else if (NameBehind(text, start) is { } name && Fits(text, at, phrase, name)) NamedValue.TakeUser(text, name.Start, name.Length, found);
    }

    /// <summary>The name behind a phrase, in quotes or brackets or without; null where it goes on as something else.</summary>
    internal static Extent? NameBehind(ReadOnlySpan<byte> text, int start)
    {
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'' or (byte)'<' or (byte)'[') start++;
        if (Bytes.StartsWithAt(text, start, "invalid user "u8)) start += "invalid user "u8.Length;
        var name = new Extent(start, start + NamedValue.NameLength(text, start));
        return Bytes.At(text, name.End) is (byte)'@' or (byte)'\\' or (byte)'=' ? null : name;
    }

    /// <summary>Whether a line goes on as the phrase wants it.</summary>
    private static bool Fits(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> phrase, Extent name)
    {
        var rest = text[Math.Min(text.Length, name.End)..];
        // (to jane) root on pts/0
        if (phrase[0] == '(') return rest.StartsWith(")"u8) && text[Bytes.LineStart(text, at)..at].IndexOf("su"u8) >= 0;
        // Author: jane <jane@firma.de>, as git has it; a person's name is no account.
        if (phrase.EndsWith("r: "u8)) return rest.StartsWith(" <"u8) && Bytes.IsLower(text[name.Start]);
        if (phrase.StartsWith("local-"u8)) return Phrases.AnyStarts(rest, LocalSettings);
        // Changed by: jane
        if (phrase.EndsWith("by: "u8) || phrase.EndsWith("von: "u8)) return Bytes.At(rest, 0) is 0 or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)';' && Bytes.IsLower(text[Math.Min(name.Start, text.Length - 1)]) && Vocabulary.IsTelling(text[name.Start..name.End]);
        // snmp-server contact Jane Doerr +49 …: likewise.
        if (phrase.EndsWith("contact "u8)) return !(Bytes.IsUpper(text[Math.Min(name.Start, text.Length - 1)]) && rest.StartsWith(" "u8));
        // New password for jane is: x
        return !phrase.SequenceEqual("password for "u8) || Vocabulary.IsTelling(text[name.Start..name.End]) && Phrases.AnyStarts(rest, PasswordTold);
    }

    /// <summary>auditd tells in digits what holds a blank or a quote: <c>acct=6A616E65</c>. The length of the code; 0 for none.</summary>
    private static int CodeLength(ReadOnlySpan<byte> text, int start)
    {
        var digits = text[start..SecretText.HexEnd(text, start)];
        if (digits.Length < 6 || digits.Length % 2 != 0) return 0;
        for (var i = 0; i < digits.Length; i += 2)
            if ((Bytes.HexValue(digits[i]) << 4) + Bytes.HexValue(digits[i + 1]) is < 0x20 or > 0x7e) return 0;
        return digits.Length;
    }

    /// <summary><c>LOGIN ON tty1 BY jane</c></summary>
    private static void TakeTerminal(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (text[at..Bytes.LineEnd(text, at)].IndexOf(" BY "u8) is not (>= 0 and < 16 and var by)) return;
        var start = at + by + 4;
        NamedValue.TakeUser(text, start, NamedValue.NameLength(text, start), found);
    }
}
