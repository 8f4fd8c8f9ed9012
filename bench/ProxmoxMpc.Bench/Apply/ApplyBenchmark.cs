using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProxmoxMpc.Bench.Sync;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Bench.Apply;

/// <summary>
/// Creates guests on a Lab whose tasks take a fixed time, and compares how long the run took with the least that locks and limits
/// allow: no run can be shorter than any one of them alone. The engine runs in a process of its own, so that its CPU time is its own.
/// </summary>
internal static class ApplyBenchmark
{
    private const int WarmUp = 16;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (creates, nodes, throttle) = (arguments.Number("creates", 200), arguments.Number("nodes", 8), arguments.Number("throttle", 16));
        var seconds = arguments.Number("task-milliseconds", 2000) / 1000.0;
        var folder = Directory.CreateTempSubdirectory("pmpc-bench-").FullName;
        try
        {
            var secret = Guid.NewGuid().ToString();
            var state = Path.Combine(folder, "lab.json");
            await File.WriteAllTextAsync(state, Cluster(nodes, secret, seconds));
            using var lab = await LabProcess.StartAsync(state);
            var root = Path.Combine(folder, "workspace");
            Workspace.Create(root, new WorkspaceConfig { Endpoints = [new(lab.Url)], Fingerprint = lab.Fingerprint, TokenId = SampleCluster.TokenId });
            Console.WriteLine($"{creates} guests on {nodes} nodes, {throttle} steps at a time, tasks of {seconds} s, {Environment.ProcessorCount} processors, .NET {Environment.Version}");
            var output = await Child.OutputAsync(secret, "apply-run", "--workspace", root, "--creates", $"{creates}", "--nodes", $"{nodes}", "--throttle", $"{throttle}");
            var figures = JsonSerializer.Deserialize<ApplyFigures>(output)!;
            if (figures.Done != creates) throw new InvalidOperationException($"{figures.Done} of {creates} were made.");
            var (bound, why) = LowerBound(Plan(creates, nodes, 1000), throttle, seconds);
            Console.WriteLine($"  lower bound     {bound,8:F2} s   {why}");
            Console.WriteLine($"  makespan        {figures.Seconds,8:F2} s   {figures.Seconds / bound:F3} x the bound (at most 1.15)");
            Console.WriteLine($"  own CPU         {figures.ProcessorSeconds * 1000 / creates,8:F2} ms a step (below 5), after {WarmUp} steps to warm up that took {figures.WarmUpProcessorSeconds * 1000 / WarmUp:F1} ms each");
            Console.WriteLine($"  requests        {(double)figures.Requests / creates,8:F2} a step");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The part that is measured, in its own process.</summary>
    public static async Task<int> MeasureAsync(Arguments arguments)
    {
        var (creates, nodes, throttle) = (arguments.Number("creates", 0), arguments.Number("nodes", 0), arguments.Number("throttle", 0));
        var requests = 0;
        using var meter = new System.Diagnostics.Metrics.MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Name == "http.client.request.duration") listener.EnableMeasurementEvents(instrument); } };
        meter.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref requests));
        meter.Start();
        var workspace = Workspace.Open(arguments.Text("workspace")!);
        using var session = await Session.OpenAsync(workspace, new() { Token = (SampleCluster.TokenId, Child.Secret) }, default);
        using var store = workspace.OpenState();
        using var self = Process.GetCurrentProcess();
        var engine = new NativeEngine(session.Client, store, new() { Throttle = throttle });
        var warmUp = await CpuAsync(() => engine.RunAsync(Plan(WarmUp, nodes, 900), store.BeginRun("apply", DateTimeOffset.UtcNow), new Silent(), null, default));
        requests = 0;
        var begun = Stopwatch.GetTimestamp();
        ApplyResult result = null!;
        var cpu = await CpuAsync(async () => result = await engine.RunAsync(Plan(creates, nodes, 1000), store.BeginRun("apply", DateTimeOffset.UtcNow), new Silent(), null, default));
        foreach (var failed in result.Steps.Where(step => step.Outcome != StepOutcome.Done).Take(3)) Console.WriteLine($"{failed.Guest}: {failed.Message}");
        Console.WriteLine(JsonSerializer.Serialize(new ApplyFigures(Stopwatch.GetElapsedTime(begun).TotalSeconds, cpu, warmUp, requests, result.Done)));
        return 0;

        async Task<double> CpuAsync(Func<Task> work)
        {
            self.Refresh();
            var before = self.TotalProcessorTime;
            await work();
            self.Refresh();
            return (self.TotalProcessorTime - before).TotalSeconds;
        }
    }

    /// <summary>All steps take the same time, so nothing that takes so many at a time can be through sooner than in that many rounds.</summary>
    private static (double Seconds, string Why) LowerBound(Plan plan, int throttle, double seconds) => plan.Steps.SelectMany(step => StepClaims.Of(step, _ => false))
        .GroupBy(claim => claim).Select(group => (Rounds: Rounds(group.Count(), group.Key.Capacity), Why: $"{group.Count()} steps want {group.Key.What}, {group.Key.Capacity} at a time"))
        .Append((Rounds(plan.Steps.Length, throttle), $"{plan.Steps.Length} steps, {throttle} at a time"))
        .Select(one => (one.Item1 * seconds, one.Item2)).MaxBy(one => one.Item1);

    private static int Rounds(int count, int capacity) => (count + capacity - 1) / capacity;

    private static Plan Plan(int creates, int nodes, int firstVmId) => new()
    {
        Steps =
        [
            .. Enumerable.Range(0, creates).Select(index => new PlanStep
            {
                Number = index + 1, Action = PlanAction.Create, Kind = GuestKind.Qemu, VmId = firstVmId + index, Name = $"n{firstVmId + index}", Node = $"pve{index % nodes + 1:D2}",
                Parameters = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
                [
                    new("name", $"n{firstVmId + index}"), new("cores", "2"), new("memory", "2048"), new("ostype", "l26"), new("scsihw", "virtio-scsi-single"), new("scsi0", "local-zfs:8"), new KeyValuePair<string, string>("net0", "virtio,bridge=vmbr0"),
                ]),
            }),
        ],
    };

    private static string Cluster(int nodes, string secret, double taskSeconds)
    {
        var names = Enumerable.Range(1, nodes).Select(number => string.Create(CultureInfo.InvariantCulture, $"pve{number:D2}")).ToArray();
        return new JsonObject
        {
            ["options"] = new JsonObject { ["latencySeconds"] = 0.005, ["taskSecondsByKind"] = new JsonObject { ["qmcreate"] = taskSeconds } },
            ["tokens"] = new JsonObject { [SampleCluster.TokenId] = new JsonObject { ["secret"] = secret, ["privsep"] = false } },
            ["nodes"] = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["cores"] = 64, ["memoryMiB"] = 524288 }))),
            ["bridges"] = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonArray("vmbr0")))),
            ["storages"] = new JsonObject { ["local-zfs"] = new JsonObject { ["type"] = "zfspool", ["sizeGiB"] = 20000 } },
        }.ToJsonString();
    }

    /// <summary>Somebody watches, so that the logs of tasks are read as in a real run.</summary>
    private sealed class Silent : IProgress<ApplyProgress>
    {
        public void Report(ApplyProgress value)
        {
        }
    }
}

/// <summary>What one measured apply says about itself.</summary>
internal sealed record ApplyFigures(double Seconds, double ProcessorSeconds, double WarmUpProcessorSeconds, int Requests, int Done);
