namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Secrets that a product keeps at a place or in a form of its own, and settings beside them that are none.</summary>
public sealed class TokenPlaceTests
{
    private const string Copy =
        "COPY public.users_token (id, created, key, write_enabled) FROM stdin;\n" +
        "1\t2025-05-20 10:00:00+02\t6c61293357d3a8b12fa98abcca3551980118c558\tt\n\\.\n";

    [Theory]
    // Aruba: how a secret is written down stands before it.
    [InlineData("user admin group administrators password ciphertext AQBap4Wrens8058a3jyOTkusAlJEtjj9==", "AQBap4Wrens8058a3jyOTkusAlJEtjj9")]
    [InlineData("radius-server host 10.7.16.11 key ciphertext AQBapJunco+EG/ITwJOlAyS4= vrf mgmt", "AQBapJunco")]
    [InlineData("snmpv3 user svcwren auth sha auth-pass ciphertext AQBapWREN123 priv aes priv-pass ciphertext AQBapJUNCO12",
        "AQBapWREN123", "AQBapJUNCO12")]
    [InlineData("    ip ospf authentication-key ciphertext AQBapWrenZ12345678", "AQBapWrenZ12345678")]
    // Keys in elements, answers to challenges
    [InlineData("<apikeys>Wr68/4fEOO/iJORro10ZYfixUUDtEn6QoMhIDIuSxfeCCl4ic8a2LcBKNfb2WYv+ckd9OuS|$6$$abcdefghijklmnop</apikeys>", "Wr68/4fEOO/iJORro10Z")]
    [InlineData("<apikeys><item><key>Wr68/4fEOO/iJORro10ZYfixUUDtEn6QoMhIDIuSxfeCCl4ic8a2</key></item></apikeys>", "Wr68/4fEOO/iJORro10Z")]
    [InlineData("Digest username=\"wjane\", realm=\"squid\", nonce=\"8c0f7e9ab3\", uri=\"/\", response=\"37b84f030f44f6ce11225094d5414cb9\"", "37b84f030f44f6ce11225094d5414cb9")]
    // Forms that nothing else has
    [InlineData("api 1-fEYW6YaFT22toI0m7CSATwDLUhsceIK8weGHKrsoBuMqZLUKk5xgZYWlNZKuWIV3", "fEYW6YaFT22toI0m7CSATwDLUhsceIK8weGHKrsoBuMqZLUKk5xgZYWlNZKuWIV3")]
    [InlineData("Wud4x4XklcqfZXBgL39Lp42xDb2VCPZOOAvTwTN9Un5vaH4p2vzPev2RVA7qoyObYF5MrprL_5tEqf1pkAYy89==", "Wud4x4XklcqfZXBgL39Lp42xDb2VCPZOOAvTwTN9Un5v")]
    [InlineData("htpasswd -b /etc/nginx/.htpasswd jane.doerr 'salt & pepper'", "jane.doerr", "salt & pepper")]
    [InlineData("htpasswd -bB /etc/x wrenjane \"two words\"", "wrenjane", "two words")]
    [InlineData("srv,x,\"SQL 16.0.4215.2; sa=Wren-Tors3k\"\nsrv,y,DSRM Deep.Sea!Deep", "Wren-Tors3k", "Deep.Sea!Deep")]
    // Tables of a database, by their name
    [InlineData(Copy, "6c61293357d3a8b12fa98abcca3551980118c558")]
    [InlineData("COPY public.dcim_device (id, name, status) FROM stdin;\n31\tups-wren2\tactive\n\\.\n", "ups-wren2")]
    [InlineData("INSERT INTO \"virtualization_virtualmachine\" (id, name) VALUES (160, 'vault-wren');", "vault-wren")]
    [InlineData("COPY public.config (id, name, value) FROM stdin;\n160\tsmtp_password\tHello-You-Deer7\n\\.\n", "Hello-You-Deer7")]
    [InlineData("/dev/sdb1: UUID=\"7A1C5D9F1C5D5741\" TYPE=\"ntfs\"", "7A1C5D9F1C5D5741")]
    public void Is_hidden_and_comes_back(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("!export-password: default")]
    [InlineData("kvm: keyring=/etc/ceph.keyring: warning: ignoring unsupported option")]
    [InlineData("sa=false sa=U DSRM mode, DSRM password")]
    [InlineData("\"response=\\\"ok\\\"\" response=\"0123456789abcdef0123456789abcdef\"")]
    [InlineData("COPY public.dcim_site (id, name, key) FROM stdin;\n31\tNorthern\tnorthern\n\\.\n")]
    [InlineData("integrity=\"sha512-Wud4x4XklcqfZXBgL39Lp42xDb2VCPZOOAvTwTN9Un5vaH4p2vzPev2RVA7qoyObYF5MrprL/5tEqf1pkAYy8Q==\"")]
    public void Stays(string text) => FormAssert.Stays(text);
}
