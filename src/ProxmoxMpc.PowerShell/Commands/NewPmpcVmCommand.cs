using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.New, "PmpcVm", SupportsShouldProcess = true), OutputType(typeof(CodeEdit))]
public sealed class NewPmpcVmCommand : NewGuestCmdlet
{
    private protected override GuestKind Kind => GuestKind.Qemu;

    [Parameter]
    public int Sockets { get; set; }

    [Parameter]
    public string? CpuType { get; set; }

    /// <summary>The least memory that ballooning may leave it, MiB; 0 switches ballooning off.</summary>
    [Parameter]
    public int BalloonMiB { get; set; }

    [Parameter]
    public string? OSType { get; set; }

    [Parameter]
    public string? Bios { get; set; }

    [Parameter]
    public string? Machine { get; set; }

    [Parameter]
    public string? ScsiHardware { get; set; }

    /// <summary>Whether Proxmox may expect the QEMU guest agent in it.</summary>
    [Parameter]
    public SwitchParameter Agent { get; set; }

    [Parameter]
    public string? CIUser { get; set; }
}
