using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Tests.Unit.Generation;

/// <summary>A small cluster with one of everything that the generators distinguish, and makers for others.</summary>
internal static class Sample
{
    public static readonly string Hostile = "a\"${x}'; rm -rf ../.. {{ lookup('pipe','id') }} `$(calc)` | <b>\n# \u2019!vault\u202E\\";

    public static Guest Vm(int vmid, string name, params (string Key, string Value)[] config) =>
        new() { VmId = vmid, Kind = GuestKind.Qemu, Node = "pve1", Status = "running", Config = GuestConfig.Of([("name", name), .. config]) };

    public static Guest Container(int vmid, string name, params (string Key, string Value)[] config) =>
        new() { VmId = vmid, Kind = GuestKind.Lxc, Node = "pve2", Status = "running", Config = GuestConfig.Of([("hostname", name), .. config]) };

    public static GenerationInput Input(params Guest[] guests) => Input(new Inventory { Cluster = "lab", Version = "9.2.11", Guests = [.. guests] });

    public static GenerationInput Input(Inventory inventory, IReadOnlyDictionary<int, string>? fileNames = null) => new(inventory, fileNames ?? GuestNaming.Allocate(inventory.Guests),
        _ => [], new Dictionary<int, string>());

    public static GenerationInput Cluster()
    {
        var inventory = new Inventory
        {
            Cluster = "lab",
            Version = "9.2.11",
            Nodes =
            [
                new() { Name = "pve2", Status = "online", CpuCount = 8, MemoryMiB = 32768, Address = "10.0.0.2", Interfaces = [Bridge("pve2", "vmbr0", "10.0.0.2/24")] },
                new()
                {
                    Name = "pve1", Status = "online", CpuCount = 16, MemoryMiB = 64000, Address = "10.0.0.1",
                    Usage = new(0.25, 12345, TimeSpan.FromDays(3)),
                    Interfaces = [Bridge("pve1", "vmbr0", "10.0.0.1/24"), Bridge("pve1", "vmbr1", null), new("pve1", "eno1", "eth", null, null, false, true, null)],
                },
                new() { Name = "pve3", Status = "offline" },
            ],
            Storages =
            [
                new() { Name = "local", Node = "pve1", Type = "dir", Content = ["iso", "vztmpl"], Status = "available", TotalBytes = 1 << 30, UsedBytes = 4711 },
                new() { Name = "ceph", Node = "pve2", Type = "rbd", Content = ["images", "rootdir"], IsShared = true },
                new() { Name = "ceph", Node = "pve1", Type = "rbd", Content = ["images", "rootdir"], IsShared = true },
            ],
            Pools = [new("prod", "Production | main", [101, 201], ["ceph"])],
            Guests =
            [
                Vm(100, "win-dc", ("ostype", "win11"), ("cores", "4"), ("memory", "8192"), ("net0", "e1000=BC:24:11:00:00:0A,bridge=vmbr1,tag=20"),
                    ("virtio0", "ceph:vm-100-disk-0,size=64G"), ("efidisk0", "ceph:vm-100-disk-1,size=528K"), ("protection", "1")) with { HaState = "started" },
                Vm(101, "web-01", ("ostype", "l26"), ("cores", "2"), ("sockets", "2"), ("memory", "2048"), ("agent", "1"), ("tags", "web;prod-eu"), ("onboot", "1"),
                    ("ciuser", "ops"), ("ipconfig0", "ip=dhcp"), ("ipconfig1", "ip=10.0.0.101/24,gw=10.0.0.1"),
                    ("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0"), ("scsi0", "ceph:vm-101-disk-0,size=32G"), ("ide2", "none,media=cdrom")) with { Pool = "prod" },
                Vm(102, Hostile, ("ostype", "l26"), ("tags", "prod.eu;web"), ("description", "'; Remove-Item / -Recurse")) with { Status = "stopped" },
                Vm(103, "all"),
                Vm(900, "debian-13", ("ostype", "l26"), ("template", "1"), ("scsi0", "ceph:base-900-disk-0,size=4G")) with { Status = "stopped" },
                Container(201, "db", ("ostype", "debian"), ("cores", "2"), ("memory", "1024"), ("tags", "prod-eu"), ("net0", "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:02:01,ip=10.0.0.201/24,type=veth"),
                    ("rootfs", "ceph:vm-201-disk-0,size=8G"), ("mp0", "ceph:vm-201-disk-1,mp=/srv,size=20G")) with { Pool = "prod" },
                Container(202, "cache", ("ostype", "alpine"), ("net0", "name=eth0,bridge=vmbr7,hwaddr=BC:24:11:00:02:02,ip=dhcp,ip6=fd00::202/64"), ("rootfs", "ceph:vm-202-disk-0,size=1G")),
                new() { VmId = 203, Kind = GuestKind.Lxc, Node = "pve2", Status = "running" },
            ],
            Gaps = [new(GapScope.Node, "pve3", "595 No route to host"), new(GapScope.Guest, "203", "403 Permission check failed")],
        };
        return new(inventory, GuestNaming.Allocate(inventory.Guests), guest => guest.VmId == 101 ? ["args", "localtime"] : [],
            new Dictionary<int, string> { [103] = "the name is taken" }) { Objects = [.. Objects().OrderBy(item => item.Key)] };
    }

