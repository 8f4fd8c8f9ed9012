using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Api.Objects;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Api;

/// <summary>What a cluster has beside nodes and guests, read from recorded answers and from the Lab.</summary>
public class ObjectReaderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly ObjectQuery OneNode = new() { Nodes = [("pve1", true)], Guests = [(100, GuestKind.Qemu, "pve1"), (200, GuestKind.Lxc, "pve1")] };

    /// <summary>A server whose answers are in Perl's order, and that knows keys that nobody has heard of.</summary>
    private static FakePve Server() => new FakePve()
        .On("GET /access/permissions", """{"/":{"Sys.Audit":1},"/access":{"Sys.Audit":1},"/access/groups":{"Sys.Audit":1},"/nodes":{"Sys.Audit":1},"/sdn":{"SDN.Audit":1},"/storage":{"Datastore.Audit":1}}""")
        .On("GET /storage", """[{"storage":"z","type":"pbs","datastore":"d","password":"geheim","content":"backup","digest":"x"},{"storage":"a","type":"dir","path":"/a","content":"rootdir,iso,images","nodes":"pve2,pve1","prune-backups":"keep-last=3","digest":"x"}]""")
        .On("GET /access/users", """[{"userid":"b@pve","enable":1,"expire":0,"groups":["z","a"],"keys":"x!yubico","newkey":{"b":[2,1],"a":1},"tokens":[{"tokenid":"ci","privsep":0,"expire":1893456000}]},{"userid":"a@pve","groups":"z,a"}]""")
        .On("GET /access/groups", """[{"groupid":"z","users":"b@pve,a@pve","comment":"c"}]""")
        .On("GET /access/roles", """[{"roleid":"Own","privs":"VM.Audit,Sys.Audit","special":0}]""")
        .On("GET /access/acl", """[{"path":"/vms/100","ugid":"b@pve!ci","type":"token","roleid":"Own","propagate":1}]""")
        .On("GET /access/domains", """[{"realm":"corp","type":"openid","comment":"SSO"}]""")
        .On("GET /access/domains/corp", """{"type":"openid","issuer-url":"https://sso","client-id":"pve","client-key":"geheim","digest":"x"}""")
        .On("GET /cluster/ha/resources", """[{"sid":"vm:100","state":"started","max_restart":2,"digest":"x"}]""")
        .Fails("GET /cluster/ha/rules", 501, "Method 'GET /cluster/ha/rules' not implemented")
        .On("GET /cluster/backup", """[{"id":"j1","schedule":"02:00","vmid":"200,100","prune-backups":{"keep-weekly":"4","keep-daily":7},"next-run":1790000000,"enabled":1}]""")
        .On("GET /cluster/options", """{"keyboard":"de","http_proxy":"http://me:geheim@proxy:3128","migration":{"type":"secure","network":"10.0.0.0/24"},"description":"a ${b}\n"}""")
        .On("GET /nodes/pve1/network", _ => FakePve.Json(200, "OK", """{"data":[{"iface":"vmbr0","type":"bridge","bridge_ports":"eno1","cidr":"10.0.0.1/24","active":1,"priority":4,"families":["inet"],"comments":"lan\n"}],"changes":"--- a\n+++ b\n"}"""))
        .On("GET /cluster/firewall/options", """{"enable":1,"digest":"x"}""")
        .On("GET /cluster/firewall/rules", """[{"pos":1,"type":"in","action":"DROP"},{"pos":0,"type":"in","action":"ACCEPT","macro":"SSH","enable":1,"digest":"x"}]""")
        .On("GET /cluster/firewall/aliases", """[{"name":"home","cidr":"192.0.2.0/24","ipversion":4}]""")
        .On("GET /cluster/firewall/ipset", """[{"name":"office","comment":"o"}]""")
        .On("GET /cluster/firewall/ipset/office", """[{"cidr":"192.0.2.9","nomatch":1},{"cidr":"192.0.2.1","comment":"x"}]""")
        .On("GET /cluster/firewall/groups", """[{"group":"web","comment":"w"}]""")
        .On("GET /cluster/firewall/groups/web", """[{"pos":0,"type":"in","action":"ACCEPT"}]""")
        .On("GET /nodes/pve1/firewall/options", "{}")
        .On("GET /nodes/pve1/firewall/rules", "[]")
        .On("GET /nodes/pve1/qemu/100/firewall/options", """{"enable":1,"policy_in":"DROP"}""")
        .On("GET /nodes/pve1/qemu/100/firewall/rules", """[{"pos":0,"type":"group","action":"web","iface":"net0"}]""")
        .On("GET /nodes/pve1/qemu/100/firewall/aliases", "[]")
        .On("GET /nodes/pve1/qemu/100/firewall/ipset", "[]")
        .On("GET /nodes/pve1/lxc/200/firewall/options", "{}")
        .On("GET /nodes/pve1/lxc/200/firewall/rules", "[]")
        .On("GET /nodes/pve1/lxc/200/firewall/aliases", "[]")
        .On("GET /nodes/pve1/lxc/200/firewall/ipset", "[]");

    private static async Task<ObjectReading> ReadAsync(FakePve pve, ObjectQuery? query = null)
    {
        using var client = pve.Client();
        return await new ObjectReader(client).ReadAsync(query ?? OneNode, Ct);
    }

    private static T One<T>(ObjectReading reading, string name) where T : ClusterObject => Assert.Single(reading.Objects.OfType<T>(), item => item.Name == name);

    [Fact]
    public async Task Everything_is_read_sorted_typed_and_with_keys_that_are_unknown()
    {
        using var pve = Server();
        var reading = await ReadAsync(pve);
        Assert.Empty(reading.Gaps);
        Assert.Equal(reading.Objects.Select(item => item.Key).Order(), reading.Objects.Select(item => item.Key));
        var user = One<User>(reading, "b@pve");
        Assert.Equal("a,z|{\"a\":1,\"b\":[2,1]}|", $"{string.Join(',', user.Groups)}|{user.Settings["newkey"]}|{user.Expires}");
        Assert.Equal(["a", "z"], One<User>(reading, "a@pve").Groups);
        var token = One<Token>(reading, "b@pve!ci");
        Assert.Equal(("b@pve", "ci", false, 2030), (token.UserId, token.TokenName, token.PrivilegeSeparation, token.Expires!.Value.Year));
        Assert.Equal(["a@pve", "b@pve"], One<ProxmoxMpc.Core.Model.Objects.Group>(reading, "z").Users);
        Assert.Equal(["images", "iso", "rootdir"], One<StorageDefinition>(reading, "a").Content);
        Assert.Equal(["pve1", "pve2"], One<StorageDefinition>(reading, "a").Nodes);
        var job = One<BackupJob>(reading, "j1");
        Assert.Equal("200,100|keep-daily=7,keep-weekly=4|False", $"{string.Join(',', job.VmId)}|{job.Retention}|{job.Settings.ContainsKey("next-run")}");
        Assert.Equal("network=10.0.0.0/24,type=secure", One<ClusterOption>(reading, "migration").Value);
        var bridge = One<NetworkDefinition>(reading, "vmbr0");
        Assert.Equal(("pve1", "10.0.0.1/24", "lan", "--- a\n+++ b\n"), (bridge.Node, bridge.Cidr, bridge.Comment, bridge.PendingChanges));
        Assert.Equal(["SSH", null], reading.Objects.OfType<FirewallRule>().Where(rule => rule.Level == "Cluster").Select(rule => rule.Macro));
        Assert.Equal("192.0.2.1 !192.0.2.9", string.Join(' ', One<FirewallIpSet>(reading, "office").Entries));
        Assert.Equal((100, "web"), reading.Objects.OfType<FirewallRule>().Where(rule => rule.Level == "Guest").Select(rule => (rule.VmId!.Value, rule.Action)).Single());
        Assert.Equal("web", Assert.Single(reading.Objects.OfType<FirewallRule>(), rule => rule.Level == "Group").SecurityGroup);
        Assert.Contains((ObjectKind.HaRule, ObjectScope.Cluster), reading.Complete);
        Assert.Contains((ObjectKind.FirewallRule, ObjectScope.OfGuest(200)), reading.Complete);
    }

    [Fact]
    public async Task No_secret_and_nothing_that_changes_by_itself_is_kept()
    {
        using var pve = Server();
        var all = string.Join('\n', (await ReadAsync(pve)).Objects.SelectMany(item => item.Settings.Select(setting => $"{item.Kind} {item.Name} {setting.Key}={setting.Value}")));
        Assert.DoesNotContain("geheim", all);
        Assert.DoesNotContain("yubico", all);
        Assert.DoesNotContain("digest=", all);
        Assert.DoesNotContain("active=", all);
        Assert.Contains("http_proxy value=http://**********@proxy:3128", all);
        Assert.Contains("client-key=**********", all);
    }

    [Fact]
    public async Task Only_what_is_wanted_is_asked_for()
    {
        using var pve = Server();
        await ReadAsync(pve, new() { Kinds = [ObjectKind.BackupJob] });
        Assert.Equal(["GET /cluster/backup"], pve.Sent.Select(sent => sent.ToString()));
    }

    [Theory]
    [InlineData("GET /cluster/backup", ObjectKind.BackupJob, "")]
    [InlineData("GET /access/users", ObjectKind.Token, "")]
    [InlineData("GET /access/domains/corp", ObjectKind.Realm, "")]
    [InlineData("GET /cluster/firewall/ipset/office", ObjectKind.FirewallIpSet, "")]
    [InlineData("GET /cluster/firewall/groups/web", ObjectKind.FirewallRule, "group/web")]
    [InlineData("GET /nodes/pve1/network", ObjectKind.Network, "node/pve1")]
    [InlineData("GET /nodes/pve1/qemu/100/firewall/rules", ObjectKind.FirewallRule, "guest/100")]
    public async Task A_part_that_is_refused_is_a_gap_of_that_part_alone(string request, ObjectKind kind, string scope)
    {
        using var pve = Server().Fails(request, 403, "Permission check failed (/, Sys.Audit)");
        var whole = await ReadAsync(Server());
        var reading = await ReadAsync(pve);
        Assert.DoesNotContain((kind, ObjectScope.Parse(scope)), reading.Complete);
        Assert.Contains(reading.Gaps, gap => gap.Scope == GapScope.Object && gap.Name == ObjectGaps.Name(kind, ObjectScope.Parse(scope)) && gap.Reason.Contains("Permission", StringComparison.Ordinal));
        Assert.Subset(whole.Objects.ToHashSet(), reading.Objects.ToHashSet());
        // And so nothing that was known is lost.
        Assert.Equal(whole.Objects, reading.Over(whole.Objects, _ => false));
        Assert.InRange(whole.Complete.Count - reading.Complete.Count, 1, 2);
    }

    [Fact]
    public async Task What_is_no_longer_listed_is_gone_and_what_was_not_asked_for_is_not()
    {
        using var before = Server();
        var known = (await ReadAsync(before)).Objects;
        using var pve = Server().On("GET /cluster/backup", "[]");
        var after = (await ReadAsync(pve, OneNode with { Guests = [] })).Over(known, scope => scope.SecurityGroup == "web");
        Assert.DoesNotContain(after, item => item is BackupJob or FirewallRule { SecurityGroup: "web" } && !after.Contains(item));
        Assert.Empty(after.OfType<BackupJob>());
        Assert.Contains(after, item => item is FirewallRule { VmId: 100 });
    }

    [Fact]
    public async Task A_node_that_is_down_keeps_what_was_known_of_it()
    {
        using var pve = Server();
        var reading = await ReadAsync(pve, OneNode with { Nodes = [("pve1", false)] });
        Assert.Contains(reading.Gaps, gap => gap.Name == "network interfaces of node/pve1");
        Assert.DoesNotContain((ObjectKind.Network, ObjectScope.OfNode("pve1")), reading.Complete);
        Assert.DoesNotContain(pve.Sent, sent => sent.Path.StartsWith("/nodes/pve1/network", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_may_be_shortened_does_not_count_as_whole()
    {
        using var pve = Server().On("GET /access/permissions", """{"/":{"Sys.Audit":0},"/storage":{"Datastore.Audit":1}}""");
        var reading = await ReadAsync(pve);
        foreach (var kind in (ObjectKind[])[ObjectKind.User, ObjectKind.Token, ObjectKind.Group, ObjectKind.Acl]) Assert.DoesNotContain((kind, ObjectScope.Cluster), reading.Complete);
        Assert.Contains((ObjectKind.StorageDefinition, ObjectScope.Cluster), reading.Complete);
        Assert.Contains((ObjectKind.ClusterOption, ObjectScope.Cluster), reading.Complete);
        Assert.DoesNotContain((ObjectKind.Network, ObjectScope.OfNode("pve1")), reading.Complete);
    }

    [Fact]
    public async Task An_auditor_reads_as_much_as_root_and_a_separated_token_takes_nothing_for_gone()
    {
        using var lab = LabCluster.Demo();
        async Task<ObjectReading> With((string TokenId, string Secret) token)
        {
            using var client = new PveClient(new(new Uri("https://lab:8006"), token.TokenId, token.Secret), lab.CreateHandler());
            var reader = new ObjectReader(client);
            return await reader.ReadAsync(await reader.TargetsAsync(new(), new HashSet<int> { 100, 200 }, Ct), Ct);
        }

        await lab.CreateTokenAsync("ops@pve", "ci", privsep: true, TestContext.Current.CancellationToken);
        var auditor = await lab.CreateTokenAsync("audit@pve", "ro", privsep: false, TestContext.Current.CancellationToken);
        var separated = await lab.CreateTokenAsync("root@pam", "sep", privsep: true, TestContext.Current.CancellationToken);
        var root = await With(lab.IssueEmbeddedToken());
        Assert.Empty(root.Gaps);
        Assert.Equal(Enum.GetValues<ObjectKind>().Except([ObjectKind.Pool]), root.Objects.Select(item => item.Kind).Distinct());
        var audited = await With(auditor);
        Assert.Empty(audited.Gaps);
        Assert.Equal(root.Objects, audited.Objects);
        Assert.Equal(root.Complete, audited.Complete);

        var blind = await With(separated);
        Assert.NotEmpty(blind.Gaps);
        Assert.Equal(root.Objects, blind.Over(root.Objects, _ => false));
    }
}
