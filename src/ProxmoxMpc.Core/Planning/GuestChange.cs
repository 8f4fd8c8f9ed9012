using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>The steps that change one guest: what the code moved, on top of everything else the server has.</summary>
internal sealed class GuestChange
{
    private readonly Guest _server;
    private readonly GuestSchema _schema;
    private readonly AttributeMap _view;
    private readonly PlanBuilder _building;
    private readonly ImmutableArray<AttributeMerge> _accepted;
    private readonly AttributeMap _target;
    private readonly ConsequenceOf _consequences;
    private readonly string _node;

    /// <summary>Drives whose options do not go together, so that nothing is asked of them but their volume's size and place.</summary>
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    /// <summary>Whether a disk stays where the code does not have it any more.</summary>
    private bool _leavesDisk;
    private readonly HashSet<string> _exchanged;
    private bool _isPaused;
    private readonly bool _isClone;

    private GuestChange(Guest server, AttributeMap view, ImmutableArray<AttributeMerge> wanted, ImmutableSortedDictionary<string, string>? returns, PlanBuilder building, bool isClone)
    {
        _isClone = isClone;
        _server = server;
        _schema = GuestSchema.For(server.Kind);
        _view = view;
        _building = building;
        var all = With(view, wanted);
        foreach (var name in wanted.Select(merge => AttributePath.Split(merge.Path).Key).Distinct(StringComparer.Ordinal))
        {
            if (!DriveLimits.IsLimitable(_schema.FindKey(name)) || DriveLimits.Conflict(name, all) is not { } conflict) continue;
            _unreadable.Add(name);
            building.Problem(server.VmId, server.Name, conflict.Path, conflict.Reason);
        }
        var refusals = wanted.Select(merge => (Merge: merge, Reason: Refusal(merge, all))).ToArray();
        foreach (var (merge, reason) in refusals)
            if (reason is { Length: > 0 }) building.Problem(server.VmId, server.Name, merge.Path, reason);
        _accepted = [.. refusals.Where(refusal => refusal.Reason is null).Select(refusal => refusal.Merge)];
        _target = With(view, _accepted);
        // What a rollback wants back is attached again under its key, in place of what is there.
        var detached = (returns ?? ImmutableSortedDictionary<string, string>.Empty).Where(pair => VolumeExchange.IsDetached(server.Config, pair.Value) && Has(_target, pair.Key)).ToArray();
        foreach (var (key, volume) in detached) _target = VolumeExchange.Naming(_target, key, volume);
        _exchanged = [.. detached.Select(pair => pair.Key).Where(server.Config.ContainsKey), .. _accepted.Where(IsShrunk).Select(merge => AttributePath.Split(merge.Path).Key)];
        _consequences = new(server, view, _target);
        _node = _target.Get(AttributePath.Node) ?? server.Node;
    }

    /// <summary>Plans the steps.</summary>
    /// <param name="code">The guest in the code; what it has no opinion about is the server's.</param>
    /// <param name="returns">Detached volumes that are to come back, by config key; null: none.</param>
    /// <param name="isClone">Whether the server's guest is a clone that the same plan makes.</param>
    public static void Plan(Guest server, AttributeMap view, ImmutableArray<AttributeMerge> wanted, DesiredGuest code, ImmutableSortedDictionary<string, string>? returns, PlanBuilder building, bool isClone = false)
    {
        if (wanted.Length > 0 || returns is { IsEmpty: false }) new GuestChange(server, view, wanted, returns, building, isClone).Plan(code.HasOpinion);
    }

