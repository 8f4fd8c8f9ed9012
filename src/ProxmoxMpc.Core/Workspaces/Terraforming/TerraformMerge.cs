using System.Collections.Immutable;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Workspaces.Terraforming;

/// <summary>
/// Holds what Terraform means to do against the plan of code and server. Where both mean the same the plan's steps stand, with
/// what they cost when the provider does them; where they do not, nothing is done, or a replacement is called one. Pure.
/// </summary>
/// <param name="Plan">What Terraform would do, in steps.</param>
/// <param name="Resources">The guests' resources by address.</param>
/// <param name="Unexpected">Resources beside the plan's guests that it would take away or replace.</param>
/// <param name="Dropped">Guests of which Terraform means something else: it must be asked again without them.</param>
internal sealed record TerraformMerge(Plan Plan, ImmutableDictionary<string, TerraformResource> Resources, ImmutableArray<string> Unexpected, ImmutableHashSet<int> Dropped)
{
    /// <param name="native">The plan of code and server.</param>
    /// <param name="addresses">Address to guest, and whether it is the guest's place in a pool.</param>
    public static TerraformMerge Of(Plan native, IReadOnlyList<TerraformChange> changes, IReadOnlyDictionary<string, (int VmId, bool IsMembership)> addresses)
    {
        var steps = new List<PlanStep>();
        var problems = native.Problems.ToBuilder();
        var dropped = ImmutableHashSet.CreateBuilder<int>();
        var byGuest = changes.Where(change => addresses.ContainsKey(change.Address)).ToLookup(change => addresses[change.Address].VmId);
        foreach (var guest in native.Steps.GroupBy(step => step.VmId))
        {
            var made = Guest([.. guest], [.. byGuest[guest.Key]], address => addresses[address].IsMembership, out var problem);
            if (problem is not null)
            {
                problems.Add(new(guest.Key, guest.First().Name, null, problem));
                dropped.Add(guest.Key);
            }
            steps.AddRange(made);
        }
        var unexpected = ImmutableArray.CreateBuilder<string>();
        foreach (var change in changes.Where(change => !addresses.ContainsKey(change.Address)))
        {
            if (change.Actions.Contains("delete")) unexpected.Add(change.Address);
            else problems.Add(new(0, change.Address, null, $"Terraform would {change.Actions[0]} it, too: a guest of the plan depends on it."));
        }
        return new(
            native with { Steps = [.. steps.OrderBy(step => step.Number).Select((step, index) => step with { Number = index + 1 })], Problems = problems.ToImmutable() },
            changes.Where(change => addresses.ContainsKey(change.Address)).ToImmutableDictionary(change => change.Address, change => new TerraformResource(addresses[change.Address].VmId, change.Actions.Length, addresses[change.Address].IsMembership), StringComparer.Ordinal),
            unexpected.ToImmutable(), dropped.ToImmutable());
    }

    private static IEnumerable<PlanStep> Guest(PlanStep[] steps, TerraformChange[] changes, Func<string, bool> isMembership, out string? problem)
    {
        problem = null;
        if (steps.Any(step => step.Action == PlanAction.Restore))
        {
            problem = "It comes back out of an archive, which Terraform cannot do. The native engine can.";
            return [];
        }
        var own = changes.FirstOrDefault(change => !isMembership(change.Address));
        var wanted = steps.Any(step => step.Action is PlanAction.Create or PlanAction.Clone) ? "create" : steps.Any(step => step.Action == PlanAction.Delete) ? "delete" : "update";
        if (changes.Length == 0)
        {
            problem = steps.All(step => step.Action == PlanAction.Reboot) ? "Terraform restarts nothing that it does not change: Restart-PmpcGuest does, and the native engine."
                : wanted == "delete" ? "Terraform's state does not know it, so that Terraform cannot delete it. The native engine can." : "Terraform sees nothing to change here: the change is under ignore_changes, or the provider does not read it. The native engine can make it.";
            return [];
        }
        if (own is { IsReplacement: true }) return steps.Any(step => step.Action == PlanAction.Delete) ? steps : Replaced(steps, own);
        var meant = own?.Actions[0] ?? "update";
        if (meant != wanted)
        {
            problem = wanted == "update" && meant == "create" ? "Terraform does not know that it exists and would make it a second time: sync, so that imports.tf tells it."
                : $"Terraform would {meant} it, while code and server ask for {(wanted == "update" ? "a change" : $"'{wanted}'")}: 'terraform plan' in the folder terraform/ tells why.";
            return [];
        }
        // What waits for a restart does not wait for long: the provider restarts the VM, unless the code says no.
        return own is { Reboots: true } && wanted == "update"
            ? steps.Select(step => step.Consequence == Consequence.PendingRestart ? step with { Consequence = Consequence.Downtime } : step) : steps;
    }

    /// <summary>The guest is destroyed with its disks, and made anew as the code has it.</summary>
    private static IEnumerable<PlanStep> Replaced(PlanStep[] steps, TerraformChange change)
    {
        var model = steps[0] with { Disk = null, Argument = null, Removals = [] };
        var why = change.ReplacedFor.Select(path => new PlanChange(path, null, "cannot be changed in place", Consequence.DataLoss)).ToImmutableArray();
        yield return model with { Action = PlanAction.Delete, Consequence = Consequence.DataLoss, Changes = why, Parameters = model.Parameters.Clear() };
        yield return model with { Action = PlanAction.Create, Consequence = Consequence.Live, Changes = [.. steps.SelectMany(step => step.Changes)], Parameters = model.Parameters.Clear(), Digest = null };
    }
}
