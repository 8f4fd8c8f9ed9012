using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Merges server into code, in memory: which files change how, and what the new base is. Writes nothing.</summary>
internal sealed class SyncMerge
{
    private readonly Picture _picture;
    private readonly Decisions _decisions;
    private readonly IReadOnlyDictionary<int, string> _fileNames;
    private readonly ImmutableArray<SyncChange>.Builder _changes = ImmutableArray.CreateBuilder<SyncChange>();

    private SyncMerge(Picture picture, Decisions decisions)
    {
        _picture = picture;
        _decisions = decisions;
        _replaced = picture.Guests.Where(IsReplaced).Select(guest => guest.VmId).ToHashSet();
        _fileNames = picture.FileNames(_replaced, picture.Guests.Where(IsLeaving).Select(guest => guest.VmId).ToHashSet());
    }

    private readonly HashSet<int> _conflicting = [];
    private readonly HashSet<int> _replaced;

    // New guests by file, where a file may hold several.
    private readonly SortedDictionary<string, List<(Guest Guest, string Name)>> _appended = new(StringComparer.Ordinal);

    /// <summary>What makes the new text of each file that changes, or null where the file goes. The texts of ten thousand new files are never there at once.</summary>
    public Dictionary<string, Func<string?>> Edits { get; } = new(StringComparer.Ordinal);

    public List<BaseGuest> NewBase { get; } = [];
    public List<int> RemovedBase { get; } = [];
    public ImmutableArray<SyncChange> Changes => _changes.ToImmutable();

    /// <summary>What is to be remembered of the server's changes; null: nobody asked who made them.</summary>
    public DriftFound? Drift { get; private set; }

    /// <summary>Notes who made the changes.</summary>
    /// <param name="changes">The same changes, each with its culprit.</param>
    public void Blame(IEnumerable<SyncChange> changes, DriftFound drift)
    {
        var blamed = changes.ToArray();
        _changes.Clear();
        _changes.AddRange(blamed);
        Drift = drift;
    }

    /// <summary>The whole base as it is after the merge, by vmid.</summary>
    public IEnumerable<BaseGuest> Agreed()
    {
        var agreed = new SortedDictionary<int, BaseGuest>(_picture.Base.ToDictionary());
        foreach (var vmid in RemovedBase) agreed.Remove(vmid);
        foreach (var guest in NewBase) agreed[guest.VmId] = guest;
        return agreed.Values;
    }

    /// <summary>Works out the merge of every guest.</summary>
    public static SyncMerge Of(Picture picture, Decisions decisions)
    {
        var merge = new SyncMerge(picture, decisions);
        foreach (var guest in picture.Guests) merge.One(guest);
        foreach (var (path, guests) in merge._appended) merge.Append(path, guests);
        foreach (var (vmid, reason) in picture.Obstacles)
        {
            var guest = picture.Inventory.Guest(vmid)!;
            merge._changes.Add(new(SyncChangeKind.NotManaged, vmid, guest.Name, null, null, null, null, null, reason));
        }
        return merge;
    }

    private void One(GuestStates guest)
    {
        // Its code and base stay as they are until the server says something of it.
        if (_picture.Inventory.Remembered.Contains(guest.VmId)) return;
        switch (guest)
        {
            case { Server: { } server, Code: { } code } when guest.IsReplaced:
                Replaced(guest, code, server);
                break;
            case { Server: { } server, Code: null, IsReused: true }:
                Add(guest, server);
                break;
            case { Server: { } server, Code: { } code }:
                if (code.Kind == server.Kind) Both(guest, code, server, guest.ServerView!);
                else Report(SyncChangeKind.Conflict, guest, reason: $"The code has a {code.Kind.DisplayName()} with this vmid, the server a {server.Kind.DisplayName()}.");
                break;
            case { Server: { } server } when !HaveMet(guest):
                Add(guest, server);
                break;
            case { Server: { } server, Base: { } agreed }:
                TakenOut(guest, server, agreed);
                break;
            case { Code: { } code }:
                Missing(guest, code);
                break;
            default:
                if (!_picture.Inventory.IsUnderGap(guest.VmId, _picture.Base[guest.VmId].Node)) RemovedBase.Add(guest.VmId);
                break;
        }
    }

    private static bool HaveMet(GuestStates guest) => guest.Base is { } agreed && !ThreeWayMerge.IsOpen(agreed);

