using System.Collections.Frozen;

namespace ProxmoxMpc.Lab.Access;

/// <summary>The privileges of Proxmox VE 9 and its built-in roles.</summary>
internal static class Privileges
{
    private static readonly (string Category, string[] Root, string[] Admin, string[] User, string[] Audit)[] Groups =
    [
        ("VM", [],
            ["VM.Config.Disk", "VM.Config.CPU", "VM.Config.Memory", "VM.Config.Network", "VM.Config.HWType", "VM.Config.Options", "VM.Allocate", "VM.Clone",
             "VM.GuestAgent.Unrestricted", "VM.Migrate", "VM.Replicate", "VM.Snapshot", "VM.Snapshot.Rollback"],
            ["VM.Config.CDROM", "VM.Config.Cloudinit", "VM.Console", "VM.Backup", "VM.GuestAgent.FileRead", "VM.GuestAgent.FileSystemMgmt", "VM.GuestAgent.FileWrite", "VM.PowerMgmt"],
            ["VM.Audit", "VM.GuestAgent.Audit"]),
        ("Sys", ["Sys.PowerMgmt", "Sys.Modify", "Sys.Incoming", "Sys.AccessNetwork"], ["Sys.Console", "Sys.Syslog"], [], ["Sys.Audit"]),
        ("Datastore", [], ["Datastore.Allocate", "Datastore.AllocateTemplate"], ["Datastore.AllocateSpace"], ["Datastore.Audit"]),
        ("SDN", [], ["SDN.Allocate", "SDN.Audit"], ["SDN.Use"], ["SDN.Audit"]),
        ("User", ["Realm.Allocate"], ["User.Modify", "Group.Allocate", "Realm.AllocateUser"], [], []),
        ("Pool", [], ["Pool.Allocate"], ["Pool.Audit"], ["Pool.Audit"]),
        ("Mapping", [], ["Mapping.Modify"], ["Mapping.Use"], ["Mapping.Audit"]),
    ];

    /// <summary>Built-in roles and their privileges.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> BuiltInRoles { get; } = MakeRoles();

    public static IReadOnlyCollection<string> All => BuiltInRoles["Administrator"];

    public static bool IsKnown(string privilege) => BuiltInRoles["Administrator"].Contains(privilege);

    private static FrozenDictionary<string, FrozenSet<string>> MakeRoles()
    {
        var roles = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal)
        {
            ["NoAccess"] = [],
            ["Administrator"] = ["Permissions.Modify"],
            ["PVEAdmin"] = [],
            ["PVEAuditor"] = [],
            ["PVETemplateUser"] = ["VM.Clone", "VM.Audit"],
        };
        foreach (var (category, root, admin, user, audit) in Groups)
        {
            string[] granted = [.. admin, .. user, .. audit];
            roles["Administrator"].UnionWith([.. root, .. granted]);
            roles["PVEAdmin"].UnionWith(granted);
            roles[$"PVE{category}Admin"] = [.. granted];
            if (user.Length > 0)
                roles[$"PVE{category}User"] = [.. user, .. audit];
            roles["PVEAuditor"].UnionWith(audit);
        }
        roles["PVEAdmin"].Remove("Mapping.Modify");
        return roles.ToFrozenDictionary(r => r.Key, r => r.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
