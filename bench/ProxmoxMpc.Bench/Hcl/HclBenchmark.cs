using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Bench.Hcl;

/// <summary>
/// <c>hcl [--guests 10000] [--rounds 5]</c>: parsing every guest's file and evaluating all that it says, against reading the same files
/// from the disk's cache as text, on one thread, in the same run.
/// </summary>
internal static class HclBenchmark
{
    public static Task<int> RunAsync(Arguments arguments)
    {
        var folder = Directory.CreateTempSubdirectory("pmpc-bench-").FullName;
        try
        {
            var (guests, rounds) = (arguments.Number("guests", 10000), arguments.Number("rounds", 5));
            var workspace = SampleWorkspace.Make(Path.Combine(folder, "workspace"), guests, nodes: 32);
            string[] files = [.. Directory.EnumerateFiles(Path.Combine(workspace.Root, "terraform", "vms"), "*.tf"), .. Directory.EnumerateFiles(Path.Combine(workspace.Root, "terraform", "containers"), "*.tf")];
            var texts = new string[files.Length];
            Took? reading = null, parsing = null, both = null;
            var values = 0;
            for (var round = 0; round < rounds; round++)
            {
                var read = Took.By(() => Read(files, texts));
                var parsed = Took.By(() => { foreach (var text in texts) HclDocument.Parse(text); });
                var evaluated = Took.By(() => values = texts.Sum(text => Evaluate(HclDocument.Parse(text).Root)));
                if (round == 0)
                {
                    Console.WriteLine($"{files.Length} files, {texts.Sum(text => (long)text.Length):N0} characters, {values} values; one thread, .NET {Environment.Version}\nFirst round, compiling included:");
                    evaluated.Print("parse and evaluate", read);
                    Console.WriteLine($"Best of {rounds}, to reading (at most 3):");
                }
                (reading, parsing, both) = (Best(reading, read), Best(parsing, parsed), Best(both, evaluated));
            }
            reading!.Value.Print("read", reading.Value);
            parsing!.Value.Print("parse", reading.Value);
            both!.Value.Print("parse and evaluate", reading.Value);
            return Task.FromResult(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Read(string[] files, string[] texts)
    {
        for (var i = 0; i < files.Length; i++) texts[i] = File.ReadAllText(files[i]);
    }

    /// <summary>Evaluates every attribute, at any depth, and tells how many there are.</summary>
    private static int Evaluate(HclBody body)
    {
        var count = 0;
        foreach (var attribute in body.Attributes)
            if (attribute.Expression.Evaluate(HclScope.Empty) is not null) count++;
        foreach (var block in body.Blocks) count += Evaluate(block.Body);
        return count;
    }

    private static Took Best(Took? best, Took now) => best?.Or(now) ?? now;
}
