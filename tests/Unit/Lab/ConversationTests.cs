using System.Text;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab;

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

    [Theory]
    [InlineData("C:\\isos\\my disk.iso", "iso", "local:iso/my_disk.iso", null)]
    [InlineData("x.exe", "iso", null, "Parameter verification failed.")]
    [InlineData("x.qcow2", "import", null, "storage 'local' does not support 'import' content")]
    public async Task An_uploaded_file_lies_on_the_storage_under_a_plain_name(string name, string content, string? volume, string? refusal)
    {
        using var cluster = LabCluster.FromJson(State.Replace("\"nodes\"", "\"options\": { \"taskSeconds\": 0 }, \"nodes\"", StringComparison.Ordinal));
        var (id, secret) = cluster.IssueEmbeddedToken();
        byte[] body = Encoding.UTF8.GetBytes($"--B\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\n{content}\r\n--B\r\nContent-Disposition: form-data; name=\"filename\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n{new string('x', 5000)}\r\n--B--\r\n");
        var answer = await cluster.HandleAsync(new LabRequest("POST", "/api2/json/nodes/pve1/storage/local/upload", null, [new("Authorization", $"PVEAPIToken={id}={secret}"), new("Content-Type", "multipart/form-data; boundary=B")], body), TestContext.Current.CancellationToken);
        Assert.Equal((refusal is null ? 200 : refusal.StartsWith('P') ? 400 : 500, refusal ?? "OK"), (answer.Status, answer.Reason));
        using var lab = new LabClient(cluster);
        var listed = (await lab.Data("nodes/pve1/storage/local/content"))!.AsArray().ToDictionary(c => c!["volid"]!.GetValue<string>(), c => c!["size"]!.GetValue<long>());
        Assert.Equal(volume is null ? 0 : 5000, volume is null ? 0 : listed[volume]);
    }

    [Fact]
    public async Task An_interface_that_others_are_built_on_stays()
    {
        using var lab = LabClient.From("""{"nodes":{"pve1":{}},"network":{"pve1":{"eno1":{"type":"eth"},"eno2":{"type":"eth"},"vmbr0":{"type":"bridge","bridge_ports":"eno1"}}}}""");
        Assert.Equal("bridge 'vmbr0' - unable to find bridge port 'eno1'", (await lab.Send("DELETE", "nodes/pve1/network/eno1")).Reason);
        Assert.True((await lab.Send("POST", "nodes/pve1/network", new { iface = "eno2.7", type = "vlan" })).IsOk);
        Assert.Equal("vlan 'eno2.7' - unable to find parent 'eno2'", (await lab.Send("DELETE", "nodes/pve1/network/eno2")).Reason);
        Assert.True((await lab.Send("DELETE", "nodes/pve1/network/eno2.7")).IsOk);
        Assert.True((await lab.Send("DELETE", "nodes/pve1/network/eno2")).IsOk);
        await lab.Send("PUT", "nodes/pve1/dns", new { search = "", dns1 = "192.0.2.53" });
        Assert.Equal(["dns1"], (await lab.Data("nodes/pve1/dns"))!.AsObject().Select(d => d.Key));
    }

    [Fact]
    public async Task The_kind_of_a_rule_of_HA_says_what_it_must_have_and_stays_what_it_is()
    {
        using var lab = LabClient.From(State);
        await lab.Send("POST", "cluster/ha/resources", new { sid = "vm:100" });
        Assert.Equal(["oneOf[node-affinity].nodes", "oneOf[node-affinity].resources", "rule"], (await lab.Send("POST", "cluster/ha/rules", new { type = "node-affinity" })).Body!["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal));
        Assert.True((await lab.Send("POST", "cluster/ha/rules", new { rule = "r1", type = "node-affinity", resources = "vm:100", nodes = "pve1" })).IsOk);
        Assert.Equal("update HA rules failed: unexpected property 'type'", (await lab.Send("PUT", "cluster/ha/rules/r1", new { type = "resource-affinity" })).Reason);
    }

    [Fact]
    public async Task Sizes_are_rounded_up_to_a_KiB_and_odd_names_of_volumes_are_told_apart()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", Vm + "/config", new { scsi0 = "local:0.0001" })).IsOk);
        Assert.EndsWith("size=105K", (await lab.Data(Vm + "/config"))!["scsi0"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("unable to parse volume filename 'nothing'", (await lab.Send("PUT", Vm + "/config", new { scsi1 = "local:100/nothing" })).Reason);
        Assert.Equal("unable to parse directory volume name 'nothing'", (await lab.Send("PUT", Vm + "/config", new { scsi1 = "local:nothing" })).Reason);
    }

    [Fact]
    public async Task A_cloud_init_image_needs_the_snippets_that_it_is_made_from()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", Vm + "/config", new { ide2 = "local:cloudinit", cicustom = "user=local:iso/debian-13.iso" })).IsOk);
        Assert.Equal("local:iso/debian-13.iso is not in the snippets directory", await lab.Run("POST", Vm + "/status/start"));
        Assert.True((await lab.Send("PUT", Vm + "/config", new { cicustom = "user=local:snippets/none.yaml" })).IsOk);
        Assert.Equal("can't open '/var/lib/vz/snippets/none.yaml' - No such file or directory", (await lab.Send("PUT", Vm + "/cloudinit")).Reason);
        Assert.True((await lab.Send("PUT", Vm + "/config", new { delete = "cicustom" })).IsOk);
        Assert.Equal("OK", await lab.Run("POST", Vm + "/status/start"));
    }

    [Fact]
    public async Task A_token_of_few_rights_finds_no_tasks_in_the_cluster_s_list_and_hands_out_no_role_that_it_has_not()
    {
        using var lab = LabClient.From(State);
        await lab.Send("POST", "access/users", new { userid = "op@pve" });
        await lab.Send("PUT", "access/acl", new { path = "/vms/100", users = "op@pve", roles = "PVEVMAdmin" });
        string secret = (await lab.Send("POST", "access/users/op@pve/token/few", new { privsep = 0 })).Data!["value"]!.GetValue<string>();
        using var few = new LabClient(lab.Cluster, $"PVEAPIToken=op@pve!few={secret}");
        Assert.Equal("OK", await few.Run("POST", Vm + "/status/start"));
        Assert.Empty((await few.Data("cluster/tasks"))!.AsArray());
        Assert.NotEmpty((await lab.Data("cluster/tasks"))!.AsArray());
        Assert.Empty((await lab.Data("nodes/pve1/tasks", new { limit = 0 }))!.AsArray());
        var refused = await few.Send("PUT", "access/acl", new { path = "/vms/100", users = "op@pve", roles = "PVEDatastoreAdmin" });
        Assert.Equal((500, "ACL update failed: 400 Parameter verification failed."), (refused.Status, refused.Reason));
    }

    [Fact]
    public async Task What_a_backup_does_when_nothing_is_said_follows_the_storage()
    {
        using var lab = LabClient.From("""{"nodes":{"pve1":{}},"storages":{"local":{"type":"dir","path":"/var/lib/vz","content":["iso"]},"dumps":{"type":"dir","path":"/srv/d","content":["backup"],"prune-backups":"keep-last=3"}}}""");
        var defaults = await lab.Data("nodes/pve1/vzdump/defaults", new { storage = "dumps" });
        Assert.Equal(("keep-last=3", "/srv/d/dump"), (defaults!["prune-backups"]!.GetValue<string>(), defaults["dumpdir"]!.GetValue<string>()));
        Assert.Equal("can't use storage 'local' for backups - wrong content type", (await lab.Get("nodes/pve1/vzdump/defaults")).Reason);
        Assert.Equal("storage 'none' does not exist", (await lab.Get("nodes/pve1/vzdump/defaults", new { storage = "none" })).Reason);
        Assert.Equal("Cannot move to/from 'rootfs'", (await lab.Send("POST", "nodes/pve1/lxc/1000/move_volume", new { volume = "rootfs", target__vmid = 1001 })).Reason);
    }

    [Fact]
    public async Task Packets_are_no_bigger_than_the_bridge_takes()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("net0: MTU size '9000' is bigger than bridge MTU '1500'", (await lab.Send("PUT", Ct + "/config", new { net0 = "name=eth0,bridge=vmbr0,mtu=9000" })).Reason);
        Assert.True((await lab.Send("PUT", Ct + "/config", new { net0 = "name=eth0,bridge=vmbr0,mtu=1400" })).IsOk);
        await lab.Send("PUT", "nodes/pve1/network/vmbr0", new { type = "bridge", mtu = 9000 });
        await lab.Run("PUT", "nodes/pve1/network");
        Assert.True((await lab.Send("PUT", Ct + "/config", new { net0 = "name=eth0,bridge=vmbr0,mtu=9000" })).IsOk);
    }

    [Fact]
    public async Task A_user_of_a_directory_says_of_what_kind_it_is()
    {
        using var lab = LabClient.From(State);
        await lab.Send("POST", "access/domains", new { realm = "corp", type = "ldap", server1 = "192.0.2.9", base_dn = "dc=x", user_attr = "uid" });
        await lab.Send("POST", "access/users", new { userid = "zoe@corp" });
        Assert.Equal("ldap", (await lab.Data("access/users"))!.AsArray().Single(u => u!["userid"]!.GetValue<string>() == "zoe@corp")!["realm-type"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_a_pool_grants_reaches_as_far_as_with_Proxmox()
    {
        using var lab = LabClient.From(State);
        await lab.Send("POST", "pools", new { poolid = "dev" });
        await lab.Send("POST", "access/users", new { userid = "op@pve" });
        await lab.Send("PUT", "access/acl", new { path = "/pool/dev", users = "op@pve", roles = "PVEVMAdmin" });
        string secret = (await lab.Send("POST", "access/users/op@pve/token/few", new { privsep = 0 })).Data!["value"]!.GetValue<string>();
        using var few = new LabClient(lab.Cluster, $"PVEAPIToken=op@pve!few={secret}");
        Assert.Equal("unable to create VM 110 - 403 Permission check failed (/vms/110, VM.Config.Options)", await few.Run("POST", "nodes/pve1/qemu", new { vmid = 110, pool = "dev", tags = "x" }));
        Assert.Equal("OK", await few.Run("POST", "nodes/pve1/qemu", new { vmid = 110, pool = "dev" }));
        Assert.Equal("Permission check failed (/storage/local, Datastore.AllocateSpace)", (await few.Send("PUT", "nodes/pve1/qemu/110/config", new { vmstatestorage = "local" })).Reason);
        await lab.Send("PUT", "storage/local", new { content = "images,backup,rootdir" });
        await lab.Send("PUT", "access/acl", new { path = "/storage/local", users = "op@pve", roles = "PVEDatastoreUser" });
        Assert.Equal("403 Permission check failed (/vms/100, VM.Backup)", await few.Run("POST", "nodes/pve1/vzdump", new { vmid = "100", storage = "local" }));
        Assert.Equal("OK", await few.Run("POST", "nodes/pve1/vzdump", new { vmid = "110", storage = "local" }));
    }

    [Fact]
    public async Task A_container_with_a_mount_point_that_waits_for_its_volume_is_not_removed()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", Ct + "/config", new { mp0 = "local:1,mp=/x" })).IsOk);
        Assert.Equal("OK", await lab.Run("POST", Ct + "/status/start"));
        Assert.True((await lab.Send("PUT", Ct + "/config", new { mp0 = "local:1,mp=/y" })).IsOk);
        Assert.Equal("OK", await lab.Run("POST", Ct + "/status/stop"));
        Assert.Equal("unable to parse directory volume name '1'", await lab.Run("DELETE", Ct));
    }

    [Fact]
    public async Task A_container_does_not_start_without_its_volumes()
    {
        using var lab = LabClient.From(State);
        Assert.True((await lab.Send("PUT", Ct + "/config", new { mp0 = "local:200/vm-200-disk-7.raw,mp=/x" })).IsOk);
        Assert.Equal("volume 'local:200/vm-200-disk-7.raw' does not exist", await lab.Run("POST", Ct + "/status/start"));
        Assert.True((await lab.Send("PUT", Ct + "/config", new { delete = "mp0" })).IsOk);
        Assert.Equal("OK", await lab.Run("POST", Ct + "/status/start"));
    }

    [Fact]
    public async Task A_copy_has_the_firewall_of_its_original_and_a_network_its_slash()
    {
        using var lab = LabClient.From(State);
        await lab.Send("PUT", Vm + "/firewall/options", new { enable = 1, policy_in = "DROP" });
        await lab.Send("POST", Vm + "/firewall/rules", new { type = "in", action = "ACCEPT", comment = "c" });
        Assert.Equal("OK", await lab.Run("POST", Vm + "/clone", new { newid = 130 }));
        Assert.Equal("DROP", (await lab.Data("nodes/pve1/qemu/130/firewall/options"))!["policy_in"]!.GetValue<string>());
        Assert.Single((await lab.Data("nodes/pve1/qemu/130/firewall/rules"))!.AsArray());
        await lab.Send("POST", "cluster/firewall/ipset", new { name = "nets", comment = "n" });
        await lab.Send("POST", "cluster/firewall/ipset/nets", new { cidr = "203.0.113.0/24" });
        Assert.Equal("203.0.113.0/24", (await lab.Data("cluster/firewall/ipset/nets/203.0.113.0/24"))!["cidr"]!.GetValue<string>());
        Assert.Equal("n", (await lab.Data("cluster/firewall/refs"))!.AsArray().Single()!["comment"]!.GetValue<string>());
        Assert.True((await lab.Send("DELETE", "cluster/firewall/ipset/nets/203.0.113.0%2F24")).IsOk);
        Assert.Empty((await lab.Data("cluster/firewall/ipset/nets"))!.AsArray());
    }

    [Fact]
    public async Task What_is_not_there_has_no_addresses_and_takes_notes_all_the_same()
    {
        using var lab = LabClient.From(State);
        var answer = await lab.Get("nodes/pve1/lxc/999/interfaces");
        Assert.True(answer.IsOk);
        Assert.Null(answer.Data);
        Assert.True((await lab.Send("PUT", "nodes/pve1/storage/local/content/local:backup/vzdump-qemu-100-2026_01_01-00_00_00.vma.zst", new { notes = "x" })).IsOk);
    }

    [Fact]
    public async Task The_cluster_s_name_is_told_to_those_who_may_look_at_it()
    {
        using var lab = LabClient.From("""{"clusterName":"lab","nodes":{"pve1":{}},"users":{"root@pam":{"password":"secret123"},"few@pve":{"password":"secret123"}}}""");
        lab.Authorization = null;
        Assert.Equal("lab", (await lab.Send("POST", "access/ticket", new { username = "root@pam", password = "secret123" })).Data!["clustername"]!.GetValue<string>());
        Assert.Null((await lab.Send("POST", "access/ticket", new { username = "few@pve", password = "secret123" })).Data!["clustername"]);
    }

    [Fact]
    public async Task Sets_groups_and_rules_of_the_firewall_refuse_what_Proxmox_refuses()
    {
        using var lab = LabClient.From(State);
        await lab.Send("POST", "cluster/firewall/ipset", new { name = "set1" });
        await lab.Send("POST", "cluster/firewall/ipset", new { name = "Set2" });
        Assert.Equal(["set1", "set2"], (await lab.Data("cluster/firewall/ipset"))!.AsArray().Select(s => s!["name"]!.GetValue<string>()).Order());
        Assert.Equal("IPSet 'set2' does already exist", (await lab.Send("POST", "cluster/firewall/ipset", new { name = "set2", rename = "set1" })).Error("name"));
        await lab.Send("POST", "cluster/firewall/groups", new { group = "web", comment = "w" });
        Assert.True((await lab.Send("POST", "cluster/firewall/groups", new { group = "WEB" })).IsOk);
        Assert.Equal("w", (await lab.Data("cluster/firewall/groups"))!.AsArray().Single()!["comment"]!.GetValue<string>());
        Assert.Equal("detected mixed ipv4/ipv6 addresses in rule", (await lab.Send("POST", "cluster/firewall/rules", new { type = "in", action = "ACCEPT", source = "fd00::/8", dest = "10.0.0.0/8" })).Error("dest"));
        await lab.Send("POST", "cluster/firewall/rules", new { type = "in", action = "ACCEPT" });
        Assert.Equal("unable to delete required property 'type'", (await lab.Send("PUT", "cluster/firewall/rules/0", new { delete = "type" })).Error("delete"));
    }

    [Fact]
    public async Task A_disk_goes_to_another_machine_with_the_checks_of_both()
    {
        using var lab = LabClient.From(State);
        await lab.Send("PUT", Vm + "/config", new { scsi0 = "local:1", ide2 = "local:cloudinit" });
        await lab.Run("POST", "nodes/pve1/qemu", new { vmid = 101 });
        Assert.Equal("Configuration file 'nodes/pve1/qemu-server/200.conf' does not exist", (await lab.Send("POST", Vm + "/move_disk", new { disk = "scsi0", target__vmid = 200 })).Reason);
        Assert.Equal("VM 100: detected modified configuration - file changed by other user? Try again.", (await lab.Send("POST", Vm + "/move_disk", new { disk = "scsi0", target__vmid = 101, digest = new string('0', 40) })).Reason);
        Assert.Equal("OK", await lab.Run("POST", Vm + "/move_disk", new { disk = "ide2", target__vmid = 101 }));
        Assert.Equal("local:101/vm-101-disk-0.qcow2,media=cdrom,size=4M", (await lab.Data("nodes/pve1/qemu/101/config"))!["ide2"]!.GetValue<string>());
        Assert.Equal("snapshot 'none' does not exist", (await lab.Get(Vm + "/feature", new { feature = "snapshot", snapname = "none" })).Reason);
    }

    [Fact]
    public async Task A_backup_of_all_but_some_and_the_end_of_those_that_run()
    {
        using var lab = LabClient.From("""{"nodes":{"pve1":{}},"storages":{"local":{"type":"dir","path":"/var/lib/vz","content":["backup"]}},"guests":{"100":{"type":"qemu","node":"pve1","config":{}},"101":{"type":"qemu","node":"pve1","config":{}}}}""");
        Assert.Equal("option conflicts with option 'vmid'", (await lab.Send("POST", "nodes/pve1/vzdump", new { vmid = "100", exclude = "101" })).Error("exclude"));
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/vzdump", new { exclude = "101", storage = "local" }));
        Assert.Equal([100], (await lab.Data("nodes/pve1/storage/local/content", new { content = "backup" }))!.AsArray().Select(c => c!["vmid"]!.GetValue<int>()));
        Assert.Equal("OK", (await lab.Send("POST", "nodes/pve1/vzdump", new { stop = 1 })).Data!.GetValue<string>());
    }
}
