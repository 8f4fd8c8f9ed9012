using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Secrets in the configurations of switches, routers and firewalls, and lines there that hold none.</summary>
public sealed class DeviceSecretTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private static string Anonymize(string text) => new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(text);

    [Theory]
    // SNMPv3
    [InlineData("snmp-server user netmon OPS v3 auth sha Wren-40a priv aes 128 Wren-40b", "Wren-40a", "Wren-40b")]
    [InlineData("snmp-server user netmon auth md5 0x8a2b71c09b12 priv aes-128 0x9911aabbccdd localizedkey", "0x8a2b71c09b12", "0x9911aabbccdd")]
    [InlineData("snmpv3 user \"netmon\" auth sha \"Wren plain\" priv aes \"Heron plain\"", "Wren plain", "Heron plain")]
    [InlineData("snmp-agent usm-user v3 netmon simple authentication-mode sha Wren41a privacy-mode aes128 Wren41b", "Wren41a", "Wren41b")]
    // Communities
    [InlineData("snmp-server community \"three plain words\" operator", "three plain words")]
    [InlineData("snmp-server community 0 wren42 view all ro", "wren42")]
    [InlineData("snmp-server host 10.1.2.3 wren-43a", "wren-43a")]
    [InlineData("snmp-server host 10.1.2.3 traps version 2c wren-43b udp-port 162", "wren-43b")]
    [InlineData("snmp-server host inside 10.1.2.3 community wren-43c version 2c", "wren-43c")]
    [InlineData("snmp-agent community read simple wren-43d", "wren-43d")]
    [InlineData("snmp-agent target-host trap address udp-domain 10.1.2.3 params securityname wren-43e", "wren-43e")]
    // Time, routing, redundancy
    [InlineData("ntp authentication-key 1 md5 wren-44a 7", "wren-44a")]
    [InlineData("ntp authentication-key 3 hmac-sha2-256 7 121A0C041104", "121A0C041104")]
    [InlineData("failover key wren-44b", "wren-44b")]
    [InlineData(" standby 10 authentication wren-44c", "wren-44c")]
    [InlineData(" vrrp 10 authentication text wren-44d", "wren-44d")]
    [InlineData(" ospf authentication-mode md5 1 plain wren-44e", "wren-44e")]
    [InlineData(" ip nhrp authentication wren-44f", "wren-44f")]
    [InlineData(" key-octet-string wren-44g", "wren-44g")]
    // Logins and servers
    [InlineData("enable password Wrenhouse", "Wrenhouse")]
    [InlineData("username jane password 0 Wrenhouse", "jane", "Wrenhouse")]
    [InlineData("password manager user-name \"jane\" sha256 67e9f711f597268dc266c63a831ed53b72fb8c08f4ed0abd6f64a397c4e614a5", "jane", "67e9f711f597")]
    [InlineData("password operator user-name \"jane\" plaintext \"Wren House\"", "Wren House")]
    [InlineData("create account admin jane \"Wren-house\"", "jane", "Wren-house")]
    [InlineData(" local-user jane password simple Wrenhouse", "Wrenhouse")]
    [InlineData("super password level 3 simple Wrenhouse", "Wrenhouse")]
    [InlineData(" radius-server shared-key cipher %^%#aK0LmZ8w\"q(N7}sR%^%#", "aK0LmZ8w")]
    [InlineData(" primary authentication 10.1.2.3 key cipher $c$3$AxK1mZqPwX0abLQ8cJrTfg==", "AxK1mZqPwX0a")]
    [InlineData("radius-server host 10.1.2.3 key \"three plain words\"", "three plain words")]
    [InlineData("tacacs-server host 10.1.2.3 key 7 wren-45", "wren-45")]
    [InlineData(" secret \"$9$Q3zH6u2\"; ## SECRET-DATA", "Q3zH6u2")]
    [InlineData("set protocols bgp group A neighbor 10.1.2.3 authentication-key \"$9$Q3zH6u2\"", "Q3zH6u2")]
    [InlineData("config wlan security wpa akm psk set-key ascii Wrenhouse 1", "Wrenhouse")]
    // Licences, certificates
    [InlineData("  License identifier: JUNOS073225762", "JUNOS073225762")]
    [InlineData("Running Permanent Activation Key: 0x1c2d3e4f 0x5a6b7c8d 0x9e0f1a2b", "1c2d3e4f", "9e0f1a2b")]
    [InlineData("crypto pki certificate chain SELF\n certificate self-signed 01\n  30820330 30820218 A0030201\n  69666963 6174\n  \tquit\n", "30820330", "69666963")]
    [InlineData(" public-key-code begin\n  30818902 818100C4\n  0203010001\n public-key-code end\n", "30818902", "0203010001")]
    public void It_is_hidden(string text, params string[] secrets)
    {
        var output = Anonymize(text);
        foreach (var secret in secrets) Assert.DoesNotContain(secret, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("snmp-server enable traps\nsnmp-server location roof\nsnmp-server community public RO")]
    [InlineData("failover lan unit primary\nfailover key *****\n standby 10 priority 110\nstandby mode of disk sda")]
    [InlineData(" authentication-mode scheme\n authentication-mode aaa")]
    [InlineData("enable password authentication in sshd_config\nthe password hash algorithm\nkey authentication failed")]
    [InlineData("the key-string\nis not set\ncipher suite %^ and %$")]
    [InlineData("crypto pki trustpoint SELF\n revocation-check none\n!\n10000000 20000000")]
    public void It_stays(string text) => Assert.Equal(text, Anonymize(text));
}
