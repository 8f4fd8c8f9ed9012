using System.Globalization;
using System.Text;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Objects;

/// <summary>A file with resources of every family, some of them there and some not, with attributes as they come. The next one is another edit of it.</summary>
internal sealed class RandomObjects(Random random)
{
    private static readonly string?[] Comments = [null, "a", "it's \"${ours}\"", "two words # no comment", "ünï 🐘", "%{ if x } 100 %", "back\\slash"];

    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _users = [];

    public string Next()
    {
        _text.Clear();
        Access();
        Pools();
        Storages();
        Networks();
        Firewalls();
        Ha();
        Jobs();
        return _text.ToString();
    }

    private bool Some(int of = 2) => random.Next(of) > 0;

    private T One<T>(params T[] values) => values[random.Next(values.Length)];

    private string[] Few(IEnumerable<string> of) => [.. of.Where(_ => Some())];

    private static string? Text(string? value) => value is null ? null : HclText.Quote(value);

    private static string? List(IReadOnlyCollection<string> items) => items.Count == 0 ? null : $"[{string.Join(", ", items.Select(HclText.Quote))}]";

    private string? Flag() => One(null, "true", "false");

    private string? Comment() => Text(One(Comments));

    private void Resource(string type, string label, params (string Attribute, string? Expression)[] attributes) => Resource(type, label, [], attributes);

    private void Resource(string type, string label, IEnumerable<string> blocks, params (string Attribute, string? Expression)[] attributes)
    {
        _text.Append(CultureInfo.InvariantCulture, $"resource \"{type}\" \"{label}\" {{\n");
        foreach (var (attribute, expression) in attributes)
            if (expression is not null) _text.Append(CultureInfo.InvariantCulture, $"  {attribute} = {expression}\n");
        foreach (var block in blocks) _text.Append(block);
        _text.Append("}\n\n");
    }

    private static string Block(string type, params (string Attribute, string? Expression)[] attributes) =>
        $"  {type} {{\n{string.Concat(attributes.Where(one => one.Expression is not null).Select(one => $"    {one.Attribute} = {one.Expression}\n"))}  }}\n";

    private void Access()
    {
        var groups = Few(["day", "night", "late"]);
        var roles = Few(["Watcher", "Keeper"]);
        foreach (var group in groups) Resource("proxmox_virtual_environment_group", group, ("group_id", Text(group)), ("comment", Comment()));
        foreach (var role in roles) Resource("proxmox_virtual_environment_role", role, ("role_id", Text(role)), ("privileges", List(["VM.Audit", .. Few(["Sys.Audit", "VM.PowerMgmt", "Datastore.Audit"])])));
        // One that is there stays: only a person deletes it.
        foreach (var user in new[] { "ann@pve", "bob@pve" }.Where(user => _users.Contains(user) || Some()))
        {
            _users.Add(user);
            Resource("proxmox_virtual_environment_user", user[..3], ("user_id", Text(user)), ("comment", Comment()), ("email", One(null, "\"a@example.org\"")), ("enabled", Flag()), ("first_name", One(null, "\"Zoë\"")), ("last_name", One(null, "\"O'Neil\"")),
                ("groups", List(Few(groups))), ("expiration_date", One(null, "\"2031-02-03T00:00:00Z\"")));
        }
        foreach (var group in Few(groups))
            Resource("proxmox_acl", group, ("path", One("\"/vms\"", "\"/storage/local\"", "\"/\"")), ("group_id", $"proxmox_virtual_environment_group.{group}.group_id"), ("role_id", roles.Length > 0 && Some() ? Text(roles[0]) : "\"PVEAuditor\""), ("propagate", Flag()));
    }

    private void Pools()
    {
        if (!Some(3)) return;
        Resource("proxmox_virtual_environment_pool", "lab", ("pool_id", "\"lab\""), ("comment", Comment()));
        if (Some()) Resource("proxmox_virtual_environment_pool", "inner", ("pool_id", "\"lab/inner\""), ("comment", Comment()));
        foreach (var storage in Few(["local", "nfs-backup"])) Resource("proxmox_pool_membership", storage, ("pool_id", "proxmox_virtual_environment_pool.lab.id"), ("storage_id", Text(storage)));
    }

    private void Storages()
    {
        (string, string?)[] Common() => [("content", List(["backup", .. Few(["iso", "images", "vztmpl", "snippets"])])), ("nodes", List(Few(["pve1", "pve2"]))), ("disable", Flag())];
        if (Some()) Resource("proxmox_storage_directory", "scratch", [("id", "\"scratch\""), ("path", "\"/srv/scratch\""), ("shared", Flag()), .. Common()]);
        if (Some()) Resource("proxmox_storage_nfs", "far", [("id", "\"far\""), ("server", "\"10.0.0.9\""), ("export", "\"/far\""), ("options", One(null, "\"vers=4.2\"", "\"vers=3\"")), .. Common()]);
    }

    private void Networks()
    {
        if (!Some()) return;
        Resource("proxmox_network_linux_bridge", "b", ("node_name", "\"pve2\""), ("name", "\"vmbr7\""), ("vlan_aware", Flag()), ("comment", Comment()), ("mtu", One(null, "9000", "1400")), ("address", One(null, "\"198.51.100.1/24\"", "\"198.51.100.2/25\"")),
            ("address6", One(null, "\"fd00::7/64\"")), ("autostart", Flag()));
        if (Some()) Resource("proxmox_network_linux_vlan", "v", ("node_name", "\"pve2\""), ("name", "\"vmbr7.30\""), ("comment", Comment()), ("mtu", One(null, "1400")));
    }

