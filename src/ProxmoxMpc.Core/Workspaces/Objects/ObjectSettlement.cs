using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What follows from steps beside guests that were done: base and state say what is true. Doing it twice does no harm.</summary>
internal static class ObjectSettlement
{
    /// <summary>Reads back what was touched, and moves its base to what code and server now agree on.</summary>
    /// <returns>The picture as it is now, and how many rows changed.</returns>
    public static async Task<(Picture Picture, int Rows)> RunAsync(Session session, StateStore store, Picture picture, ApplyResult result, CancellationToken ct)
    {
        var done = result.Objects.Where(step => step.Outcome == StepOutcome.Done).ToDictionary(step => step.Step.Key, step => step.Step);
        var pools = result.Steps.Where(step => step.Outcome == StepOutcome.Done).SelectMany(step => step.Step.NewPools).Select(pool => new ObjectKey(ObjectKind.Pool, ObjectScope.Cluster, pool.PoolId)).ToHashSet();
        // Where it failed half-way, what is there now is as much its doing.
        var sent = result.Objects.Where(step => step.WasSent || step.Outcome == StepOutcome.Done).ToDictionary(step => step.Step.Key, step => step.Step);
        // Whoever was in a group that went is in it no more: that is our doing, too.
        var groups = done.Values.Where(step => step is { Kind: ObjectKind.Group, Action: PlanAction.Delete }).Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        var members = picture.ObjectBase.Where(pair => pair.Key.Kind == ObjectKind.User && GroupsOf(pair.Value).Overlaps(groups)).ToDictionary(pair => pair.Key, pair => pair.Value);
        ObjectKey[] touched = [.. result.Objects.Where(step => step.Outcome != StepOutcome.Skipped).Select(step => step.Step.Key).Concat(pools).Concat(members.Keys).Distinct()];
        if (touched.Length == 0) return (picture, 0);
        picture = await ObjectLook.AtAsync(session, picture, touched, withPools: false, ct);
        var agreed = picture.ObjectBase.ToDictionary();
        var code = picture.Code.Objects.ToDictionary(declared => declared.Key);
        foreach (var key in touched.Where(key => ObjectLook.WhyHidden(picture, key) is null))
        {
            var (known, declared, view) = (agreed.GetValueOrDefault(key), code.GetValueOrDefault(key), picture.ObjectCode.Views.GetValueOrDefault(key));
            var isOurs = sent.TryGetValue(key, out var step);
            if (declared is null && view is null) agreed.Remove(key);
            else if (declared is null)
            {
                // Half of it is gone, by us.
                if (isOurs) agreed[key] = view!;
            }
            else if (view is not null)
            {
                // What somebody else made before ours went out has never met the code.
                if (step is { Action: PlanAction.Create } || pools.Contains(key)) known = view;
                if (known is not null) agreed[key] = Agreed(known, declared, view, [.. (step?.Changes ?? []).Select(change => change.Path)]);
            }
            // Nothing is left of it but that the code has it: rules without a rule, options without an option.
            else if (done.ContainsKey(key)) agreed[key] = declared.View;
        }
        foreach (var (key, known) in members.Where(pair => agreed.ContainsKey(pair.Key)))
            if (picture.ObjectCode.Views.GetValueOrDefault(key) is { } view && GroupsOf(view).SetEquals(GroupsOf(known).Except(groups))) agreed[key] = agreed[key].With(Groups, view.Get(Groups));
        return (picture, store.WriteObjects(picture.Objects) + store.WriteObjectBase(agreed));
    }

    private const string Groups = "groups";

    // A list of texts, whose names hold no quotes.
    private static HashSet<string> GroupsOf(AttributeMap user) => (user.Get(Groups) ?? "").Split('"').Where((_, index) => index % 2 == 1).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Where code and server are equal now they agree on that; where they are not, the old base stays. What a step of ours wrote is
    /// nobody else's doing: where the server keeps it otherwise than the code says it, that is pending still, and no conflict.
    /// </summary>
    private static AttributeMap Agreed(AttributeMap known, DeclaredObject declared, AttributeMap view, string[] written)
    {
        var agreed = known;
        foreach (var path in view.Keys.Concat(declared.View.Keys).Concat(known.Keys).Distinct(StringComparer.Ordinal).ToArray())
            if (!declared.HasOpinion(path) || declared.View.Get(path) == view.Get(path) || written.Contains(path)) agreed = agreed.With(path, view.Get(path));
        return agreed;
    }
}
