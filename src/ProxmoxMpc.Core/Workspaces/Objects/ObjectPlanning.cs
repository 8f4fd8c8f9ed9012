using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Planning.Objects;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Puts what stands beside guests into a plan: code, base and server of each resource, and what would make them agree.</summary>
internal static class ObjectPlanning
{
    /// <summary>
    /// The plan with what the code wants beside guests. The server is asked only for kinds of which the code says something else than
    /// was agreed on; where it says nothing new, for nothing.
    /// </summary>
    public static async Task<Plan> AddAsync(Session session, Picture picture, Plan plan, CancellationToken ct)
    {
        plan = plan with { LeftToTerraform = [.. picture.Code.UnmanagedObjects.Select(one => new PlanLeft(one.Path, one.Line, one.Address, one.Reason))] };
        var edited = Edited(picture);
        if (edited.IsEmpty) return plan;
        var found = ObjectPlanner.Plan(States(await ObjectLook.AtAsync(session, picture, edited, withPools: false, ct), edited, plan, session.Client.Identity));
        // A pool that is made with the first guest that goes there is not made twice.
        var made = plan.Steps.SelectMany(step => step.NewPools).Select(pool => pool.PoolId).ToHashSet(StringComparer.Ordinal);
        return plan with
        {
            ObjectSteps = [.. found.Steps.Where(step => step is not { Action: PlanAction.Create, Kind: ObjectKind.Pool } || !made.Contains(step.Id))],
            ObjectDrift = found.Drift,
            ObjectConflicts = found.Conflicts,
        };
    }

    /// <summary>The resources of which the code says something else than was agreed on.</summary>
    public static ImmutableArray<ObjectKey> Edited(Picture picture)
    {
        var declared = picture.Code.Objects.Select(one => one.Key).ToHashSet();
        return
        [
            .. picture.Code.Objects.Where(one => picture.ObjectBase.GetValueOrDefault(one.Key) is not { } agreed || ThreeWayMerge.Merge(agreed, one.View, agreed, one.HasOpinion).Length > 0).Select(one => one.Key)
                .Concat(picture.ObjectBase.Keys.Where(key => !declared.Contains(key))).Order(),
        ];
    }

    /// <summary>Every resource that one of the three knows.</summary>
    public static ImmutableArray<ObjectKey> All(Picture picture) =>
        [.. picture.ObjectCode.Views.Keys.Concat(picture.Code.Objects.Select(one => one.Key)).Concat(picture.ObjectBase.Keys).Distinct().Order()];

    /// <summary>How code and server differ.</summary>
    public static ImmutableArray<ObjectDifference> Compare(Picture picture, IEnumerable<ObjectKey> keys) => [.. States(picture, keys, null).SelectMany(ObjectPlanner.Compare)];

    /// <param name="plan">What is done to guests before; null: nothing is worked out that needs it.</param>
    /// <param name="identity">Whoever would do it; null: nobody will.</param>
    public static IEnumerable<ObjectStates> States(Picture picture, IEnumerable<ObjectKey> keys, Plan? plan, string? identity = null)
    {
        var code = picture.Code.Objects.ToDictionary(declared => declared.Key);
        // What the provider can no longer hold is not gone.
        var obstacles = picture.ObjectCode.Beyond;
        var all = picture.AllObjects.ToArray();
        foreach (var key in keys.Where(key => !obstacles.Contains(key)))
        {
            var declared = code.GetValueOrDefault(key);
            var view = picture.ObjectCode.Views.GetValueOrDefault(key);
            if (declared is null && view is not null && picture.ObjectBase.ContainsKey(key) && ObjectCode.IsNothing(key, view)) continue;
            ImmutableArray<ClusterObject> server = plan is null ? [] : ObjectCode.ObjectsOf(key, all);
            yield return new(key, ObjectCode.NameOf(key), picture.ObjectBase.GetValueOrDefault(key), declared?.View, view)
            {
                File = declared?.File,
                HasOpinion = attribute => declared?.HasOpinion(attribute) != false,
                Refusal = ObjectLook.WhyHidden(picture, key) is { } hidden ? $"Nobody knows what the server has of it: {hidden}"
                    : declared is null && view is not null && picture.ObjectCode.IsLeftToTerraform(key, picture.Code) ? "The code makes some of its kind with for_each, count or values that only Terraform knows; it may be among them."
                    : declared is null && view is not null && plan is not null && ObjectUse.WhyNeeded(picture, plan, key) is { } needed ? needed
                    : identity is null ? null : OwnAccess.WhyKept(identity, server, declared, all),
                Work = left => Work(key, declared, server, left, vmid => PlaceOf(picture, plan, vmid), all),
                Seen = plan is null ? null : ObjectLook.SeenOf(server),
            };
        }
    }

    private static ObjectWork Work(ObjectKey key, DeclaredObject? declared, ImmutableArray<ClusterObject> server, IReadOnlyCollection<string> left, Func<int, (string, GuestKind)?> placeOf, ClusterObject[] all)
    {
        // What only the server moved, and what both did, is none of the code's for now.
        var decoded = declared is null ? null : ObjectDecoder.Of(left.Count == 0 ? declared : declared with { Unopinionated = declared.Unopinionated.Union(left) }, isNew: server.IsEmpty);
        return decoded?.Reason is { } unknown ? ObjectWork.Refused(unknown)
            : ObjectRequests.Of(key, server, decoded?.Objects ?? [], ObjectDecoder.Kept(key, server, decoded), placeOf, all);
    }

    /// <summary>Where a guest is when the plan's steps for guests are done.</summary>
    private static (string Node, GuestKind Kind)? PlaceOf(Picture picture, Plan? plan, int vmid)
    {
        if (picture.Inventory.Guest(vmid) is { } guest)
            return (plan?.Steps.FirstOrDefault(step => step.VmId == vmid && step.Action == PlanAction.Migrate)?.Argument ?? guest.Node, guest.Kind);
        return plan?.Steps.FirstOrDefault(step => step.VmId == vmid && step.Action is PlanAction.Create or PlanAction.Clone or PlanAction.Restore) is { } made ? (made.Node, made.Kind) : null;
    }
}
