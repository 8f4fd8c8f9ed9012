using System.Collections.Immutable;
using ProxmoxMpc.Bench.State;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Api.Objects;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Bench.Sync;

/// <summary>
/// Syncs a cluster over HTTPS and compares with a bare loop over the same addresses: first sync, second sync without a change,
/// sync after one percent changed; then the same with a tenth of the guests, and the state's rows against sqlite3's own import.
/// </summary>
internal static class SyncBenchmark
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var guests = arguments.Number("guests", 10000);
        var nodes = arguments.Number("nodes", 32);
        var concurrency = arguments.Number("concurrency", WorkspaceConfig.DefaultConcurrency);
        var folder = Directory.CreateTempSubdirectory("pmpc-bench-").FullName;
        try
        {
            Console.WriteLine($"{guests} guests on {nodes} nodes, {concurrency} requests at a time, 5 ms added to every answer, {Environment.ProcessorCount} processors, .NET {Environment.Version}");
            var large = await MeasureAsync(Path.Combine(folder, "large"), guests, nodes, concurrency, arguments.Has("verbose"));
            if (!arguments.Has("no-linear") && guests >= 1000)
            {
                Console.WriteLine($"\n{guests / 10} guests:");
                var small = await MeasureAsync(Path.Combine(folder, "small"), guests / 10, nodes, concurrency, verbose: false);
                Console.WriteLine("\nTime per guest, compared with a tenth of the guests (linear is 1):");
                foreach (var (name, one, ten) in new[] { ("first sync", small.First, large.First), ("second sync", small.Second, large.Second) })
                    Console.WriteLine($"  {name,-12} {ten / guests * 1000:F3} ms / {one / (guests / 10) * 1000:F3} ms = {ten / guests / (one / (guests / 10)):F2}");
            }
            if (!arguments.Has("no-state")) await StateBenchmark.RunAsync(Path.Combine(folder, "large", "workspace"), folder);
            return 0;
        }
        finally
        {
            if (arguments.Has("keep")) Console.WriteLine(folder);
            else Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double First, double Second)> MeasureAsync(string folder, int guests, int nodes, int concurrency, bool verbose)
    {
        Directory.CreateDirectory(folder);
        var secret = Guid.NewGuid().ToString();
        var state = Path.Combine(folder, "lab.json");
        await File.WriteAllTextAsync(state, SampleCluster.Make(guests, nodes, secret, _ => false));
        using var lab = await LabProcess.StartAsync(state);
        var root = Path.Combine(folder, "workspace");
        var workspace = Workspace.Create(root, new WorkspaceConfig { Endpoints = [new(lab.Url)], Fingerprint = lab.Fingerprint, TokenId = SampleCluster.TokenId, Concurrency = concurrency });
        var paths = Path.Combine(folder, "paths");
        await File.WriteAllLinesAsync(paths, await RecordAsync(workspace, secret));
        string[] options = verbose ? ["--verbose"] : [];

        var empty = await Child.StartAsync(secret, "sync-empty");
        Console.WriteLine("                       seconds   to (a)  cpu s  requests    MiB read     rows    files  peak MiB above empty  allocated MiB");
        Task<RunFigures> Bare() => Child.StartAsync(secret, "sync-bare", "--workspace", root, "--paths", paths);
        async Task<RunFigures> SyncAsync(string name)
        {
            var bare = await Bare();
            Print("(a) bare loop", bare, bare, empty);
            var run = await Child.StartAsync(secret, ["sync-run", "--workspace", root, .. options]);
            Print(name, run with { Bytes = run.Requests == bare.Requests ? bare.Bytes : 0 }, bare, empty);
            if (run.Guests != guests || run.Gaps > 1) throw new InvalidOperationException($"{run.Guests} guests with {run.Gaps} gaps were read instead of {guests}.");
            return run;
        }

        var first = await SyncAsync("(b) first sync");
        var second = await SyncAsync("(c) no change");
        // The Lab looks at its file with every request; the next one reads it anew.
        await File.WriteAllTextAsync(state, SampleCluster.Make(guests, nodes, secret, index => index % 100 == 1));
        await RecordAsync(workspace, secret);
        await SyncAsync("(d) 1 % changed");
        return (first.Seconds, second.Seconds);
    }

    /// <summary>What a sync asks, found out by a read that is not measured and warms the server up.</summary>
    private static async Task<ImmutableArray<string>> RecordAsync(Workspace workspace, string secret)
    {
        using var network = new SocketsHttpHandler
        {
            AutomaticDecompression = System.Net.DecompressionMethods.GZip,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        };
        using var recorder = new RecordingHandler(network);
        using var session = await Session.OpenAsync(workspace, new() { Transport = recorder, Token = (SampleCluster.TokenId, secret) }, default);
        var inventory = await new InventoryReader(session.Client).ReadAsync(null, default);
        // The firewalls of that many guests are left out, as a sync does.
        await new ObjectReader(session.Client).ReadAsync(new() { Nodes = [.. inventory.Nodes.Select(node => (node.Name, node.IsOnline))] }, default);
        // Nothing is asked twice by a sync: what was read of nodes is handed on.
        return [.. recorder.Paths.Distinct()];
    }

    private static void Print(string name, RunFigures run, RunFigures bare, RunFigures empty) => Console.WriteLine(
        $"  {name,-18} {run.Seconds,9:F2} {run.Seconds / bare.Seconds,8:F2} {run.ProcessorSeconds,6:F1} {run.Requests,9} {run.Bytes / 1048576.0,11:F1} {run.Rows,8} {run.Files,8} {(run.PeakBytes - empty.PeakBytes) / 1048576.0,21:F0} {run.AllocatedBytes / 1048576.0,14:F0}");
}
