using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Tests.Unit.Terraform;

public sealed class TerraformReaderTests
{
    private const string Path = "terraform/vms/web.tf";

    [Fact]
    public void Variables_locals_and_module_arguments_count_with_their_values()
    {
        var guest = Assert.Single(Read(
            ("terraform/main.tf", "variable \"size\" {\n  default = 2\n}\nvariable \"place\" {}\nlocals {\n  twice = local.once * 2\n  once = var.size\n}\nmodule \"vms\" {\n  source = \"./vms\"\n  cores = local.twice\n  node = var.place\n}\n"),
            ("terraform/terraform.tfvars", "size = 4\nplace = \"pve2\"\n"),
            ("terraform/vms/variables.tf", "variable \"cores\" {\n  default = 1\n}\nvariable \"node\" {}\n"),
            (Path, Vm("  node_name = var.node\n  vm_id = 100\n  name = \"web-${var.cores}\"\n  cpu {\n    cores = var.cores\n  }"))).Guests);
        Assert.Equal("8", guest.Attributes.Get("cores"));
        Assert.Equal("pve2", guest.Node);
        Assert.Equal("web-8", guest.Name);
        Assert.True(guest.HasOpinion("cores"));
    }

    [Fact]
    public void Of_what_only_Terraform_knows_there_is_no_opinion()
    {
        var guest = Assert.Single(Read((Path, Vm("  node_name = \"pve1\"\n  vm_id = 100\n  description = file(\"x.txt\")\n  memory {\n    dedicated = data.x.y.z\n  }\n  dynamic \"disk\" {\n    for_each = [1]\n    content {}\n  }"))).Guests);
        Assert.False(guest.HasOpinion("description"));
        Assert.False(guest.HasOpinion("memory.current"));
        Assert.False(guest.HasOpinion("scsi0.size"));
        Assert.True(guest.HasOpinion("balloon"));
        Assert.True(guest.HasOpinion("name"));
    }

    [Fact]
    public void What_is_ignored_or_computed_is_no_opinion()
    {
        var guest = Assert.Single(Read((Path, Vm("  node_name = \"pve1\"\n  vm_id = 100\n  network_device {\n  }\n  lifecycle {\n    ignore_changes = [cpu[0].cores, initialization, node_name, tags]\n  }"))).Guests);
        foreach (var path in new[] { "cores", AttributePath.Node, "tags", "ciuser", "ipconfig3.ip", "boot.order", "hotplug", "vga.type", "cpuunits", "net0.macaddr", "tpmstate0.storage" })
            Assert.False(guest.HasOpinion(path), path);
        foreach (var path in new[] { "sockets", "name", "net0.bridge", "net1.bridge", AttributePath.Pool })
            Assert.True(guest.HasOpinion(path), path);
        Assert.Equal("vmbr0", guest.Attributes.Get("net0.bridge"));
    }

    [Fact]
    public void All_means_all()
    {
        var guest = Assert.Single(Read((Path, Vm("  node_name = \"pve1\"\n  vm_id = 100\n  lifecycle {\n    ignore_changes = all\n  }"))).Guests);
        foreach (var path in new[] { "cores", AttributePath.Node, AttributePath.Pool, AttributePath.Started, "scsi3.size", "net7.bridge", "machine.type", "numa0.cpus", "startup.order", "efidisk0.storage" })
            Assert.False(guest.HasOpinion(path), path);
    }

    [Fact]
    public void Provider_defaults_are_what_the_code_says_where_it_says_nothing()
    {
        var guest = Assert.Single(Read((Path, Vm("  node_name = \"pve1\"\n  vm_id = 100"))).Guests);
        Assert.Equal("1", guest.Attributes.Get("onboot"));
        Assert.Equal("virtio-scsi-pci", guest.Attributes.Get("scsihw"));
        Assert.Equal("1", guest.Attributes.Get(AttributePath.Started));
        Assert.Equal("qemu64", guest.Attributes.Get("cpu.cputype"));
        Assert.Null(guest.Attributes.Get("cores"));
        var container = Assert.Single(Read(("terraform/containers/c.tf", "resource \"proxmox_virtual_environment_container\" \"c\" {\n  node_name = \"pve1\"\n  vm_id = 200\n}\n")).Guests);
        Assert.Equal("0", container.Attributes.Get("swap"));
        Assert.Equal("1", container.Attributes.Get("cores"));
    }

    [Fact]
    public void A_broken_file_is_a_problem_with_its_place_and_hides_no_other()
    {
        var code = Read(("terraform/vms/broken.tf", "resource \"proxmox_virtual_environment_vm\" \"x\" {\n  node_name = = 1\n"), (Path, Vm("  node_name = \"pve1\"\n  vm_id = 100")));
        Assert.Single(code.Guests);
        Assert.All(code.Problems, problem => Assert.Equal(("terraform/vms/broken.tf", true), (problem.Path, problem.IsError)));
        Assert.Contains(code.Problems, problem => (problem.Line, problem.Column) == (2, 15));
    }

