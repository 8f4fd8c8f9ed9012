using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>What a node tells of its host: packages, disks, appliances; and keys sent to a machine.</summary>
internal static class NodeReportHandlers
{
    public static void Register(HandlerTable table)
    {
        table.Add("GET /nodes/{node}/apt/versions", Versions);
        table.Add("GET /nodes/{node}/disks/list", Disks);
        // The index of appliances comes from the network; a node that never fetched it has none.
        table.Add("GET /nodes/{node}/aplinfo", _ => new JsonArray());
        table.Add("POST /nodes/{node}/aplinfo", _ => throw LabException.Parameter("template", "no such template"));
        table.Add("PUT /nodes/{node}/qemu/{vmid}/sendkey", SendKey);
    }

    private static JsonNode? Versions(Call call)
    {
        string version = NodeHandlers.ClusterVersion(call), release = string.Join('.', version.Split('.').Take(2));
        return new JsonArray(
            Package("proxmox-ve", release + ".0", "Proxmox Virtual Environment", ("RunningKernel", "6.17.13-1-pve")),
            Package("pve-manager", version, "Proxmox Virtual Environment Management Tools", ("ManagerVersion", version + "/14a22df35955d97d")));
    }

    private static JsonObject Package(string name, string version, string title, (string Key, string Value) extra) => new()
    {
        ["Package"] = name, ["Title"] = title, ["Description"] = title, ["Origin"] = "Proxmox", ["Section"] = "admin", ["Priority"] = "optional", ["Arch"] = "all",
        ["Version"] = version, ["OldVersion"] = version, ["CurrentState"] = "Installed", [extra.Key] = extra.Value,
    };

    // One disk carries the system; what storages stand on is not told apart.
    private static JsonNode? Disks(Call call)
    {
        if (call["type"] is not null)
            return new JsonArray();
        var usage = new JsonObject();
        NodeHandlers.AddUsage(call, NodeHandlers.Node(call), usage);
        var disk = Disk("/dev/sda", usage["maxdisk"]!.GetValue<long>(), "BIOS boot");
        var result = new JsonArray(disk);
        if (call.Flag("include-partitions"))
        {
            foreach (var (number, use) in (ReadOnlySpan<(int, string)>)[(1, "BIOS boot"), (2, "EFI"), (3, "LVM")])
            {
                var part = Disk($"/dev/sda{number}", number == 1 ? 1 << 20 : number == 2 ? 1 << 30 : usage["maxdisk"]!.GetValue<long>() - (1 << 30) - (2 << 20), use);
                part["parent"] = "/dev/sda";
                result.Add((JsonNode)part);
            }
        }
        return result;
    }

    private static JsonObject Disk(string path, long size, string used) => new()
    {
        ["devpath"] = path, ["size"] = size, ["used"] = used, ["gpt"] = 1, ["mounted"] = 0, ["osdid"] = -1, ["osdid-list"] = null, ["health"] = "PASSED",
        ["vendor"] = "LAB", ["model"] = "Lab_Disk", ["serial"] = "LAB0001", ["wwn"] = "0x5000000000000001", ["type"] = "ssd", ["rpm"] = 0, ["wearout"] = 100, ["by_id_link"] = "/dev/disk/by-id/ata-Lab_Disk_LAB0001",
    };

    private static JsonNode? SendKey(Call call)
    {
        if (call.Flag("skiplock") && !call.Caller.IsRoot)
            throw LabException.Parameter("skiplock", "Only root may use this option.");
        if (!call.Guest("qemu").Running)
            throw LabException.Die($"VM {call.VmId} not running");
        return null;
    }
}
