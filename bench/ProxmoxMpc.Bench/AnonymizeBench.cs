using System.Diagnostics;
using System.Globalization;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Bench;

/// <summary>
/// <c>anonymize [--mb 50] [--runs 3]</c>: CPU seconds and memory of anonymising a mixed log, each in a process of its own, against
/// <c>rg --passthru -r X</c> for one IPv4 pattern and perl with four patterns, in the same run.
/// </summary>
internal static class AnonymizeBench
{
    private const string Ipv4 = @"\b[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\b";

    private const string Perl =
        @"s/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/$m{$&}||=""ip"".++$n/ge;s/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/$m{$&}||=""mac"".++$n/gei;s/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/$m{$&}||=""uuid"".++$n/gei;s/\b[\w.+-]+@[\w.-]+\b/$m{$&}||=""mail"".++$n/ge";

    public static async Task<int> RunAsync(Arguments arguments)
    {
        if (arguments.Text("child") is { } child) return await ChildAsync(child, arguments.Text("out")!, arguments.Number("cores", 1), arguments.Text("steps") ?? "").ConfigureAwait(false);
        var file = Path.Combine(Path.GetTempPath(), $"pmpc-bench-{Environment.ProcessId}.log");
        var output = file + ".out";
        try
        {
            var log = MixedLog.Make(arguments.Number("mb", 50) * 1_000_000);
            await File.WriteAllBytesAsync(file, log).ConfigureAwait(false);
            Console.WriteLine($"{log.Length:N0} bytes, {log.AsSpan().Count((byte)'\n'):N0} lines; {Environment.ProcessorCount} cores");
            var runs = arguments.Number("runs", 3);
            var self = $"\"{Environment.ProcessPath}\"";
            // Started by dotnet, or by the host of its own.
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") self += $" \"{typeof(AnonymizeBench).Assembly.Location}\"";
            string Ours(string steps, int cores) => $"{self} anonymize --child \"{file}\" --out \"{output}\" --cores {cores} --steps {steps}";
            var baseline = Measure("rg --passthru -r X (IPv4)", $"rg --no-config -a -j1 --passthru -r X '{Ipv4}' \"{file}\" > \"{output}\"", runs, log.Length, 0);
            Measure("perl, four patterns and a map", $"perl -pe '{Perl}' \"{file}\" > \"{output}\"", runs, log.Length, baseline);
            Measure("ours: replace only", Ours("replace", 1), runs, log.Length, baseline);
            Measure("ours: learn, replace", Ours("learn,replace", 1), runs, log.Length, baseline);
            Measure("ours: learn, replace, verify", Ours("learn,replace,verify", 1), runs, log.Length, baseline);
            Measure("ours: learn, replace; all cores", Ours("learn,replace", Environment.ProcessorCount), runs, log.Length, baseline);
            Measure("ours: the same and verify; all cores", Ours("learn,replace,verify", Environment.ProcessorCount), runs, log.Length, baseline);
            return 0;
        }
        finally
        {
            File.Delete(file);
            File.Delete(output);
        }
    }

    private static async Task<int> ChildAsync(string input, string output, int cores, string steps)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, PseudonymKey.Create()) { Parallelism = cores };
        if (steps.Contains("learn", StringComparison.Ordinal))
        {
            await using var source = File.OpenRead(input);
            await anonymizer.LearnAsync(source).ConfigureAwait(false);
        }
        await using (var source = File.OpenRead(input))
        await using (var target = File.Create(output))
            await anonymizer.AnonymizeAsync(source, target).ConfigureAwait(false);
        if (!steps.Contains("verify", StringComparison.Ordinal)) return 0;
        await using var written = File.OpenRead(output);
        var residues = await new Verifier(anonymizer).VerifyAsync(written).ConfigureAwait(false);
        if (residues.Count > 0) Console.Error.WriteLine($"{residues.Count} residues, the first: line {residues[0].Line}, {residues[0].Kind}, {residues[0].Reason}");
        return 0;
    }

    /// <summary>The shell's times hold the CPU of the command; the median of the runs is printed.</summary>
    private static double Measure(string what, string command, int runs, long bytes, double baseline)
    {
        var results = Enumerable.Range(0, runs).Select(_ => Once(command)).OrderBy(result => result.Cpu).ToList();
        var (cpu, wall, memory) = results[runs / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-36} CPU {cpu,6:0.00} s  {bytes / cpu / 1e6,6:0} MB/s   wall {results.Min(result => result.Wall),6:0.00} s   {memory,5:0} MiB{(baseline > 0 ? $"   {cpu / baseline,5:0.0} x rg" : "")}"));
        return cpu;
    }

    private static (double Cpu, double Wall, double Memory) Once(string command)
    {
        // GNU time measures what it starts, and nothing else.
        var start = new ProcessStartInfo("/usr/bin/time") { RedirectStandardError = true };
        foreach (var argument in new[] { "-f", "%U %S %e %M", "sh", "-c", command }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var text = process.StandardError.ReadToEnd();
        process.WaitForExit();
        var lines = text.Trim().Split('\n');
        foreach (var line in lines[..^1]) Console.Error.WriteLine(line);
        var numbers = lines[^1].Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0] + numbers[1], numbers[2], numbers[3] / 1024);
    }
}