    [Theory]
    [InlineData("  vm_id = 100\n  node_name = \"a\"\n  cpu {\n    cores = \"many\"\n  }", 5, "cores: a number")]
    [InlineData("  vm_id = 100\n  node_name = \"a\"\n  on_boot = [1]", 4, "on_boot: one value")]
    [InlineData("  vm_id = 100\n  node_name = \"a\"\n  tags = \"x\"", 4, "tags: a list")]
    [InlineData("  vm_id = 99\n  node_name = \"a\"", 2, "vm_id: a whole number from 100")]
    [InlineData("  vm_id = 100", 1, "has no node_name")]
    [InlineData("  vm_id = 100\n  node_name = \"a\"\n  disk {\n    interface = \"floppy0\"\n  }", 5, "interface")]
    [InlineData("  vm_id = 100\n  node_name = \"a\"\n  disk {\n    interface = \"scsi0\"\n  }\n  disk {\n    interface = \"scsi0\"\n  }", 8, "a second disk")]
    public void What_the_provider_would_refuse_is_a_problem(string body, int line, string message)
    {
        var problem = Assert.Single(Read((Path, Vm(body))).Problems);
        Assert.Equal(line, problem.Line);
        Assert.Contains(message, problem.Message);
    }

    [Fact]
    public void Two_guests_with_one_vmid_are_a_problem()
    {
        var code = Read((Path, Vm("  node_name = \"a\"\n  vm_id = 100")), ("terraform/vms/web2.tf", Vm("  node_name = \"a\"\n  vm_id = 100", "web2")));
        Assert.Equal("web", Assert.Single(code.Guests).ResourceName);
        var problem = Assert.Single(code.Problems);
        Assert.Equal("terraform/vms/web2.tf:3:3: the vmid 100 is taken by web in terraform/vms/web.tf, line 1", problem.ToString());
    }

    [Theory]
    [InlineData("  for_each = toset([\"a\"])\n  node_name = \"a\"\n  vm_id = 100", "made by for_each")]
    [InlineData("  count = 2\n  node_name = \"a\"\n  vm_id = 100 + count.index", "made by count")]
    [InlineData("  node_name = \"a\"", "it has no vm_id: Proxmox chooses one")]
    [InlineData("  node_name = \"a\"\n  vm_id = random_integer.id.result", "only Terraform knows its vm_id")]
    public void Guests_that_only_Terraform_can_count_are_left_to_it(string body, string reason)
    {
        var code = Read((Path, Vm(body)));
        Assert.Empty(code.Guests);
        Assert.Empty(code.Problems);
        Assert.Equal(("module.vms.proxmox_virtual_environment_vm.web", reason), (code.Unmanaged.Single().Address, code.Unmanaged.Single().Reason));
    }

    [Theory]
    [InlineData("  count = 3\n  vm_id = 200 + count.index", "200,201,202")]
    [InlineData("  count = var.n\n  vm_id = 200 + count.index", "200,201")]
    [InlineData("  count = 0\n  vm_id = 200 + count.index", "")]
    [InlineData("  for_each = { a = 301, b = 302 }\n  vm_id = each.value", "301,302")]
    [InlineData("  for_each = local.fleet\n  name = each.key\n  vm_id = each.value.vm_id", "401,402")]
    [InlineData("  for_each = toset([\"501\", \"502\"])\n  vm_id = tonumber(each.key)", "501,502")]
    [InlineData("  for_each = { for i in range(2) : \"w${i}\" => 600 + i }\n  vm_id = each.value", "600,601")]
    [InlineData("  for_each = data.external.x.result\n  vm_id = each.value", null)]
    [InlineData("  count = 2\n  vm_id = random_integer.id[count.index].result", null)]
    [InlineData("  count = 2", null)]
    [InlineData("  count = 99999999\n  vm_id = 200 + count.index", null)]
    public void What_for_each_and_count_make_is_worked_out_where_it_can_be(string body, string? vmids)
    {
        var code = Read((Path, Vm(body)), ("terraform/vms/locals.tf", "variable \"n\" {\n  default = 2\n}\n\nlocals {\n  fleet = {\n    a = { vm_id = 401, secret = data.x.y.z }\n    b = { vm_id = 402, secret = 1 }\n  }\n}\n"));
        Assert.Empty(code.Guests);
        Assert.Equal(vmids, code.Unmanaged.Single().VmIds is { } found ? string.Join(',', found) : null);
    }

    [Fact]
    public void A_hand_edit_is_read_back()
    {
        var guest = Guests.Web(100);
        var text = TerraformWriter.Guest(guest, "web-01").Text.Replace("cores   = 2", "cores   = 4 # more", StringComparison.Ordinal).Replace("bridge      = \"vmbr0\"", "bridge      = \"vmbr7\"", StringComparison.Ordinal);
        var code = Assert.Single(Read((Path, text)).Guests);
        Assert.Equal(["cores", "net0.bridge"], code.Attributes.DifferingFrom(GuestProjection.Of(guest)));
    }

    private static string Vm(string body, string name = "web") => $"resource \"proxmox_virtual_environment_vm\" \"{name}\" {{\n{body}\n}}\n";

    private static TerraformCode Read(params (string Path, string Text)[] files) => TerraformReader.Read(files.ToDictionary(file => file.Path, file => file.Text));
}
