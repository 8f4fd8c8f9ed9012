using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProxmoxMpc.Bench.Sync;

/// <summary>A cluster of any size as the Lab's state: three quarters VMs, most of them running, with the disks, networks, tags and texts that guests have.</summary>
internal static class SampleCluster
{
    public const string TokenId = "root@pam!bench";

    private static readonly string[] Roles = ["web", "db", "cache", "queue", "build", "mail", "vpn", "files"];
    private static readonly string[] Stages = ["prod", "test", "dev"];

    /// <summary>The state's JSON. The same arguments make the same cluster.</summary>
    /// <param name="changed">Every guest of which this says so got more memory, another tag and another text.</param>
    public static string Make(int guests, int nodes, string secret, Func<int, bool> changed)
    {
        var root = new JsonObject
        {
            ["version"] = "9.2",
            ["clusterName"] = "bench",
            ["options"] = new JsonObject { ["latencySeconds"] = 0.005 },
            ["tokens"] = new JsonObject { [TokenId] = new JsonObject { ["secret"] = secret, ["privsep"] = false } },
            ["nodes"] = Map(Enumerable.Range(1, nodes), Node, _ => new JsonObject { ["status"] = "online", ["cores"] = 128, ["memoryMiB"] = 1048576 }),
            ["bridges"] = Map(Enumerable.Range(1, nodes), Node, _ => new JsonArray("vmbr0", "vmbr1")),
            ["storages"] = new JsonObject
            {
                ["local"] = new JsonObject { ["type"] = "dir", ["content"] = new JsonArray("iso", "vztmpl"), ["sizeGiB"] = 100 },
                ["local-zfs"] = new JsonObject { ["type"] = "zfspool", ["content"] = new JsonArray("images", "rootdir"), ["sizeGiB"] = 20000 },
                ["ceph"] = new JsonObject { ["type"] = "rbd", ["content"] = new JsonArray("images", "rootdir"), ["shared"] = true, ["sizeGiB"] = 500000 },
            },
            ["content"] = new JsonObject { ["local"] = new JsonArray("local:iso/debian-13.iso", "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst") },
            ["guests"] = Map(Enumerable.Range(0, guests), index => Text(VmId(index)), index => Guest(index, nodes, changed(index))),
        };
        return root.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static JsonObject Guest(int index, int nodes, bool changed)
    {
        var (role, stage) = (Roles[index % Roles.Length], Stages[index / Roles.Length % Stages.Length]);
        var isContainer = index % 4 == 3;
        var isTemplate = index % 200 == 100;
        return new()
        {
            ["type"] = isContainer ? "lxc" : "qemu",
            ["node"] = Node(index % nodes + 1),
            ["status"] = index % 5 == 4 || isTemplate ? "stopped" : "running",
            ["pool"] = index % 3 == 0 ? $"{role}-{stage}" : null,
            ["config"] = isContainer ? Container(index, role, stage, changed) : Machine(index, role, stage, changed, isTemplate),
        };
    }

    private static JsonObject Machine(int index, string role, string stage, bool changed, bool isTemplate)
    {
        var config = new JsonObject
        {
            ["agent"] = "1",
            ["balloon"] = "1024",
            ["boot"] = "order=scsi0;net0",
            ["cores"] = Text(index % 8 + 1),
            ["cpu"] = "x86-64-v2-AES",
            ["description"] = $"{role} of {stage}, made for team {index % 17}\nsee https://wiki.example.org/{role}/{index}{(changed ? "\nchanged" : "")}",
            ["memory"] = Text((changed ? 8192 : 4096) + index % 4 * 1024),
            ["name"] = $"{stage}-{role}-{index:D5}",
            ["net0"] = $"virtio={Mac(index, 0)},bridge=vmbr0,firewall=1,tag={index % 40 + 100}",
            ["numa"] = "0",
            ["onboot"] = "1",
            ["ostype"] = "l26",
            ["scsi0"] = $"ceph:vm-{VmId(index)}-disk-0,discard=on,iothread=1,size={index % 6 * 16 + 16}G,ssd=1",
            ["scsihw"] = "virtio-scsi-single",
            ["sockets"] = "1",
            ["tags"] = changed ? $"changed;{role};{stage}" : $"{role};{stage}",
        };
        if (index % 3 == 0) config["scsi1"] = $"local-zfs:vm-{VmId(index)}-disk-1,backup=0,iothread=1,size=200G";
        if (index % 5 == 0) config["net1"] = $"virtio={Mac(index, 1)},bridge=vmbr1";
        if (index % 2 == 0)
        {
            config["ide2"] = $"ceph:vm-{VmId(index)}-cloudinit,media=cdrom";
            config["ciuser"] = "admin";
            config["ipconfig0"] = $"ip=10.{index / 65536 % 256}.{index / 256 % 256}.{index % 256}/8,gw=10.255.255.254";
        }
        if (isTemplate) config["template"] = "1";
        return config;
    }

    private static JsonObject Container(int index, string role, string stage, bool changed) => new()
    {
        ["arch"] = "amd64",
        ["cores"] = Text(index % 4 + 1),
        ["description"] = $"{role} of {stage}{(changed ? ", changed" : "")}",
        ["features"] = "nesting=1",
        ["hostname"] = $"{stage}-{role}-{index:D5}",
        ["memory"] = Text(changed ? 2048 : 1024),
        ["net0"] = $"name=eth0,bridge=vmbr0,hwaddr={Mac(index, 0)},ip=dhcp,tag={index % 40 + 100},type=veth",
        ["onboot"] = "1",
        ["ostype"] = "debian",
        ["rootfs"] = $"local-zfs:subvol-{VmId(index)}-disk-0,size=8G",
        ["swap"] = "512",
        ["tags"] = $"{role};{stage}",
        ["unprivileged"] = "1",
    };

    private static int VmId(int index) => 100 + index;

    private static string Node(int number) => $"pve{number:D2}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Mac(int index, int card) => $"BC:24:11:{card:X2}:{index / 256:X2}:{index % 256:X2}";

    private static JsonObject Map<T>(IEnumerable<T> items, Func<T, string> key, Func<T, JsonNode> value) =>
        new(items.Select(item => KeyValuePair.Create(key(item), (JsonNode?)value(item))));
}
