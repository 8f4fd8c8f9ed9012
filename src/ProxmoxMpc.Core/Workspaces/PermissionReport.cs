using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Planning.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Whether whoever asks has a permission.</summary>
public enum PermissionOutcome
{
    Granted,
    Missing,

    /// <summary>No role gives it: only <c>root@pam</c> itself may, and no API token.</summary>
    RootOnly,
}

/// <summary>A permission that a plan needs.</summary>
/// <param name="Path">The ACL path; null where no ACL could give it.</param>
/// <param name="Privilege">The privilege; of several that will do, the one to give.</param>
/// <param name="Alternatives">Others that will do as well.</param>
/// <param name="Steps">The numbers of the steps that need it.</param>
/// <param name="What">What of them: guests with their config keys.</param>
public sealed record PermissionCheck(PermissionOutcome Outcome, string? Path, string? Privilege, ImmutableArray<string> Alternatives, ImmutableArray<int> Steps, string What);

/// <summary>What a plan needs, and what of it there is.</summary>
/// <param name="Identity">Whose permissions: <c>user@realm!token</c> or <c>user@realm</c>.</param>
public sealed record PermissionReport(string Identity, ImmutableArray<PermissionCheck> Checks)
{
    public bool Succeeded => Checks.All(check => check.Outcome == PermissionOutcome.Granted);

    /// <summary>What is missing, by ACL or for good.</summary>
    public IEnumerable<PermissionCheck> Missing => Checks.Where(check => check.Outcome != PermissionOutcome.Granted);

    /// <summary>The lines for a root shell of a node that give what is missing.</summary>
    public ImmutableArray<string> MissingCommands(string role) => PveumLines.Of(Identity, role, Checks.Where(check => check.Outcome == PermissionOutcome.Missing).Select(Grant));

    /// <summary>The lines that give all that the plan needs, and no more.</summary>
    public ImmutableArray<string> AllCommands(string role) => PveumLines.Of(Identity, role, Checks.Where(check => check.Outcome != PermissionOutcome.RootOnly).Select(Grant));

    private static (string Path, string Privilege) Grant(PermissionCheck check) => (check.Path!, check.Privilege!);

    /// <summary>Asks the server, path by path, what whoever is asking may do. Nothing is changed.</summary>
    public static async Task<PermissionReport> OfAsync(Session session, Plan plan, CancellationToken ct)
    {
        ImmutableDictionary<int, GuestConfig> present;
        using (var store = session.Workspace.OpenState(readOnly: true))
            present = (store.ReadInventory()?.Guests ?? []).ToImmutableDictionary(guest => guest.VmId, guest => guest.Config);
        var needs = Distinct(
        [
            .. PermissionNeeds.Of(plan, present.GetValueOrDefault, await TagAccessReading.ReadAsync(session.Client, plan, ct)).Select(need => new Need(need.Path, need.AnyOf, need.OrPath, need.Step.Number, need.Step.Guest, need.What)),
            .. ObjectPermissionNeeds.Of(plan).Select(need => new Need(need.Path, need.AnyOf, null, need.Step.Number, need.Step.Name, need.Step.Action.ToString().ToLowerInvariant())),
        ]);
        var paths = needs.SelectMany(need => new[] { need.Path, need.OrPath }).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        // One by one: the list of all leaves out what a guest has by its pool.
        var granted = (await Task.WhenAll(paths.Select(async path => (Path: path, Privileges: await PrivilegesAsync(session.Client, path, ct))))).ToDictionary(one => one.Path, one => one.Privileges, StringComparer.Ordinal);
        var isRoot = session.Client.Identity == "root@pam";
        var checks = needs.GroupBy(need => (need.Path, AnyOf: string.Join(' ', need.AnyOf), need.OrPath, Root: need.Path is null ? need.What : "")).Select(group =>
        {
            var need = group.First();
            var has = need.Path is null ? isRoot : need.AnyOf.Any(granted[need.Path].Contains) || (need.OrPath is { } other && need.AnyOf.Any(granted[other].Contains));
            return new PermissionCheck(has ? PermissionOutcome.Granted : need.Path is null ? PermissionOutcome.RootOnly : PermissionOutcome.Missing, need.Path, need.AnyOf.FirstOrDefault(), [.. need.AnyOf.Skip(1)],
                [.. group.Select(one => one.Number).Distinct().Order()], string.Join(", ", group.GroupBy(one => one.Subject).Select(guest => $"{guest.Key}: {string.Join(' ', guest.Select(one => one.What).Distinct())}")));
        });
        return new(session.Client.Identity, [.. checks.OrderByDescending(check => check.Outcome).ThenBy(check => check.Path, StringComparer.Ordinal).ThenBy(check => check.Privilege, StringComparer.Ordinal)]);
    }

    /// <summary>Without those that another one brings with it: who may use a bridge may use each of its VLANs.</summary>
    private static ImmutableArray<Need> Distinct(ImmutableArray<Need> needs)
    {
        var plain = needs.Where(need => need is { Path: not null, OrPath: null, AnyOf.Length: 1 }).Select(need => (need.Path!, need.AnyOf[0])).ToHashSet();
        return [.. needs.Where(need => need.Path is null || (need.OrPath is null && need.AnyOf.Length == 1)
            || !need.AnyOf.Any(privilege => plain.Contains((need.Path, privilege)) || (need.OrPath is { } other && plain.Contains((other, privilege)))))];
    }

    /// <summary>A need of a step, be it about a guest or not.</summary>
    private sealed record Need(string? Path, ImmutableArray<string> AnyOf, string? OrPath, int Number, string Subject, string What);

    private static async Task<ImmutableHashSet<string>> PrivilegesAsync(PveClient client, string path, CancellationToken ct)
    {
        var answer = await client.GetAsync("/access/permissions", [new("path", path)], ct);
        return answer.ValueKind == System.Text.Json.JsonValueKind.Object && answer.TryGetProperty(path, out var here) && here.ValueKind == System.Text.Json.JsonValueKind.Object
            ? [.. here.EnumerateObject().Select(privilege => privilege.Name)] : [];
    }
}
