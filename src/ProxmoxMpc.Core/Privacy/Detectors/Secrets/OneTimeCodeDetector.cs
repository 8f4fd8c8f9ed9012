using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Codes of a second factor: six or eight digits behind a word for them, the answers and ids of a YubiKey, which has an alphabet of its own, the seed of a
/// generator in Base32.
/// </summary>
internal sealed class OneTimeCodeDetector : Detector
{
    private const int Reach = 56, PublicId = 12, Answer = 44, ShortestSeed = 16;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("one-time-code", PrivacyKind.OneTimeCode, "Codes, ids and seeds of a second factor");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "totp", "2fa code", "2fa seed", "2fa:", "2fa ", "tfa code", "mfa code", "mfa:", "one-time", "second factor", "two-factor code", "2-factor code", "otp code", "otp value", "otp:", "verification code", "security code", "authenticator", "einmalcode", "einmalkennwort", "einmalpasswort", "bestätigungscode", "sicherheitscode" }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)), new("cccccc", WordStart: true), new("\"yubico\""), new("\"webauthn\""), new("\"u2f\""), .. from sign in new[] { "?", "&", "&amp;" } from name in new[] { "code=", "otp=", "pin=", "ticket=", "vncticket=" } select new Anchor(sign + name)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '"' && text[at + 1] is (byte)'w' or (byte)'u') Credential(text, at + length, found);
        else if (text[at] == '"') Entries(text, at + length, found);
        else if (Bytes.StartsWithAt(text, at, "cccccc"u8)) Key(text, at, found);
        else if (text[at] is (byte)'?' or (byte)'&') Parameter(text, at, at + length, found);
        else if (text[at + length - 1] == ' ' || !Bytes.IsLetterOrDigit(Bytes.At(text, at + length)))
        {
            Code(text, at, at + length, found);
            if (Bytes.ToLower(text[at]) == 't' && length == 4) Registered(text, at, found);
        }
    }

    /// <summary>What is sent with the secret of a new factor to prove that one has it: <c>"type": "totp", …, "value": "482913"</c>.</summary>
    private void Registered(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var from = Math.Max(Bytes.LineStart(text, at), at - 200);
        var limit = Math.Min(Bytes.LineEnd(text, at), at + 300);
        for (var i = from; text[i..limit].IndexOf("value"u8) is >= 0 and var value;)
        {
            i += value + 5;
            var start = i;
            while (start < limit && text[start] is (byte)'"' or (byte)':' or (byte)'=' or (byte)' ' or (byte)'\\' or (byte)'\'') start++;
            if (start > i && Digits(text, start) == 6 && !Bytes.IsLetter(Bytes.At(text, start + 6))) found.Replace(start, 6, Rule.Kind);
        }
    }

    /// <summary>A parameter of an address that lets somebody in: <c>/reset?mail=…&amp;code=482913</c>, <c>/oauth/callback?code=…</c></summary>
    private void Parameter(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        var end = start;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'%' or (byte)'~')) end++;
        // Google's: code=4/0Am…
        if (Bytes.StartsWithAt(text, start, "4/0"u8)) end = Math.Max(end, SecretText.Base64End(text, start));
        while (Bytes.StartsWithAt(text, start, "4/0"u8) && end < text.Length && (Bytes.IsBase64(text[end]) && text[end] != '=')) end++;
        var value = text[start..end];
        var page = at;
        while (page > 0 && at - page < 300 && !Bytes.IsBlank(text[page - 1]) && text[page - 1] is not ((byte)'"' or (byte)'\'' or (byte)'<' or (byte)'(')) page--;
        var address = text[page..at];
        if (text[start - 2] == 't')
        {
            // A ticket that does not say which product's it is: of a tunnel, of somebody else's console.
            if ((value.Length >= 40 || value.StartsWith("ST-"u8) && value.Length >= 24) && SecretText.LooksRandom(value) && !value.StartsWith("PVE"u8) && !value.StartsWith("PBS"u8) && !value.StartsWith("PMG"u8)) found.Replace(start, value.Length, PrivacyKind.Ticket);
            return;
        }
        // OpenID's answer: /?code=…&state=…
        if (value.Length >= 16 && SecretText.LooksRandom(value) && Bytes.StartsWithAt(text, end, "&state="u8))
        {
            var state = end + 7;
            while (state < text.Length && (Bytes.IsAsciiLetterOrDigit(text[state]) || text[state] is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'%' or (byte)'~')) state++;
            found.Replace(start, value.Length, PrivacyKind.ServiceToken);
            if (state - end - 7 >= 12) found.Replace(end + 7, state - end - 7, PrivacyKind.ServiceToken);
            return;
        }
        if (value.Length >= 16 ? !SecretText.LooksRandom(value) : value.Length is < 4 or > 10 || value.IndexOfAnyExcept("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"u8) >= 0 || !value.ContainsAnyInRange((byte)'0', (byte)'9')) return;
        foreach (var word in Doors)
            for (var i = 0; i < address.Length; i++)
                if (Bytes.StartsWithIgnoreCase(address, i, word))
                {
                    found.Replace(start, value.Length, value.Length >= 16 ? PrivacyKind.ServiceToken : Rule.Kind);
                    return;
                }
    }

    private static readonly byte[][] Doors = [.. new[] { "reset", "verif", "confirm", "login", "signin", "sign-in", "auth", "activat", "invit", "otp", "mfa", "2fa", "regist", "passw", "callback", "sso", "oidc", "join" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>The id of a key that is registered: <c>{"type": "webauthn", "id": "x"}</c>.</summary>
    private static void Credential(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var window = text[at..Math.Min(text.Length, at + 160)];
        if (window.IndexOf((byte)'}') is >= 0 and var close) window = window[..close];
        if (window.IndexOf("\"id\""u8) is not (>= 0 and var id) || NamedValue.After(text, at + id + 4) is not { Length: >= 32 and <= 200 } value) return;
        // The number of its entry is no key.
        if (text.Slice(value.Start, value.Length) is var span && !(span.Length >= 36 && SecretText.IsUuid(span, span.Length - 36)) && span.IndexOf((byte)' ') < 0 && SecretText.LooksRandom(span)) found.Replace(value.Start, value.Length, PrivacyKind.ServiceToken);
    }

    /// <summary>tfa.cfg: <c>"yubico":[{"info":{…},"entry":"x"}]</c></summary>
    private void Entries(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var limit = Math.Min(text.Length, at + 2000);
        var end = text[at..limit].IndexOf((byte)']');
        for (var i = at; end > 0 && text[i..(at + end)].IndexOf("\"entry\""u8) is >= 0 and var entry;)
        {
            var value = NamedValue.After(text, i + entry + 6);
            if (value.Length is >= 8 and <= 64) found.Replace(value.Start, value.Length, Rule.Kind);
            i += entry + 7;
        }
    }

    /// <summary>The id of a key, or an answer of it: letters of the keyboard that every layout has in one place.</summary>
    private void Key(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (end < text.Length && text[end] is (byte)'c' or (byte)'b' or (byte)'d' or (byte)'e' or (byte)'f' or (byte)'g' or (byte)'h' or (byte)'i' or (byte)'j' or (byte)'k' or (byte)'l' or (byte)'n' or (byte)'r' or (byte)'t' or (byte)'u' or (byte)'v') end++;
        if (end - at is PublicId or Answer && !Bytes.IsLetterOrDigit(Bytes.At(text, end)) && text[at..end].IndexOfAnyExcept("cdef"u8) >= 0) found.Replace(at, end - at, Rule.Kind);
    }

    /// <summary>The first number behind the word, or a seed: <c>TOTP: 482913</c>, <c>your verification code is 482 913</c>, <c>2FA seed JBSW…</c></summary>
    private void Code(ReadOnlySpan<byte> text, int word, int at, Findings found)
    {
        var limit = Math.Min(Bytes.LineEnd(text, at), at + Reach);
        for (var i = at; i < limit;)
        {
            if (!Bytes.IsLetterOrDigit(text[i]))
            {
                // What another setting or sentence says.
                if (text[i] is (byte)';' or (byte)'{' or (byte)'}' or (byte)'?' or (byte)'/' or (byte)'<' || text[i] == '.' && Bytes.At(text, i + 1) == ' ') return;
                // The digits of %3D, which may be encoded again, are none of a seed's.
                i += text[i] != '%' || SecretText.HexEnd(text, i + 1) < i + 3 ? 1 : Bytes.StartsWithAt(text, i, "%253"u8) ? 5 : 3;
                continue;
            }
            var end = i;
            while (end < text.Length && Bytes.IsLetterOrDigit(text[end])) end++;
            var token = text[i..end];
            if (token.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
            {
                // at 14:41
                if (token.Length <= 2 && Bytes.At(text, end) == ':' && Digits(text, end + 1) == 2)
                {
                    i = end + 3;
                    continue;
                }
                // 482 913
                if (token.Length == 3 && Bytes.At(text, end) is (byte)' ' or (byte)'-' && Digits(text, end + 1) == 3)
                {
                    found.Replace(i, 7, Rule.Kind);
                    return;
                }
                if (token.Length is 6 or 8 && Bytes.At(text, end) is not ((byte)'-' or (byte)'/' or (byte)'%') && !(Bytes.At(text, end) is (byte)'.' or (byte)':' && Bytes.IsDigit(Bytes.At(text, end + 1)))) found.Replace(i, token.Length, Rule.Kind);
                return;
            }
            if (token.Length >= ShortestSeed && token.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8) < 0 && token.ContainsAnyInRange((byte)'2', (byte)'7'))
            {
                found.Replace(i, token.Length, Rule.Kind);
                return;
            }
            if (word == i) return;
            i = end;
        }
    }

    private static int Digits(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsDigit(text[end])) end++;
        return end - at;
    }
}
