using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets in the configurations of switches, firewalls and controllers, which know no sign: <c>snmp-agent community write X</c>, <c>irreversible-cipher X</c>,
/// <c>radius auth add 1 HOST 1812 ascii X</c>, a <c>key X</c> below <c>aaa-server</c>, OpenWrt's <c>option key 'X'</c>.
/// </summary>
internal sealed class DeviceSecretDetector : Detector
{
    private const int MostLines = 6;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("device-secret", PrivacyKind.Password, "Secrets in configurations of switches, firewalls and controllers");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("snmp-agent community "), new("irreversible-cipher "), new("radius auth add "), new("radius acct add "), new("tacacs auth add "), new("option key ", WordStart: true),
        new("neighbor ", WordStart: true), new(", auth \""), new("aaa-server ", WordStart: true), new("tacacs server ", WordStart: true), new("radius server ", WordStart: true),
        new("wlan auth-server ", WordStart: true), new("line vty ", WordStart: true), new("line con ", WordStart: true), new("line aux ", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        var after = at + length;
        switch (text[at])
        {
            case (byte)'s':
                // read cipher X, write X
                var word = DeviceText.Next(text, after, line);
                if (!text[word.Start..word.End].SequenceEqual("read"u8) && !text[word.Start..word.End].SequenceEqual("write"u8)) break;
                word = DeviceText.Secret(text, word.End, line, out _);
                if (DeviceText.CanBeSecret(text[word.Start..word.End])) found.Replace(word.Start, word.Length, Rule.Kind);
                break;
            case (byte)'n':
                // FRR: neighbor X password Y
                if (text[after..line].IndexOf(" password "u8) is > 0 and var peer && text.Slice(after, peer).IndexOf((byte)' ') < 0)
                {
                    var phrase = DeviceText.Secret(text, after + peer + 10, line, out _);
                    if (DeviceText.CanBeSecret(text[phrase.Start..phrase.End])) found.Replace(phrase.Start, phrase.Length, Rule.Kind);
                }
                break;
            case (byte)',':
                // tcpdump: VRRPv2, …, auth "x"
                if (text[Bytes.LineStart(text, at)..at].IndexOf("VRRP"u8) >= 0 && text[after..line].IndexOf((byte)'"') is > 0 and var close) found.Replace(after, close, Rule.Kind);
                break;
            case (byte)'i':
                var hash = DeviceText.Next(text, after, line);
                found.Replace(hash.Start, hash.Length, PrivacyKind.PasswordHash);
                break;
            case (byte)'o':
                // The number of a WEP key says which one is used.
                var quote = SecretText.QuoteAt(text, after);
                if (quote.Length > 0 && SecretText.Quoted(text, after, quote) is { Length: > 1 } key) found.Replace(key.Start, key.Length, Rule.Kind);
                break;
            case (byte)'r' or (byte)'t' when text[at + length - 5] == ' ':
                if ((text[after..line].IndexOf(" ascii "u8) is >= 0 and var form ? after + form + 7 : text[after..line].IndexOf(" hex "u8) is >= 0 and var hex ? after + hex + 5 : -1) is >= 0 and var start)
                {
                    var shared = DeviceText.Next(text, start, line);
                    found.Replace(shared.Start, shared.Length, Rule.Kind);
                }
                break;
            default:
                Below(text, at, line, found);
                break;
        }
    }

    /// <summary>The settings of a server are indented below it, and those of a line; Dell's switches indent none.</summary>
    private void Below(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        if (Bytes.LineStart(text, at) is var own && Bytes.SkipBlanks(text, own) != at) return;
        var indent = Bytes.StartsWithAt(text, at, "radius server auth "u8) ? -1 : at - own;
        var noun = text[at] == 'l' ? "password "u8 : "key "u8;
        for (var count = 0; count < MostLines && Bytes.NextLine(text, ref line, out var start); count++)
        {
            var first = Bytes.SkipBlanks(text, start);
            if (first - start <= indent) return;
            if (!Bytes.StartsWithAt(text, first, noun) && !Bytes.StartsWithAt(text, first, "secret "u8)) continue;
            // key 7 X: in which form it is.
            var word = DeviceText.Next(text, text[first] == 's' ? first + 7 : first + noun.Length, line);
            if (word.Length == 1 && DeviceText.Next(text, word.End, line) is { IsEmpty: false } next) word = next;
            if (DeviceText.CanBeSecret(text[word.Start..word.End])) found.Replace(word.Start, word.Length, Rule.Kind);
            return;
        }
    }
}
