using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>Compares code with server beside guests, by the same rules as a sync, and orders what has to be done. Pure.</summary>
public static class ObjectPlanner
{
    private const string Code = "Code", Server = "Server", Both = "Both";

    /// <summary>
    /// Plans what the code wants and the server is not. What only the server moved is drift and left alone; what both moved is a
    /// conflict and left alone.
    /// </summary>
    public static ObjectPlan Plan(IEnumerable<ObjectStates> states)
    {
        var steps = new List<ObjectStep>();
        var drift = ImmutableArray.CreateBuilder<ObjectDifference>();
        var conflicts = ImmutableArray.CreateBuilder<ObjectDifference>();
        foreach (var state in states)
        {
            var found = Compare(state).ToArray();
            drift.AddRange(found.Where(one => one.Side == Server));
            conflicts.AddRange(found.Where(one => one.Side == Both));
            if (Step(state, [.. found.Where(one => one.Side == Code)], [.. found.Where(one => one.Side != Code).Select(one => one.Attribute).OfType<string>()]) is { } step) steps.Add(step);
        }
        return new([.. ObjectOrder.Sorted(steps)], drift.ToImmutable(), conflicts.ToImmutable());
    }

    /// <summary>How code and server differ, and who moved.</summary>
    public static IEnumerable<ObjectDifference> Compare(ObjectStates state)
    {
        var known = state.Base is { } agreed && !ThreeWayMerge.IsOpen(agreed) ? agreed : null;
        return state switch
        {
            { Code: { } code, Server: { } server } => ThreeWayMerge.Merge(state.Base, code, server, state.HasOpinion).Where(merge => merge.Verdict != MergeVerdict.Same && !FollowsGuest(state.Key, merge.Path))
                .Select(merge => new ObjectDifference(state.Key.Kind, state.Name, state.File, merge.Verdict == MergeVerdict.Conflict ? Both : merge.Verdict.ToString(), "Changed", merge.Path, merge.Base, merge.Code, merge.Server)),
            { Code: null, Server: not null } when known is null => Whole(Server, "OnlyOnServer"),
            { Code: null, Server: { } server } when known.DifferingFrom(server).Any() => Whole(Both, "OnlyOnServer", "It was taken out of the code and changed on the server."),
            { Code: null, Server: not null } => Whole(Code, "OnlyOnServer"),
            { Code: not null, Server: null } when known is null => Whole(Code, "OnlyInCode"),
            { Code: { } code, Server: null } when ThreeWayMerge.Merge(known, code, known, state.HasOpinion).Length > 0 => Whole(Both, "OnlyInCode", "It was deleted on the server and edited in the code."),
            { Code: not null, Server: null } => Whole(Server, "OnlyInCode"),
            _ => [],
        };

        ObjectDifference[] Whole(string side, string change, string? reason = null) => [new(state.Key.Kind, state.Name, state.File, side, change, null, null, null, null) { Reason = reason }];
    }

    /// <summary>Where a guest's firewall is follows from where the guest is: that is the guest's step.</summary>
    private static bool FollowsGuest(ObjectKey key, string attribute) => key.Scope.VmId is not null && attribute == "node_name";

    private static ObjectStep? Step(ObjectStates state, ObjectDifference[] pending, IReadOnlyCollection<string> left)
    {
        if (pending.Length == 0) return null;
        var action = state.Server is null ? PlanAction.Create : state.Code is null ? PlanAction.Delete : PlanAction.Update;
        var work = state.Refusal is { } reason ? ObjectWork.Refused(reason) : state.Work(left);
        if (work is { Refusal: null, Requests.Length: 0 })
            work = ObjectWork.Refused("The server has it so already, only the spelling is another: Sync-PmpcInfrastructure -Prefer Server brings that into the code.");
        return new()
        {
            Action = action,
            Kind = state.Key.Kind,
            Scope = state.Key.Scope.ToString(),
            Id = state.Key.Name,
            Name = state.Name,
            File = state.File,
            Changes = [.. Changes(state, action, pending).Select(change => change with { Consequence = work.Consequence })],
            Consequence = work.Refusal is null ? work.Consequence : Consequence.Live,
            Requests = work.Refusal is null ? work.Requests : [],
            Refusal = work.Refusal,
            Seen = state.Seen,
        };
    }

    private static IEnumerable<PlanChange> Changes(ObjectStates state, PlanAction action, ObjectDifference[] pending) => action switch
    {
        PlanAction.Create => state.Code!.Where(pair => state.HasOpinion(pair.Key)).Select(pair => new PlanChange(pair.Key, null, pair.Value, Consequence.Live)),
        PlanAction.Delete => state.Server!.Select(pair => new PlanChange(pair.Key, pair.Value, null, Consequence.Live)),
        _ => pending.Select(one => new PlanChange(one.Attribute!, one.Server, one.Code, Consequence.Live)),
    };
}
