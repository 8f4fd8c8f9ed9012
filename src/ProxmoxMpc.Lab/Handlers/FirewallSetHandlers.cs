using System.Net;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Aliases and IP sets of cluster and guests.</summary>
internal static class FirewallSetHandlers
{
    public static void Register(HandlerTable table)
    {
        foreach (string scope in (string[])["/cluster/firewall", "/nodes/{node}/qemu/{vmid}/firewall", "/nodes/{node}/lxc/{vmid}/firewall"])
        {
            FirewallState Firewall(Call call) => FirewallHandlers.Scope(call, scope);
            table.Add($"GET {scope}/aliases", call => new JsonArray([.. Firewall(call).Aliases.Select(a => (JsonNode)Alias(Firewall(call), a.Key))]));
            table.Add($"POST {scope}/aliases", call => CreateAlias(call, Firewall(call)));
            table.Add($"GET {scope}/aliases/{{name}}", call => { var one = Alias(Firewall(call), RequireAlias(call, Firewall(call))); one.Remove("digest"); return one; });
            table.Add($"PUT {scope}/aliases/{{name}}", call => UpdateAlias(call, Firewall(call)));
            table.Add($"DELETE {scope}/aliases/{{name}}", call =>
            {
                FirewallHandlers.RequireDigest(call, FirewallHandlers.Digest(Firewall(call).Aliases.Values));
                Firewall(call).Aliases.Remove(call.Required("name").ToLowerInvariant());
                return null;
            });
            table.Add($"GET {scope}/ipset", call => new JsonArray([.. Firewall(call).IpSets.Select(s => (JsonNode)Set(s.Key, s.Value))]));
            table.Add($"POST {scope}/ipset", call => CreateSet(call, Firewall(call)));
            table.Add($"GET {scope}/ipset/{{name}}", call => new JsonArray([.. RequireSet(call, Firewall(call)).Entries.Select(e => (JsonNode)Entry(e))]));
            table.Add($"POST {scope}/ipset/{{name}}", call => AddEntry(call, Firewall(call), RequireSet(call, Firewall(call)).Entries));
            table.Add($"DELETE {scope}/ipset/{{name}}", call => DeleteSet(call, Firewall(call)));
            table.Add($"GET {scope}/ipset/{{name}}/{{cidr}}", call => Entry(RequireEntry(call, RequireSet(call, Firewall(call)).Entries)));
            table.Add($"PUT {scope}/ipset/{{name}}/{{cidr}}", call => UpdateEntry(call, RequireSet(call, Firewall(call)).Entries));
            table.Add($"DELETE {scope}/ipset/{{name}}/{{cidr}}", call => DeleteEntry(call, RequireSet(call, Firewall(call)).Entries));
            table.Add($"GET {scope}/refs", call => Refs(call, Firewall(call)));
        }
    }

    private static JsonObject Alias(FirewallState firewall, string name)
    {
        var alias = firewall.Aliases[name];
        var result = JsonText.Object(alias);
        result["name"] = alias.GetValueOrDefault("name", name);
        result["ipversion"] = alias["cidr"].Contains(':') ? 6 : 4;
        result["digest"] = FirewallHandlers.Digest(firewall.Aliases.Values);
        return result;
    }

    private static string RequireAlias(Call call, FirewallState firewall) => firewall.Aliases.ContainsKey(call.Required("name").ToLowerInvariant()) ? call.Required("name").ToLowerInvariant() : throw LabException.Parameter("name", "no such alias");

