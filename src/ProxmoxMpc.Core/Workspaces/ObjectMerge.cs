using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>One finding of a sync about something beside nodes and guests. The values are HCL expressions; null where a whole resource is meant or the attribute is unset.</summary>
public sealed record ObjectChange(SyncChangeKind Kind, ObjectKind Object, string Name, string? File, string? Attribute, string? Base, string? Code, string? Server, string? Reason = null);

/// <summary>
/// Merges what the server has beside nodes and guests into the code, in memory, by the same rules as guests: what only the
/// server changed is edited into the file, what only the code changed is left for Terraform, and what both changed
/// differently is a conflict.
/// </summary>
internal sealed class ObjectMerge
{
    private readonly Picture _picture;
    private readonly Decisions _decisions;
    private readonly Dictionary<string, Func<string?>> _others;
    private readonly Dictionary<string, string> _edits = new(StringComparer.Ordinal);
    private readonly ImmutableArray<ObjectChange>.Builder _changes = ImmutableArray.CreateBuilder<ObjectChange>();
    private readonly List<ObjectKey> _added = [];

    private ObjectMerge(Picture picture, Decisions decisions, Dictionary<string, Func<string?>> others)
    {
        _picture = picture;
        _decisions = decisions;
        _others = others;
    }

    public Dictionary<ObjectKey, AttributeMap> NewBase { get; } = [];

    public ImmutableArray<ObjectChange> Changes => _changes.ToImmutable();

    /// <summary>Works out the merge; the edits join those that are there already.</summary>
    public static ObjectMerge Of(Picture picture, Decisions decisions, Dictionary<string, Func<string?>> edits)
    {
        var merge = new ObjectMerge(picture, decisions, edits);
        var code = picture.Code.Objects.ToDictionary(declared => declared.Key);
        var refused = picture.ObjectCode.Beyond;
        foreach (var key in picture.ObjectCode.Views.Keys.Concat(code.Keys).Concat(picture.ObjectBase.Keys).Distinct().Order())
        {
            var known = picture.ObjectBase.GetValueOrDefault(key);
            // What the provider can no longer hold is not gone.
            if (refused.Contains(key)) merge.Keep(key, known);
            else merge.One(key, known, code.GetValueOrDefault(key), picture.ObjectCode.Views.GetValueOrDefault(key));
        }
        merge.Write();
        return merge;
    }

    private void One(ObjectKey key, AttributeMap? known, DeclaredObject? code, AttributeMap? server)
    {
        switch (code, server)
        {
            case ({ } declared, { } view):
                Both(key, known, declared, view);
                break;
            case (null, { } view) when known is null || ThreeWayMerge.IsOpen(known) || _decisions.On(key, attribute: null) == Preference.Server:
                if (_picture.ObjectCode.IsLeftToTerraform(key, _picture.Code))
                {
                    Report(SyncChangeKind.NotManaged, key, ObjectCode.FileOf(key), reason: "The code makes some of its kind with for_each, count or values that only Terraform knows.");
                    break;
                }
                _added.Add(key);
                NewBase[key] = view;
                Report(SyncChangeKind.Added, key, ObjectCode.FileOf(key));
                break;
            // Taken out of the code, and as good as gone from the server.
            case (null, { } view) when ObjectCode.IsNothing(key, view):
                NewBase[key] = view;
                break;
            case (null, { } view):
                var edited = known!.DifferingFrom(view).Any();
                var isDecided = !edited || _decisions.On(key, attribute: null) == Preference.Code;
                NewBase[key] = isDecided ? view : known;
                Report(isDecided ? SyncChangeKind.PendingDelete : SyncChangeKind.Conflict, key, null, reason: isDecided ? null : "It was taken out of the code and changed on the server.");
                break;
            case ({ } declared, null):
                Missing(key, known, declared);
                break;
        }
    }

