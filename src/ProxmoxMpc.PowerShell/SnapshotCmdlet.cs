using System.Management.Automation;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of the cmdlets that do something to snapshots of guests; objects of <c>Get-PmpcGuestSnapshot</c> say both, guest and snapshot.</summary>
public abstract class SnapshotCmdlet : OnlineGuestCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string SnapshotName { get; set; } = "";

    private protected override GuestKind? Kind => null;

    private protected override string Item => SnapshotName;
}
