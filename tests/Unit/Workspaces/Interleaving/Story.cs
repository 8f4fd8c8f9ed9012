using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Interleaving;

/// <summary>Rounds of edits on both sides in one workspace, each judged against the figures.</summary>
internal sealed class Story(Cluster cluster, Random random)
{
    private static readonly string?[] Descriptions = [null, "it's \"${ours}\"", "two\nlines", "%{ if x } 100 % \\ C:\\new", "ünï \U0001F600 \u202Eback\u200B", "# no comment\n}\n<<EOT"];
    private static readonly string?[] Tags = [null, "a", "a;b", "b;c"];

    private readonly SortedDictionary<int, Figure> _guests = [];
    private readonly List<string> _told = [];
    private readonly Edits _edits = new(cluster.Workspace, random);
    private Things? _things;
    private int _next = 100;

    // Power and disks are young in these stories: long runs have them, until none of those finds anything.
    private static readonly bool HasAll = LongRun.Iterations(1) > 1;
    private int _address;

    /// <summary>Rounds that were judged.</summary>
    public int Rounds { get; private set; }

    /// <summary>Guests that were edited in a round, counted once for each, and those of them that were edited on both sides.</summary>
    public (int Any, int Both) Edited { get; private set; }

    /// <summary>The same of what is beside guests: edits, and conflicts that were told.</summary>
    public (int Edits, int Conflicts) Beside => _things?.Seen ?? default;

    public async Task RunAsync(int rounds)
    {
        try
        {
            for (var one = 0; one < 12; one++) await CreateAsync(_next++);
            await SyncAsync(Preference.None);
            _edits.Share();
            _things = new(cluster, random, Tell);
            _things.Begin();
            for (; Rounds < rounds; Rounds++) await RoundAsync();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new InvalidOperationException($"In round {Rounds}, after {string.Join("; ", Told(failure.Message))}: {failure.Message}", failure);
        }
    }

    private async Task RoundAsync()
    {
        Tell($"\n[{Rounds}]");
        // Each of some guests has a few edits, and they come in any order.
        var edits = _guests.Values.Where(_ => random.Next(3) > 0).SelectMany(guest => Enumerable.Repeat(guest, random.Next(1, 5))).ToArray();
        random.Shuffle(edits);
        var touched = new HashSet<(int, bool)>();
        foreach (var guest in edits) await EditAsync(guest, touched);
        for (var more = random.Next(3); more > 0 && (_guests.Count < 24 || more > 1); more--) await NewAsync();
        var vmids = touched.GroupBy(one => one.Item1).ToArray();
        Edited = (Edited.Any + vmids.Length, Edited.Both + vmids.Count(sides => sides.Count() == 2));
        await _things!.EditAsync();
        if (random.Next(8) == 0) await ApplyAsync();
        if (random.Next(12) == 0) await GapAsync(random.Next(2) == 0 ? "pve1" : "pve2");
        await SyncAsync(random.Next(10) switch { 0 => Preference.Server, 1 => Preference.Code, _ => Preference.None });
        if (random.Next(3) == 0) await ResolveAsync();
        if (random.Next(6) == 0) await ApplyAsync();
        await cluster.CheckAsync(_guests.Values);
        await _things.CheckServerAsync();
        foreach (var (vmid, _) in _guests.Where(guest => guest.Value.IsNowhere).ToArray()) _guests.Remove(vmid);
    }

