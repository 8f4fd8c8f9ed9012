using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

/// <summary>The backups that are taken before guests are destroyed.</summary>
public sealed partial class InvokePmpcApplyCommand
{
    /// <summary>Saves a guest before it is destroyed. Switched on unless it is said to be off.</summary>
    [Parameter]
    public SwitchParameter Backup { get; set; }

    /// <summary>The storage for the archives.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StorageCompleter))]
    public string? BackupStorage { get; set; }

    private BackupOptions BackupOptions => new() { IsWanted = Backup || !MyInvocation.BoundParameters.ContainsKey(nameof(Backup)), Storage = BackupStorage };
}
