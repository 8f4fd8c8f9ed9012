using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>The certificates that a node shows: its own, and one that was brought or ordered. The Lab itself keeps showing its own.</summary>
internal static partial class CertificateHandlers
{
    private const string Root = "/nodes/{node}/certificates", Area = "certificates";
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}/info", List);
        table.Add($"GET {Root}/acme", _ => IndexHandlers.Named("name", "certificate"));
        table.Add($"POST {Root}/custom", Upload);
        table.Add($"DELETE {Root}/custom", call =>
        {
            call.State.Section(Area).Remove(call.Node);
            return null;
        });
        table.Add($"POST {Root}/acme/certificate", Order);
        table.Add($"PUT {Root}/acme/certificate", Renew);
        table.Add($"DELETE {Root}/acme/certificate", Revoke);
    }

    private static JsonNode? List(Call call)
    {
        var node = NodeHandlers.Node(call);
        string host = $"{node.Name}.{node.Dns.GetValueOrDefault("search", "local")}";
        var result = new JsonArray(new JsonObject
        {
            ["filename"] = "pve-ssl.pem", ["fingerprint"] = NodeHandlers.Fingerprint(node.Name), ["issuer"] = "/CN=Proxmox Virtual Environment/O=PVE Cluster Manager CA", ["subject"] = $"/OU=PVE Cluster Node/O=Proxmox Virtual Environment/CN={host}",
            ["notbefore"] = node.BootedAt.AddDays(-30).ToUnixTimeSeconds(), ["notafter"] = node.BootedAt.AddDays(700).ToUnixTimeSeconds(), ["public-key-bits"] = 2048, ["public-key-type"] = "rsaEncryption",
            ["san"] = JsonText.Array(["127.0.0.1", "localhost", node.Ip, node.Name, host]),
        });
        if (call.State.Section(Area).TryGetValue(node.Name, out var custom))
            result.Add((JsonNode)Describe(custom["pem"]));
        return result;
    }

    private static JsonObject Describe(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        using AsymmetricAlgorithm? key = certificate.GetRSAPublicKey() ?? (AsymmetricAlgorithm?)certificate.GetECDsaPublicKey();
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return new JsonObject
        {
            ["filename"] = "pveproxy-ssl.pem",
            ["fingerprint"] = string.Join(':', SHA256.HashData(certificate.RawData).Select(b => b.ToString("X2", CultureInfo.InvariantCulture))),
            ["issuer"] = OneLine(certificate.IssuerName), ["subject"] = OneLine(certificate.SubjectName),
            ["notbefore"] = new DateTimeOffset(certificate.NotBefore).ToUnixTimeSeconds(), ["notafter"] = new DateTimeOffset(certificate.NotAfter).ToUnixTimeSeconds(),
            ["pem"] = certificate.ExportCertificatePem() + "\n", ["public-key-bits"] = key?.KeySize ?? 0, ["public-key-type"] = key is RSA ? "rsaEncryption" : "id-ecPublicKey",
            ["san"] = JsonText.Array(names is null ? [] : names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(ip => ip.ToString()))),
        };
    }

    // As OpenSSL writes a name in one line, in the order of the certificate.
    private static string OneLine(X500DistinguishedName name) =>
        string.Concat(name.EnumerateRelativeDistinguishedNames(reversed: false).Select(part => $"/{part.GetSingleElementType().FriendlyName}={part.GetSingleElementValue()}"));

    private static JsonNode? Upload(Call call)
    {
        var custom = call.State.Section(Area).GetValueOrDefault(call.Node);
        string pem = FirstCertificate().Match(call.Required("certificates")).Value;
        string? key = call["key"] is { Length: > 0 } given ? given : null;
        if (key is null && custom is null)
            throw LabException.Parameter("key", "Attempted to upload custom certificate without (existing) key.");
        if (custom is not null && !call.Flag("force"))
            throw LabException.Die("Custom certificate file exists but force flag is not set.");
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            string known = Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
            if (key is null ? custom!["publicKey"] != known : !Fits(certificate, key))
                throw LabException.Die("Setting certificate files failed - key does not match the certificate (chain) (No such file or directory)");
            // The key has done its work: what is kept is only which one it was.
            call.State.Section(Area)[call.Node] = new(StringComparer.Ordinal) { ["pem"] = pem, ["publicKey"] = known };
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            throw LabException.Die("Setting certificate files failed - could not load certificate (chain) (No such file or directory)");
        }
        return Describe(pem);
    }

    private static bool Fits(X509Certificate2 certificate, string key)
    {
        using AsymmetricAlgorithm? pair = certificate.GetRSAPublicKey() is { } rsa ? Disposed(rsa, RSA.Create()) : certificate.GetECDsaPublicKey() is { } ec ? Disposed(ec, ECDsa.Create()) : null;
        pair?.ImportFromPem(key);
        return pair?.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(certificate.PublicKey.ExportSubjectPublicKeyInfo()) == true;
    }

    private static AsymmetricAlgorithm Disposed(AsymmetricAlgorithm found, AsymmetricAlgorithm made)
    {
        found.Dispose();
        return made;
    }

    private static JsonNode? Order(Call call)
    {
        if (!call.Flag("force") && call.State.Section(Area).ContainsKey(call.Node))
            throw LabException.Parameter("force", "Custom certificate exists but 'force' is not set.");
        return Fork(call, "acmenewcert");
    }

    private static JsonNode? Renew(Call call)
    {
        if (!call.State.Section(Area).TryGetValue(call.Node, out var custom))
            throw LabException.Die("No current (custom) certificate found, please order a new certificate!");
        using var certificate = X509Certificate2.CreateFromPem(custom["pem"]);
        if (!call.Flag("force") && certificate.NotAfter.ToUniversalTime() > call.Now.UtcDateTime + Soon)
            throw LabException.Parameter("force", "Certificate does not expire within the next 30 days, and 'force' is not set.");
        return Fork(call, "acmerenew");
    }

    private static JsonNode? Revoke(Call call)
    {
        if (Domains(NodeHandlers.Node(call)).Count > 0 && !call.State.Section(Area).ContainsKey(call.Node))
            throw LabException.Die($"can't open '/etc/pve/nodes/{call.Node}/pveproxy-ssl.pem' - No such file or directory");
        return Fork(call, "acmerevoke");
    }

    private static JsonNode Fork(Call call, string what)
    {
        var node = NodeHandlers.Node(call);
        if (Domains(node).Count == 0)
            throw LabException.WithBody(400, "ACME domain list in node configuration is missing!");
        var acme = node.Config.GetValueOrDefault("acme") is { } text ? PropertyString.Parse(ApiTable.Default.Formats["acme"], text, "acme") : [];
        return call.Fork(what, "", "acme.certificate", new JsonObject { ["what"] = what, ["account"] = acme.GetValueOrDefault("account", "default") }, null);
    }

    // Names in "acme: domains=…" and in acmedomain0 to 5.
    private static List<string> Domains(NodeState node)
    {
        List<string> result = [];
        foreach (var (key, value) in node.Config)
        {
            if (key == "acme")
                result.AddRange(TextRules.SplitList(PropertyString.Parse(ApiTable.Default.Formats["acme"], value, key).GetValueOrDefault("domains")));
            else if (key.StartsWith("acmedomain", StringComparison.Ordinal))
                result.Add(PropertyString.Parse(ApiTable.Default.Formats["acmedomain"], value, key)["domain"]);
        }
        return result;
    }

    /// <summary>The worker of an order, a renewal and a revocation: the authority is one of the Lab's own.</summary>
    public static void RunAcme(TaskContext context)
    {
        string account = context.Text("account")!;
        if (!AcmeHandlers.HasAccount(context.State, account))
            throw LabException.Die($"ACME account config file '{account}' does not exist.");
        context.Log("Loading ACME account details");
        if (context.Text("what") == "acmerevoke")
        {
            context.Log("Revoking old certificate");
            context.State.Section(Area).Remove(context.Task.Node);
            context.Log("Deleting certificate files");
            context.Log("Restarting pveproxy to revert to self-signed certificates");
            return;
        }
        var names = Domains(context.State.Nodes[context.Task.Node]);
        context.Log("Placing ACME order");
        foreach (string name in names)
            context.Log($"The validation for {name} is pending!");
        context.Log("All domains validated!");
        context.Log("Creating CSR");
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var alternatives = new SubjectAlternativeNameBuilder();
        names.ForEach(alternatives.AddDnsName);
        request.CertificateExtensions.Add(alternatives.Build());
        using var certificate = request.CreateSelfSigned(context.Now, context.Now.AddDays(90));
        context.State.Section(Area)[context.Task.Node] = new(StringComparer.Ordinal)
        {
            ["pem"] = certificate.ExportCertificatePem(), ["publicKey"] = Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo())),
        };
        context.Log("Downloading certificate");
        context.Log("Setting pveproxy certificate and key");
        context.Log("Restarting pveproxy");
    }

    [GeneratedRegex("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex FirstCertificate();
}
