using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>Firewalls: options, rules, security groups, IP sets and aliases.</summary>
internal static class FirewallRequests
{
    private const string Cluster = "/cluster/firewall", Groups = Cluster + "/groups";

    private static readonly SettingForms Options = new SettingForms()
        .Flags(null, "enable", "ebtables", "dhcp", "ipfilter", "macfilter", "ndp", "radv", "nftables", "nosmurfs").Numbers(null, "nf_conntrack_max", "nf_conntrack_tcp_timeout_established")
        .Add(Limit, null, "log_ratelimit");

    private static readonly SettingForms Texts = new();

    public static ObjectWork Of(ObjectEdit edit, Func<int, (string Node, GuestKind Kind)?> placeOf)
    {
        if (edit.Resource.Kind == ObjectKind.FirewallGroup) return Group(edit);
        if (Root(edit.Resource.Scope, placeOf) is not { } root) return ObjectWork.Refused(FormattableString.Invariant($"Where guest {edit.Resource.Scope.VmId} is, is not known."));
        return edit.Resource.Kind switch
        {
            ObjectKind.FirewallOption => edit.OptionsChange(Options) is { IsEmpty: false } change ? Request.Live(Request.Put(root + "/options", change.Deleted())) : ObjectWork.None,
            ObjectKind.FirewallRule => Request.Live([.. RuleEdits.Of(root + "/rules", edit)]),
            ObjectKind.FirewallAlias => Alias(edit, root + "/aliases"),
            _ => Set(edit, root + "/ipset"),
        };
    }

    private static string? Root(ObjectScope scope, Func<int, (string Node, GuestKind Kind)?> placeOf)
    {
        if (scope.IsCluster) return Cluster;
        if (scope.Node is { } node) return Request.Path("/nodes", node) + "/firewall";
        if (scope.VmId is not { } vmid || placeOf(vmid) is not { } place) return null;
        return Request.Path("/nodes", place.Node, place.Kind == GuestKind.Qemu ? "qemu" : "lxc", vmid.ToString(CultureInfo.InvariantCulture)) + "/firewall";
    }

    /// <summary>A group is made before its rules and goes after them.</summary>
    private static ObjectWork Group(ObjectEdit edit)
    {
        var path = Request.Path(Groups, edit.Name);
        var rules = RuleEdits.Of(path, edit);
        if (edit.IsGone) return Request.Live([.. rules, Request.Delete(path)]);
        // The rules are beside it.
        var change = (edit with { Server = [.. edit.Server.OfType<FirewallGroup>()], Wanted = [.. edit.Wanted.OfType<FirewallGroup>()] }).Change(Texts);
        if (edit.IsNew) return Request.Live([Request.Post(Groups, [new("group", edit.Name), .. change.Set]), .. rules]);
        return Request.Live([.. change.IsEmpty ? (ReadOnlySpan<ObjectRequest>)[] : [Renamed(Groups, "group", edit.Name, change)], .. rules]);
    }

    private static ObjectWork Alias(ObjectEdit edit, string root)
    {
        var path = Request.Path(root, edit.Name);
        if (edit.IsGone) return Request.Live(Request.Delete(path));
        var change = edit.Change(Texts, "name");
        if (edit.IsNew) return Request.Live(Request.Post(root, [new("name", edit.Name), .. change.Set]));
        if (change.IsEmpty) return ObjectWork.None;
        var values = change.Emptied();
        // It is asked for even where it stays.
        values.TryAdd("cidr", edit.Old.Get("cidr") ?? "");
        return Request.Live(Request.Put(path, values));
    }

    private static ObjectWork Set(ObjectEdit edit, string root)
    {
        var path = Request.Path(root, edit.Name);
        if (edit.IsGone) return Request.Live(Request.Delete(path, ("force", "1")));
        var requests = new List<ObjectRequest>();
        var entries = edit.Kept.Contains(FirewallIpSet.EntryPrefix) && !edit.IsNew;
        var (old, wanted) = (Entries(edit.Server), Entries(edit.Wanted));
        var comment = edit.New.Get("comment") ?? "";
        if (edit.IsNew) requests.Add(Request.Post(root, [new("name", edit.Name), .. comment.Length == 0 ? (ReadOnlySpan<KeyValuePair<string, string>>)[] : [new("comment", comment)]]));
        else if (!edit.Kept.Contains("comment") && !Texts.AreEqual("comment", edit.Old.Get("comment"), comment)) requests.Add(Request.Post(root, [new("name", edit.Name), new("rename", edit.Name), new("comment", comment)]));
        if (entries) return Request.Live([.. requests]);
        foreach (var (cidr, entry) in old)
            if (!wanted.ContainsKey(cidr)) requests.Add(Request.Delete(Request.Path(path, entry.Cidr)));
        foreach (var (cidr, entry) in wanted)
        {
            var note = entry.Comment ?? "";
            if (!old.TryGetValue(cidr, out var before))
                requests.Add(Request.Post(path, [new("cidr", entry.Cidr), .. entry.NoMatch ? (ReadOnlySpan<KeyValuePair<string, string>>)[new("nomatch", "1")] : [], .. note.Length == 0 ? (ReadOnlySpan<KeyValuePair<string, string>>)[] : [new("comment", note)]]));
            else if (before.NoMatch != entry.NoMatch || !Texts.AreEqual("comment", before.Comment, note))
                requests.Add(Request.Put(Request.Path(path, before.Cidr), ("nomatch", entry.NoMatch ? "1" : "0"), ("comment", note)));
        }
        return Request.Live([.. requests]);
    }

    // A network of one address is the address, as Proxmox keeps it.
    private static SortedDictionary<string, IpSetEntry> Entries(IEnumerable<ClusterObject> sets)
    {
        var entries = new SortedDictionary<string, IpSetEntry>(StringComparer.Ordinal);
        foreach (var entry in sets.OfType<FirewallIpSet>().SelectMany(set => set.Entries))
            entries[entry.Cidr.EndsWith(entry.Cidr.Contains(':', StringComparison.Ordinal) ? "/128" : "/32", StringComparison.Ordinal) ? entry.Cidr[..entry.Cidr.LastIndexOf('/')] : entry.Cidr] = entry;
        return entries;
    }

    /// <summary>A comment is changed by giving it its own name anew.</summary>
    private static ObjectRequest Renamed(string root, string key, string name, SettingsChange change) => Request.Post(root, [new(key, name), new("rename", name), .. change.Emptied()]);

    // What is left out of it is at Proxmox's default.
    private static string Limit(string text)
    {
        var parts = new SortedDictionary<string, string>(SettingText.Parts(text, "enable").ToDictionary(), StringComparer.Ordinal);
        foreach (var (key, usual) in (ReadOnlySpan<(string, string)>)[("enable", "1"), ("burst", "5"), ("rate", "1/second")]) parts.TryAdd(key, usual);
        parts["enable"] = SettingForms.Flag(parts["enable"]);
        return SettingForms.Join(parts);
    }
}