    private void Plan(Func<string, bool> hasOpinion)
    {
        var config = new List<AttributeMerge>();
        if (_server is { IsRunning: true, Kind: GuestKind.Lxc } && _accepted.Any(merge => IsVolumeMatter(merge) && merge.Path.EndsWith(".storage", StringComparison.Ordinal))) Pause();
        foreach (var key in _exchanged) Exchange(key);
        foreach (var merge in _accepted.Where(merge => !_exchanged.Contains(AttributePath.Split(merge.Path).Key)))
        {
            if (merge.Path == AttributePath.Node) Migrate(merge);
            else if (merge.Path == AttributePath.Pool)
                _building.Step(Phase.Pool, Step(PlanAction.Pool) with { Argument = merge.Code, Changes = [Describe(merge)] });
            else if (merge.Path == AttributePath.Started) Power(merge);
            else if (merge.Path == "template") _building.Step(Phase.Change, Step(PlanAction.Template) with { Changes = [Describe(merge)] });
            else if (IsVolumeMatter(merge)) Volume(merge);
            else config.Add(merge);
        }
        if (config.Count == 0) return;
        var moves = Moves(config);
        if (config.Count == 0) return;
        var change = ConfigChange.Build(_server.Kind, DriveMoves.Detached(_server.Config, moves), DriveMoves.Named(_target, moves), config.Select(merge => merge.Path), _isClone);
        change = Reordered(change, moves);
        if (_server.Protection && change.Touches(_server.Kind) && config.Find(merge => merge.Path == "protection") is { } unprotect)
        {
            // Proxmox looks at the protection that is in force when the request comes, not at the one it brings.
            Update(change.Only("protection"), [Describe(unprotect)]);
            change = change.Without("protection");
            config.Remove(unprotect);
        }
        // A VM that becomes a Windows gets the newest version of its machine for good, unless the request names the machine.
        if (_server.Kind == GuestKind.Qemu && change.Set.GetValueOrDefault("ostype")?.StartsWith('w') == true && !change.Set.ContainsKey("machine")
            && _server.Config.Get("machine") is { } machine && hasOpinion("machine.type")) change = change with { Set = change.Set.SetItem("machine", machine) };
        var (first, second) = _server.Kind == GuestKind.Qemu ? BootOrder.Split(_server.Config, change, _target, path => hasOpinion(path) && !_leavesDisk) : (change, null);
        if (!first.IsEmpty) Update(first, [.. config.Select(Describe)]);
        foreach (var move in moves) Follow(move);
        if (second is not null) Update(second, [new("boot.order", _view.Get("boot.order"), _target.Get("boot.order"), _consequences.Change("boot.order"))]);
    }

    /// <summary>Another volume takes the place of the one that is there, which stays detached. What runs is stopped for that.</summary>
    private void Exchange(string name)
    {
        if (_server.IsRunning) Pause();
        var key = _schema.FindKey(name)!;
        var changes = _accepted.Where(merge => AttributePath.Split(merge.Path).Key == name).Select(merge => Describe(merge) with { Consequence = Consequence.DataLoss }).ToImmutableArray();
        var value = VolumeRequest.Text(_server.Kind, name, key, _server.Config, _target);
        if (changes.IsEmpty) changes = [new(AttributePath.Of(name, "volume"), PropertyString.Parse(_server.Config[name], key)[key.DefaultPart!.Name], value.Split(',')[0], Consequence.DataLoss)];
        Update(new(ImmutableSortedDictionary<string, string>.Empty.Add(name, value), []), changes);
    }

    /// <summary>Whether a volume shall be smaller, which only another one can be.</summary>
    private bool IsShrunk(AttributeMerge merge) => AttributePath.Split(merge.Path) is (var name, "size") && IsVolumeMatter(merge) && VolumeExchange.IsPossible(_server, name)
        && DiskSize.TryParse(merge.Code) is { } wanted && wanted < SizeOf(name);

    /// <summary>
    /// The disks that change their place. What a running guest cannot let go of or take is a problem, and left out of the changes:
    /// half of such a move would leave it without the disk.
    /// </summary>
    private IReadOnlyList<DriveMove> Moves(List<AttributeMerge> config)
    {
        var moves = DriveMoves.Find(_server, _view, _target);
        var possible = new List<DriveMove>();
        foreach (var move in moves)
        {
            bool IsOf(AttributeMerge merge, string key) => merge.Path.StartsWith(key + ".", StringComparison.Ordinal);
            var paths = config.Where(merge => IsOf(merge, move.From) || IsOf(merge, move.To)).ToArray();
            if (paths.Length > 0 && paths.Max(merge => _consequences.Change(merge.Path)) <= Consequence.HotPlug) possible.Add(move);
            else
            {
                _leavesDisk = true;
                // Nor can it boot from where the disk is not.
                config.RemoveAll(merge => paths.Contains(merge) || AttributePath.Split(merge.Path).Key == "boot");
                _building.Problem(_server.VmId, _server.Name, move.To, $"{move.From} can become {move.To}, with its data, while the {_server.Kind.DisplayName()} is stopped: stop it first.");
            }
        }
        return possible;
    }

