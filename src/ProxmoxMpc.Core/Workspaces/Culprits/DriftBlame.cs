using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What a sync found that the server changed.</summary>
/// <param name="Found">Changes that were not known before.</param>
/// <param name="Open">Changes over which the code is in conflict, known before or not.</param>
internal sealed record DriftFound(IReadOnlyCollection<DriftRecord> Found, IReadOnlySet<(int VmId, string? Attribute)> Open);

/// <summary>Puts a culprit to every change of the server that a sync, a comparison or a plan has found.</summary>
internal sealed class DriftBlame(Session session, StateStore store, Picture picture)
{
    private const int MostOfOneSync = 1000;

    // A conflict that nobody decides is found at every sync, and was asked about when it was new. So was what a sync told that was killed then.
    private readonly Lazy<ILookup<(int, string?), DriftRecord>> _known = new(() => store.ReadOpenDrift()
        .Concat(store.ReadMark(CulpritSearch.Ended) is { } ended ? store.ReadDrift(MostOfOneSync).Where(record => record.Seen > ended) : []).ToLookup(record => (record.VmId, record.Attribute)));

    /// <summary>The differences with who made those of the server.</summary>
    public async Task<ImmutableArray<Difference>> OnAsync(ImmutableArray<Difference> differences, CancellationToken ct) =>
        [.. await BlamedAsync(differences, Question, (difference, culprit) => difference with { Culprit = culprit }, ct)];

    /// <summary>The plan with who made what it leaves alone.</summary>
    public async Task<Plan> OnAsync(Plan plan, CancellationToken ct)
    {
        var blamed = await BlamedAsync([.. plan.Drift, .. plan.Conflicts], Question, (drift, culprit) => drift with { Culprit = culprit }, ct);
        return plan.Drift.Length + plan.Conflicts.Length == 0 ? plan : plan with { Drift = [.. blamed.Take(plan.Drift.Length)], Conflicts = [.. blamed.Skip(plan.Drift.Length)] };
    }

    /// <summary>The merge's findings with who made those of the server, and what is to be remembered of them.</summary>
    public async Task OnAsync(SyncMerge merge, DateTimeOffset now, CancellationToken ct)
    {
        var blamed = await BlamedAsync(merge.Changes, Question, (change, culprit) => change with { Culprit = culprit }, ct);
        var found = blamed.Where(change => change.Culprit is not null && Known(Question(change)!) is null && IsNews(change)).Select(change => Record(change, now)).ToArray();
        var open = blamed.Where(change => change is { Kind: SyncChangeKind.Conflict, Culprit: not null }).Select(change => (change.VmId, change.Path)).ToHashSet();
        merge.Blame(blamed, new(found, open));
    }

    /// <summary>Of a cluster that is read for the first time everything is new, and nothing drifted.</summary>
    private bool IsNews(SyncChange change) => change.Kind != SyncChangeKind.Added || picture.Base.Count > 0;

    private async Task<IReadOnlyList<T>> BlamedAsync<T>(IReadOnlyList<T> findings, Func<T, CulpritQuestion?> question, Func<T, Culprit, T> blame, CancellationToken ct)
    {
        var asked = findings.Select(finding => (Finding: finding, Question: question(finding))).ToArray();
        var news = asked.Select(one => one.Question).OfType<CulpritQuestion>().Where(one => Known(one) is null).Distinct().ToArray();
        var answers = await new CulpritSearch(session, store).FindAsync(news, ct);
        return [.. asked.Select(one => one.Question is { } about ? blame(one.Finding, Known(about)?.By ?? answers[about]) : one.Finding)];
    }

    private DriftRecord? Known(CulpritQuestion question) => _known.Value[(question.VmId, question.Path is null ? null : AttributePath.Display(question.Path))]
        .LastOrDefault(record => record.Before == question.Before && record.After == question.After);

    private CulpritQuestion? Question(SyncChange change) => change.Kind switch
    {
        SyncChangeKind.Updated or SyncChangeKind.Conflict when change.Path is not null => Attribute(change.VmId, change.Path, change.Base, change.Server),
        SyncChangeKind.Added when picture.Base.Count > 0 && Server(change.VmId) is { } server => Whole(CulpritMatter.Created, server.VmId, server.Kind),
        SyncChangeKind.Removed or SyncChangeKind.Conflict when (change.Kind == SyncChangeKind.Removed || Server(change.VmId) is null) && picture.Base.GetValueOrDefault(change.VmId) is { } agreed => Whole(CulpritMatter.Deleted, change.VmId, agreed.Kind),
        _ => null,
    };

    private CulpritQuestion? Question(Difference difference) => difference switch
    {
        { Side: "Server" or "Both", Attribute: { } attribute } => Attribute(difference.VmId, attribute, difference.Base, difference.Server),
        { Side: "Server", Change: "OnlyOnServer" } when picture.Base.Count > 0 => Whole(CulpritMatter.Created, difference.VmId, difference.Kind),
        { Side: "Server", Change: "OnlyInCode" } => Whole(CulpritMatter.Deleted, difference.VmId, difference.Kind),
        _ => null,
    };

    private CulpritQuestion? Question(PlanDrift drift) => Attribute(drift.VmId, AttributePath.Display(drift.Merge.Path), drift.Merge.Base, drift.Merge.Server);

    /// <summary>What code and server never agreed on, nobody has changed.</summary>
    private CulpritQuestion? Attribute(int vmid, string displayed, string? before, string? after) => Server(vmid) is { } server && picture.Base.ContainsKey(vmid)
        ? new(CulpritMatter.Attribute, vmid, server.Kind, CulpritQuestion.PathOf(server.Kind, displayed), before, after, server) : null;

    private CulpritQuestion Whole(CulpritMatter matter, int vmid, GuestKind kind) => new(matter, vmid, kind, null, null, null, Server(vmid));

    private Guest? Server(int vmid) => picture.Inventory.Guest(vmid);

    private DriftRecord Record(SyncChange change, DateTimeOffset now)
    {
        var question = Question(change)!;
        var what = question.Matter switch { CulpritMatter.Created => "Added", CulpritMatter.Deleted => "Removed", _ => "Changed" };
        return new(now, change.VmId, change.Name, question.Kind, what, change.Path, question.Before, question.After, change.Kind == SyncChangeKind.Conflict, change.Culprit!);
    }
}
