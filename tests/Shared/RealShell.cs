using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ProxmoxMpc.Tests;

/// <summary>
/// The pwsh that tests/Shell makes of packages, with Pester in it: what users have, as far as a module can tell. Each run is a process
/// that knows nothing of whoever runs the tests: a profile of its own, nobody at its input, no word to anybody outside.
/// </summary>
internal static class RealShell
{
    /// <summary>The executable, of the same configuration as the tests; null where the build has not made it.</summary>
    public static string? Executable { get; } = Find();

    /// <summary>Runs it to its end; skips the test, with the reason, where it cannot be started at all.</summary>
    /// <param name="arguments">What pwsh gets beside <c>-NoProfile -NonInteractive</c>.</param>
    /// <param name="workingDirectory">Where it starts.</param>
    /// <param name="patience">How long it may take; it is killed then, and the test fails with the last that it said.</param>
    /// <param name="environment">Variables to set; null takes one away.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments, string workingDirectory, TimeSpan patience,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        Assert.SkipWhen(Executable is null, "There is no pwsh of our own: tests/Shell is not built.");
        var home = Directory.CreateTempSubdirectory("pmpc-home-").FullName;
        try
        {
            using var process = Start(["-NoProfile", "-NonInteractive", .. arguments], workingDirectory, home, environment);
            // The whole tree goes: a test may have begun processes of its own.
            void Kill() => Try(() => process.Kill(entireProcessTree: true));
            void OnExit(object? sender, EventArgs e) => Kill();
            AppDomain.CurrentDomain.ProcessExit += OnExit;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(patience);
            var lines = new ConcurrentQueue<string>();
            var both = Task.WhenAll(Drain(process.StandardOutput, lines), Drain(process.StandardError, lines));
            try
            {
                process.StandardInput.Close();
                await process.WaitForExitAsync(limit.Token);
                // What a test left running may hold the pipes open for ever.
                await Task.WhenAny(both, Task.Delay(TimeSpan.FromSeconds(10), limit.Token));
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                Assert.Fail($"pwsh was not done after {patience}. Its last words:\n{string.Join('\n', lines.TakeLast(30))}");
            }
            finally
            {
                AppDomain.CurrentDomain.ProcessExit -= OnExit;
                Kill();
            }
            return (process.ExitCode, string.Join('\n', lines));
        }
        finally
        {
            Try(() => Directory.Delete(home, recursive: true));
        }
    }

    private static Process Start(IEnumerable<string> arguments, string workingDirectory, string home, IReadOnlyDictionary<string, string?>? environment)
    {
        var start = new ProcessStartInfo(Executable!, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        var variables = start.Environment;
        foreach (var name in new[] { "HOME", "USERPROFILE" }) variables[name] = home;
        foreach (var name in new[] { "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "PROXMOX_MPC_HOME" })
            variables[name] = Directory.CreateDirectory(Path.Combine(home, name.ToLowerInvariant())).FullName;
        // Modules of the machine would be a different check.
        variables.Remove("PSModulePath");
        variables["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        variables["POWERSHELL_UPDATECHECK"] = "Off";
        variables["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        // The runtime that runs the tests, which need not be where an executable looks for one.
        variables["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) variables[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            Assert.Skip($"The pwsh of our own cannot be started: {exception.Message}");
            throw;
        }
    }

    private static async Task Drain(StreamReader reader, ConcurrentQueue<string> lines)
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line) lines.Enqueue(line);
    }

    /// <summary>Cleaning up: what is gone already, or still held by a process that dies, fails no test.</summary>
    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or IOException or UnauthorizedAccessException or AggregateException)
        {
            Trace.WriteLine(exception.Message);
        }
    }

    // tests/X/bin/Debug/net10.0 beside tests/Shell/bin/Debug/net10.0.
    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder?.Parent is { } parent; folder = parent)
        {
            if (!File.Exists(Path.Combine(parent.FullName, "..", "ProxmoxMpc.sln"))) continue;
            var own = Path.GetRelativePath(folder.FullName, AppContext.BaseDirectory);
            var file = Path.Combine(parent.FullName, "Shell", own, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
            return File.Exists(file) ? file : null;
        }
        return null;
    }
}
