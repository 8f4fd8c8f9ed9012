namespace ProxmoxMpc.Lab.State;

/// <summary>What a section of each area cannot do without: a hand-written one that lacks it is refused with its place.</summary>
internal static class SectionReader
{
    private static readonly Dictionary<string, (string[] Needed, string? Type)> Areas = new(StringComparer.Ordinal)
    {
        ["sdnZones"] = (["type"], null), ["sdnVnets"] = (["zone"], "vnet"), ["sdnSubnets"] = ([], "subnet"), ["sdnControllers"] = (["type"], null), ["sdnIpams"] = (["type"], null), ["sdnDns"] = (["type"], null),
        ["realms"] = (["type"], null), ["metricServers"] = (["type"], null), ["replication"] = (["guest", "target"], "local"), ["mappingPci"] = (["map"], "pci"), ["mappingUsb"] = (["map"], "usb"), ["mappingDir"] = (["map"], "dir"),
        ["notifications"] = (["type"], null), ["acmePlugins"] = (["type"], null), ["acmeAccounts"] = (["directory", "location", "createdAt", "status"], null), ["certificates"] = (["pem", "publicKey"], null),
        ["aptRepositories"] = (["uris", "suites", "components", "signedBy", "enabled"], null), ["realmSyncJobs"] = (["realm", "schedule"], null), ["subscriptions"] = (["key", "checktime"], null),
    };

    /// <exception cref="FormatException">With the place of the section and what it lacks.</exception>
    public static void Complete(string area, SortedDictionary<string, SortedDictionary<string, string>> sections)
    {
        string kind = area.EndsWith("Running", StringComparison.Ordinal) ? area[..^"Running".Length] : area;
        if (!Areas.TryGetValue(kind, out var rule))
            return;
        foreach (var (id, section) in sections)
        {
            if (rule.Type is { } type)
                section.TryAdd("type", type);
            if (Array.Find(rule.Needed, key => !section.ContainsKey(key)) is { } missing)
                throw new FormatException($"$.sections.{area}.{id} of the Lab's state needs '{missing}'");
        }
    }
}
