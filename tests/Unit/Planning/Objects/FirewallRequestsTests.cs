using System.Globalization;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Tests.Unit.Planning.Objects;

/// <summary>Firewalls, brought to what the code wants by requests that the Lab checks like Proxmox.</summary>
public sealed class FirewallRequestsTests
{
    private static readonly ObjectKey ClusterRules = new(ObjectKind.FirewallRule, ObjectScope.Cluster, "");

    private static ClusterObject[] Rules(ObjectScope scope, params string[] ports) =>
        [.. ports.Select((port, place) => ObjectBench.Make(ObjectKind.FirewallRule, scope, place.ToString(CultureInfo.InvariantCulture), ("type", "in"), ("action", port.StartsWith('!') ? "DROP" : "ACCEPT"), ("proto", "tcp"), ("dport", port.TrimStart('!')), ("enable", "1")))];

    private static string[] Ports(ObjectBench bench, ObjectKey key) => [.. bench.Of(key).OfType<FirewallRule>().OrderBy(rule => rule.Position).Select(rule => (rule.Action == "DROP" ? "!" : "") + rule.DestinationPort)];

    private static async Task<int> BecomesAsync(ObjectBench bench, ObjectKey key, params string[] ports)
    {
        var requests = await bench.ApplyAsync(key, Rules(key.Scope, ports));
        Assert.Equal(ports, Ports(bench, key));
        return requests.Length;
    }

    [Fact]
    public async Task Rules_are_edited_by_the_fewest_requests_and_end_in_the_order_of_the_code()
    {
        using var bench = new ObjectBench();
        await bench.ApplyAsync(ClusterRules, []);
        Assert.Equal(4, await BecomesAsync(bench, ClusterRules, "1", "2", "3", "4"));
        Assert.Equal(0, await BecomesAsync(bench, ClusterRules, "1", "2", "3", "4"));
        // In its place.
        Assert.Equal(1, await BecomesAsync(bench, ClusterRules, "1", "20", "3", "4"));
        Assert.Equal(1, await BecomesAsync(bench, ClusterRules, "1", "3", "4"));
        // At the top at once; elsewhere switched off until it is there.
        Assert.Equal(1, await BecomesAsync(bench, ClusterRules, "0", "1", "3", "4"));
        Assert.Equal(3, await BecomesAsync(bench, ClusterRules, "0", "1", "2", "3", "4"));
        Assert.Equal(3, await BecomesAsync(bench, ClusterRules, "0", "1", "2", "3", "4", "!5"));
        // Moved.
        Assert.Equal(1, await BecomesAsync(bench, ClusterRules, "1", "2", "3", "4", "!5", "0"));
        Assert.Equal(1, await BecomesAsync(bench, ClusterRules, "1", "2", "!5", "3", "4", "0"));
        Assert.Equal(6, await BecomesAsync(bench, ClusterRules));
    }

    [Fact]
    public async Task Any_list_of_rules_becomes_any_other()
    {
        using var bench = new ObjectBench();
        var random = new Random(7);
        var scope = ObjectScope.OfGuest(100);
        var key = new ObjectKey(ObjectKind.FirewallRule, scope, "");
        for (var round = 0; round < LongRun.Iterations(15); round++)
            await BecomesAsync(bench, key, [.. Enumerable.Range(0, random.Next(9)).Select(_ => (random.Next(3) == 0 ? "!" : "") + random.Next(1, 8).ToString(CultureInfo.InvariantCulture))]);
    }

    [Fact]
    public async Task A_new_rule_that_is_not_at_the_top_is_off_until_it_is_where_it_belongs()
    {
        using var bench = new ObjectBench();
        await bench.ApplyAsync(ClusterRules, Rules(ObjectScope.Cluster, "22"));
        Assert.Equal(
            ["POST /cluster/firewall/rules action=DROP dport=1:65535 enable=0 proto=tcp type=in", "PUT /cluster/firewall/rules/0 moveto=2", "PUT /cluster/firewall/rules/1 enable=1"],
            await bench.ApplyAsync(ClusterRules, Rules(ObjectScope.Cluster, "22", "!1:65535")));
    }

    [Fact]
    public async Task What_a_rule_no_longer_says_is_taken_away_and_what_no_code_can_say_stays()
    {
        using var bench = new ObjectBench();
        var key = new ObjectKey(ObjectKind.FirewallRule, ObjectScope.OfNode("pve1"), "");
        ClusterObject Rule(params (string, string?)[] settings) => ObjectBench.Make(ObjectKind.FirewallRule, key.Scope, "0", settings);
        await bench.ApplyAsync(key, [Rule(("type", "in"), ("action", "ACCEPT"), ("proto", "icmp"), ("icmp-type", "echo-request"), ("enable", "1"), ("comment", "ping"), ("log", "info"))]);
        Assert.Equal(["PUT /nodes/pve1/firewall/rules/0 comment=pong delete=log"],
            await bench.ApplyAsync(key, [Rule(("type", "in"), ("action", "ACCEPT"), ("proto", "icmp"), ("enable", "1"), ("comment", "pong"))], "rule/icmp-type"));
        Assert.Equal("echo-request", bench.Of(key)[0].Settings["icmp-type"]);
        await bench.ApplyAsync(key, [Rule(("type", "in"), ("action", "ACCEPT"), ("macro", "ssh"), ("enable", "0"))], "rule/icmp-type");
    }

