using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>
/// Devices whose numbers have holes. The provider (0.111.1) reads them in order and closes the holes, so that it plans nothing as
/// long as it leaves them alone; measured on Proxmox's own API code, with an import and with an update of something else.
/// </summary>
public sealed class NumberingGapTests
{
    private static Guest Container(params (string Key, string Value)[] more) =>
        Guests.Container(200, [("hostname", "ct"), ("memory", "1024"), ("swap", "512"), ("ostype", "debian"), ("rootfs", "local:200/vm-200-disk-0.raw,size=4G"), .. more]) with { Digest = new string('a', 40) };

    [Theory]
    [InlineData("serial1", "socket", "serial_device")]
    [InlineData("serial3", "/dev/ttyS0", "serial_device")]
    [InlineData("smbios1", "product=gICA", "smbios")]
    public void What_the_provider_misreads_of_a_VM_is_left_alone(string key, string value, string block)
    {
        var guest = Guests.Vm(100, ("name", "odd"), (key, value)) with { Digest = new string('a', 40) };
        Assert.Null(TerraformWriter.Obstacle(guest));
        var read = Assert.Single(TerraformRoundTripTests.Read(TerraformWriter.Guest(guest, "odd")).Guests);
        Assert.Contains("ignore_changes = [", TerraformWriter.Guest(guest, "odd").Text, StringComparison.Ordinal);
        Assert.Contains(block, TerraformWriter.Guest(guest, "odd").Text.Split("ignore_changes")[1], StringComparison.Ordinal);
        Assert.False(read.HasOpinion(value.Contains('=') ? $"{key}.{value.Split('=')[0]}" : key));
        Assert.Equal([], Differing(read, guest));
    }

    [Fact]
    public void A_container_without_a_first_interface_is_code_and_its_interfaces_and_their_addresses_are_left_alone()
    {
        var guest = Container(("net1", "name=eth1,bridge=vmbr0,hwaddr=BC:24:11:00:00:04,ip=dhcp,tag=7,type=veth"), ("net3", "name=eth3,bridge=vmbr0,hwaddr=BC:24:11:00:00:05,ip=192.0.2.9/24,type=veth"), ("searchdomain", "example.org"));
        Assert.Null(TerraformWriter.Obstacle(guest));
        var text = TerraformWriter.Guest(guest, "ct").Text;
        Assert.Contains("network_interface, initialization[0].ip_config]", text, StringComparison.Ordinal);
        // As the provider reads them: closed up.
        Assert.Equal(["eth1", "eth3"], text.Split('\n').Where(line => line.Contains(" name ", StringComparison.Ordinal)).Select(line => line.Split('"')[1]));
        Assert.Equal(2, text.Split("ip_config {").Length - 1);
        var read = Assert.Single(TerraformRoundTripTests.Read(TerraformWriter.Guest(guest, "ct")).Guests);
        Assert.Equal([], Differing(read, guest));
        Assert.All(new[] { "net0.name", "net1.name", "net1.ip", "net3.ip", "net3.hwaddr" }, path => Assert.False(read.HasOpinion(path), path));
        // The rest of the block that holds the addresses is managed.
        Assert.All(new[] { "hostname", "searchdomain", "memory" }, path => Assert.True(read.HasOpinion(path), path));
    }

    [Fact]
    public void Interfaces_without_addresses_leave_the_rest_of_initialization_alone()
    {
        var text = TerraformWriter.Guest(Container(("net1", "name=eth1,bridge=vmbr0,hwaddr=BC:24:11:00:00:04,type=veth")), "ct").Text;
        Assert.Contains("network_interface]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_of_something_else_touches_neither_the_interfaces_nor_what_leaves_them_alone()
    {
        var guest = Container(("net1", "name=eth1,bridge=vmbr0,hwaddr=BC:24:11:00:00:04,ip=dhcp,type=veth"));
        var text = TerraformWriter.Guest(guest, "ct").Text;
        var edited = TerraformEditor.Set(text, "ct", GuestKind.Lxc, AttributeMap.From([new("memory", "2048")]), []);
        Assert.Equal(text.Replace("dedicated = 1024", "dedicated = 2048", StringComparison.Ordinal), edited);
        var followed = TerraformEditor.Apply(text, "ct", GuestKind.Lxc, guest with { Config = guest.Config.With("memory", "2048") }, ["memory"]);
        Assert.Equal(edited, followed);
    }

    [Fact]
    public void A_VM_without_a_first_interface_stays_refused() => Assert.Equal("net2", TerraformWriter.Obstacle(Guests.Vm(100, ("name", "odd"), ("net0", "virtio=BC:24:11:00:00:01"), ("net2", "virtio=BC:24:11:00:00:02")))!.Key);

    private static IEnumerable<string> Differing(DesiredGuest read, Guest guest) => read.Attributes.DifferingFrom(GuestProjection.Of(guest)).Where(read.HasOpinion);
}
