using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsDiagnostic.Resolve, "PmpcConflict", SupportsShouldProcess = true), OutputType(typeof(Conflict))]
public sealed class ResolvePmpcConflictCommand : WorkspaceCmdlet
{
    // Of plain types: a field of the core's would load the core with the module.
    private readonly List<(string? Name, int VmId, string? Attribute)> _wanted = [];

    /// <summary>Whose values stay.</summary>
    [Parameter(Mandatory = true)]
    [ValidateSet(nameof(PreferredSide.Server), nameof(PreferredSide.Code))]
    public PreferredSide Prefer { get; set; }

    /// <summary>Guests by name, or kind and name of anything else (<c>pool prod</c>), with wildcards; <c>*</c> means every conflict.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GuestNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Guests by vmid. Given, names do not count: they need not be unique.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    public int[]? VmId { get; set; }

    /// <summary>Only conflicts over these attributes, with wildcards.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Path")]
    [SupportsWildcards]
    public string[]? Attribute { get; set; }

    protected override void Process()
    {
        IEnumerable<string?> attributes = Attribute is { Length: > 0 } given ? given : Enumerable.Repeat<string?>(null, 1);
        var vmids = VmId ?? [];
        if (vmids.Length == 0 && Name.Length == 0)
        {
            throw new PmpcException("PmpcConflictNotNamed", PmpcErrorKind.InvalidArgument, "Which conflicts are meant was not said.",
                "Give -Name or -VmId, pipe conflicts in, or say -Name '*' for all of them.");
        }
        foreach (var attribute in attributes)
        {
            if (vmids.Length > 0) _wanted.AddRange(vmids.Select(vmid => ((string?)null, vmid, (string?)attribute)));
            else _wanted.AddRange(Name.Select(name => ((string?)name, 0, (string?)attribute)));
        }
    }

    protected override void End()
    {
        if (_wanted.Count == 0) return;
        var workspace = Core.Workspaces.Workspace.Open(StartDirectory);
        var all = ConflictResolution.Find(workspace);
        var chosen = new List<Conflict>();
        foreach (var wanted in _wanted)
        {
            var found = all.Where(conflict => IsMeant(conflict, wanted)).ToArray();
            if (found.Length == 0 && !(wanted.Name is { } name && WildcardPattern.ContainsWildcardCharacters(name))) WriteError(ErrorRecords.From(NotFound(wanted)));
            chosen.AddRange(found.Except(chosen));
        }
        if (IsWhatIf) Preview(workspace, chosen);
        var agreed = chosen.Where(conflict => ShouldProcess(conflict.Subject, Action(conflict))).ToArray();
        if (agreed.Length == 0) return;
        var result = ConflictResolution.Run(workspace, agreed, (Preference)Prefer, write: true, ct: PipelineStopToken);
        foreach (var file in result.Files.Where(file => file.Diff is not null)) WriteVerbose($"{file.Path}\n{file.Diff}");
        foreach (var open in result.Open)
        {
            WriteError(ErrorRecords.From(new("PmpcConflictNeedsHand", PmpcErrorKind.Conflict, $"{open.Subject} cannot be decided by a preference: {open.Reason}",
                open.File is null ? "Edit the code so that it says what you want." : $"Edit {open.File} so that it says what you want.", open.Subject)));
        }
        WriteObject(result.Resolved, enumerateCollection: true);
    }

    private void Preview(Workspace workspace, List<Conflict> chosen)
    {
        foreach (var file in ConflictResolution.Run(workspace, chosen, (Preference)Prefer, write: false, ct: PipelineStopToken).Files)
            Host?.UI?.WriteLine($"What if: {file.Path} would be {(file.Action == "Deleted" ? "deleted" : "edited")}:\n{file.Diff}");
    }

    private static bool IsMeant(Conflict conflict, (string? Name, int VmId, string? Attribute) wanted) =>
        (wanted.Name is null ? conflict.VmId == wanted.VmId : Matches(conflict.Name, wanted.Name))
        && (wanted.Attribute is null || conflict.Attribute is not null && Matches(conflict.Attribute, wanted.Attribute));

    private static bool Matches(string text, string pattern) =>
        string.Equals(text, pattern, StringComparison.OrdinalIgnoreCase) || new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(text);

    private static PmpcException NotFound((string? Name, int VmId, string? Attribute) wanted) => new("PmpcConflictNotFound", PmpcErrorKind.NotFound,
        $"There is no conflict over {wanted.Name ?? wanted.VmId.ToString(System.Globalization.CultureInfo.InvariantCulture)}{(wanted.Attribute is null ? "" : " " + wanted.Attribute)}.",
        "Compare-PmpcInfrastructure shows conflicts with the side Both; Sync-PmpcInfrastructure reads the server anew.", wanted.Name ?? (object)wanted.VmId);

    private string Action(Conflict conflict)
    {
        var (kept, lost, owner) = Prefer == PreferredSide.Server ? (conflict.Server, conflict.Code, "server") : (conflict.Code, conflict.Server, "code");
        return conflict.Attribute is null ? $"Decide for the {owner}" : $"Keep the {owner}'s {Value(kept)} instead of {Value(lost)}";
    }

    private static string Value(string? value) => value is null ? "(unset)" : $"'{value.ReplaceLineEndings("\\n")}'";
}
