using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Planning.Objects;

namespace ProxmoxMpc.Tests.Unit.Planning.Objects;

/// <summary>What code, base and server make of something beside guests: the tables of docs/sync.md, row by row.</summary>
public sealed class ObjectPlannerTests
{
    private static readonly ObjectWork Put = new([new("PUT", "/access/groups/ops", ImmutableSortedDictionary<string, string>.Empty)], Consequence.Live);

    private static AttributeMap? Map(string? comment) => comment is null ? null : AttributeMap.From(comment.Length == 0 ? [] : [KeyValuePair.Create("comment", comment)]);

    private static ObjectStates States(string? agreed, string? code, string? server, ObjectKind kind = ObjectKind.Group, string name = "ops") =>
        new(new(kind, ObjectScope.Cluster, name), $"{kind.One()} {name}", Map(agreed), Map(code), Map(server)) { Work = _ => Put };

    private static string Told(ObjectPlan plan) => string.Join(' ', plan.Steps.Select(step => $"{step.Action}").Concat(plan.Drift.Select(one => $"drift:{one.Change}")).Concat(plan.Conflicts.Select(one => $"conflict:{one.Change}")));

    [Theory]
    [InlineData("a", "a", "a", "")]
    [InlineData("a", "a", "b", "drift:Changed")]
    [InlineData("a", "b", "a", "Update")]
    [InlineData("a", "b", "b", "")]
    [InlineData("a", "b", "c", "conflict:Changed")]
    [InlineData(null, "a", "a", "")]
    [InlineData(null, "a", "b", "conflict:Changed")]
    [InlineData(ThreeWayMerge.NeverAgreed, "a", "b", "conflict:Changed")]
    [InlineData(null, null, "a", "drift:OnlyOnServer")]
    [InlineData(null, "a", null, "Create")]
    [InlineData("a", "a", null, "drift:OnlyInCode")]
    [InlineData("a", "b", null, "conflict:OnlyInCode")]
    [InlineData("a", null, "a", "Delete")]
    [InlineData("a", null, "b", "conflict:OnlyOnServer")]
    [InlineData("a", null, null, "")]
    public void Each_row_of_the_tables_has_its_outcome(string? agreed, string? code, string? server, string expected) => Assert.Equal(expected, Told(ObjectPlanner.Plan([States(agreed, code, server)])));

    [Fact]
    public void What_the_server_moved_is_left_out_of_the_work_on_the_rest()
    {
        IReadOnlyCollection<string>? left = null;
        var state = new ObjectStates(new(ObjectKind.User, ObjectScope.Cluster, "a@pve"), "user a@pve",
            AttributeMap.From([KeyValuePair.Create("comment", "x"), KeyValuePair.Create("email", "x")]), AttributeMap.From([KeyValuePair.Create("comment", "y"), KeyValuePair.Create("email", "x")]),
            AttributeMap.From([KeyValuePair.Create("comment", "x"), KeyValuePair.Create("email", "z")])) { Work = kept => { left = kept; return Put; } };
        var plan = ObjectPlanner.Plan([state]);
        Assert.Equal(["email"], left);
        Assert.Equal(new PlanChange("comment", "x", "y", Consequence.Live), Assert.Single(Assert.Single(plan.Steps).Changes));
        Assert.Equal("email", Assert.Single(plan.Drift).Attribute);
    }

    [Fact]
    public void Others_come_before_what_names_them_and_go_after_it()
    {
        (ObjectKind Kind, string Name)[] all = [(ObjectKind.Acl, "/?x"), (ObjectKind.ClusterOption, ""), (ObjectKind.Role, "r"), (ObjectKind.Pool, "a/b"), (ObjectKind.Pool, "a"), (ObjectKind.Pool, "a?local"), (ObjectKind.StorageDefinition, "s"), (ObjectKind.FirewallGroup, "g"), (ObjectKind.FirewallIpSet, "i"), (ObjectKind.User, "u"), (ObjectKind.Group, "ops")];
        string[] order = ["a", "a/b", "ops", "r", "u", "/?x", "s", "a?local", "i", "g", ""];
        Assert.Equal(order, ObjectPlanner.Plan(all.Select(one => States(null, "x", null, one.Kind, one.Name))).Steps.Select(step => step.Id));
        Assert.Equal(order.Reverse(), ObjectPlanner.Plan(all.Select(one => States("x", null, "x", one.Kind, one.Name))).Steps.Select(step => step.Id));
        Assert.Equal(["y", "x"], ObjectPlanner.Plan([States("x", null, "x", name: "x"), States("x", "y", "x", ObjectKind.ClusterOption, "y")]).Steps.Select(step => step.Id));
    }

    [Fact]
    public void The_summary_tells_the_truth()
    {
        var plan = new Plan { ObjectSteps = ObjectPlanner.Plan([States("a", "b", "a"), States(null, "b", null, name: "new"), States("a", "b", "a", name: "refused") with { Refusal = "Not by us." }]).Steps };
        Assert.Equal("1 to create, 1 to update beside guests. 1 change beside guests is left alone.", plan.Summary);
        Assert.True(plan.HasChanges);
        Assert.Equal([1, 2, 3], plan.ObjectSteps.Select(step => step.Number));
        var refused = plan with { ObjectSteps = [.. plan.ObjectSteps.Where(step => step.Refusal is not null)] };
        Assert.Equal("Nothing to apply. 1 change beside guests is left alone.", refused.Summary);
        Assert.False(refused.HasChanges);
        Assert.Equal(["! 1. group refused update: left alone. Not by us.", refused.Summary], refused.ToDiff().Select(line => line.Text));
        Assert.Contains("    ~ comment = a -> b", plan.ToDiff().Select(line => line.Text));
    }

    /// <summary>Rules are many lines: those that come and go are shown, and whether the others change places.</summary>
    [Fact]
    public void Blocks_are_shown_one_a_line()
    {
        const string one = "{ action = \"ACCEPT\"; }\n", two = "{ action = \"DROP\"; }\n", three = "{ action = \"REJECT\"; }\n";
        var state = new ObjectStates(new(ObjectKind.FirewallRule, ObjectScope.Cluster, ""), "firewall rule", AttributeMap.From([KeyValuePair.Create("rule", one + two)]), AttributeMap.From([KeyValuePair.Create("rule", three + two + one)]), AttributeMap.From([KeyValuePair.Create("rule", one + two)])) { Work = _ => Put };
        var plan = new Plan { ObjectSteps = ObjectPlanner.Plan([state]).Steps };
        Assert.Equal(["~ 1. firewall rule update", "    + rule { action = \"REJECT\"; }", "    ~ rule: another order", "1 to update beside guests."], plan.ToDiff().Select(line => line.Text));
        Assert.Equal("rule: 1 added", plan.ObjectSteps[0].Summary);
        Assert.Equal("1. firewall rule: rule: 1 added [Live]", plan.ObjectSteps[0].ToString());
    }

    [Fact]
    public void A_difference_of_spelling_alone_is_said_to_be_one() =>
        Assert.Contains("spelling", Assert.Single(ObjectPlanner.Plan([States("a", "b", "a") with { Work = _ => ObjectWork.None }]).Steps).Refusal, StringComparison.Ordinal);
}
