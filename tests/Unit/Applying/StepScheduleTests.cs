using System.Collections.Immutable;
using CsCheck;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Applying;

/// <summary>What may run at the same time, and what has to wait for what.</summary>
public sealed class StepScheduleTests
{
    [Fact]
    public void A_guests_own_steps_are_done_one_after_the_other()
    {
        var schedule = Schedule(Step(PlanAction.Create, 100), Step(PlanAction.Update, 100), Step(PlanAction.Start, 100));
        Assert.Equal(1, schedule.Take()!.Number);
        Assert.Null(schedule.Take());
        schedule.End(Numbered[0], StepOutcome.Done);
        Assert.Equal(2, schedule.Take()!.Number);
    }

    [Fact]
    public void What_takes_away_comes_before_what_may_take_its_place()
    {
        var graph = Graph(Step(PlanAction.Stop, 100), Step(PlanAction.Delete, 100), Step(PlanAction.Delete, 101), Step(PlanAction.Create, 102), Step(PlanAction.Update, 103), Step(PlanAction.Start, 104));
        Assert.Equal([2, 3], graph[4].After);
        Assert.Empty(graph[5].After);
        Assert.Equal([1, 2, 3], graph[6].After);
        Assert.Equal([1], graph[2].Needs);
    }

    [Fact]
    public void A_linked_clone_waits_for_its_template_and_falls_with_it()
    {
        PlanStep[] steps = [Step(PlanAction.Create, 9000), Step(PlanAction.Template, 9000), Step(PlanAction.Create, 100, ("scsi0", "local-lvm:base-9000-disk-0/vm-100-disk-0")), Step(PlanAction.Start, 100), Step(PlanAction.Create, 101, ("scsi0", "local-lvm:8"))];
        Assert.Equal([2], Graph(steps)[3].Needs);
        var schedule = Schedule(steps);
        Assert.Equal([1, 5], TakeAll(schedule));
        Assert.Equal([(2, 1), (3, 1), (4, 1)], schedule.End(Numbered[0], StepOutcome.Failed).Select(one => (one.Step.Number, one.Because)));
        Assert.Null(schedule.Take());
    }

    [Fact]
    public void A_failure_leaves_other_guests_alone_unless_it_is_to_stop_all()
    {
        PlanStep[] steps = [Step(PlanAction.Update, 100), Step(PlanAction.Start, 100), Step(PlanAction.Update, 101), Step(PlanAction.Start, 101), Step(PlanAction.Stop, 102)];
        var goesOn = Schedule(new EngineOptions { Throttle = 2 }, steps);
        Assert.Equal([1, 3], TakeAll(goesOn));
        Assert.Equal(2, Assert.Single(goesOn.End(Numbered[0], StepOutcome.Failed)).Step.Number);
        Assert.Equal([5], TakeAll(goesOn));

        var stops = Schedule(new EngineOptions { Throttle = 2, StopOnError = true }, steps);
        TakeAll(stops);
        stops.End(Numbered[0], StepOutcome.Unknown);
        Assert.Null(stops.Take());
        stops.End(Numbered[2], StepOutcome.Done);
        Assert.Equal([(4, 1), (5, 1)], stops.Rest().Select(one => (one.Step.Number, one.Because)));
    }

    [Fact]
    public void A_storage_a_node_and_the_pools_take_only_so_many_at_a_time()
    {
        var creates = Enumerable.Range(100, 10).Select(vmid => Step(PlanAction.Create, vmid, ("scsi0", "local-lvm:8"))).ToArray();
        Assert.Equal(StepClaims.PerStorage, TakeAll(Schedule(new EngineOptions { Throttle = 50 }, creates)).Length);
        Assert.Equal(2, TakeAll(Schedule(new EngineOptions { Throttle = 50, IsShared = _ => true }, [.. creates.Select((step, index) => step with { Node = $"pve{index}" })])).Length);
        Assert.Equal(StepClaims.PerNode, TakeAll(Schedule(new EngineOptions { Throttle = 50 }, [.. Enumerable.Range(100, 10).Select(vmid => Step(PlanAction.Start, vmid))])).Length);
        Assert.Single(TakeAll(Schedule(new EngineOptions { Throttle = 50 }, [.. Enumerable.Range(100, 10).Select(vmid => Step(PlanAction.Pool, vmid))])));
        Assert.Equal(10, TakeAll(Schedule(new EngineOptions { Throttle = 50 }, [.. Enumerable.Range(100, 10).Select(vmid => Step(PlanAction.Update, vmid, ("cores", "4")))])).Length);
        Assert.Equal(3, TakeAll(Schedule(new EngineOptions { Throttle = 3 }, [.. Enumerable.Range(100, 10).Select(vmid => Step(PlanAction.Update, vmid, ("cores", "4")))])).Length);
    }

