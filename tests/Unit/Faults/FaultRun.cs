using System.Text;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Faults;

/// <summary>One run of the loop under the faults of its seed.</summary>
internal sealed class FaultRun(int seed)
{
    private static readonly string[] States = ["done", "failed", "skipped", "unknown", "pending"];

    private readonly StringBuilder _story = new();
    private readonly Random _random = new(seed);

    /// <summary>What happened, for whoever looks after a failure.</summary>
    public string Story => _story.ToString();

    /// <summary>How steps and verbs ended.</summary>
    public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    public async Task GoAsync()
    {
        using var world = await FaultyWorld.CreateAsync(seed);
        var faults = FaultPlan.Draw(_random);
        Tell(FaultPlan.Text(faults));
        if (_random.Next(2) == 0)
        {
            world.SetFaults(faults);
            await TryAsync("init", world.InitializeAsync);
            if (world.IsInitialized) await TryAsync("first sync", async () => await world.SyncAsync());
            world.SetFaults(null);
        }
        if (!world.IsInitialized) await world.InitializeAsync();
        await world.SyncAsync();
        Assert.False((await world.PlanAsync()).HasChanges, "There is a plan before anything was edited.");

        var edits = CodeEdits.Make(world.Workspace, _random);
        world.SetFaults(faults);
        for (var round = 0; round < 2; round++)
        {
            await ApplyAsync(world);
            edits.AssertKept();
            await TryAsync("sync", async () => await world.SyncAsync());
            edits.AssertKept();
        }

        world.SetFaults(null);
        await RecoverAsync(world, edits);
    }

    /// <summary>The server is well again: what is left of the code's wishes comes true, and then there is peace.</summary>
    private async Task RecoverAsync(FaultyWorld world, CodeEdits edits)
    {
        var sync = await world.SyncAsync();
        Assert.True(!sync.Conflicts.Any(), $"Conflicts after recovery: {string.Join("; ", sync.Conflicts)}");
        var plan = await world.PlanAsync();
        Assert.True(plan.Problems.IsEmpty, $"Problems after recovery: {string.Join("; ", plan.Problems)}");
        Tell($"left after recovery: {plan.Summary}");
        var result = await world.ApplyAsync(plan);
        Assert.True(result.Succeeded, $"Apply without faults: {string.Join("; ", result.Steps.Where(step => step.Outcome != StepOutcome.Done).Select(step => $"{step.Action} {step.Guest} {step.Message}"))}");
        var last = await world.SyncAsync();
        Assert.True(last.Changes.IsEmpty && last.Gaps.IsEmpty, $"Changes in the last sync: {string.Join("; ", last.Changes)} {string.Join("; ", last.Gaps)}");
        plan = await world.PlanAsync();
        Assert.True(!plan.HasChanges && plan.Problems.IsEmpty && plan.Drift.IsEmpty, $"Still planned: {string.Join("; ", plan.Steps.Select(step => $"{step.Guest} {step.Summary}"))} {string.Join("; ", plan.Problems)} {string.Join("; ", plan.Drift)}");
        var peace = await world.SyncAsync();
        Assert.True((peace.FilesWritten, peace.RowsWritten) == (0, 0), $"The sync after the last wrote {peace.FilesWritten} files and {peace.RowsWritten} rows.");
        edits.AssertKept();
        Census.Check(world.State(), edits, Core.Workspaces.GuestCode.Guests(world.Workspace));
    }

    private async Task ApplyAsync(FaultyWorld world)
    {
        Plan? plan = null;
        await TryAsync("plan", async () => plan = await world.PlanAsync());
        if (plan is not { HasChanges: true }) return;
        Tell(string.Join("; ", plan.Steps.Select(step => $"{step.Number}. {step.Action} {step.Guest} {step.Summary}")));
        var ended = new List<StepResult>();
        var last = LastRun(world);
        TimeSpan? patience = _random.Next(5) == 0 ? TimeSpan.FromSeconds(_random.Next(60)) : null;
        await TryAsync("apply", async () => await world.ApplyAsync(plan, ended.Add, patience));
        foreach (var step in ended.Where(step => step.Outcome != StepOutcome.Done || step.Message.Length > 0)) Tell($"  {step.Number} {step.Outcome}: {step.Message}");
        // A server that was out of reach before the first step leaves no run.
        if (ended.Count > 0 || LastRun(world) != last) Judge(world, plan, ended);
    }

    private static long? LastRun(FaultyWorld world)
    {
        using var store = world.Workspace.OpenState();
        return store.ReadRuns(1).FirstOrDefault()?.Id;
    }

    /// <summary>The journal says of every step what the result says, and what is called done is so.</summary>
    private void Judge(FaultyWorld world, Plan plan, List<StepResult> ended)
    {
        using var store = world.Workspace.OpenState();
        var run = store.ReadRuns(1).Single();
        Assert.NotNull(run.Ended);
        var rows = store.ReadSteps(run.Id);
        Assert.Equal(plan.Steps.Length, rows.Count);
        foreach (var row in rows)
        {
            Assert.Contains(row.State, States);
            if (ended.Find(step => step.Number == row.Number) is not { } step)
            {
                // Where somebody broke it off, one step is under way and the rest is not begun.
                Assert.Equal("cancelled", run.Outcome);
                Assert.Contains(row.State, (string[])["unknown", "pending"]);
                continue;
            }
            Count(step.Outcome == StepOutcome.Done && step.Message.Contains("lost", StringComparison.Ordinal) ? "done though the answer was lost" : step.Outcome.ToString().ToLowerInvariant());
            Assert.Equal(step.Outcome.ToString().ToLowerInvariant(), row.State);
            if (step.Outcome is StepOutcome.Failed or StepOutcome.Unknown) Assert.False(string.IsNullOrWhiteSpace(step.Message), $"Step {step.Number} failed without a word.");
            if (step.Outcome == StepOutcome.Failed) Census.CheckFailed(world.State(), step.Step, step.Message);
            if (step.Outcome == StepOutcome.Done) Census.CheckDone(world.State(), step.Step, plan);
        }
    }

    /// <summary>An error must be one of ours, say what it is about and what to do.</summary>
    private async Task TryAsync(string what, Func<Task> act)
    {
        try
        {
            await act();
            Tell($"{what}: fine");
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Tell($"{what}: cancelled");
            Count($"{what} cancelled");
        }
        catch (PmpcException failure)
        {
            Tell($"{what}: {failure.Id}: {failure.Message}");
            Count($"{what} failed");
            Assert.False(string.IsNullOrWhiteSpace(failure.Hint), $"{what} failed with {failure.Id} ({failure.Message}) and no hint.");
        }
    }

    private void Count(string what) => Counts[what] = Counts.GetValueOrDefault(what) + 1;

    private void Tell(string line) => _story.AppendLine(line);
}
