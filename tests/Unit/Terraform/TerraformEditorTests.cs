using CsCheck;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Tests.Unit.Terraform;

public sealed class TerraformEditorTests
{
    [Fact]
    public void A_change_of_the_server_touches_one_line_and_keeps_its_comment()
    {
        var guest = Guests.Web(100);
        var text = Written(guest).Replace("cores   = 2", "cores   = 2 # enough for now", StringComparison.Ordinal);
        var changed = TerraformEditor.Apply(text, "web_01", GuestKind.Qemu, guest with { Config = guest.Config.With("cores", "4") }, ["cores"]);
        Assert.Equal(text.Replace("cores   = 2 #", "cores   = 4 #", StringComparison.Ordinal), changed);
    }

    [Fact]
    public void A_disk_that_appears_on_the_server_becomes_a_block_beside_the_others()
    {
        var guest = Guests.Web(100);
        var server = guest with { Config = guest.Config.With("scsi1", "local-lvm:vm-100-disk-1,size=10G,ssd=1") };
        var changed = Sync(Written(guest), guest, server);
        Assert.Contains("  disk {\n    interface    = \"scsi1\"\n    datastore_id = \"local-lvm\"\n    size         = 10\n    ssd          = true\n  }\n", changed);
        Assert.Equal(Written(guest), Sync(changed, server, guest));
    }

    [Fact]
    public void A_network_interface_that_vanishes_on_the_server_leaves_the_file()
    {
        var one = Guests.Web(100);
        var two = one with { Config = one.Config.With("net1", "virtio=BC:24:11:00:00:09,bridge=vmbr1") };
        Assert.Equal(Written(one), Sync(Written(two), two, one));
    }

    [Fact]
    public void The_first_of_several_interfaces_cannot_be_taken_away_alone()
    {
        var guest = Guests.Web(100);
        guest = guest with { Config = guest.Config.With("net1", "virtio=BC:24:11:00:00:09,bridge=vmbr1") };
        var error = Assert.Throws<PmpcException>(() => TerraformEditor.Set(Written(guest), "web_01", GuestKind.Qemu, AttributeMap.Empty, ["net0"]));
        Assert.Equal("PmpcNotExpressible", error.Id);
    }

    [Fact]
    public void A_switch_that_goes_off_is_written_as_off_for_the_comment_beside_it()
    {
        var guest = Guests.Web(100);
        var text = Written(guest).Replace("firewall    = true", "firewall    = true # by order of the boss", StringComparison.Ordinal);
        var changed = TerraformEditor.Set(text, "web_01", GuestKind.Qemu, AttributeMap.Empty, ["net0.firewall"]);
        Assert.Equal(text.Replace("= true # by", "= false # by", StringComparison.Ordinal), changed);
    }

