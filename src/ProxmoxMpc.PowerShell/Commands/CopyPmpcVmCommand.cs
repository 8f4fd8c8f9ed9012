using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Copy, "PmpcVm", SupportsShouldProcess = true, DefaultParameterSetName = "VmId"), OutputType(typeof(Guest), typeof(TaskInfo))]
public sealed class CopyPmpcVmCommand : CopyGuestCmdlet
{
    private protected override GuestKind? Kind => GuestKind.Qemu;

    /// <summary>The format of the disks of a full copy, where the storage has a choice.</summary>
    [Parameter]
    [ValidateSet("raw", "qcow2", "vmdk")]
    public string? Format { get; set; }

    private protected override string? FormatOfDisks => Format;
}
