using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What public texts – home labs, manuals, scripts, compose files – are full of, and is nobody's: programs, places to fill in, files, expressions.</summary>
public sealed class PublicTextTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)(i * 5))]);

    [Theory]
    // Programs stay where nothing says that a machine is called so.
    [InlineData("hostname: caddy\nrun caddy validate, see /etc/caddy/current", "run caddy validate, see /etc/caddy/current")]
    [InlineData("services:\n  ollama:\nURL=http://ollama:11434\nthe image is ollama/ollama:latest", "the image is ollama/ollama:latest")]
    [InlineData("MYSQL_PASSWORD=mediacms\nimage: ghcr.io/x/mediacms:latest", "image: ghcr.io/x/mediacms:latest")]
    public void A_program_is_hidden_only_where_somebody_is_called_after_it(string text, string line)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        anonymizer.Learn(Encoding.UTF8.GetBytes(text));
        var output = anonymizer.Anonymize(text);
        Assert.NotEqual(text, output);
        Assert.Equal(line, output.Split('\n')[^1]);
    }

    [Theory]
    [InlineData("/home/node/trilium-data and /versions/node/v26.4.0/lib")]
    [InlineData("FROM node:20-bookworm-slim AS deps")]
    [InlineData("journalctl -u keepalived.service -u caddy.timer")]
    [InlineData("config comes from the host (read-only), the container runs as non-root user, host (settings.yml)")]
    [InlineData("switch (props.service.status) {\n  case props.service.status:")]
    [InlineData("services:\n  atomic-red-team:\n    env_file:\n    cap_drop:\n      - ALL")]
    [InlineData("hostname: your-server\nuser: youruser\nlogin: replace_with_your_login\nserver: my-server")]
    [InlineData("class=\"mobile-chart-container mt-4\" class=\"mt-4\"")]
    [InlineData("def f(password: str = None, token: str | None = None):")]
    [InlineData("pw2 = getpass.getpass(\npassword = args[i + 1]\ntoken = a.split(\"=\", 1)[1]")]
    [InlineData("- SECRET_KEY (e.g. `openssl rand -hex 32`)\n# Generate the password with: openssl rand -base64 24")]
    [InlineData("PASS \"the disk is there (good for x)\"")]
    [InlineData("Get your token: Cloudflare Zero Trust, then go on")]
    [InlineData("echo \"Login: admin / ${dufs_password}\"")]
    [InlineData("extra_hosts: host.docker.internal:host-gateway")]
    [InlineData("machine: q35, machine: pc-i440fx-9.0, the machine pc-q35-9.0 (3 of them)")]
    [InlineData("const nodeName = typeof node.name === 'object', host: details.hostname, node: vm.name")]
    [InlineData("hosts: nomad_servers\nhostname: dns_primary_ip")]
    [InlineData("the node recovers, then it rejoins; (node cluster-aware)")]
    [InlineData("    local guacamole_user guacamole_password desktop_ip desktop_password laptop_ip")]
    [InlineData("Token Secret: ________________\npass \"$x\" 2>/dev/null")]
    [InlineData("echo \"start LDAP\\nNETWORK is up\"")]
    [InlineData("domain: service\nRequires=unattended-upgrades.service")]
    [InlineData("/etc/pve/nodes/NODENAME, https://youripaddress:8006, | `hostname`, `job-id`")]
    [InlineData("dfs.DataNode: Receiving block src: here dest: there\nsrc@localhost")]
    public void What_is_nobodys_stays(string text)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        anonymizer.Learn(Encoding.UTF8.GetBytes(text));
        Assert.Equal(text, anonymizer.Anonymize(text));
    }

    [Fact]
    public void Somebody_who_is_known_is_hidden_before_a_domain_of_everybody()
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        const string text = "user walter.brandt logged in as walter.brandt@pve\nwalter.brandt@google.com@myrealm1, git@github.com";
        anonymizer.Learn(Encoding.UTF8.GetBytes(text));
        var output = anonymizer.Anonymize(text);
        Assert.DoesNotContain("walter", output, StringComparison.Ordinal);
        Assert.EndsWith("@google.com@myrealm1, git@github.com", output, StringComparison.Ordinal);
        Assert.Empty(new Verifier(anonymizer).Verify(output));
    }
}
