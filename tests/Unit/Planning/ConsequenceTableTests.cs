using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Planning;

/// <summary>
/// Every attribute, of a running and of a stopped guest, with every setting of hot-plug: what the plan says of a change is what
/// becomes of it. PMPC_CONSEQUENCE_REPORT names a file that gets every change as a line of JSON, for another judge than the Lab.
/// </summary>
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
                foreach (var one in ConsequenceCases.Of(server, seed: 7))
                {
                    if (await OneAsync(server, status, config, one) is not { } outcome) continue;
                    asked++;
                    if (outcome.Length > 0) wrong.Add($"{status}, hotplug {hotplug ?? "unset"}: {outcome}");
                }
            }
        TestContext.Current.TestOutputHelper?.WriteLine($"{asked} changes");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {asked}:\n{string.Join('\n', wrong)}");
        // A burst without its limit is no change that the server takes.
        Assert.True(asked > (kind == GuestKind.Qemu ? 600 : 110), $"Only {asked} changes were asked about.");
    }

    /// <summary>Plans and does one change. Null: it is none, or the server does not take it; empty: it was as the plan said.</summary>
    private static async Task<string?> OneAsync(Guest server, string status, (string Key, string Value)[] config, ConsequenceCase one)
    {
        var (kind, view) = (server.Kind, GuestAttributes.Of(server));
        var plan = Planner.Diff([new(100, view, Code(server, one), server, view)], new Inventory { Cluster = "c", Version = "9" }, _ => null);
        if (plan.Steps.IsEmpty || plan.Steps.Any(step => step.Action != PlanAction.Update)) return null;
        var said = plan.Steps.SelectMany(step => step.Changes).Where(change => AttributePath.Split(change.Path).Key == one.Key).Max(change => change.Consequence);
        using var lab = Lab(kind, status, config);
        using var client = Client(lab);
        var became = await DoAsync(client, plan, one.Key);
        await ReportAsync(status, kind, config, one, plan, said, became);
        if (became is null || said == Consequence.DataLoss) return null;
        return (became == "waits") == (said == Consequence.PendingRestart) || (became != "waits" && Quiet.Any(part => one.Name.Contains($".{part}", StringComparison.Ordinal))) ? "" : $"{one.Name} was {said} and {became}";
    }

    /// <summary>What becomes of the key: waits, is there; null where the server does not take it, as a value that goes with none of the others.</summary>
    private static async Task<string?> DoAsync(PveClient client, Plan plan, string key)
    {
        var path = $"/nodes/pve1/{plan.Steps[0].Kind.ApiName()}/100/";
        try
        {
            foreach (var step in plan.Steps)
                await client.PutAsync(path + "config", step.Parameters.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)).Concat(step.Removals.IsEmpty ? [] : new[] { KeyValuePair.Create("delete", string.Join(',', step.Removals)) }), TestContext.Current.CancellationToken);
        }
        catch (PveApiException)
        {
            return null;
        }
        var pending = await client.GetAsync(path + "pending", null, TestContext.Current.CancellationToken);
        return pending.Entries().Any(entry => entry.Text("key") == key && (entry.Text("pending") is not null || entry.Text("delete") is not null)) ? "waits" : "does not wait";
    }

    /// <summary>The config as code would say it: of a new volume the storage and not the name.</summary>
    private static DesiredGuest Code(Guest server, ConsequenceCase one)
    {
        var attributes = AttributeMap.From(GuestAttributes.Of(server with { Config = one.After }));
        var unsaid = attributes.Where(pair => pair.Value == "new").Select(pair => pair.Key).Concat(attributes.Keys.Where(path => one.Key is "efidisk0" or "tpmstate0" && path == one.Key + ".size")).ToArray();
        // Proxmox corrects the order of what it boots from by itself.
        string[] unopinionated = one.After.ContainsKey("boot") && one.Key != "boot" && !one.After.ContainsKey(one.Key) ? [.. unsaid, "boot"] : unsaid;
        return new()
        {
            Kind = server.Kind, VmId = 100, Node = "pve1", Name = server.Name, File = "x.tf", ResourceName = "x",
            Attributes = unsaid.Aggregate(attributes, (map, path) => map.With(path, null)), Unopinionated = unopinionated.ToImmutableSortedSet(StringComparer.Ordinal),
        };
    }

    private static async Task ReportAsync(string status, GuestKind kind, (string Key, string Value)[] config, ConsequenceCase one, Plan plan, Consequence said, string? became)
    {
        if (Environment.GetEnvironmentVariable("PMPC_CONSEQUENCE_REPORT") is not { Length: > 0 } report) return;
        var line = new JsonObject
        {
            ["kind"] = kind.ApiName(), ["status"] = status, ["config"] = Map(config.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))), ["change"] = one.Name, ["key"] = one.Key, ["plan"] = said.ToString(), ["lab"] = became ?? "refused",
            ["requests"] = new JsonArray([.. plan.Steps.Select(step => new JsonObject { ["set"] = Map(step.Parameters), ["delete"] = string.Join(',', step.Removals) })]),
        };
        await File.AppendAllTextAsync(report, line.ToJsonString() + "\n", TestContext.Current.CancellationToken);

        static JsonObject Map(IEnumerable<KeyValuePair<string, string>> pairs) => new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
    }

    private static async Task<Guest> ReadAsync(GuestKind kind, string status, (string Key, string Value)[] config)
    {
        using var lab = Lab(kind, status, config);
        using var client = Client(lab);
        return (await new InventoryReader(client).ReadAsync(null, TestContext.Current.CancellationToken)).Guest(100)!;
    }

    private static LabCluster Lab(GuestKind kind, string status, (string Key, string Value)[] config) =>
        LabCluster.FromJson(LabRoundTripTests.State(kind, status, config.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))));

    private static PveClient Client(LabCluster lab) => LabRoundTripTests.Client(lab);
}
