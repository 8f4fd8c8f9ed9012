using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Lab;
using ProxmoxMpc.Tests.Unit.Model;

namespace ProxmoxMpc.Tests.Unit.Planning;

/// <summary>Every attribute, of a running and of a stopped guest, with every setting of hot-plug: what the plan says of a change is what becomes of it.</summary>
public sealed class ConsequenceTableTests
{
    private static readonly string?[] HotPlug = [null, "0", "1", "network", "disk", "usb", "cpu", "memory", "network,disk,usb,cpu,memory,cloudinit"];

    // Proxmox writes these at once and shows nothing that waits (vmconfig_update_disk, vmconfig_update_net): QEMU has them from its next start.
    private static readonly string[] Quiet = ["detect_zeroes", "rerror", "scsiblock", "serial", "snapshot", "werror", "wwn", "host-tunnel"];

    // The whole table takes a minute.
    private static readonly string?[] Shown = LongRun.Iterations(1) > 1 ? HotPlug : [null, "0"];

    private static readonly (string, string)[] Vm =
    [
        ("name", "x"), ("ostype", "l26"), ("cores", "2"), ("sockets", "2"), ("memory", "4096"), ("balloon", "2048"), ("numa", "1"), ("agent", "1"), ("boot", "order=scsi0"), ("scsihw", "virtio-scsi-single"),
        ("scsi0", "local-lvm:vm-100-disk-0,size=8G"), ("scsi1", "local-lvm:vm-100-disk-1,size=8G"), ("virtio1", "local-lvm:vm-100-disk-2,size=8G"), ("sata0", "local-lvm:vm-100-disk-3,size=8G"),
        ("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0"), ("ide2", "none,media=cdrom"), ("usb0", "spice"), ("vga", "std"), ("cpu", "host"), ("serial0", "socket"),
    ];

    private static readonly (string, string)[] Container =
    [
        ("hostname", "x"), ("ostype", "debian"), ("arch", "amd64"), ("cores", "2"), ("memory", "512"), ("swap", "512"), ("unprivileged", "1"),
        ("rootfs", "local-lvm:vm-100-disk-0,size=8G"), ("mp0", "local-lvm:vm-100-disk-1,mp=/srv,size=4G"), ("net0", "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01,ip=dhcp,type=veth"), ("features", "nesting=1"),
    ];

    [Theory]
    [InlineData(GuestKind.Qemu)]
    [InlineData(GuestKind.Lxc)]
    public async Task What_the_plan_says_of_a_change_is_what_becomes_of_it(GuestKind kind)
    {
        var wrong = new List<string>();
        var asked = 0;
        foreach (var status in new[] { "running", "stopped" })
            foreach (var hotplug in kind == GuestKind.Lxc ? [null] : status == "stopped" ? Shown[..1] : Shown)
            {
                (string, string)[] config = [.. kind == GuestKind.Qemu ? Vm : Container, .. hotplug is null ? Array.Empty<(string, string)>() : [("hotplug", hotplug)]];
                var server = await ReadAsync(kind, status, config);
                foreach (var path in Paths(kind, config))
                {
                    if (await OneAsync(server, status, config, path) is not { } outcome) continue;
                    asked++;
                    if (outcome.Length > 0) wrong.Add($"{status}, hotplug {hotplug ?? "unset"}: {outcome}");
                }
            }
        TestContext.Current.TestOutputHelper?.WriteLine($"{asked} changes");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {asked}:\n{string.Join('\n', wrong)}");
        Assert.True(asked > (kind == GuestKind.Qemu ? 500 : 40), $"Only {asked} changes were asked about.");
    }

