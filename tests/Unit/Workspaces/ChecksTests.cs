using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

public sealed class ChecksTests
{
    private static readonly Inventory Cluster = new()
    {
        Cluster = "c",
        Version = "9.2",
        Nodes = [new() { Name = "pve1", Status = "online", CpuCount = 8, MemoryMiB = 16384, Interfaces = [new("pve1", "vmbr0", "bridge", null, null, false, true, null)] }, new() { Name = "pve2", Status = "offline" }],
        Storages = [new() { Name = "fast", Node = "pve1", Content = ["images", "rootdir"], TotalBytes = 100L << 30, UsedBytes = 90L << 30 }, new() { Name = "iso", Node = "pve1", Content = ["iso"] }],
        Volumes = [new("pve1", "iso", "iso:vztmpl/debian.tar.zst", "vztmpl", 1)],
    };

    [Fact]
    public void A_sound_state_passes_every_check() =>
        Assert.All(Run(Vm(100, "a", ("scsi0.storage", "fast"), ("scsi0.size", "8G"), ("net0.bridge", "vmbr0"), ("cores", "4"))), check => Assert.Equal(CheckOutcome.Passed, check.Outcome));

    [Theory]
    [InlineData("StorageExists", "scsi0.storage", "slow")]
    [InlineData("StorageExists", "scsi0.storage", "iso")]
    [InlineData("BridgeExists", "net0.bridge", "vmbr9")]
    [InlineData("CoresFit", "cores", "16")]
    [InlineData("MemoryFits", "memory.current", "32768")]
    public void What_is_missing_or_too_small_is_found(string check, string path, string value) =>
        Assert.Equal(check, Assert.Single(Failed(Vm(100, "a", (path, value), (AttributePath.Started, "1")))).Check);

    [Fact]
    public void New_disks_must_fit_into_what_is_free() =>
        Assert.Equal("StorageFits", Assert.Single(Failed(Vm(100, "a", ("scsi0.storage", "fast"), ("scsi0.size", "6G")), Vm(101, "b", ("scsi0.storage", "fast"), ("scsi0.size", "6G")))).Check);

    [Theory]
    [InlineData("pve2")]
    [InlineData("pve9")]
    public void A_node_that_is_down_or_not_there_is_found(string node) => Assert.Equal("NodeExists", Assert.Single(Failed(Vm(100, "a") with { Node = node })).Check);

    [Fact]
    public void Shared_names_MACs_and_addresses_are_found()
    {
        var failed = Failed(
            Vm(100, "Web", ("net0.macaddr", "BC:24:11:00:00:01"), ("ipconfig0.ip", "10.0.0.5/24")),
            Vm(101, "web", ("net0.macaddr", "BC:24:11:00:00:01"), ("ipconfig0.ip", "10.0.0.5/16")));
        Assert.Equal(["AddressUnique", "MacAddressUnique", "NameUnique"], failed.Select(check => check.Check).Order());
    }

    [Fact]
    public void Two_guests_on_dhcp_share_no_address() =>
        Assert.Empty(Failed(Vm(100, "a", ("ipconfig0.ip", "dhcp")), Vm(101, "b", ("ipconfig0.ip", "dhcp"))));

    [Theory]
    [InlineData("iso:vztmpl/debian.tar.zst", CheckOutcome.Passed)]
    [InlineData("iso:vztmpl/none.tar.zst", CheckOutcome.Failed)]
    public void The_template_of_a_new_container_must_be_there(string template, CheckOutcome outcome) =>
        Assert.Equal(outcome, Assert.Single(Run(Vm(100, "a", (AttributePath.OsTemplate, template)) with { Kind = GuestKind.Lxc }), check => check.Check == "TemplateExists").Outcome);

    private static ImmutableArray<CheckResult> Run(params DesiredGuest[] guests) => Checks.Of(new([.. guests], [], []), Cluster);

    private static CheckResult[] Failed(params DesiredGuest[] guests) => [.. Run(guests).Where(check => check.Outcome == CheckOutcome.Failed)];

    private static DesiredGuest Vm(int vmid, string name, params (string, string)[] attributes) => new()
    {
        Kind = GuestKind.Qemu, VmId = vmid, Node = "pve1", Name = name, File = "terraform/vms/x.tf", ResourceName = "x",
        Attributes = AttributeMap.From(attributes.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))),
    };
}
