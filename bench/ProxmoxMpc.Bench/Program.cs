using System.Globalization;
using ProxmoxMpc.Bench;
using ProxmoxMpc.Bench.Apply;
using ProxmoxMpc.Bench.Hcl;
using ProxmoxMpc.Bench.Planning;
using ProxmoxMpc.Bench.Steps;
using ProxmoxMpc.Bench.Sync;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
// A machine is noisy: every run measures its own baseline and prints ratios against it.
var benchmarks = new Dictionary<string, Func<Arguments, Task<int>>>(StringComparer.Ordinal)
{
    ["sync"] = SyncBenchmark.RunAsync,
    ["privacy-score"] = PrivacyScoring.RunAsync,
    ["anonymize"] = AnonymizeBench.RunAsync,
    ["anonymize-costs"] = AnonymizeCosts.RunAsync,
    ["steps"] = StepsBenchmark.RunAsync,
    ["apply"] = ApplyBenchmark.RunAsync,
    ["plan"] = PlanBenchmark.RunAsync,
    ["hcl"] = HclBenchmark.RunAsync,
};
// What a benchmark runs in a process of its own.
var parts = new Dictionary<string, Func<Arguments, Task<int>>>(StringComparer.Ordinal)
{
    ["sync-empty"] = Child.EmptyAsync,
    ["sync-bare"] = Child.BareAsync,
    ["sync-run"] = Child.SyncAsync,
    ["apply-run"] = ApplyBenchmark.MeasureAsync,
};

if (args is [var name, .. var rest] && (benchmarks.GetValueOrDefault(name) ?? parts.GetValueOrDefault(name)) is { } run) return await run(new Arguments(rest));
Console.Error.WriteLine($"usage: ProxmoxMpc.Bench {string.Join('|', benchmarks.Keys)} [--option value ...]");
return 2;
