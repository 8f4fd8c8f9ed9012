using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users whose name stands behind a key that says so: <c>user = x</c>, <c>"username": "x"</c>, <c>--username x</c>, <c>Account Name: x</c>. Userids and addresses
/// with an @ are found by their form.
/// </summary>
internal sealed class AccountDetector : Detector
{
    private const int LongestKey = 48;

    private static readonly string[] Keys =
    [
        "user", "login", "account", "principal", "identity", "owner", "assignee", "reporter", "maintainer", "approver", "reviewer",
        "benutzer", "bruker", "bruger", "gebruiker", "utilisateur", "usuario", "utente", "identifiant",
    ];

    /// <summary>The rule, which detectors of other forms share.</summary>
    public static PrivacyRule AccountRule { get; } = PrivacyRule.Standard("account", PrivacyKind.User, "Users behind keys such as user, login, username");

    public override PrivacyRule Rule => AccountRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Keys.Select(word => new Anchor(word, IgnoreCase: true)),
        new("\"by\""), new("_by\""), new("\"author\""), new("securityname", IgnoreCase: true, WordStart: true),
        new("sec_name", WordStart: true), new("security_name", WordStart: true), new("authname", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // "by", "created_by", "author": the quotes are not the key's.
        if (text[at] == '"') (at, length) = (at + 1, length - 2);
        else if (text[at + length - 1] == '"') length--;
        var key = KeyAround(text, at, length);
        if (Bytes.StartsWithIgnoreCase(text, key.End, " domain:"u8))
        {
            // Windows: Account Domain:
            var (domain, count) = NamedValue.After(text, key.End + " domain"u8.Length);
            AccountValue.TakeDomain(text, domain, count, found);
            return;
        }
        if (length == "account"u8.Length && Bytes.StartsWithIgnoreCase(text, key.End, " name:"u8)) key = key with { End = key.End + " name"u8.Length };
        // occ user:setting: a command of Nextcloud.
        if (Bytes.At(text, key.End) == ':' && text[..key.Start].EndsWith("occ "u8)) return;
        if (IsServiceOfPam(text, key) || IsNeighbour(text, key) || IsSpokenOf(text, key)) return;
        if (IsProgramOfDovecot(text, key, length) || !AccountKeys.IsAccount(text[key.Start..key.End]) || text[..key.Start].EndsWith("Last "u8)) return;
        if (Bytes.At(text, key.Start - 1) == '<' && Bytes.At(text, key.End) == '>') TakeElement(text, key.End + 1, found);
        else TakeValue(text, key, found);
    }

    /// <summary>The whole key that a word is a part of: <c>ansible_user</c>, <c>userPrincipalName</c>.</summary>
    private static Extent KeyAround(ReadOnlySpan<byte> text, int at, int length)
    {
        var start = at;
        while (start > 0 && IsOfName(text[start - 1]) && at - start < LongestKey && Bytes.EscapeBefore(text, start) == 0) start--;
        while (start < at && !Bytes.IsAsciiLetterOrDigit(text[start])) start++;
        var end = at + length;
        while (end < text.Length && IsOfName(text[end]) && end - at < LongestKey) end++;
        return new Extent(start, end);
    }

    private static bool IsOfName(byte b) => Bytes.IsAsciiLetterOrDigit(b) || b is (byte)'_' or (byte)'-' or (byte)'.';

    /// <summary><c>imap-login: Disconnected</c></summary>
    private static bool IsProgramOfDovecot(ReadOnlySpan<byte> text, Extent key, int length) =>
        Bytes.At(text, key.End) == ':' && length == "login"u8.Length && key.Length > 9 && text[key.Start..key.End].EndsWith("-login"u8);

    /// <summary><c>pam_unix(systemd-user:session)</c>: a service and what it asks for.</summary>
    private static bool IsServiceOfPam(ReadOnlySpan<byte> text, Extent key) =>
        Bytes.At(text, key.Start - 1) == '(' && Bytes.At(text, key.End) == ':' && Phrases.AnyStarts(text[(key.End + 1)..], AskedOfPam);

    /// <summary>by user 'testuser': not found – an account in quotes that is called so, and no key; <c>badlogin: </c> of Cyrus, behind which the machine stands.</summary>
    private static bool IsSpokenOf(ReadOnlySpan<byte> text, Extent key) =>
        SecretText.QuoteAt(text, key.End).Length > 0 && Bytes.At(text, key.Start - 1) is (byte)'\'' or (byte)'"' or (byte)'`' && Bytes.At(text, key.Start - 2) == ' ' && Bytes.IsAsciiLetter(Bytes.At(text, key.Start - 3)) && Phrases.AnyEnds(text[..(key.Start - 1)], Speakers)
        || text[key.Start..key.End].SequenceEqual("badlogin"u8);

