using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Asks the server's tasks who made the changes that were found. Where nothing changed, nothing is asked.</summary>
internal sealed class CulpritSearch(Session session, StateStore store)
{
    /// <summary>The name under which the state keeps the time at which the last sync that saw everything began.</summary>
    public const string Complete = "read";

    /// <summary>The same of the last sync that came to its end, whatever it saw.</summary>
    public const string Ended = "sync";

    /// <summary>More logs in one go would keep the server busy for something that is nice to know.</summary>
    private const int MostLogs = 60;

    /// <summary>How far a node's clock may be behind ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>A task that was under way when the server was last read may have had its effect since.</summary>
    private static readonly TimeSpan LongestTask = TimeSpan.FromHours(2);

    /// <summary>The answer to every question. What cannot be found out is unknown, and says why; it is no failure.</summary>
    public async Task<IReadOnlyDictionary<CulpritQuestion, Culprit>> FindAsync(IReadOnlyCollection<CulpritQuestion> questions, CancellationToken ct)
    {
        if (questions.Count == 0) return ImmutableDictionary<CulpritQuestion, Culprit>.Empty;
        try
        {
            var tasks = await EvidenceAsync(questions, ct);
            var byGuest = questions.Where(question => question.Matter == CulpritMatter.Attribute).ToLookup(question => question.VmId);
            var ofGuest = tasks.ToLookup(one => one.Task.VmId);
            return questions.ToDictionary(question => question, question =>
                CulpritRules.Of(question, question.Matter == CulpritMatter.Created ? tasks : [.. ofGuest[question.VmId]], [.. byGuest[question.VmId]]));
        }
        catch (PmpcException failure)
        {
            var unknown = Culprit.Unknown with { Reason = failure.Message };
            return questions.ToDictionary(question => question, _ => unknown);
        }
    }

    private async Task<IReadOnlyList<TaskEvidence>> EvidenceAsync(IReadOnlyCollection<CulpritQuestion> questions, CancellationToken ct)
    {
        var since = store.ReadMark(Complete) - ClockSkew;
        var server = new ServerTasks(session);
        var listing = await server.ReadAsync(new() { Since = since - LongestTask, Limit = 0 }, null, ct);
        var ours = store.ReadOwnTasks();
        var changed = questions.Select(question => question.VmId).ToHashSet();
        var anyCreated = questions.Any(question => question.Matter == CulpritMatter.Created);
        var tasks = listing.Tasks.Where(task => !ours.Contains(task.Upid) && (since is null || task.EndTime is null || task.EndTime >= since)).OrderBy(task => task.EndTime ?? DateTimeOffset.MaxValue).ToArray();
        var wanted = tasks.Reverse().Where(task => CulpritRules.WantsLog(task, changed, anyCreated)).Take(MostLogs).ToArray();
        var logs = (await Task.WhenAll(wanted.Select(async task => (task.Upid, Log: await LogAsync(server, task, ct))))).ToDictionary(pair => pair.Upid, pair => pair.Log, StringComparer.Ordinal);
        return [.. tasks.Select(task => new TaskEvidence(task, logs.GetValueOrDefault(task.Upid, [])))];
    }

    private static async Task<ImmutableArray<string>> LogAsync(ServerTasks server, TaskInfo task, CancellationToken ct)
    {
        try
        {
            return [.. (await server.LogAsync(task.Upid, null, ct)).Select(line => line.Text)];
        }
        catch (PmpcException failure) when (failure.Kind is PmpcErrorKind.NotFound or PmpcErrorKind.PermissionDenied)
        {
            // The node has forgotten it, or shows others' logs to nobody: then its type has to do.
            return [];
        }
    }
}
