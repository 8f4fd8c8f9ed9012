using System.Diagnostics;

namespace ProxmoxMpc.Tests.Unit.Generation;

/// <summary>Programs that judge generated files, where this machine has them.</summary>
internal static class Tool
{
    /// <summary>Runs a program; skips the test, visibly, where it is not installed.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string name, string folder, params string[] arguments)
    {
        var path = Find(name);
        Assert.SkipWhen(path is null, $"{name} is not on this machine.");
        var start = new ProcessStartInfo(path!, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ANSIBLE_NOCOLOR"] = "1";
        start.Environment["ANSIBLE_LOCAL_TEMP"] = Path.Combine(folder, ".ansible-temp");
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }

    /// <summary>The files of an input in a folder of their own, which goes with the test.</summary>
    public static Scratch Write(IEnumerable<ProxmoxMpc.Core.Model.GeneratedFile> files)
    {
        var scratch = new Scratch(Directory.CreateTempSubdirectory("pmpc-generation-").FullName);
        foreach (var file in files)
        {
            var path = Path.Combine(scratch.Folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }
        return scratch;
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") }).FirstOrDefault(File.Exists);

    internal sealed record Scratch(string Folder) : IDisposable
    {
        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
