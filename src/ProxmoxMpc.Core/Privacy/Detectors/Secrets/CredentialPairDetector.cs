using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// User and password as people write them: <c>iDRAC: root / x</c>, <c>with jane@pve and x</c>, <c>`jane` / `x`</c>; a wireless network and its key.
/// </summary>
internal sealed class CredentialPairDetector : Detector
{
    public override PrivacyRule Rule => LoginText.PairRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" / "), new(" \\/ "), new("und ", WordStart: true), new("and ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] != ' ') (at, length) = (at - 1, length + 1);
        if (at < 1 || text[at] != ' ') return;
        var start = at + length;
        if (text[at + 1] == '/')
        {
            if (WirelessPhrase(text, at, start) is { } phrase)
            {
                found.Replace(phrase.Start, phrase.Length, Rule.Kind);
                return;
            }
            if (text[at - 1] is (byte)'"' or (byte)'`')
            {
                if (WirelessKey(text, at, start) is { } key) found.Replace(key.Start, key.Length, Rule.Kind);
                Marked(text, at, start, found);
                return;
            }
        }
        if (BehindMailbox(text, at, start) is { } coded)
        {
            found.Replace(coded.Start, coded.Length, Rule.Kind);
            return;
        }
        // JSON writes a slash with a backslash before it.
        var isSlash = text[at + 1] == '/' || text[at + 1] == '\\' && text[at + 2] == '/';
        var user = new Extent(UserStart(text, at), at);
        // with jane@pve and x: only a userid goes on so with a password.
        if (!user.IsEmpty && (isSlash || LoginText.IsUserid(text[user.Start..at]))) Pair(text, user, ValueAt(text, start), isSlash, found);
    }

    /// <summary><c>&lt;jane@firma.de> / `x`</c>: a mailbox between its signs, and code.</summary>
    private static Extent? BehindMailbox(ReadOnlySpan<byte> text, int at, int start)
    {
        const int LongestMailbox = 160;
        if (text[at - 1] != '>' || Bytes.At(text, start) != '`' || SecretText.Quoted(text, start, "`"u8) is not { Length: >= 6 and <= 64 } value) return null;
        var before = text[Math.Max(0, at - LongestMailbox)..at];
        if (before.LastIndexOf((byte)'<') is not (>= 0 and var open) || !before[open..].Contains((byte)'@')) return null;
        var span = text[value.Start..value.End];
        return !span.Contains((byte)' ') && KeySentenceText.LooksLikePassword(span, false) ? value : null;
    }

    private void Pair(ReadOnlySpan<byte> text, Extent user, Extent value, bool isSlash, Findings found)
    {
        var password = text[value.Start..value.End];
        // vm:100 / ct:101: resources of HA.
        if (password.Length > 3 && (password.StartsWith("ct:"u8) || password.StartsWith("vm:"u8)) && Bytes.IsDigit(password[3])) return;
        if (IsOther(password) || !HasLetter(password) || !(isSlash ? CanFollowSlash(text, user, password) : CanFollowWord(password))) return;
        // Last, for it reads the line: slashes and conjunctions are common, what could be a password behind them is not.
        if (!(isSlash && IsStrong(password) && IsApart(text, user, value.End)) && !SpeaksOfLogin(text, user)) return;
        found.Replace(value.Start, value.Length, Rule.Kind);
        LoginText.TakeUser(text, user, found);
    }

    private static int UserStart(ReadOnlySpan<byte> text, int end)
    {
        var line = Bytes.LineStart(text, end);
        var user = end;
        while (user > line && (IsOfUser(text[user - 1]) && !IsLineFeed(text, user) || EntityBefore(text, user) > 0)) user -= Math.Max(1, EntityBefore(text, user));
        return user;
    }

    /// <summary>The length of a page's <c>&amp;#64;</c> that ends there.</summary>
    private static int EntityBefore(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at - 1) != ';') return 0;
        return at >= 5 && Bytes.Separator(text, at - 5, (byte)'@') == 5 ? 5 : at >= 8 && Bytes.Separator(text, at - 8, (byte)'@') == 8 ? 8 : 0;
    }

    private static bool IsOfUser(byte b) => Bytes.IsLetterOrDigit(b) || b is (byte)'.' or (byte)'-' or (byte)'_' or (byte)'\\' or (byte)'@';

    /// <summary>Whether <c>\n</c> and the like end there, and not a domain's backslash that is escaped: <c>FIRMA\\nina</c>.</summary>
    private static bool IsLineFeed(ReadOnlySpan<byte> text, int at) => Bytes.EscapeBefore(text, at) == 2 && Bytes.At(text, at - 3) != '\\';

    /// <summary>What stands behind the sign: in quotes, or up to the end of the word.</summary>
    private static Extent ValueAt(ReadOnlySpan<byte> text, int start)
    {
        if (SecretText.QuoteAt(text, start) is { Length: > 0 } quote && SecretText.Quoted(text, start, quote) is { } quoted) return quoted;
        var end = SecretText.WordEnd(text, start);
        // In CDATA of XML signs are what they are.
        if (text[Bytes.LineStart(text, start)..start].LastIndexOf("<![CDATA["u8) >= 0
            && text[start..Bytes.LineEnd(text, start)].IndexOf("]]>"u8) is > 0 and var data && text.Slice(start, data).IndexOf((byte)' ') < 0) end = start + data;
        // The description of a guest is on one line.
        if (text[start..end].IndexOf("%0A"u8) is > 0 and var feed) end = start + feed;
        // XML and pages have no other way to write the sign.
        while (Bytes.At(text, end) == ';' && text[start..end].LastIndexOf((byte)'&') is >= 0 and var entity && end - start - entity is > 1 and < 8) end = SecretText.WordEnd(text, end + 1);
        // A quote that JSON escapes belongs to it.
        while (Bytes.StartsWithAt(text, end, "\\\\\\\""u8)) end = SecretText.WordEnd(text, end + 4);
        while (end > start && text[end - 1] is (byte)'.' or (byte)',' or (byte)';') end--;
        return new Extent(start, end);
    }

    /// <summary>What stands behind a slash and is no password: <c>GET / HTTP/1.1</c>, a standard, an address, a reference.</summary>
    private static bool IsOther(ReadOnlySpan<byte> value)
    {
        if (value.Length is < 5 or > 64 || value.StartsWith("HTTP/"u8) || value.StartsWith("802.11"u8) || value.StartsWith("RMCP"u8) || value.IndexOf("://"u8) >= 0) return true;
        return KeyValueText.IsReference(value) || IsAddress(value);
    }

    private static bool IsAddress(ReadOnlySpan<byte> value) =>
        value.Count((byte)':') > 1 && (value.IndexOf((byte)'/') is > 1 and var prefix && AddressText.TryParseIpv6(value[..prefix], out _) || AddressText.TryParseIpv6(value, out _) || value.Length == 17 && AddressText.TryParseMac(value, out _));

    private static bool HasLetter(ReadOnlySpan<byte> value) =>
        value.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 || value.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0;

    private static bool HasDigit(ReadOnlySpan<byte> value) => value.ContainsAnyInRange((byte)'0', (byte)'9');

    private static bool CanFollowSlash(ReadOnlySpan<byte> text, Extent user, ReadOnlySpan<byte> value)
    {
        if (HasDigit(value) || value.ContainsAny("!#$%&+=^~?*@"u8)) return true;
        var name = text[user.Start..user.End];
        return value.Length >= 6
            && (IsJoined(value) && name.Contains((byte)'@')
            || LoginText.IsLogin(name) && IsUnusual(value) && LoginText.HasNoun(text[Bytes.LineStart(text, user.Start)..user.Start]));
    }

    /// <summary><c>ssh jane@10.0.0.5 / Some-Words</c>: an account on a machine is spoken of, and no word.</summary>
    private static bool IsJoined(ReadOnlySpan<byte> value) => value[1..].IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 && value.IndexOfAny("-_."u8) > 0;

    /// <summary><c>Zugang: root / plainword</c></summary>
    private static bool IsUnusual(ReadOnlySpan<byte> value) =>
        value.IndexOfAny("/\\."u8) < 0 && !CommonWords.Contains(value) && !Vocabulary.IsWord(value) && !SentenceText.IsDerived(value);

    /// <summary>A sentence goes on with words.</summary>
    private static bool CanFollowWord(ReadOnlySpan<byte> value) => HasDigit(value) && value.IndexOfAny("!#$%&+=^~?*.-_"u8) >= 0 && !value.Contains((byte)'@');

    /// <summary>Letters, digits and a sign that is not the last character.</summary>
    private static bool IsStrong(ReadOnlySpan<byte> value) =>
        value.Length >= 6 && HasDigit(value) && value[..^1].IndexOfAny("!#$%&+=^~?*@\""u8) >= 0 && value.IndexOf((byte)'/') < 0;

    /// <summary>
    /// Whether the pair is alone on its line, but for a comment's sign or a folder of an account, or in brackets: <c>sa / x-1!</c>, <c>(jane / x-1!)</c>.
    /// </summary>
    private static bool IsApart(ReadOnlySpan<byte> text, Extent user, int end)
    {
        if (Bytes.At(text, user.Start - 1) == '(') return Bytes.At(text, end) == ')';
        if (IsCell(text, user.Start, end)) return true;
        if (!EndsLine(text, Bytes.SkipBlanks(text, end))) return false;
        var before = text[Bytes.LineStart(text, user.Start)..user.Start];
        if (before.LastIndexOf("\\n"u8) is >= 0 and var escape) before = before[(escape + 2)..];
        before = before.Trim(" \t#>*-"u8);
        // 10.0.0.5 / jane / x
        if (before.Length > 2 && before[^1] == '/') return Bytes.IsLetterOrDigit(before[^2]) || before[^2] == ' ' && Bytes.IsLetterOrDigit(before[^3]);
        return before.IsEmpty || before.EndsWith(".\\"u8);
    }

    /// <summary>Whether the pair is all of a cell of a table: <c>| jane / x-1! |</c>, <c>,jane / x-1!,</c></summary>
    private static bool IsCell(ReadOnlySpan<byte> text, int start, int end)
    {
        var before = Bytes.At(text, start - 1);
        // <td>jane / x-1!</td>
        if (before == '>') return Bytes.At(text, end) == '<';
        if (before == ' ') before = Bytes.At(text, start - 2) == '|' ? (byte)'|' : (byte)0;
        var behind = Bytes.SkipBlanks(text, end);
        return before is (byte)'|' or (byte)';' or (byte)',' or (byte)'\t' && (EndsLine(text, behind) || text[behind] == before || Bytes.At(text, end) == before);
    }

    private static bool EndsLine(ReadOnlySpan<byte> text, int at) =>
        at >= text.Length || text[at] is (byte)'\r' or (byte)'\n' or (byte)'"' || Bytes.StartsWithAt(text, at, "\\n"u8)
        || Bytes.StartsWithAt(text, at, "%0A"u8);

    private static bool SpeaksOfLogin(ReadOnlySpan<byte> text, Extent user)
    {
        var before = text[Bytes.LineStart(text, user.Start)..user.Start];
        return LoginText.IsLogin(text[user.Start..user.End]) || LoginText.HasSign(before) || LoginText.HasNoun(before);
    }

    /// <summary><c>local admin `jane` / `x-1`</c></summary>
    private void Marked(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        if (InSameQuotes(text, at, start) is not { Length: >= 5 and <= 64 } value) return;
        var line = Bytes.LineStart(text, at);
        var user = new Extent(line + text[line..(at - 1)].LastIndexOf(text[at - 1]) + 1, at - 1);
        if (user.Start == line || user.Length < 2 || NamedValue.NameLength(text, user.Start) != user.Length) return;
        var span = text[value.Start..value.End];
        if (KeyValueText.IsReference(span) || span.Contains((byte)'/') || !KeySentenceText.LooksLikePassword(span, false) || !SpeaksOfLogin(text, user)) return;
        found.Replace(value.Start, value.Length, Rule.Kind);
        var name = text[user.Start..user.End];
        if (LoginText.IsPerson(name) && !Vocabulary.IsWord(name)) found.Replace(user.Start, user.Length, PrivacyKind.User);
    }

    /// <summary><c>WLAN = "name" / "three plain words"</c></summary>
    private static Extent? WirelessKey(ReadOnlySpan<byte> text, int at, int start) =>
        InSameQuotes(text, at, start) is { Length: >= 8 and <= 63 } value && LoginText.IsWireless(text[Bytes.LineStart(text, at)..at]) ? value : null;

    /// <summary>What stands behind the sign, in the quotes that also end before it.</summary>
    private static Extent? InSameQuotes(ReadOnlySpan<byte> text, int at, int start) =>
        Bytes.At(text, start) == text[at - 1] ? SecretText.Quoted(text, start, text.Slice(start, 1)) : null;

    /// <summary>What goes to the end of the line without a quote, and has digits: <c>WLAN: name / three plain words 7</c>.</summary>
    private static Extent? WirelessPhrase(ReadOnlySpan<byte> text, int at, int start)
    {
        var value = text[start..Bytes.LineEnd(text, start)].TrimEnd(" \r"u8);
        if (value.Length is < 8 or > 63 || value.Count((byte)' ') is 0 or > 5 || !HasDigit(value) || value.IndexOfAny("\"'`,/;:()="u8) >= 0) return null;
        return LoginText.IsWireless(text[Bytes.LineStart(text, at)..at]) ? new Extent(start, start + value.Length) : null;
    }
}
