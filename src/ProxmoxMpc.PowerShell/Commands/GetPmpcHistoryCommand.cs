using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcHistory"), OutputType(typeof(HistoryEntry))]
public sealed class GetPmpcHistoryCommand : WorkspaceCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GuestNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    public int[]? VmId { get; set; }

    /// <summary>Attributes as people name them: <c>memory</c>, <c>cores</c>, <c>net0.*</c>, <c>node</c>.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Attribute { get; set; }

    protected override void Process()
    {
        var workspace = Core.Workspaces.Workspace.Open(StartDirectory);
        var attributes = Attribute?.Select(Pattern).ToArray();
        foreach (var entry in GuestHistory.Of(workspace, Wanted(workspace), attributes is null ? null : name => attributes.Any(pattern => pattern.IsMatch(name)),
            damaged => WriteWarning($"{damaged.Message} It is passed over.")))
        {
            if (Stopping) return;
            WriteObject(entry);
        }
    }

    /// <summary>A guest that has the name now is followed by its vmid, for it may have had another; one that is gone by the name it had.</summary>
    private Func<Guest, bool> Wanted(Workspace workspace)
    {
        if (VmId is not null) return guest => VmId.Contains(guest.VmId);
        var patterns = Name.Select(Pattern).ToArray();
        bool IsNamed(Guest guest) => patterns.Any(pattern => pattern.IsMatch(guest.Name));
        using var store = workspace.OpenState(readOnly: true);
        var now = store.ReadInventory()?.Guests.Where(IsNamed).Select(guest => guest.VmId).ToHashSet() ?? [];
        return guest => now.Contains(guest.VmId) || IsNamed(guest);
    }

    private static WildcardPattern Pattern(string text) => new(text, WildcardOptions.IgnoreCase);
}
