using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcTaskLog"), OutputType(typeof(TaskLogLine))]
public sealed class GetPmpcTaskLogCommand : UpidCmdlet
{
    /// <summary>How many lines of the end; without it, all.</summary>
    [Parameter]
    [Alias("Last")]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    protected override void End() => ForEach(Wanted, (tasks, upid, ct) => tasks.LogAsync(upid, Tail, ct), lines => WriteObject(lines, enumerateCollection: true));
}
