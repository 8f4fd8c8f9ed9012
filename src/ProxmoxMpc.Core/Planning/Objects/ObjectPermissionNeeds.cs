using System.Collections.Immutable;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>Something that Proxmox asks of whoever sends the requests of a step beside guests.</summary>
/// <param name="Path">The ACL path.</param>
/// <param name="AnyOf">Privileges of which one is enough, the one to give first.</param>
public sealed record ObjectPermissionNeed(string Path, ImmutableArray<string> AnyOf, ObjectStep Step);

/// <summary>What the steps of a plan beside guests need, as Proxmox's own checks have it. Pure.</summary>
public static class ObjectPermissionNeeds
{
    public static ImmutableArray<ObjectPermissionNeed> Of(Plan plan) =>
        [.. plan.Doable.SelectMany(step => Of(step).Select(need => new ObjectPermissionNeed(need.Path, [.. need.AnyOf], step)))];

    private static IEnumerable<(string Path, string[] AnyOf)> Of(ObjectStep step)
    {
        var scope = step.Key.Scope;
        return step.Kind switch
        {
            ObjectKind.Pool => Pool(step),
            ObjectKind.StorageDefinition => [("/storage", ["Datastore.Allocate"])],
            ObjectKind.Network => [(string.Join('/', "", "nodes", scope.Node), ["Sys.Modify"])],
            ObjectKind.Group => [("/access/groups", ["Group.Allocate"])],
            ObjectKind.Role => [("/access", ["Sys.Modify"])],
            ObjectKind.User => step.Action == PlanAction.Update ? [("/access/groups", ["User.Modify"])] : [($"/access/realm/{step.Id[(step.Id.LastIndexOf('@') + 1)..]}", ["Realm.AllocateUser"]), ("/access/groups", ["User.Modify"])],
            ObjectKind.Token => [("/access/groups", ["User.Modify"])],
            ObjectKind.Acl => [Acl(step.Id[..step.Id.IndexOf('?', StringComparison.Ordinal)])],
            ObjectKind.HaResource or ObjectKind.HaRule => [("/", ["Sys.Console"])],
            _ when scope.VmId is { } vmid => [(FormattableString.Invariant($"/vms/{vmid}"), ["VM.Config.Network"])],
            _ when scope.Node is { } node => [(string.Join('/', "", "nodes", node), ["Sys.Modify"])],
            _ => [("/", ["Sys.Modify"])],
        };
    }

    private static IEnumerable<(string, string[])> Pool(ObjectStep step)
    {
        var (pool, member) = step.Id.Split('?', 2) is [var of, var what] ? (of, what) : (step.Id, null);
        yield return ($"/pool/{pool}", ["Pool.Allocate"]);
        if (member is null) yield break;
        yield return member.All(char.IsAsciiDigit) ? ($"/vms/{member}", ["VM.Allocate", "Permissions.Modify"]) : ($"/storage/{member}", ["Datastore.Allocate", "Permissions.Modify"]);
    }

    // Who may make what lies at a path may give rights there, too.
    private static (string, string[]) Acl(string path) => (path, path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["storage", _, ..] => ["Permissions.Modify", "Datastore.Allocate"],
        ["vms", _, ..] => ["Permissions.Modify", "VM.Allocate"],
        ["pool", _, ..] => ["Permissions.Modify", "Pool.Allocate"],
        _ => ["Permissions.Modify"],
    });
}
