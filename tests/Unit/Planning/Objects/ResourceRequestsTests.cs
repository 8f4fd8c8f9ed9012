using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Planning.Objects;

/// <summary>Pools, storages, networks, HA, backup jobs and options, brought to what the code wants by requests that the Lab checks like Proxmox.</summary>
public sealed class ResourceRequestsTests
{
    private static ObjectKey Key(ObjectKind kind, string name) => new(kind, ObjectScope.Cluster, name);

    [Fact]
    public async Task Pools_and_their_members_are_made_changed_and_deleted()
    {
        using var bench = new ObjectBench();
        var (pool, nested) = (Key(ObjectKind.Pool, "fresh"), Key(ObjectKind.Pool, "fresh/a"));
        await bench.ApplyAsync(pool, [ObjectBench.Make(ObjectKind.Pool, "fresh", ("comment", "a"))]);
        await bench.ApplyAsync(nested, [ObjectBench.Make(ObjectKind.Pool, "fresh/a")]);
        var member = Key(ObjectKind.Pool, "fresh?local");
        Assert.Equal(["PUT /pools poolid=fresh storage=local"], await bench.ApplyAsync(member, [ObjectBench.Make(ObjectKind.Pool, member.Name, ("storage", "local"))]));
        Assert.Equal(["PUT /pools comment= poolid=fresh"], await bench.ApplyAsync(pool, [ObjectBench.Make(ObjectKind.Pool, "fresh")], "storage", "vms"));
        Assert.Equal(["PUT /pools delete=1 poolid=fresh storage=local"], await bench.ApplyAsync(member, []));
        await bench.ApplyAsync(nested, []);
        Assert.Equal(["DELETE /pools poolid=fresh"], await bench.ApplyAsync(pool, []));
    }

    [Fact]
    public async Task Resources_and_rules_of_high_availability_are_made_changed_and_deleted()
    {
        using var bench = new ObjectBench();
        await bench.ReadAsync();
        foreach (var rule in bench.Objects.OfType<HaRule>().ToArray()) await bench.ApplyAsync(rule.Key, []);
        foreach (var resource in bench.Objects.OfType<HaResource>().ToArray()) await bench.ApplyAsync(resource.Key, []);
        var (vm, ct) = (Key(ObjectKind.HaResource, "vm:100"), Key(ObjectKind.HaResource, "ct:200"));
        await bench.ApplyAsync(vm, [ObjectBench.Make(ObjectKind.HaResource, "vm:100", ("type", "vm"), ("state", "started"), ("max_restart", "2"), ("comment", "a"))]);
        await bench.ApplyAsync(ct, [ObjectBench.Make(ObjectKind.HaResource, "ct:200", ("type", "ct"), ("state", "stopped"))]);
        Assert.Equal(["PUT /cluster/ha/resources/vm%3A100 delete=comment,max_restart failback=0 state=stopped"],
            await bench.ApplyAsync(vm, [ObjectBench.Make(ObjectKind.HaResource, "vm:100", ("type", "vm"), ("state", "stopped"), ("failback", "0"))]));
        var rules = Key(ObjectKind.HaRule, "fresh");
        ClusterObject Rule(params (string, string?)[] settings) => ObjectBench.Make(ObjectKind.HaRule, "fresh", settings);
        await bench.ApplyAsync(rules, [Rule(("type", "node-affinity"), ("resources", "vm:100"), ("nodes", "pve1:2,pve2"), ("strict", "1"))]);
        Assert.Equal(["PUT /cluster/ha/rules/fresh comment=x delete=strict disable=1 nodes=pve1,pve2 type=node-affinity"],
            await bench.ApplyAsync(rules, [Rule(("type", "node-affinity"), ("resources", "vm:100"), ("nodes", "pve1,pve2"), ("disable", "1"), ("comment", "x"))]));
        await bench.ApplyAsync(rules, [Rule(("type", "node-affinity"), ("resources", "ct:200,vm:100"), ("nodes", "pve1,pve2"), ("disable", "0"))]);
        Assert.Contains("cannot be changed", bench.Work(rules, [Rule(("type", "resource-affinity"), ("resources", "ct:200,vm:100"), ("affinity", "negative"))]).Refusal);
        await bench.ApplyAsync(rules, []);
        await bench.ApplyAsync(rules, [Rule(("type", "resource-affinity"), ("resources", "ct:200,vm:100"), ("affinity", "negative"))]);
        await bench.ApplyAsync(rules, []);
        await bench.ApplyAsync(vm, []);
    }

