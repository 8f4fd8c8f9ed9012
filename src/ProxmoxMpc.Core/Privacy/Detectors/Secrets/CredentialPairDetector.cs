using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>User and password as people write them: <c>iDRAC: root / x</c>, <c>with ADMIN / x</c>, <c>Login jane / x</c>.</summary>
internal sealed class CredentialPairDetector : Detector
{
    private static readonly byte[][] Signs = [.. new[] { "login", "log in", "admin", "user", "benutzer", "zugang", "cred", "idrac", "ilo", "bmc", "ipmi", "ssh", "vpn", "account", "konto", "console", "passw", "access", "with ", "mit ", "rdp", "webgui", "anydesk", "sftp", "oracle", "mssql", "wlan", "wifi", "ssid" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("credential-pair", PrivacyKind.Password, "User and password with a slash between them, where a login is spoken of");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" / "), new(" \\/ "), new("und ", WordStart: true), new("and ", WordStart: true), .. from account in new[] { "root", "admin", "ADMIN", "Admin", "administrator", "Administrator", "ubnt", "calvin" } from sign in new[] { "(", " " } select new Anchor($"{sign}{account}/"), new(" root:"), new(" admin:"), new(" ADMIN:"), .. new[] { "login/pass", "user/pass", "login/pw", "user/pw", "username/password", "user/password", "login/password", "creds ", "creds:", "credentials ", "credentials:", "login is ", "zugangsdaten" }.Select(pair => new Anchor(pair, IgnoreCase: true, WordStart: true)), .. from word in new[] { "with", "mit", "pw", "avec", "con" } from quote in new[] { '"', '\'' } select new Anchor($" {word} {quote}")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (length >= 6 && Bytes.IsAsciiLetter(text[at]) && text[at] != ' ' && text[at + length - 1] != '/')
        {
            Announced(text, at + length, found);
            return;
        }
        if (text[at] is (byte)' ' or (byte)'(' && text[at + length - 1] is (byte)'/' or (byte)':')
        {
            // IPMI ADMIN:x, and not: chown root:daemon
            if (text[at + length - 1] == ':' && (!HasSign(text[Bytes.LineStart(text, at)..at]) || text[(at + length)..SecretText.WordEnd(text, at + length)].Contains((byte)':') || Bytes.At(text, at + length) == '$')) return;
            Glued(text, at + length, found);
            return;
        }
        if (text[at + length - 1] is (byte)'"' or (byte)'\'')
        {
            With(text, at, at + length - 1, found);
            return;
        }
        if (text[at] != ' ') (at, length) = (at - 1, length + 1);
        if (at < 1 || text[at] != ' ') return;
        if (text[at + 1] == '/' && WirelessPhrase(text, at + length) is { IsEmpty: false } key && IsWireless(text[Bytes.LineStart(text, at)..at]))
        {
            found.Replace(key.Start, key.Length, Rule.Kind);
            return;
        }
        if (text[at - 1] is (byte)'"' or (byte)'`' && text[at + 1] == '/')
        {
            Wireless(text, at, at + length, found);
            Marked(text, at, at + length, found);
            return;
        }
        // JSON writes a slash with a backslash before it.
        var isSlash = text[at + 1] == '/' || text[at + 1] == '\\' && text[at + 2] == '/';
        var line = Bytes.LineStart(text, at);
        var user = at;
        while (user > line && (Bytes.IsLetterOrDigit(text[user - 1]) || text[user - 1] is (byte)'.' or (byte)'-' or (byte)'_' or (byte)'\\' or (byte)'@') && !(Bytes.EscapeBefore(text, user) == 2 && Bytes.At(text, user - 3) != '\\')) user--;
        // with jane@pve and x: a userid only goes on so with a password.
        if (!isSlash && !(text[user..at] is var who && (who.EndsWith("@pam"u8) || who.EndsWith("@pve"u8) || who.EndsWith("@pbs"u8) || who.EndsWith("@pmg"u8)))) return;
        if (user == at) return;
        var start = at + length;
        var quoted = SecretText.QuoteAt(text, start) is { Length: > 0 } quote ? SecretText.Quoted(text, start, quote) : null;
        if (quoted is { } inner) start = inner.Start;
        var end = quoted?.End ?? WordEnd(text, start);
        while (end > start && quoted is null && text[end - 1] is (byte)'.' or (byte)',' or (byte)';') end--;
        var value = text[start..end];
        // "GET / HTTP/1.1"
        if (value.Length is < 5 or > 64 || value.StartsWith("HTTP/"u8) || value.StartsWith("802.11"u8) || value.IndexOf("://"u8) >= 0 || KeyValueText.IsReference(value) || value.Count((byte)':') > 1 && (AddressText.TryParseIpv6(value, out _) || value.Length == 17 && AddressText.TryParseMac(value, out _))) return;
        var letters = value.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 || value.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0;
        // ssh jane@10.0.0.5 / Some-Words: an account on a machine is spoken of, and no word.
        var isAccount = isSlash && text[user..at].Contains((byte)'@') && value.Length >= 6 && value[1..].IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 && value.IndexOfAny("-_."u8) > 0;
        // Zugang: root / plainword
        isAccount |= isSlash && IsLogin(text[user..at]) && value.Length >= 6 && !CommonWords.Contains(value) && !Vocabulary.IsWord(value) && !SentenceText.IsDerived(value) && value.IndexOfAny("/\\."u8) < 0 && HasNoun(text[line..user]);
        if (!letters || !(value.ContainsAnyInRange((byte)'0', (byte)'9') || value.ContainsAny("!#$%&+=^~?*@"u8) || isAccount)) return;
        // A sentence goes on with words.
        if (!isSlash && (!value.ContainsAnyInRange((byte)'0', (byte)'9') || value.IndexOfAny("!#$%&+=^~?*.-_"u8) < 0 || value.Contains((byte)'@'))) return;
        // Alone on its line, or in brackets: sa / x-1!, (jane / x-1!)
        var isApart = isSlash && IsApart(text, line, user, at, end) && IsStrong(value);
        // Last, for it reads the line: slashes and conjunctions are common, what could be a password behind them is not.
        if (!(isApart || IsLogin(text[user..at]) || HasSign(text[line..user]) || HasNoun(text[line..user]))) return;
        found.Replace(start, value.Length, Rule.Kind);
        var name = text[user..at];
        if (Vocabulary.CanBeName(name) && !Vocabulary.IsSystemUser(name) && !ServiceAccounts.Contains(name) && !CommonWords.Contains(name)) found.Replace(user, name.Length, PrivacyKind.User);
    }

