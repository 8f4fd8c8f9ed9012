using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Where users come from: the two built-in realms, directories and OpenID providers.</summary>
internal static class RealmHandlers
{
    private const string Root = "/access/domains";
    private const string Directory = "server2 bind_dn password port secure sslversion default comment tfa verify capath cert certkey filter sync_attributes user_classes group_dn group_name_attr group_filter group_classes sync-defaults-options mode case-sensitive";

    private static readonly SectionKind Kind = new("realms", Root, new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["ldap"] = ("user_attr server1 base_dn", Directory),
        ["ad"] = ("domain server1", "base_dn user_attr " + Directory),
        ["openid"] = ("issuer-url client-id", "client-key autocreate username-claim groups-claim groups-autocreate groups-overwrite prompt scopes acr-values audiences default comment query-userinfo"),
        ["pam"] = ("", "default comment tfa"),
        ["pve"] = ("", "default comment tfa"),
    });

    private static readonly Dictionary<string, string> BuiltIn = new(StringComparer.Ordinal) { ["pam"] = "Linux PAM standard authentication", ["pve"] = "Proxmox VE authentication server" };

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}", call => new JsonArray([.. All(call.State).Select(r => (JsonNode)Summary(r.Key, r.Value))]));
        table.Add($"GET {Root}/{{realm}}", Read);
        table.Add($"POST {Root}", Create);
        table.Add($"PUT {Root}/{{realm}}", Update);
        table.Add($"DELETE {Root}/{{realm}}", Delete);
        table.Add($"POST {Root}/{{realm}}/sync", Sync);
    }

    /// <summary>Every realm; those that are built in exist without being written down.</summary>
    private static SortedDictionary<string, SortedDictionary<string, string>> All(LabState state)
    {
        var result = new SortedDictionary<string, SortedDictionary<string, string>>(Kind.Of(state), StringComparer.Ordinal);
        foreach (var (realm, comment) in BuiltIn)
        {
            if (!result.ContainsKey(realm))
                result[realm] = new(StringComparer.Ordinal) { ["type"] = realm, ["comment"] = comment };
        }
        return result;
    }

    private static JsonObject Summary(string realm, SortedDictionary<string, string> section)
    {
        var result = new JsonObject { ["realm"] = realm, ["type"] = section["type"] };
        if (section.TryGetValue("comment", out string? comment))
            result["comment"] = comment;
        if (section.GetValueOrDefault("default") == "1")
            result["default"] = 1;
        // Only the kind of the second factor is told.
        if (section.TryGetValue("tfa", out string? tfa) && tfa.Split(',').Select(p => p.Split('=')).FirstOrDefault(p => p[0] == "type") is { Length: 2 } kind)
            result["tfa"] = kind[1];
        return result;
    }

    private static JsonNode? Read(Call call)
    {
        string realm = call.Required("realm");
        var section = All(call.State).GetValueOrDefault(realm) ?? throw LabException.Die($"domain '{realm}' does not exist");
        var result = Kind.Typed(section);
        if (section.TryGetValue("sync-defaults-options", out string? options) && PropertyString.TryParse(ApiTable.Default.Formats["realm-sync-options"], options) is { } parts)
            result["sync-defaults-options"] = PropertyString.Print(ApiTable.Default.Formats["realm-sync-options"], parts);
        if (realm == "pam")
            result["plugin"] = "PVE::Auth::PAM";
        result["digest"] = Kind.Digest(call.State);
        return result;
    }

    private static JsonNode? Create(Call call)
    {
        const string Prefix = "add auth server failed: ";
        string realm = call.Required("realm"), type = call.Required("type");
        if (All(call.State).ContainsKey(realm))
            throw LabException.Die($"{Prefix}domain '{realm}' already exists");
        if (BuiltIn.ContainsKey(type))
            throw LabException.Die($"{Prefix}unable to create builtin type '{type}'");
        RequireCheckable(call, type, Prefix);
        var options = Options(call);
        Kind.RequireKnown(type, options, create: true, Prefix);
        options["type"] = type;
        Store(call, realm, options);
        return null;
    }

    private static JsonNode? Update(Call call)
    {
        const string Prefix = "update auth server failed: ";
        string realm = call.Required("realm");
        Kind.RequireDigest(call, Prefix);
        if (!All(call.State).TryGetValue(realm, out var old))
            throw LabException.Die($"{Prefix}cannot lookup undefined type! at /usr/share/perl5/PVE/API2/Domains.pm line 261.");
        RequireCheckable(call, old["type"], Prefix);
        var options = Options(call);
        if (call["delete"] is null or "" && options.Count == 0 && call["password"] is null)
            throw LabException.Die($"{Prefix}no options specified");
        var section = new SortedDictionary<string, string>(old, StringComparer.Ordinal);
        foreach (string key in TextRules.SplitList(call["delete"]))
            section.Remove(key);
        Kind.RequireKnown(old["type"], options, create: false, Prefix);
        foreach (var (key, value) in options)
            section[key] = value;
        // What is missing is found when the file is written.
        foreach (string key in Kind.Types[old["type"]].Required.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!section.ContainsKey(key))
                throw LabException.Die($"{Prefix}section '{realm}' - missing value for required option '{key}'");
        }
        Store(call, realm, section);
        return null;
    }

    // The password of a bind lies in a file of its own, which nobody reads.
    private static SortedDictionary<string, string> Options(Call call) => SectionKind.Options(call, "realm", "password", "check-connection");

    private static void RequireCheckable(Call call, string type, string prefix)
    {
        if (call["check-connection"] is not null && type is not ("ldap" or "ad"))
            throw LabException.Die($"{prefix}'check-connection' parameter can only be set for realms of type 'ldap' or 'ad'");
    }

    private static void Store(Call call, string realm, SortedDictionary<string, string> section)
    {
        // There is one default.
        if (call.Flag("default"))
        {
            foreach (var other in Kind.Of(call.State).Values)
                other.Remove("default");
        }
        Kind.Of(call.State)[realm] = section;
    }

    private static JsonNode? Delete(Call call)
    {
        string realm = call.Required("realm");
        if (!All(call.State).ContainsKey(realm))
            throw LabException.Die($"delete auth server failed: authentication domain '{realm}' does not exist");
        Kind.Of(call.State).Remove(realm);
        return null;
    }

    private static JsonNode? Sync(Call call)
    {
        if (!All(call.State).TryGetValue(call.Required("realm"), out var section))
            throw LabException.Parameter("realm", "Realm does not exist.");
        if (section["type"] is not ("ldap" or "ad"))
            throw LabException.Die($"Cannot sync realm type '{section["type"]}'! Only LDAP/AD realms can be synced.");
        return call.Fork("auth-realm-sync", call.Required("realm"), "none", [], null);
    }
}