    [Fact]
    public async Task Backup_jobs_are_made_changed_and_deleted()
    {
        using var bench = new ObjectBench();
        var key = Key(ObjectKind.BackupJob, "fresh");
        ClusterObject Job(params (string, string?)[] settings) => ObjectBench.Make(ObjectKind.BackupJob, "fresh", [("type", "vzdump"), ("schedule", "02:00"), ("storage", "local"), .. settings]);
        await bench.ApplyAsync(key, [Job(("vmid", "100,200"), ("prune-backups", "keep-daily=7,keep-weekly=4"), ("exclude-path", "/tmp/*,/var/x"), ("mode", "stop"), ("fleecing", "enabled=1,storage=local"), ("notes-template", "{{guestname}}"))]);
        Assert.Equal(["PUT /cluster/backup/fresh delete=fleecing,mode,notes-template enabled=0 exclude-path=/a,b\0/c prune-backups=keep-all=1 vmid=200,100"],
            await bench.ApplyAsync(key, [Job(("vmid", "200,100"), ("prune-backups", "keep-all=1"), ("exclude-path", "[\"/a,b\",\"/c\"]"), ("enabled", "0"))]));
        Assert.Contains("(/a?b)", bench.Work(key, [Job(("vmid", "100"), ("exclude-path", "[\"/a,b\"]"))]).Refusal);
        await bench.ApplyAsync(key, [Job(("all", "1"), ("enabled", "1"))]);
        await bench.ApplyAsync(key, [Job(("vmid", "100"))]);
        await bench.ApplyAsync(key, []);
    }

    [Fact]
    public async Task Options_of_the_datacenter_are_set_part_by_part()
    {
        using var bench = new ObjectBench();
        await bench.ReadAsync();
        var key = Key(ObjectKind.ClusterOption, "");
        var others = bench.Of(key).Select(option => option.Name).Except(["migration", "bwlimit", "crs", "description"]).ToArray();
        ClusterObject[] Options(params (string Name, string Value)[] options) => [.. options.Select(option => ObjectBench.Make(ObjectKind.ClusterOption, option.Name, ("value", option.Value)))];
        await bench.ApplyAsync(key, Options(("migration", "network=10.10.0.0/24,type=secure"), ("bwlimit", "clone=5,default=10"), ("crs", "ha=static,ha-rebalance-on-start=1"), ("description", "a")), others);
        Assert.Equal(["PUT /cluster/options bwlimit=clone=6 delete=description migration=type=insecure"],
            await bench.ApplyAsync(key, Options(("migration", "type=insecure"), ("bwlimit", "clone=6"), ("crs", "ha=static")), [.. others, "crs/ha-rebalance-on-start"]));
        await bench.ApplyAsync(key, [], [.. others]);
    }