    /// <summary>A disk that the VM boots from is one wherever it is, also where the code says nothing of the order.</summary>
    private ConfigChange Reordered(ConfigChange change, IReadOnlyList<DriveMove> moves)
    {
        var order = AttributeValue.Items(_view.Get("boot.order") ?? _server.Config.Get("boot")?.Replace("order=", "", StringComparison.Ordinal) ?? "");
        if (moves.Count == 0 || change.Set.ContainsKey("boot") || change.Remove.Contains("boot") || !moves.Any(move => order.Contains(move.From))) return change;
        return change with { Set = change.Set.SetItem("boot", "order=" + string.Join(';', order.Select(device => moves.FirstOrDefault(move => move.From == device)?.To ?? device).Where(device => !change.Remove.Contains(device)))) };
    }

    /// <summary>What the code wants of the disk beside its new place.</summary>
    private void Follow(DriveMove move)
    {
        var (size, storage) = (_target.Get(AttributePath.Of(move.To, "size")), _target.Get(AttributePath.Of(move.To, "storage")));
        if (storage is not null && storage != VolumeId.Split(move.Volume).Storage)
            _building.Step(Phase.Change, Step(PlanAction.MoveDisk) with { Disk = move.To, Argument = storage, Changes = [new(AttributePath.Of(move.To, "storage"), VolumeId.Split(move.Volume).Storage, storage, Consequence.Live)] });
        if (DiskSize.TryParse(size) is { } wanted && wanted > move.Size)
            _building.Step(Phase.Change, Step(PlanAction.Grow) with { Disk = move.To, Argument = size, Changes = [new(AttributePath.Of(move.To, "size"), DiskSize.Format(move.Size), size, Consequence.Live)] });
    }

    /// <summary>Proxmox moves a container's volumes only while it is stopped; one that shall be stopped anyway has its step for that.</summary>
    private void Pause()
    {
        if (_target.Get(AttributePath.Started) != "1" || _isPaused) return;
        _isPaused = true;
        _building.Step(Phase.Stop, Step(PlanAction.Stop, _server.Node) with { Consequence = Consequence.Downtime });
        _building.Step(Phase.Start, Step(PlanAction.Start));
    }

    private void Migrate(AttributeMerge merge) => _building.Step(Phase.Migrate, Step(PlanAction.Migrate, _server.Node) with
    {
        Argument = merge.Code,
        Changes = [Describe(merge)],
        // A container cannot move while it runs: Proxmox stops it, moves it and starts it again.
        Consequence = _server.IsRunning && _server.Kind == GuestKind.Lxc ? Consequence.Downtime : Consequence.Live,
    });

    private void Update(ConfigChange change, ImmutableArray<PlanChange> changes) => _building.Step(Phase.Change, Step(PlanAction.Update) with
    {
        Changes = changes,
        Parameters = change.Set,
        Removals = change.Remove,
        Consequence = changes.Max(one => one.Consequence),
    });

    private void Power(AttributeMerge merge)
    {
        if (_server.IsTemplate) return;
        var start = merge.Code == "1";
        _building.Step(start ? Phase.Start : Phase.Stop, Step(start ? PlanAction.Start : PlanAction.Stop, start ? _node : _server.Node) with
        {
            Changes = [Describe(merge)],
            Consequence = start ? Consequence.Live : Consequence.Downtime,
        });
    }

    /// <summary>Whether the change is of the size, place or name of a volume that stays, for which Proxmox has requests of their own.</summary>
    private bool IsVolumeMatter(AttributeMerge merge)
    {
        var (name, part) = AttributePath.Split(merge.Path);
        if (_schema.FindKey(name) is not { IsVolume: true } || part is not ("size" or "storage" or "format" or "volume") || !_server.Config.ContainsKey(name)) return false;
        return Has(_target, "storage") && Has(_view, "storage") && !IsCd(_view) && !IsCd(_target);

        bool Has(AttributeMap map, string what) => map.ContainsKey(AttributePath.Of(name, what));
        bool IsCd(AttributeMap map) => map.Get(AttributePath.Of(name, "media")) == "cdrom";
    }

