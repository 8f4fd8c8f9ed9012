using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>The console's <c>lab --listen</c> in a process of its own: a Proxmox VE behind HTTPS.</summary>
internal sealed class LabServerProcess : IDisposable
{
    private readonly Process _process;

    private LabServerProcess(Process process, JsonElement announced)
    {
        _process = process;
        Url = announced.GetProperty("Url").GetString()!;
        Fingerprint = announced.GetProperty("Fingerprint").GetString()!;
        TokenId = announced.GetProperty("TokenId").GetString()!;
        Secret = announced.GetProperty("Secret").GetString();
    }

    public string Url { get; }
    public string Fingerprint { get; }
    public string TokenId { get; }

    /// <summary>Null where the state file had the token already.</summary>
    public string? Secret { get; }

    /// <summary>Starts it on a free port and waits until it says that it listens.</summary>
    public static async Task<LabServerProcess> StartAsync(string stateFile, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", [Built.Console, "lab", "--listen", "127.0.0.1:0", "--state", stateFile, "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        // One document and nothing else: it ends with the first closing brace at the margin.
        var document = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            document.AppendLine(line);
            if (line == "}") break;
        }
        if (document.Length == 0) throw new InvalidOperationException($"The Lab did not start: {await process.StandardError.ReadToEndAsync(ct)}");
        return new(process, JsonDocument.Parse(document.ToString()).RootElement);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
