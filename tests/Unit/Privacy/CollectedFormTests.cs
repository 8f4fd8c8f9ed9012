using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Forms of what people collect when something is broken: forum posts, transcripts of shells, states, exports of directories, logs of proxies.</summary>
public sealed class CollectedFormTests
{
    [Theory]
    // Who writes in forums and trackers
    [InlineData("**jane_k** (staff member) wrote:\nPosted by *bob_77* today\n> **@lyrafan** commented 2 days ago", "jane_k", "bob_77", "lyrafan")]
    [InlineData("# offsite-sync 2024-02, aangepast door apietersen", "apietersen")]
    [InlineData("[auth_basic:error] AH01618: user awhitfeld not found: /wiki", "awhitfeld")]
    [InlineData("# qm guest passwd 401 tillbenutzer", "tillbenutzer")]
    [InlineData("{\"username\": \"otter+build\", \"id\": 4}", "otter", "\"build")]
    // Machines
    [InlineData("[jane@tantale ansible-pve]$ git log --oneline -3\ntantale", "tantale")]
    [InlineData("100.102.19.140   ruben-pixel          jane@ android offline\nIN ACCEPT # ruben-pixel", "ruben-pixel")]
    [InlineData("  Who:       jane.doerr@MAN-WS009", "MAN-WS009")]
    [InlineData("idrac: { ip: 10.1.2.3, user: root, password: \"c@lvin-N0t!\" }", "lvin-N0t")]
    [InlineData("<ipsec><preSharedKey ident=\"84.5.6.7\" remote=\"84.5.6.8\">nutO+jkPdfck14dZ</preSharedKey></ipsec>", "nutO+jkPdfck14dZ")]
    [InlineData("  password: GatineauPark! - and change it after the first login please.", "GatineauPark")]
    [InlineData("host = otterpond.duckdns.org", "otterpond")]
    [InlineData("clientid: bc-24-11-23-33-b6", "23-33-b6")]
    [InlineData("Adding record: _acme-challenge.pve.otterpond.it", "pve.", "otterpond")]
    [InlineData("$uri = \"https://bo-pve1.otterpond.co:8006\"\nTest-Connection bo-pve1.otterpond.co", "bo-pve1", "otterpond")]
    [InlineData("UPID:mirabel:00001234:00AB12CD:65F00000:qmstart:101:root@pam:\ntar czf /var/backups/pve-etc-mirabel.tgz", "mirabel")]
    [InlineData("haproxy[812]: 2a01:8b0:c4d2:7::a1:60122 [03/Nov/2025] fe", "2a01:8b0:c4d2:7::a1")]
    // Secrets in the output of commands
    [InlineData("# corosync-keygen -l && base64 -w0 /etc/corosync/authkey\nWriting corosync key to /etc/corosync/authkey.\n4Z6Ehfi8nT4Gw6TP51XsnwVWUK1KokiLRWzXwodZWnOCd09mOwR91Nt=", "4Z6Ehfi8nT4G")]
    [InlineData("# ls metricserver; cat metricserver/grafana.pw\ngrafana.pw\nrc_2zXj2jN4o32E8WR30r0mz9jX", "2zXj2jN4o32E")]
    [InlineData("priv/storage/nas.pw:winter tyres 2021", "winter", "tyres")]
    [InlineData("curl -d 'username=x@pve' --data-urlencode 'password=ridge line 2019 !' $PVE/access/ticket", "ridge", "2019 !")]
    [InlineData("Enter passphrase for 'tank/crypt': quince jelly in autumn", "quince", "jelly")]
    [InlineData("ssh-keygen -t ed25519 -N 'goats on the ridge' -f /root/.ssh/id", "goats")]
    [InlineData("swaks --to x@firma.de -au x@firma.de -ap Schneeketten --tls", "Schneeketten")]
    [InlineData("  - path: /etc/ldap.secret\n    content: Schindeldach", "Schindeldach")]
    [InlineData("{\"keys\": \"x!oath YK2GGUTKWDYYBKI3YB4YOS2P4IHLMP46\"}", "YK2GGUTKWDYY")]
    [InlineData("CONNECT pvespiceproxy:96821008:417:lyra::dcee259ab31d4c5fba8b033620034337ca7a0de8:10536 HTTP/1.0", "dcee259ab31d")]
    [InlineData("krbtgt:aes256-cts-hmac-sha1-96:0d481bb5d934f1504f7a831e03bb9f91e0a9241068135b3279968b155274ace1", "0d481bb5d934")]
    [InlineData("  neighbor VTEP password plainword", "plainword")]
    [InlineData("VRRPv2, Advertisement, authtype simple, intvl 1s, length 20, auth \"hutt1ng\", addrs: 10.1.2.4", "hutt1ng")]
    [InlineData("admin%24argon2id%24v=19%24m=65540,t=3,p=4%24T7wjTPdSYz/TagIG19740O8uepCM%24RdHAPLPCTx32BmfhM2JffO2W6A", "T7wjTPdSYz", "RdHAPLPCTx32")]
    [InlineData("AWS_ACCESS_KEY_ID: AKIAMJSJLLAWYCFMHUGS", "MJSJLLAWYCFMHUGS")]
    [InlineData("TF_TOKEN_app_terraform_io: HrEKVin3vDkk1t.atlasv1.BcZi8m8JJnks55RX5Dbw7kgBwmCuBTQUfPtsuEdI0Apb2s7a", "HrEKVin3vDkk1t", "BcZi8m8JJnks")]
    [InlineData("Location: https://sso.firma.de/login?ticket=ST-1093-FBGCR2eQ9t3rcoxxSVg2rt50JS5803", "FBGCR2eQ9t3r")]
    [InlineData("\"type\": \"random_password\", \"instances\": [{\"result\": \"x6TVmyoMAGVCY8wx\"}, {\"index_key\": \"b\", \"result\": \"dmKvBUGJl9gLH42X\"}]", "x6TVmyoMAGVC", "dmKvBUGJl9gL")]
    [InlineData("Lizenz 5FHG-PALH-52HA-X7GB, licenza=8XEDJC66079AAC42", "5FHG-PALH", "8XEDJC66")]
    [InlineData("2FA by phone please, everybody: Code 719304 did not fit", "719304")]
    [InlineData("the OTP 448 102 ends at 09:20", "448 102")]
    [InlineData("Encryption Key Password: quince jelly\nVerify Password: quince jelly", "quince", "jelly")]
    [InlineData("alarm:\n  code: \"240383\"", "240383")]
    [InlineData("if ($http_x_gitlab_token != \"03753f7e0ca9d73ecabb951bba7d89ee\") {", "03753f7e0ca9")]
    // Identifiers
    [InlineData("Referente Giulia Ferrari 030 2718814.", "2718814")]
    [InlineData("lyra.firma.lan. IN SSHFP 4 2 9C2FE5DA29B99CD557DB6CF9A1BFBF8B346BE0AC0B25DBF0BD53A0027A72BD83", "9C2FE5DA29B9")]
    [InlineData("Thumbprint                                Subject\n----------                                -------\n61F6659F72A93F3CD5051AF66A12BB0444C9C0D6  CN=x", "61F6659F72A9")]
    [InlineData("Could not load key: fingerprint \"cd:09:9f:52:14:6a:cf:a3\" != \"77:0f:8a:19:f5:58:c2:2e\"", "cd:09:9f", "77:0f:8a")]
    [InlineData("block uuid qT3vXe-nnmK-71Qe-Zt0a-HdLm-k0rX-6FuvQz, UUID=\"Kf3xQd-3l09-bDGr-7RJr-UzGU-O8Zu-uhKp6y\"", "qT3vXe-nnmK", "Kf3xQd-3l09")]
    [InlineData("objectGUID:: MbPK2p0vwozsK61aj+wh6Q==", "MbPK2p0vwozs")]
    [InlineData("static-mac 3cecef5de58f vlan 10 interface A1", "3cecef5de58f")]
    [InlineData("jane:x:1001:1001:Jane Doe,,08821 7340-24,:/home/jane:/bin/bash", "08821 7340-24")]
    public void It_is_hidden_and_comes_back(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("_ldap._tcp and _kerberos._udp of pool.ntp.org")]
    [InlineData("NO_PROXY: localhost,127.0.0.1,.svc,.cluster.local")]
    [InlineData("http://fritz.box, api.stripe.com, ntp1.rrze.uni-erlangen.de")]
    [InlineData("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")]
    [InlineData("PuTTY-User-Key-File-3: ssh-ed25519")]
    [InlineData("{\"password\": \"NOT_LOGGING_PASSWORD\", \"type\": \"RANDOM\"}")]
    [InlineData("github.com/bpg/terraform-provider-proxmox/proxmox/nodes/vms.(*Client).CloneVM")]
    [InlineData("On Mon, somebody wrote: and then commented on it")]
    [InlineData("license: MIT, licensed under AGPL-3.0, license server 27000")]
    public void What_looks_so_and_is_nobodys_stays(string text) => FormAssert.Stays(text);

    /// <summary>A line end in a text of JSON between a short word in capitals and another one: no account of a domain.</summary>
    [Fact]
    public void A_line_end_in_json_stays_one()
    {
        const string text = "{\"message\": \"Ports\\n  20 DYNAMIC\\nsnmp-server community x RW\\nenable secret 9 y\"}";
        Assert.Contains("RW\\nenable", new Anonymizer(PrivacyPolicy.Standard, FormAssert.Key).Anonymize(text), StringComparison.Ordinal);
    }
}
