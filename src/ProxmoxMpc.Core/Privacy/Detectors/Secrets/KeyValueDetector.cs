using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Values known by the name of their setting: <c>password = x</c>, <c>"password": "x"</c>, <c>--password x</c>, <c>DB_PASSWORD=x</c>,
/// <c>&lt;password&gt;x&lt;/password&gt;</c>, <c>password x</c> in configurations that know no sign. The syntax around the value stays.
/// </summary>
internal sealed class KeyValueDetector : Detector
{
    // Bytes of a name before and behind the word in it.
    private const int LongestPart = 64;

    private const string Words =
        "pass pw kennwort secret token psk community credential key auth sid jwt bearer motdepasse senha " +
        "wachtwoord senord adgangskode salasana heslo contrasena parola chiave sleutel klucz clave ssel code pin session_ session- sessid sessionid " +
        "account_id accountid";

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("password", PrivacyKind.Password, "Passwords and keys behind the name of a setting");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Words.Split(' ').Select(word => new Anchor(word, IgnoreCase: true)),
        new("vault_", WordStart: true), new("otp", IgnoreCase: true, WordStart: true), new("hmac", IgnoreCase: true, WordStart: true),
        new("totpseed", IgnoreCase: true), new("totp_seed", IgnoreCase: true), new("totp-seed", IgnoreCase: true),
        new("erlang_cookie", IgnoreCase: true), new("DBROOT=", WordStart: true), new("cookie_hash"), new("loginpas="), new("kid", WordStart: true), new("prtghash", IgnoreCase: true), new("prtg_hash", IgnoreCase: true), new("v3Key="), new("_tok"), new("csec", WordStart: true), new("_BASIC="), new("_SALT'"), new("InviteSalt", WordStart: true), new("PublicLinkSalt", WordStart: true), new("TicketSalt", WordStart: true),  new("fernet", IgnoreCase: true, WordStart: true),
        .. new[] { " ", "=", ":", "\"", "'" }.Select(sign => new Anchor("Tok" + sign)), new("mdp\""), new("mdp\\\""), new("mdp="),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var name = NameAt(text, at, length);
        if (IsGluedOption(text, name) || SystemdCredentialDetector.IsAssigned(text[name.Start..name.End])) return;
        if (RouteCommunityText.IsBehind(text, name)) return;
        // Community name: x
        if (name.Length == "community".Length && Bytes.StartsWithIgnoreCase(text, name.Start, "community"u8)
            && Bytes.StartsWithIgnoreCase(text, name.End, " name:"u8)) name = name with { End = name.End + " name".Length };
        var meaning = KeyNames.MeaningOf(text[name.Start..name.End]);
        if (meaning == KeyMeaning.Nothing)
        {
            if (KeyFormText.PanelCode(text, name) is { } panel) Take(panel, KeyMeaning.Password, found);
        }
        else if (meaning == KeyMeaning.PerhapsToken && KeyFormText.IsWirelessKey(text, name))
        {
            if ((KeyFormText.WirelessPhrase(text, name.End) ?? KeyFormText.WirelessBelow(text, name.End)) is { } phrase) Take(phrase, KeyMeaning.Password, found);
            else Named(text, name, KeyMeaning.Password, found);
        }
        else Named(text, name, meaning, found);
    }

    /// <summary>The name of the setting that an anchor stands in. A word of a sentence does not begin with a sign.</summary>
    private static Extent NameAt(ReadOnlySpan<byte> text, int at, int length)
    {
        // What follows an anchor's word is none of it.
        while (!IsOfName(text[at + length - 1])) length--;
        var start = at;
        while (start > 0 && IsOfName(text[start - 1]) && at - start < LongestPart && !IsEscaped(text, start)) start--;
        while (start < at && !Bytes.IsAsciiLetterOrDigit(text[start])) start++;
        var end = at + length;
        while (end < text.Length && IsOfName(text[end]) && end - at < LongestPart && !EndsName(text, end)) end++;
        while (end > at + length && text[end - 1] is (byte)'.' or (byte)'-') end--;
        return new Extent(start, end);
    }

    private static bool IsOfName(byte b) => Bytes.IsAsciiLetterOrDigit(b) || b is (byte)'_' or (byte)'-' or (byte)'.';

    /// <summary>Whether an escape ends there; <c>=DB_PASSWORD</c> looks like one of mail.</summary>
    private static bool IsEscaped(ReadOnlySpan<byte> text, int at) => Bytes.EscapeBefore(text, at) > 0 && !(text[at] == '_' && Bytes.At(text, at - 3) == '=');

    // password.\n in a sentence, and what an escape begins.
    private static bool EndsName(ReadOnlySpan<byte> text, int at) => text[at] == '.' && !Bytes.IsAsciiLetterOrDigit(Bytes.At(text, at + 1));

    /// <summary><c>mysql -pX-pw9</c>: the password is in the option itself.</summary>
    private static bool IsGluedOption(ReadOnlySpan<byte> text, Extent name) =>
        Bytes.At(text, name.Start - 1) == '-' && text[name.Start] == 'p' && (name.Start < 2 || Bytes.IsBlank(text[name.Start - 2]))
        && text[name.Start..name.End].ContainsAny("-_"u8);

    /// <summary>Behind the name of a secret: forms of their own first, then what is joined to it.</summary>
    private static void Named(ReadOnlySpan<byte> text, Extent name, KeyMeaning meaning, Findings found)
    {
        if (NoValueText.IsBehind(text, name)) return;
        if (TupleText.ValueOf(text, name) is { } ofSeveral)
        {
            if (!ofSeveral.IsEmpty) TakePlausible(text, ofSeveral, meaning, found);
        }
        else if (ReferenceText.DefaultOf(text, name) is { } fallback)
        {
            // ${A:-${B:-}}: another variable's.
            if (!ReferenceText.IsReference(text[fallback.Start..fallback.End])) TakePlausible(text, fallback, meaning, found);
        }
        else if (KeyFormText.Compared(text, name.End) is { } expected) Take(expected, meaning, found);
        else if (meaning == KeyMeaning.PerhapsToken && (KeyFormText.OfQuery(text, name) ?? KeyFormText.Counted(text, name)) is { } hex) Take(hex, meaning, found);
        else if (KeyFormText.IsPin(text, name))
        {
            if (KeyFormText.Pin(text, name) is { } pin) Take(pin, KeyMeaning.Password, found);
        }
        else if (IsPrompt(text, name) || IsUserOfUrl(text, name) || ReferenceText.IsRequired(text, name) || ReferenceText.IsAskedFor(text, name)) return;
        else if (HeredocText.Lines(text, name) is { } lines) Lines(text, lines, meaning, found);
        else if (KeyFormText.Defined(text, name) is { } constant) TakeConstant(text, constant, meaning, found);
        else if (KeyElementText.IsLogin(text, name)) KeyElementText.Login(text, name.End + 2, found);
        else if ((KeyElementText.Content(text, name) ?? KeyElementText.OfAttribute(text, name) ?? KeyElementText.BesideName(text, name)) is { } element) TakePlausible(text, element, meaning, found);
        else if (IsReplacedElement(text, name)) return;
        else if (KeySentenceText.Below(text, name.Start, name.End, meaning) is { } below) Take(below, meaning, found);
        else if (KeyValueText.JointAt(text, name.End) is { } joint && (joint.IsSpaced || Bytes.At(text, name.Start - 1) != '('))
        {
            if (joint.IsAssignment) Assigned(text, name, joint, meaning, found);
            else Following(text, name, joint, meaning, found);
        }
    }

    /// <summary><c>&lt;http_pass perm="">REDACTED-0123…</c>: an element with attributes that was read before.</summary>
    private static bool IsReplacedElement(ReadOnlySpan<byte> text, Extent name) =>
        Bytes.At(text, name.Start - 1) == '<' && Bytes.At(text, name.End) == ' ' && text[name.End..Bytes.LineEnd(text, name.End)].IndexOf((byte)'>') is > 0 and var close
        && Bytes.StartsWithAt(text, name.End + close + 1, "REDACTED-"u8);

    /// <summary>The lines of a text of HCL or a shell that is the value.</summary>
    private static void Lines(ReadOnlySpan<byte> text, Extent lines, KeyMeaning meaning, Findings found)
    {
        if (meaning == KeyMeaning.PerhapsToken) return;
        for (var end = lines.Start; Bytes.NextLine(text, ref end, out var start) && start < lines.End;)
        {
            var first = Bytes.SkipBlanks(text, start);
            // Keys that say what they are are read by those who know them.
            if (Bytes.StartsWithAt(text, first, "-----"u8)) return;
            if (first < end && !KeyValueText.IsReference(text[first..end])) Take(new Extent(first, end), meaning, found);
        }
    }

    /// <summary><c>define('AUTH_KEY', 'x')</c>: in quotes any sign is a part of it.</summary>
    private static void TakeConstant(ReadOnlySpan<byte> text, Extent value, KeyMeaning meaning, Findings found)
    {
        const int ShortestKey = 16;
        if (value.Length >= (meaning == KeyMeaning.PerhapsToken ? ShortestKey : 1) && !KeyValueText.IsReference(text[value.Start..value.End])) Take(value, meaning, found);
    }

    /// <summary>What a program asks, in quotes: <c>expect "password:"</c>.</summary>
    private static bool IsPrompt(ReadOnlySpan<byte> text, Extent name)
    {
        if (Bytes.At(text, name.Start - 1) is not ((byte)'"' or (byte)'\'' or (byte)'*') || Bytes.At(text, name.End) != ':') return false;
        var after = Bytes.At(text, name.End + 1) is (byte)' ' or (byte)'*' ? name.End + 2 : name.End + 1;
        return Bytes.At(text, after) is var close && (close == '"' || close == '\'') && (text[name.Start - 1] == '*' || close == text[name.Start - 1]);
    }

    /// <summary><c>https://deploy-token:x@host</c>: who goes to an address, and the address goes on behind it.</summary>
    private static bool IsUserOfUrl(ReadOnlySpan<byte> text, Extent name) =>
        Bytes.At(text, name.End) == ':' && text[..name.Start].TrimEnd((byte)'_') is [.., (byte)':', (byte)'/', (byte)'/'];

    /// <summary>Behind a sign: <c>password = x</c>.</summary>
    private static void Assigned(ReadOnlySpan<byte> text, Extent name, KeyValueText.Joint joint, KeyMeaning meaning, Findings found)
    {
        if (NamedValue.IsEmptySetting(text, name.End)) return;
        if (BlockScalarText.IsSign(text, joint.ValueAt)) Block(text, name.Start, joint.ValueAt, meaning, found);
        else if (!joint.IsSpaced && (KeyFormText.Grepped(text, name) ?? KeyFormText.OfForm(text, name, joint.ValueAt)) is { } whole)
            Take(whole, KeyMeaning.Password, found);
        else if (meaning == KeyMeaning.PerhapsToken && KeyFormText.BasicLogin(text, name, joint) is { } login) Take(login, KeyMeaning.Password, found);
        else if (AdjoiningValue.Of(text, name, joint, meaning) is { } value) TakeUnlessUser(text, name, value, meaning, found);
        else if (meaning != KeyMeaning.PerhapsToken && SecretText.QuoteAt(text, joint.ValueAt).IsEmpty && CodeText.Fallback(text, joint.ValueAt) is { } other)
            TakePlausible(text, other, meaning, found);
    }

    /// <summary>Behind a blank, where a sentence may go on: <c>password x</c>.</summary>
    private static void Following(ReadOnlySpan<byte> text, Extent name, KeyValueText.Joint joint, KeyMeaning meaning, Findings found)
    {
        // kubectl get secret NAME: an object's name. Get-LapsADPassword NAME: whose it is.
        if (IsObjectOfKubernetes(text, name) || IsCmdlet(text[name.Start..name.End]) || AssertedSecretDetector.IsTest(text, name.Start)) return;
        if (PowerShellText.IsSplat(text[name.Start..name.End], text[joint.ValueAt..Bytes.LineEnd(text, joint.ValueAt)])) return;
        // apt install sshpass x: what sshpass itself is given is told by an option.
        if (text[name.Start..name.End].SequenceEqual("sshpass"u8)) return;
        // PASS "the disk is there": what a test says.
        if (Bytes.At(text, joint.ValueAt) == '"' && (text[name.Start..name.End].SequenceEqual("PASS"u8) || meaning != KeyMeaning.Password && IsBlockOfTerraform(text, joint.ValueAt))) return;
        if (meaning == KeyMeaning.Password && KeyFormText.InBrackets(text, joint.ValueAt) is { } old)
        {
            Take(old, meaning, found);
            if (KeySentenceText.Marked(text, old.End) is { } current) Take(current, meaning, found);
        }
        else if (meaning != KeyMeaning.PerhapsToken && KeySentenceText.Labelled(text, joint.ValueAt) is { } labelled) Take(labelled, meaning, found);
        else if (meaning != KeyMeaning.PerhapsToken && KeyFormText.OfRouter(text, name, joint.ValueAt) is { } setting) Take(setting, meaning, found);
        else if (AdjoiningValue.Of(text, name, joint, meaning) is { } value) TakeUnlessUser(text, name, WithinQuotes(text, name, value), meaning, found);
        else if (meaning == KeyMeaning.Password && KeyFormText.WirelessClause(text, name) is { } told) Take(told, meaning, found);
        else if (meaning == KeyMeaning.PerhapsToken && KeyFormText.OfApi(text, name) is { } key) Take(key, meaning, found);
        else if (meaning == KeyMeaning.Password && !AdjoiningValue.IsOption(text, name.Start) && !IsFile(text, name.Start) && !IsBeforeOption(text, joint.ValueAt) && KeySentenceText.FurtherOn(text, name.End) is { } further)
            Take(further, meaning, found);
    }

    /// <summary><c>- 'password x'</c>: the quote before the name ends the value as well.</summary>
    private static Extent WithinQuotes(ReadOnlySpan<byte> text, Extent name, Extent value)
    {
        var quote = Bytes.At(text, name.Start - 1);
        if (quote is not ((byte)'\'' or (byte)'"') || Bytes.At(text, value.Start - 1) == quote) return value;
        return text[value.Start..value.End].LastIndexOf(quote) is > 0 and var close ? value with { End = value.Start + close } : value;
    }

    private static readonly WordSet Verbs = WordSet.Of("get find show test reset search unlock export import select convertto convertfrom resolve");

    private static bool IsCmdlet(ReadOnlySpan<byte> name) => name.IndexOf((byte)'-') is > 2 and var dash && dash + 1 < name.Length && Bytes.IsUpper(name[dash + 1]) && Bytes.IsUpper(name[0]) && Verbs.Contains(name[..dash]);

    private static bool IsObjectOfKubernetes(ReadOnlySpan<byte> text, Extent name) =>
        (text[..name.Start].EndsWith("get "u8) || text[..name.Start].EndsWith("describe "u8) || text[..name.Start].EndsWith("edit "u8) || text[..name.Start].EndsWith("delete "u8))
        && text[Bytes.LineStart(text, name.Start)..name.Start].IndexOf("kubectl"u8) >= 0;

    /// <summary><c>credentials "app.terraform.io" {</c>: the label of a block, whose settings stand in it.</summary>
    private static bool IsBlockOfTerraform(ReadOnlySpan<byte> text, int at) =>
        SecretText.Quoted(text, at, "\""u8) is { } label && Bytes.At(text, Bytes.SkipBlanks(text, label.End + 1)) == '{';

    /// <summary><c>--tls-psk-identity site-psk-01 -s "web-01"</c>: no sentence goes on so.</summary>
    private static bool IsBeforeOption(ReadOnlySpan<byte> text, int at) => Bytes.At(text, at) == '-' && Bytes.IsAsciiLetter(Bytes.At(text, at + 1));

    /// <summary><c>-y /root/.ldappw</c></summary>
    private static bool IsFile(ReadOnlySpan<byte> text, int start) => Bytes.At(text, start - 1) is (byte)'/' || text[..start].EndsWith("/."u8);

    private static void Take(Extent value, KeyMeaning meaning, Findings found) => found.Replace(value.Start, value.Length, KindOf(meaning));

    private static void TakePlausible(ReadOnlySpan<byte> text, Extent value, KeyMeaning meaning, Findings found)
    {
        if (PlausibleValue.Accepts(text, value, meaning)) Take(value, meaning, found);
    }

    private static void TakeUnlessUser(ReadOnlySpan<byte> text, Extent name, Extent value, KeyMeaning meaning, Findings found)
    {
        // tskey-auth-x?ephemeral=false: how it is used is no part of the key.
        if (UseOf(text[value.Start..value.End]) is > 0 and var use) value = value with { End = value.Start + use };
        // openssl enc -pass pass:x
        if (Bytes.StartsWithAt(text, value.Start, "pass:"u8) && value.Length > 5) value = value with { Start = value.Start + 5 };
        // nas.pw: password=x, as a file's name and its line
        if (Bytes.StartsWithAt(text, value.Start, "password="u8) && value.Length > 9) value = value with { Start = value.Start + 9 };
        // X-Amz-Credential=AKIA…%2F20261112%2Fus-east-1%2Fs3%2Faws4_request: only the key is one.
        if (text[value.Start..value.End].EndsWith("aws4_request"u8) && text[value.Start..value.End].IndexOfAny("%/"u8) is > 0 and var scope) value = value with { End = value.Start + scope };
        var span = text[value.Start..value.End];
        // EncryptionKey : 55:5F:7E:…: what Proxmox calls a key by, in any case of its letters, is its fingerprint.
        if (meaning != KeyMeaning.Password && FingerprintDetector.IsChain(span))
        {
            found.Replace(value.Start, value.Length, PrivacyKind.Fingerprint);
            return;
        }
        if (meaning == KeyMeaning.Token && IsWhoIsAsked(text[name.Start..name.End], span)) return;
        if (meaning == KeyMeaning.Token && IsAccount(text[name.Start..name.End], span)) NamedValue.TakeUser(text, value.Start, value.Length, found);
        else if (meaning == KeyMeaning.Password || !KeyLineText.IsHandle(span)) Take(value, meaning, found);
    }

    /// <summary><c>Get-Credential jane@firma-ad</c>: who is to tell the password, which is asked for later.</summary>
    private static bool IsWhoIsAsked(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!Bytes.StartsWithIgnoreCase(name, name.Length - "credential".Length, "credential"u8)) return false;
        var realm = NamedValue.NameLength(value, 0) + 1;
        return realm > 2 && Bytes.At(value, realm - 1) == '@' && Bytes.IsLetter(Bytes.At(value, realm)) && realm + NamedValue.NameLength(value, realm) == value.Length;
    }

    /// <summary>Where it is told of a key of Tailscale how it is used; -1 where it is not.</summary>
    private static int UseOf(ReadOnlySpan<byte> key) => Math.Max(key.IndexOf("?ephemeral="u8), key.IndexOf("?preauthorized="u8));

    private static PrivacyKind KindOf(KeyMeaning meaning) => meaning == KeyMeaning.Password ? PrivacyKind.Password : PrivacyKind.ServiceToken;

    /// <summary>The access key of MinIO is the user's name: <c>access_key: backup-user</c>.</summary>
    private static bool IsAccount(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.Length is < 9 or > 24 || value.Length > 20 || !Bytes.StartsWithIgnoreCase(name, name.Length - 3, "key"u8)) return false;
        return (Bytes.StartsWithIgnoreCase(name, name.Length - 9, "access"u8) || Bytes.StartsWithIgnoreCase(name, name.Length - 10, "access"u8))
            && value.IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz-_."u8) < 0;
    }

    /// <summary><c>secret: |</c> and the lines below it. Keys and vaults that say what they are are read by those who know them.</summary>
    private static void Block(ReadOnlySpan<byte> text, int start, int sign, KeyMeaning meaning, Findings found)
    {
        var line = Bytes.LineStart(text, start);
        var indent = Bytes.SkipBlanks(text, line) - line;
        for (var end = sign; BlockScalarText.Next(text, ref end, indent) is { } value;)
        {
            var span = text[value.Start..value.End];
            // An expression of Jinja, on one line or on more.
            if (span.StartsWith("-----"u8) || span.StartsWith("$ANSIBLE_VAULT"u8) || span.StartsWith("{{"u8) || span.StartsWith("{%"u8)) return;
            if (!IsOfBlock(span) || meaning == KeyMeaning.PerhapsToken && !(span.Length >= 16 && SecretText.LooksRandom(span))) continue;
            Take(value, meaning, found);
        }
    }

    /// <summary>Whether a line of a block is a secret: no comment, no setting of its own.</summary>
    private static bool IsOfBlock(ReadOnlySpan<byte> line) =>
        line[0] != '#' && line.IndexOf(": "u8) <= 0 && !PlausibleValue.IsProxmoxToken(line) && !KeyValueText.IsReference(line);
}
