using System.Text.Json;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Api.Objects;

/// <summary>
/// Notes which lists Proxmox may have shortened without a word: what the token may not see is merely not in them, and must
/// not look gone.
/// </summary>
internal static class ObjectPermissions
{
    private static readonly (ObjectKind Kind, string Path, string[] Privileges)[] Filtered =
    [
        (ObjectKind.User, "/access/groups", ["Sys.Audit", "User.Modify"]),
        (ObjectKind.Token, "/access/groups", ["Sys.Audit", "User.Modify"]),
        (ObjectKind.Group, "/access/groups", ["Sys.Audit", "User.Modify", "Group.Allocate"]),
        (ObjectKind.Acl, "/access", ["Sys.Audit", "Permissions.Modify"]),
        (ObjectKind.StorageDefinition, "/storage", ["Datastore.Audit", "Datastore.AllocateSpace"]),
        (ObjectKind.ClusterOption, "/", ["Sys.Audit"]),
    ];

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
                foreach (var (kind, _, _) in concerned) sink.Gap(kind, ObjectScope.Cluster, $"Whether the token sees everything is unknown: {e.Message}");
                foreach (var (name, _) in perNode) sink.Gap(ObjectKind.Network, ObjectScope.OfNode(name), $"Whether the token sees everything is unknown: {e.Message}");
                return;
            }
            var who = sink.Client.Connection.Credential.Who;
            foreach (var (kind, path, privileges) in concerned)
                if (!Has(granted, path, privileges))
                    sink.Gap(kind, ObjectScope.Cluster, $"The {who} has no {string.Join(" or ", privileges)} on {path}, so {kind.Many()} may be missing from the list.");
            foreach (var (name, _) in perNode)
                if (!Has(granted, $"/nodes/{name}", ["Sys.Audit", "Sys.Modify"]))
                    sink.Gap(ObjectKind.Network, ObjectScope.OfNode(name), $"The {who} has no Sys.Audit on /nodes/{name}, so interfaces may be missing from the list.");
        });
    }

    /// <summary>Whether it has one of the privileges there: by an entry for the path itself, or for one above that propagates.</summary>
    private static bool Has(JsonElement granted, string path, string[] privileges)
    {
        if (granted.ValueKind != JsonValueKind.Object) return false;
        for (var at = path; ; at = at.LastIndexOf('/') is > 0 and var slash ? at[..slash] : "/")
        {
            // The nearest path that is named decides; the answer names what its rights are there.
            if (granted.TryGetProperty(at, out var here))
                return privileges.Any(privilege => here.Text(privilege) is { } value && (at == path || value != "0"));
            if (at == "/") return false;
        }
    }
}
