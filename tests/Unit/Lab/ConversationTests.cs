using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>Answers that recorded conversations with Proxmox's own code taught: each is a class that a client can meet.</summary>
public sealed class ConversationTests
{
    private const string State = """
        {
          "nodes": { "pve1": {} },
          "storages": { "local": { "type": "dir", "path": "/var/lib/vz", "content": ["iso", "images", "rootdir", "vztmpl"] } },
          "content": { "local": ["local:iso/debian-13.iso"] },
          "guests": {
            "100": { "type": "qemu", "node": "pve1", "config": { "name": "a", "machine": "type=q35,viommu=intel", "ostype": "l26" } },
            "200": { "type": "lxc", "node": "pve1", "config": { "hostname": "c", "memory": 512, "arch": "amd64", "ostype": "debian", "rootfs": "local:200/vm-200-disk-0.raw,size=1G" } } }
        }
        """;

    private const string Vm = "nodes/pve1/qemu/100", Ct = "nodes/pve1/lxc/200";

    [Theory]
    [InlineData("GET", "nodes/p_v/status", 500, "hostname lookup 'p_v' failed - failed to get address info for: p_v: Temporary failure in name resolution")]
    [InlineData("POST", "access/users/root@pam/token/a%20b", 501, "Method 'POST /access/users/root@pam/token/a b' not implemented")]
    [InlineData("GET", "access/users/bad", 500, "value 'bad' does not look like a valid user name")]
    [InlineData("GET", "access/users/none@pve", 500, "no such user ('none@pve')")]
    public async Task What_a_path_may_not_name_is_refused_where_Proxmox_refuses_it(string method, string path, int status, string reason)
    {
        using var lab = LabClient.From(State);
        var answer = await lab.Send(method, path);
        Assert.Equal((status, reason), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task A_machine_is_written_anew_when_the_operating_system_changes()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", Vm + "/config", new { ostype = "other" })).IsOk);
        Assert.Equal("q35,viommu=intel", (await lab.Data(Vm + "/config"))!["machine"]!.GetValue<string>());
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu", new { vmid = 101, machine = "type=q35" }));
        Assert.Equal("q35", (await lab.Data("nodes/pve1/qemu/101/config"))!["machine"]!.GetValue<string>());
        Assert.True((await lab.Send("PUT", Vm + "/config", new { ostype = "win11", machine = "q35" })).IsOk);
        Assert.Equal("q35", (await lab.Data(Vm + "/config"))!["machine"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_old_word_for_sockets_takes_the_cores_with_it()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", Vm + "/config", new { cores = 4, smp = 2 })).IsOk);
        var config = (await lab.Data(Vm + "/config"))!.AsObject();
        Assert.Equal(2, config["sockets"]!.GetValue<int>());
        Assert.False(config.ContainsKey("smp") || config.ContainsKey("cores"));
        Assert.True((await lab.Send("PUT", Vm + "/config", new { smp = 3 })).IsOk);
        Assert.Equal(2, (await lab.Data(Vm + "/config"))!["sockets"]!.GetValue<int>());
    }

    [Fact]
    public async Task Tags_of_null_are_no_tags_and_other_values_of_null_are_a_fault()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", Vm + "/config", new JsonObject { ["cores"] = 2, ["tags"] = null })).IsOk);
        Assert.Equal("unable to parse value of 'name' - got undefined value", (await lab.Send("PUT", Vm + "/config", new JsonObject { ["name"] = null })).Reason);
    }

    [Theory]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a@b", true)]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5 a@b", false)]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a@b", false)]
    [InlineData("ssh-ed25519 !!", false)]
    public async Task A_public_key_is_read_to_its_end(string key, bool isKey)
    {
        using var lab = LabClient.From(State);
        var answer = await lab.Send("POST", "nodes/pve1/qemu", new { vmid = 105, sshkeys = Uri.EscapeDataString(key) });
        Assert.Equal(isKey ? 200 : 500, answer.Status);
        if (!isKey)
            Assert.Equal("SSH public key validation error", answer.Reason);
    }

