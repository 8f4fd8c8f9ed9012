using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>The step by which what is written already comes into force.</summary>
internal static class Reboot
{
    /// <summary>Adds it where the guest runs, shall go on running, and something waits or will wait for its next start.</summary>
    public static void Add(Guest server, DesiredGuest code, PlanBuilder building)
    {
        if (server is not { IsRunning: true, IsTemplate: false } || (code.HasOpinion(AttributePath.Started) && code.Attributes.Get(AttributePath.Started) != "1")) return;
        var steps = building.StepsOf(server.VmId).ToArray();
        // Started anew anyway: a stop and a start for its volumes, a container that moves, a replacement.
        if (building.IsRestarted(server.VmId)) return;
        var waiting = building.WaitingOf(server).Select(one => new PlanChange(one.Key, one.Current, one.Value, Consequence.Downtime))
            .Concat(steps.SelectMany(step => step.Changes).Where(change => change.Consequence == Consequence.PendingRestart).Select(change => change with { Consequence = Consequence.Downtime }))
            .ToImmutableArray();
        if (waiting.IsEmpty) return;
        var node = steps.LastOrDefault(step => step.Action == PlanAction.Migrate)?.Argument ?? server.Node;
        building.Step(Phase.Start, GuestSteps.Step(server, PlanAction.Reboot, node) with { Changes = waiting, Consequence = Consequence.Downtime });
    }
}
