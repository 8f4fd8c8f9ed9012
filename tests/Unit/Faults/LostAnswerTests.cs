using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Faults;

/// <summary>One lost answer at a time.</summary>
public sealed class LostAnswerTests
{
    [Theory]
    [InlineData("""{"kind":"resetAfter","method":"POST","path":"/nodes/*/qemu","times":1}""")]
    [InlineData("""{"kind":"latency","seconds":35,"method":"POST","path":"/nodes/*/qemu","times":1}""")]
    [InlineData("""{"kind":"reset","method":"POST","path":"/nodes/*/qemu","times":1}""")]
    [InlineData("""{"kind":"status","status":596,"message":"Connection timed out","method":"POST","path":"/nodes/*/qemu","times":1}""")]
    [InlineData("""{"kind":"status","status":500,"message":"got timeout","path":"/nodes/*/tasks/*","times":4}""")]
    public async Task A_guest_is_made_once_whatever_became_of_the_answer(string fault)
    {
        using var world = await ReadyAsync();
        var vmid = GuestCode.New(world.Workspace, new GuestEdits(GuestKind.Qemu).SetParameter("Name", "fresh"), null, "pve1", write: true).VmId;
        var plan = await world.PlanAsync();
        world.SetFaults([JsonNode.Parse(fault)]);
        var result = await world.ApplyAsync(plan);
        Assert.True(result.Succeeded, string.Join('\n', result.Steps.Select(step => step.Message)));
        Assert.Single(world.State()["tasks"]!.AsArray(), task => task!["upid"]!.GetValue<string>().Contains(":qmcreate:", StringComparison.Ordinal));
        Assert.Equal("fresh", world.State()["guests"]![$"{vmid}"]!["config"]!["name"]!.GetValue<string>());
        Assert.False((await world.PlanAsync()).HasChanges);
    }

    [Fact]
    public async Task A_disk_is_added_once_though_the_answer_was_lost()
    {
        using var world = await ReadyAsync();
        GuestCode.Set(world.Workspace, 101, new GuestEdits(GuestKind.Qemu).Set("scsi1.storage", "local-lvm").Set("scsi1.size", "4G"), write: true);
        var plan = await world.PlanAsync();
        world.SetFaults([JsonNode.Parse("""{"kind":"resetAfter","method":"POST","path":"/nodes/*/qemu/101/config","times":1}""")]);
        var step = Assert.Single((await world.ApplyAsync(plan)).Steps);
        Assert.Equal((StepOutcome.Done, "The answer was lost; it was done all the same."), (step.Outcome, step.Message));
        Assert.Equal(2, world.State()["content"]!["local-lvm"]!.AsArray().Count(volume => volume!["volid"]!.GetValue<string>().Contains("vm-101-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_cannot_be_asked_after_is_called_unknown_and_shows_in_the_next_sync()
    {
        using var world = await ReadyAsync();
        GuestCode.Set(world.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        var plan = await world.PlanAsync();
        world.SetFaults([JsonNode.Parse("""{"kind":"resetAfter","method":"PUT","path":"/nodes/pve1/qemu/100/config"}"""), JsonNode.Parse("""{"kind":"offline","node":"pve1","after":3}""")]);
        var step = Assert.Single((await world.ApplyAsync(plan)).Steps);
        Assert.Equal(StepOutcome.Unknown, step.Outcome);
        Assert.Contains("Nothing was done twice", step.Hint, StringComparison.Ordinal);
        using (var store = world.Workspace.OpenState()) Assert.Equal("unknown", Assert.Single(store.ReadSteps(store.ReadRuns(1)[0].Id)).State);

        world.SetFaults(null);
        await world.SyncAsync();
        Assert.False((await world.PlanAsync()).HasChanges);
    }

    private static async Task<FaultyWorld> ReadyAsync()
    {
        var world = await FaultyWorld.CreateAsync(1);
        await world.InitializeAsync();
        await world.SyncAsync();
        return world;
    }
}
