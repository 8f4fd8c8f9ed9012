using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// User and password in one value, under a name that says that it is both: <c>$pair = "jane:X"</c>, <c>proxy_auth: jane:X</c>, <c>cache_peer … login=jane:X</c>, and Asterisk's
/// <c>register => jane:X:jane@sip.example.net</c>.
/// </summary>
internal sealed class PairVariableDetector : Detector
{
    private const int Shortest = 4, Longest = 128;

    private static readonly string[] Names = ["userpass", "credpair", "authpair", "userpwd", "proxy_auth", "proxyauth", "basicauth", "basic_auth", "http_auth", "authinfo", "authstring", "usernamepassword"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("pair-variable", PrivacyKind.Password, "User and password in one value: $pair = \"jane:X\"");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. from name in Names from sign in new[] { " = ", "=", ": " } select new Anchor(name + sign, IgnoreCase: true, WordStart: true),
        new("pair = ", IgnoreCase: true, WordStart: true), new("pair=", IgnoreCase: true, WordStart: true), new("login=", WordStart: true), new("register =>", WordStart: true), new("register=", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = Bytes.SkipBlanks(text, at + length);
        var isLogin = text[at] == 'l';
        if (isLogin && Bytes.At(text, at - 1) != ' ') return;
        var isRegister = text[at] == 'r';
        if (isRegister && !NamedValue.IsFirstOnLine(text, at)) return;
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'') start++;
        var end = start;
        while (end < text.Length && end - start <= Longest && !Bytes.IsBlank(text[end]) && text[end] is not ((byte)'"' or (byte)'\'' or (byte)'\n' or (byte)'\r' or (byte)'<' or (byte)',' or (byte)';')) end++;
        // jane:X:jane@host/100: who registers, with what, as whom and where
        if (isRegister && text[start..end].LastIndexOf((byte)'@') is > 0 and var host) end = start + host;
        var both = text[start..end];
        if (both.Length > Longest || both.IndexOf((byte)':') is not (> 1 and var colon) || NamedValue.NameLength(both, 0) != colon) return;
        var password = both[(colon + 1)..];
        if (isRegister && password.LastIndexOf((byte)':') is > 0 and var account) password = password[..account];
        if (password.Length < Shortest || KeyValueText.IsReference(password) || password.ContainsAny("/\\"u8) || password.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) return;
        // A time, a key and its value.
        if (!isRegister && !isLogin && !KeySentenceText.LooksLikePassword(password, false) && !Bytes.IsLetter(both[0])) return;
        found.Replace(start + colon + 1, password.Length, Rule.Kind);
        NamedValue.TakeUser(text, start, colon, found);
    }
}
