using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Generation;

/// <summary>The pages about what a cluster has beside nodes and guests: who may do what, storages and backups, networks and firewalls, the rest.</summary>
internal static class ObjectPages
{
    /// <summary>Path, title and content of each page; none where nothing was read.</summary>
    public static IEnumerable<(string Page, string Title, Func<object> Model)> Of(GenerationInput input)
    {
        if (input.Objects.IsEmpty) yield break;
        yield return ("access", "Who may do what", () => Access(input));
        yield return ("backup", "Storages and backups", () => Backup(input));
        yield return ("network", "Networks and firewalls", () => Network(input));
        yield return ("cluster", "High availability and options", () => Cluster(input));
    }

    private static T[] All<T>(GenerationInput input) where T : ClusterObject => [.. input.Objects.OfType<T>()];

    private static object Access(GenerationInput input)
    {
        var groups = All<Group>(input);
        var members = groups.ToDictionary(group => group.Name, group => group.Users, StringComparer.Ordinal);
        return new
        {
            input.Inventory.Cluster,
            Acl = All<Acl>(input).Select(entry => new
            {
                entry.Path,
                entry.Type,
                entry.Principal,
                entry.Role,
                Below = DocsModel.YesNo(entry.Propagate),
                Members = entry.Type == "group" ? Joined(members.GetValueOrDefault(entry.Principal) ?? []) : "",
                Code = Code(entry),
            }).ToArray(),
            Users = All<User>(input).Select(user => new
            {
                user.Name,
                Enabled = DocsModel.YesNo(user.Enabled),
                Groups = Joined(user.Groups),
                FullName = string.Join(' ', new[] { user.FirstName, user.LastName }.OfType<string>()),
                user.Email,
                Expires = Day(user.Expires),
                user.Comment,
                Code = Code(user),
            }).ToArray(),
            Tokens = All<Token>(input).Select(token => new { token.Name, Rights = token.PrivilegeSeparation ? "its own" : "all of its user", Expires = Day(token.Expires), token.Comment, Code = Code(token) }).ToArray(),
            Groups = groups.Select(group => new { group.Name, Users = Joined(group.Users), group.Comment, Code = Code(group) }).ToArray(),
            Roles = All<Role>(input).Where(role => !role.IsBuiltIn).Select(role => new { role.Name, Privileges = Joined(role.Privileges), Code = Code(role) }).ToArray(),
            Realms = All<Realm>(input).Select(realm => new { realm.Name, realm.Type, realm.Comment, Code = Code(realm) }).ToArray(),
        };
    }

    private static object Backup(GenerationInput input)
    {
        var jobs = All<BackupJob>(input);
        var guests = input.Guests.Where(guest => !guest.IsTemplate).ToArray();
        return new
        {
            input.Inventory.Cluster,
            Storages = All<StorageDefinition>(input).Select(storage => new
            {
                storage.Name,
                storage.Type,
                storage.Source,
                Content = Joined(storage.Content),
                Nodes = storage.Nodes.Length == 0 ? "all" : Joined(storage.Nodes),
                Shared = DocsModel.YesNo(storage.Shared),
                Enabled = DocsModel.YesNo(!storage.Disabled),
                Code = Code(storage),
            }).ToArray(),
            Jobs = jobs.Select(job => new
            {
                job.Name,
                Enabled = DocsModel.YesNo(job.Enabled),
                job.Schedule,
                job.Storage,
                job.Mode,
                Takes = Takes(job),
                job.Retention,
                job.Comment,
                Guests = guests.Count(job.Covers).ToString(CultureInfo.InvariantCulture),
                Code = Code(job),
            }).ToArray(),
            Guests = guests.Length.ToString(CultureInfo.InvariantCulture),
            // Of jobs that could not be read nothing follows.
            Unknown = ObjectGaps.Of(input.Inventory.Gaps, ObjectKind.BackupJob).Select(gap => gap.Reason).FirstOrDefault(),
            Uncovered = guests.Where(guest => !jobs.Any(job => job.Covers(guest))).Select(guest => new { guest.VmId, guest.Name, Kind = guest.Kind.DisplayName(), guest.Node, guest.Pool }).ToArray(),
            LeftOut = guests.SelectMany(guest => guest.Config
                    .Where(setting => (setting.Value.Contains(",backup=0", StringComparison.Ordinal) || setting.Value.Contains(",backup=no", StringComparison.Ordinal)) && guest.Disks.Any(disk => disk.Key == setting.Key))
                    .Select(setting => new { guest.VmId, guest.Name, Disk = setting.Key })).ToArray(),
        };
    }

