using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Lines as daemons write them: what programs call their own parts stays, and an address in a machine's name is an address.</summary>
public sealed class LogLineTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    [Theory]
    [InlineData("sshd[7]: input_userauth_request: invalid user guest [preauth]")]
    [InlineData("[notice] workerEnv.init() ok /etc/httpd/conf/workers2.properties")]
    [InlineData("2931 INFO nova.compute.claims [-] Total memory: 64172 MB")]
    [InlineData("loaded properties from hadoop-metrics2.properties")]
    [InlineData("- INFO  [SessionTracker:ZooKeeperServer@325] - Expiring")]
    [InlineData("- WARN  [main:QuorumPeer@933] - minSessionTimeout set to -1")]
    [InlineData("cups: cupsd shutdown succeeded")]
    [InlineData("Node card is not fully functional")]
    [InlineData("Error creating node map from file")]
    [InlineData("Processed session termination for sessionid: 0x14ed93111f20005")]
    [InlineData("app wtoken = AppWindowToken{9f4ef63 token=Token{a64f992 ActivityRecord")]
    [InlineData("Started HttpServer2$ConnectorWithSafeStartup@0.0.0.0:62267")]
    [InlineData("Error Domain=com.apple.security.sos.error Code=2")]
    [InlineData("Owner: com.apple.iokit.IO80211Family")]
    [InlineData("Wake reason: Host (0x01)")]
    public void What_a_program_calls_its_own_stays(string line) => Assert.Equal(line, new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(line));

    [Theory]
    [InlineData("Jul  1 09:00:55 {0} kernel[0]: up", "laptop-rita-10-1-2-17")]
    [InlineData("Jul  1 09:00:55 {0} kernel[0]: up\nhttps://mail.firma.de/x", "laptop-rita-10-1-2-17")]
    [InlineData("hostname: {0}\nping {0}", "rita2-10-1-2-17")]
    [InlineData("from {0}.dsl.firma.de", "rita-10-1-2-17-x1")]
    public void An_address_in_a_name_follows_its_pseudonym(string lines, string name)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        var output = anonymizer.Anonymize(string.Format(System.Globalization.CultureInfo.InvariantCulture, lines, name));
        var address = anonymizer.Anonymize("10.1.2.17");
        Assert.Contains("-" + address.Replace('.', '-'), output);
        Assert.DoesNotContain("rita", output);
        Assert.DoesNotContain("10-1-2-17", output);
        Assert.Empty(new Verifier(anonymizer).Verify(output));
    }

    [Theory]
    [InlineData("Nov 9 12:01:10 src@grid-sm1 ib_sm.x[24904]: sweep on grid-sm1", "grid-sm1")]
    [InlineData("Nov 9 12:01:10 dn228/dn228 crond(pam_unix)[2915]: session closed", "dn228")]
    [InlineData("url:https://13957525385%40firma.com@p28.kontakte.firma.com/8/principal/", "13957525385")]
    public void The_way_of_a_line_and_numbers_with_mailboxes_are_hidden(string line, string value)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        var output = anonymizer.Anonymize(line);
        Assert.DoesNotContain(value, output);
        Assert.Empty(new Verifier(anonymizer).Verify(output));
    }
}