    [Fact]
    public async Task A_container_without_its_architecture_is_refused_from_then_on_though_the_change_is_written()
    {
        const string Missing = "missing 'arch' - internal error at /usr/share/perl5/PVE/LXC.pm line 729.";
        using var lab = LabClient.From(State);
        Assert.Equal(Missing, (await lab.Send("PUT", Ct + "/config", new { delete = "arch" })).Reason);
        Assert.Equal(Missing, (await lab.Send("PUT", Ct + "/config", new { memory = 600 })).Reason);
        Assert.Equal(600, (await lab.Data(Ct + "/config"))!["memory"]!.GetValue<int>());
        Assert.Equal(Missing, await lab.Run("POST", Ct + "/status/start"));
        Assert.True((await lab.Send("PUT", Ct + "/config", new { arch = "amd64" })).IsOk);
        Assert.Equal("OK", await lab.Run("POST", Ct + "/status/start"));
    }

    [Fact]
    public async Task The_weight_of_the_processor_is_cut_at_its_upper_end_alone()
    {
        using var lab = LabClient.From(State);
        foreach (var (given, kept) in ((int, int)[])[(0, 0), (500000, 10000), (9999, 9999)])
        {
            Assert.True((await lab.Send("PUT", Ct + "/config", new { cpuunits = given })).IsOk);
            Assert.Equal(kept, (await lab.Data(Ct + "/config"))!["cpuunits"]!.GetValue<int>());
        }
    }

    [Fact]
    public async Task Before_a_migration_a_container_is_told_of_nodes_and_a_machine_of_its_lost_mappings()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("allowed-nodes,not-allowed-nodes,running", string.Join(',', (await lab.Data(Ct + "/migrate"))!.AsObject().Select(m => m.Key).Order(StringComparer.Ordinal)));
        Assert.True((await lab.Get(Vm + "/migrate")).IsOk);
        using var broken = LabClient.From("""{"nodes":{"pve1":{}},"guests":{"100":{"type":"qemu","node":"pve1","config":{"usb0":"mapping=gone"}}}}""");
        Assert.Equal("Can't use an undefined value as an ARRAY reference at /usr/share/perl5/PVE/QemuMigrate/Helpers.pm line 63.", (await broken.Get(Vm + "/migrate")).Reason);
    }

    [Fact]
    public async Task Only_backups_are_protected_and_have_notes()
    {
        using var lab = LabClient.From(State);
        const string Iso = "nodes/pve1/storage/local/content/local:iso/debian-13.iso";
        Assert.Equal("only backups support attribute 'protected'", (await lab.Send("PUT", Iso, new JsonObject { ["protected"] = 1 })).Reason);
        Assert.Equal("only backups can have notes", (await lab.Send("PUT", Iso, new { notes = "x" })).Reason);
    }

    [Fact]
    public async Task A_user_with_a_comment_has_an_address_be_it_empty()
    {
        using var lab = LabClient.From(State);
        await lab.Send("POST", "access/users", new { userid = "a@pve" });
        await lab.Send("POST", "access/users", new { userid = "b@pve", comment = "x" });
        Assert.False((await lab.Data("access/users/a@pve"))!.AsObject().ContainsKey("email"));
        Assert.Equal("", (await lab.Data("access/users/b@pve"))!["email"]!.GetValue<string>());
    }

    [Fact]
    public async Task Whether_a_machine_is_there_is_asked_before_where_its_copy_or_disk_shall_go()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("unable to find configuration file for VM 999 on node 'pve1'", (await lab.Send("POST", "nodes/pve1/qemu/999/clone", new { newid = 300, pool = "none" })).Reason);
        Assert.Equal("could not find VM 999", (await lab.Send("POST", "nodes/pve1/qemu/999/move_disk", new { disk = "scsi0", target__vmid = 998 })).Reason);
        Assert.Equal("could not find target VM 998", (await lab.Send("POST", Vm + "/move_disk", new { disk = "scsi0", target__vmid = 998 })).Reason);
    }
}
