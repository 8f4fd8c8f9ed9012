using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A task with its log where that was read.</summary>
internal sealed record TaskEvidence(TaskInfo Task, ImmutableArray<string> Log)
{
    public CulpritTask ToCulprit() => new(Task.User, Task.StartTime, Task.Node, Task.Type, Task.Upid);
}

/// <summary>
/// Which tasks can have made a change. Known is only what no request without a task can have done as well, or what the task's own
/// log says: a synchronous change of a config leaves none.
/// </summary>
internal static partial class CulpritRules
{
    private static readonly string[] Creating = ["qmcreate", "vzcreate", "qmrestore", "vzrestore"];
    private static readonly string[] Cloning = ["qmclone", "vzclone"];
    private static readonly string[] Destroying = ["qmdestroy", "vzdestroy"];
    private static readonly string[] Migrating = ["qmigrate", "vzmigrate"];
    private static readonly string[] Starting = ["qmstart", "vzstart", "qmresume", "vzresume", "qmreboot", "vzreboot"];
    private static readonly string[] Stopping = ["qmstop", "vzstop", "qmshutdown", "vzshutdown", "qmsuspend", "vzsuspend"];
    private static readonly string[] Templating = ["qmtemplate", "vztemplate"];
    private static readonly string[] Moving = ["qmmove", "move_volume"];
    private static readonly string[] RollingBack = ["qmrollback", "vzrollback"];

    /// <summary>Whether a task's log may tell more than its type.</summary>
    public static bool WantsLog(TaskInfo task, ISet<int> changed, bool anyCreated) =>
        task.VmId is { } vmid && changed.Contains(vmid) && (task.Type == "qmconfig" || Moving.Contains(task.Type)) || anyCreated && Cloning.Contains(task.Type);

    /// <summary>The answer.</summary>
    /// <param name="tasks">Of all guests, since the change had not happened yet, oldest first; without our own.</param>
    /// <param name="siblings">The questions about the same guest, this one included.</param>
    public static Culprit Of(CulpritQuestion question, IReadOnlyList<TaskEvidence> tasks, IReadOnlyCollection<CulpritQuestion> siblings)
    {
        // A failed change of a config may have done its first half; nothing else that failed has done anything.
        var own = tasks.Where(one => one.Task.VmId == question.VmId && (one.Task.Outcome != TaskOutcome.Failed || one.Task.Type == "qmconfig")).ToArray();
        return question switch
        {
            { Matter: CulpritMatter.Created } => LastOf(own, Creating) ?? Clone(question, tasks),
            { Matter: CulpritMatter.Deleted } => LastOf(own, Destroying) ?? Culprit.Unknown,
            { Path: AttributePath.Node } => LastOf(own, Migrating) ?? Culprit.Unknown,
            { Path: AttributePath.Started } => Power(question, own),
            { Path: AttributePath.Pool } => Culprit.Unknown,
            { Path: "template" } => LastOf(own, Templating) ?? Culprit.Unknown,
            _ => Config(question, own, siblings),
        };
    }

    private static Culprit? LastOf(TaskEvidence[] tasks, string[] types) =>
        tasks.LastOrDefault(one => types.Contains(one.Task.Type)) is { } last ? Culprit.Known(last.ToCulprit()) : null;

    /// <summary>A guest that switches itself off leaves no task: only where the last one about its power fits, it was that.</summary>
    private static Culprit Power(CulpritQuestion question, TaskEvidence[] own) =>
        own.LastOrDefault(one => Starting.Contains(one.Task.Type) || Stopping.Contains(one.Task.Type)) is { } last
        && (question.After == "1" ? Starting : Stopping).Contains(last.Task.Type) ? Culprit.Known(last.ToCulprit()) : Culprit.Unknown;

    /// <summary>A clone's task goes by the vmid of the original; its log, or the time at which the new guest was made, tells which one it was.</summary>
    private static Culprit Clone(CulpritQuestion question, IReadOnlyList<TaskEvidence> tasks)
    {
        var id = question.VmId.ToString(CultureInfo.InvariantCulture);
        var clones = tasks.Where(one => Cloning.Contains(one.Task.Type) && one.Task.Outcome != TaskOutcome.Failed).ToArray();
        var named = clones.Where(one => one.Log.Any(line => line.EndsWith($" with ID {id}", StringComparison.Ordinal) || VolumeOf(line, id))).ToArray();
        if (named.Length == 1) return Culprit.Known(named[0].ToCulprit());
        var made = question.Server?.Config.Get("meta") is { } meta && Made().Match(meta) is { Success: true } match
            ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)) : (DateTimeOffset?)null;
        return Candidates(clones.Where(one => made >= one.Task.StartTime && made <= (one.Task.EndTime ?? DateTimeOffset.MaxValue)));
    }

    private static bool VolumeOf(string line, string vmid) => line.Contains($"vm-{vmid}-", StringComparison.Ordinal) || line.Contains($"base-{vmid}-", StringComparison.Ordinal);

    private static Culprit Config(CulpritQuestion question, TaskEvidence[] own, IReadOnlyCollection<CulpritQuestion> siblings)
    {
        var (key, part) = AttributePath.Split(question.Path!);
        var isVolume = GuestSchema.For(question.Kind).FindKey(key) is { IsVolume: true };
        var able = own.Where(one => one.Task.Type switch
        {
            "qmconfig" => UpdateLine.Of(one.Log, question.VmId) is not { } line || line.Names(key),
            "resize" => isVolume && part == "size",
            var type when Moving.Contains(type) => isVolume && part is "storage" or "volume" or "format" or "size",
            var type when RollingBack.Contains(type) || Creating.Contains(type) => true,
            _ => false,
        }).ToArray();
        if (able.Length == 0) return Culprit.Unknown;
        var last = able[^1];
        return IsProof(last, question, key, part, able, siblings) ? Culprit.Known(last.ToCulprit()) : Candidates(able);
    }

    private static bool IsProof(TaskEvidence last, CulpritQuestion question, string key, string? part, TaskEvidence[] able, IReadOnlyCollection<CulpritQuestion> siblings) => last.Task switch
    {
        { Outcome: TaskOutcome.Failed } => false,
        { Type: "qmconfig" } => UpdateLine.Of(last.Log, question.VmId) is { } line && Says(line, question, key),
        // Which volume grew it does not say; where one alone did, it was that one.
        { Type: "resize" } => able.All(one => one.Task.Type == "resize") && siblings.Count(other => other.Path!.EndsWith(".size", StringComparison.Ordinal)) == 1,
        var task when Moving.Contains(task.Type) => part is "storage" or "volume" && last.Log.Any(line => Regex.IsMatch(line, $@"\b{Regex.Escape(key)}\b", RegexOptions.CultureInvariant)),
        _ => false,
    };

    /// <summary>Whether what was asked for is what the server has now.</summary>
    private static bool Says(UpdateLine line, CulpritQuestion question, string key)
    {
        if (line.Deleted.Contains(key)) return question.After is null;
        if (!line.Set.TryGetValue(key, out var asked) || question.Server is not { } server) return false;
        return GuestProjection.Of(server with { Config = server.Config.With(key, asked) }).Get(question.Path!) == question.After;
    }

    private static Culprit Candidates(IEnumerable<TaskEvidence> tasks)
    {
        var found = tasks.Reverse().Select(one => one.ToCulprit()).ToImmutableArray();
        return found.IsEmpty ? Culprit.Unknown : new(CulpritCertainty.Candidates, found);
    }

    [GeneratedRegex(@"(?:^|,)ctime=(\d{9,11})(?:,|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Made();
}
