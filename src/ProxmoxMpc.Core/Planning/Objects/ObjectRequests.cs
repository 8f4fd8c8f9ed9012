using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>
/// Works out the requests that bring what stands beside guests to what the code wants. Pure: what the server has is given. The
/// objects of a resource are one, but for the rules of a firewall or security group and for options, which are one resource together.
/// </summary>
public static class ObjectRequests
{
    /// <summary>What makes of the server's objects of one resource what the code wants of it.</summary>
    /// <param name="server">As the server has it; empty: it has none.</param>
    /// <param name="wanted">As the code wants it, in Proxmox's keys and spellings; empty: it shall go.</param>
    /// <param name="kept">Settings (Proxmox's keys) on which the code has no opinion: they stay as the server has them.</param>
    /// <param name="placeOf">Where a guest is, for its firewall; null: not known.</param>
    /// <param name="around">Everything that was read of the server, for what stands against a change (a node's network with changes that wait); null: only the resource.</param>
    public static ObjectWork Of(ObjectKey resource, IReadOnlyList<ClusterObject> server, IReadOnlyList<ClusterObject> wanted, IReadOnlySet<string> kept,
        Func<int, (string Node, GuestKind Kind)?> placeOf, IEnumerable<ClusterObject>? around = null)
    {
        if (resource.Name is "." or "..") return ObjectWork.Refused($"'{resource.Name}' cannot be a part of an address.");
        if (server.Concat(wanted).FirstOrDefault(item => item.IsBuiltIn) is { } builtIn) return ObjectWork.Refused($"Proxmox brings the {builtIn.Kind.One()} {builtIn.Name} along; it is left as it is.");
        var change = new ObjectEdit(resource, server, wanted, kept);
        return resource.Kind switch
        {
            ObjectKind.User => AccessRequests.User(change),
            ObjectKind.Group => AccessRequests.Group(change),
            ObjectKind.Role => AccessRequests.Role(change),
            ObjectKind.Acl => AccessRequests.Entry(change),
            ObjectKind.Token => AccessRequests.Token(change),
            ObjectKind.Pool => ResourceRequests.Pool(change),
            ObjectKind.HaResource => ResourceRequests.HaResource(change),
            ObjectKind.HaRule => ResourceRequests.HaRule(change),
            ObjectKind.BackupJob => ResourceRequests.Job(change),
            ObjectKind.ClusterOption => ResourceRequests.Options(change),
            ObjectKind.StorageDefinition => StorageRequests.Of(change),
            ObjectKind.Network => NetworkRequests.Of(change, around),
            >= ObjectKind.FirewallOption => FirewallRequests.Of(change, placeOf),
            _ => ObjectWork.Refused($"A {resource.Kind.One()} is left to Terraform."),
        };
    }
}