    private void Firewalls()
    {
        var aliases = Few(["home", "away"]);
        foreach (var alias in aliases) Resource("proxmox_virtual_environment_firewall_alias", alias, ("name", Text(alias)), ("cidr", One("\"192.0.2.0/24\"", "\"198.51.100.7\"", "\"2001:db8::/64\"")), ("comment", Comment()));
        if (Some())
            Resource("proxmox_virtual_environment_firewall_ipset", "peers", Few(["192.0.2.7", "192.0.2.0/29", "203.0.113.0/24"]).Select(cidr => Block("cidr", ("name", Text(cidr)), ("nomatch", Flag()), ("comment", Comment()))), ("name", "\"peers\""), ("comment", Comment()));
        string[] groups = Some() ? ["doors"] : [];
        foreach (var group in groups) Resource("proxmox_virtual_environment_cluster_firewall_security_group", group, Rules(aliases, []), ("name", Text(group)), ("comment", Comment()));
        // Rules without a rule are no resource of the server's.
        if (Some() && Rules(aliases, groups) is { Length: > 0 } rules) Resource("proxmox_virtual_environment_firewall_rules", "all", rules);
        if (Some() && Rules(aliases, groups) is { Length: > 0 } own) Resource("proxmox_virtual_environment_firewall_rules", "own", own, ("node_name", "\"pve1\""), ("vm_id", "102"));
        if (Some()) Resource("proxmox_virtual_environment_firewall_options", "own", ("node_name", "\"pve1\""), ("vm_id", "102"), ("enabled", One("true", "false")), ("dhcp", Flag()), ("input_policy", One(null, "\"DROP\"", "\"REJECT\"")), ("log_level_in", One(null, "\"info\"")), ("macfilter", Flag()));
        if (Some()) Resource("proxmox_node_firewall", "n", ("node_name", "\"pve1\""), ("enabled", One("true", "false")), ("nf_conntrack_max", One(null, "300000", "400000")), ("log_level_in", One(null, "\"info\"", "\"nolog\"")), ("nosmurfs", Flag()));
    }

    private string[] Rules(string[] aliases, string[] groups) =>
    [
        .. Enumerable.Range(0, random.Next(6)).Select(_ => groups.Length > 0 && random.Next(4) == 0
            ? Block("rule", ("security_group", Text(groups[0])), ("comment", Comment()), ("enabled", Flag()))
            : random.Next(3) == 0 ? Block("rule", ("type", "\"in\""), ("action", One("\"ACCEPT\"", "\"DROP\"")), ("macro", One("\"SSH\"", "\"HTTP\"")), ("comment", Comment()), ("enabled", Flag()))
            : Block("rule", ("type", One("\"in\"", "\"out\"")), ("action", One("\"ACCEPT\"", "\"DROP\"", "\"REJECT\"")), ("proto", One("\"tcp\"", "\"udp\"")), ("dport", One(null, "\"22\"", "\"80:90\"", "443")), ("source", aliases.Length > 0 && Some() ? Text("dc/" + aliases[0]) : One(null, "\"10.0.0.0/8\"")),
                ("log", One(null, "\"info\"")), ("comment", Comment()), ("enabled", Flag()))),
    ];

    private void Ha()
    {
        var resources = Few(["vm:100", "ct:200", "vm:103"]);
        foreach (var one in resources)
            Resource("proxmox_haresource", one.Replace(':', '_'), ("resource_id", Text(one)), ("state", One(null, "\"stopped\"", "\"ignored\"")), ("max_restart", One(null, "0", "3")), ("max_relocate", One(null, "2")), ("failback", Flag()), ("comment", One(null, "\"c\"", "\"${1}\"")));
        if (resources.Length > 0 && Some())
            Resource("proxmox_harule", "near", ("rule", "\"near\""), ("type", "\"node-affinity\""), ("resources", List(resources)), ("nodes", One("{\n    pve1 = 2\n    pve2 = null\n  }", "{ pve1 = null }")), ("strict", Flag()), ("disable", Flag()), ("comment", Comment()));
    }

    private void Jobs()
    {
        foreach (var id in Few(["early", "late"]))
            Resource("proxmox_backup_job", id, ("id", Text(id)), ("schedule", One("\"02:00\"", "\"sat 04:00\"")), ("storage", One("\"nfs-backup\"", "\"local\"")), ("vmid", One("[\"100\"]", "[\"200\", \"100\"]")), ("enabled", Flag()), ("mode", One(null, "\"stop\"", "\"snapshot\"")),
                ("compress", One(null, "\"zstd\"")), ("mailto", One(null, "[\"a@example.org\", \"b@example.org\"]")), ("bwlimit", One(null, "1000")), ("repeat_missed", Flag()), ("protected", Flag()), ("exclude_path", One(null, "[\"/a\"]", "[\"/a,b\", \"/c d\"]")),
                ("notes_template", One(null, "\"{{guestname}}\"")), ("prune_backups", One(null, "{\n    keep-last = \"3\"\n  }", "{\n    keep-daily = \"7\"\n    keep-weekly = \"4\"\n  }")), ("fleecing", One(null, "{\n    enabled = true\n    storage = \"local\"\n  }")));
    }
}
