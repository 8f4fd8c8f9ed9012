using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Api.Objects;

/// <summary>Reads the firewalls of cluster, nodes and guests, and the security groups.</summary>
internal static class FirewallReading
{
    private static readonly ObjectKind[] OfGuests = [ObjectKind.FirewallOption, ObjectKind.FirewallRule, ObjectKind.FirewallAlias, ObjectKind.FirewallIpSet];

    internal static Task ReadAsync(ObjectSink sink, ObjectQuery query, CancellationToken ct)
    {
        if (!query.Wants([.. OfGuests, ObjectKind.FirewallGroup])) return Task.CompletedTask;
        return Task.WhenAll(
        [
            PartAsync(sink, query, ObjectScope.Cluster, "/cluster/firewall", hasSets: true, ct),
            query.Wants(ObjectKind.FirewallGroup, ObjectKind.FirewallRule) ? GroupsAsync(sink, ct) : Task.CompletedTask,
            .. query.Nodes.Select(node => NodeAsync(sink, query, node.Name, node.IsOnline, ct)),
            .. query.Guests.Select(guest => PartAsync(sink, query, ObjectScope.OfGuest(guest.VmId), PvePath.Of($"/nodes/{guest.Node}/{guest.Kind.ApiName()}/{guest.VmId}/firewall"), hasSets: true, ct)),
        ]);
    }

    private static Task NodeAsync(ObjectSink sink, ObjectQuery query, string node, bool isOnline, CancellationToken ct)
    {
        var scope = ObjectScope.OfNode(node);
        if (isOnline) return PartAsync(sink, query, scope, PvePath.Of($"/nodes/{node}/firewall"), hasSets: false, ct);
        foreach (var kind in (ObjectKind[])[ObjectKind.FirewallOption, ObjectKind.FirewallRule])
            if (query.Wants(kind)) sink.Gap(kind, scope, "The node is offline.");
        return Task.CompletedTask;
    }

    private static Task PartAsync(ObjectSink sink, ObjectQuery query, ObjectScope scope, string root, bool hasSets, CancellationToken ct) => Task.WhenAll(
        query.Wants(ObjectKind.FirewallOption) ? ClusterReading.OptionsAsync(sink, root + "/options", ObjectKind.FirewallOption, scope, ct) : Task.CompletedTask,
        query.Wants(ObjectKind.FirewallRule) ? RulesAsync(sink, scope, root + "/rules", ct) : Task.CompletedTask,
        hasSets && query.Wants(ObjectKind.FirewallAlias) ? sink.ListAsync(scope, ObjectKind.FirewallAlias, root + "/aliases", entry => Named(sink, ObjectKind.FirewallAlias, scope, entry), ct) : Task.CompletedTask,
        hasSets && query.Wants(ObjectKind.FirewallIpSet) ? SetsAsync(sink, scope, root + "/ipset", ct) : Task.CompletedTask);

    private static void Named(ObjectSink sink, ObjectKind kind, ObjectScope scope, JsonElement entry)
    {
        if (entry.Text("name") is { Length: > 0 } name) sink.Add(kind, scope, name, SettingsReading.Of(entry, "name"));
    }

    private static Task RulesAsync(ObjectSink sink, ObjectScope scope, string path, CancellationToken ct) => sink.TryAsync(scope, [ObjectKind.FirewallRule], async () =>
    {
        var rules = (await sink.Client.GetAsync(path, null, ct)).Entries().OrderBy(rule => rule.Int("pos") ?? int.MaxValue);
        foreach (var (place, rule) in rules.Index())
            sink.Add(ObjectKind.FirewallRule, scope, (rule.Int("pos") ?? place).ToString(CultureInfo.InvariantCulture), SettingsReading.Of(rule, "pos"));
    });

    private static Task SetsAsync(ObjectSink sink, ObjectScope scope, string path, CancellationToken ct) => sink.ListAsync(scope, [ObjectKind.FirewallIpSet], path, null, async entry =>
    {
        if (entry.Text("name") is not { Length: > 0 } name) return;
        var settings = SettingsReading.Of(entry, "name");
        foreach (var member in (await sink.Client.GetAsync($"{path}/{Uri.EscapeDataString(name)}", null, ct)).Entries())
        {
            if (member.Text("cidr") is not { Length: > 0 } cidr) continue;
            settings = settings.With(FirewallIpSet.EntryPrefix + cidr, member.Flag("nomatch") ? "1" : "0").With(FirewallIpSet.CommentPrefix + cidr, member.Text("comment"));
        }
        sink.Add(ObjectKind.FirewallIpSet, scope, name, settings);
    }, ct);

    private static Task GroupsAsync(ObjectSink sink, CancellationToken ct) =>
        sink.ListAsync(ObjectScope.Cluster, [ObjectKind.FirewallGroup], "/cluster/firewall/groups", null, entry =>
        {
            if (entry.Text("group") is not { Length: > 0 } name) return Task.CompletedTask;
            sink.Add(ObjectKind.FirewallGroup, ObjectScope.Cluster, name, SettingsReading.Of(entry, "group"));
            return RulesAsync(sink, ObjectScope.OfGroup(name), PvePath.Of($"/cluster/firewall/groups/{name}"), ct);
        }, ct);
}
