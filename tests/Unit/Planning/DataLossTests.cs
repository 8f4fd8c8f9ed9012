using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Planning;

public sealed class DataLossTests
{
    [Fact]
    public void Only_named_guests_lose_data_and_the_refusal_says_which_names_to_give()
    {
        var plan = new Plan { Steps = [Step(1, 100, "web", Consequence.Live), Step(2, 101, "db", Consequence.DataLoss), Step(3, 102, "old", Consequence.DataLoss), Step(4, 102, "old", Consequence.DataLoss)] };
        var refusal = Assert.Throws<PmpcException>(() => DataLoss.EnsureAllowed(plan, step => step.Name is "web" or "db"));
        Assert.Equal(("PmpcDataLossNotAllowed", PmpcErrorKind.InvalidArgument), (refusal.Id, refusal.Kind));
        Assert.EndsWith("-AllowDataLoss old", refusal.Hint, StringComparison.Ordinal);
        Assert.Contains("3. old (102)", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("db (101)", refusal.Message, StringComparison.Ordinal);
        DataLoss.EnsureAllowed(plan, step => step.VmId > 100);
        Assert.EndsWith("-AllowDataLoss db, old", Assert.Throws<PmpcException>(() => DataLoss.EnsureAllowed(plan, null)).Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("*")]
    [InlineData("a b; Remove-Item")]
    [InlineData("$(x)")]
    [InlineData("")]
    public void A_name_that_is_not_the_guests_own_or_no_plain_word_is_given_as_its_vmid(string name)
    {
        var plan = new Plan { Steps = [Step(1, 100, "web", Consequence.Live), Step(2, 101, name, Consequence.DataLoss)] };
        Assert.Equal("101", DataLoss.Names(plan.Steps.Skip(1), plan));
    }

    private static PlanStep Step(int number, int vmid, string name, Consequence consequence) =>
        new() { Number = number, Action = consequence == Consequence.DataLoss ? PlanAction.Delete : PlanAction.Start, Kind = GuestKind.Qemu, VmId = vmid, Name = name, Node = "pve1", Consequence = consequence };
}
