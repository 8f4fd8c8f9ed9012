using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Faults;

/// <summary>
/// Sync, edit, apply and sync while the server misbehaves by seed. Every run ends in a true state or a clear error, nothing is
/// lost, nothing is done twice, and when the server is well again the next sync and apply reach what the code wants.
/// PMPC_FAULT_SEEDS=1000 runs that many, PMPC_FAULT_FIRST=501 begins with that one, PMPC_FAULT_SEED=17 runs the one;
/// PMPC_FAULT_REPORT names a file that gets every failure.
/// </summary>
public sealed class FaultScheduleTests
{
    [Fact]
    public async Task Whatever_goes_wrong_nothing_is_lost_and_nothing_is_done_twice()
    {
        var seeds = Number("PMPC_FAULT_SEED") is { } one ? [one] : Enumerable.Range(Number("PMPC_FAULT_FIRST") ?? 1, Number("PMPC_FAULT_SEEDS") ?? 40).ToArray();
        var failures = new ConcurrentBag<string>();
        var counts = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken }, async (seed, _) =>
        {
            var run = new FaultRun(seed);
            try
            {
                await run.GoAsync();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {failure.Message}\n{run.Story}\n{(failure is PmpcException or Xunit.Sdk.IAssertionException ? "" : failure)}"));
            }
            foreach (var (what, times) in run.Counts) counts.AddOrUpdate(what, times, (_, sum) => sum + times);
        });
        var summary = $"{seeds.Length} seeds: {string.Join(", ", counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Value} {count.Key}"))}";
        TestContext.Current.SendDiagnosticMessage(summary);
        if (Environment.GetEnvironmentVariable("PMPC_FAULT_REPORT") is { Length: > 0 } report) await File.WriteAllTextAsync(report, $"{summary}\n{failures.Count} failures\n{string.Join('\n', failures.Order(StringComparer.Ordinal))}\n", TestContext.Current.CancellationToken);
        Assert.True(failures.IsEmpty, $"{failures.Count} of {seeds.Length} runs failed.\n{string.Join('\n', failures.Order(StringComparer.Ordinal).Take(5))}");
        // Faults that strike nothing prove nothing.
        if (seeds.Length >= 20) Assert.All(["done", "done though the answer was lost", "failed"], what => Assert.True(counts.GetValueOrDefault(what) > 0, $"No step was {what}. {summary}"));
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