    /// <param name="touched">Takes what was edited: the vmid, and whether on the server.</param>
    private async Task EditAsync(Figure guest, HashSet<(int, bool)> touched)
    {
        var edit = random.Next(21);
        var (code, server) = (guest.Code, guest.Server);
        switch (edit)
        {
            case < 8 when server is not null:
                await ServerSetAsync(guest, server, Change(server));
                break;
            case < 16 when code is not null:
                CodeSet(guest, Change(code));
                break;
            case 16 when server is not null && code?.Kind == server.Kind:
                // The same on both sides.
                var change = Change(server);
                if (Figure.HasGap(Taken(code, change))) break;
                await ServerSetAsync(guest, server, change);
                CodeSet(guest, change, mayMove: false);
                break;
            case 17 when code is not null:
                var comment = FormattableString.Invariant($"kept for {guest.VmId}: {random.Next()}");
                Tell($"comment in {guest.VmId}");
                guest.Comments.Add(comment);
                _edits.Write(guest, comment);
                break;
            case 18 when server is not null && random.Next(2) == 0:
                Tell($"server deletes {guest.VmId}");
                await cluster.DeleteAsync(guest.VmId, server);
                guest.Server = null;
                // Its vmid may go to another at once, or to one that is made in its place.
                if (random.Next(2) == 0) await CreateAsync(guest.VmId, random.Next(3) == 0 ? server : null);
                break;
            case 19 when code is not null && random.Next(2) == 0:
                Tell($"code drops {guest.VmId}");
                _edits.Drop(guest);
                guest.Drop();
                break;
            case 20 when server is not null:
                var node = server.Node == "pve1" ? "pve2" : "pve1";
                Tell($"server moves {guest.VmId} to {node}");
                await cluster.MoveAsync(guest.VmId, server, node);
                guest.Server = server.With("@node", node);
                break;
        }
        if (!ReferenceEquals(code, guest.Code)) touched.Add((guest.VmId, false));
        if (!ReferenceEquals(server, guest.Server)) touched.Add((guest.VmId, true));
    }

    /// <summary>What somebody wants of a guest: paths of one attribute or one device.</summary>
    private (string Path, Side Wanted) Change(Side guest)
    {
        string One(params string[] values) => values[random.Next(values.Length)];
        var isVm = guest.Kind == GuestKind.Qemu;
        var hasFirst = guest["net0.bridge"] is not null;
        string[] usual = ["@name", "cores", isVm ? "sockets" : "swap", isVm ? "memory.current" : "memory", "description", "tags", "onboot", isVm ? "agent.enabled" : "cores", "net0", "net1", "net1"];
        var path = One(HasAll ? [.. usual, "@started", isVm ? "scsi1" : "@started", isVm ? "scsi1" : "memory"] : usual);
        // A provider numbers the devices by their order: without the first there is no second.
        // Of a container the code can say that all the same, and then leaves its interfaces to the server: another story.
        if (path == "net1" && !(hasFirst && isVm)) path = "net0";
        if (path.StartsWith("net", StringComparison.Ordinal)) return (path, Device(guest, path));
        if (path == "scsi1") return (path, Disk(guest));
        if (path == "@name") path = guest.NameKey;
        return (path, guest.With(path, path switch
        {
            "name" or "hostname" => One("a", "b", "c") + One("1", "2"),
            "cores" => One("2", "3", "4"),
            "sockets" => random.Next(3) == 0 ? null : One("2", "3"),
            "@started" => guest[path] == "1" ? "0" : "1",
            "swap" => One("0", "256", "128"),
            "memory" or "memory.current" => One("1024", "2048", "3072"),
            "description" => Descriptions[random.Next(Descriptions.Length)],
            "tags" => Tags[random.Next(Tags.Length)],
            _ => random.Next(2) == 0 ? null : "1",
        }));
    }

    private Side Device(Side guest, string key)
    {
        var had = guest[$"{key}.bridge"] is not null;
        if (had && random.Next(3) == 0 && (key == "net1" || guest["net1.bridge"] is null)) return new[] { "model", "name", "bridge", "macaddr", "hwaddr", "tag" }.Aggregate(guest, (side, part) => side.With($"{key}.{part}", null));
        guest = had ? guest : guest.Kind == GuestKind.Qemu
            ? guest.With($"{key}.model", "virtio").With($"{key}.macaddr", Address())
            : guest.With($"{key}.name", $"eth{key[3]}").With($"{key}.hwaddr", Address());
        if (!had || random.Next(2) == 0) guest = guest.With($"{key}.bridge", random.Next(2) == 0 ? "vmbr0" : "vmbr1");
        return guest.With($"{key}.tag", random.Next(3) == 0 ? null : $"{random.Next(5, 8)}");
    }

    /// <summary>Volumes come, go, grow and move; none gets smaller.</summary>
    private Side Disk(Side guest)
    {
        if (guest["scsi1.storage"] is not { } storage) return guest.With("scsi1.storage", random.Next(2) == 0 ? "local" : "fast").With("scsi1.size", $"{random.Next(1, 4)}G");
        return random.Next(3) switch
        {
            // A running VM does not let go of what it boots from.
            0 when guest["@started"] != "1" => guest.With("scsi1.storage", null).With("scsi1.size", null),
            1 => guest.With("scsi1.storage", storage == "local" ? "fast" : "local"),
            _ => guest.With("scsi1.size", $"{int.Parse(guest["scsi1.size"]!.TrimEnd('G'), System.Globalization.CultureInfo.InvariantCulture) + random.Next(1, 3)}G"),
        };
    }

