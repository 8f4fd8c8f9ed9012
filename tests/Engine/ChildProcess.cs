using System.Diagnostics;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>Runs a program to its end and keeps what it printed.</summary>
internal sealed record ChildProcess(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Runs a script in a bare engine in a process of its own.</summary>
    public static Task<ChildProcess> Engine(string script) => Run("dotnet", [Built.EngineHost, script]);

    /// <summary>Runs <c>proxmox-mpc</c>.</summary>
    public static Task<ChildProcess> Console(IEnumerable<string> arguments, string? workingDirectory = null, string input = "", IReadOnlyDictionary<string, string?>? environment = null) =>
        Run("dotnet", arguments.Prepend(Built.Console), workingDirectory, input, environment);

    /// <summary>Runs a program; <paramref name="input"/> is its standard input.</summary>
    public static async Task<ChildProcess> Run(string program, IEnumerable<string> arguments, string? workingDirectory = null,
        string input = "", IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var token = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(token);
        var error = process.StandardError.ReadToEndAsync(token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(token);
        return new(process.ExitCode, await output, await error);
    }
}
