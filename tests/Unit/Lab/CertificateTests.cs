using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>Certificates that are brought, and those that are ordered by ACME.</summary>
public sealed class CertificateTests
{
    private const string Custom = "nodes/pve1/certificates/custom", Acme = "nodes/pve1/certificates/acme/certificate", Terms = "https://letsencrypt.org/terms";

    private static (string Certificate, string Key) Make(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(90));
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    [Fact]
    public async Task A_certificate_is_shown_and_its_key_is_not_kept()
    {
        using var lab = LabClient.From();
        var (certificate, key) = Make("pve1.example.org");
        var info = (await lab.Send("POST", Custom, new { certificates = certificate, key })).Data!;
        Assert.Equal(("pveproxy-ssl.pem", "/CN=pve1.example.org", 2048), (info["filename"]!.GetValue<string>(), info["subject"]!.GetValue<string>(), info["public-key-bits"]!.GetValue<int>()));
        Assert.Equal("pve1.example.org", Assert.Single(info["san"]!.AsArray())!.GetValue<string>());
        Assert.Equal(2, (await lab.Data("nodes/pve1/certificates/info"))!.AsArray().Count);
        Assert.DoesNotContain("PRIVATE KEY", lab.Cluster.ToJson(), StringComparison.Ordinal);
        Assert.Equal("Custom certificate file exists but force flag is not set.", (await lab.Send("POST", Custom, new { certificates = certificate, key })).Reason);
        // The key of before is good for the certificate of before, and for no other.
        Assert.True((await lab.Send("POST", Custom, new { certificates = certificate, force = 1 })).IsOk);
        Assert.StartsWith("Setting certificate files failed - key does not match", (await lab.Send("POST", Custom, new { certificates = Make("other").Certificate, force = 1 })).Reason, StringComparison.Ordinal);
        Assert.True((await lab.Send("DELETE", Custom)).IsOk);
        Assert.Single((await lab.Data("nodes/pve1/certificates/info"))!.AsArray());
    }

    [Fact]
    public async Task A_certificate_without_its_key_or_with_anothers_is_refused()
    {
        using var lab = LabClient.From();
        var (certificate, _) = Make("a");
        Assert.Equal("Attempted to upload custom certificate without (existing) key.", (await lab.Send("POST", Custom, new { certificates = certificate })).Error("key"));
        Assert.StartsWith("Setting certificate files failed - key does not match", (await lab.Send("POST", Custom, new { certificates = certificate, key = Make("b").Key })).Reason, StringComparison.Ordinal);
        Assert.Equal(400, (await lab.Send("POST", Custom, new { certificates = "no PEM", key = "nor this" })).Status);
    }

    [Fact]
    public async Task An_account_agrees_to_the_terms_and_orders_what_the_node_is_called()
    {
        using var lab = LabClient.From("""{"users":{"root@pam":{"password":"top"}}}""");
        Assert.Equal("Permission check failed (user != root@pam)", (await lab.Send("POST", "cluster/acme/account", new { contact = "ops@example.org" })).Reason);
        await lab.Login("root@pam", "top");
        Assert.Contains("must agree to terms of service", await lab.Run("POST", "cluster/acme/account", new { contact = "ops@example.org" }), StringComparison.Ordinal);
        Assert.Equal("OK", await lab.Run("POST", "cluster/acme/account", new { contact = "ops@example.org", tos_url = Terms }));
        Assert.Equal("ACME account config file 'default' already exists.", (await lab.Send("POST", "cluster/acme/account", new { contact = "ops@example.org" })).Error("name"));
        var account = (await lab.Data("cluster/acme/account/default"))!;
        Assert.Equal(("valid", "mailto:ops@example.org"), (account["account"]!["status"]!.GetValue<string>(), account["account"]!["contact"]![0]!.GetValue<string>()));
        Assert.Equal((400, "ACME domain list in node configuration is missing!"), ((await lab.Send("POST", Acme)).Status, (await lab.Send("POST", Acme)).Reason));
        await lab.Send("PUT", "nodes/pve1/config", new { acme = "account=default,domains=pve1.example.org;www.example.org" });
        Assert.Equal("OK", await lab.Run("POST", Acme));
        var names = (await lab.Data("nodes/pve1/certificates/info"))!.AsArray()[^1]!["san"]!.AsArray().Select(n => n!.GetValue<string>());
        Assert.Equal(["pve1.example.org", "www.example.org"], names);
        Assert.Equal("Custom certificate exists but 'force' is not set.", (await lab.Send("POST", Acme)).Error("force"));
        Assert.Equal("Certificate does not expire within the next 30 days, and 'force' is not set.", (await lab.Send("PUT", Acme)).Error("force"));
        Assert.Equal("OK", await lab.Run("PUT", Acme, new { force = 1 }));
        Assert.Equal("OK", await lab.Run("DELETE", Acme));
        Assert.Single((await lab.Data("nodes/pve1/certificates/info"))!.AsArray());
        Assert.Equal("OK", await lab.Run("DELETE", "cluster/acme/account/default"));
        Assert.Empty((await lab.Data("cluster/acme/account"))!.AsArray());
    }

