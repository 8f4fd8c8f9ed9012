using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Accounts at an ACME certificate authority and the plugins that answer its challenges. No authority is asked: it always agrees.</summary>
internal static class AcmeHandlers
{
    private const string Root = "/cluster/acme", Accounts = "acmeAccounts";
    private const string LetsEncrypt = "https://acme-v02.api.letsencrypt.org/directory", Staging = "https://acme-staging-v02.api.letsencrypt.org/directory";
    private const string Terms = "https://letsencrypt.org/documents/LE-SA-v1.5-February-24-2025.pdf";

    private static readonly SectionKind Plugins = new("acmePlugins", Root + "/plugins", new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["dns"] = ("api", "data nodes disable validation-delay"),
        ["standalone"] = ("", "nodes disable"),
    });

    // The DNS services that acme.sh has a script for, those that are asked for most.
    private static readonly string[] DnsApis =
        ["acmedns", "ali", "autodns", "aws", "azure", "cf", "cloudns", "cn", "conoha", "ddnss", "desec", "dgon", "dnsimple", "dnsservices", "do", "domeneshop", "dp", "dpi", "duckdns", "dyn", "dynu", "dynv6", "easydns",
         "exoscale", "freedns", "gandi_livedns", "gcloud", "gd", "he", "hetzner", "huaweicloud", "infoblox", "inwx", "ionos", "ispconfig", "joker", "leaseweb", "linode_v4", "loopia", "mijnhost", "namecheap", "namecom", "namesilo",
         "netcup", "njalla", "nsone", "nsupdate", "opnsense", "ovh", "pdns", "pleskxml", "porkbun", "rackspace", "regru", "scaleway", "schlundtech", "selectel", "servercow", "simply", "transip", "ultra", "variomedia", "vultr", "world4you", "yandex", "zone", "zonomi"];

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}/account", call => new JsonArray([.. call.State.Section(Accounts).Where(a => a.Key[0] != '_').Select(a => (JsonNode)new JsonObject { ["name"] = a.Key })]));
        table.Add($"GET {Root}/account/{{name}}", Read);
        table.Add($"POST {Root}/account", RegisterAccount);
        table.Add($"PUT {Root}/account/{{name}}", call => Change(call, call["contact"] is { Length: > 0 } ? "update" : "refresh"));
        table.Add($"DELETE {Root}/account/{{name}}", call => Change(call, "deactivate"));
        table.Add($"GET {Root}/directories", _ => new JsonArray(Directory("Let's Encrypt V2", LetsEncrypt), Directory("Let's Encrypt V2 Staging", Staging)));
        table.Add($"GET {Root}/tos", call => IsLetsEncrypt(call["directory"]) ? JsonValue.Create(Terms) : null);
        table.Add($"GET {Root}/meta", call => IsLetsEncrypt(call["directory"]) ? new JsonObject { ["termsOfService"] = Terms, ["website"] = "https://letsencrypt.org", ["caaIdentities"] = JsonText.Array(["letsencrypt.org"]) } : new JsonObject());
        table.Add($"GET {Root}/challenge-schema", _ => new JsonArray([.. DnsApis.Select(a => (JsonNode)Challenge(a, "dns")), Challenge("standalone", "standalone")]));
        table.Add($"GET {Root}/plugins", call => new JsonArray([.. AllPlugins(call.State).Where(p => call["type"] is null || p.Value["type"] == call["type"]).Select(p => (JsonNode)Describe(call.State, p.Key, p.Value))]));
        table.Add($"GET {Root}/plugins/{{id}}", call => Describe(call.State, call.Required("id"), RequirePlugin(call, $"ACME plugin '{call["id"]}' not defined")));
        table.Add($"POST {Root}/plugins", CreatePlugin);
        table.Add($"PUT {Root}/plugins/{{id}}", UpdatePlugin);
        table.Add($"DELETE {Root}/plugins/{{id}}", call =>
        {
            Plugins.Of(call.State).Remove(call.Required("id"));
            return null;
        });
    }

    public static bool HasAccount(LabState state, string name) => state.Section(Accounts).ContainsKey(name);

    private static bool IsLetsEncrypt(string? directory) => directory is null or LetsEncrypt or Staging;

    private static JsonObject Directory(string name, string url) => new() { ["name"] = name, ["url"] = url };

    private static JsonObject Challenge(string id, string type) => new() { ["id"] = id, ["name"] = id, ["type"] = type, ["schema"] = new JsonObject() };

    private static JsonObject Read(Call call)
    {
        var account = RequireAccount(call);
        return new JsonObject
        {
            ["account"] = new JsonObject { ["contact"] = JsonText.Array(account.GetValueOrDefault("contact", "").Split(' ', StringSplitOptions.RemoveEmptyEntries)), ["createdAt"] = account["createdAt"], ["status"] = account["status"] },
            ["directory"] = account["directory"], ["location"] = account["location"], ["tos"] = account.GetValueOrDefault("tos"),
        };
    }

    private static SortedDictionary<string, string> RequireAccount(Call call)
    {
        string name = call["name"] ?? "default";
        return call.State.Section(Accounts).GetValueOrDefault(name) ?? throw LabException.Parameter("name", $"ACME account config file '{name}' does not exist.");
    }

    private static string Contacts(string? text) => string.Join(' ', TextRules.SplitList(text).Select(address => "mailto:" + address));

    private static JsonNode? RegisterAccount(Call call)
    {
        string name = call["name"] ?? "default";
        if (HasAccount(call.State, name))
            throw LabException.Parameter("name", $"ACME account config file '{name}' already exists.");
        return call.Fork("acmeregister", "", "acme.register", new JsonObject { ["name"] = name, ["contact"] = Contacts(call["contact"]), ["directory"] = call["directory"] ?? LetsEncrypt, ["tos"] = call["tos_url"] }, null);
    }

    private static JsonNode? Change(Call call, string what)
    {
        RequireAccount(call);
        return call.Fork("acme" + what, "", "acme.change", new JsonObject { ["name"] = call["name"] ?? "default", ["contact"] = call["contact"] is { Length: > 0 } contact ? Contacts(contact) : null, ["what"] = what }, null);
    }

    /// <summary>The worker that makes an account. Who does not agree to the terms has none.</summary>
    public static void RunRegister(TaskContext context)
    {
        string name = context.Text("name")!, directory = context.Text("directory")!;
        if (HasAccount(context.State, name))
            throw LabException.Die($"ACME account config file '{name}' already exists.");
        context.Log("Generating ACME account key..");
        context.Log("Registering ACME account..");
        string server = directory.EndsWith("/directory", StringComparison.Ordinal) ? directory[..^"/directory".Length] : directory;
        if (IsLetsEncrypt(directory) && context.Text("tos") is null)
            throw LabException.Die($"Registration failed: Error: POST to {server}/acme/new-acct {{\"type\":\"urn:ietf:params:acme:error:malformed\",\"detail\":\"must agree to terms of service\",\"status\":400}}");
        string number = (100_000_000 + context.State.NextPid).ToString(CultureInfo.InvariantCulture), location = $"{server}/acme/acct/{number}";
        var account = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["contact"] = context.Text("contact") ?? "", ["directory"] = directory, ["location"] = location, ["status"] = "valid", ["createdAt"] = context.Now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        if (context.Text("tos") is { } terms)
            account["tos"] = terms;
        context.State.Section(Accounts)[name] = account;
        context.Log($"Registration successful, account URL: '{location}'");
    }

    public static void RunChange(TaskContext context)
    {
        string name = context.Text("name")!;
        var accounts = context.State.Section(Accounts);
        if (!accounts.TryGetValue(name, out var account))
            throw LabException.Die($"ACME account config file '{name}' does not exist.");
        if (context.Text("contact") is { } contact)
            account["contact"] = contact;
        if (context.Text("what") != "deactivate")
            return;
        account["status"] = "deactivated";
        // The file keeps the key of an account that is none any more, under a name that is no account's.
        string kept = Enumerable.Range(0, 101).Select(i => $"_deactivated_{name}_{i}").First(n => !accounts.ContainsKey(n));
        context.Log($"Renaming account file from '/etc/pve/priv/acme/{name}' to '/etc/pve/priv/acme/{kept}'");
        accounts.Remove(name);
        accounts[kept] = account;
    }

    // One plugin is always there.
    private static SortedDictionary<string, SortedDictionary<string, string>> AllPlugins(LabState state)
    {
        var result = new SortedDictionary<string, SortedDictionary<string, string>>(Plugins.Of(state), StringComparer.Ordinal);
        result.TryAdd("standalone", new(StringComparer.Ordinal) { ["type"] = "standalone" });
        return result;
    }

    private static SortedDictionary<string, string> RequirePlugin(Call call, string message) => AllPlugins(call.State).GetValueOrDefault(call.Required("id")) ?? throw LabException.Die(message);

    private static JsonObject Describe(LabState state, string id, SortedDictionary<string, string> plugin)
    {
        var result = Plugins.Typed(plugin);
        result["plugin"] = id;
        result["digest"] = Plugins.Digest(state);
        return result;
    }

    private static JsonNode? CreatePlugin(Call call)
    {
        string id = call.Required("id"), type = call.Required("type");
        if (AllPlugins(call.State).ContainsKey(id))
            throw LabException.Die($"ACME plugin ID '{id}' already exists");
        var options = Decoded(SectionKind.Options(call, "id"));
        Plugins.RequireKnown(type, options, create: true);
        options["type"] = type;
        Plugins.Of(call.State)[id] = options;
        return null;
    }

    private static JsonNode? UpdatePlugin(Call call)
    {
        Plugins.RequireDigest(call, "");
        var old = RequirePlugin(call, $"ACME plugin ID '{call["id"]}' does not exist");
        var section = new SortedDictionary<string, string>(old, StringComparer.Ordinal);
        var options = Decoded(SectionKind.Options(call, "id"));
        Plugins.Delete(old["type"], section, call["delete"], new Dictionary<string, string>());
        Plugins.RequireKnown(old["type"], options, create: false);
        foreach (var (key, value) in options)
            section[key] = value;
        Plugins.Of(call.State)[call.Required("id")] = section;
        return null;
    }

    // The settings of a DNS service travel in Base64 to the server, and plain back.
    private static SortedDictionary<string, string> Decoded(SortedDictionary<string, string> options)
    {
        if (options.TryGetValue("data", out string? data))
        {
            byte[] bytes = new byte[data.Length];
            options["data"] = Convert.TryFromBase64String(data, bytes, out int length) ? Encoding.UTF8.GetString(bytes, 0, length) : data;
        }
        return options;
    }
}
