using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Bench.Planning;

/// <summary>
/// <c>plan [--guests 10000] [--nodes 32] [--rounds 7]</c>: a whole plan from the files and the state on the disk, against loading the two
/// states alone, in the same run: nothing changed, then 1 % of the guests changed in the code.
/// </summary>
internal static partial class PlanBenchmark
{
    public static Task<int> RunAsync(Arguments arguments)
    {
        var folder = Directory.CreateTempSubdirectory("pmpc-bench-").FullName;
        try
        {
            var (guests, rounds) = (arguments.Number("guests", 10000), arguments.Number("rounds", 7));
            var workspace = SampleWorkspace.Make(Path.Combine(folder, "workspace"), guests, arguments.Number("nodes", 32));
            Console.WriteLine($"{guests} guests, best of {rounds}, {Environment.ProcessorCount} processors, .NET {Environment.Version}");
            var loading = Measure("no change, at most 1.5", workspace, rounds, null, expected: 0);
            var changed = Change(workspace, guests / 100);
            Measure("1 % changed, at most 1.6", workspace, rounds, loading, expected: changed);
            return Task.FromResult(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Measures loading and planning by turns.</summary>
    /// <param name="unchanged">Loading where nothing changed, to compare with, too.</param>
    private static Took Measure(string name, Workspace workspace, int rounds, Took? unchanged, int expected)
    {
        Took? loading = null, planning = null;
        for (var round = 0; round < rounds; round++)
        {
            var load = Took.By(() => Load(workspace));
            var steps = 0;
            var plan = Took.By(() => steps = Plan(workspace));
            if (steps != expected) throw new InvalidOperationException($"{steps} steps were planned instead of {expected}.");
            (loading, planning) = (loading?.Or(load) ?? load, planning?.Or(plan) ?? plan);
        }
        Console.WriteLine($"{name}:");
        loading!.Value.Print("load code and server", unchanged ?? loading.Value);
        planning!.Value.Print("load and plan", unchanged ?? loading.Value);
        return loading.Value;
    }

    /// <summary>Loads what a plan compares: what the files say, and the server as it was last read.</summary>
    private static (CodeReading Code, Inventory Server, IReadOnlyDictionary<int, BaseGuest> Agreed) Load(Workspace workspace)
    {
        using var store = workspace.OpenState();
        return Load(workspace, store);
    }

    private static (CodeReading Code, Inventory Server, IReadOnlyDictionary<int, BaseGuest> Agreed) Load(Workspace workspace, StateStore store)
    {
        var agreed = store.ReadBase();
        return (CodeReading.Of(workspace, store, agreed), store.ReadInventory()!, agreed);
    }

    /// <summary>Loads it and plans; tells how many steps there are.</summary>
    private static int Plan(Workspace workspace)
    {
        using var store = workspace.OpenState();
        var (code, server, agreed) = Load(workspace, store);
        return Picture.Of(code, server, store, agreed, new(CancellationToken.None)).Plan().Steps.Length;
    }

    /// <summary>Gives so many VMs other memory, each in its own file.</summary>
    private static int Change(Workspace workspace, int count)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(workspace.Root, "terraform", "vms"), "*.tf").Order(StringComparer.Ordinal).Take(count))
            File.WriteAllText(file, Memory().Replace(File.ReadAllText(file), "${1}16384"));
        return count;
    }

    [GeneratedRegex(@"(dedicated\s+= )\d+")]
    private static partial Regex Memory();
}
