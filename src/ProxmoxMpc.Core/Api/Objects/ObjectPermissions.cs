using System.Text.Json;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Api.Objects;

/// <summary>
/// Notes which lists Proxmox may have shortened without a word: what the token may not see is merely not in them, and must
/// not look gone.
/// </summary>
internal static class ObjectPermissions
{
    /// <param name="Kind">What is filtered. Roles and the names of realms are not; HA, backup jobs and firewalls are refused as a whole.</param>
    /// <param name="Path">Where Proxmox looks for the privileges.</param>
    /// <param name="Below">Whether it looks there for each of them, so that the privilege has to propagate.</param>
    private sealed record Filter(ObjectKind Kind, string Path, bool Below, params string[] Privileges);

    private static readonly Filter[] Filtered =
    [
        new(ObjectKind.User, "/access/groups", Below: false, "Sys.Audit", "User.Modify"),
        new(ObjectKind.Token, "/access/groups", Below: false, "Sys.Audit", "User.Modify"),
        new(ObjectKind.Group, "/access/groups", Below: true, "Sys.Audit", "User.Modify", "Group.Allocate"),
        // Who may change permissions at a path sees those of that path; only this sees all.
        new(ObjectKind.Acl, "/access", Below: false, "Sys.Audit"),
        new(ObjectKind.StorageDefinition, "/storage", Below: true, "Datastore.Audit", "Datastore.AllocateSpace"),
        new(ObjectKind.ClusterOption, "/", Below: false, "Sys.Audit"),
    ];

    // The paths of which Proxmox always says what the rights are, where there are any.
    private static readonly HashSet<string> Told = new(StringComparer.Ordinal) { "/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms" };

    // Of a node's interfaces only the bridges are filtered, and by the rights on networks.
    private static readonly Filter Bridges = new(ObjectKind.Network, "/sdn/zones/localnetwork", Below: true, "SDN.Audit", "SDN.Use");

    internal static Task NoteAsync(ObjectSink sink, ObjectQuery query, CancellationToken ct)
    {
        var concerned = Filtered.Where(item => query.Wants(item.Kind)).ToArray();
        var perNode = query.Wants(ObjectKind.Network) ? query.Nodes : [];
        if (concerned.Length == 0 && perNode.IsEmpty) return Task.CompletedTask;
        return sink.TryAsync(ObjectScope.Cluster, [], async () =>
        {
            JsonElement granted;
            try
            {
                granted = await sink.Shared.GetAsync("/access/permissions", ct);
            }
            catch (Model.PmpcException e) when (!GapLog.IsFatal(e))
            {
                // Whether the lists are whole is unknown then; so they do not count as whole.
                foreach (var filter in concerned) sink.Gap(filter.Kind, ObjectScope.Cluster, $"Whether the token sees everything is unknown: {e.Message}");
                foreach (var (name, _) in perNode) sink.Gap(ObjectKind.Network, ObjectScope.OfNode(name), $"Whether the token sees everything is unknown: {e.Message}");
                return;
            }
            var who = sink.Client.Connection.Credential.Who;
            foreach (var filter in concerned.Where(filter => !Has(granted, filter)))
                sink.Gap(filter.Kind, ObjectScope.Cluster, $"The {who} has no {string.Join(" or ", filter.Privileges)} on {filter.Path}, so {filter.Kind.Many()} may be missing from the list.");
            if (Has(granted, Bridges)) return;
            foreach (var (name, _) in perNode)
                sink.Gap(ObjectKind.Network, ObjectScope.OfNode(name), $"The {who} has no {string.Join(" or ", Bridges.Privileges)} on {Bridges.Path}, so bridges may be missing from the list.");
        });
    }

    /// <summary>Whether it has one of the privileges there: by an entry for the path itself, or for one above that propagates.</summary>
    private static bool Has(JsonElement granted, Filter filter)
    {
        if (granted.ValueKind != JsonValueKind.Object) return false;
        for (var at = filter.Path; ; at = at.LastIndexOf('/') is > 0 and var slash ? at[..slash] : "/")
        {
            // The nearest path that is named decides; the answer names what its rights are there. Of these it always tells: what
            // is not named has been taken back, whatever holds above.
            if (granted.TryGetProperty(at, out var here))
                return filter.Privileges.Any(privilege => here.Text(privilege) is { } value && (at == filter.Path && !filter.Below || value != "0"));
            if (Told.Contains(at)) return false;
        }
    }
}
