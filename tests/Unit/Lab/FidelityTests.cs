using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>Answers that were measured on Proxmox's own API code: status, reason, and the reason by key.</summary>
public sealed class FidelityTests
{
    private const string State = """
        { "options": { "taskSeconds": 0, "resourceLagSeconds": 0 }, "nodes": { "pve1": { "cores": 16 } },
          "storages": { "local": { "type": "dir", "path": "/var/lib/vz", "content": ["iso", "vztmpl", "backup", "snippets", "images", "rootdir"] }, "data": { "type": "dir", "path": "/var/lib/data", "content": ["images", "rootdir"] } },
          "bridges": { "pve1": ["vmbr0"] }, "content": { "local": ["local:snippets/user.yaml"] },
          "users": { "root@pam": {}, "ops@pve": {} }, "tokens": { "root@pam!iac": { "secret": "s", "privsep": false }, "ops@pve!tok": { "secret": "s", "privsep": false } },
          "guests": {
            "100": { "type": "qemu", "node": "pve1", "status": "running", "config": { "name": "web", "boot": "order=scsi0;net0", "scsi0": "local:100/vm-100-disk-0.qcow2,size=4G", "net0": "virtio=BC:24:11:00:00:01,bridge=vmbr0" } },
            "101": { "type": "qemu", "node": "pve1", "config": { "name": "off", "hotplug": "network,memory", "numa": "1", "memory": "512" } },
            "200": { "type": "lxc", "node": "pve1", "config": { "hostname": "ct", "rootfs": "local:200/vm-200-disk-0.raw,size=2G", "memory": "512" } } } }
        """;

    private static LabClient Start()
    {
        var lab = LabClient.From(State);
        lab.Authorization = "PVEAPIToken=root@pam!iac=s";
        return lab;
    }

    [Theory]
    [InlineData("PUT", "nodes/pve1/qemu/100/config", """{"net1":"virtio,foo=1"}""", 400, "net1", "invalid format - format error\nnet1.foo: property is not defined in schema and the schema does not allow additional properties\n")]
    [InlineData("PUT", "nodes/pve1/qemu/100/config", """{"delete":"scsi0"}""", 400, "scsi0", "hotplug problem - can't unplug bootdisk 'scsi0'\n")]
    [InlineData("PUT", "nodes/pve1/qemu/101/config", """{"cores":{"a":1}}""", 400, "cores", "type check ('integer') failed - got HASH")]
    [InlineData("PUT", "nodes/pve1/qemu/101/config", """{"hookscript":"local:snippets/user.yaml"}""", 400, "hookscript", "script 'local:snippets/user.yaml' is not executable\n")]
    [InlineData("POST", "nodes/pve1/qemu/100/status/stop", """{"keepActive":1}""", 400, "keepActive", "Only root may use this option.")]
    [InlineData("POST", "nodes/pve1/vzdump", """{"all":1,"vmid":"100"}""", 400, "all", "option conflicts with option 'vmid'")]
    [InlineData("POST", "nodes/pve1/vzdump", "{}", 400, "vmid", "property is missing")]
    [InlineData("POST", "cluster/backup", """{"schedule":"daily","all":1,"script":"/x"}""", 400, "script", "Only root may set this option.")]
    [InlineData("POST", "nodes/pve1/network", """{"iface":"x y","type":"bridge"}""", 400, "iface", "invalid format - invalid network interface name 'x y'\n")]
    [InlineData("POST", "cluster/firewall/rules", """{"type":"in","action":"ACCEPT","proto":"bogus"}""", 400, "proto", "invalid format - unknown protocol 'bogus'\n")]
    [InlineData("POST", "cluster/firewall/rules", """{"type":"in","action":"ACCEPT","proto":"icmp","icmp-type":"bad"}""", 400, "icmp-type", "invalid format - invalid icmp-type value 'bad'\n")]
    [InlineData("POST", "nodes/pve1/qemu/100/firewall/rules", """{"type":"forward","action":"ACCEPT"}""", 400, "type", "invalid rule type 'forward' for rule_env 'vm'")]
    [InlineData("POST", "cluster/ha/rules", """{"rule":"r1","type":"node-affinity","resources":"vm:100"}""", 400, "oneOf[node-affinity].nodes", "property is missing and it is not optional")]
    [InlineData("POST", "cluster/ha/rules", """{"rule":"r3","type":"resource-affinity","resources":"vm:100","affinity":"bad"}""", 400, "oneOf[resource-affinity].affinity", "value 'bad' does not have a value in the enumeration 'positive, negative'")]
    [InlineData("POST", "cluster/firewall/rules", """{"type":"in","action":"ACCEPT","proto":"99999999999"}""", 400, "proto", "invalid format - unknown protocol '99999999999'\n")]
    [InlineData("POST", "cluster/firewall/rules", """{"type":"in","action":"ACCEPT","proto":"tcp","dport":"x"}""", 400, "dport", "invalid format - invalid port 'x'\n")]
    [InlineData("POST", "cluster/firewall/rules", """{"type":"in","action":"ACCEPT","proto":"tcp","dport":"90:80"}""", 400, "dport", "invalid format - backwards range '90:80' not allowed, did you mean '80:90'?\n")]
    [InlineData("POST", "cluster/firewall/rules", """{"type":"in","action":"ACCEPT","proto":"tcp","sport":"echo-request"}""", 400, "sport", "invalid format - invalid port 'echo-request'\n")]
    [InlineData("POST", "nodes/pve1/aplinfo", """{"storage":"local","template":"nope"}""", 400, "template", "no such template")]
    [InlineData("PUT", "access/acl", """{"users":"ops@pve","roles":"PVEAuditor"}""", 400, "path", "property is missing and it is not optional")]
    public async Task A_refusal_names_the_parameter(string method, string path, string body, int status, string key, string reason)
    {
        using var lab = Start();
        var answer = await lab.Send(method, path, JsonNode.Parse(body)!.AsObject());
        Assert.Equal((status, reason), (answer.Status, answer.Error(key)));
    }

