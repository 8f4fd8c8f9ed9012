using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets behind words of a program that have no key's form: <c>message-digest-key 1 md5 x</c>, <c>AUTH\ x</c> of HAProxy, the key that netsh shows.
/// </summary>
internal sealed class AnnouncedSecretDetector : Detector
{
    private static readonly string[] Words =
    [
        "md5 ", "AUTH\\ ", "key-string ", "authentication-key ", "slappasswd -s ", "Key Content ", "Schlüsselinhalt ", "Contenu de la clé ", "Clé Wi-Fi ",
        "Clé WiFi ", "clé Wi-Fi ",
        "WLAN-Schlüssel", "WLAN-Key", "HEX:", "Sleutelinhoud ", "_acme-challenge", "setUserPassword ", "set-password ", "AUTH PLAIN ", "AUTH LOGIN ",
        "--pass ", "ftp_pass ",
        "identified by ", "IDENTIFIED BY ", "isakmp key ", "Unseal Key ", "spice ticket ", "Recovery Key ", "honeycomb-team=", "honeycomb-team: ", "New value: ",
    ];

    /// <summary>The rule that all detectors of announced secrets are of.</summary>
    public static PrivacyRule AnnouncedRule { get; } =
        PrivacyRule.Secret("announced-secret", PrivacyKind.Password, "Secrets behind a program's own words, and in addresses without a scheme");

    public override PrivacyRule Rule => AnnouncedRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Words.Select(word => new Anchor(word, WordStart: char.IsAsciiLetter(word[0])))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = Bytes.SkipBlanks(text, at + length);
        var end = Bytes.LineEnd(text, at);
        if (text[at] == '_')
        {
            // _acme-challenge IN TXT "x"
            if (text[start..end].IndexOf((byte)'"') is >= 0 and var open) Take(text, start + open, end, found);
            return;
        }
        // IDENTIFIED BY VALUES '…', BY PASSWORD '…': how it is written down.
        if (text[at] == 'I' && (Bytes.StartsWithAt(text, start, "VALUES"u8) || Bytes.StartsWithAt(text, start, "PASSWORD"u8) || Bytes.StartsWithAt(text, start, "RANDOM"u8))) return;
        // Files are identified by their names: only SQL has a password there.
        if (text[at] == 'i' && length == "identified by ".Length && Bytes.At(text, start) != '\'' && !Phrases.AnyIn(text[Math.Max(Bytes.LineStart(text, at), at - 200)..at], Phrases.Statements)) return;
        // Users are identified by their address: a sentence.
        if (text[at] == 'i' && text[at + 1] == 'd' && Possessives.Contains(text[start..SecretText.WordEnd(text, start)])) return;
        // What elasticsearch-reset-password prints below the line that says so.
        if (text[at] == 'N' && !(Bytes.LineStart(text, at) is > 1 and var line && text[Bytes.LineStart(text, line - 1)..line].IndexOf("assword"u8) >= 0)) return;
        if (text[at] == 'm' && text[Bytes.LineStart(text, at)..at].IndexOf("digest-key"u8) < 0
            || text[at] == 'H' && SecretText.HexEnd(text, start) - start < 16)
            return;
        // Key Content            : x
        if (Bytes.At(text, start) == ':') start = Bytes.SkipBlanks(text, start + 1);
        if (IsNetworkKey(text, at, length) && text[start..end].Trim((byte)' ') is { Length: >= 8 and <= 63 } phrase)
            found.Replace(start, phrase.Length, Rule.Kind);
        else if (text[at] is (byte)'m' or (byte)'k' or (byte)'a') Take(text, OfDevice(text, start, end), end, found);
        else if (text[at] is not ((byte)'U' or (byte)'R')) Take(text, BehindWay(text, start), end, found);
        else if (BehindNumber(text, start) is > 0 and var key) Take(text, key, end, found);
    }

    /// <summary>
    /// A device tells first how the secret is written down: <c>md5 encrypted x</c>, <c>authentication-key 2 cmac-aes-128 x</c>, <c>authentication-key 3 type md5 value "x"</c>,
    /// <c>key-string password x</c>. The key's number and its algorithm are a statement of their own, too.
    /// </summary>
    private static int OfDevice(ReadOnlySpan<byte> text, int start, int line)
    {
        var secret = DeviceText.Secret(text, start, line, out var ways);
        if (secret.IsEmpty) return ways > 1 ? line : start;
        return Bytes.At(text, secret.Start - 1) is (byte)'"' or (byte)'\'' ? secret.Start - 1 : secret.Start;
    }

    /// <summary>Cisco tells by a digit how it is enciphered: <c>isakmp key 6 x</c></summary>
    private static int BehindWay(ReadOnlySpan<byte> text, int at) => Bytes.IsDigit(Bytes.At(text, at)) && Bytes.At(text, at + 1) == ' ' ? at + 2 : at;

    /// <summary>The key of a wireless network, which may be several words: <c>Key Content            : three plain words</c>.</summary>
    private static bool IsNetworkKey(ReadOnlySpan<byte> text, int at, int length) =>
        text[at] is (byte)'K' or (byte)'S' or (byte)'C' && text[at + length - 1] == ' ' && Bytes.At(text, at + length) is (byte)' ' or (byte)':';

    /// <summary>Vault: <c>Unseal Key 1: x</c>; 0 where no colon stands.</summary>
    private static int BehindNumber(ReadOnlySpan<byte> text, int at)
    {
        while (Bytes.IsDigit(Bytes.At(text, at))) at++;
        return Bytes.At(text, at) == ':' ? Bytes.SkipBlanks(text, at + 1) : 0;
    }

    private static readonly WordSet Possessives = WordSet.Of("the a an their its your his her our this that these those one several both any all");

    private static readonly WordSet Mechanisms = WordSet.Of("PLAIN LOGIN CRAM-MD5 DIGEST-MD5 NTLM GSSAPI XOAUTH2 OAUTHBEARER EXTERNAL ANONYMOUS SCRAM-SHA-1 SCRAM-SHA-256");

    private void Take(ReadOnlySpan<byte> text, int start, int line, Findings found)
    {
        var quote = SecretText.QuoteAt(text, start);
        var value = quote.Length > 0 && SecretText.Quoted(text, start, quote) is { } quoted ? quoted : new Extent(start, SecretText.WordEnd(text, start));
        if (value.Length < 4 || value.End > line || text[value.Start] == '-') return;
        var span = text[value.Start..value.End];
        // 250-AUTH PLAIN LOGIN: what a server offers.
        if (text[start - 1] == ' ' && Mechanisms.Contains(span)) return;
        if (!KeyValueText.IsReference(span) && !AddressText.TryParseIpv4(span.TrimEnd(".,;"u8), (byte)'.', out _))
            found.Replace(value.Start, value.Length, Rule.Kind);
    }
}
