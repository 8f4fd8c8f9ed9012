using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Planning;

/// <summary>What a change costs on a running guest, against Proxmox's own hot-plug code.</summary>
public sealed class ConsequenceTests
{
    private static readonly (string, string)[] Vm =
    [
        ("ostype", "l26"), ("cores", "2"), ("agent", "1"), ("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0"), ("scsi0", "local-lvm:vm-100-disk-0,size=8G"),
        ("ide2", "none,media=cdrom"), ("unused0", "local-lvm:vm-100-disk-9"), ("memory", "2048"), ("balloon", "1024"),
    ];

    [Theory]
    [InlineData("cores", "4", Consequence.PendingRestart)]
    [InlineData("name", "y", Consequence.Live)]
    [InlineData("cpulimit", "2", Consequence.Live)]
    [InlineData("tablet", "0", Consequence.HotPlug)]
    [InlineData("autostart", "1", Consequence.PendingRestart)]
    [InlineData("net0.bridge", "vmbr1", Consequence.Live)]
    [InlineData("net0.model", "e1000", Consequence.HotPlug)]
    [InlineData("scsi0.mbps_rd", "10", Consequence.Live)]
    [InlineData("scsi0.cache", "writeback", Consequence.PendingRestart)]
    [InlineData("agent.fstrim_cloned_disks", "1", Consequence.Live)]
    [InlineData("agent.type", "isa", Consequence.PendingRestart)]
    [InlineData("balloon", "512", Consequence.Live)]
    [InlineData("balloon", "0", Consequence.PendingRestart)]
    [InlineData("memory.current", "4096", Consequence.PendingRestart)]
    [InlineData("vcpus", "1", Consequence.PendingRestart)]
    [InlineData("hotplug", "disk", Consequence.Live)]
    [InlineData("hotplug", "cpu;disk", Consequence.PendingRestart)]
    [InlineData("usb0.host", "spice", Consequence.HotPlug)]
    [InlineData("ide2.volume", "iso/x.iso", Consequence.Live)]
    public void Of_a_running_VM(string path, string? value, Consequence expected) => Assert.Equal(expected, Change(Vm, path, value));

    [Fact]
    public void A_detached_volume_that_goes_is_data_that_goes() =>
        Assert.Equal(Consequence.DataLoss, Plan(Vm, ("unused0.storage", null), ("unused0.volume", null)).Consequence);

    [Fact]
    public void One_part_that_waits_keeps_the_whole_key_waiting() =>
        Assert.Equal([Consequence.PendingRestart], Plan(Vm, ("scsi0.cache", "writeback"), ("scsi0.mbps_rd", "10")).Steps.SelectMany(step => step.Changes).Select(change => change.Consequence).Distinct());

    [Theory]
    [InlineData("cores", "2", "4", "2", Consequence.Live)]
    [InlineData("cores", "2", "4", "3", Consequence.PendingRestart)]
    [InlineData("machine", null, "q35", null, Consequence.Live)]
    public void What_waits_and_is_taken_back_waits_no_longer(string key, string? runs, string waits, string? wanted, Consequence expected)
    {
        var path = key == "machine" ? "machine.type" : key;
        var server = Server([.. Vm.Where(pair => pair.Item1 != key), (key, waits)]) with { Pending = [new(key, runs, waits)] };
        var plan = Plan(server, new() { Restart = true }, (path, wanted));
        Assert.Equal(expected, plan.Steps[0].Changes.Single().Consequence);
        var reboots = plan.Steps.Where(step => step.Action == PlanAction.Reboot).ToArray();
        Assert.Equal(expected == Consequence.Live ? [] : [key], reboots.SelectMany(step => step.Changes).Select(change => change.Path));

        var left = Plan(server, new());
        Assert.Equal($"x (100): {key}", Assert.Single(left.Waiting).ToString());
        Assert.Equal("No changes. Code and server agree. 1 guest waits for a restart.", left.Summary);
        Assert.Empty(Plan(server, new() { Restart = true }).Waiting);
    }

    [Fact]
    public void Without_hot_plug_everything_waits() =>
        Assert.Equal(Consequence.PendingRestart, Change([.. Vm, ("hotplug", "0")], "net0.model", "e1000"));

    [Fact]
    public void Protection_goes_before_what_it_forbids()
    {
        (string, string?)[] gone = [("scsi0.storage", null), ("scsi0.volume", null), ("scsi0.size", null)];
        var plan = Plan([.. Vm, ("protection", "1")], [("protection", null), .. gone]);
        Assert.Equal(["protection", "scsi0"], plan.Steps.SelectMany(step => step.Removals));
        Assert.Equal(2, plan.Steps.Length);
        Assert.All(Plan([.. Vm, ("protection", "1")], gone).Problems, problem => Assert.Contains("protected", problem.Message, StringComparison.Ordinal));
        Assert.False(Plan([.. Vm, ("protection", "1")], gone).HasChanges);
    }

    [Fact]
    public void A_value_cannot_smuggle_in_another_setting() =>
        Assert.Contains("comma", Assert.Single(Plan(Vm, ("net0.bridge", "vmbr0,firewall=0")).Problems).Message, StringComparison.Ordinal);

    private static Consequence Change((string, string)[] config, string path, string? value) =>
        Plan(config, (path, value)).Steps.SelectMany(step => step.Changes).Single(change => change.Path == path).Consequence;

    private static Plan Plan((string, string)[] config, params (string Path, string? Value)[] changes) => Plan(Server(config), new(), changes);

    private static Guest Server((string, string)[] config) => new() { VmId = 100, Kind = GuestKind.Qemu, Node = "pve1", Status = "running", Digest = "d", Config = GuestConfig.Of([.. config, ("name", "x")]) };

    private static Plan Plan(Guest server, PlanOptions options, params (string Path, string? Value)[] changes)
    {
        var view = GuestAttributes.Of(server);
        var wanted = changes.Aggregate(view, (map, change) => map.With(change.Path, change.Value));
        var code = new DesiredGuest { Kind = GuestKind.Qemu, VmId = 100, Node = "pve1", Name = "x", File = "x.tf", ResourceName = "x", Attributes = wanted };
        return Planner.Diff([new(100, view, code, server, view)], new Inventory { Cluster = "c", Version = "9" }, _ => null, options);
    }
}
