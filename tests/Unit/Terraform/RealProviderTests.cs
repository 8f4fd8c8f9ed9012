using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>
/// The provider bpg/proxmox itself imports random guests from the Lab over HTTPS, and plans nothing. It runs where the variable
/// <c>PMPC_TERRAFORM_PROVIDER</c> names the provider's program; <c>PMPC_LONG_RUN</c> makes it take more guests.
/// </summary>
public sealed class RealProviderTests
{
    [Fact]
    public async Task The_real_provider_plans_no_change_for_guests_of_the_Lab()
    {
        RealProvider.SkipWithout();
        var folder = Directory.CreateTempSubdirectory("pmpc-provider-");
        try
        {
            var guests = Enumerable.Range(0, LongRun.Iterations(60)).Select(Create).Append(Guests.Web(900)).Append(Guests.Proxy(901)).Concat(Guests.Plain(910)).Select(guest => guest with { Status = "stopped" }).ToArray();
            Write(folder.FullName, guests);
            await RealProvider.PlansNothingAsync(folder.FullName, State(guests).ToJsonString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Stopped, for the provider waits for the agents of running ones; with a name that Proxmox would have taken.</summary>
    private static Guest Create(int index)
    {
        var guest = RandomGuest.Create(7000 + index, vmid: 100 + index);
        var name = guest.Kind == GuestKind.Qemu ? "name" : "hostname";
        return guest with { Node = "pve1", Status = "stopped", Pool = null, HaState = null, Config = guest.Config.ContainsKey(name) ? guest.Config.With(name, FormattableString.Invariant($"guest-{index}")) : guest.Config };
    }

    private static JsonObject State(Guest[] guests)
    {
        JsonObject Storage(string type, params string[] options)
        {
            var storage = new JsonObject { ["type"] = type, ["content"] = new JsonArray("images", "rootdir") };
            foreach (var option in options) storage[option.Split('=')[0]] = option.Split('=')[1];
            return storage;
        }
        return new()
        {
            ["version"] = "9.2",
            ["nodes"] = new JsonObject { ["pve1"] = new JsonObject { ["status"] = "online", ["cores"] = 32, ["memoryMiB"] = 131072 } },
            ["storages"] = new JsonObject
            {
                ["local"] = Storage("dir", "path=/var/lib/vz"), ["local-lvm"] = Storage("lvmthin", "vgname=pve", "thinpool=data"), ["zfs"] = Storage("zfspool", "pool=rpool/data"), ["ceph"] = Storage("rbd", "pool=rbd"),
            },
            ["bridges"] = new JsonObject { ["pve1"] = new JsonArray("vmbr0", "vmbr1") },
            ["users"] = new JsonObject { ["root@pam"] = new JsonObject() },
            ["tokens"] = new JsonObject { ["root@pam!iac"] = new JsonObject { ["secret"] = RealProvider.Secret, ["privsep"] = false } },
            ["guests"] = new JsonObject(guests.Select(guest => KeyValuePair.Create(guest.VmId.ToString(System.Globalization.CultureInfo.InvariantCulture), (JsonNode?)new JsonObject
            {
                ["type"] = guest.Kind == GuestKind.Qemu ? "qemu" : "lxc", ["node"] = "pve1", ["status"] = guest.Status,
                ["config"] = new JsonObject(guest.Config.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))),
            }))),
        };
    }

    private static void Write(string folder, Guest[] guests)
    {
        var names = GuestNaming.Allocate(guests);
        var inventory = new Inventory { Cluster = "lab", Version = "9.2", Guests = [.. guests], Nodes = [new() { Name = "pve1" }] };
        var imported = guests.Where(guest => TerraformWriter.Obstacle(guest) is null).Select(guest => guest.VmId).ToHashSet();
        var files = TerraformWriter.Skeleton(inventory, new Uri("https://lab.example:8006")).Concat(guests.Select(guest => TerraformWriter.Guest(guest, names[guest.VmId]))).Append(TerraformWriter.Imports(inventory, names, imported));
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }
    }
}