    [Fact]
    public void A_value_that_stands_as_an_expression_goes_when_it_is_unset()
    {
        var guest = Guests.Web(100);
        var two = guest with { Config = guest.Config.With("net1", "virtio=BC:24:11:00:00:09,bridge=vmbr1,tag=6") };
        var text = Written(two).Replace("vlan_id     = 6", "vlan_id     = local.vlan", StringComparison.Ordinal).Replace("\"vmbr1\"", "var.bridge", StringComparison.Ordinal).Replace("cores   = 2", "cores   = local.many", StringComparison.Ordinal);
        Assert.Contains("local.vlan", text, StringComparison.Ordinal);
        foreach (var changed in new[] { TerraformEditor.Set(text, "web_01", GuestKind.Qemu, AttributeMap.Empty, ["net1.tag", "cores"]),
            TerraformEditor.Apply(text, "web_01", GuestKind.Qemu, two with { Config = two.Config.With("net1", "virtio=BC:24:11:00:00:09,bridge=vmbr1").With("cores", null) }, ["net1.tag", "cores"]) })
        {
            Assert.DoesNotContain("local.vlan", changed, StringComparison.Ordinal);
            Assert.Contains("cores   = 1", changed, StringComparison.Ordinal);
            // What else only Terraform knows stays as it is, and so does what it is in.
            Assert.Contains("bridge      = var.bridge", changed, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("var.bridge", TerraformEditor.Apply(text, "web_01", GuestKind.Qemu, guest, ["net1.tag", "net1.model", "net1.macaddr"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_code_can_say_of_a_guest_is_in_the_way_of_nothing_else()
    {
        // The provider numbers interfaces by their place, and the server has lost the first; numa makes the editor look at the whole processor.
        var guest = Guests.Web(100) with { Config = Guests.Web(100).Config.With("numa", "1") };
        var server = guest with { Config = guest.Config.With("net1", "virtio=BC:24:11:00:00:09,bridge=vmbr1").With("net0", null).With("cores", "4") };
        Assert.Equal(Written(guest).Replace("cores   = 2", "cores   = 4", StringComparison.Ordinal), TerraformEditor.Apply(Written(guest), "web_01", GuestKind.Qemu, server, ["cores"]));
    }

    [Fact]
    public void A_container_joins_and_leaves_a_pool()
    {
        var guest = Guests.Proxy(200);
        var text = TerraformWriter.Guest(guest, "proxy").Text;
        var joined = TerraformEditor.Apply(text, "proxy", GuestKind.Lxc, guest with { Pool = "ops" }, [AttributePath.Pool]);
        Assert.Equal("ops", Decode(joined).Attributes.Get(AttributePath.Pool));
        var moved = TerraformEditor.Set(joined, "proxy", GuestKind.Lxc, AttributeMap.From([new(AttributePath.Pool, "prod")]), []);
        Assert.Equal("prod", Decode(moved).Attributes.Get(AttributePath.Pool));
        Assert.Equal(text, TerraformEditor.Apply(moved, "proxy", GuestKind.Lxc, guest, [AttributePath.Pool]));
    }

    [Fact]
    public void What_is_set_is_no_longer_ignored()
    {
        var guest = Guests.Vm(100, ("name", "a"), ("scsihw", "lsi"), ("ostype", "l26"));
        var text = TerraformWriter.Guest(guest, "a").Text;
        Assert.False(Decode(text).HasOpinion("memory.current"));
        var code = Decode(TerraformEditor.Set(text, "a", GuestKind.Qemu, AttributeMap.From([new("memory.current", "4096")]), []));
        Assert.True(code.HasOpinion("memory.current"));
        Assert.Equal("4096", code.Attributes.Get("memory.current"));
    }

    [Fact]
    public void A_guest_leaves_its_file_with_all_that_is_its_own()
    {
        var text = TerraformWriter.Guest(Guests.Proxy(200) with { Pool = "ops" }, "proxy").Text;
        var removed = TerraformEditor.Remove(text, "proxy");
        Assert.True(TerraformEditor.IsEmpty(removed));
        Assert.False(TerraformEditor.IsEmpty(text));
    }

    [Fact]
    public void A_file_with_errors_is_not_touched()
    {
        var error = Assert.Throws<PmpcException>(() => TerraformEditor.Set(Written(Guests.Web(100)) + "\nresource {{\n", "web_01", GuestKind.Qemu, AttributeMap.From([new("cores", "4")]), []));
        Assert.Equal("PmpcCodeBroken", error.Id);
    }

    [Fact]
    public void A_guest_that_is_not_in_the_file_is_an_error() =>
        Assert.Equal("PmpcResourceNotFound", Assert.Throws<PmpcException>(() => TerraformEditor.Set("", "x", GuestKind.Qemu, AttributeMap.Empty, [])).Id);

    [Fact]
    public void Bringing_the_difference_of_two_guests_into_code_makes_the_one_the_other() =>
        Gen.Select(Gen.Int[0, 1 << 30], Gen.Int[0, 1 << 30], Gen.Bool, Gen.Int[0, 3]).Sample((one, other, isVm, share) =>
        {
            var kind = isVm ? GuestKind.Qemu : GuestKind.Lxc;
            var a = RandomGuest.Create(one, kind, 500) with { Node = "pve1" };
            var b = Mixed(a, RandomGuest.Create(other, kind, 500), share) with { Node = "pve1" };
            if (TerraformWriter.Obstacle(a) is not null || TerraformWriter.Obstacle(b) is not null) return;
            var text = TerraformWriter.Guest(a, "web-01").Text.Replace("resource \"", "# My own words.\nresource \"", StringComparison.Ordinal).Replace("  lifecycle {", "  # Do not touch.\n  lifecycle {", StringComparison.Ordinal);
            var before = Decode(text);
            var target = GuestProjection.Of(b);
            var paths = GuestProjection.Of(a).DifferingFrom(target).Where(before.HasOpinion).ToArray();
            string changed;
            try
            {
                changed = TerraformEditor.Apply(text, "web_01", kind, b, paths);
            }
            catch (PmpcException error) when (error.Id == "PmpcNotExpressible")
            {
                return;
            }
            var after = Decode(changed);
            var left = after.Attributes.DifferingFrom(target).Where(path => paths.Contains(path) && after.HasOpinion(path)).ToArray();
            Assert.Equal([], left.Select(path => $"{path}: code {after.Attributes.Get(path)}, wanted {target.Get(path)}\n{text}\n----\n{changed}"));
            var elsewhere = after.Attributes.DifferingFrom(before.Attributes).Where(path => !paths.Contains(path) && before.HasOpinion(path) && after.HasOpinion(path) && after.Attributes.Get(path) != target.Get(path)).ToArray();
            Assert.Equal([], elsewhere.Select(path => $"{path}: code {after.Attributes.Get(path)}, was {before.Attributes.Get(path)}\n{text}\n----\n{changed}"));
            Assert.Contains("# My own words.\n", changed);
            Assert.Contains("  # Do not touch.\n", changed);
        }, iter: 150);

    /// <summary>A guest with some of the keys of one and some of the other.</summary>
    private static Guest Mixed(Guest a, Guest b, int share) => b with
    {
        Config = GuestConfig.From(a.Config.Keys.Union(b.Config.Keys).Where((_, _) => true)
            .Select(key => (key, value: (key.Length + key[0]) % 4 > share ? a.Config.Get(key) : b.Config.Get(key)))
            .Where(pair => pair.value is not null).Select(pair => KeyValuePair.Create(pair.key, pair.value!))),
    };

    private static string Written(Guest guest) => TerraformWriter.Guest(guest, "web-01").Text;

    private static string Sync(string text, Guest from, Guest to) =>
        TerraformEditor.Apply(text, "web_01", from.Kind, to, [.. GuestProjection.Of(from).DifferingFrom(GuestProjection.Of(to))]);

    private static DesiredGuest Decode(string text)
    {
        var code = TerraformReader.Read(new Dictionary<string, string> { ["terraform/vms/web-01.tf"] = text });
        Assert.Empty(code.Problems);
        return Assert.Single(code.Guests);
    }
}
