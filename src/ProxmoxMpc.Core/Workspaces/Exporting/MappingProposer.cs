using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform.Porting;

namespace ProxmoxMpc.Core.Workspaces.Exporting;

/// <summary>
/// Works out what becomes of everything that code needs of its cluster, and asks where that is not certain. Pure: it reads
/// inventories and changes nothing.
/// </summary>
internal sealed class MappingProposer
{
    private readonly IReadOnlyList<DesiredGuest> _guests;
    private readonly Inventory? _source;
    private readonly TargetPlaces _target;
    private readonly MappingAnswers _answers;
    private readonly IReadOnlySet<string> _pools;
    private readonly VmIdAllocation _vmids;
    private readonly List<MappingProposal> _proposals = [];
    private readonly Dictionary<PlaceKey, MappingProposal> _byKey = [];

    /// <param name="source">What is known of the old cluster; null: nothing.</param>
    private MappingProposer(IReadOnlyList<DesiredGuest> guests, Inventory? source, TargetPlaces target, VmIdAllocation vmids, MappingAnswers answers, IReadOnlySet<string> pools)
    {
        _pools = pools;
        _guests = guests;
        _source = source;
        _target = target;
        _vmids = vmids;
        _answers = answers;
    }

    /// <summary>A proposal for every place that a guest needs, in the order of the sheet.</summary>
    /// <param name="vmids">Gives vmids that are free.</param>
    /// <param name="pools">The pools that the code declares, which can come along.</param>
    public static ImmutableArray<MappingProposal> Of(IReadOnlyList<DesiredGuest> guests, Inventory? source, TargetPlaces target, VmIdAllocation vmids, MappingAnswers answers, IReadOnlySet<string> pools)
    {
        var proposer = new MappingProposer(guests, source, target, vmids, answers, pools);
        var uses = guests.SelectMany(guest => CodeUses.Of(guest).Select(key => (Key: key, Guest: guest))).GroupBy(use => use.Key, use => use.Guest)
            .OrderBy(use => use.Key.Kind).ThenBy(use => use.Key.Name.Length).ThenBy(use => use.Key.Name, StringComparer.Ordinal).ThenBy(use => use.Key.Content, StringComparer.Ordinal).ToArray();
        // Where guests go decides what is there for them.
        foreach (var use in uses.Where(use => use.Key.Kind == PlaceKind.Node)) proposer.Add(use.Key, use, proposer.Node);
        foreach (var use in uses.Where(use => use.Key.Kind is not (PlaceKind.Node or PlaceKind.VmId))) proposer.Add(use.Key, use, proposer.Of);
        // Who has chosen a vmid has it before those that take what is left.
        foreach (var use in uses.Where(use => use.Key.Kind == PlaceKind.VmId).OrderBy(use => answers.Of(use.Key) is null)) proposer.Add(use.Key, use, proposer.VmId);
        return [.. proposer._proposals.OrderBy(one => one.Kind).ThenBy(one => one.Source.Length).ThenBy(one => one.Source, StringComparer.Ordinal).ThenBy(one => one.Content, StringComparer.Ordinal)];
    }

    private void Add(PlaceKey key, IEnumerable<DesiredGuest> users, Func<PlaceKey, DesiredGuest[], string?, MappingProposal> decide)
    {
        DesiredGuest[] guests = [.. users.DistinctBy(guest => guest.VmId)];
        var proposal = decide(key, guests, _answers.Of(key)) with { Content = key.Content, UsedBy = [.. guests.Select(guest => $"{guest.Name} ({guest.VmId})")] };
        _proposals.Add(proposal);
        _byKey[key] = proposal;
    }

    private MappingProposal Of(PlaceKey key, DesiredGuest[] guests, string? answer) => key.Kind switch
    {
        PlaceKind.Storage => Storage(key, guests, answer),
        PlaceKind.Bridge => Bridge(key, guests, answer),
        PlaceKind.Vlan => Vlan(key, answer),
        PlaceKind.Pool => Pool(key, answer),
        PlaceKind.Template => Template(key, guests, answer),
        _ => Volume(key, answer),
    };

