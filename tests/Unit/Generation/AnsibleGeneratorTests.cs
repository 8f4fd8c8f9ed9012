using CsCheck;
using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Model;
using YamlDotNet.RepresentationModel;

namespace ProxmoxMpc.Tests.Unit.Generation;

public sealed class AnsibleGeneratorTests
{
    [Fact]
    public void Any_names_come_back_and_no_group_means_another()
    {
        var guest = Gen.Select(HostileText.Name, HostileText.Any, HostileText.Any, HostileText.Any.Array[0, 3], Gen.Bool);
        guest.Array[0, 6].Sample(guests =>
        {
            var input = Sample.Input([.. guests.Select((item, index) =>
                (item.Item5 ? Sample.Vm(100 + index, item.Item1, ("tags", string.Join(';', item.Item4))) : Sample.Container(100 + index, item.Item1, ("tags", string.Join(';', item.Item4))))
                with { Node = item.Item2, Pool = item.Item3 })]);
            var inventory = Parse(input);
            var hosts = inventory.Hosts;
            Assert.Equal(guests.Length, hosts.Count);
            Assert.Equal(guests.Select(item => HostileText.Storable(item.Item1)).Order(StringComparer.Ordinal), hosts.Values.Select(vars => Scalar(vars["proxmox_name"])).Order(StringComparer.Ordinal));
            Assert.All(hosts.Keys, name => Assert.Matches(@"\A[A-Za-z0-9_][A-Za-z0-9._-]*\z", name));
            Assert.All(inventory.Groups.Keys, name => Assert.Matches(@"\A[A-Za-z_][A-Za-z0-9_]*\z", name));
            Assert.Empty(inventory.Groups.Keys.Intersect(hosts.Keys));
            Assert.All(inventory.Groups.Values, members => Assert.All(members, member => Assert.Contains(member, hosts.Keys)));
            // Each tag has exactly one group, and in it are exactly the guests that carry the tag.
            var byTag = input.Guests.SelectMany(item => item.Tags.Distinct().Select(tag => (Tag: tag, item.VmId))).GroupBy(pair => pair.Tag, StringComparer.Ordinal)
                .Select(group => string.Join(' ', group.Select(pair => pair.VmId).Order())).Order(StringComparer.Ordinal);
            var byGroup = inventory.Groups.Where(group => group.Key.StartsWith("tag_", StringComparison.Ordinal))
                .Select(group => string.Join(' ', group.Value.Select(name => int.Parse(Scalar(hosts[name]["proxmox_vmid"])!)).Order())).Order(StringComparer.Ordinal);
            Assert.Equal(byTag, byGroup);
        }, iter: 500);
    }

    [Fact]
    public void Words_that_would_share_a_group_name_do_not()
    {
        var names = AnsibleGroups.Names("tag", ["a-b", "a_b", "a.b", "web", "ü"]);
        Assert.Equal(5, names.Values.Distinct().Count());
        Assert.Equal("tag_a_b", names["a_b"]);
        Assert.Equal("tag_web", names["web"]);
        Assert.Equal("tag__", names["ü"]);
        Assert.StartsWith("tag_a_b_", names["a-b"], StringComparison.Ordinal);
        Assert.Equal("tag_a_b", AnsibleGroups.Names("tag", ["a-b"])["a-b"]);
        Assert.Equal(names["a-b"], AnsibleGroups.Names("tag", ["a-b", "a.b"])["a-b"]);
    }