    /// <summary>Where the word ends; a quote that JSON escapes belongs to it.</summary>
    private static int WordEnd(ReadOnlySpan<byte> text, int at)
    {
        var end = SecretText.WordEnd(text, at);
        while (Bytes.StartsWithAt(text, end, "\\\\\\\""u8)) end = SecretText.WordEnd(text, end + 4);
        return end;
    }

    /// <summary>Whether nothing else stands on the line, but for a comment's sign or a folder of an account, or the pair is in brackets.</summary>
    private static bool IsApart(ReadOnlySpan<byte> text, int line, int user, int at, int end)
    {
        if (Bytes.At(text, user - 1) == '(') return Bytes.At(text, end) == ')';
        var before = text[line..user];
        if (before.LastIndexOf("\\n"u8) is >= 0 and var escape) before = before[(escape + 2)..];
        var after = Bytes.SkipBlanks(text, end);
        if (after < text.Length && text[after] is not ((byte)'\r' or (byte)'\n' or (byte)'"') && !Bytes.StartsWithAt(text, after, "\\n"u8) && !Bytes.StartsWithAt(text, after, "%0A"u8)) return false;
        before = before.Trim(" \t#>*-"u8);
        // 10.0.0.5 / jane / x
        if (before.Length > 2 && before[^1] == '/') return Bytes.IsLetterOrDigit(before[^2]) || before[^2] == ' ' && Bytes.IsLetterOrDigit(before[^3]);
        return before.IsEmpty || before.EndsWith(".\\"u8);
    }

    /// <summary>Letters, digits and a sign that is not the last character.</summary>
    private static bool IsStrong(ReadOnlySpan<byte> value) => value.Length >= 6 && value.ContainsAnyInRange((byte)'0', (byte)'9') && value[..^1].IndexOfAny("!#$%&+=^~?*@\""u8) >= 0 && value.IndexOf((byte)'/') < 0;

