using System.Collections.Immutable;
using CsCheck;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>Files that are remembered say what they would say if they were read.</summary>
public class KnownCodeTests
{
    private const string Vm = """resource "proxmox_virtual_environment_vm" "NAME" {""" + "\n  node_name = \"pve1\"\n  vm_id = ID\n  EXTRA\n}\n";
    private const string Ct = """resource "proxmox_virtual_environment_container" "NAME" {""" + "\n  node_name = \"pve1\"\n  vm_id = ID\n  EXTRA\n}\n";
    private const string Membership = """resource "proxmox_pool_membership" "NAME" {""" + "\n  pool_id = \"prod\"\n  vm_id = EXTRA\n}\n";

    private static string Text(string form, string name, int id, string extra = "") =>
        form.Replace("NAME", name, StringComparison.Ordinal).Replace("ID", id.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("EXTRA", extra, StringComparison.Ordinal);

    private static void AssertSame(IReadOnlyDictionary<string, string> files)
    {
        var known = files.Select(file => new CodeSource(file.Key, () => file.Value, TerraformReader.GuestsOf(file.Key, file.Value)));
        var (expected, actual) = (TerraformReader.Read(files), TerraformReader.Read(known));
        Assert.Equal(expected.Guests.Select(Comparable), actual.Guests.Select(Comparable));
        Assert.Equal(expected.Problems.AsEnumerable(), actual.Problems);
        Assert.Equal(expected.Unmanaged.AsEnumerable(), actual.Unmanaged);
    }

    private static object Comparable(DesiredGuest guest) => (guest with { Unopinionated = [] }, string.Join(' ', guest.Unopinionated));

    [Fact]
    public void A_file_of_plain_values_is_known_by_itself() => Assert.Equal(101, Assert.Single(TerraformReader.GuestsOf("terraform/vms/a.tf", Text(Vm, "a", 101, "name = \"web\""))!.Value).VmId);

    [Theory]
    [InlineData("name = var.name"), InlineData("name = local.name"), InlineData("name = try(var . name, \"x\")"), InlineData("count = 2"), InlineData("for_each = {}"), InlineData("cores = {"), InlineData("cpu { cores = \"many\" }")]
    public void What_needs_more_than_its_own_text_is_not_known(string extra) => Assert.Null(TerraformReader.GuestsOf("terraform/vms/a.tf", Text(Vm, "a", 101, extra)));

    [Theory]
    [InlineData("variable \"x\" {}"), InlineData("a = 1"), InlineData("module \"m\" { source = \"./m\" }"), InlineData("resource \"null_resource\" \"x\" {}")]
    public void A_file_with_anything_else_is_not_known(string more) => Assert.Null(TerraformReader.GuestsOf("terraform/vms/a.tf", Text(Vm, "a", 101) + more));

    [Fact]
    public void A_membership_elsewhere_reaches_a_known_guest()
    {
        AssertSame(new Dictionary<string, string>
        {
            ["terraform/containers/a.tf"] = Text(Ct, "a", 101),
            ["terraform/containers/b.tf"] = Text(Ct, "b", 102),
            ["terraform/containers/pool.tf"] = Text(Membership, "m", 0, "proxmox_virtual_environment_container.a.id") + Text(Membership, "n", 0, "102"),
        });
    }

    [Fact]
    public void Any_mixture_of_files_reads_the_same()
    {
        var forms = new[] { Vm, Ct };
        var extras = new[] { "", "name = \"x\"", "hostname = \"y\"", "name = var.name", "count = 1", "broken = ", "tags = [\"b\", \"a\"]", "lifecycle {\n ignore_changes = [cpu]\n }" };
        var file = Gen.Select(Gen.Int[0, 1], Gen.Int[0, 3], Gen.Int[100, 103], Gen.Int[0, extras.Length - 1], (form, name, id, extra) => Text(forms[form], "r" + name, id, extras[extra]));
        var pool = Gen.Select(Gen.Int[0, 3], Gen.Bool, (name, byId) => Text(Membership, "m" + name, 0, byId ? "10" + name : $"proxmox_virtual_environment_container.r{name}.id"));
        Gen.Select(Gen.Frequency((5, file), (1, pool)).Array[1, 3].Select(parts => string.Concat(parts)).Array[1, 6], Gen.Bool).Sample((texts, oneFolder) => AssertSame(texts
            .Select((text, index) => ($"terraform/{(oneFolder || index % 2 == 0 ? "vms" : "containers")}/f{index}.tf", text))
            .Append(("terraform/vms/variables.tf", "variable \"name\" {\n default = \"v\"\n}\n")).ToDictionary()), iter: 300);
    }
}
