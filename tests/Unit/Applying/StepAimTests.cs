using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Applying;

/// <summary>What is read back after a step, held against what the step wanted.</summary>
public sealed class StepAimTests
{
    [Theory]
    [InlineData("local:106/vm-106-disk-0.raw,size=2G", false)]
    [InlineData("local:106/vm-106-disk-1.raw,size=1G", false)]
    [InlineData("fast:106/vm-106-disk-1.raw,size=1G", true)]
    // Each storage counts its volumes anew.
    [InlineData("fast:106/vm-106-disk-0.raw,size=1G", true)]
    public void A_new_volume_is_one_that_was_not_there_before(string now, bool isReached)
    {
        var step = new PlanStep { Action = PlanAction.Update, Kind = GuestKind.Qemu, VmId = 106, Name = "a", Node = "pve1" };
        step = step with { Parameters = step.Parameters.Add("scsi1", "fast:1") };
        Assert.Equal(isReached, StepAim.IsReached(step, Guest("local:106/vm-106-disk-0.raw,size=2G"), Guest(now)));
    }

    private static GuestNow Guest(string disk) => new("d", Running: false, GuestConfig.Of([("scsi1", disk)]));
}
