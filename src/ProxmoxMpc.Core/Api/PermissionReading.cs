using System.Collections.Immutable;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>
/// Finds out what the token cannot see: Proxmox leaves it out of lists without a word, so that absence would look like
/// removal.
/// </summary>
internal sealed class PermissionReading(PveClient client, GapLog gaps, SharedReads shared)
{
    private const string HowTo = "give it PVEAuditor on / with propagation (Datacenter > Permissions > Add)";

    /// <summary>Notes which lists may be incomplete. Returns the ids of guests that the token may not see, each with its reason.</summary>
    internal async Task<ImmutableArray<(string VmId, string Reason)>> ReadAsync(CancellationToken ct)
    {
        var permissions = gaps.TryAsync(GapScope.Cluster, "*", "Whether the token sees every guest is unknown", default, () => shared.GetAsync("/access/permissions", ct));
        // Without the right to look, the list is merely empty.
        var acl = gaps.TryAsync(GapScope.Detail, "acl", "", default, () => shared.GetAsync("/access/acl", ct));
        await Task.WhenAll(permissions, acl);
        if (await permissions is not { ValueKind: not JsonValueKind.Undefined } granted) return [];
        var who = client.Connection.Credential.Who;
        if (!Propagates(granted, "/vms", "VM.Audit"))
            gaps.Add(GapScope.Cluster, "*", $"The {who} has no VM.Audit on /vms, so guests may be missing from the lists; {HowTo}.");
        if (!Propagates(granted, "/storage", "Datastore.Audit", "Datastore.AllocateSpace"))
            gaps.Add(GapScope.Storage, "*", $"The {who} has no Datastore.Audit on /storage, so storages may be missing from the lists; {HowTo}.");
        if (!Propagates(granted, "/pool", "Pool.Audit"))
            gaps.Add(GapScope.Pool, "*", $"The {who} has no Pool.Audit on /pool, so pools may be missing from the lists; {HowTo}.");
        if (!Propagates(granted, "/sdn/zones/localnetwork", "SDN.Audit", "SDN.Use") && !Propagates(granted, "/sdn", "SDN.Audit", "SDN.Use"))
            gaps.Add(GapScope.Detail, Gap.Bridges, $"The {who} has no SDN.Audit on /sdn, so bridges may be missing from the nodes' interfaces; {HowTo}.");
        // A path without any privilege (role NoAccess) is not in the answer at all; the list of ACLs names it.
        var paths = PathsOf(granted).Concat((await acl).Entries().Select(entry => entry.Text("path")).OfType<string>());
        return
        [
            .. paths.Distinct(StringComparer.Ordinal).Where(path => path.StartsWith("/vms/", StringComparison.Ordinal) && !Has(granted, path, "VM.Audit"))
                .Select(path => (path["/vms/".Length..], $"The {who} has no VM.Audit on {path}.")),
        ];
    }

    private static IEnumerable<string> PathsOf(JsonElement granted) =>
        granted.ValueKind == JsonValueKind.Object ? granted.EnumerateObject().Select(path => path.Name) : [];

    private static bool Has(JsonElement granted, string path, string privilege) => Value(granted, path, privilege) is not null;

    /// <summary>Whether it holds for everything below the path as well: the value of a privilege is its propagation.</summary>
    private static bool Propagates(JsonElement granted, string path, params string[] privileges) => privileges.Any(privilege => Value(granted, path, privilege) is { } value && value != "0");

    private static string? Value(JsonElement granted, string path, string privilege) =>
        granted.ValueKind == JsonValueKind.Object && granted.TryGetProperty(path, out var privileges) ? privileges.Text(privilege) : null;
}