    private static readonly byte[][] Speakers = Phrases.Of("user ", "User ", "username ", "account ", "login ", "for ", "by ");

    private static readonly byte[][] AskedOfPam = Phrases.Of("session)", "auth)", "account)", "password)", "chauthtok)", "setcred)");

    /// <summary><c>identity="x" platform="MikroTik"</c>: how RouterOS calls a neighbour.</summary>
    private static bool IsNeighbour(ReadOnlySpan<byte> text, Extent key) =>
        text[key.Start..key.End].SequenceEqual("identity"u8) && Bytes.At(text, key.End) == '=' && DeviceLabelDetector.IsNeighbour(text, key.End + (Bytes.At(text, key.End + 1) == '"' ? 2 : 1));

    /// <summary><c>&lt;UserName>jane&lt;/UserName></c></summary>
    private static void TakeElement(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var close = text[at..Math.Min(text.Length, at + 99)].IndexOf((byte)'<');
        if (close > 0) AccountValue.Take(text, new Extent(at, at + close), found);
    }

    private static void TakeValue(ReadOnlySpan<byte> text, Extent key, Findings found)
    {
        // User Id=x of a connection string, and no number of an element: <Principal id="Author">
        if (Bytes.At(text, key.Start - 1) != '<' && Bytes.StartsWithIgnoreCase(text, key.End, " id="u8)) key = key with { End = key.End + 3 };
        if (Bytes.StartsWithAt(text, key.End, " -"u8) && TakeCompared(text, key.End + 1, found)) return;
        // the per-user settings
        if (ApplicationAccountText.IsSet(text, key) || text[key.Start..key.End].StartsWith("per-"u8)) return;
        if (KeyValueText.JointAt(text, key.End) is not { } joint || joint.IsBlank && !BlankJoins(text, key, joint.ValueAt)) return;
        if (joint.IsAssignment && PowerShellText.IsSetToCode(text, key.Start, joint.ValueAt)) return;
        if (Bytes.At(text, joint.ValueAt) == '{' && Bytes.At(text, key.Start - 1) == '"') TakeMembers(text, joint.ValueAt + 1, found);
        else if (joint.IsAssignment && Mailbox(text, joint.ValueAt) is { } mailbox) AccountValue.Take(text, mailbox, found, learns: true);
        else if (KeyValueText.ValueOf(text, key.Start, joint, startsLine: false) is { } value && IsSomebody(text, key, joint, value)) TakeNamed(text, key, joint, value, found);
    }

    private static void TakeNamed(ReadOnlySpan<byte> text, Extent key, KeyValueText.Joint joint, Extent value, Findings found)
    {
        var name = text[key.Start..key.End];
        var learns = joint.IsBlank || value.Length >= 6 && !name.Contains((byte)'_') || AccountKeys.IsPersonal(name) && Vocabulary.IsTelling(text[value.Start..value.End]);
        var sure = name.StartsWith("ciuser"u8) || joint.IsAssignment && name.StartsWith("ansible_"u8);
        // RunAs User: FIRMA\t.kuipers: no tab, and whose the account is the form tells.
        if (Bytes.At(text, value.End) == '\\' && Bytes.At(text, value.End + 2) is (byte)'.' or (byte)'-' or (byte)'_') return;
        // net use /user:FIRMA\jane
        if (Bytes.At(text, key.Start - 1) == '/' && Bytes.At(text, value.End) == '\\') value = value with { End = value.End + 1 + NamedValue.NameLength(text, value.End + 1) };
        AccountValue.Take(text, value, found, learns, sure);
    }

    /// <summary>Whether a value is somebody, even where it is an everyday word: in quotes behind a key of people, or with a password behind it.</summary>
    private static bool IsSomebody(ReadOnlySpan<byte> text, Extent key, KeyValueText.Joint joint, Extent value)
    {
        // users:read, user:email: what a token may do; userIdentity:arn: a field.
        if (!joint.IsSpaced && Bytes.At(text, key.End) == ':' && value.Start == key.End + 1 && Scopes.Contains(text[value.Start..value.End])) return false;
        if (!joint.IsSpaced || !CommonWords.Contains(text[value.Start..value.End])) return true;
        if (AccountKeys.IsPersonal(text[key.Start..key.End]) && Bytes.At(text, value.Start - 1) is (byte)'"' or (byte)'\'') return true;
        return Phrases.AnyStarts(text[value.End..], PasswordBehind);
    }