    /// <summary><c>login/pass jane/x</c>, <c>user/password: jane / x</c></summary>
    private void Announced(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var slash = text[at - 1] is not ((byte)' ' or (byte)':' or (byte)'n');
        while (at < text.Length && Bytes.IsAsciiLetter(text[at]) && slash) at++;
        var i = Bytes.SkipBlanks(text, at);
        if (Bytes.At(text, i) is (byte)':' or (byte)'=') i = Bytes.SkipBlanks(text, i + 1);
        foreach (var verb in Verbs)
            if (!slash && text[i..].StartsWith(verb)) i += verb.Length;
        if (Bytes.At(text, i) is (byte)'"' or (byte)'`' or (byte)'\'') i++;
        var user = i;
        while (i < text.Length && (Bytes.IsLetterOrDigit(text[i]) || text[i] is (byte)'.' or (byte)'-' or (byte)'_' or (byte)'@' or (byte)'\\')) i++;
        var name = text[user..i];
        i = Bytes.SkipBlanks(text, i);
        if (i == at && slash || name.Length < 2 || Bytes.At(text, i) is not ((byte)'/' or (byte)':')) return;
        // creds jane:x, and not: credentials from: vault
        if (!slash && text[i] == ':' && (Bytes.IsBlank(Bytes.At(text, i + 1)) || Bytes.IsBlank(text[i - 1]) || Vocabulary.IsWord(name) && !ServiceAccounts.Contains(name))) return;
        var start = Bytes.SkipBlanks(text, i + 1);
        var end = SecretText.WordEnd(text, start);
        while (end > start && text[end - 1] is (byte)'.' or (byte)',') end--;
        if (!slash && text[start..end].IndexOfAny("0123456789!#$%&+=^~?*"u8) < 0) return;
        if (end - start < 4 || KeyValueText.IsReference(text[start..end]) || CommonWords.Contains(text[start..end]) || text[start..end].Contains((byte)'/')) return;
        found.Replace(start, end - start, Rule.Kind);
        if (Vocabulary.CanBeName(name) && !Vocabulary.IsSystemUser(name) && !ServiceAccounts.Contains(name) && !CommonWords.Contains(name)) found.Replace(user, name.Length, PrivacyKind.User);
    }

