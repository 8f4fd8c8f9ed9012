using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace ProxmoxMpc.Bench.Sync;

/// <summary>The console's <c>lab --listen</c>: a Proxmox VE behind HTTPS, in a process of its own.</summary>
internal sealed class LabProcess : IDisposable
{
    private readonly Process _process;

    private LabProcess(Process process, JsonElement announced)
    {
        _process = process;
        Url = new(announced.GetProperty("Url").GetString()!);
        Fingerprint = announced.GetProperty("Fingerprint").GetString()!;
    }

    public Uri Url { get; }
    public string Fingerprint { get; }

    /// <summary>Processor time that it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it on a free port and waits until it says that it listens.</summary>
    public static async Task<LabProcess> StartAsync(string stateFile)
    {
        // A sibling project's output, of the same configuration as this one's.
        var own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        var root = string.Join(Path.DirectorySeparatorChar, own[..^5]);
        var console = Path.Combine([root, "src", "ProxmoxMpc.Console", .. own[^3..], "proxmox-mpc.dll"]);
        var start = new ProcessStartInfo("dotnet", [console, "lab", "--listen", "127.0.0.1:0", "--state", stateFile, "--json"]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var document = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            document.AppendLine(line);
            if (line == "}") return new(process, JsonDocument.Parse(document.ToString()).RootElement);
        }
        throw new InvalidOperationException("The Lab did not start.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
