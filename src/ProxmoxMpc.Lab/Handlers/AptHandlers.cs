using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Where a node's packages come from: the files of APT, and the repositories that Proxmox offers.</summary>
internal static class AptHandlers
{
    private const string Root = "/nodes/{node}/apt", Area = "aptRepositories", Suite = "trixie", Folder = "/etc/apt/sources.list.d/";
    private const string ProxmoxKey = "/usr/share/keyrings/proxmox-archive-keyring.gpg", DebianKey = "/usr/share/keyrings/debian-archive-keyring.gpg";
    private const string Enterprise = "https://enterprise.proxmox.com/debian/", Download = "http://download.proxmox.com/debian/";

    /// <summary>A repository that Proxmox offers under a name of its own.</summary>
    private sealed record Standard(string Handle, string Name, string Description, string Uri, string Component, string File);

    private static readonly Standard[] Offered = [.. Channels("", "", "pve-", "pve", "proxmox", "pve-enterprise"), .. Channels("ceph-squid-", "Ceph Squid ", "", "ceph-squid", "ceph", "ceph"), .. Channels("ceph-tentacle-", "Ceph Tentacle ", "", "ceph-tentacle", "ceph", "ceph")];

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}/repositories", List);
        table.Add($"PUT {Root}/repositories", Add);
        table.Add($"POST {Root}/repositories", Change);
        table.Add($"POST {Root}/update", call => call.Fork("aptupdate", "", "none", [], null));
        table.Add($"GET {Root}/changelog", call => throw LabException.Die($"command 'apt-get changelog -qq -- {call["name"]}{(call["version"] is { } version ? "=" + version : "")}' failed: exit code 100"));
    }

    private static IEnumerable<Standard> Channels(string handle, string name, string component, string uri, string file, string enterpriseFile)
    {
        string release = uri.StartsWith("ceph-", StringComparison.Ordinal) ? $"Ceph {char.ToUpperInvariant(uri[5])}{uri[6..]}" : "";
        yield return new(handle + "enterprise", name + "Enterprise", release.Length == 0 ? "This is the default, stable, and recommended repository, available for all Proxmox subscription users." : $"This repository holds the production-ready Proxmox {release} packages.", Enterprise + uri, component + "enterprise", Folder + enterpriseFile + ".sources");
        yield return new(handle + "no-subscription", name + "No-Subscription", release.Length == 0 ? "This is the recommended repository for testing and non-production use. Its packages are not as heavily tested and validated as the production ready enterprise repository. You don't need a subscription key to access this repository." : $"This repository holds the Proxmox {release} packages intended for non-production use.", Download + uri, component + "no-subscription", Folder + file + ".sources");
        yield return new(handle + "test", name + "Test", release.Length == 0 ? "This repository contains the latest packages and is primarily used for test labs and by developers to test new features." : $"This repository contains the {release} packages before they are moved to the main repository.", Download + uri, component + "test", Folder + file + ".sources");
    }

    // What an installation sets up.
    private static readonly (string File, string Uri, string Suites, string Components, string Key)[] Installed =
    [
        (Folder + "ceph.sources", Enterprise + "ceph-squid", Suite, "enterprise", ProxmoxKey),
        (Folder + "debian.sources", "http://deb.debian.org/debian/", "trixie trixie-updates", "main contrib non-free-firmware", DebianKey),
        (Folder + "debian.sources", "http://security.debian.org/debian-security/", "trixie-security", "main contrib non-free-firmware", DebianKey),
        (Folder + "pve-enterprise.sources", Enterprise + "pve", Suite, "pve-enterprise", ProxmoxKey),
    ];

    /// <summary>The repositories of a node by "node file number"; the first change writes down what an installation has.</summary>
    private static SortedDictionary<string, SortedDictionary<string, string>> Of(LabState state, string node, bool toChange = false)
    {
        var section = state.Section(Area);
        var own = new SortedDictionary<string, SortedDictionary<string, string>>(section.Where(s => s.Key.StartsWith(node + " ", StringComparison.Ordinal)).ToDictionary(), StringComparer.Ordinal);
        if (own.Count > 0)
            return own;
        foreach (var file in Installed.GroupBy(r => r.File))
        {
            foreach (var (index, r) in file.Index())
                own[Key(node, file.Key, index)] = New(r.Uri, r.Suites, r.Components, r.Key);
        }
        foreach (var (key, repository) in toChange ? own : [])
            section[key] = repository;
        return own;
    }

    private static string Key(string node, string file, int index) => $"{node} {file} {index.ToString(CultureInfo.InvariantCulture)}";

    private static string FileOf(string key) => key.Split(' ')[1];

    private static SortedDictionary<string, string> New(string uri, string suites, string components, string signedBy) =>
        new(StringComparer.Ordinal) { ["uris"] = uri, ["suites"] = suites, ["components"] = components, ["signedBy"] = signedBy, ["enabled"] = "1" };

    private static byte[] Digest(IEnumerable<KeyValuePair<string, SortedDictionary<string, string>>> repositories) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(repositories.Select(r => $"{FileOf(r.Key)}\n" + string.Concat(r.Value.Select(o => $"{o.Key}: {o.Value}\n"))))));

    private static JsonNode? List(Call call)
    {
        var all = Of(call.State, NodeHandlers.Node(call).Name);
        var files = new JsonArray();
        var infos = new JsonArray();
        foreach (var file in all.GroupBy(r => FileOf(r.Key)))
        {
            files.Add((JsonNode)new JsonObject
            {
                ["path"] = file.Key, ["file-type"] = "sources", ["repositories"] = new JsonArray([.. file.Select(r => (JsonNode)Describe(r.Value))]),
                ["digest"] = new JsonArray([.. Digest(file).Select(b => (JsonNode)(int)b)]),
            });
            foreach (var (index, repository) in file.Index())
                infos.Add((JsonNode)new JsonObject { ["path"] = file.Key, ["index"] = index, ["kind"] = "origin", ["message"] = repository.Value["uris"].Contains("proxmox.com", StringComparison.Ordinal) ? "Proxmox" : "Debian" });
        }
        return new JsonObject
        {
            ["files"] = files, ["errors"] = new JsonArray(), ["digest"] = Convert.ToHexStringLower(Digest(all)), ["infos"] = infos,
            ["standard-repos"] = new JsonArray([.. Offered.Select(s => (JsonNode)Describe(s, all.Values.FirstOrDefault(r => Is(s, r))))]),
        };
    }

    private static JsonObject Describe(SortedDictionary<string, string> repository) => new()
    {
        ["Types"] = JsonText.Array(["deb"]), ["URIs"] = JsonText.Array(repository["uris"].Split(' ')), ["Suites"] = JsonText.Array(repository["suites"].Split(' ')), ["Components"] = JsonText.Array(repository["components"].Split(' ')),
        ["Options"] = new JsonArray(new JsonObject { ["Key"] = "Signed-By", ["Values"] = JsonText.Array([repository["signedBy"]]) }), ["Comment"] = "", ["FileType"] = "sources", ["Enabled"] = repository["enabled"] == "1" ? 1 : 0,
    };

    private static JsonObject Describe(Standard standard, SortedDictionary<string, string>? configured)
    {
        var result = new JsonObject { ["handle"] = standard.Handle, ["name"] = standard.Name, ["description"] = standard.Description };
        if (configured is not null)
            result["status"] = configured["enabled"] == "1" ? 1 : 0;
        return result;
    }

    private static bool Is(Standard standard, SortedDictionary<string, string> repository) =>
        repository["suites"].Split(' ').Contains(Suite) && repository["components"].Split(' ').Contains(standard.Component) && repository["uris"].Split(' ').Any(u => u.TrimEnd('/') == standard.Uri);

    private static SortedDictionary<string, SortedDictionary<string, string>> ToChange(Call call)
    {
        var all = Of(call.State, NodeHandlers.Node(call).Name, toChange: true);
        if (call["digest"] is { Length: > 0 } digest && !digest.Equals(Convert.ToHexStringLower(Digest(all)), StringComparison.OrdinalIgnoreCase))
            throw LabException.Die("detected modified configuration - file changed by other user? Try again.");
        return all;
    }

    private static JsonNode? Add(Call call)
    {
        string handle = call.Required("handle"), node = NodeHandlers.Node(call).Name;
        var all = ToChange(call);
        var standard = Array.Find(Offered, s => s.Handle == handle) ?? throw LabException.Die($"no standard repository for handle '{handle}' on host product 'pve' and suite '{Suite}'");
        if (all.Values.FirstOrDefault(r => Is(standard, r)) is { } known)
            known["enabled"] = "1";
        else
            call.State.Section(Area)[Key(node, standard.File, all.Keys.Count(k => FileOf(k) == standard.File))] = New(standard.Uri, Suite, standard.Component, ProxmoxKey);
        return null;
    }

    private static JsonNode? Change(Call call)
    {
        string path = call.Required("path");
        var file = ToChange(call).Where(r => FileOf(r.Key) == path).ToList();
        if (file.Count == 0)
            throw LabException.Die($"invalid path - {path}");
        int index = TextRules.Int(call.Required("index"));
        if (index < 0 || index >= file.Count)
            throw LabException.Die($"invalid index - {index}");
        if (call["enabled"] is { } enabled)
            file[index].Value["enabled"] = enabled;
        return null;
    }
}
