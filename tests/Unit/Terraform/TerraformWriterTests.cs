using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Tests.Unit.Terraform;

public sealed class TerraformWriterTests
{
    [Theory]
    [InlineData("net1", "virtio=BC:24:11:00:00:09,bridge=vmbr0")]
    [InlineData("net0", "virtio=BC:24:11:00:00:09,bridge=vmbr0,trunks=30-40")]
    [InlineData("migrate_downtime", "0.2")]
    [InlineData("scsi0", "local-lvm:vm-100-disk-0,mbps_rd=1.5,size=8G")]
    [InlineData("virtiofs0", "share,expose-acl=1,expose-xattr=0")]
    [InlineData("net0", "virtio=BC:24:11:00:00:09,bridge=vmbr0,host-tunnel=1")]
    [InlineData("memory", "current=2048")]
    [InlineData("numa0", "cpus=0,memory=512.5")]
    [InlineData("smbios1", "product=Box1-")]
    public void A_VM_that_the_provider_cannot_read_is_refused_with_the_reason(string key, string value)
    {
        var guest = Guests.Vm(100, ("name", "odd"), (key, value));
        Assert.Equal(key, TerraformWriter.Obstacle(guest)!.Key);
        var file = TerraformWriter.Guest(guest, "odd");
        Assert.Contains(TerraformWriter.Obstacle(guest)!.Reason, file.Text);
        Assert.True(TerraformEditor.IsEmpty(file.Text));
        Assert.DoesNotContain("import {", TerraformWriter.Imports(Cluster(guest), new Dictionary<int, string> { [100] = "odd" }, new HashSet<int> { 100 }).Text);
    }

    [Theory]
    [InlineData("mp0", "/srv/a\"b,mp=/srv")]
    [InlineData("net0", "name=eth\\0,bridge=vmbr0")]
    public void A_container_with_a_character_that_the_provider_stumbles_over_is_refused(string key, string value)
    {
        var proxy = Guests.Proxy(200);
        Assert.Equal(key, TerraformWriter.Obstacle(proxy with { Config = proxy.Config.With(key, value) })!.Key);
    }

    /// <summary>On import the provider has no such block in its state; one in the code would be planned as an addition.</summary>
    [Fact]
    public void Blocks_that_an_import_does_not_read_are_left_out_for_guests_that_exist_and_written_for_those_to_come()
    {
        var plain = Guests.Container(200, ("memory", "512"), ("swap", "0"), ("ostype", "unmanaged"), ("cores", "1"), ("console", "1"), ("rootfs", "local:200/vm-200-disk-0.raw,size=4G"));
        string[] unread = ["cpu {", "memory {", "operating_system {", "console {"];
        var text = TerraformWriter.Guest(plain, "plain").Text;
        Assert.All(unread, block => Assert.DoesNotContain($"  {block}", text, StringComparison.Ordinal));
        Assert.Contains("  initialization {", text, StringComparison.Ordinal);
        var planned = TerraformWriter.Guest(plain with { Digest = null }, "plain").Text;
        Assert.All(unread, block => Assert.Contains($"  {block}", planned, StringComparison.Ordinal));
        var larger = TerraformWriter.Guest(plain with { Config = plain.Config.With("memory", "1024").With("cores", "2") }, "plain").Text;
        Assert.Contains("dedicated = 1024", larger, StringComparison.Ordinal);
        Assert.Contains("cores = 2", larger, StringComparison.Ordinal);
    }

    /// <summary>Proxmox's own pages cannot write it; a hand in a file can.</summary>
    [Fact]
    public void A_word_where_a_number_belongs_is_carried_and_not_written()
    {
        var guest = Guests.Vm(100, ("name", "odd"), ("startup", "order=any,up=5"), ("cores", "many"));
        var file = TerraformWriter.Guest(guest, "odd");
        Assert.DoesNotContain("any", file.Text.Split("resource")[1], StringComparison.Ordinal);
        Assert.Contains("up_delay = 5", file.Text);
        Assert.Contains("#   cores\n#   startup.order\n", file.Text);
    }

    /// <summary>Proxmox's status then has the limit, as text, where otherwise the number of cores is.</summary>
    [Fact]
    public void A_container_with_a_limit_and_no_cores_is_refused()
    {
        var proxy = Guests.Proxy(200);
        var bare = proxy with { Config = GuestConfig.From(proxy.Config.Where(pair => pair.Key != "cores")) };
        Assert.Equal("cpulimit", TerraformWriter.Obstacle(bare with { Config = bare.Config.With("cpulimit", "2") })!.Key);
        Assert.Null(TerraformWriter.Obstacle(bare with { Config = bare.Config.With("cpulimit", "0") }));
        Assert.Null(TerraformWriter.Obstacle(proxy with { Config = proxy.Config.With("cpulimit", "0.5") }));
        Assert.Contains("limit = 0.5", TerraformWriter.Guest(proxy with { Config = proxy.Config.With("cpulimit", "0.5") }, "proxy").Text);
    }

