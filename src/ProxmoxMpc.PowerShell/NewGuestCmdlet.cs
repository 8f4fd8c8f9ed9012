using System.Globalization;
using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of <c>New-PmpcVm</c> and <c>New-PmpcContainer</c>: a new guest in the code.</summary>
public abstract class NewGuestCmdlet : GuestCodeCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Without it, the lowest free one.</summary>
    [Parameter]
    [Alias("Id")]
    [ValidateRange(100, 999999999)]
    public int? VmId { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(StorageCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Storage { get; set; }

    /// <summary>Size of the first disk, GiB.</summary>
    [Parameter]
    [ValidateRange(1, 131072)]
    public int DiskGiB { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Bridge { get; set; }

    protected sealed override void Process()
    {
        var workspace = OpenWorkspace();
        var edits = Edits();
        edits.SetParameter("Name", Name);
        var disk = Kind == GuestKind.Qemu ? "scsi0" : "rootfs";
        if (Storage is not null) edits.Set(AttributePath.Of(disk, "storage"), Storage);
        if (DiskGiB > 0) edits.Set(AttributePath.Of(disk, "size"), string.Create(CultureInfo.InvariantCulture, $"{DiskGiB}G"));
        if (Bridge is not null) SetBridge(edits, Bridge);
        Complete(edits);
        // Worked out first, so that -WhatIf finds a wrong argument, too.
        var planned = GuestCode.New(workspace, edits, VmId, Node, write: false);
        if (!ShouldProcess($"{planned.Name} ({planned.VmId}) on {planned.Node}", $"Create {Kind.DisplayName()} in {planned.File}"))
        {
            if (PassThru) WriteObject(planned);
            return;
        }
        Report(GuestCode.New(workspace, edits, planned.VmId, planned.Node, write: true));
    }

    /// <summary>Adds what only one kind of guest has.</summary>
    private protected virtual void Complete(GuestEdits edits)
    {
    }

    private static void SetBridge(GuestEdits edits, string bridge)
    {
        edits.Set("net0.bridge", bridge);
        if (edits.Kind == GuestKind.Qemu) edits.Set("net0.model", "virtio");
        else edits.Set("net0.name", "eth0").Set("net0.ip", "dhcp");
    }
}
