using System.Management.Automation;

namespace ProxmoxMpc.Console.Hosting;

/// <summary>What a command gave: its objects, its errors, and whether it was stopped.</summary>
internal sealed record CommandResult(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, bool Stopped)
{
    public bool Failed => Stopped || Errors.Count > 0;
}
