using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Reading and changing a container's configuration.</summary>
internal static class LxcConfigHandlers
{
    private const string Root = "/nodes/{node}/lxc/{vmid}";

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}/config", Read);
        table.Add($"PUT {Root}/config", Update);
        table.Add($"GET {Root}/pending", call => GuestViews.Pending(call.Guest("lxc")));
        table.Add($"GET {Root}/interfaces", Interfaces);
    }

    private static JsonNode? Read(Call call)
    {
        GuestHandlers.RequireOneView(call);
        var guest = call.Guest("lxc");
        if (call["snapshot"] is not { } name)
            return GuestViews.Config(guest, call.Flag("current"));
        if (!guest.Snapshots.TryGetValue(name, out var snapshot))
            throw LabException.Die($"snapshot '{name}' does not exist");
        var result = GuestViews.Render("lxc", snapshot, maskPassword: true);
        result["digest"] = GuestFile.Digest(guest);
        return result;
    }

    private static JsonNode? Update(Call call)
    {
        if (!call.Parameters.Keys.Any(k => k is not ("node" or "vmid" or "digest")))
            throw LabException.Die("no options specified");
        RequireReadableMounts(call);
        var guest = call.Guest("lxc");
        call.Lock(guest.VmId);
        new LxcUpdate(call.State, call.Permissions, call.Caller, guest.VmId, call.Now, _ => { }).Apply(guest, call.Parameters);
        return null;
    }

    private static void RequireReadableMounts(Call call)
    {
        foreach (var (key, value) in call.Parameters.Where(p => Drives.IsMountPoint(p.Key)))
        {
            if (Drives.TryParse("lxc", key, value) is null)
                throw LabException.Die($"unable to parse mountpoint '{key}'");
        }
    }

    private static JsonObject Address(string cidr) => new() { ["ip-address"] = cidr.Split('/')[0], ["prefix"] = cidr.Split('/')[^1], ["ip-address-type"] = cidr.Contains(':') ? "inet6" : "inet" };

    private static JsonNode? Interfaces(Call call)
    {
        // A container that is not there does not run either.
        if (!call.State.Guests.TryGetValue(call.VmId, out var guest) || guest is not { Kind: "lxc", Running: true })
            return null;
        var list = new JsonArray(new JsonObject { ["name"] = "lo", ["hwaddr"] = "00:00:00:00:00:00", ["hardware-address"] = "00:00:00:00:00:00", ["inet"] = "127.0.0.1/8", ["inet6"] = "::1/128", ["ip-addresses"] = new JsonArray(Address("127.0.0.1/8"), Address("::1/128")) });
        foreach (var (_, value) in guest.Config.Where(c => Nets.IsNet(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var net = Nets.TryParse("lxc", value) ?? [];
            string mac = net.GetValueOrDefault("hwaddr", "").ToLowerInvariant();
            var entry = new JsonObject { ["name"] = net.GetValueOrDefault("name", "eth0"), ["hwaddr"] = mac, ["hardware-address"] = mac, ["ip-addresses"] = new JsonArray() };
            if (net.GetValueOrDefault("ip") is { } ip and not ("dhcp" or "manual"))
            {
                entry["inet"] = ip;
                entry["ip-addresses"] = new JsonArray(Address(ip));
            }
            list.Add((JsonNode)entry);
        }
        return list;
    }
}