    private void Add(GuestStates guest, Guest server)
    {
        var name = _fileNames[server.VmId];
        var style = _picture.Reading.Style;
        var path = style.PathOf(server, name);
        if (style.IsPlain && !_picture.Files.ContainsKey(path)) Edits[path] = () => _picture.Ahead.TakeText(server, name);
        else if (!_appended.TryAdd(path, [(server, name)])) _appended[path].Add((server, name));
        NewBase.Add(new(server.VmId, server.Kind, server.Name, server.Node, path, guest.ServerView!) { Identity = GuestIdentity.Of(server) });
        _changes.Add(new(SyncChangeKind.Added, server.VmId, server.Name, path, null, null, null, null));
    }

    /// <summary>Whether the code's guest makes room for another: nobody edited it, or the server decides.</summary>
    private bool IsReplaced(GuestStates guest) => guest.IsReplaced && (_decisions.On(guest.VmId, attribute: null) == Preference.Server || Edited(guest, guest.Code!).Length == 0);

    /// <summary>Whether the code's guest goes with the one that was deleted on the server: nobody edited it, or the server decides.</summary>
    private bool IsLeaving(GuestStates guest) => guest is { Server: null, Code: { } code } && HaveMet(guest) && !_picture.Inventory.IsUnderGap(guest.VmId, code.Node)
        && _decisions.On(guest.VmId, attribute: null) is var decision && decision != Preference.Code && (decision == Preference.Server || Edited(guest, code).Length == 0);

    /// <summary>Another guest has its vmid: the one was deleted and the other is new.</summary>
    private void Replaced(GuestStates guest, DesiredGuest code, Guest server)
    {
        if (!_replaced.Contains(guest.VmId))
        {
            Report(SyncChangeKind.Conflict, guest, reason: $"It was deleted on the server, where its vmid belongs to {server.Name} now, and edited in the code: {Listed(Edited(guest, code))}. Give the one in the code another vmid.");
            return;
        }
        Edit(code.File, text => TerraformEditor.Remove(text, code.ResourceName));
        _changes.Add(new(SyncChangeKind.Removed, guest.VmId, code.Name, code.File, null, null, null, null, $"Its vmid belongs to {server.Name} now."));
        Add(guest, server);
    }

    private static string[] Edited(GuestStates guest, DesiredGuest code) => [.. ThreeWayMerge.Merge(guest.Base, code.Attributes, guest.Base!, guest.HasOpinion).Select(merge => merge.Path)];

    private void Append(string path, List<(Guest Guest, string Name)> guests)
    {
        var style = _picture.Reading.Style;
        var edited = Edits.GetValueOrDefault(path);
        var existing = edited is null ? _picture.Files.GetValueOrDefault(path) : edited();
        Edits[path] = existing is null && style.Layout == WorkspaceLayout.PerGuest && guests is [var (guest, name)]
            ? () => style.FileOf(guest, name).Text
            : () => style.Append(existing, guests);
    }

    /// <param name="unsayable">Why the code cannot say what comes of the decisions, so that none is taken; null: they are taken.</param>
    private void Both(GuestStates guest, DesiredGuest code, Guest server, AttributeMap view, string? unsayable = null)
    {
        var agreed = guest.Base ?? AttributeMap.Empty;
        var follow = new List<string>();
        var found = new List<(SyncChangeKind Kind, AttributeMerge Merge)>();
        var (isFollowed, isDecided) = (false, false);
        foreach (var merge in ThreeWayMerge.Merge(guest.Base, code.Attributes, view, guest.HasOpinion))
        {
            var decision = merge.Verdict == MergeVerdict.Conflict && unsayable is null ? _decisions.On(guest.VmId, AttributePath.Display(merge.Path)) : Preference.None;
            isFollowed |= decision == Preference.Server;
            if (merge.Verdict != MergeVerdict.Same)
                found.Add((merge.Verdict == MergeVerdict.Server || decision == Preference.Server ? SyncChangeKind.Updated : merge.Verdict == MergeVerdict.Code || decision == Preference.Code ? SyncChangeKind.Pending : SyncChangeKind.Conflict, merge));
            if (merge.Verdict == MergeVerdict.Server || decision == Preference.Server) follow.AddRange(merge.Paths);
            // Where the code decides the server's value becomes what was agreed, so that the code's is a change to it.
            if (merge.Verdict is MergeVerdict.Same or MergeVerdict.Server || decision != Preference.None)
                agreed = merge.Paths.Aggregate(agreed, (map, path) => map.With(path, view.Get(path)));
            else if (guest.Base is null)
                agreed = merge.Paths.Aggregate(agreed, (map, path) => map.With(path, ThreeWayMerge.NeverAgreed));
            isDecided |= decision != Preference.None;
        }
        // What the code has no opinion about is whatever the server says.
        if (!agreed.Equals(view))
            foreach (var path in agreed.Keys.Concat(view.Keys).Distinct(StringComparer.Ordinal).Where(path => !guest.HasOpinion(path)))
                agreed = agreed.With(path, view.Get(path));
        if (Adoption.IsDue(guest) && _picture.Files.TryGetValue(code.File, out var text) && Adoption.Edit(text, guest, created: false) != text) Edit(code.File, before => Adoption.Edit(before, guest, created: false));
        try
        {
            if (follow.Count > 0) Edit(code.File, text => TerraformEditor.Apply(text, code.ResourceName, code.Kind, server, follow));
        }
        catch (PmpcException refusal) when (refusal.Id is "PmpcNotExpressible" or "PmpcNotEditable")
        {
            // A decision for what the code cannot hold is none: its conflicts stay, and all else goes on as without it.
            if (isFollowed) Both(guest, code, server, view, refusal.Message);
            // Nothing of this guest is agreed on, and the others go on.
            else Report(SyncChangeKind.Conflict, guest, reason: $"The server changed {Listed([.. follow])}, which its code cannot follow: {refusal.Message}");
            return;
        }
        foreach (var (kind, merge) in found) Report(kind, guest, merge, kind == SyncChangeKind.Conflict && unsayable is not null ? $"Its code cannot follow the server: {unsayable}" : null);
        // Without a base and with conflicts nothing has been agreed on yet, unless somebody decided some of them.
        if (guest.Base is null && _conflicting.Contains(guest.VmId) && !isDecided) return;
        var now = new BaseGuest(server.VmId, server.Kind, server.Name, server.Node, code.File, agreed) { Identity = GuestIdentity.Of(server) };
        if (now != _picture.Base.GetValueOrDefault(guest.VmId)) NewBase.Add(now);
    }

