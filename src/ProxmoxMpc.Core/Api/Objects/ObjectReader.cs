using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Api.Objects;

/// <summary>What to ask for.</summary>
public sealed record ObjectQuery
{
    /// <summary>The kinds wanted; null: all.</summary>
    public ImmutableHashSet<ObjectKind>? Kinds { get; init; }

    /// <summary>The nodes with whether they are up.</summary>
    public ImmutableArray<(string Name, bool IsOnline)> Nodes { get; init; } = [];

    /// <summary>The guests whose firewalls are wanted: each costs four requests or more.</summary>
    public ImmutableArray<(int VmId, GuestKind Kind, string Node)> Guests { get; init; } = [];

    /// <summary>What was known before. Of what is missing of it now, it is found out whether the token may see it.</summary>
    public ImmutableArray<ClusterObject> Known { get; init; } = [];

    internal bool Wants(params ReadOnlySpan<ObjectKind> kinds)
    {
        if (Kinds is null) return true;
        foreach (var kind in kinds)
            if (Kinds.Contains(kind)) return true;
        return false;
    }
}

/// <summary>
/// Reads what a cluster has beside nodes and guests. The right to look is PVEAuditor on <c>/</c>; what it does not suffice
/// for, and what fails, is a gap of that part alone.
/// </summary>
/// <param name="shared">Answers that were needed before; null: none.</param>
public sealed class ObjectReader(PveClient client, SharedReads? shared = null)
{
    /// <summary>The nodes, and of the guests those wanted, as the cluster names them now: for a query without an inventory.</summary>
    public async Task<ObjectQuery> TargetsAsync(ObjectQuery query, IReadOnlySet<int>? vmids, CancellationToken ct)
    {
        // What the list of nodes lacks (their addresses) is not asked for here, so a gap in it is none.
        var (nodes, _) = await new NodeReading(client, new GapLog(), new SharedReads(client)).ListAsync(ct);
        var guests = vmids is null ? ClusterIndex.Empty : await ClusterIndex.ReadAsync(client, "vm", ct);
        return query with
        {
            Nodes = [.. nodes.Select(node => (node.Name, node.IsOnline))],
            Guests = [.. guests.Guests.Values.Where(guest => vmids!.Contains(guest.VmId)).OrderBy(guest => guest.VmId).Select(guest => (guest.VmId, guest.Kind, guest.Node))],
        };
    }

    /// <summary>Reads what the query wants. Only what makes every request pointless is an exception.</summary>
    public async Task<ObjectReading> ReadAsync(ObjectQuery query, CancellationToken ct)
    {
        var sink = new ObjectSink(client, shared ?? new SharedReads(client));
        await Task.WhenAll(
            ObjectPermissions.NoteAsync(sink, query, ct),
            AccessReading.ReadAsync(sink, query, ct),
            ClusterReading.ReadAsync(sink, query, ct),
            NetworkReading.ReadAsync(sink, query, ct),
            FirewallReading.ReadAsync(sink, query, ct),
            PoolsAsync(sink, query, ct));
        await HiddenAsync(sink, query, ct);
        return sink.ToReading();
    }

    /// <summary>What is missing though nothing went wrong is gone, or not shown.</summary>
    private static Task HiddenAsync(ObjectSink sink, ObjectQuery query, CancellationToken ct)
    {
        var hidden = new HiddenReading(sink.Client);
        return Task.WhenAll(query.Known.Where(item => query.Wants(item.Kind) && sink.IsMissing(item.Key)).Select(async item =>
        {
            if (await hidden.WhyHiddenAsync(item, ct) is { } why) sink.Gap(item.Kind, item.Scope, why);
        }));
    }

    // An inventory has the pools already; they are read here where somebody asks for them alone.
    private static async Task PoolsAsync(ObjectSink sink, ObjectQuery query, CancellationToken ct)
    {
        if (query.Kinds?.Contains(ObjectKind.Pool) != true) return;
        var gaps = new GapLog();
        foreach (var pool in await new PoolReading(sink.Client, gaps).ReadAsync(ct))
        {
            var item = PoolObject.Of(pool);
            sink.Add(item.Kind, item.Scope, item.Name, item.Settings);
        }
        foreach (var gap in gaps.ToImmutable()) sink.Gap(ObjectKind.Pool, ObjectScope.Cluster, gap.Name == "*" ? gap.Reason : $"{gap.Name}: {gap.Reason}");
    }
}
