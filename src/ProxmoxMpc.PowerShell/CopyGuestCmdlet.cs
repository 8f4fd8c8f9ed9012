using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of <c>Copy-PmpcVm</c> and <c>Copy-PmpcContainer</c>: clones on the server.</summary>
public abstract class CopyGuestCmdlet : OnlineGuestCmdlet
{
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    /// <summary>Without it, the lowest that is free on the server and in the code.</summary>
    [Parameter]
    [ValidateRange(100, 999999999)]
    public int? NewVmId { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TargetNode { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(StorageCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Storage { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SnapshotName { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PoolCompleter))]
    public string? Pool { get; set; }

    [Parameter]
    public string? Description { get; set; }

    /// <summary>Copies all disks, also of a template.</summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    /// <summary>Shares the disks of the template or snapshot; only what changes is stored.</summary>
    [Parameter]
    public SwitchParameter Linked { get; set; }

    private protected virtual string? FormatOfDisks => null;

    private protected override string? AfterSync => "The copy is on the server only: Sync-PmpcInfrastructure brings it into the code.";

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        if (Full && Linked)
            throw new Core.Model.PmpcException("PmpcInvalidParameter", Core.Model.PmpcErrorKind.InvalidArgument, "A copy is full or linked, not both.", "Without either, a template's copy is linked and any other full.");
    }

    private protected override GuestVerb Verb(Session session, string item) => new CopyGuests(session)
    {
        NewName = NewName, NewVmId = NewVmId, TargetNode = TargetNode, Storage = Storage, SnapshotName = SnapshotName, Pool = Pool, Description = Description, Format = FormatOfDisks,
        Full = Full ? true : Linked ? false : null,
    };
}

/// <summary>Base of <c>Move-PmpcVm</c> and <c>Move-PmpcContainer</c>: migrates to another node.</summary>
public abstract class MoveGuestCmdlet : OnlineGuestCmdlet
{
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [ValidateNotNullOrEmpty]
    public string TargetNode { get; set; } = "";

    /// <summary>A storage of the target for all disks, or pairs <c>from:to</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(StorageCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? TargetStorage { get; set; }

    private protected virtual bool HasLocalDisks => false;

    private protected override string? AfterSync => "The code says the old node still: Sync-PmpcInfrastructure brings the new one in.";

    private protected override GuestVerb Verb(Session session, string item) =>
        new MoveGuests(session, TargetNode) { TargetStorage = TargetStorage is null ? null : string.Join(',', TargetStorage), WithLocalDisks = HasLocalDisks };
}