    /// <summary>One of every kind beside nodes and guests, and some hostile text.</summary>
    public static IEnumerable<ClusterObject> Objects()
    {
        static ClusterObject Make(ObjectKind kind, ObjectScope scope, string name, params (string, string)[] settings) => ClusterObject.Of(new(kind, scope, name), GuestConfig.Of(settings));
        var cluster = ObjectScope.Cluster;
        yield return Make(ObjectKind.Acl, cluster, "/?ops?Admins", ("path", "/"), ("ugid", "ops"), ("type", "group"), ("roleid", "Admins"), ("propagate", "1"));
        yield return Make(ObjectKind.Acl, cluster, "/vms/101?ann@pve?PVEVMUser", ("path", "/vms/101"), ("ugid", "ann@pve"), ("type", "user"), ("roleid", "PVEVMUser"), ("propagate", "0"));
        yield return Make(ObjectKind.User, cluster, "ann@pve", ("enable", "0"), ("groups", "ops"), ("firstname", "Ann"), ("email", "ann@example.org"), ("expire", "1893456000"), ("comment", Hostile));
        yield return Make(ObjectKind.User, cluster, "root@pam", ("enable", "1"));
        yield return Make(ObjectKind.Group, cluster, "ops", ("users", "ann@pve"), ("comment", "Operators")) with { Managed = true };
        yield return Make(ObjectKind.Token, cluster, "ann@pve!ci", ("privsep", "0"), ("expire", "0"));
        yield return Make(ObjectKind.Role, cluster, "Admins", ("privs", "Sys.Audit,VM.Audit"));
        yield return Make(ObjectKind.Role, cluster, "PVEVMUser", ("privs", "VM.Audit"), ("special", "1"));
        yield return Make(ObjectKind.Realm, cluster, "pam", ("type", "pam"));
        yield return Make(ObjectKind.StorageDefinition, cluster, "nfs1", ("type", "nfs"), ("server", "10.0.0.9"), ("export", "/srv/a|b"), ("content", "backup,iso"), ("nodes", "pve1"));
        yield return Make(ObjectKind.BackupJob, cluster, "nightly", ("pool", "prod"), ("schedule", "02:00"), ("storage", "nfs1"), ("prune-backups", "keep-last=3"));
        yield return Make(ObjectKind.BackupJob, cluster, "off", ("all", "1"), ("enabled", "0"), ("schedule", "sun 03:00"), ("exclude", "100"), ("node", "pve1"));
        yield return Make(ObjectKind.Network, ObjectScope.OfNode("pve1"), "vmbr0", ("type", "bridge"), ("cidr", "10.0.0.1/24"), ("bridge_ports", "eno1"), ("pending-changes", "--- a\n+++ b\n"));
        yield return Make(ObjectKind.Network, ObjectScope.OfNode("pve1"), "vmbr0.7", ("type", "vlan"), ("comments", "seven\n"));
        yield return Make(ObjectKind.Network, ObjectScope.OfNode("pve1"), "eno1", ("type", "eth"));
        yield return Make(ObjectKind.HaResource, cluster, "vm:100", ("state", "started"), ("max_restart", "2"));
        yield return Make(ObjectKind.HaRule, cluster, "apart", ("type", "resource-affinity"), ("affinity", "negative"), ("resources", "vm:100,vm:101"));
        yield return Make(ObjectKind.ClusterOption, cluster, "keyboard", ("value", "de"));
        yield return Make(ObjectKind.FirewallOption, cluster, "enable", ("value", "1"));
        yield return Make(ObjectKind.FirewallRule, ObjectScope.OfGuest(101), "0", ("type", "in"), ("action", "ACCEPT"), ("proto", "tcp"), ("dport", "80:90"), ("source", "+dc/office"), ("enable", "1"), ("comment", Hostile));
        yield return Make(ObjectKind.FirewallRule, ObjectScope.OfGroup("web"), "0", ("type", "in"), ("action", "ACCEPT"), ("macro", "HTTPS"));
        yield return Make(ObjectKind.FirewallGroup, cluster, "web", ("comment", "HTTPS"));
        yield return Make(ObjectKind.FirewallAlias, cluster, "home", ("cidr", "192.0.2.0/24"));
        yield return Make(ObjectKind.FirewallIpSet, cluster, "office", ("entry 192.0.2.1", "0"), ("entry 192.0.2.2", "1"), ("comment 192.0.2.1", "x"));
    }

    private static NodeInterface Bridge(string node, string name, string? cidr) => new(node, name, "bridge", cidr, "eno1", true, true, null);
}
