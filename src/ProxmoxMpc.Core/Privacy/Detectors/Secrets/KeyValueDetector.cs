using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Values known by the name of their setting: <c>password = x</c>, <c>"password": "x"</c>, <c>--password x</c>, <c>DB_PASSWORD=x</c>,
/// <c>&lt;password&gt;x&lt;/password&gt;</c>, <c>password x</c> in configurations that know no sign. The syntax around the value stays.
/// </summary>
internal sealed class KeyValueDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("password", PrivacyKind.Password, "Passwords and keys behind the name of a setting");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. new[] { "passw", "pass", "pwd", "pw", "kennwort", "secret", "token", "psk", "keyring", "authkey", "authtok", "community", "credential", "apikey", "key", "auth", "sid", "jwt", "bearer", "motdepasse", "senha", "wachtwoord", "senord", "adgangskode", "salasana", "heslo", "contrasena", "parola", "chiave", "sleutel", "klucz", "clave", "ssel", "code", "pin", "session_", "session-", "sessid", "sessionid", "account_id", "accountid" }
            .Select(word => new Anchor(word, IgnoreCase: true)),
        new("vault_", WordStart: true), new("otp", IgnoreCase: true, WordStart: true), new("hmac", IgnoreCase: true, WordStart: true), new("kid", WordStart: true), new("_tok"), .. new[] { " ", "=", ":", "\"", "'" }.Select(sign => new Anchor("Tok" + sign)),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at;
        while (start > 0 && IsOfName(text[start - 1]) && at - start < 64 && (Bytes.EscapeBefore(text, start) == 0 || text[start] == '_' && text[start - 3] == '=')) start--;
        // A word of a sentence does not begin with a sign.
        while (start < at && !Bytes.IsAsciiLetterOrDigit(text[start])) start++;
        var end = at + length;
        while (end < text.Length && IsOfName(text[end]) && end - at < 64 && !EndsName(text, end)) end++;
        while (end > at + length && text[end - 1] is (byte)'.' or (byte)'-') end--;
        // mysql -pX-pw9: the password is in the option itself.
        if (Bytes.At(text, start - 1) == '-' && Bytes.At(text, start - 2) != '-' && (start < 2 || Bytes.IsBlank(text[start - 2])) && text[start] == 'p' && text[start..end].ContainsAny("-_"u8)) return;
        var meaning = KeyNames.MeaningOf(text[start..end]);
        // The key of a wireless network is its password.
        if (meaning == KeyMeaning.PerhapsToken && (end - start == 3 || Bytes.ToLower(text[start]) is (byte)'c' or (byte)'s' && end - start <= 7) && text[Math.Max(Bytes.LineStart(text, start), start - 60)..start] is var wireless && (wireless.IndexOf("ifi"u8) >= 0 || wireless.IndexOf("iFi"u8) >= 0 || wireless.IndexOf("i-Fi"u8) >= 0 || wireless.IndexOf("LAN"u8) >= 0 || wireless.IndexOf("SSID"u8) >= 0 || wireless.IndexOf("ssid"u8) >= 0))
        {
            meaning = KeyMeaning.Password;
            // ssid Guests, key: three plain words
            if (Bytes.StartsWithAt(text, end, ": "u8) && text[(end + 2)..Bytes.LineEnd(text, end)] is { Length: >= 8 and <= 63 } phrase && phrase.IndexOfAny("\"'`,;.({"u8) < 0 && phrase.Contains((byte)' '))
            {
                found.Replace(end + 2, phrase.TrimEnd((byte)' ').Length, PrivacyKind.Password);
                return;
            }
        }
        // An alarm's panel in YAML: code: "240383"
        if (meaning == KeyMeaning.Nothing && end - start == 4 && Bytes.StartsWithAt(text, start, "code: \""u8) && Detectors.NamedValue.IsFirstOnLine(text, start) && SecretText.Quoted(text, start + 6, "\""u8) is { Length: >= 4 and <= 8 } panel && text[panel.Start..panel.End].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            found.Replace(panel.Start, panel.Length, PrivacyKind.Password);
            return;
        }
        if (meaning == KeyMeaning.Nothing) return;
        // if ($http_x_gitlab_token != "x")
        if (Bytes.At(text, end) == ' ' && Bytes.At(text, end + 1) is (byte)'!' or (byte)'=' && Bytes.At(text, end + 2) == '=' && text[(end + 1)..Math.Min(text.Length, end + 5)].IndexOf((byte)'"') is > 1 and < 4 and var compared && SecretText.Quoted(text, end + 1 + compared, "\""u8) is { Length: >= 16 } expected && SecretText.LooksRandom(text[expected.Start..expected.End]))
        {
            found.Replace(expected.Start, expected.Length, KindOf(meaning));
            return;
        }
        // https://x/healthz?key=0123456789abcdef01234567
        if (meaning == KeyMeaning.PerhapsToken && Bytes.At(text, start - 1) is (byte)'?' or (byte)'&' && Bytes.At(text, end) == '=' && SecretText.HexEnd(text, end + 1) - end - 1 is >= 20 and not 40 and var hex && text.Slice(end + 1, hex).IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 && !Bytes.IsLetterOrDigit(Bytes.At(text, end + 1 + hex)))
        {
            found.Replace(end + 1, hex, PrivacyKind.ServiceToken);
            return;
        }
        if (end - start == 3 && Bytes.ToLower(text[start + 1]) == 'i' && Bytes.ToLower(text[start]) == 'p')
        {
            Pin(text, start, end, found);
            return;
        }
        // https://deploy-token:x@host: who goes to an address, and the address goes on behind it.
        if (IsPrompt(text, start, end) || Bytes.At(text, end) == ':' && text[..start].TrimEnd((byte)'_') is [.., (byte)':', (byte)'/', (byte)'/']) return;
        if (Bytes.StartsWithAt(text, end, ">\n"u8) && text[start..end].EndsWith("user-pass"u8) && Bytes.At(text, start - 1) == '<')
        {
            Login(text, end + 2, found);
            return;
        }
        if (Element(text, start, end) is { } element)
        {
            if (Accepts(text, element, meaning)) found.Replace(element.Start, element.Length, KindOf(meaning));
            return;
        }
        if (NamedValue(text, start, end) is { } named)
        {
            if (Accepts(text, named, meaning)) found.Replace(named.Start, named.Length, KindOf(meaning));
            return;
        }
        if (KeySentenceText.Below(text, start, end, meaning) is { } below)
        {
            found.Replace(below.Start, below.Length, KindOf(meaning));
            return;
        }
        if (KeyValueText.JointAt(text, end) is not { } joint || (!joint.IsSpaced && Bytes.At(text, start - 1) == '(')) return;
        if (joint.IsAssignment && BlockScalarText.IsSign(text, joint.ValueAt))
        {
            Block(text, start, joint.ValueAt, meaning, found);
            return;
        }
        // priv/storage/nas.pw:two words, as grep tells it
        if (joint is { IsAssignment: true, IsSpaced: false } && text[start..end].EndsWith(".pw"u8) && Bytes.At(text, end) == ':' && Bytes.LineEnd(text, end) is var rest && rest > end + 3)
        {
            found.Replace(end + 1, rest - end - 1, PrivacyKind.Password);
            return;
        }
        // curl --data-urlencode 'password=two words': up to the quote
        if (joint is { IsAssignment: true, IsSpaced: false } && Bytes.At(text, start - 1) is (byte)'\'' or (byte)'"' && text[..(start - 1)].EndsWith("urlencode "u8) && text[joint.ValueAt..Bytes.LineEnd(text, joint.ValueAt)].IndexOf(text[start - 1]) is > 0 and var inQuotes && !KeyValueText.IsReference(text.Slice(joint.ValueAt, inQuotes)))
        {
            found.Replace(joint.ValueAt, inQuotes, PrivacyKind.Password);
            return;
        }
        // PASS "the disk is there": what a test says.
        if (joint.IsBlank && text[start..end].SequenceEqual("PASS"u8) && Bytes.At(text, joint.ValueAt) == '"') return;
        var startsLine = StartsLine(text, start) && !IsOption(text, start);
        // --auth=user:password
        if (meaning == KeyMeaning.PerhapsToken && joint.IsAssignment && (!joint.IsSpaced || SecretText.QuoteAt(text, joint.ValueAt).Length > 0 && (text[start..end].IndexOf("basic"u8) >= 0 || text[start..end].IndexOf("BASIC"u8) >= 0)) && Bytes.ToLower(text[end - 1]) == 'h' && UserAndPassword(text, joint.ValueAt) is { } pair)
        {
            found.Replace(pair.Start, pair.Length, PrivacyKind.Password);
            return;
        }
        // the old password (x)
        if (meaning == KeyMeaning.Password && joint.IsBlank && Bytes.At(text, joint.ValueAt) == '(' && text[joint.ValueAt..Math.Min(text.Length, joint.ValueAt + 66)].IndexOf((byte)')') is > 5 and var close && text.Slice(joint.ValueAt + 1, close - 1) is var inner && !inner.Contains((byte)' ') && KeySentenceText.LooksLikePassword(inner, false))
        {
            found.Replace(joint.ValueAt + 1, inner.Length, PrivacyKind.Password);
            if (KeySentenceText.Marked(text, joint.ValueAt + close) is { } other) found.Replace(other.Start, other.Length, PrivacyKind.Password);
            return;
        }
        // VyOS: set vpn ipsec authentication psk X secret 'y'
        if (joint.IsBlank && meaning is KeyMeaning.Password or KeyMeaning.Token && Bytes.At(text, joint.ValueAt) == '\'' && text[Bytes.LineStart(text, start)..start].TrimStart(" \t#$>"u8).StartsWith("set "u8) && SecretText.Quoted(text, joint.ValueAt, "'"u8) is { IsEmpty: false } set)
        {
            found.Replace(set.Start, set.Length, KindOf(meaning));
            return;
        }
        // VyOS and Junos: set vpn ipsec authentication psk X secret y
        if (joint.IsBlank && meaning is KeyMeaning.Password or KeyMeaning.Token && DeviceText.IsSetting(text, start) && DeviceText.Next(text, joint.ValueAt, Bytes.LineEnd(text, start)) is var bare && bare.End == Bytes.LineEnd(text, start) && DeviceText.CanBeSecret(text[bare.Start..bare.End]))
        {
            found.Replace(bare.Start, bare.Length, KindOf(meaning));
            return;
        }
        if (Direct(text, start, end, joint, startsLine, meaning) is { } value)
        {
            // The access key of MinIO is the user's name.
            if (meaning == KeyMeaning.Token && IsAccount(text[start..end], text[value.Start..value.End])) Detectors.NamedValue.TakeUser(text, value.Start, value.Length, found);
            else if (meaning == KeyMeaning.Password || !KeyLineText.IsHandle(text[value.Start..value.End])) found.Replace(value.Start, value.Length, KindOf(meaning));
        }
        else if (joint.IsAssignment && meaning != KeyMeaning.PerhapsToken && SecretText.QuoteAt(text, joint.ValueAt).Length == 0 && CodeText.Fallback(text, joint.ValueAt) is { } other)
        {
            if (Accepts(text, other, meaning)) found.Replace(other.Start, other.Length, KindOf(meaning));
        }
        else if (joint.IsBlank && meaning == KeyMeaning.Password && !IsOption(text, start) && (KeySentenceText.Clause(text, end) ?? KeySentenceText.Statement(text, end) ?? KeySentenceText.Marked(text, end)) is { } clause) found.Replace(clause.Start, clause.Length, KindOf(meaning));
    }

    private static bool IsAccount(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        Bytes.StartsWithIgnoreCase(name, name.Length - 3, "key"u8) && name.Length is >= 9 and <= 24 && (Bytes.StartsWithIgnoreCase(name, name.Length - 9, "access"u8) || name.Length > 9 && Bytes.StartsWithIgnoreCase(name, name.Length - 10, "access"u8)) && value.Length <= 20 && value.IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz-_."u8) < 0;

    /// <summary><c>secret: |</c> and the lines below it. Keys and vaults that say what they are are read by those who know them.</summary>
    private static void Block(ReadOnlySpan<byte> text, int start, int sign, KeyMeaning meaning, Findings found)
    {
        var line = Bytes.LineStart(text, start);
        var indent = Bytes.SkipBlanks(text, line) - line;
        for (var end = sign; BlockScalarText.Next(text, ref end, indent) is { } value;)
        {
            var span = text[value.Start..value.End];
            if (span.StartsWith("-----"u8) || span.StartsWith("$ANSIBLE_VAULT"u8)) return;
            if (IsProxmoxToken(span) || KeyValueText.IsReference(span) || span[0] == '#' || span.IndexOf(": "u8) > 0 || meaning == KeyMeaning.PerhapsToken && !(span.Length >= 16 && SecretText.LooksRandom(span))) continue;
            found.Replace(value.Start, value.Length, KindOf(meaning));
        }
    }

    /// <summary><c>PIN 4711</c>, <c>pin: "471122"</c>. One of a board is called GPIO17.</summary>
    private static void Pin(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        if (KeyValueText.JointAt(text, end) is not { } joint || joint.IsBlank && !Bytes.IsUpper(text[start + 1])) return;
        var at = joint.ValueAt + SecretText.QuoteAt(text, joint.ValueAt).Length;
        var stop = at;
        while (stop < text.Length && (Bytes.IsDigit(text[stop]) || text[stop] == '-' && stop > at && Bytes.IsDigit(Bytes.At(text, stop + 1)))) stop++;
        if (stop - at is >= 4 and <= 10 && !Bytes.IsLetterOrDigit(Bytes.At(text, stop))) found.Replace(at, stop - at, PrivacyKind.Password);
    }

    /// <summary>What a program asks, in quotes: <c>expect "password:"</c>.</summary>
    private static bool IsPrompt(ReadOnlySpan<byte> text, int start, int end)
    {
        if (Bytes.At(text, start - 1) is not ((byte)'"' or (byte)'\'' or (byte)'*') || Bytes.At(text, end) != ':') return false;
        var after = Bytes.At(text, end + 1) is (byte)' ' or (byte)'*' ? end + 2 : end + 1;
        return Bytes.At(text, after) is var close && (close == '"' || close == '\'') && (text[start - 1] == '*' || close == text[start - 1]);
    }

    private static Extent? UserAndPassword(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at) is (byte)'"' or (byte)'\'') at++;
        var user = Detectors.NamedValue.NameLength(text, at);
        var start = at + user + 1;
        if (user < 2 || Bytes.At(text, start - 1) != ':' || Bytes.At(text, start) is (byte)'/' or (byte)':' or (byte)'$' or (byte)'{' || Bytes.IsBlank(Bytes.At(text, start))) return null;
        var end = SecretText.WordEnd(text, start);
        // A realm, a way to sign in.
        if (text[start..end].SequenceEqual("true"u8) || text[start..end].SequenceEqual("false"u8)) return null;
        // A port, a realm and a number.
        return end - start < 4 || text[start..end].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? null : new Extent(start, end);
    }

    /// <summary>The value right behind the joint; null where a sentence goes on there.</summary>
    private static Extent? Direct(ReadOnlySpan<byte> text, int start, int end, KeyValueText.Joint joint, bool startsLine, KeyMeaning meaning)
    {
        if (joint.IsBlank && (!AllowsBlank(text, start, end, joint, startsLine, meaning) || KeySentenceText.IsVerb(text, start, end))) return null;
        if (KeyValueText.ValueOf(text, start, joint, startsLine) is not { } value || !Accepts(text, value, meaning)) return null;
        var span = text[value.Start..value.End];
        if (joint.IsBlank && SecretText.QuoteAt(text, end).Length > 0 && !KeySentenceText.LooksLikePassword(span, false)) return null;
        // The password's hash is SHA-512.
        if (joint.IsBlank && value.Start > end + 1 && span.Length <= 16 && ToldText.IsCraft(span)) return null;
        // Password `x-y`: code in a sentence, and no word.
        if (joint.IsBlank && Bytes.At(text, value.Start - 1) == '`' && span.Length >= 6 && !span.Contains((byte)' ') && !Vocabulary.IsWord(span) && !CommonWords.Contains(span)) return value;
        // A setting of a section: alone on its line, behind a tab.
        if (joint.IsBlank && Bytes.At(text, start - 1) == '\t' && start - 1 == Bytes.LineStart(text, start) && value.Start == end + 1 && value.End == Bytes.LineEnd(text, value.Start)) return value;
        // invalid token value!
        if (joint.IsBlank && span[^1] == '!' && span.Length > 3 && (KeyValueText.IsReference(span[..^1]) || Vocabulary.IsWord(span[..^1]) || CommonWords.Contains(span[..^1]))) return null;
        // Anonymous FTP is told a mailbox, which is found as one.
        if (joint.IsBlank && text[..start].EndsWith("anonymous "u8) && span.Contains((byte)'@')) return null;
        // machine web-01 login jane password x, on one line; enable password 8 x
        if (joint.IsBlank && meaning == KeyMeaning.Password && (KeyLineText.IsOfNetrc(text, start) || KeyLineText.IsEncryptedBefore(text, joint.ValueAt, value))) return value;
        if (joint.IsBlank && startsLine && meaning == KeyMeaning.Password && (KeyLineText.IsAlone(text, start, end, value) || KeyLineText.IsInTable(text, start, end, value))) return value;
        // requests.get(token=API_TOKEN): a variable.
        if (joint.IsAssignment && Bytes.At(text, value.End) is (byte)',' or (byte)')' && Bytes.At(text, value.Start - 1) is not ((byte)'"' or (byte)'\'') && KeyLineText.IsConstant(span)) return null;
        // user jane insecure-password Word: no sentence has a word of that kind.
        if (joint.IsBlank && !IsOption(text, start) && meaning == KeyMeaning.Password && text[start..end].IndexOfAny("-_"u8) > 0 && value.Start == end + 1 && span.Length >= 4 && Bytes.IsLower(text[start]) && Bytes.IsAsciiLetterOrDigit(span[0]) && !CommonWords.Contains(span) && !Vocabulary.IsWord(span)) return value;
        // SNMP community some-words
        if (joint.IsBlank && value.Start == end + 1 && end - start == 9 && (text[start] | 0x20) == 'c' && span.Length >= 4 && text[Bytes.LineStart(text, start)..start] is var talk && (talk.EndsWith("SNMP "u8) || talk.EndsWith("snmp "u8) || talk.EndsWith("v2c "u8)) && !CommonWords.Contains(span) && !Vocabulary.IsWord(span)) return value;
        // the password is some-words-joined
        if (joint.IsBlank && value.Start > end + 3 && span.Length >= 8 && span.IndexOfAny("-_"u8) > 0 && span.Count((byte)'-') + span.Count((byte)'_') >= 2) return value;
        if (joint.IsBlank && !KeySentenceText.IsQuotedBefore(text, value.Start) && !IsOption(text, start) && !KeySentenceText.LooksLikePassword(span, startsLine)) return null;
        return value;
    }

    private static PrivacyKind KindOf(KeyMeaning meaning) => meaning == KeyMeaning.Password ? PrivacyKind.Password : PrivacyKind.ServiceToken;

    private static bool IsOfName(byte b) => Bytes.IsAsciiLetterOrDigit(b) || b is (byte)'_' or (byte)'-' or (byte)'.';

    // password.\n in a sentence, and what an escape begins.
    private static bool EndsName(ReadOnlySpan<byte> text, int at) => text[at] == '.' && !Bytes.IsAsciiLetterOrDigit(Bytes.At(text, at + 1));

    /// <summary>OpenVPN's <c>&lt;auth-user-pass></c>: a line for the user, one for the password.</summary>
    private static void Login(ReadOnlySpan<byte> text, int user, Findings found)
    {
        var userEnd = Bytes.LineEnd(text, user);
        var start = Math.Min(text.Length, userEnd + (Bytes.At(text, userEnd) == '\r' ? 2 : 1));
        var value = text[start..Bytes.LineEnd(text, start)].TrimEnd((byte)' ');
        if (value.IsEmpty || value[0] == '<') return;
        found.Replace(start, value.Length, PrivacyKind.Password);
        if (Detectors.NamedValue.NameLength(text, user) == userEnd - user) Detectors.NamedValue.TakeUser(text, user, userEnd - user, found);
    }

    /// <summary>The content of an XML element of that name, or of its first child called Value.</summary>
    private static Extent? Element(ReadOnlySpan<byte> text, int start, int end)
    {
        if (Bytes.At(text, start - 1) != '<') return null;
        // <preSharedKey ident="…" remote="…">x</preSharedKey>
        if (Bytes.At(text, end) == ' ' && text[end..Math.Min(Bytes.LineEnd(text, end), end + 300)] is var attributes && attributes.IndexOf((byte)'>') is > 4 and var tag && attributes[tag - 1] is (byte)'"' or (byte)'\'' && attributes[..tag].IndexOf((byte)'<') < 0) end += tag;
        if (Bytes.At(text, end) != '>') return null;
        var i = end + 1;
        while (i < text.Length && Bytes.IsBlank(text[i])) i++;
        if (Bytes.StartsWithAt(text, i, "<Value>"u8)) i += 7;
        if (Bytes.StartsWithAt(text, i, "<![CDATA["u8)) return text[(i += 9)..Math.Min(text.Length, i + 2000)].IndexOf("]]>"u8) is > 0 and var data ? new Extent(i, i + data) : null;
        var close = text[i..Math.Min(text.Length, i + 2000)].IndexOf((byte)'<');
        // --cipassword <password>, of a manual: what is to be filled in has no end.
        return close <= 0 || Bytes.At(text, i + close + 1) != '/' || KeyValueText.IsReference(text.Slice(i, close)) ? null : new Extent(i, i + close);
    }

    /// <summary>Where the setting's name is itself a value: <c>name: DB_PASSWORD</c>, and <c>value: x</c> beside it or on the next line.</summary>
    private static Extent? NamedValue(ReadOnlySpan<byte> text, int start, int end)
    {
        // reg add KEY /v NAME /t REG_SZ /d x
        if (start >= 3 && Bytes.StartsWithIgnoreCase(text, start - 3, "/v "u8) && text[end..Bytes.LineEnd(text, end)].IndexOf(" /d "u8) is >= 0 and var data) return KeyValueText.ValueOf(text, end + data, new KeyValueText.Joint(end + data + 4, IsAssignment: true, IsSpaced: true), startsLine: false);
        var before = text[Math.Max(0, start - 12)..start].TrimEnd(" \"':={$"u8);
        if (before.Length < 4 || !(Bytes.StartsWithIgnoreCase(before, before.Length - 4, "name"u8) || before.EndsWith("macro"u8) || before.EndsWith(" key"u8) || before.EndsWith("\"key"u8) || before.EndsWith("{key"u8)) || before.Length == text[Math.Max(0, start - 12)..start].Length) return null;
        var reach = text[end..Math.Min(text.Length, end + 200)];
        if (reach.IndexOf("value"u8) is not (>= 0 and var value) || reach[..value].Count((byte)'\n') > 1 || reach[..value].IndexOf("name"u8) >= 0) return null;
        return KeyValueText.JointAt(text, end + value + 5) is { IsAssignment: true } joint ? KeyValueText.ValueOf(text, end + value, joint, startsLine: false) : null;
    }

    /// <summary>Whether it is a token's id, a ticket or a token with its id: detectors of their own know which part is secret.</summary>
    private static bool IsProxmoxToken(ReadOnlySpan<byte> value) =>
        (value.ContainsAny("@%="u8) && !IsRealmTooShort(value) && value[^1] != '!' && (value.IndexOf((byte)'!') > 0 || value.IndexOf("%21"u8) > 0) && (value.IndexOf((byte)'@') > 0 || value.IndexOf("%40"u8) > 0 || value.IndexOf("=40"u8) > 0))
        || value.StartsWith("PVE:"u8) || value.StartsWith("PVE%3A"u8) || value.StartsWith("PBS:"u8) || value.StartsWith("PBS%3A"u8) || value.StartsWith("PMG:"u8) || value.StartsWith("PMG%3A"u8);

    /// <summary>A realm has two letters at least: <c>Pa@s!Word</c> is a password.</summary>
    private static bool IsRealmTooShort(ReadOnlySpan<byte> value) => value.IndexOf((byte)'!') is > 0 and var mark && value[..mark].LastIndexOf((byte)'@') is >= 0 and var at && mark - at < 3;

    private static bool Accepts(ReadOnlySpan<byte> text, Extent value, KeyMeaning meaning)
    {
        var span = text[value.Start..value.End];
        if (IsProxmoxToken(span) || IsComplaint(span) || IsOutcome(text, value) || SentenceText.IsExplanation(span)) return false;
        // Get the token: `kubectl create token x`
        if (meaning != KeyMeaning.Password && Bytes.At(text, value.Start - 1) == '`' && span.Contains((byte)' ')) return false;
        if (meaning == KeyMeaning.Password)
            return !span.StartsWith("http://"u8) && !span.StartsWith("https://"u8) && !(span[0] == '/' && (span.Length == 1 || span[1..].Contains((byte)'/') || IsWorkingFolder(text, value.Start))) && !span.StartsWith("~/"u8) && !(span.Length == 1 && Bytes.IsDigit(span[0]));
        if (span.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && span.Length < 12) return false;
        if (span[0] is (byte)'/' or (byte)'~' or (byte)'.' || span.StartsWith("http"u8) || span.StartsWith("name="u8) || span.StartsWith("-----BEGIN"u8)) return false;
        if (meaning == KeyMeaning.PerhapsToken) return span.Length >= 16 && span.IndexOf((byte)' ') < 0 && SecretText.LooksRandom(span) && !(span.Contains((byte)'_') && span.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0) && span.IndexOfAny((byte)'.', (byte)':', (byte)'@') < 0;
        // -Credential DOMAIN\user
        if (span.IndexOf((byte)'\\') is > 1 and var slash && span[..slash].IndexOfAnyExceptInRange((byte)'-', (byte)'z') < 0 && span.Length - slash < 32 && span.LastIndexOf((byte)'\\') == slash && span.IndexOfAny("+/="u8) < 0) return false;
        // Get your token: Cloudflare Zero Trust
        if (span[1..].IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0 && Bytes.IsUpper(span[0]) && Bytes.At(text, value.End) == ' ' && Bytes.IsUpper(Bytes.At(text, value.End + 1))) return false;
        // 3600s, 24h, a single plain word: a setting of a token, not the token.
        return span.Length >= 4 && !IsDuration(span) && (span.Length >= 8 || span.ContainsAnyInRange((byte)'0', (byte)'9') || KeySentenceText.IsQuotedBefore(text, value.Start));
    }

    /// <summary>What an API says about a parameter of that name.</summary>
    private static bool IsComplaint(ReadOnlySpan<byte> value) =>
        value.IndexOf((byte)' ') > 0 && (value.IndexOf(" must be "u8) > 0 || value.IndexOf(" is not "u8) > 0 || value.IndexOf(" is missing"u8) > 0 || value.IndexOf(" not allowed"u8) > 0 || value.IndexOf(" does not "u8) > 0);

    /// <summary>What passwd says at its end: <c>passwd: password updated successfully</c>.</summary>
    private static bool IsOutcome(ReadOnlySpan<byte> text, Extent value)
    {
        var span = text[value.Start..value.End];
        if (!span.Contains((byte)' ') || !text[Bytes.LineStart(text, value.Start)..value.Start].EndsWith("passwd: "u8)) return false;
        foreach (var word in Outcomes)
            if (span.IndexOf(word) >= 0) return true;
        return false;
    }

    private static readonly byte[][] Outcomes = [.. new[] { "success", "unchanged", "changed", "error", "expir", "erfolgreich", "geändert", "permission", "no password", "unlock", "user ", "User ", "Benutzer ", "failure", "preserved", "correctement", "mis à jour", "correctamente" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    private static bool IsDuration(ReadOnlySpan<byte> value) => value.Length < 8 && Bytes.IsDigit(value[0]) && Bytes.IsLetter(value[^1]) && value[..^1].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static bool IsWorkingFolder(ReadOnlySpan<byte> text, int at) => Bytes.StartsWithIgnoreCase(text, at - 4, "pwd"u8) || Bytes.StartsWithIgnoreCase(text, at - 5, "pwd"u8);

    /// <summary>Whether it is an option of a command: <c>--password x</c>, <c>-Password x</c>.</summary>
    private static bool IsOption(ReadOnlySpan<byte> text, int start) => Bytes.At(text, start - 1) == '-' && (start < 2 || Bytes.IsBlank(text[start - 2]) || text[start - 2] is (byte)'-' or (byte)'\'' or (byte)'"' or (byte)'(');

    private static bool AllowsBlank(ReadOnlySpan<byte> text, int start, int end, KeyValueText.Joint joint, bool startsLine, KeyMeaning meaning)
    {
        if (Bytes.At(text, joint.ValueAt) is (byte)'-' or (byte)'|' or (byte)'>' or 0) return false;
        if (SecretText.QuoteAt(text, end).Length > 0) return Bytes.At(text, start - 2) == '(' || IsOption(text, start);
        if (KeyValueText.IsSmallWord(text, joint.ValueAt)) return false;
        if (IsOption(text, start)) return true;
        // local db_password host_ip: names of variables, one after another.
        if (CodeText.IsDeclaration(text[Bytes.LineStart(text, start)..start])) return false;
        // $PASS, file.pw, and the command passwd.
        if (Bytes.At(text, start - 1) is (byte)'$' or (byte)'/' or (byte)'.' or (byte)'=' || text[start..end].Contains((byte)'.') || IsHeadOfName(text, joint.ValueAt)) return false;
        // The command; a switch's set passwd ENC x.
        if (Bytes.ToLower(text[end - 1]) == 'd' && Bytes.ToLower(text[end - 2]) == 'w' && !text[..start].EndsWith(" set "u8) && !IsStrong(text[joint.ValueAt..SecretText.WordEnd(text, joint.ValueAt)])) return false;
        if (meaning == KeyMeaning.PerhapsToken) return startsLine || Bytes.IsDigit(Bytes.At(text, joint.ValueAt)) || text[end - 1] == 'y';
        return true;
    }

    /// <summary>Letters, digits and a sign that no path, host and option has.</summary>
    private static bool IsStrong(ReadOnlySpan<byte> value) => value.Length >= 6 && value.IndexOfAny("!#$%&+^~?*"u8) >= 0 && value.IndexOfAny("/:@"u8) < 0 && KeySentenceText.LooksLikePassword(value, false) && value.ContainsAnyInRange((byte)'0', (byte)'9');

    /// <summary>Whether the name of the setting goes on, as those of Samba do: <c>password server = x</c>, <c>passwd chat timeout = 2</c>.</summary>
    private static bool IsHeadOfName(ReadOnlySpan<byte> text, int at)
    {
        for (var words = 0; words < 5; words++)
        {
            var end = at;
            while (end < text.Length && (Bytes.IsAsciiLetter(text[end]) || text[end] == '-')) end++;
            if (end == at) return false;
            at = Bytes.SkipBlanks(text, end);
            if (at == end) return false;
            if (Bytes.At(text, at) == '=') return Bytes.At(text, at + 1) == ' ';
        }
        return false;
    }

    /// <summary>Whether only marks, or words that set something, stand before it on its line.</summary>
    private static bool StartsLine(ReadOnlySpan<byte> text, int start)
    {
        var i = Bytes.LineStart(text, start);
        while (i < start)
        {
            if (!Bytes.IsLetterOrDigit(text[i]) || text[i] >= 128) { i++; continue; }
            var word = i;
            while (i < start && Bytes.IsLetterOrDigit(text[i])) i++;
            if (i >= start) return true;
            if (!text[word..i].SequenceEqual("export"u8) && !text[word..i].SequenceEqual("set"u8)) return false;
        }
        return true;
    }
}
