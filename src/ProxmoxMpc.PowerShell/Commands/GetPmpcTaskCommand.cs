using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcTask", DefaultParameterSetName = "Filter"), OutputType(typeof(TaskInfo))]
public sealed class GetPmpcTaskCommand : TaskCmdlet
{
    private readonly List<string> _upids = [];
    private readonly List<int> _vmids = [];

    /// <summary>These tasks as they stand now.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Upid")]
    [ValidateNotNullOrEmpty]
    public string[] Upid { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Filter")]
    [Alias("Id")]
    public int[] VmId { get; set; } = [];

    [Parameter(ParameterSetName = "Filter")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string[] Node { get; set; } = ["*"];

    [Parameter(ParameterSetName = "Filter")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TaskTypeCompleter))]
    public string[] Type { get; set; } = ["*"];

    /// <summary>How they stand.</summary>
    [Parameter(ParameterSetName = "Filter")]
    [ValidateSet("Running", "OK", "Warning", "Failed", "Unknown")]
    public string[] Outcome { get; set; } = [];

    /// <summary>Those that run; the same as -Outcome Running.</summary>
    [Parameter(ParameterSetName = "Filter")]
    public SwitchParameter Running { get; set; }

    /// <summary>A part of the name of the user or token.</summary>
    [Parameter(ParameterSetName = "Filter")]
    public string? User { get; set; }

    [Parameter(ParameterSetName = "Filter")]
    public DateTime? Since { get; set; }

    [Parameter(ParameterSetName = "Filter")]
    public DateTime? Until { get; set; }

    /// <summary>How many, the latest first; 0 for all that the nodes remember.</summary>
    [Parameter(ParameterSetName = "Filter")]
    [ValidateRange(0, int.MaxValue)]
    public int Limit { get; set; } = 50;

    protected override void Process()
    {
        _upids.AddRange(Upid);
        _vmids.AddRange(VmId);
    }

    protected override void End()
    {
        if (ParameterSetName == "Upid")
        {
            ForEach(_upids, (tasks, upid, ct) => tasks.GetAsync(upid, ct), task => WriteObject(task));
            return;
        }
        // An empty pipeline means no guest, not every one.
        if (_vmids.Count == 0 && MyInvocation.ExpectingInput) return;
        var listing = WithSession((session, progress, ct) => new ServerTasks(session).ReadAsync(Filter(), progress, ct));
        foreach (var gap in listing.Gaps) WriteWarning($"Not every task could be read: {gap}");
        WriteObject(listing.Tasks, enumerateCollection: true);
    }

    private TaskFilter Filter() => new()
    {
        VmIds = [.. _vmids.Distinct()],
        Node = AnyOf(Node),
        Type = AnyOf(Type),
        TypePart = Type is [var only] && only.Trim('*') is { Length: > 0 } part && !WildcardPattern.ContainsWildcardCharacters(part) ? part : null,
        User = User,
        Outcomes = [.. (Running ? Outcome.Append("Running") : Outcome).Select(Enum.Parse<TaskOutcome>).Distinct()],
        Since = Since is { } since ? new DateTimeOffset(since) : null,
        Until = Until is { } until ? new DateTimeOffset(until) : null,
        Limit = Limit,
    };

    private static Func<string, bool>? AnyOf(string[] wanted)
    {
        if (wanted is ["*"]) return null;
        var patterns = wanted.Select(one => new WildcardPattern(one, WildcardOptions.IgnoreCase)).ToArray();
        return text => patterns.Any(pattern => pattern.IsMatch(text));
    }
}
