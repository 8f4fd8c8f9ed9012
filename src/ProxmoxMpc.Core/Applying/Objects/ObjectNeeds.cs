using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Planning.Objects;

namespace ProxmoxMpc.Core.Applying.Objects;

/// <summary>Which steps beside guests need which others. Pure.</summary>
internal static class ObjectNeeds
{
    private static readonly char[] Separators = [',', ';', ' ', '+', '=', ':'];

    /// <summary>Whether a step names what another one was to make: a role before its access rule, a security group before its rule.</summary>
    public static bool Needs(ObjectStep step, ObjectStep other) => other.Action == PlanAction.Create && step.Action != PlanAction.Delete && step != other && other.Id.Length > 0
        && step.Requests.Any(request => request.Parameters.Values.Any(value => Names(value, other.Id)));

    /// <summary>The guest that the step is about: its firewall, its HA resource; null: none.</summary>
    public static int? GuestOf(ObjectStep step) => step.Key.Scope.VmId
        ?? (step.Kind == Model.Objects.ObjectKind.HaResource && int.TryParse(step.Id.AsSpan(step.Id.IndexOf(':') + 1), System.Globalization.CultureInfo.InvariantCulture, out var vmid) ? vmid : null);

    // A pool lies in those that its path names; an HA resource is named whole, with its colon.
    private static bool Names(string value, string id) => value == id || value.StartsWith(id + "/", StringComparison.Ordinal)
        || value.Split(Separators).Contains(id, StringComparer.Ordinal) || value.Split(',').Contains(id, StringComparer.Ordinal);
}