    private MappingProposal Node(PlaceKey key, DesiredGuest[] guests, string? answer)
    {
        if (answer is not null) return _target.Nodes.Contains(answer) ? Answered(key, answer) : Refused(key, answer, _target.NodeStatus(answer), _target.Nodes);
        // Where all but one have a namesake, the one that is left belongs to the one that is left.
        var named = _guests.Select(guest => guest.Node).Distinct(StringComparer.Ordinal).ToArray();
        if (!_target.Nodes.Contains(key.Name) && named.Count(node => !_target.Nodes.Contains(node)) == 1 && _target.Nodes.Where(node => !named.Contains(node)).ToArray() is [var other])
            return new(key.Kind, key.Name, other, MappingStatus.Proposed) { Candidates = _target.Nodes, Note = "The only node without a namesake." };
        return Choose(key, _target.Nodes, _target.Nodes.Length == 0 ? "No node of the target is online." : _target.NodeStatus(key.Name));
    }

    private MappingProposal Storage(PlaceKey key, DesiredGuest[] guests, string? answer)
    {
        var nodes = NodesOf(guests);
        var fitting = _target.Storages(key.Content, nodes);
        if (answer is not null) return fitting.Contains(answer) ? Answered(key, answer) : Refused(key, answer, _target.StorageProblem(answer, key.Content, nodes), fitting);
        if (fitting.Length > 1 && !fitting.Contains(key.Name) && _source?.Storages.FirstOrDefault(storage => storage.Name == key.Name)?.Type is { Length: > 0 } type
            && fitting.Where(storage => _target.TypeOf(storage) == type).ToArray() is [var alike])
            return new(key.Kind, key.Name, alike, MappingStatus.Proposed) { Candidates = fitting, Note = $"The only one of type {type}." };
        return Choose(key, fitting, _target.StorageProblem(key.Name, key.Content, nodes));
    }

    private MappingProposal Bridge(PlaceKey key, DesiredGuest[] guests, string? answer)
    {
        var bridges = _target.Bridges(NodesOf(guests));
        if (answer is not null)
            return bridges.Contains(answer) ? Answered(key, answer)
                : _target.HidesBridges ? Answered(key, answer) with { Note = "Whether it is there could not be seen." }
                : Refused(key, answer, $"Not every node for these guests has a bridge {answer}.", bridges);
        return Choose(key, bridges, $"Not every node for these guests has a bridge {key.Name}.");
    }

