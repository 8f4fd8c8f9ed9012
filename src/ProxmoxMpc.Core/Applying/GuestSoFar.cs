using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>
/// What a run has made of one guest so far, by which its next step tells our changes from somebody else's. A guest's steps are
/// done one after the other, so nothing here is used by two at a time.
/// </summary>
internal sealed class GuestSoFar
{
    private static readonly string[] Generated = ["macaddr", "hwaddr", "uuid"];

    private readonly HashSet<string> _resized = new(StringComparer.Ordinal);
    private string? _digest;
    private bool _isTouched;

    /// <summary>Whether this run has cloned it: volumes, addresses and UUID have names that nobody could plan.</summary>
    public bool IsClone { get; private set; }

    /// <summary>Makes sure that the guest is still as it was planned for, or as our last step left it.</summary>
    /// <exception cref="PmpcException">Somebody else changed it.</exception>
    public void EnsureOurs(PlanStep step, GuestNow now)
    {
        var expected = _isTouched ? _digest : step.Digest;
        if (expected is null || expected == now.Digest) return;
        throw new PmpcException("PmpcConfigChanged", PmpcErrorKind.Conflict,
            $"{step.Guest} was changed by somebody else after the plan was made.", "Sync, look at the new plan, and apply that.", step);
    }

    /// <summary>A step of ours is done.</summary>
    /// <param name="now">The guest as it was read back; null where it could not be, or is gone.</param>
    public void Done(PlanStep step, GuestNow? now)
    {
        // A backup writes its lock into the config and takes it out again: nothing else is another.
        if (step.Action == PlanAction.Backup) return;
        _isTouched = true;
        IsClone |= step.Action == PlanAction.Clone;
        // Power and place change the config once more when Proxmox cleans up after the task: what waited for it takes effect.
        _digest = step.Action is PlanAction.Update or PlanAction.Grow or PlanAction.MoveDisk or PlanAction.Pool ? now?.Digest : null;
        if (step.Disk is not null) _resized.Add(step.Disk);
    }

    /// <summary>The step with the volumes as an earlier step of this run left them: moved under a new name, or grown.</summary>
    public PlanStep Rebased(PlanStep step, GuestNow? now)
    {
        if (step.Action != PlanAction.Update || now is null) return step;
        var parameters = step.Parameters;
        foreach (var (name, value) in step.Parameters)
        {
            if (now.Config.Get(name) is not { } current || GuestSchema.For(step.Kind).FindKey(name) is not { IsPropertyString: true } key) continue;
            var (wanted, there) = (PropertyString.Parse(value, key), PropertyString.Parse(current, key));
            if (key.IsVolume && (_resized.Contains(name) || IsClone && wanted["media"] != "cdrom" && !PlanStep.IsNewVolume(value)))
                wanted = wanted.With(key.DefaultPart!.Name, there[key.DefaultPart.Name]).With("size", there["size"]);
            else if (IsClone && Generated.FirstOrDefault(part => key.Part(part) is not null) is { } own && wanted[own] is null) wanted = wanted.With(own, there[own]);
            else continue;
            parameters = parameters.SetItem(name, wanted.ToString(key));
        }
        return step with { Parameters = parameters };
    }
}