    [Theory]
    [InlineData("PUT", "nodes/pve1/qemu/101/config", """{"unused3":"local:1"}""", "unable to parse directory volume name '1'")]
    [InlineData("PUT", "nodes/pve1/qemu/101/config", """{"cpulimit":"1e1"}""", "unable to parse value of 'cpulimit' - type check ('number') failed - got '1e1'")]
    [InlineData("POST", "nodes/pve1/qemu/999/status/reboot", "{}", "unable to find configuration file for VM 999 on node 'pve1'")]
    [InlineData("PUT", "nodes/pve1/lxc/200/config", """{"net3":"name=eth3"}""", "bridge '' does not exist")]
    [InlineData("POST", "nodes/pve1/lxc/200/move_volume", """{"volume":"rootfs","target-vmid":200}""", "Cannot move to/from 'rootfs'")]
    [InlineData("POST", "storage", """{"storage":"dd","type":"dir","path":"/dd","content":"iso,none"}""", "unable to combine 'none' with other content types")]
    [InlineData("PUT", "storage/data", """{"server":"x"}""", "update storage failed: unexpected property 'server'")]
    [InlineData("POST", "cluster/backup", """{"schedule":"daily"}""", "400 Parameter verification failed.")]
    [InlineData("PUT", "cluster/backup/none", """{"enabled":0}""", "no such vzdump job")]
    [InlineData("PUT", "cluster/ha/resources/vm:999", """{"state":"stopped"}""", "update resources config failed: no such resource 'vm:999'")]
    [InlineData("POST", "nodes/pve1/network", """{"iface":"vlan8","type":"vlan"}""", "missing vlan-raw-device option at /usr/share/perl5/PVE/Network/Interfaces.pm line 954.")]
    public async Task A_die_of_the_handler_is_a_500(string method, string path, string body, string reason)
    {
        using var lab = Start();
        var answer = await lab.Send(method, path, JsonNode.Parse(body)!.AsObject());
        Assert.Equal((500, reason), (answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData("nodes/pve1/qemu/101/status/start", "minimum memory must be 1024MB")]
    [InlineData("nodes/pve1/qemu/999/status/stop", "unable to find configuration file for VM 999 on node 'pve1'")]
    [InlineData("nodes/pve1/lxc/999/status/start", "Configuration file 'nodes/pve1/lxc/999.conf' does not exist")]
    public async Task What_only_the_worker_finds_fails_the_task(string path, string status)
    {
        using var lab = Start();
        Assert.Equal(status, await lab.Run("POST", path));
    }

    [Fact]
    public async Task Answers_have_the_shapes_of_the_real_ones()
    {
        using var lab = Start();
        Assert.Equal(6, (await lab.Data(""))!.AsArray().Count);
        Assert.Empty((await lab.Data("cluster/resources", new { type = "sdn" }))!.AsArray());
        Assert.Null(await lab.Data("nodes/pve1/lxc/200/interfaces"));
        Assert.True((await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { cpulimit = "1.50" })).IsOk);
        Assert.Equal("1.50", (await lab.Data("nodes/pve1/qemu/100/config"))!["cpulimit"]!.GetValue<string>());
        Assert.True((await lab.Send("PUT", "nodes/pve1/qemu/101/config", new { vga = "virtio" })).IsOk);
        var current = (await lab.Data("nodes/pve1/qemu/101/status/current"))!.AsObject();
        Assert.Equal(1, current["spice"]!.GetValue<int>());
        Assert.True(current.ContainsKey("clipboard"));
        Assert.Equal("0", (await lab.Send("PUT", "access/users/ops@pve/token/tok", new { privsep = 0 })).Data!["privsep"]!.GetValue<string>());
        Assert.Equal("ops@pve!tok", (await lab.Send("PUT", "access/users/ops@pve/token/tok", new { regenerate = 1 })).Data!["full-tokenid"]!.GetValue<string>());
        Assert.True((await lab.Send("POST", "cluster/firewall/rules", new { type = "in", action = "ACCEPT" })).IsOk);
        Assert.True((await lab.Send("POST", "cluster/firewall/rules", new { type = "in", action = "DROP", pos = 1 })).IsOk);
        Assert.Equal("DROP", (await lab.Data("cluster/firewall/rules"))![0]!["action"]!.GetValue<string>());
        Assert.Equal("0", (await lab.Data("cluster/firewall/rules/0"))!["pos"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_user_sees_the_rights_that_a_ticket_call_asks_for()
    {
        using var lab = Start();
        lab.Authorization = null;
        Assert.Equal(401, (await lab.Send("POST", "access/ticket", new { username = "ops@pve", password = "no", path = "/vms/100", privs = "VM.Audit" })).Status);
    }
}