    [Theory]
    [InlineData(GuestKind.Qemu, "ipconfig0", "ip=10.0.0.5/24,gw=10.0.0.1", "10.0.0.5")]
    [InlineData(GuestKind.Qemu, "ipconfig0", "ip=dhcp", null)]
    [InlineData(GuestKind.Qemu, "ipconfig0", "ip6=auto", null)]
    [InlineData(GuestKind.Qemu, "ipconfig0", "ip=dhcp,ip6=fd00::5/64", "fd00::5")]
    [InlineData(GuestKind.Qemu, "net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0,ip=10.0.0.5/24", null)]
    [InlineData(GuestKind.Lxc, "net0", "name=eth0,bridge=vmbr0,ip=10.0.0.6/24", "10.0.0.6")]
    [InlineData(GuestKind.Lxc, "net0", "name=eth0,bridge=vmbr0,ip=manual", null)]
    [InlineData(GuestKind.Lxc, "net0", "name=eth0,bridge=vmbr0,ip=167772165", null)]
    [InlineData(GuestKind.Lxc, "net0", "name=eth0,bridge=vmbr0,ip={{ x }}", null)]
    [InlineData(GuestKind.Lxc, "net12", "name=eth0,bridge=vmbr0,ip=dhcp,ip6=fd00::6/64", "fd00::6")]
    public void The_address_is_the_static_one_of_the_config(GuestKind kind, string key, string value, string? expected)
    {
        var guest = kind == GuestKind.Qemu ? Sample.Vm(101, "x", (key, value)) : Sample.Container(101, "x", (key, value));
        Assert.Equal(expected, GuestAddress.Of(guest));
        Assert.Equal(expected is not null, Parse(Sample.Input(guest)).Hosts["x"].ContainsKey("ansible_host"));
    }

    [Fact]
    public void The_lowest_interface_wins_and_IPv4_before_IPv6() => Assert.Equal("10.0.0.2", GuestAddress.Of(
        Sample.Vm(101, "x", ("ipconfig0", "ip6=fd00::1/64"), ("ipconfig10", "ip=10.0.0.10/24"), ("ipconfig2", "ip=10.0.0.2/24"))));

    [Theory]
    [InlineData("all", "all-101")]
    [InlineData("all-7", "all-7-101")]
    [InlineData("localhost", "localhost-101")]
    [InlineData("tag_web", "tag_web-101")]
    [InlineData("web", "web")]
    [InlineData("allied", "allied")]
    public void No_host_is_called_like_a_group(string name, string host)
    {
        var input = Sample.Input(Sample.Vm(101, name));
        Assert.Equal([host], Parse(input).Hosts.Keys);
        Assert.Contains($"  hosts: {host}\n", AnsibleGenerator.Created(input).Single(file => file.Path == $"ansible/playbooks/{name}.yml").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("My VM [1]")]
    [InlineData("../../etc/passwd")]
    [InlineData("-rf")]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("web\n")]
    public void File_names_that_a_user_chose_stay_inside_the_folder(string name)
    {
        var guest = Sample.Vm(101, "web");
        var input = Sample.Input(guest) with { FileNames = new Dictionary<int, string> { [101] = name } };
        foreach (var file in GoldenTests.All(input)) Assert.Matches(@"\A(?:[A-Za-z0-9_]+/)*[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?!\.))*\z", file.Path);
    }

    [Fact]
    public void A_template_is_in_no_group_that_work_is_sent_to()
    {
        var template = Sample.Vm(900, "base", ("template", "1"), ("tags", "web"));
        var input = Sample.Input(template, Sample.Vm(101, "web", ("tags", "web")));
        var groups = Parse(input).Groups;
        Assert.Equal(["base"], groups["proxmox_templates"]);
        Assert.DoesNotContain(groups, group => group.Key != "proxmox_templates" && group.Value.Contains("base"));
        Assert.DoesNotContain(AnsibleGenerator.Created(input), file => file.Path.EndsWith("/base.yml", StringComparison.Ordinal));
    }

    private static string? Scalar(YamlNode node) => ((YamlScalarNode)node).Value;

    private static (Dictionary<string, Dictionary<string, YamlNode>> Hosts, Dictionary<string, string[]> Groups) Parse(GenerationInput input)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Assert.Single(AnsibleGenerator.Derived(input)).Text));
        var all = Map(Map(Assert.Single(stream.Documents).RootNode)["all"]);
        return (Map(all["hosts"]).ToDictionary(host => host.Key, host => Map(host.Value)),
            Map(all["children"]).ToDictionary(group => group.Key, group => Map(Map(group.Value)["hosts"]).Keys.ToArray()));
    }

    private static Dictionary<string, YamlNode> Map(YamlNode node) => ((YamlMappingNode)node).Children.ToDictionary(pair => Scalar(pair.Key)!, pair => pair.Value);
}
