using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Set, "PmpcContainer", SupportsShouldProcess = true, DefaultParameterSetName = "VmId"), OutputType(typeof(CodeEdit))]
public sealed class SetPmpcContainerCommand : SetGuestCmdlet
{
    private protected override GuestKind Kind => GuestKind.Lxc;

    /// <summary>Swap, MiB.</summary>
    [Parameter]
    public int SwapMiB { get; set; }
}
