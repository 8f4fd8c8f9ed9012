using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.New, "PmpcContainer", SupportsShouldProcess = true), OutputType(typeof(CodeEdit))]
public sealed class NewPmpcContainerCommand : NewGuestCmdlet
{
    private protected override GuestKind Kind => GuestKind.Lxc;

    /// <summary>Swap, MiB.</summary>
    [Parameter]
    public int SwapMiB { get; set; }

    /// <summary>The template it is made of; without it, the first that its node can reach.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OsTemplate { get; set; }

    /// <summary>Runs as root of the host's own user ids; without it, unprivileged.</summary>
    [Parameter]
    public SwitchParameter Privileged { get; set; }

    private protected override void Complete(GuestEdits edits)
    {
        if (OsTemplate is not null) edits.Set(AttributePath.OsTemplate, OsTemplate);
        if (Privileged) edits.Set("unprivileged", null);
    }
}
