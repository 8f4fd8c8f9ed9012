using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets behind the words of a device's configuration, and how they are written down between: <c>ntp authentication-key 1 md5 X</c>, <c>failover key X</c>,
/// <c>authentication-mode md5 1 cipher X</c>, <c>password manager user-name "jane" sha256 X</c>, <c>snmp-server user jane OPS v3 auth sha X priv aes 128 X</c>.
/// </summary>
internal sealed class DevicePhraseDetector : Detector
{
    private enum Form
    {
        /// <summary>The word behind, however it is written down.</summary>
        Value,

        /// <summary>As above, where it is told how it is written down: the phrase alone is a setting, too.</summary>
        Told,

        /// <summary>The last of the line, for sentences begin so.</summary>
        Line,

        /// <summary>No word of a sentence, for sentences go on so.</summary>
        Shaped,

        /// <summary>A user's name is between.</summary>
        User,

        /// <summary>Two secrets of SNMPv3, each behind its own word.</summary>
        Snmp,

        /// <summary>Host, version and community, in any order.</summary>
        SnmpHost,

        /// <summary>All hexadecimal groups up to the end of the line.</summary>
        Groups,
    }

    private static readonly Dictionary<string, Form> Phrases = new()
    {
        ["ntp authentication-key "] = Form.Value,
        ["authentication-keyid "] = Form.Told,
        ["authentication-mode "] = Form.Told,
        ["authentication md5 "] = Form.Told,
        ["authentication string "] = Form.Line,
        ["authentication text "] = Form.Line,
        ["hello-authentication "] = Form.Told,
        ["ikev1 pre-shared-key "] = Form.Line,
        ["pre-shared-key hexadecimal "] = Form.Value,
        ["password encrypted "] = Form.Shaped,
        ["phrase encrypted "] = Form.Shaped,
        ["snmp-server community-map "] = Form.Value,
        ["snmp-server mib community-map "] = Form.Value,
        ["community-name "] = Form.Line,
        ["server-key "] = Form.Line,
        ["digest-key "] = Form.Told,
        ["psk pass-phrase "] = Form.Shaped,
        ["shared-secret encrypted "] = Form.Value,
        ["license keys key "] = Form.Value,
        ["community readonly "] = Form.Line,
        ["community readwrite "] = Form.Line,
        ["snmp community create "] = Form.Line,
        ["authentication pre-shared-key "] = Form.Line,
        ["pre-shared-key ascii "] = Form.Line,
        ["http client password "] = Form.Line,
        ["l2tp tunnel password "] = Form.Line,
        ["config-key password-encrypt "] = Form.Line,
        ["vpdn username "] = Form.User,
        ["nhrp authentication "] = Form.Line,
        ["standby "] = Form.Told,
        ["= cleartext "] = Form.Value,
        ["= crypt "] = Form.Value,
        ["isis password "] = Form.Value,
        ["pac key "] = Form.Line,
        ["sap pmk "] = Form.Line,
        ["keystring encrypted-keystring "] = Form.Line,
        ["fabric authentication key "] = Form.Line,
        ["failover key "] = Form.Line,
        ["vtp password "] = Form.Line,
        ["key-octet-string "] = Form.Line,
        ["key cipher "] = Form.Line,
        ["key simple "] = Form.Line,
        ["key plaintext "] = Form.Line,
        ["key ciphertext "] = Form.Line,
        ["key cak "] = Form.Line,
        ["key authentication "] = Form.Told,
        ["key accounting "] = Form.Told,
        ["key authorization "] = Form.Told,
        ["set-key ascii "] = Form.Value,
        ["set-key hex "] = Form.Value,
        ["password cipher "] = Form.Line,
        ["password simple "] = Form.Line,
        ["password plaintext "] = Form.Line,
        ["password ciphertext "] = Form.Line,
        ["password hash "] = Form.Line,
        ["password 0 "] = Form.Line,
        ["secret 0 "] = Form.Line,
        ["super password "] = Form.Line,
        ["enable password "] = Form.Line,
        ["enable secret "] = Form.Line,
        ["securityname "] = Form.Line,
        ["password manager user-name "] = Form.User,
        ["password operator user-name "] = Form.User,
        ["create account "] = Form.User,
        ["mgmt-user "] = Form.User,
        ["snmp-server user "] = Form.Snmp,
        ["snmpv3 user "] = Form.Snmp,
        ["usm-user v3 "] = Form.Snmp,
        ["snmp-server host "] = Form.SnmpHost,
        ["License identifier: "] = Form.Value,
        ["smart register idtoken "] = Form.Value,
        ["Activation Key: 0x"] = Form.Groups,
        ["activation-key 0x"] = Form.Groups,
    };

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("device-phrase", PrivacyKind.Password, "Secrets behind words of a device's configuration: failover key, authentication-mode md5");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Phrases.Keys.Select(phrase => new Anchor(phrase, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        var form = Phrases[Encoding.ASCII.GetString(text.Slice(at, length))];
        var after = at + length;
        switch (form)
        {
            case Form.Snmp:
                SnmpUser(text, after, line, found);
                break;
            case Form.SnmpHost:
                SnmpHost(text, after, line, found);
                break;
            case Form.User:
                User(text, at, after, line, found);
                break;
            case Form.Groups:
                var end = after;
                while (end < line && (Bytes.IsHex(text[end]) || text[end] is (byte)' ' or (byte)'x')) end++;
                found.Replace(after - 2, text[(after - 2)..end].TrimEnd((byte)' ').Length, PrivacyKind.ServiceToken);
                break;
            default:
                // standby 10 authentication X; everybody writes of what stands by.
                if (text[at] == 's' && length == 8)
                {
                    if (DeviceText.Next(text, after, line) is not { Length: 1 or 2 or 3 } group || !Bytes.StartsWithAt(text, group.End, " authentication "u8)) return;
                    after = group.End + 16;
                    form = Form.Line;
                }
                var value = DeviceText.Secret(text, after, line, out var ways);
                // The mode of Huawei's servers: authentication-mode md5 1 cipher X.
                if (ways > 0 && text[value.Start..value.End].SequenceEqual("authentication-mode"u8)) value = DeviceText.Secret(text, value.End, line, out ways);
                var span = text[value.Start..value.End];
                if (!DeviceText.CanBeSecret(span) || form == Form.Told && ways == 0 || form == Form.Shaped && span[1..].IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0) return;
                if (form == Form.Line && (CommonWords.Contains(span) || span[^1] is (byte)'.' or (byte)',' or (byte)':' or (byte)'?' || !DeviceText.EndsSo(text, value, line))) return;
                // user jane group administrators password ciphertext X
                if (form == Form.Line && Bytes.LineStart(text, at) is var own && Bytes.StartsWithAt(text, own, "user "u8) && DeviceText.Next(text, own + 5, at) is { IsEmpty: false } user)
                    NamedValue.TakeUser(text, user.Start, user.Length, found);
                if (form != Form.Line || value.Length >= 4) found.Replace(value.Start, value.Length, text[at] == 'L' || text[at] == 's' && text[at + 1] == 'm' ? PrivacyKind.ServiceToken : Rule.Kind);
                break;
        }
    }

    /// <summary>A name, and the secret behind it: <c>password manager user-name "jane" sha256 X</c>, <c>create account admin jane X</c>.</summary>
    private void User(ReadOnlySpan<byte> text, int at, int after, int line, Findings found)
    {
        var word = DeviceText.Next(text, after, line);
        // The role stands before the name, or behind it.
        if (text[at] == 'c') word = DeviceText.Next(text, word.End, line);
        if (word.IsEmpty) return;
        NamedValue.TakeUser(text, word.Start, word.Length, found);
        var next = DeviceText.After(text, word);
        // mgmt-user jane root X; an access point that knows no roles has the hash there.
        if (text[at] == 'm' && !DeviceText.Next(text, DeviceText.Next(text, next, line).End, line).IsEmpty) next = DeviceText.Next(text, next, line).End;
        var value = DeviceText.Secret(text, next, line, out _);
        var span = text[value.Start..value.End];
        if (DeviceText.CanBeSecret(span) && DeviceText.EndsSo(text, value, line)) found.Replace(value.Start, value.Length, span.Length >= 32 && SecretText.HexEnd(span, 0) == span.Length ? PrivacyKind.PasswordHash : Rule.Kind);
    }

    /// <summary>A user, and behind <c>auth</c> and <c>priv</c> an algorithm and a secret each.</summary>
    private void SnmpUser(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        var user = DeviceText.Next(text, at, line);
        if (user.IsEmpty) return;
        NamedValue.TakeUser(text, user.Start, user.Length, found);
        for (var i = DeviceText.After(text, user); DeviceText.Next(text, i, line) is { IsEmpty: false } word; i = DeviceText.After(text, word))
        {
            var span = text[word.Start..word.End];
            if (!span.SequenceEqual("auth"u8) && !span.SequenceEqual("priv"u8) && !span.SequenceEqual("authentication-mode"u8) && !span.SequenceEqual("privacy-mode"u8)) continue;
            var value = DeviceText.Secret(text, word.End, line, out _);
            if (value.IsEmpty) return;
            if (DeviceText.CanBeSecret(text[value.Start..value.End])) found.Replace(value.Start, value.Length, Rule.Kind);
            word = value;
        }
    }

    /// <summary><c>snmp-server host 10.0.0.1 traps version 2c X udp-port 162</c>, <c>snmp-server host inside 10.0.0.1 community X</c>; version 3 has a user there.</summary>
    private void SnmpHost(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        var word = DeviceText.Next(text, at, line);
        // The ASA says first on which side it is.
        if (DeviceText.Next(text, word.End, line) is { IsEmpty: false } second && IsAddress(text[second.Start..second.End])) word = second;
        for (var i = DeviceText.After(text, word); DeviceText.Next(text, i, line) is { IsEmpty: false } next; i = DeviceText.After(text, next))
        {
            var span = text[next.Start..next.End];
            if (span.SequenceEqual("version"u8))
            {
                next = DeviceText.Next(text, next.End, line);
                if (next.IsEmpty) return;
                if (text[next.Start..next.End].SequenceEqual("3"u8))
                {
                    SnmpHostUser(text, DeviceText.Next(text, next.End, line), line, found);
                    return;
                }
            }
            else if (span.SequenceEqual("vrf"u8) || span.SequenceEqual("use-vrf"u8) || span.SequenceEqual("udp-port"u8) || span.SequenceEqual("source-interface"u8) || span.SequenceEqual("trap-level"u8)) next = DeviceText.Next(text, next.End, line);
            else if (!Hosts.Contains(span))
            {
                if (DeviceText.CanBeSecret(span)) found.Replace(next.Start, next.Length, Rule.Kind);
                return;
            }
            if (next.IsEmpty) return;
        }
    }

    /// <summary><c>snmp-server host 10.0.0.1 version 3 priv jane</c></summary>
    private static void SnmpHostUser(ReadOnlySpan<byte> text, Extent level, int line, Findings found)
    {
        if (!Levels.Contains(text[level.Start..level.End])) return;
        var user = DeviceText.Next(text, level.End, line);
        NamedValue.TakeUser(text, user.Start, user.Length, found);
    }

    private static readonly WordSet Levels = WordSet.Of("auth priv noauth");

    private static readonly WordSet Hosts = WordSet.Of("trap traps inform informs poll community 0 7 8 v1 v2c");

    private static bool IsAddress(ReadOnlySpan<byte> word) => AddressText.TryParseIpv4(word, (byte)'.', out _) || AddressText.TryParseIpv6(word, out _);
}
