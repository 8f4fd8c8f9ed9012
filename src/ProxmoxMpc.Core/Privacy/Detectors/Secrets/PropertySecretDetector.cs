using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Properties that a tool sets by their dotted name, with a blank before the value: <c>nmcli con modify x wifi-sec.psk y</c>, <c>racadm set iDRAC.Users.3.Password y</c>,
/// <c>iscsiadm … -n node.session.auth.password -v y</c>; the entries of a list of proxies; the keys of IPsec that <c>ip xfrm</c> is given and shows.
/// </summary>
internal sealed class PropertySecretDetector : Detector
{
    private const int ShortestKey = 32;

    private static readonly string[] Names = ["wifi-sec.psk", "security.psk", "wifi-sec.wep-key", "security.wep-key", "leap-password", "802-1x.password", "802-1x.private-key-password", "wireguard.private-key", "auth.password", "auth.password_in", "cfgUserAdminPassword", "cfgUserAdminUserName", "iDRAC.Users.", "IPMILan.EncryptionKey"];

    private static readonly string[] Keys = ["enc ", "auth ", "auth-trunc ", "aead "];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("property-secret", PrivacyKind.Password, "Secrets behind the dotted name of a property, in lists of proxies and of ip xfrm");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Names.Select(name => new Anchor(name, IgnoreCase: true, WordStart: true)), new("socks5 ", WordStart: true), new("socks4 ", WordStart: true), new("auth-trunc ", WordStart: true), new("enc cbc(", WordStart: true), new("rfc4106(gcm", WordStart: true), new("proto esp", WordStart: true), new("proto ah", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        if (text[at..(at + length)].StartsWith("socks"u8)) Proxy(text, at + length, line, found);
        else if (text[at] is (byte)'p' or (byte)'e' or (byte)'r' || text[at + length - 1] is (byte)' ' or (byte)'c') Security(text, Bytes.LineStart(text, at), line, found);
        else Value(text, at, at + length, line, found);
    }

    private void Value(ReadOnlySpan<byte> text, int at, int end, int line, Findings found)
    {
        // wep-key0, iDRAC.Users.3.Password, iDRAC.Users.3.UserName
        while (end < line && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'.' or (byte)'#')) end++;
        var name = text[at..end];
        var start = Bytes.SkipBlanks(text, end);
        if (Bytes.StartsWithAt(text, start, "-i "u8)) start = Bytes.SkipBlanks(text, SecretText.WordEnd(text, start + 3));
        if (Bytes.StartsWithAt(text, start, "-v "u8)) start = Bytes.SkipBlanks(text, start + 3);
        if (start == end || start >= line) return;
        var quote = SecretText.QuoteAt(text, start);
        var value = quote.Length > 0 && SecretText.Quoted(text, start, quote) is { IsEmpty: false } quoted ? quoted : new Extent(start, SecretText.WordEnd(text, start));
        var span = text[value.Start..value.End];
        if (name.EndsWith("UserName"u8) || name.EndsWith("username"u8)) NamedValue.TakeUser(text, value.Start, NamedValue.NameLength(text, value.Start), found);
        else if (span.Length >= 4 && span[0] is not ((byte)'-' or (byte)'=' or (byte)':') && !KeyValueText.IsReference(span) && (text[at] is not ((byte)'i' or (byte)'I') || name.EndsWith("assword"u8) || name.EndsWith("Key"u8))) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary><c>socks5 10.0.0.5 1080 jane x</c></summary>
    private void Proxy(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        var address = Bytes.SkipBlanks(text, at);
        var port = Bytes.SkipBlanks(text, SecretText.WordEnd(text, address));
        var portEnd = port;
        while (Bytes.IsDigit(Bytes.At(text, portEnd))) portEnd++;
        var user = Bytes.SkipBlanks(text, portEnd);
        if (portEnd == port || user == portEnd || user >= line) return;
        var start = Bytes.SkipBlanks(text, SecretText.WordEnd(text, user));
        if (start >= line || Bytes.SkipBlanks(text, SecretText.WordEnd(text, start)) < line) return;
        found.Replace(start, SecretText.WordEnd(text, start) - start, Rule.Kind);
        NamedValue.TakeUser(text, user, NamedValue.NameLength(text, user), found);
    }

    /// <summary>The keys of an association of IPsec, each behind its algorithm: <c>enc cbc(aes) 0x…</c></summary>
    private static void Security(ReadOnlySpan<byte> text, int from, int line, Findings found)
    {
        foreach (var key in Keys)
        {
            for (var i = from; i < line && text[i..line].IndexOf(Encoding.ASCII.GetBytes(key)) is >= 0 and var next; i += next + key.Length)
            {
                var algorithm = i + next + key.Length;
                var start = Bytes.SkipBlanks(text, algorithm + Math.Max(0, text[algorithm..line].IndexOf((byte)' ')));
                if (!Bytes.StartsWithAt(text, start, "0x"u8)) continue;
                var end = SecretText.HexEnd(text, start + 2);
                if (end - start - 2 >= ShortestKey) found.Replace(start + 2, end - start - 2, PrivacyKind.PrivateKey);
            }
        }
    }
}