    private string Address() => FormattableString.Invariant($"BC:24:11:00:{++_address / 256 % 256:X2}:{_address % 256:X2}");

    private async Task ServerSetAsync(Figure guest, Side server, (string Path, Side Wanted) change)
    {
        Tell($"server {guest.VmId} {change.Path}={Shown(change)}");
        var wanted = Taken(server, change);
        if (wanted.Same(server)) return;
        guest.Server = wanted;
        await cluster.SetAsync(guest.VmId, server, wanted, change.Path);
    }

    private void CodeSet(Figure guest, (string Path, Side Wanted) change, bool mayMove = true)
    {
        if (mayMove && random.Next(12) == 0) change = ("@node", guest.Code!.With("@node", guest.Code.Node == "pve1" ? "pve2" : "pve1"));
        Tell($"code {guest.VmId} {change.Path}={Shown(change)}");
        var before = guest.Code!;
        guest.Code = Taken(before, change);
        _edits.Change(guest, before, change.Path);
    }

    private static string Shown((string Path, Side Wanted) change) => string.Join(",", Side.Paths(change.Wanted).Where(path => path == change.Path || path.StartsWith(change.Path + ".", StringComparison.Ordinal)).Select(path => $"{path}={change.Wanted[path]}"));

    /// <summary>The side with what the change is about, and everything else as it was.</summary>
    private static Side Taken(Side side, (string Path, Side Wanted) change) =>
        Side.Paths(side, change.Wanted).Where(path => path == change.Path || path.StartsWith(change.Path + ".", StringComparison.Ordinal)).Aggregate(side, (one, path) => one.With(path, change.Wanted[path]));

    private async Task NewAsync()
    {
        var vmid = _next++;
        switch (random.Next(4))
        {
            case 0:
                await CreateAsync(vmid);
                break;
            case 1:
                // Both at once: they never met.
                await CreateAsync(vmid);
                var server = _guests[vmid].Server!;
                var code = random.Next(2) == 0 ? server : Change(server).Wanted;
                _edits.New(Told(vmid, code));
                break;
            default:
                _edits.New(Told(vmid, Fresh(vmid)));
                break;
        }
    }

    private Figure Told(int vmid, Side code)
    {
        Tell($"code has new {code.Kind} {vmid}");
        if (!_guests.TryGetValue(vmid, out var guest)) _guests[vmid] = guest = new(vmid);
        (guest.Code, guest.HasTemplate) = (code with { Made = null }, true);
        return guest;
    }

    private Side Fresh(int vmid)
    {
        var kind = random.Next(2) == 0 ? GuestKind.Qemu : GuestKind.Lxc;
        var side = new Side(kind, new(StringComparer.Ordinal) { ["@node"] = random.Next(2) == 0 ? "pve1" : "pve2", ["@started"] = HasAll && random.Next(4) == 0 ? "1" : "0", ["cores"] = "2" });
        if (HasAll && kind == GuestKind.Qemu && random.Next(3) == 0) side = Disk(side);
        side = kind == GuestKind.Qemu ? side.With("name", $"new-{vmid}").With("memory.current", "2048") : side.With("hostname", $"new-{vmid}").With("memory", "2048").With("swap", "256");
        return random.Next(3) == 0 ? side : Device(side, "net0");
    }

    /// <param name="like">A guest that it is made after; null: quite another one.</param>
    private async Task CreateAsync(int vmid, Side? like = null)
    {
        var wanted = like?.Copy() ?? Fresh(vmid);
        if (like is null) wanted = wanted.With(wanted.NameKey, $"own-{vmid}-{random.Next(1000)}");
        Tell($"server has new {wanted.Kind} {vmid} {wanted[wanted.NameKey]}{(like is null ? "" : " like the last")}");
        if (!_guests.TryGetValue(vmid, out var guest)) _guests[vmid] = guest = new(vmid);
        guest.Server = await cluster.CreateAsync(vmid, wanted);
    }