    [Fact]
    public void Whatever_the_plan_and_whatever_fails_every_step_ends_once_in_a_possible_order() => Gen.Int[0, int.MaxValue - 1].Sample(seed =>
    {
        var random = new Random(seed);
        var kinds = Enum.GetValues<PlanAction>();
        var steps = Enumerable.Range(0, 1 + random.Next(40)).Select(_ => Step(kinds[random.Next(kinds.Length)], 100 + random.Next(12), ("scsi0", $"st{random.Next(3)}:8")) with { Node = $"pve{random.Next(3)}", Argument = $"pve{random.Next(3)}", Disk = "scsi0" }).ToArray();
        var options = new EngineOptions { Throttle = 1 + random.Next(8), StopOnError = random.Next(4) == 0, IsShared = storage => storage == "st0" };
        var schedule = Schedule(options, steps);
        var graph = StepGraph.Of(new() { Steps = [.. Numbered] });
        var running = new List<PlanStep>();
        var ended = new Dictionary<int, StepOutcome>();
        while (true)
        {
            while (schedule.Take() is { } step)
            {
                Assert.All(graph[step.Number].Needs, need => Assert.Equal(StepOutcome.Done, ended[need]));
                Assert.All(graph[step.Number].After, before => Assert.True(ended.ContainsKey(before)));
                Assert.DoesNotContain(running, other => other.VmId == step.VmId);
                running.Add(step);
                Assert.True(running.Count <= options.Throttle);
                foreach (var claim in running.SelectMany(one => StepClaims.Of(one, options.IsShared)).GroupBy(claim => claim)) Assert.True(claim.Count() <= claim.Key.Capacity, $"{claim.Key} is used {claim.Count()} times.");
            }
            if (running.Count == 0) break;
            var ending = running[random.Next(running.Count)];
            running.Remove(ending);
            var outcome = random.Next(6) == 0 ? StepOutcome.Failed : StepOutcome.Done;
            ended.Add(ending.Number, outcome);
            foreach (var (skipped, _) in schedule.End(ending, outcome)) ended.Add(skipped.Number, StepOutcome.Skipped);
        }
        foreach (var (skipped, _) in schedule.Rest()) ended.Add(skipped.Number, StepOutcome.Skipped);
        Assert.Equal(Numbered.Select(step => step.Number), ended.Keys.Order());
    }, iter: LongRun.Iterations(300), threads: 1);

    private ImmutableArray<PlanStep> Numbered { get; set; }

    private StepSchedule Schedule(params PlanStep[] steps) => Schedule(new(), steps);

    private StepSchedule Schedule(EngineOptions options, PlanStep[] steps) => new(new() { Steps = Numbered = [.. steps.Select((step, index) => step with { Number = index + 1 })] }, options);

    private static StepGraph Graph(params PlanStep[] steps) => StepGraph.Of(new() { Steps = [.. steps.Select((step, index) => step with { Number = index + 1 })] });

    private static int[] TakeAll(StepSchedule schedule)
    {
        var taken = new List<int>();
        while (schedule.Take() is { } step) taken.Add(step.Number);
        return [.. taken];
    }

    private static PlanStep Step(PlanAction action, int vmid, params (string Key, string Value)[] parameters) => new()
    {
        Action = action, Kind = GuestKind.Qemu, VmId = vmid, Name = $"n{vmid}", Node = "pve1",
        Parameters = parameters.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
    };
}