    /// <summary>Scalars, and the parts of devices and settings that are there.</summary>
    private static IEnumerable<string> Paths(GuestKind kind, (string Key, string)[] config)
    {
        foreach (var key in GuestSchema.For(kind).Keys.Where(key => key.Name is not ("hotplug" or "lock" or "template" or "bootdisk" or "boot" or "cdrom" or "unused" or "smp" or "cipassword" or "arch" or "ostype" or "protection" or "vmgenid")))
        {
            if (key.Scalar is { } scalar)
            {
                if (scalar is { IsSecret: false, IsRootOnly: false } && scalar.Effect is not (ChangeEffect.ReadOnly or ChangeEffect.Replace)) yield return key.Name;
                continue;
            }
            foreach (var name in config.Select(pair => pair.Key).Where(name => GuestSchema.For(kind).FindKey(name)?.Name == key.Name && name != "ide2"))
                foreach (var part in key.Parts.Where(part => part is { IsDerived: false, IsRootOnly: false, IsRequired: false } && part.Effect is not (ChangeEffect.ReadOnly or ChangeEffect.Replace or ChangeEffect.Stop) && part.Type is not AttributeType.Volume && part.Name is not ("size" or "file" or "volume")))
                    yield return AttributePath.Of(name, part.Name);
        }
    }

    /// <summary>Plans and does one change. Null: it is none, or the server does not take it; empty: it was as the plan said.</summary>
    private static async Task<string?> OneAsync(Guest server, string status, (string Key, string Value)[] config, string path)
    {
        var (kind, view, schema) = (server.Kind, GuestAttributes.Of(server), GuestSchema.For(server.Kind));
        var (name, part) = AttributePath.Split(path);
        if ((part is null ? schema.FindKey(name)!.Scalar : schema.FindKey(name)!.Attribute(part)) is not { } attribute) return null;
        var draw = new SchemaValues(new Random(7));
        var value = Enumerable.Range(0, 8).Select(_ => AttributeValue.Canonical(attribute, draw.Of(attribute, schema.FindKey(name)!.Name, part is not null))).FirstOrDefault(one => one != view.Get(path) && one?.Contains(',') != true);
        if (value == view.Get(path)) return null;
        var code = new DesiredGuest { Kind = kind, VmId = 100, Node = "pve1", Name = "x", File = "x.tf", ResourceName = "x", Attributes = view.With(path, value) };
        var plan = Planner.Diff([new(100, view, code, server, view)], new Inventory { Cluster = "c", Version = "9" }, _ => null);
        if (plan.Steps is not [{ Action: PlanAction.Update } step] || step.Changes is not [var change]) return null;
        using var lab = Lab(kind, status, config);
        using var client = Client(lab);
        try
        {
            var pairs = step.Parameters.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)).Concat(step.Removals.IsEmpty ? [] : new[] { KeyValuePair.Create("delete", string.Join(',', step.Removals)) });
            await client.PutAsync($"/nodes/pve1/{kind.ApiName()}/100/config", pairs, TestContext.Current.CancellationToken);
        }
        catch (PveApiException)
        {
            // A value that goes with none of the others is nothing to say of.
            return null;
        }
        var pending = await client.GetAsync($"/nodes/pve1/{kind.ApiName()}/100/pending", null, TestContext.Current.CancellationToken);
        var waits = pending.Entries().Any(entry => entry.Text("key") == name && (entry.Text("pending") is not null || entry.Text("delete") is not null));
        return waits == (change.Consequence == Consequence.PendingRestart) || (!waits && Quiet.Contains(part)) ? "" : $"{path} = {value} was {change.Consequence} and {(waits ? "waits" : "does not wait")}";
    }

    private static async Task<Guest> ReadAsync(GuestKind kind, string status, (string Key, string Value)[] config)
    {
        using var lab = Lab(kind, status, config);
        using var client = Client(lab);
        return (await new InventoryReader(client).ReadAsync(null, TestContext.Current.CancellationToken)).Guest(100)!;
    }

    private static LabCluster Lab(GuestKind kind, string status, (string Key, string Value)[] config) =>
        LabCluster.FromJson(LabRoundTripTests.State(kind, status, config.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))));

    private static PveClient Client(LabCluster lab)
    {
        var token = lab.IssueEmbeddedToken();
        return new(new PveConnection(new Uri("https://lab.invalid:8006"), token.TokenId, token.Secret), lab.CreateHandler());
    }
}