    private void Volume(AttributeMerge merge)
    {
        var (name, part) = AttributePath.Split(merge.Path);
        switch (part)
        {
            case "size" when DiskSize.TryParse(merge.Code) is { } wanted && wanted > SizeOf(name):
                _building.Step(Phase.Change, Step(PlanAction.Grow) with { Disk = name, Argument = merge.Code, Changes = [Describe(merge) with { Consequence = Consequence.Live }] });
                break;
            case "size":
                _building.Problem(_server.VmId, _server.Name, merge.Path, $"{name} is {merge.Server} and Proxmox cannot shrink a volume{(VolumeExchange.IsPossible(_server, name) ? "" : ", nor can another take its place")}: set its size back in the code.");
                break;
            case "storage":
                _building.Step(Phase.Change, Step(PlanAction.MoveDisk) with
                {
                    Disk = name,
                    Argument = merge.Code,
                    Changes = [Describe(merge)],
                    Consequence = _server.IsRunning && _server.Kind == GuestKind.Lxc ? Consequence.Downtime : Consequence.Live,
                });
                break;
            default:
                _building.Problem(_server.VmId, _server.Name, merge.Path, $"The {part} of an existing volume cannot be changed in place.");
                break;
        }
    }

    private long SizeOf(string name) => _server.Disks.FirstOrDefault(disk => disk.Key == name)?.SizeBytes ?? 0;

    /// <summary>Why a change cannot be made in place; null where it can, and empty where that was said of the whole drive.</summary>
    private string? Refusal(AttributeMerge merge, AttributeMap target)
    {
        if (merge.Path == "template") return Template(merge);
        var (name, part) = AttributePath.Split(merge.Path);
        if (_schema.FindKey(name) is not { } key || (part is null ? key.Scalar : key.Attribute(part)) is not { } attribute) return null;
        if (part is not null && merge.Code?.Contains(',') == true)
            return $"{merge.Path} cannot hold a comma: Proxmox would take what follows for another setting.";
        if (part is null && merge.Code is null && attribute is { IsKept: true, Default: null }) return $"{merge.Path} cannot be unset once it is set.";
        if (key.IsVolume && IsProtected(name, target)) return $"{name} cannot {(Has(target, name) ? "change" : "go")} while the {_server.Kind.DisplayName()} is protected: switch protection off first.";
        if (_unreadable.Contains(name) && !(Has(_view, name) && part is "size" or "storage")) return "";
        // A device that comes or goes brings its fixed parts with it.
        if (key.IsDevice && !(Has(_view, name) && Has(target, name))) return null;
        return attribute.Effect switch
        {
            ChangeEffect.Replace when key.IsDevice && part is not "format" => $"{merge.Path} is fixed while {name} is there: take {name} out, apply, and add it anew.",
            ChangeEffect.Stop when _server.IsRunning => $"{merge.Path} cannot change while the {_server.Kind.DisplayName()} runs: stop it first.",
            ChangeEffect.ReadOnly => $"{merge.Path} is set by the server.",
            _ => null,
        };
    }

    /// <summary>Whether protection, as it shall be, forbids what is wanted of a volume: of a VM's to go, of a container's to change at all.</summary>
    private bool IsProtected(string name, AttributeMap target) =>
        _server.Protection && target.Get("protection") == "1" && (_server.Kind == GuestKind.Lxc ? !OnlyGrowsOrMoves(name, target) : Has(_view, name) && !Has(target, name));

    private bool OnlyGrowsOrMoves(string name, AttributeMap target) => Has(_view, name) && Has(target, name)
        && _view.DifferingFrom(target).Where(path => AttributePath.Split(path).Key == name).All(path => path.EndsWith(".size", StringComparison.Ordinal) || path.EndsWith(".storage", StringComparison.Ordinal));

    private string? Template(AttributeMerge merge) => merge.Code != "1"
        ? "A template cannot be turned back into a guest: clone it instead."
        : _server.IsRunning ? "A running guest cannot become a template: stop it first." : null;

    private PlanChange Describe(AttributeMerge merge) => new(merge.Path, merge.Server, merge.Code, _consequences.Change(merge.Path));

    private PlanStep Step(PlanAction action, string? node = null) => GuestSteps.Step(_server, action, node ?? _node);

    private static AttributeMap With(AttributeMap map, IEnumerable<AttributeMerge> merges) =>
        merges.Aggregate(map, (so, merge) => so.With(merge.Path, merge.Code));

    private static bool Has(AttributeMap map, string name) => map.Keys.Any(path => path.StartsWith(name + ".", StringComparison.Ordinal));
}