    [Theory]
    [InlineData("u 0 100000", "lxc")]
    [InlineData("b 0 100000 65536", "lxc")]
    [InlineData("u 0 100000 65536", null)]
    public void A_map_of_ids_must_be_one_that_the_provider_reads(string map, string? obstacle)
    {
        var proxy = Guests.Proxy(200);
        Assert.Equal(obstacle, TerraformWriter.Obstacle(proxy with { Config = proxy.Config.With("lxc", $"[[\"lxc.idmap\",\"{map}\"]]") })?.Key);
    }

    [Fact]
    public void A_TPM_that_the_provider_would_make_anew_is_left_out_and_said()
    {
        var guest = Guests.Vm(100, ("name", "win"), ("memory", "4096"), ("ostype", "win11"), ("scsihw", "lsi"), ("tpmstate0", "local-lvm:vm-100-disk-1,size=4M,version=v2.0"));
        var text = TerraformWriter.Guest(guest, "win").Text;
        Assert.DoesNotContain("tpm_state", text);
        Assert.Contains("The TPM (local-lvm, v2.0) is left out on purpose", text);
        Assert.Equal("local-lvm", GuestProjection.Of(guest).Get("tpmstate0.storage"));
        Assert.False(Read(text).HasOpinion("tpmstate0.storage"));
    }

    [Fact]
    public void Cloud_init_settings_without_a_drive_are_not_written_but_named()
    {
        var guest = Guests.Vm(100, ("name", "a"), ("ciuser", "admin"), ("ipconfig0", "ip=dhcp"));
        var text = TerraformWriter.Guest(guest, "a").Text;
        Assert.DoesNotContain("initialization {", text);
        Assert.Contains("initialization: there are cloud-init settings, but no cloud-init drive", text);
        Assert.Contains("ciuser", TerraformWriter.Inexpressible(guest));
        Assert.Null(GuestProjection.Of(guest).Get("ciuser"));
    }

    [Fact]
    public void The_password_of_cloud_init_is_never_written()
    {
        var web = Guests.Web(100);
        var guest = web with { Config = web.Config.With("cipassword", "$5$secret") };
        Assert.DoesNotContain("secret", TerraformWriter.Guest(guest, "web-01").Text);
        Assert.DoesNotContain("cipassword", GuestProjection.Of(guest).Keys);
    }

    [Fact]
    public void An_HA_guest_may_move()
    {
        var guest = Guests.Web(100) with { HaState = "started" };
        Assert.Contains("ignore_changes = [node_name]", TerraformWriter.Guest(guest, "web-01").Text);
        Assert.False(Read(TerraformWriter.Guest(guest, "web-01").Text).HasOpinion(AttributePath.Node));
    }

    [Fact]
    public void What_the_provider_cannot_say_is_named()
    {
        var guest = Guests.Vm(100, ("name", "a"), ("cpu", "host,hidden=1"), ("agent", "1,freeze-fs=0"), ("ide2", "none,media=cdrom"), ("unused0", "local:x"), ("future9", "y"), ("scsi0", "local-lvm:vm-100-disk-0,detect_zeroes=1,size=10752M"), ("vmgenid", "x"), ("shares", "500"), ("onboot", "1"));
        Assert.Equal(["agent.freeze-fs", "cpu.hidden", "future9", "ide2", "scsi0.detect_zeroes", "scsi0.size", "shares", "unused0"], TerraformWriter.Inexpressible(guest));
        Assert.All(TerraformWriter.Inexpressible(guest), path => Assert.Contains($"#   {path}\n", TerraformWriter.Guest(guest, "a").Text));
    }