    private static readonly byte[][] Verbs = [.. new[] { "are ", "sind ", "is ", "lauten ", "still " }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary><c>the BMC (ADMIN/x)</c>, <c>login with root/x</c></summary>
    private void Glued(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var end = SecretText.WordEnd(text, start);
        while (end > start && text[end - 1] is (byte)'.' or (byte)',' or (byte)';') end--;
        var value = text[start..end];
        if (value.Length is < 4 or > 40 || value.Contains((byte)'/') || KeyValueText.IsReference(value) || CommonWords.Contains(value) || Vocabulary.IsWord(value)) return;
        // A path has neither digits and capitals nor signs; a file has an ending.
        if (value.IndexOfAny("!#$%&+=^~?*@"u8) < 0 && !value.ContainsAnyInRange((byte)'0', (byte)'9') && !(value.Contains((byte)'-') && Bytes.At(text, end) == ')')) return;
        if (value.IndexOfAnyInRange((byte)'A', (byte)'z') < 0 || value.Contains((byte)'.') && value.IndexOfAny("!#$%&+=^~?*@"u8) < 0) return;
        found.Replace(start, value.Length, Rule.Kind);
    }

    /// <summary><c>user jane with "x y"</c></summary>
    private void With(ReadOnlySpan<byte> text, int at, int quote, Findings found)
    {
        if (SecretText.Quoted(text, quote, text.Slice(quote, 1)) is not { Length: >= 4 and <= 64 } value || KeyValueText.IsReference(text[value.Start..value.End])) return;
        var before = text[Bytes.LineStart(text, at)..at];
        var name = before.Length;
        while (name > 0 && !Bytes.IsBlank(before[name - 1])) name--;
        var noun = before[..name].TrimEnd(" :"u8);
        foreach (var word in Owners)
            if (noun.Length >= word.Length && Bytes.StartsWithIgnoreCase(noun, noun.Length - word.Length, word))
            {
                found.Replace(value.Start, value.Length, Rule.Kind);
                return;
            }
    }

    private static readonly byte[][] Owners = [.. new[] { "user", "login", "account", "benutzer", "konto", "as", "als", "username", "utilisateur", "usuario" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary><c>local admin `jane` / `x-1`</c></summary>
    private void Marked(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        if (Bytes.At(text, start) != text[at - 1] || SecretText.Quoted(text, start, text.Slice(start, 1)) is not { Length: >= 5 and <= 64 } value) return;
        var line = Bytes.LineStart(text, at);
        var user = line + text[line..(at - 1)].LastIndexOf(text[at - 1]) + 1;
        var name = text[user..(at - 1)];
        var span = text[value.Start..value.End];
        if (user == line || name.Length < 2 || NamedValue.NameLength(text, user) != name.Length || KeyValueText.IsReference(span) || span.Contains((byte)'/') || !KeySentenceText.LooksLikePassword(span, false) || !(IsLogin(name) || HasSign(text[line..user]) || HasNoun(text[line..user]))) return;
        found.Replace(value.Start, value.Length, Rule.Kind);
        if (Vocabulary.CanBeName(name) && !Vocabulary.IsSystemUser(name) && !ServiceAccounts.Contains(name) && !Vocabulary.IsWord(name)) found.Replace(user, name.Length, PrivacyKind.User);
    }

    /// <summary><c>WLAN = "name" / "three plain words"</c></summary>
    private void Wireless(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        if (Bytes.At(text, start) != text[at - 1] || SecretText.Quoted(text, start, text.Slice(start, 1)) is not { Length: >= 8 and <= 63 } value) return;
        if (IsWireless(text[Bytes.LineStart(text, at)..at])) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    private static bool IsWireless(ReadOnlySpan<byte> before)
    {
        for (var i = 0; i < before.Length; i++)
            if (Bytes.StartsWithIgnoreCase(before, i, "wlan"u8) || Bytes.StartsWithIgnoreCase(before, i, "wifi"u8) || Bytes.StartsWithIgnoreCase(before, i, "wi-fi"u8) || Bytes.StartsWithIgnoreCase(before, i, "ssid"u8)) return true;
        return false;
    }

    /// <summary>What goes to the end of the line without a quote, and has digits: <c>WLAN: name / three plain words 7</c>.</summary>
    private static Extent WirelessPhrase(ReadOnlySpan<byte> text, int start)
    {
        var value = text[start..Bytes.LineEnd(text, start)].TrimEnd(" \r"u8);
        return value.Length is >= 8 and <= 63 && value.Contains((byte)' ') && value.Count((byte)' ') < 6 && value.ContainsAnyInRange((byte)'0', (byte)'9') && value.IndexOfAny("\"'`/,;:()="u8) < 0 ? new Extent(start, start + value.Length) : default;
    }

    /// <summary>Accounts that speak of a login themselves: <c>root@pam / x</c>, <c>admin / x</c>.</summary>
    private static bool IsLogin(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("root"u8) || Bytes.StartsWithIgnoreCase(name, 0, "admin"u8) && name.Length is 5 or 13 || name.Length <= 12 && name.EndsWith("admin"u8) || name.EndsWith("@pam"u8) || name.EndsWith("@pve"u8) || name.EndsWith("@pbs"u8) || name.EndsWith("@pmg"u8);

    private static bool HasNoun(ReadOnlySpan<byte> before)
    {
        for (var i = 0; i < before.Length; i++)
            foreach (var noun in Nouns)
                if (Bytes.StartsWithIgnoreCase(before, i, noun)) return true;
        return false;
    }

    private static readonly byte[][] Nouns = [.. new[] { "login", "zugang", "zugänge", "passw", "kennwort", "credential", "anmeld", "inlog", "identifiant", "acceso" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    private static bool HasSign(ReadOnlySpan<byte> before)
    {
        for (var i = 0; i < before.Length; i++)
            foreach (var sign in Signs)
                if (Bytes.StartsWithIgnoreCase(before, i, sign)) return true;
        return false;
    }
}
