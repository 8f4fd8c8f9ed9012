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

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string? Node { get; set; }

    [Parameter]
    [Alias("Live")]
    public SwitchParameter Online { get; set; }

    private Inventory? _inventory;

    protected override void Begin() => _inventory = Online
        ? WithSession((session, progress, ct) => new InventoryReader(session.Client).ReadAsync(progress, ct))
        : Cached.Inventory(OpenWorkspace());

    protected override void Process()
    {
        var node = Node is null ? null : new WildcardPattern(Node, WildcardOptions.IgnoreCase);
        Selection.Write(this, _inventory!.Storages.Where(storage => node is null || node.IsMatch(storage.Node)), storage => storage.Name, Name, "storage");
    }
}