    [Fact]
    public void A_guest_that_is_only_planned_says_all_that_its_making_needs()
    {
        var vm = Guests.Vm(100, ("name", "new"), ("memory", "2048"), ("scsihw", "virtio-scsi-single"), ("ostype", "l26"), ("scsi0", "local-lvm:32,format=raw,ssd=1"), ("ide2", "local-lvm:cloudinit"),
            ("net0", "virtio,bridge=vmbr0"), ("efidisk0", "local-lvm:1,efitype=4m,pre-enrolled-keys=1"), ("tpmstate0", "local-lvm:1,version=v2.0")) with { Digest = null };
        var code = Read(TerraformWriter.Guest(vm, "new").Text);
        var expected = new Dictionary<string, string>
        {
            ["scsi0.storage"] = "local-lvm", ["scsi0.size"] = "32G", ["scsi0.ssd"] = "1", ["ide2.storage"] = "local-lvm", ["ide2.volume"] = "cloudinit", ["net0.model"] = "virtio", ["net0.bridge"] = "vmbr0",
            ["efidisk0.storage"] = "local-lvm", ["efidisk0.efitype"] = "4m", ["efidisk0.pre-enrolled-keys"] = "1", ["tpmstate0.storage"] = "local-lvm", ["tpmstate0.version"] = "v2.0",
        };
        Assert.Equal(expected, expected.ToDictionary(pair => pair.Key, pair => code.Attributes.Get(pair.Key) ?? ""));
        Assert.DoesNotContain("prevent_destroy", TerraformWriter.Guest(vm, "new").Text);
        Assert.Contains("file_format  = \"raw\"", TerraformWriter.Guest(vm, "new").Text);

        var container = Guests.Container(200, ("hostname", "new"), ("memory", "512"), ("swap", "512"), ("ostemplate", "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst"), ("rootfs", "local-lvm:8"), ("mp0", "local-lvm:20,mp=/srv"), ("unprivileged", "1")) with { Digest = null };
        code = Read(TerraformWriter.Guest(container, "new").Text);
        expected = new() { ["ostemplate"] = "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst", ["ostype"] = "debian", ["rootfs.storage"] = "local-lvm", ["rootfs.size"] = "8G", ["mp0.storage"] = "local-lvm", ["mp0.size"] = "20G", ["mp0.mp"] = "/srv" };
        Assert.Equal(expected, expected.ToDictionary(pair => pair.Key, pair => code.Attributes.Get(pair.Key) ?? ""));
        Assert.False(code.HasOpinion("mp0.volume"));
    }

    [Fact]
    public void Every_guest_in_code_is_imported_under_the_name_that_it_has_there()
    {
        var (vm, container) = (Guests.Web(100), Guests.Proxy(200) with { Pool = "ops" });
        var files = new[] { TerraformWriter.Guest(vm, "web-01"), TerraformWriter.Guest(container, "proxy") };
        var code = TerraformReader.Read(files.ToDictionary(file => file.Path, file => file.Text));
        var imports = TerraformWriter.Imports(Cluster(vm, container), code).Text;
        Assert.Contains("import {\n  to = module.vms.proxmox_virtual_environment_vm.web_01\n  id = \"pve1/100\"\n}\n", imports);
        Assert.Contains("import {\n  to = module.containers.proxmox_virtual_environment_container.proxy\n  id = \"pve1/200\"\n}\n", imports);
        Assert.Contains("import {\n  to = module.containers.proxmox_pool_membership.proxy\n  id = \"ops/vm/200\"\n}\n", imports);
        Assert.Equal(imports, TerraformWriter.Imports(Cluster(vm, container), new Dictionary<int, string> { [100] = "web-01", [200] = "proxy" }, new HashSet<int> { 100, 200 }).Text);
        Assert.DoesNotContain("pve1/200", TerraformWriter.Imports(Cluster(vm, container), new Dictionary<int, string> { [100] = "web-01", [200] = "proxy" }, new HashSet<int> { 100 }).Text);
    }

    [Fact]
    public void The_project_holds_no_secret_and_parses()
    {
        foreach (var file in TerraformWriter.Skeleton(Cluster(), new Uri("https://root:secret@pve1.example.org:8006/api")))
        {
            Assert.Empty(HclDocument.Parse(file.Text, file.Path).Diagnostics);
            Assert.DoesNotContain("root:secret", file.Text);
            Assert.EndsWith("}\n", file.Text);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_user_has_no_token_to_give(bool isUser)
    {
        var files = TerraformWriter.Skeleton(Cluster(), null, isUser).ToDictionary(file => file.Path, file => file.Text);
        var provider = HclDocument.Parse(files["terraform/main.tf"]).Root.BlocksOf("provider").Single();
        Assert.Equal(isUser ? ["endpoint"] : ["endpoint", "api_token"], provider.Body.Attributes.Select(attribute => attribute.Name));
        Assert.Equal(isUser, files["terraform/main.tf"].Contains("PROXMOX_VE_PASSWORD", StringComparison.Ordinal));
        Assert.Equal(isUser ? 1 : 2, HclDocument.Parse(files["terraform/variables.tf"]).Root.BlocksOf("variable").Count());
        Assert.Equal(["vms", "containers"], HclDocument.Parse(files["terraform/main.tf"]).Root.BlocksOf("module").Select(block => block.Labels[0]));
    }

    private static Inventory Cluster(params Guest[] guests) => new() { Cluster = "c", Version = "9.2", Guests = [.. guests], Nodes = [new() { Name = "pve1" }] };

    private static DesiredGuest Read(string text) => Assert.Single(TerraformReader.Read(new Dictionary<string, string> { ["terraform/vms/x.tf"] = text }).Guests);
}
