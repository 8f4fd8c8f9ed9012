using System.Diagnostics;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Interleaving;

/// <summary>
/// Rounds of edits on both sides, each with everything that people do: no change that one side alone made is lost, no conflict is
/// settled without a word, comments stay, and a second sync writes nothing. A failure tells its seed; PMPC_SEED=S begins with that one.
/// </summary>
public sealed class RoundsTests(ITestOutputHelper output)
{
    private const int PerWorkspace = 25;

    [Fact]
    public async Task No_round_of_edits_loses_a_change_or_hides_a_conflict()
    {
        var wanted = LongRun.Iterations(6);
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PMPC_SEED"), out var given) ? given : Random.Shared.Next();
        var (begun, done, failures, edited) = (Stopwatch.GetTimestamp(), 0, new List<string>(), (Any: 0, Both: 0));
        var beside = (Edits: 0, Conflicts: 0);
        for (; done < wanted && failures.Count < 5; seed++)
        {
            using var cluster = await Cluster.OpenAsync((WorkspaceLayout)Math.Max(0, (seed % 5) - 2), (AttributeDetail)(seed / 5 % 2));
            var story = new Story(cluster, new Random(seed));
            try
            {
                await story.RunAsync(Math.Min(PerWorkspace, wanted - done));
            }
            catch (InvalidOperationException failure)
            {
                failures.Add($"PMPC_SEED={seed}: {failure.Message}\n{string.Join("\n", failure.InnerException!.StackTrace!.Split("\n").Where(line => line.Contains("Interleaving", StringComparison.Ordinal) || failure.InnerException is NullReferenceException))}");
            }
            edited = (edited.Any + story.Edited.Any, edited.Both + story.Edited.Both);
            beside = (beside.Edits + story.Beside.Edits, beside.Conflicts + story.Beside.Conflicts);
            done += Math.Max(1, story.Rounds);
        }
        output.WriteLine($"{done} rounds with {edited.Any} edited guests, {edited.Both} of them on both sides, {beside.Edits} edits and {beside.Conflicts} conflicts of what is beside guests, in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s; {Environment.CpuUsage.TotalTime.TotalSeconds:F0} s of the processor");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }
}