    private static MappingProposal Vlan(PlaceKey key, string? answer) =>
        answer is null ? new(key.Kind, key.Name, key.Name, MappingStatus.Kept)
        : answer == MappingProposal.LeftOut || int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var tag) && tag is >= 1 and <= 4094 ? Answered(key, answer)
        : Refused(key, answer, "A VLAN's tag is 1 to 4094.", []);

    private MappingProposal Pool(PlaceKey key, string? answer)
    {
        // One that is new has no rights to it, and decides nothing yet.
        var comesAlong = _pools.Contains(key.Name) && !_target.HidesPools && !_target.Pools.Contains(key.Name);
        if (answer is not null)
            return answer == MappingProposal.LeftOut || _target.Pools.Contains(answer) || comesAlong && answer == key.Name ? Answered(key, answer) : Refused(key, answer, $"The target has no pool {answer}.", _target.Pools);
        if (comesAlong) return new(key.Kind, key.Name, key.Name, MappingStatus.Proposed) { Candidates = _target.Pools, Note = $"The target has no such pool: it comes along, and the apply makes it. Who may do what there is for you to say. \"{MappingProposal.LeftOut}\" leaves it out." };
        // A pool decides who may do what: another one is nobody's guess.
        return _target.Pools.Contains(key.Name) ? new(key.Kind, key.Name, key.Name, MappingStatus.Kept)
            : new(key.Kind, key.Name, null, MappingStatus.Question) { Candidates = _target.Pools, Note = $"The target has no pool {key.Name}: make it there, name another, or leave it out with \"{MappingProposal.LeftOut}\"." };
    }

    private MappingProposal Template(PlaceKey key, DesiredGuest[] guests, string? answer)
    {
        var templates = _target.Volumes("vztmpl");
        if (answer is not null) return templates.Contains(answer) ? Answered(key, answer) : Refused(key, answer, $"The target has no container template {answer}.", templates);
        var system = guests[0].Attributes.Get("ostype");
        ImmutableArray<string> fitting = system is null ? templates : [.. templates.Where(template => FileOf(template).StartsWith(system, StringComparison.OrdinalIgnoreCase))];
        return fitting is [var only]
            ? new(key.Kind, key.Name, only, MappingStatus.Proposed) { Candidates = fitting, Note = $"The server forgets of what a container was made; this is the only template for {system ?? "it"}." }
            : new(key.Kind, key.Name, null, MappingStatus.Question)
            {
                Candidates = fitting.IsEmpty ? templates : fitting,
                Note = fitting.IsEmpty ? $"The target has no container template for {system ?? "it"}: download one there (pveam download)." : $"Which template shall {guests[0].Name} be made of? It is {system ?? "of no known system"}.",
            };
    }

    private MappingProposal Volume(PlaceKey key, string? answer)
    {
        var volumes = _target.Volumes(key.Content);
        var name = answer ?? key.Name;
        if (answer == MappingProposal.LeftOut && key.Content != "vztmpl") return Answered(key, answer);
        if (volumes.Contains(name)) return answer is null ? new(key.Kind, key.Name, name, MappingStatus.Kept) : Answered(key, name);
        // What a listing of images and templates does not show can still be there.
        if (key.Content is not ("iso" or "vztmpl") && VolumeId.Split(name).Storage is { } storage && _target.HasStorageFor(storage, key.Content))
            return new(key.Kind, key.Name, name, answer is null ? MappingStatus.Kept : MappingStatus.Answered) { Note = "Whether it is there could not be seen: make sure of it." };
        if (answer is not null) return Refused(key, answer, $"The target has no {answer}.", volumes);
        ImmutableArray<string> same = [.. volumes.Where(volume => FileOf(volume) == FileOf(key.Name))];
        if (same is [var only]) return new(key.Kind, key.Name, only, MappingStatus.Proposed) { Candidates = same, Note = "The same file on another storage." };
        var leave = key.Content == "vztmpl" ? "" : $", or leave it out with \"{MappingProposal.LeftOut}\"";
        return new(key.Kind, key.Name, null, MappingStatus.Question) { Candidates = volumes, Note = $"The target has no {key.Name}: put it there, or name another{leave}." };
    }

    private MappingProposal VmId(PlaceKey key, DesiredGuest[] guests, string? answer)
    {
        var vmid = guests[0].VmId;
        if (answer is not null)
        {
            var wanted = int.Parse(answer, CultureInfo.InvariantCulture);
            return _vmids.Take(wanted) ? Answered(key, answer)
                : Refused(key, answer, _target.IsTaken(wanted) ? $"The target has {_target.NameOf(wanted)} with the vmid {wanted}." : $"The vmid {wanted} is given to two guests, or is none.", []);
        }
        var given = _vmids.TakeFor(vmid);
        return new(key.Kind, key.Name, given.ToString(CultureInfo.InvariantCulture), given == vmid ? MappingStatus.Kept : MappingStatus.Proposed)
        {
            Note = given == vmid ? "" : _target.IsTaken(vmid) ? $"{vmid} is {_target.NameOf(vmid)} there." : "",
        };
    }

    /// <summary>The nodes that guests go to; while that is open, all that there are.</summary>
    private string[] NodesOf(DesiredGuest[] guests)
    {
        var chosen = guests.Select(guest => _byKey.GetValueOrDefault(new(PlaceKind.Node, guest.Node))).ToArray();
        return chosen.All(one => one is { IsOpen: false, Target: not null }) ? [.. chosen.Select(one => one!.Target!).Distinct(StringComparer.Ordinal)] : [.. _target.Nodes];
    }

    private static MappingProposal Choose(PlaceKey key, ImmutableArray<string> fitting, string otherwise) =>
        fitting.Contains(key.Name) ? new(key.Kind, key.Name, key.Name, MappingStatus.Kept) { Candidates = fitting }
        : fitting is [var only] ? new(key.Kind, key.Name, only, MappingStatus.Proposed) { Candidates = fitting, Note = "There is no other." }
        : new(key.Kind, key.Name, null, MappingStatus.Question) { Candidates = fitting, Note = otherwise };

    private static MappingProposal Answered(PlaceKey key, string answer) => new(key.Kind, key.Name, answer, MappingStatus.Answered);

    private static MappingProposal Refused(PlaceKey key, string answer, string why, ImmutableArray<string> candidates) => new(key.Kind, key.Name, answer, MappingStatus.Refused) { Note = why, Candidates = candidates };

    private static string FileOf(string volume) => volume[(volume.LastIndexOfAny(['/', ':']) + 1)..];
}