    private static object Network(GenerationInput input)
    {
        var interfaces = All<NetworkDefinition>(input);
        return new
        {
            input.Inventory.Cluster,
            Interfaces = interfaces.Where(item => item.Type != "eth" || item.Cidr is not null || item.Comment is not null).Select(item => new
            {
                item.Name,
                item.Node,
                item.Type,
                Address = Joined([.. new[] { item.Cidr, item.Cidr6 }.OfType<string>()]),
                Ports = Joined(item.Type == "vlan" && item.Parent is { } parent ? [parent] : item.Ports),
                Vlan = item.VlanTag?.ToString(CultureInfo.InvariantCulture) ?? (item.VlanAware ? "aware" : ""),
                item.Comment,
                Code = Code(item),
            }).ToArray(),
            Pending = interfaces.Where(item => item.HasPendingChanges).Select(item => item.Node).Distinct(StringComparer.Ordinal).ToArray(),
            Options = All<FirewallOption>(input).Select(option => new { Of = Of(option), option.Name, option.Value, Code = Code(option) }).ToArray(),
            Rules = All<FirewallRule>(input).Select(rule => new
            {
                Of = Of(rule),
                rule.Position,
                Enabled = DocsModel.YesNo(rule.Enabled),
                rule.Type,
                rule.Action,
                Match = Match(rule),
                rule.Comment,
                Code = Code(rule),
            }).ToArray(),
            Aliases = All<FirewallAlias>(input).Select(alias => new { Of = Of(alias), alias.Name, alias.Cidr, alias.Comment, Code = Code(alias) }).ToArray(),
            Sets = All<FirewallIpSet>(input).Select(set => new { Of = Of(set), set.Name, Entries = Joined([.. set.Entries.Select(entry => entry.ToString())]), set.Comment, Code = Code(set) }).ToArray(),
            Groups = All<FirewallGroup>(input).Select(group => new { group.Name, group.Comment, Code = Code(group) }).ToArray(),
        };
    }

    private static object Cluster(GenerationInput input) => new
    {
        input.Inventory.Cluster,
        Resources = All<HaResource>(input).Select(item => new
        {
            item.Name,
            Guest = item.VmId is { } vmid ? input.Inventory.Guest(vmid)?.Name ?? "" : "",
            item.State,
            Restart = item.MaxRestart,
            Relocate = item.MaxRelocate,
            item.Comment,
            Code = Code(item),
        }).ToArray(),
        Rules = All<HaRule>(input).Select(rule => new
        {
            rule.Name,
            rule.Type,
            Enabled = DocsModel.YesNo(rule.Enabled),
            Resources = Joined(rule.Resources),
            Nodes = Joined(rule.Nodes),
            Effect = rule.Affinity ?? (rule.Strict ? "only there" : "preferred"),
            rule.Comment,
            Code = Code(rule),
        }).ToArray(),
        Options = All<ClusterOption>(input).Select(option => new { option.Name, option.Value, Code = Code(option) }).ToArray(),
        Left = input.ObjectsNotInCode.Select(item => new { item.Name, item.Reason }).ToArray(),
    };

    private static string Takes(BackupJob job)
    {
        var what = job.All ? job.Exclude.Length == 0 ? "every guest" : $"every guest but {Numbers(job.Exclude)}" : job.Pool is { } pool ? $"pool {pool}" : Numbers(job.VmId);
        return job.Node is { } node ? $"{what} on {node}" : what;
    }

    private static string Match(FirewallRule rule)
    {
        var parts = new (string Name, string? Value)[]
        {
            ("macro", rule.Macro), ("protocol", rule.Protocol), ("from", rule.Source), ("port", rule.SourcePort), ("to", rule.Destination), ("port", rule.DestinationPort), ("interface", rule.Interface),
        };
        return string.Join(", ", parts.Where(part => part.Value is not null).Select(part => $"{part.Name} {part.Value}"));
    }

    private static string Of(FirewallObject item) =>
        item.VmId is { } vmid ? string.Create(CultureInfo.InvariantCulture, $"guest {vmid}") : item.Node is { } node ? $"node {node}" : item.Scope.SecurityGroup is { } group ? $"group {group}" : "cluster";

    private static string Code(ClusterObject item) => item.Managed ? "yes" : item.IsBuiltIn ? "built in" : "no";

    private static string Joined(string[] items) => string.Join(", ", items);

    private static string Numbers(int[] numbers) => string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private static string Day(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
