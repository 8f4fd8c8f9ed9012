using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Faults;

/// <summary>What a user changed in the code during one run, and whether the code still says it.</summary>
internal sealed class CodeEdits
{
    private const string Comment = "# kept by hand: ask before you change this";

    private readonly Workspace _workspace;
    private readonly List<(int VmId, string Path, string? Value)> _wanted = [];
    private readonly List<int> _created = [];
    private readonly List<int> _removed = [];
    private string? _commented;

    private CodeEdits(Workspace workspace) => _workspace = workspace;

    public IReadOnlyList<int> Created => _created;
    public IReadOnlyList<int> Removed => _removed;

    /// <summary>Draws a handful of edits and makes them.</summary>
    public static CodeEdits Make(Workspace workspace, Random random)
    {
        var edits = new CodeEdits(workspace);
        Action[] all =
        [
            () => edits.Set(100, GuestKind.Qemu, ("cores", "4")),
            () => edits.Set(100, GuestKind.Qemu, ("net1.model", "virtio"), ("net1.bridge", "vmbr1")),
            () => edits.Set(101, GuestKind.Qemu, ("description", "edited\nin two lines"), ("tags", "edited")),
            () => edits.Set(101, GuestKind.Qemu, ("scsi0.size", "20G")),
            () => edits.Set(101, GuestKind.Qemu, ("scsi1.storage", "local-lvm"), ("scsi1.size", "4G")),
            () => edits.Set(101, GuestKind.Qemu, (AttributePath.Pool, "ops")),
            () => edits.Set(101, GuestKind.Qemu, (AttributePath.Started, "1")),
            () => edits.Set(103, GuestKind.Qemu, (AttributePath.Node, "pve2")),
            () => edits.Set(103, GuestKind.Qemu, (AttributePath.Started, "0")),
            () => edits.Set(200, GuestKind.Lxc, ("memory", "1024"), ("tags", "edited")),
            () => edits.Set(201, GuestKind.Lxc, (AttributePath.Started, "1")),
            () => edits.Set(201, GuestKind.Lxc, ("rootfs.size", "6G")),
            () => edits.New(GuestKind.Qemu, "fresh-vm"),
            () => edits.New(GuestKind.Lxc, "fresh-ct"),
            () => edits.Remove(102),
        ];
        random.Shuffle(all);
        foreach (var edit in all.Take(2 + random.Next(5))) edit();
        edits.WriteComment();
        return edits;
    }

    /// <summary>Fails where the code lost something of it.</summary>
    public void AssertKept()
    {
        var code = GuestCode.Guests(_workspace).ToDictionary(guest => guest.VmId);
        foreach (var (vmid, path, value) in _wanted) Assert.True(code[vmid].Attributes.Get(path) == value, $"The code of {vmid} says {path} = '{code[vmid].Attributes.Get(path)}' and not '{value}'.");
        foreach (var vmid in _created) Assert.True(code.ContainsKey(vmid), $"The code lost the new guest {vmid}.");
        foreach (var vmid in _removed) Assert.False(code.ContainsKey(vmid), $"The code has {vmid} again, which was taken out.");
        if (_commented is not null) Assert.Contains(Comment, File.ReadAllText(_workspace.PathOf(_commented)), StringComparison.Ordinal);
    }

    private void Set(int vmid, GuestKind kind, params (string Path, string Value)[] values)
    {
        var edits = values.Aggregate(new GuestEdits(kind), (all, pair) => all.Set(pair.Path, pair.Value));
        GuestCode.Set(_workspace, vmid, edits, write: true);
        var after = GuestCode.Guests(_workspace).Single(guest => guest.VmId == vmid);
        foreach (var (path, _) in values) _wanted.Add((vmid, path, after.Attributes.Get(path)));
    }

    private void New(GuestKind kind, string name) =>
        _created.Add(GuestCode.New(_workspace, new GuestEdits(kind).SetParameter("Name", name), null, "pve1", write: true).VmId);

    private void Remove(int vmid)
    {
        GuestCode.Remove(_workspace, vmid, write: true);
        _removed.Add(vmid);
    }

    private void WriteComment()
    {
        _commented = GuestCode.Guests(_workspace).First(guest => guest.VmId == 100).File;
        var path = _workspace.PathOf(_commented);
        File.WriteAllText(path, $"{Comment}\n{File.ReadAllText(path)}");
    }
}