    private static readonly WordSet Scopes = WordSet.Of("read write email profile follow delete create update list view manage admin arn id ids name names type accessKeyId principalId accountId userName sessionContext email_address");

    // user extern, password x
    private static readonly byte[][] PasswordBehind = Phrases.Of(
        " password ", " pass ", " pw ", ", password", ", passwort", ", Passwort", ", Kennwort", ", pass ", ", pass:", ", pw ", ", pw:", " / ");

    /// <summary>Whether a blank alone joins a key to a user: an option's, or one that what stands around tells.</summary>
    private static bool BlankJoins(ReadOnlySpan<byte> text, Extent key, int value)
    {
        // ("LOGIN", "x") only: of an object with two plain texts the first is no key.
        if (SecretText.QuoteAt(text, key.End).Length > 0 && Bytes.At(text, key.Start - 2) != '(') return false;
        if (IsOption(text, key)) return !IsSwitch(text, key) && !PowerShellText.IsSpokenOf(text, value);
        // FROM users WHERE
        if (Bytes.IsUpper(Bytes.At(text, value + 1)) && Clauses.Contains(text.Slice(value, NamedValue.NameLength(text, value)))) return false;
        // User changed password: what somebody has done.
        if (Done.Contains(text.Slice(value, NamedValue.NameLength(text, value)))) return false;
        // sAMAccountName objectSid: attributes, one after another.
        return UserPhraseText.SaysUser(text, key, value) && !(HasHump(text[key.Start..key.End]) && HasHump(text.Slice(value, NamedValue.NameLength(text, value))));
    }

    private static readonly WordSet Done = WordSet.Of("changed changes reset resets forgot forgets updated updates entered enters provided provides typed needs has had got gets rotated removed added");

    private static readonly WordSet Clauses = WordSet.Of("where set values join order group limit on as inner left right union for add drop column modify select from using having");

    /// <summary><c>--username x</c>, <c>/user:x</c></summary>
    private static bool IsOption(ReadOnlySpan<byte> text, Extent key)
    {
        var sign = Bytes.At(text, key.Start - 1);
        if (sign != '-' && !(sign == '/' && Bytes.At(text, key.End) == ':')) return false;
        return key.Start < 2 || Bytes.IsBlank(text[key.Start - 2]) || text[key.Start - 2] == '-';
    }

    /// <summary>Of programs that install or run something for whoever asks: <c>pip install --user x</c>, <c>systemctl --user x</c></summary>
    private static bool IsSwitch(ReadOnlySpan<byte> text, Extent key) =>
        key.Length == 4 && Phrases.AnyIn(text[Bytes.LineStart(text, key.Start)..key.Start], ForWhoeverAsks);

    private static readonly byte[][] ForWhoeverAsks = Phrases.Of("pip install", "pip3 install", "systemctl ", "journalctl ", "flatpak ", "systemd-run ");

    /// <summary>Written in humps, as names of attributes are: <c>objectSid</c>.</summary>
    private static bool HasHump(ReadOnlySpan<byte> name) => name.Length > 2 && Bytes.IsLower(name[0]) && name.IndexOfAnyInRange((byte)'A', (byte)'Z') > 0;

    /// <summary><c>user=&lt;jane>, method=PLAIN</c>: Dovecot's, and no place to fill in.</summary>
    private static Extent? Mailbox(ReadOnlySpan<byte> text, int at) =>
        Bytes.At(text, at) == '<' && text[at..Math.Min(text.Length, at + 80)].IndexOf(">, "u8) is > 1 and var close ? new Extent(at + 1, at + close) : null;

    /// <summary><c>$_.SamAccountName -in @('jane', 'bob')</c>, <c>$user -eq 'jane'</c>: whether it compares, whatever with.</summary>
    private static bool TakeCompared(ReadOnlySpan<byte> text, int at, Findings found)
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
    private static void TakeMembers(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var reach = text[at..Math.Min(text.Length, at + 400)];
        if (reach.IndexOf((byte)'}') is >= 0 and var close) reach = reach[..close];
        foreach (var key in Members)
        {
            if (reach.IndexOf(key) is not (>= 0 and var member)) continue;
            var (start, length) = NamedValue.After(text, at + member + key.Length - 1);
            if (length <= 2 || NamedValue.NameLength(text, start) != length || !Bytes.IsLower(text[start])) continue;
            AccountValue.Take(text, new Extent(start, start + length), found, learns: Vocabulary.IsTelling(text.Slice(start, length)));
        }
    }

    private static readonly byte[][] Members = Phrases.Of("\"name\"", "\"username\"", "\"login\"");
}
