using System.Management.Automation;

namespace ProxmoxMpc.Console.Hosting;

/// <summary>Keeps what passes by, for the exit code and for JSON; hands it on to be shown.</summary>
[Cmdlet("Collect", "ConsoleOutput")]
public sealed class CollectOutputCommand : Cmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true)]
    public ICollection<PSObject> Into { get; set; } = [];

    protected override void ProcessRecord()
    {
        if (InputObject is null) return;
        Into.Add(InputObject);
        WriteObject(InputObject);
    }
}
