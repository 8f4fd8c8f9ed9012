using System.Management.Automation;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcStorage"), OutputType(typeof(Storage))]
public sealed class GetPmpcStorageCommand : SessionCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(StorageCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string? Node { get; set; }

    [Parameter]
    [Alias("Live")]
    public SwitchParameter Online { get; set; }

    protected override void Process()
    {
        var storages = (Online ? WithSession((session, progress, ct) => new InventoryReader(session.Client).ReadAsync(progress, ct)) : Cached.Inventory(OpenWorkspace())).Storages;
        var node = Node is null ? null : new WildcardPattern(Node, WildcardOptions.IgnoreCase);
        Selection.Write(this, storages.Where(storage => node is null || node.IsMatch(storage.Node)), storage => storage.Name, Name, "storage");
    }
}
