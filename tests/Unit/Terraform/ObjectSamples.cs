using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>Objects beside nodes and guests in every form that the code distinguishes, with settings as Proxmox has them.</summary>
internal static class ObjectSamples
{
    private static readonly string[] Texts = ["", "a", "Web \"servers\"", "${path.module} %{ if true }", "back\\slash", "two\nlines", "ünïcödé 🐘", "'; rm -rf /", "\u202Ertl", "#{x} // y /* z */"];

    public static ClusterObject Make(ObjectKind kind, ObjectScope scope, string name, params (string Key, string? Value)[] settings) =>
        ClusterObject.Of(new(kind, scope, name), GuestConfig.From(settings.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!))));

    /// <summary>A cluster's worth; the same seed gives the same.</summary>
    public static ClusterObject[] Create(int seed, IReadOnlyList<Guest> guests)
    {
        var random = new Random(seed);
        var cluster = ObjectScope.Cluster;
        string? Maybe(params string[] values) => random.Next(3) == 0 ? null : values[random.Next(values.Length)];
        string? Comment() => Maybe(Texts);
        string? Flag() => Maybe("0", "1");
        var all = new List<ClusterObject>();
        void Add(ObjectKind kind, ObjectScope scope, string name, params (string, string?)[] settings) => all.Add(Make(kind, scope, name, settings));

        for (var i = 0; i < 6; i++)
        {
            Add(ObjectKind.User, cluster, $"user-{i}.x@{(i % 2 == 0 ? "pve" : "pam")}", ("enable", Flag()), ("expire", Maybe("0", "1893456000")), ("comment", Comment()), ("email", Maybe("a@example.org")),
                ("firstname", Comment()), ("lastname", Comment()), ("groups", Maybe("g0", "g0,g1")), ("keys", random.Next(4) == 0 ? "**********" : null));
            Add(ObjectKind.Token, cluster, $"user-{i}.x@pve!ci_{i}", ("privsep", random.Next(2) == 0 ? "0" : "1"), ("expire", Maybe("0", "1893456000")), ("comment", Comment()));
            Add(ObjectKind.Group, cluster, $"g{i}", ("comment", Comment()), ("users", Maybe("a@pve")));
            Add(ObjectKind.Role, cluster, $"Role.{i}", ("privs", i == 0 ? "" : "VM.Audit,Sys.Audit"), ("special", "0"));
            var (type, who) = i % 3 == 0 ? ("user", "user-0.x@pve") : i % 3 == 1 ? ("group", "g1") : ("token", "user-0.x@pve!ci_0");
            var path = i < 2 ? "/" : $"/vms/{100 + i}";
            Add(ObjectKind.Acl, cluster, $"{path}?{who}?Role.{i}", ("path", path), ("type", type), ("ugid", who), ("roleid", $"Role.{i}"), ("propagate", random.Next(2) == 0 ? "0" : "1"));
            Add(ObjectKind.HaRule, cluster, $"rule{i}", ("type", i % 2 == 0 ? "node-affinity" : "resource-affinity"), ("resources", "vm:100,ct:200"), ("nodes", i % 2 == 0 ? "pve1:2,pve2" : null), ("strict", i % 2 == 0 ? Flag() : null),
                ("affinity", i % 2 == 0 ? null : "negative"), ("disable", Flag()), ("comment", Maybe("c", " blanks around ", "${x}")));
            Add(ObjectKind.HaResource, cluster, $"vm:{100 + i}", ("type", "vm"), ("state", Maybe("started", "stopped", "ignored", "disabled") ?? "started"), ("max_restart", Maybe("0", "3")), ("max_relocate", Maybe("2")),
                ("failback", Flag()), ("comment", Maybe("c", "\ttab", "%{x}")));
            Add(ObjectKind.BackupJob, cluster, $"backup-{i}", ("type", "vzdump"), ("schedule", "02:00"), ("storage", "nfs"), ("enabled", Flag()), ("all", i == 0 ? "1" : null), ("exclude", i == 0 ? "100,101" : null),
                ("vmid", i is > 0 and < 4 ? "200,100" : null), ("pool", i == 4 ? "prod" : null), ("node", Maybe("pve1")), ("mode", Maybe("stop", "snapshot")), ("compress", Maybe("zstd", "0")), ("mailto", Maybe("a@x.org,b@x.org")),
                ("prune-backups", Maybe("keep-daily=7,keep-weekly=4", "keep-all=1")), ("fleecing", Maybe("enabled=1,storage=local", "enabled=0")), ("performance", Maybe("max-workers=4")), ("notes-template", Maybe("{{guestname}} ${x}")),
                ("exclude-path", Maybe("/tmp/*,/var/x", "[\"/a,b\",\"/c\"]")), ("bwlimit", Maybe("1000")), ("ionice", Maybe("7")), ("zstd", Maybe("4")), ("repeat-missed", Flag()), ("protected", Flag()), ("remove", Flag()), ("comment", Comment()), ("notification-mode", Maybe("auto")));
        }
        Storages(Add, Maybe, Flag);
        Networks(Add, Maybe, Comment);
        Add(ObjectKind.Pool, cluster, "prod", ("comment", Comment()), ("vms", "100,4711"), ("storage", "dir0,nfs"));
        Add(ObjectKind.Pool, cluster, "prod/a", ("comment", Comment()));
        Add(ObjectKind.Pool, cluster, "prod/b", ("storage", "nfs"));
        foreach (var (name, value) in new[] { ("keyboard", Maybe("de")), ("description", Maybe("a\n${b}\n")), ("mac_prefix", Maybe("BC:24:11")), ("max_workers", Maybe("4")), ("ha", Maybe("shutdown_policy=migrate")),
            ("migration", Maybe("network=10.0.0.0/24,type=insecure", "secure")), ("next-id", Maybe("lower=200,upper=900", "lower=200")), ("notify", Maybe("fencing=always,target-fencing=mail")), ("bwlimit", Maybe("clone=5,default=10")),
            ("crs", Maybe("ha=static,ha-rebalance-on-start=1")), ("http_proxy", Maybe("http://proxy:3128", "http://**********@proxy:3128")), ("registered-tags", Maybe("a;b")), ("console", Maybe("html5")), ("email_from", Maybe("a@b.c")), ("tag-style", Maybe("shape=full")) })
            if (value is not null) Add(ObjectKind.ClusterOption, cluster, name, ("value", value));
        Firewall(Add, Maybe, Flag, Comment, guests);
        Add(ObjectKind.Realm, cluster, "corp", ("type", "ldap"));
        Add(ObjectKind.User, cluster, "root@pam");
        Add(ObjectKind.Role, cluster, "PVEAuditor", ("special", "1"), ("privs", "VM.Audit"));
        return [.. all.OrderBy(item => item.Key)];
    }

    private static void Storages(Action<ObjectKind, ObjectScope, string, (string, string?)[]> add, Func<string[], string?> maybe, Func<string?> flag)
    {
        void Storage(string name, string type, params (string, string?)[] own) => add(ObjectKind.StorageDefinition, ObjectScope.Cluster, name,
            [("type", type), ("content", "backup,images"), ("nodes", maybe(["pve1", "pve1,pve2"])), ("disable", flag()), .. own]);
        for (var i = 0; i < 3; i++) Storage($"dir{i}", "dir", ("path", "/srv/${x}"), ("shared", flag()), ("preallocation", maybe(["off"])), ("prune-backups", maybe(["keep-last=3"])), ("create-base-path", flag()), ("is_mountpoint", maybe(["1"])));
        Storage("nfs", "nfs", ("server", "10.0.0.9"), ("export", "/export"), ("options", maybe(["vers=4.2"])), ("path", "/mnt/pve/nfs"), ("create-subdirs", flag()));
        Storage("cifs", "cifs", ("server", "10.0.0.9"), ("share", "s"), ("username", "u"), ("domain", maybe(["d"])), ("subdir", maybe(["/x"])));
        Storage("guestcifs", "cifs", ("server", "10.0.0.9"), ("share", "s"));
        Storage("pbs", "pbs", ("server", "b"), ("datastore", "d"), ("username", "u@pbs"), ("fingerprint", maybe(["aa:bb"])), ("namespace", maybe(["n"])));
        Storage("pbs-enc", "pbs", ("server", "b"), ("datastore", "d"), ("username", "u@pbs"), ("encryption-key", "aa:bb"));
        Storage("lvm", "lvm", ("vgname", "vg"), ("shared", flag()), ("saferemove", flag()));
        Storage("lvm-plain", "lvm", ("vgname", "vg2"));
        Storage("thin", "lvmthin", ("vgname", "pve"), ("thinpool", "data"));
        Storage("zfs", "zfspool", ("pool", "tank"), ("sparse", flag()), ("blocksize", maybe(["16k"])), ("mountpoint", maybe(["/tank"])));
        Storage("rbd", "rbd", ("pool", "vms"), ("monhost", "a b"));
    }

    private static void Networks(Action<ObjectKind, ObjectScope, string, (string, string?)[]> add, Func<string[], string?> maybe, Func<string?> comment)
    {
        foreach (var node in new[] { "pve1", "pve2" })
        {
            void Interface(string name, string type, params (string, string?)[] own) => add(ObjectKind.Network, ObjectScope.OfNode(node), name, [("type", type), ("method", "manual"), .. own]);
            Interface("eno1", "eth");
            Interface("vmbr0", "bridge", ("bridge_ports", "eno1"), ("bridge_stp", "off"), ("bridge_fd", "0"), ("cidr", "10.0.0.1/24"), ("address", "10.0.0.1"), ("netmask", "24"), ("gateway", "10.0.0.254"), ("autostart", maybe(["1"])), ("comments", comment()));
            Interface("vmbr1", "bridge", ("bridge_ports", ""), ("bridge_vlan_aware", maybe(["1"])), ("bridge_vids", maybe(["2-4094"])), ("mtu", maybe(["9000"])), ("cidr6", maybe(["fd00::1/64"])), ("bridge_stp", "on"));
            Interface("vmbr-guests", "bridge", ("bridge_ports", ""), ("autostart", "1"));
            Interface("vmbr0.40", "vlan", ("vlan-id", "40"), ("vlan-raw-device", "vmbr0"), ("autostart", maybe(["1"])), ("comments", comment()));
            Interface("storage40", "vlan", ("vlan-id", "40"), ("vlan-raw-device", "vmbr0"), ("autostart", "1"));
            Interface("bond0", "bond", ("slaves", "eno3 eno2"), ("bond_mode", maybe(["802.3ad", "active-backup"])), ("bond_xmit_hash_policy", maybe(["layer2+3"])), ("bond-primary", maybe(["eno2"])), ("autostart", "1"), ("bond_miimon", "100"));
            Interface("ovs0", "OVSBridge", ("ovs_ports", "eno4"));
        }
    }

    private static void Firewall(Action<ObjectKind, ObjectScope, string, (string, string?)[]> add, Func<string[], string?> maybe, Func<string?> flag, Func<string?> comment, IReadOnlyList<Guest> guests)
    {
        var cluster = ObjectScope.Cluster;
        void Option(ObjectScope scope, string name, string? value)
        {
            if (value is not null) add(ObjectKind.FirewallOption, scope, name, [("value", value)]);
        }

        void Rules(ObjectScope scope, bool mayHaveGroups)
        {
            for (var i = 0; i < 4; i++)
            {
                if (i == 3 && mayHaveGroups) add(ObjectKind.FirewallRule, scope, "3", [("type", "group"), ("action", "web"), ("enable", "1"), ("iface", maybe(["net0"])), ("comment", comment())]);
                else add(ObjectKind.FirewallRule, scope, i.ToString(CultureInfo.InvariantCulture), [("type", i % 2 == 0 ? "in" : "out"), ("action", "ACCEPT"), ("enable", i == 1 ? "0" : "1"), ("macro", i == 0 ? "SSH" : null), ("proto", i == 0 ? null : "tcp"),
                    ("dport", maybe(["80:90"])), ("sport", maybe(["1024:"])), ("source", maybe(["+dc/office", "10.0.0.0/8"])), ("dest", maybe(["192.0.2.1"])), ("log", maybe(["info"])), ("comment", comment()), ("icmp-type", i == 2 ? maybe(["any"]) : null)]);
            }
        }

        Option(cluster, "enable", flag());
        Option(cluster, "ebtables", flag());
        Option(cluster, "policy_in", maybe(["DROP", "REJECT"]));
        Option(cluster, "policy_forward", maybe(["ACCEPT"]));
        Option(cluster, "log_ratelimit", maybe(["burst=7,enable=1,rate=2/second"]));
        Rules(cluster, true);
        Option(ObjectScope.OfNode("pve1"), "enable", "1");
        Rules(ObjectScope.OfNode("pve1"), true);
        foreach (var (name, value) in new[] { ("enable", "1"), ("log_level_forward", "nolog"), ("log_level_in", "info"), ("log_level_out", "nolog"), ("ndp", "1"), ("nf_conntrack_max", "65536"), ("nf_conntrack_tcp_timeout_established", "10000"), ("nftables", "0"), ("nosmurfs", "0"), ("smurf_log_level", "nolog"), ("tcp_flags_log_level", "nolog"), ("protection_synflood", "1") })
            Option(ObjectScope.OfNode("pve2"), name, value);
        foreach (var guest in guests)
        {
            var scope = ObjectScope.OfGuest(guest.VmId);
            foreach (var (name, value) in new[] { ("enable", flag()), ("dhcp", flag()), ("macfilter", flag()), ("policy_in", maybe(["DROP", "ACCEPT"])), ("log_level_in", maybe(["info"])), ("radv", flag()), ("ipfilter", flag()), ("ndp", flag()) }) Option(scope, name, value);
            Rules(scope, true);
            add(ObjectKind.FirewallIpSet, scope, "ipfilter-net0", [("entry 192.0.2.1", "0")]);
        }
        add(ObjectKind.FirewallGroup, cluster, "web", [("comment", comment())]);
        add(ObjectKind.FirewallGroup, cluster, "empty", [("comment", comment())]);
        Rules(ObjectScope.OfGroup("web"), false);
        add(ObjectKind.FirewallAlias, cluster, "home", [("cidr", "192.0.2.0/24")]);
        add(ObjectKind.FirewallIpSet, cluster, "office", [("comment", comment()), ("entry 192.0.2.1", "0"), ("comment 192.0.2.1", comment()), ("entry 192.0.2.0/28", "1")]);
        add(ObjectKind.FirewallIpSet, cluster, "none", []);
    }
}