    private static JsonNode? CreateAlias(Call call, FirewallState firewall)
    {
        var alias = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["cidr"] = call.Required("cidr"), ["name"] = call.Required("name") };
        if (call["comment"] is { } comment)
            alias["comment"] = comment;
        if (!firewall.Aliases.TryAdd(call.Required("name").ToLowerInvariant(), alias))
            throw LabException.Parameter("name", $"alias '{call["name"]}' already exists");
        return null;
    }

    private static JsonNode? UpdateAlias(Call call, FirewallState firewall)
    {
        string name = RequireAlias(call, firewall);
        FirewallHandlers.RequireDigest(call, FirewallHandlers.Digest(firewall.Aliases.Values));
        var alias = firewall.Aliases[name];
        alias["cidr"] = call.Required("cidr");
        if (call["comment"] is { } comment)
            alias["comment"] = comment;
        if (call["rename"] is { } renamed && renamed != name)
        {
            if (firewall.Aliases.ContainsKey(renamed.ToLowerInvariant()))
                throw LabException.Parameter("name", $"alias '{renamed}' already exists");
            firewall.Aliases.Remove(name);
            alias["name"] = renamed;
            firewall.Aliases[renamed.ToLowerInvariant()] = alias;
        }
        return null;
    }

    private static JsonObject Set(string name, (string? Comment, List<SortedDictionary<string, string>> Entries) set)
    {
        var result = new JsonObject { ["name"] = name, ["digest"] = FirewallHandlers.Digest(set.Entries) };
        if (set.Comment is not null)
            result["comment"] = set.Comment;
        return result;
    }

    private static (string? Comment, List<SortedDictionary<string, string>> Entries) RequireSet(Call call, FirewallState firewall) =>
        firewall.IpSets.TryGetValue(call.Required("name"), out var set) ? set : throw LabException.Die($"no such IPSet '{call["name"]}'");

    private static JsonNode? CreateSet(Call call, FirewallState firewall)
    {
        string name = call.Required("name");
        if (call["rename"] is { } old)
        {
            if (!firewall.IpSets.TryGetValue(old, out var set))
                throw LabException.Parameter("name", $"IPSet '{old}' does not exist");
            if (name != old && firewall.IpSets.ContainsKey(name))
                throw LabException.Parameter("name", $"IPSet '{name}' does already exist");
            firewall.IpSets.Remove(old);
            firewall.IpSets[name] = (call["comment"] ?? set.Comment, set.Entries);
            return null;
        }
        if (firewall.IpSets.ContainsKey(name))
            throw LabException.Parameter("name", $"IPSet '{name}' already exists");
        // Names are read back in small letters.
        string small = name.ToLowerInvariant();
        firewall.IpSets[small] = firewall.IpSets.TryGetValue(small, out var same) ? (call["comment"] ?? same.Comment, same.Entries) : (call["comment"], []);
        return null;
    }

    private static JsonNode? DeleteSet(Call call, FirewallState firewall)
    {
        if (RequireSet(call, firewall).Entries.Count > 0 && !call.Flag("force"))
            throw LabException.Die($"IPSet '{call["name"]}' is not empty");
        firewall.IpSets.Remove(call.Required("name"));
        return null;
    }

    private static JsonObject Entry(SortedDictionary<string, string> entry)
    {
        var result = JsonText.Object(entry);
        if (entry.ContainsKey("nomatch"))
            result["nomatch"] = 1;
        result["digest"] = FirewallHandlers.Digest([entry]);
        return result;
    }

    // A network of one address is the address; of others only the network's part counts.
    private static string Plain(string cidr)
    {
        int slash = cidr.LastIndexOf('/');
        if (slash < 0 || !IPAddress.TryParse(cidr[..slash], out var address) || !int.TryParse(cidr.AsSpan(slash + 1), System.Globalization.CultureInfo.InvariantCulture, out int length))
            return cidr;
        byte[] bytes = address.GetAddressBytes();
        if (length >= bytes.Length * 8)
            return cidr[..slash];
        // What is written in its own way already stays as it is.
        var network = (byte[])bytes.Clone();
        for (int bit = Math.Max(length, 0); bit < bytes.Length * 8; bit++)
            network[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return network.AsSpan().SequenceEqual(bytes) ? cidr : $"{new IPAddress(network)}/{length}";
    }

    private static JsonNode? AddEntry(Call call, FirewallState firewall, List<SortedDictionary<string, string>> entries)
    {
        string cidr = Plain(call.Required("cidr"));
        if (entries.Exists(e => e["cidr"] == cidr))
            throw LabException.Parameter("cidr", $"address '{cidr}' already exists");
        string alias = cidr[(cidr.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && cidr[..slash] is "dc" or "guest" ? slash + 1 : 0)..].ToLowerInvariant();
        if (char.IsAsciiLetter(cidr[0]) && !cidr.Contains(':') && !firewall.Aliases.ContainsKey(alias) && !call.State.Firewall.Aliases.ContainsKey(alias))
            throw LabException.Die($"no such alias '{cidr}'");
        // In the cluster's own file there are no guest's aliases.
        if (cidr.StartsWith("guest/", StringComparison.Ordinal) && ReferenceEquals(firewall, call.State.Firewall))
            throw LabException.Die($"no such alias '{cidr[6..]}'");
        if (cidr.EndsWith("/0", StringComparison.Ordinal))
            throw LabException.Parameter("cidr", "a zero prefix is not allowed in ipset entries");
        var entry = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["cidr"] = cidr };
        if (call["comment"] is { } comment)
            entry["comment"] = comment;
        if (call.Flag("nomatch"))
            entry["nomatch"] = "1";
        entries.Insert(0, entry);
        return null;
    }

    private static SortedDictionary<string, string> RequireEntry(Call call, List<SortedDictionary<string, string>> entries) =>
        entries.Find(e => e["cidr"] == Plain(call.Required("cidr"))) ?? throw LabException.Parameter("cidr", "no such IP/Network");

    private static JsonNode? UpdateEntry(Call call, List<SortedDictionary<string, string>> entries)
    {
        var entry = RequireEntry(call, entries);
        if (call["comment"] is { Length: > 0 } comment)
            entry["comment"] = comment;
        else if (call["comment"] is not null)
            entry.Remove("comment");
        if (call["nomatch"] is not null && call.Flag("nomatch"))
            entry["nomatch"] = "1";
        else if (call["nomatch"] is not null)
            entry.Remove("nomatch");
        return null;
    }

    private static JsonNode? DeleteEntry(Call call, List<SortedDictionary<string, string>> entries)
    {
        string cidr = Plain(call.Required("cidr"));
        if (call["digest"] is { Length: > 0 } digest && !entries.Exists(e => e["cidr"] == cidr && FirewallHandlers.Digest([e]) == digest) && digest != FirewallHandlers.Digest(entries))
            throw LabException.Die("detected modified configuration - file changed by other user? Try again.");
        entries.RemoveAll(e => e["cidr"] == cidr);
        return null;
    }

    private static JsonArray Refs(Call call, FirewallState firewall)
    {
        var result = new JsonArray();
        bool guest = !ReferenceEquals(firewall, call.State.Firewall);
        foreach (var (source, scope) in guest ? [(call.State.Firewall, "dc"), (firewall, "guest")] : new[] { (firewall, "dc") })
        {
            if (call["type"] is null or "alias")
                AddReferences("alias", "", scope, source.Aliases.Select(a => (a.Key, a.Value.GetValueOrDefault("comment"))));
            if (call["type"] is null or "ipset")
                AddReferences("ipset", "+", scope, source.IpSets.Select(s => (s.Key, s.Value.Comment)));
        }
        return result;

        void AddReferences(string type, string mark, string scope, IEnumerable<(string Name, string? Comment)> all)
        {
            foreach (var (name, comment) in all)
            {
                var entry = new JsonObject { ["type"] = type, ["name"] = name, ["ref"] = mark + name, ["scope"] = scope };
                if (comment is { Length: > 0 })
                    entry["comment"] = comment;
                result.Add((JsonNode)entry);
            }
        }
    }
}