    [Fact]
    public async Task A_plugins_settings_travel_in_base64_one_way_only()
    {
        using var lab = LabClient.From();
        string data = Convert.ToBase64String(Encoding.UTF8.GetBytes("CF_Token=abc\nCF_Zone=x"));
        Assert.True((await lab.Send("POST", "cluster/acme/plugins", new { id = "cf", type = "dns", api = "cf", data, validation__delay = 5 })).IsOk);
        var plugin = (await lab.Data("cluster/acme/plugins/cf"))!;
        Assert.Equal(("CF_Token=abc\nCF_Zone=x", 5), (plugin["data"]!.GetValue<string>(), plugin["validation-delay"]!.GetValue<int>()));
        Assert.Equal(["cf", "standalone"], (await lab.Data("cluster/acme/plugins"))!.AsArray().Select(p => p!["plugin"]!.GetValue<string>()));
        Assert.Equal("unable to delete required option 'api'", (await lab.Send("PUT", "cluster/acme/plugins/cf", new { delete = "api" })).Reason);
        Assert.Equal("ACME plugin ID 'cf' already exists", (await lab.Send("POST", "cluster/acme/plugins", new { id = "cf", type = "dns", api = "cf" })).Reason);
        Assert.Equal("missing value for required option 'api'", (await lab.Send("POST", "cluster/acme/plugins", new { id = "d2", type = "dns" })).Reason);
        Assert.Equal("ACME plugin 'none' not defined", (await lab.Get("cluster/acme/plugins/none")).Reason);
    }

    [Fact]
    public async Task Repositories_are_offered_switched_and_added()
    {
        using var lab = LabClient.From();
        const string Path = "nodes/pve1/apt/repositories";
        async Task<int?> Status(string handle) => (await lab.Data(Path))!["standard-repos"]!.AsArray().Single(r => r!["handle"]!.GetValue<string>() == handle)!["status"]?.GetValue<int>();
        Assert.Equal((1, null), (await Status("enterprise"), await Status("no-subscription")));
        Assert.True((await lab.Send("PUT", Path, new { handle = "no-subscription" })).IsOk);
        Assert.True((await lab.Send("POST", Path, new { path = "/etc/apt/sources.list.d/pve-enterprise.sources", index = 0, enabled = 0 })).IsOk);
        Assert.Equal((0, 1), (await Status("enterprise"), await Status("no-subscription")));
        Assert.Contains((await lab.Data(Path))!["files"]!.AsArray(), f => f!["path"]!.GetValue<string>() == "/etc/apt/sources.list.d/proxmox.sources");
        Assert.Equal("invalid index - 7", (await lab.Send("POST", Path, new { path = "/etc/apt/sources.list.d/ceph.sources", index = 7 })).Reason);
        Assert.Equal("invalid path - /x", (await lab.Send("POST", Path, new { path = "/x", index = 0 })).Reason);
        Assert.StartsWith("no standard repository for handle 'nope'", (await lab.Send("PUT", Path, new { handle = "nope" })).Reason, StringComparison.Ordinal);
        Assert.StartsWith("detected modified configuration", (await lab.Send("PUT", Path, new { handle = "test", digest = "00" })).Reason, StringComparison.Ordinal);
    }
}
