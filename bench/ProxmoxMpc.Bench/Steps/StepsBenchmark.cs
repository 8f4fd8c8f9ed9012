using System.Diagnostics;
using System.Text.Json.Nodes;
using ProxmoxMpc.Bench.Sync;
using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Bench.Steps;

/// <summary>What each step of a sync costs per guest, on one processor and without a server: where to look when a sync gets slower.</summary>
internal static class StepsBenchmark
{
    private const int Rounds = 5;

    public static Task<int> RunAsync(Arguments arguments)
    {
        var inventory = InventoryOf(arguments.Number("guests", 400));
        var guests = inventory.Guests;
        var names = GuestNaming.Allocate(guests);
        var texts = guests.Select(guest => TerraformWriter.Guest(guest, names[guest.VmId])).ToArray();
        var views = guests.Select(GuestProjection.Of).ToArray();
        var desired = texts.Select(file => TerraformReader.GuestsOf(file.Path, file.Text) is [var one] ? one : throw new InvalidOperationException($"{file.Path} is not read by itself.")).ToArray();
        Console.WriteLine($"{guests.Length} guests, best of {Rounds}:");
        Measure("facts and projection", () => Each(guests, guest => GuestProjection.Of(guest).Count));
        Measure("obstacle", () => Each(guests, guest => TerraformWriter.Obstacle(guest) is null ? 0 : 1));
        Measure("inexpressible keys", () => Each(guests, guest => TerraformWriter.Inexpressible(guest).Count));
        Measure("three-way merge", () => Each(Enumerable.Range(0, guests.Length), i => ThreeWayMerge.Merge(views[i], desired[i].Attributes, views[i], desired[i].HasOpinion).Length));
        Measure("Terraform text", () => Each(guests, guest => TerraformWriter.Guest(guest, names[guest.VmId]).Text.Length));
        Measure("reading that text", () => Each(texts, file => TerraformReader.GuestsOf(file.Path, file.Text)!.Value.Length));
        Generated("tests", PesterGenerator.Recipes);
        Generated("playbooks", AnsibleGenerator.CreatedRecipes);
        Generated("Ansible inventory", AnsibleGenerator.Recipes);
        Generated("docs", DocsGenerator.Recipes);
        Measure("imports", () => TerraformWriter.Imports(inventory, names, names.Keys.ToHashSet()).Text.Length);
        return Task.FromResult(0);

        void Measure(string name, Func<long> run)
        {
            var (best, allocated, made) = (TimeSpan.MaxValue, 0L, 0L);
            for (var round = 0; round < Rounds; round++)
            {
                var (begun, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
                made = run();
                var took = Stopwatch.GetElapsedTime(begun);
                if (took < best) best = took;
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }
            Console.WriteLine($"  {name,-22} {best.TotalMicroseconds / guests.Length,8:F1} us  {allocated / 1024.0 / guests.Length,8:F1} KiB allocated  ({made})");
        }

        void Generated(string name, Func<GenerationInput, IReadOnlyList<FileRecipe>> generator) => Measure(name, () =>
            generator(new GenerationInput(inventory, names, TerraformWriter.Inexpressible, new Dictionary<int, string>())).Sum(recipe => (long)recipe.Text().Length));
    }

    private static long Each<T>(IEnumerable<T> items, Func<T, int> step) => items.Sum(item => (long)step(item));

    private static Inventory InventoryOf(int count)
    {
        var state = JsonNode.Parse(SampleCluster.Make(count, 4, "", _ => false))!;
        return new()
        {
            Cluster = "bench",
            Version = "9.2",
            Nodes = [.. state["nodes"]!.AsObject().Select(node => new Node { Name = node.Key, Status = "online" })],
            Guests = [.. state["guests"]!.AsObject().Select(guest => new Guest
            {
                VmId = int.Parse(guest.Key),
                Kind = (string?)guest.Value!["type"] == "lxc" ? GuestKind.Lxc : GuestKind.Qemu,
                Node = (string)guest.Value["node"]!,
                Status = (string)guest.Value["status"]!,
                Pool = (string?)guest.Value["pool"],
                Digest = "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                Config = GuestConfig.From(guest.Value["config"]!.AsObject().Select(pair => KeyValuePair.Create(pair.Key, (string)pair.Value!))),
            })],
        };
    }
}
