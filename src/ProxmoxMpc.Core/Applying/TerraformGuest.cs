using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>How far Terraform is with a guest.</summary>
internal sealed class TerraformGuest(IReadOnlyList<PlanStep> steps, TerraformWork work)
{
    private readonly Dictionary<string, int> _left = work.Resources.Where(resource => resource.Value.VmId == steps[0].VmId).ToDictionary(resource => resource.Key, resource => resource.Value.Actions, StringComparer.Ordinal);
    private readonly HashSet<int> _begun = [];
    private readonly HashSet<int> _ended = [];

    public IReadOnlyList<PlanStep> Steps => steps;

    /// <summary>The addresses that stand for it.</summary>
    public IReadOnlyCollection<string> Addresses => _left.Keys;

    /// <summary>The guest before the first step; null: there was none.</summary>
    public GuestNow? Before { get; set; }

    /// <summary>Steps that have not ended.</summary>
    public PlanStep[] Open => [.. steps.Where(step => !_ended.Contains(step.Number))];

    public bool HasBegun(PlanStep step) => _begun.Contains(step.Number);

    /// <summary>The steps that begin with an action on a resource.</summary>
    public PlanStep[] Begin(TerraformResource resource) => [.. Open.Where(step => IsBy(step, resource) && _begun.Add(step.Number))];

    /// <summary>The step that an action on a resource is shown as.</summary>
    public PlanStep At(TerraformResource resource) => Open.FirstOrDefault(step => IsBy(step, resource)) ?? steps.FirstOrDefault(step => IsBy(step, resource)) ?? steps[0];

    /// <summary>Notes that an action is over; true where that was the guest's last.</summary>
    public bool Complete(string address)
    {
        _left[address]--;
        return _left.Values.All(left => left <= 0);
    }

    public void End(PlanStep step) => _ended.Add(step.Number);

    private static bool IsBy(PlanStep step, TerraformResource resource) => !resource.IsMembership || step.Action == PlanAction.Pool;
}