    private async Task SyncAsync(Preference prefer, string? down = null)
    {
        Tell($"sync {prefer}");
        var hidden = _guests.Values.Where(guest => guest.IsHidden(down)).ToHashSet();
        foreach (var guest in _guests.Values.Except(hidden))
        {
            guest.Sync(_ => prefer);
            guest.See();
        }
        _things?.Sync(prefer);
        var result = await cluster.SyncAsync(prefer);
        Check(result, hidden, prefer);
        var again = await cluster.SyncAsync();
        Assert.Equal(([], 0), (again.Files.Select(file => file.Path), again.RowsWritten));
        Assert.Empty(again.Changes.Where(change => change.Kind is SyncChangeKind.Added or SyncChangeKind.Updated or SyncChangeKind.Removed));
        Check(again, hidden);
    }

    private async Task GapAsync(string node)
    {
        Tell($"{node} is down");
        await cluster.DownAsync(node);
        _things!.IsDown = true;
        await SyncAsync(random.Next(3) == 0 ? Preference.Server : Preference.None, node);
        _things.IsDown = false;
        await cluster.DownAsync(null);
        Tell("all are up");
    }

    private async Task ApplyAsync()
    {
        Tell("apply");
        var result = await cluster.ApplyAsync();
        if (string.Join("\n", result.Steps.Where(step => step.Outcome is not StepOutcome.Done).Select(step => $"{step.Step.Guest}, {step.Step.Summary}: {step.Outcome} {step.Message}")) is { Length: > 0 } undone) Assert.Fail(undone);
        if (string.Join("\n", result.Objects.Where(step => step.Outcome is not StepOutcome.Done || step.Message.Length > 0).Select(step => $"{step.Step.Name}, {step.Step.Summary}: {step.Outcome} {step.Message}")) is { Length: > 0 } strange) Assert.Fail(strange);
        _things?.Apply();
        foreach (var guest in _guests.Values)
        {
            if (guest.IsToBeMade) guest.IsMade(guest.Code!.Kind == GuestKind.Qemu ? await cluster.MadeAsync(guest.VmId, guest.Code) : null);
            else guest.Apply();
            guest.See();
        }
        Check(null, []);
        await cluster.CheckAsync(_guests.Values);
        if (_things is not null) await _things.CheckServerAsync();
    }

    private async Task ResolveAsync()
    {
        var side = random.Next(2) == 0 ? Preference.Server : Preference.Code;
        var chosen = ConflictResolution.Find(cluster.Workspace).Where(_ => random.Next(2) == 0).ToArray();
        if (chosen.Length == 0) return;
        Tell($"resolve {string.Join(", ", chosen.Select(conflict => conflict.Subject))} for {side}");
        ConflictResolution.Run(cluster.Workspace, chosen, side, write: true, ct: TestContext.Current.CancellationToken);
        foreach (var guest in _guests.Values) guest.Sync(path => chosen.Any(one => one.VmId == guest.VmId && (one.Attribute ?? "") == path) ? side : Preference.None);
        _things!.Resolve(chosen, side);
        Check(null, []);
        await SyncAsync(Preference.None);
    }

    private void Check(SyncResult? result, HashSet<Figure> hidden, Preference prefer = Preference.None)
    {
        if (result is not null)
            Assert.Equal(_guests.Values.Except(hidden).SelectMany(guest => guest.Conflicts(prefer).Select(path => $"{guest.VmId} {path}")).Order(StringComparer.Ordinal),
                result.Changes.Where(change => change.Kind == SyncChangeKind.Conflict).Select(change => $"{change.VmId} {change.Path}").Order(StringComparer.Ordinal));
        _edits.Check(_guests.Values);
        _things?.Check(result);
    }

    /// <summary>What was done in the end; to the guest alone that the failure is about, where it is about one.</summary>
    private IEnumerable<string> Told(string failure) => System.Text.RegularExpressions.Regex.Match(failure, @"(?:(?:code|server) |Actual: +\[?"")(\d+) ") is { Success: true } about
        ? _told.Where(one => one.Contains(about.Groups[1].Value, StringComparison.Ordinal) || one.StartsWith("sync", StringComparison.Ordinal) || one.StartsWith("apply", StringComparison.Ordinal) || one.StartsWith('\n')) : _told.TakeLast(60);

    private void Tell(string what) => _told.Add(what.Length > 1 ? what.ReplaceLineEndings("\\n") : what);
}