    [Fact]
    public async Task Storages_are_made_changed_and_deleted_without_a_secret()
    {
        using var bench = new ObjectBench();
        var key = Key(ObjectKind.StorageDefinition, "fresh");
        ClusterObject Nfs(params (string, string?)[] settings) => ObjectBench.Make(ObjectKind.StorageDefinition, "fresh", [("type", "nfs"), ("server", "10.0.0.9"), ("export", "/x"), .. settings]);
        string[] own = ["path", "shared"];
        await bench.ApplyAsync(key, [Nfs(("content", "backup,iso"), ("nodes", "pve2,pve1"), ("disable", "1"), ("options", "vers=4"))], own);
        Assert.Equal(["PUT /storage/fresh content=iso delete=disable,nodes,options preallocation=off"], await bench.ApplyAsync(key, [Nfs(("content", "iso"), ("preallocation", "off"))], own));
        Assert.Contains("never changes the export", bench.Work(key, [ObjectBench.Make(ObjectKind.StorageDefinition, "fresh", ("type", "nfs"), ("server", "10.0.0.9"), ("export", "/y"), ("content", "iso"))], own).Refusal);
        await bench.ApplyAsync(key, []);
        Assert.Contains("needs a password", bench.Work(key, [ObjectBench.Make(ObjectKind.StorageDefinition, "fresh", ("type", "pbs"), ("server", "b"), ("datastore", "d"), ("username", "u@pbs"))]).Refusal);
        await bench.ApplyAsync(key, [ObjectBench.Make(ObjectKind.StorageDefinition, "fresh", ("type", "dir"), ("path", "/srv/fresh"), ("content", "iso"), ("shared", "0"))], "shared");
        await bench.ApplyAsync(key, [ObjectBench.Make(ObjectKind.StorageDefinition, "fresh", ("type", "dir"), ("path", "/srv/fresh"), ("content", "iso"), ("shared", "1"))]);
    }

    [Fact]
    public async Task Interfaces_are_made_changed_and_deleted_and_the_node_reloads_them()
    {
        using var bench = new ObjectBench();
        await bench.ReadAsync();
        var scope = ObjectScope.OfNode("pve1");
        ObjectKey Name(string name) => new(ObjectKind.Network, scope, name);
        ClusterObject Interface(string name, params (string, string?)[] settings) => ObjectBench.Make(ObjectKind.Network, scope, name, settings);
        string[] own = ["bridge_stp", "bridge_fd", "bond_miimon"];
        Assert.Equal(["POST /nodes/pve1/network autostart=1 cidr=10.99.0.1/24 comments=a iface=vmbr99 mtu=1500 type=bridge", "PUT /nodes/pve1/network"],
            await bench.ApplyAsync(Name("vmbr99"), [Interface("vmbr99", ("type", "bridge"), ("autostart", "1"), ("cidr", "10.99.0.1/24"), ("mtu", "1500"), ("comments", "a"))], own));
        await bench.ApplyAsync(Name("vmbr99"), [Interface("vmbr99", ("type", "bridge"), ("autostart", "1"), ("cidr", "10.99.0.1/24"), ("bridge_vlan_aware", "1"), ("comments", "b"))], own);
        Assert.Equal("10.99.0.1/24", Assert.IsType<NetworkDefinition>(bench.Of(Name("vmbr99"))[0]).Cidr);
        await bench.ApplyAsync(Name("vmbr99"), [Interface("vmbr99", ("type", "bridge"), ("autostart", "0"), ("cidr6", "fd99::1/64"))], own);
        Assert.Null(Assert.IsType<NetworkDefinition>(bench.Of(Name("vmbr99"))[0]).Cidr);
        await bench.ApplyAsync(Name("vmbr99.40"), [Interface("vmbr99.40", ("type", "vlan"), ("autostart", "1"), ("vlan-raw-device", "vmbr99"), ("vlan-id", "40"))], own);
        Assert.Equal(Consequence.Downtime, bench.Work(Name("vmbr99.40"), []).Consequence);
        await bench.ApplyAsync(Name("vmbr99.40"), []);
        Assert.Contains("default route of pve1", bench.Work(Name("vmbr0"), []).Refusal);
        await bench.Client.PostAsync("/nodes/pve1/network", [new("iface", "vmbr98"), new("type", "bridge")], TestContext.Current.CancellationToken);
        await bench.ReadAsync();
        Assert.Contains("wait there already", bench.Work(Name("vmbr97"), [Interface("vmbr97", ("type", "bridge"))]).Refusal);
        Assert.Null(bench.Work(new(ObjectKind.Network, ObjectScope.OfNode("pve2"), "vmbr97"), [ObjectBench.Make(ObjectKind.Network, ObjectScope.OfNode("pve2"), "vmbr97", ("type", "bridge"))]).Refusal);
    }
}
