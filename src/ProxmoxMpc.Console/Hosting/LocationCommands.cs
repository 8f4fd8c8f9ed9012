using System.Management.Automation;

namespace ProxmoxMpc.Console.Hosting;

/// <summary>The engine package comes without the cmdlets that move around; the prompt needs these two.</summary>
[Cmdlet(VerbsCommon.Set, "Location")]
public sealed class SetLocationCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public string Path { get; set; } = "~";

    protected override void ProcessRecord() => SessionState.Path.SetLocation(Path);
}

/// <inheritdoc cref="SetLocationCommand"/>
[Cmdlet(VerbsCommon.Get, "Location"), OutputType(typeof(PathInfo))]
public sealed class GetLocationCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(SessionState.Path.CurrentLocation);
}
