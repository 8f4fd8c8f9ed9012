using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace ProxmoxMpc.Console.Hosting;

/// <summary>
/// What ends every line of the prompt. Errors come down the same pipe as objects, as in pwsh: only then does the engine see that nothing
/// stands between a program (an editor, ssh, a pager) and the terminal, and leaves the program its own streams.
/// </summary>
[Cmdlet(VerbsData.Out, "Default")]
public sealed class ShowOutputCommand : OutDefaultCommand
{
    /// <summary>Gets the errors; without it they are shown as PowerShell shows them.</summary>
    [Parameter]
    public Action<ErrorRecord>? ErrorTo { get; set; }

    protected override void ProcessRecord()
    {
        // Get-Error gives records, too, under a type name with a view of its own.
        if (ErrorTo is not null && InputObject?.BaseObject is ErrorRecord error && !InputObject.TypeNames[0].Contains('#')) ErrorTo(error);
        else base.ProcessRecord();
    }
}