    private void Both(ObjectKey key, AttributeMap? known, DeclaredObject declared, AttributeMap server)
    {
        var agreed = known ?? AttributeMap.Empty;
        var follow = new List<AttributeMerge>();
        var (conflicts, decided) = (0, false);
        foreach (var merge in ThreeWayMerge.Merge(known, declared.View, server, declared.HasOpinion))
        {
            var decision = merge.Verdict == MergeVerdict.Conflict ? _decisions.On(key, merge.Path) : Preference.None;
            decided |= decision != Preference.None;
            if (merge.Verdict == MergeVerdict.Server || merge.Verdict == MergeVerdict.Conflict && decision == Preference.Server) follow.Add(merge);
            else if (merge.Verdict == MergeVerdict.Conflict && decision == Preference.None)
            {
                conflicts++;
                if (known is null) agreed = agreed.With(merge.Path, ThreeWayMerge.NeverAgreed);
                Report(SyncChangeKind.Conflict, key, declared.File, merge);
            }
            else
            {
                if (merge.Verdict is MergeVerdict.Same or MergeVerdict.Conflict) agreed = agreed.With(merge.Path, merge.Server);
                if (merge.Verdict is MergeVerdict.Code or MergeVerdict.Conflict) Report(SyncChangeKind.Pending, key, declared.File, merge);
            }
        }
        if (follow.Count > 0)
        {
            if (declared.ByHand is null && _picture.ObjectCode.Apply(Text(declared.File), declared, [.. follow.Select(merge => merge.Path)]) is { } text)
            {
                _edits[declared.File] = text;
                foreach (var merge in follow)
                {
                    agreed = agreed.With(merge.Path, merge.Server);
                    Report(SyncChangeKind.Updated, key, declared.File, merge);
                }
            }
            else
            {
                foreach (var merge in follow) Report(SyncChangeKind.Conflict, key, declared.File, merge, declared.ByHand is not null ? ByHand(declared) : "It is written in a way that only a person can change.");
            }
        }
        foreach (var path in agreed.Keys.Concat(server.Keys).Distinct(StringComparer.Ordinal).Where(path => !declared.HasOpinion(path)).ToArray()) agreed = agreed.With(path, server.Get(path));
        // Without a base and with conflicts nothing has been agreed on yet, unless somebody decided some of them.
        if (known is not null || conflicts == 0 || decided) NewBase[key] = agreed;
    }

    private void Missing(ObjectKey key, AttributeMap? known, DeclaredObject declared)
    {
        var decision = _decisions.On(key, attribute: null);
        // Those that never agreed on all of it have not met: it is as new as it was.
        if (known is null || ThreeWayMerge.IsOpen(known) || decision == Preference.Code)
        {
            Report(SyncChangeKind.PendingCreate, key, declared.File);
            return;
        }
        if (decision == Preference.None && ThreeWayMerge.Merge(known, declared.View, known, declared.HasOpinion).Length > 0)
        {
            Keep(key, known);
            Report(SyncChangeKind.Conflict, key, declared.File, reason: "It was deleted on the server and edited in the code.");
            return;
        }
        if (declared.ByHand is not null)
        {
            Keep(key, known);
            Report(SyncChangeKind.Conflict, key, declared.File, reason: $"It was deleted on the server. {ByHand(declared)}");
            return;
        }
        _edits[declared.File] = ObjectCode.Remove(Text(declared.File), declared);
        Report(SyncChangeKind.Removed, key, declared.File);
    }

    private static string ByHand(DeclaredObject declared) => FormattableString.Invariant($"{declared.File}:{declared.Line}: {declared.Type}.{declared.Label} can be changed by a person only: {declared.ByHand}.");

    private void Keep(ObjectKey key, AttributeMap? known)
    {
        if (known is not null) NewBase[key] = known;
    }

    private void Write()
    {
        var fresh = new HashSet<string>(StringComparer.Ordinal);
        var taken = _picture.Code.ObjectAddresses.ToHashSet(StringComparer.Ordinal);
        foreach (var file in _added.GroupBy(ObjectCode.FileOf, StringComparer.Ordinal))
        {
            var before = Find(file.Key);
            if (before is null) fresh.Add(file.Key);
            _edits[file.Key] = _picture.ObjectCode.Append(before, file, taken);
        }
        foreach (var (file, text) in _picture.ObjectCode.WithRemarks(file =>
            (Find(file), fresh.Contains(file) || _picture.ObjectBase.Count == 0 && !_picture.Files.ContainsKey(file))).ToArray())
            _edits[file] = text;
        foreach (var (file, text) in _edits) _others[file] = () => text;
    }

    private string? Find(string file) => _edits.GetValueOrDefault(file) ?? (_others.TryGetValue(file, out var other) ? other() : _picture.Files.TryGetValue(file, out var text) ? text : null);

    private string Text(string file) => Find(file) ?? throw new InvalidOperationException($"{file} went while something in it is edited.");

    private void Report(SyncChangeKind kind, ObjectKey key, string? file, AttributeMerge? merge = null, string? reason = null) =>
        _changes.Add(new(kind, key.Kind, ObjectCode.NameOf(key), file, merge?.Path, merge?.Base, merge?.Code, merge?.Server, reason));
}
