using System.Globalization;
using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of <c>Get-PmpcVm</c> and <c>Get-PmpcContainer</c>: guests as last read, or as they are now.</summary>
public abstract class GetGuestCmdlet : SessionCmdlet
{
    /// <summary>A property, not a field: an enumeration of the core in a field would load the core with the module.</summary>
    private protected abstract GuestKind Kind { get; }

    private Inventory? _inventory;

    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GuestNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    public int[]? VmId { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string? Node { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary>Asks the server instead of showing what the last sync or apply read.</summary>
    [Parameter]
    [Alias("Live")]
    public SwitchParameter Online { get; set; }

    /// <summary>A snapshot or a point in time: shows the guests as they were then.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnapshotCompleter))]
    public string? AsOf { get; set; }

    protected sealed override void Begin()
    {
        if (AsOf is not null && Online)
            throw new PmpcException("PmpcParametersExclusive", PmpcErrorKind.InvalidArgument, "-AsOf looks into the past, -Online at the present.", "Give one of the two.", AsOf);
        _inventory = AsOf is not null ? SnapshotComparison.Server(OpenWorkspace(), AsOf) : Online
            ? WithSession((session, progress, ct) => new Core.Api.InventoryReader(session.Client).ReadAsync(progress, ct))
            : Cached.Inventory(OpenWorkspace());
        foreach (var gap in Online ? _inventory.Gaps : []) WriteWarning($"Not everything could be read: {gap}");
    }

    protected sealed override void Process()
    {
        var node = Node is null ? null : new WildcardPattern(Node, WildcardOptions.IgnoreCase);
        var found = _inventory!.Guests.Where(guest => guest.Kind == Kind
            && (VmId is null || VmId.Contains(guest.VmId))
            && (node is null || node.IsMatch(guest.Node))
            && (Tag is null || Tag.All(tag => guest.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase)))).ToArray();
        if (VmId is not null)
        {
            WriteObject(found, enumerateCollection: true);
            foreach (var missing in VmId.Except(found.Select(guest => guest.VmId))) WriteError(NotFound(missing.ToString(CultureInfo.InvariantCulture), missing));
            return;
        }
        foreach (var name in Name)
        {
            var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
            var matching = found.Where(guest => pattern.IsMatch(guest.Name) || string.Equals(guest.Name, name, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (matching.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name)) WriteError(NotFound(name, name));
            WriteObject(matching, enumerateCollection: true);
        }
    }

    private ErrorRecord NotFound(string what, object target) => ErrorRecords.From(new("PmpcGuestNotFound", PmpcErrorKind.NotFound,
        $"There is no {Kind.DisplayName()} '{what}'.", Online || AsOf is not null ? null : "It may be newer than the last sync: add -Online to ask the server.", target));
}

/// <summary>What the last sync or apply read of the server.</summary>
internal static class Cached
{
    public static Inventory Inventory(Workspace workspace)
    {
        using var store = workspace.OpenState(readOnly: true);
        return store.ReadInventory() ?? throw new PmpcException("PmpcNeverSynced", PmpcErrorKind.Workspace,
            $"Nothing is known of the server of {workspace.Root} yet.", "Run Sync-PmpcInfrastructure first, or add -Online.", workspace.Root);
    }
}
