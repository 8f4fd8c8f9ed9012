using System.Diagnostics;
using System.Text.Json;

namespace ProxmoxMpc.Tests.Unit.Hcl;

/// <summary>The judge: <c>terraform</c> and its fmt, when the machine has it. Many samples take one run.</summary>
internal static class TerraformJudge
{
    /// <summary>The indexes of the samples that <c>terraform fmt -check</c> would change or cannot read. Skips the test when terraform is absent.</summary>
    public static List<int> Unclean(IReadOnlyList<string> samples)
    {
        var directory = Directory.CreateTempSubdirectory("hcl-fmt-");
        try
        {
            for (var i = 0; i < samples.Count; i++) File.WriteAllText(Path.Combine(directory.FullName, $"s{i}.tf"), samples[i]);
            var (output, error) = Run(directory.FullName, "fmt", "-check", "-recursive", "-no-color");
            var listed = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.EndsWith(".tf", StringComparison.Ordinal));
            var unclean = listed.Select(line => int.Parse(Path.GetFileNameWithoutExtension(line.Trim())[1..])).ToHashSet();
            for (var i = 0; i < samples.Count; i++)
                if (error.Contains($"s{i}.tf ", StringComparison.Ordinal) || error.Contains($"s{i}.tf\n", StringComparison.Ordinal)) unclean.Add(i);
            return [.. unclean.Order()];
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>What <c>terraform fmt</c> makes of each sample.</summary>
    public static List<string> Format(IReadOnlyList<string> samples)
    {
        var directory = Directory.CreateTempSubdirectory("hcl-fmt-");
        try
        {
            for (var i = 0; i < samples.Count; i++) File.WriteAllText(Path.Combine(directory.FullName, $"s{i}.tf"), samples[i]);
            Run(directory.FullName, "fmt", "-list=false", "-no-color");
            return [.. Enumerable.Range(0, samples.Count).Select(i => File.ReadAllText(Path.Combine(directory.FullName, $"s{i}.tf")))];
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>The outputs of a configuration without providers, as <c>terraform output -json</c> gives them.</summary>
    public static JsonDocument Outputs(string configuration)
    {
        var outputs = TryOutputs(configuration, out var error);
        Assert.DoesNotContain("Error", error, StringComparison.Ordinal);
        return outputs!;
    }

    /// <summary>The same; null where terraform refuses the configuration.</summary>
    public static JsonDocument? TryOutputs(string configuration) => TryOutputs(configuration, out _);

    private static JsonDocument? TryOutputs(string configuration, out string error)
    {
        var directory = Directory.CreateTempSubdirectory("hcl-apply-");
        try
        {
            File.WriteAllText(Path.Combine(directory.FullName, "main.tf"), configuration);
            (_, error) = Run(directory.FullName, "apply", "-auto-approve", "-no-color");
            return error.Contains("Error", StringComparison.Ordinal) ? null : JsonDocument.Parse(Run(directory.FullName, "output", "-json", "-no-color").Output);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static (string Output, string Error) Run(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("terraform", arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("terraform is not on the PATH: it cannot judge.");
            throw;
        }
        using (process)
        {
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (output, error.GetAwaiter().GetResult());
        }
    }
}