    /// <summary>On the server and no longer in the code: to be deleted, unless the server changed it since.</summary>
    private void TakenOut(GuestStates guest, Guest server, AttributeMap agreed)
    {
        var (decision, edited) = (_decisions.On(guest.VmId, attribute: null), ThreeWayMerge.EditedSince(agreed, guest.ServerView!).ToArray());
        if (decision == Preference.Server) Add(guest, server);
        else if (edited.Length > 0 && decision == Preference.None) Report(SyncChangeKind.Conflict, guest, reason: $"It was taken out of the code and changed on the server: {Listed(edited)}.");
        else
        {
            // Who decides for the code has seen what it is now.
            if (edited.Length > 0) NewBase.Add(_picture.Base[guest.VmId] with { Kind = server.Kind, Name = server.Name, Node = server.Node, Attributes = guest.ServerView!, Identity = GuestIdentity.Of(server) });
            Report(SyncChangeKind.PendingDelete, guest);
        }
    }

    /// <summary>In the code and not on the server: deleted there, or not created yet.</summary>
    private void Missing(GuestStates guest, DesiredGuest code)
    {
        if (_picture.Inventory.IsUnderGap(guest.VmId, code.Node)) return;
        if (!HaveMet(guest))
        {
            if (guest.Base is not null) RemovedBase.Add(guest.VmId);
            Report(SyncChangeKind.PendingCreate, guest);
            return;
        }
        if (IsLeaving(guest))
        {
            Edit(code.File, text => TerraformEditor.Remove(text, code.ResourceName));
            RemovedBase.Add(guest.VmId);
            Report(SyncChangeKind.Removed, guest);
        }
        else if (_decisions.On(guest.VmId, attribute: null) == Preference.Code)
        {
            RemovedBase.Add(guest.VmId);
            Report(SyncChangeKind.PendingCreate, guest);
        }
        else Report(SyncChangeKind.Conflict, guest, reason: $"It was deleted on the server and edited in the code: {Listed(Edited(guest, code))}.");
    }

    private static string Listed(string[] paths) =>
        string.Join(", ", paths.Take(5).Select(AttributePath.Display)) + (paths.Length > 5 ? FormattableString.Invariant($" and {paths.Length - 5} more") : "");

    private void Edit(string file, Func<string, string> edit)
    {
        var before = Edits.GetValueOrDefault(file)?.Invoke() ?? _picture.Files[file];
        var edited = edit(before);
        var after = TerraformEditor.IsEmpty(edited) ? null : edited;
        Edits[file] = () => after;
    }

    private void Report(SyncChangeKind kind, GuestStates guest, AttributeMerge? merge = null, string? reason = null)
    {
        if (kind == SyncChangeKind.Conflict) _conflicting.Add(guest.VmId);
        _changes.Add(new(kind, guest.VmId, guest.Server?.Name ?? guest.Code?.Name ?? _picture.Base[guest.VmId].Name, guest.Code?.File ?? _picture.Base.GetValueOrDefault(guest.VmId)?.File,
            merge is null ? null : AttributePath.Display(merge.Path), merge?.Base, merge?.Code, merge?.Server, reason));
    }
}