    [Fact]
    public async Task Groups_sets_aliases_and_options_are_made_changed_and_deleted()
    {
        using var bench = new ObjectBench();
        await bench.ReadAsync();
        var group = new ObjectKey(ObjectKind.FirewallGroup, ObjectScope.Cluster, "fresh");
        var scope = ObjectScope.OfGroup("fresh");
        await bench.ApplyAsync(group, [ObjectBench.Make(ObjectKind.FirewallGroup, "fresh", ("comment", "a")), .. Rules(scope, "80", "443")]);
        Assert.Equal(["POST /cluster/firewall/groups comment=b group=fresh rename=fresh", "DELETE /cluster/firewall/groups/fresh/0"],
            await bench.ApplyAsync(group, [ObjectBench.Make(ObjectKind.FirewallGroup, "fresh", ("comment", "b")), .. Rules(scope, "443")]));
        await bench.ApplyAsync(group, [ObjectBench.Make(ObjectKind.FirewallGroup, "fresh"), .. Rules(scope, "443")]);
        await bench.ApplyAsync(group, []);
        foreach (var place in (ObjectScope[])[ObjectScope.Cluster, ObjectScope.OfGuest(100), ObjectScope.OfGuest(200)])
        {
            var set = new ObjectKey(ObjectKind.FirewallIpSet, place, "fresh");
            ClusterObject Set(params (string, string?)[] settings) => ObjectBench.Make(ObjectKind.FirewallIpSet, place, "fresh", settings);
            await bench.ApplyAsync(set, [Set(("comment", "a"), ("entry 192.0.2.0/28", "0"), ("comment 192.0.2.0/28", "x"), ("entry 192.0.2.1", "1"), ("entry fd00::/64", "0"))]);
            Assert.Equal(3, (await bench.ApplyAsync(set, [Set(("comment", "a"), ("entry 192.0.2.0/28", "1"), ("entry 192.0.2.2/32", "0"), ("entry fd00::/64", "0"))])).Length);
            await bench.ApplyAsync(set, [Set(("entry 192.0.2.0/28", "1"), ("entry 192.0.2.2", "0"), ("entry fd00::/64", "0"))]);
            await bench.ApplyAsync(set, []);
            var alias = new ObjectKey(ObjectKind.FirewallAlias, place, "fresh");
            await bench.ApplyAsync(alias, [ObjectBench.Make(ObjectKind.FirewallAlias, place, "fresh", ("cidr", "192.0.2.1"), ("comment", "a"))]);
            await bench.ApplyAsync(alias, [ObjectBench.Make(ObjectKind.FirewallAlias, place, "fresh", ("cidr", "192.0.2.2"), ("comment", "b"))]);
            await bench.ApplyAsync(alias, []);
        }
        Assert.Contains("Where guest 4711 is", bench.Work(new(ObjectKind.FirewallRule, ObjectScope.OfGuest(4711), ""), []).Refusal);
    }

    [Fact]
    public async Task Options_are_set_and_taken_away()
    {
        using var bench = new ObjectBench();
        ClusterObject[] Options(ObjectScope scope, params (string Name, string Value)[] options) => [.. options.Select(option => ObjectBench.Make(ObjectKind.FirewallOption, scope, option.Name, ("value", option.Value)))];
        ObjectKey Key(ObjectScope scope) => new(ObjectKind.FirewallOption, scope, "");
        var (cluster, node, guest) = (ObjectScope.Cluster, ObjectScope.OfNode("pve2"), ObjectScope.OfGuest(200));
        await bench.ApplyAsync(Key(cluster), Options(cluster, ("enable", "1"), ("policy_in", "REJECT"), ("log_ratelimit", "enable=1,rate=2/second")));
        await bench.ApplyAsync(Key(cluster), Options(cluster, ("enable", "1"), ("ebtables", "0"), ("log_ratelimit", "burst=5,enable=1,rate=2/second")));
        await bench.ApplyAsync(Key(cluster), []);
        await bench.ApplyAsync(Key(node), Options(node, ("enable", "1"), ("nf_conntrack_max", "65536"), ("log_level_in", "info")));
        await bench.ApplyAsync(Key(node), []);
        await bench.ApplyAsync(Key(guest), Options(guest, ("enable", "1"), ("dhcp", "0"), ("policy_out", "DROP")));
        await bench.ApplyAsync(Key(guest), []);
    }
}
