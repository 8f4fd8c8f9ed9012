using System.Diagnostics;
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
        var inventory = SampleWorkspace.InventoryOf(arguments.Number("guests", 400), nodes: 4);
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
}
