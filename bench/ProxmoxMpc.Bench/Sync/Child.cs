using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Bench.Sync;

/// <summary>Runs that are measured in processes of their own, so that their memory is their own. Figures come back as the last line of the output.</summary>
internal static class Child
{
    private const string SecretVariable = "PMPC_BENCH_SECRET";

    /// <summary>Starts this program again.</summary>
    public static async Task<RunFigures> StartAsync(string secret, params string[] arguments) => JsonSerializer.Deserialize<RunFigures>(await OutputAsync(secret, arguments))!;

    /// <summary>The secret that this program was started with.</summary>
    public static string Secret => Environment.GetEnvironmentVariable(SecretVariable)!;

    /// <summary>Starts this program again, shows what it prints, and gives its last line.</summary>
    public static async Task<string> OutputAsync(string secret, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Child).Assembly.Location, .. arguments]) { RedirectStandardOutput = true };
        start.Environment[SecretVariable] = secret;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (process.ExitCode != 0 || lines.Length == 0) throw new InvalidOperationException($"{string.Join(' ', arguments)} failed: {output}");
        foreach (var line in lines[..^1]) Console.WriteLine($"  {line}");
        return lines[^1];
    }

    /// <summary>The process without any work: what is above its memory is the work's.</summary>
    public static Task<int> EmptyAsync(Arguments arguments) => Task.FromResult(Report(new()));

    /// <summary>The bare loop over the paths of a file.</summary>
    public static async Task<int> BareAsync(Arguments arguments)
    {
        var workspace = Workspace.Open(arguments.Text("workspace")!);
        var paths = await File.ReadAllLinesAsync(arguments.Text("paths")!);
        return Report(await BareLoop.RunAsync(workspace.Config.Endpoints[0].Address, Environment.GetEnvironmentVariable(SecretVariable)!, paths, workspace.Config.Concurrency));
    }

    /// <summary>One sync of a workspace.</summary>
    public static async Task<int> SyncAsync(Arguments arguments)
    {
        var requests = 0;
        using var meter = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Name == "http.client.request.duration") listener.EnableMeasurementEvents(instrument); } };
        meter.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref requests));
        meter.Start();
        var begun = Stopwatch.GetTimestamp();
        using var memory = arguments.Has("memory") ? new Timer(_ => WriteMemory(begun), null, 0, 250) : null;
        var workspace = Workspace.Open(arguments.Text("workspace")!);
        using var session = await Session.OpenAsync(workspace, new() { Token = (SampleCluster.TokenId, Environment.GetEnvironmentVariable(SecretVariable)!) }, default);
        var progress = arguments.Has("verbose") ? new Progress(begun) : null;
        var result = await new Core.Workspaces.Sync(session).RunAsync(new(), progress, default);
        var figures = new RunFigures
        {
            Seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds,
            Requests = requests,
            Rows = result.RowsWritten,
            Files = result.FilesWritten,
            Guests = result.Guests,
            Gaps = result.Gaps.Length,
        };
        return Report(figures);
    }

    /// <summary>What the memory is made of at the moment, to the error output.</summary>
    private static void WriteMemory(long begun)
    {
        var info = GC.GetGCMemoryInfo(GCKind.Any);
        var generations = string.Join(' ', info.GenerationInfo.ToArray().Select(generation => $"{generation.SizeAfterBytes >> 20}({generation.FragmentationAfterBytes >> 20})"));
        Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(begun).TotalSeconds,7:F2} s  resident {Environment.WorkingSet >> 20}  committed {info.TotalCommittedBytes >> 20}  in use {GC.GetTotalMemory(false) >> 20}  generations (free in them) {generations}  collections {GC.CollectionCount(0)} {GC.CollectionCount(1)} {GC.CollectionCount(2)}  paused {GC.GetTotalPauseDuration().TotalSeconds:F2} s");
    }

    private static int Report(RunFigures figures)
    {
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(figures with
        {
            PeakBytes = self.PeakWorkingSet64,
            ProcessorSeconds = self.TotalProcessorTime.TotalSeconds,
            AllocatedBytes = GC.GetTotalAllocatedBytes(),
        }));
        return 0;
    }

    private sealed class Progress(long begun) : IProgress<ReadProgress>
    {
        private string _activity = "";

        public void Report(ReadProgress value)
        {
            if (value.Activity == _activity) return;
            _activity = value.Activity;
            Console.WriteLine($"{Stopwatch.GetElapsedTime(begun).TotalSeconds,8:F2} s  {_activity} ({GC.GetTotalMemory(false) >> 20} MiB)");
        }
    }
}
