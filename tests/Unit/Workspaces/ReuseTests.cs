using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>A vmid that another guest of the same kind has by now: the one was deleted, the other is new.</summary>
public sealed class ReuseTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(GuestKind.Qemu)]
    [InlineData(GuestKind.Lxc)]
    public async Task As_agreed_in_the_code_the_old_one_leaves_it_and_the_new_one_comes(GuestKind kind)
    {
        using var lab = new LabWorkspace();
        var vmid = await FirstAsync(lab, kind);
        var file = lab.Code(vmid).File;
        File.AppendAllText(lab.Workspace.PathOf(file), "# about the old one\n");
        await UseAgainAsync(lab, vmid, "quite-another");

        var differences = await CompareAsync(lab);
        Assert.Equal(["OnlyInCode", "OnlyOnServer"], differences.Select(one => one.Change));
        Assert.Contains("belongs to another guest", Assert.Single((await lab.PlanAsync()).Problems).Message, StringComparison.Ordinal);
        Assert.False((await lab.PlanAsync()).HasChanges);

        var sync = await lab.SyncAsync();
        Assert.Equal([SyncChangeKind.Removed, SyncChangeKind.Added], sync.Changes.Select(change => change.Kind));
        Assert.Equal([CulpritCertainty.Known, CulpritCertainty.Known], sync.Changes.Select(change => change.Culprit!.Certainty));
        Assert.False(File.Exists(lab.Workspace.PathOf(file)));
        Assert.Equal($"terraform/{(kind == GuestKind.Qemu ? "vms" : "containers")}/quite-another.tf", lab.Code(vmid).File);
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Equal((0, 0), (await lab.SyncAsync()) is var second ? (second.FilesWritten, second.RowsWritten) : default);
        var history = GuestHistory.Of(lab.Workspace, guest => guest.VmId == vmid, null).Select(entry => entry.Change);
        Assert.Equal(["Removed", "Added"], history.TakeLast(2));
    }

    [Fact]
    public async Task Edited_in_the_code_it_is_a_conflict_that_only_the_server_can_win()
    {
        using var lab = new LabWorkspace();
        var vmid = await FirstAsync(lab, GuestKind.Qemu);
        GuestCode.Set(lab.Workspace, vmid, new GuestEdits(GuestKind.Qemu).Set("cores", "7"), write: true);
        var text = lab.Text(lab.Code(vmid).File);
        await UseAgainAsync(lab, vmid, "quite-another");
        foreach (var side in new[] { Preference.None, Preference.Code })
        {
            var conflict = Assert.Single((await lab.SyncAsync(side)).Changes);
            Assert.Equal(SyncChangeKind.Conflict, conflict.Kind);
            Assert.Contains("quite-another", conflict.Reason, StringComparison.Ordinal);
            Assert.Contains("cores", conflict.Reason, StringComparison.Ordinal);
            Assert.Equal(text, lab.Text(lab.Code(vmid).File));
            Assert.False((await lab.PlanAsync()).HasChanges);
        }
        Assert.Equal([SyncChangeKind.Removed, SyncChangeKind.Added], (await lab.SyncAsync(Preference.Server)).Changes.Select(change => change.Kind));
        Assert.Equal("quite-another", lab.Code(vmid).Name);
    }

    [Fact]
    public async Task Taken_out_of_the_code_the_new_one_is_not_deleted_for_it()
    {
        using var lab = new LabWorkspace();
        var vmid = await FirstAsync(lab, GuestKind.Qemu);
        GuestCode.Remove(lab.Workspace, vmid, write: true);
        await UseAgainAsync(lab, vmid, "quite-another");
        var plan = await lab.PlanAsync();
        Assert.False(plan.HasChanges);
        Assert.Contains("is not deleted", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
        Assert.Equal(SyncChangeKind.Added, Assert.Single((await lab.SyncAsync()).Changes).Kind);
        Assert.Equal("quite-another", lab.Code(vmid).Name);
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Fact]
    public async Task Decided_for_the_code_that_one_is_deleted_and_no_other_after_it()
    {
        using var lab = new LabWorkspace();
        var vmid = await FirstAsync(lab, GuestKind.Lxc);
        await lab.DeleteOnServerAsync((await lab.ServerAsync(vmid))!);
        await CreateAsync(lab, GuestKind.Qemu, vmid, "now-a-vm");
        GuestCode.Remove(lab.Workspace, vmid, write: true);
        Assert.Equal(SyncChangeKind.PendingDelete, Assert.Single((await lab.SyncAsync(Preference.Code)).Changes).Kind);
        await UseAgainAsync(lab, vmid, "now-a-vm");
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Equal(SyncChangeKind.Added, Assert.Single((await lab.SyncAsync()).Changes).Kind);
    }

    [Fact]
    public async Task Made_anew_under_its_name_it_keeps_its_file_and_comments()
    {
        using var lab = new LabWorkspace();
        var vmid = await FirstAsync(lab, GuestKind.Qemu);
        var (file, name) = (lab.Code(vmid).File, lab.Code(vmid).Name);
        File.AppendAllText(lab.Workspace.PathOf(file), "# ours to keep\n");
        await UseAgainAsync(lab, vmid, name);
        var sync = await lab.SyncAsync();
        Assert.All(sync.Changes, change => Assert.Equal(SyncChangeKind.Updated, change.Kind));
        Assert.EndsWith("# ours to keep\n", lab.Text(file), StringComparison.Ordinal);
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Theory]
    [InlineData("meta=ctime=1700000000", "meta=ctime=1700000001", true)]
    [InlineData("meta=creation-qemu=9.0.2,ctime=1700000000;smbios1=uuid=a", "meta=ctime=1700000000,creation-qemu=10.1;smbios1=uuid=b", false)]
    [InlineData("smbios1=uuid=0a;net0=virtio=AA:BB:CC:00:00:01,bridge=vmbr0", "smbios1=uuid=0b;net0=virtio=AA:BB:CC:00:00:02,bridge=vmbr0", true)]
    [InlineData("smbios1=uuid=0a;net0=virtio=AA:BB:CC:00:00:01,bridge=vmbr0", "smbios1=uuid=0a;net0=virtio=AA:BB:CC:00:00:02,bridge=vmbr0", false)]
    [InlineData("smbios1=uuid=0a", "smbios1=uuid=0b", false)]
    [InlineData("smbios1=uuid=0a;vmgenid=1b", "smbios1=uuid=0a;vmgenid=2b", false)]
    [InlineData("smbios1=uuid=0a;vmgenid=1b", "smbios1=uuid=0b;vmgenid=2b", true)]
    [InlineData("net0=virtio=AA:BB:CC:00:00:01;net1=virtio=AA:BB:CC:00:00:02;smbios1=uuid=0a", "net0=virtio=aa:bb:cc:00:00:02;smbios1=uuid=0b", false)]
    [InlineData("cores=2", "cores=4", false)]
    public void Only_what_surely_tells_two_VMs_apart_counts(string before, string now, bool isOther) =>
        Assert.Equal(isOther, GuestIdentity.Of(Vm(before)).IsOther(GuestIdentity.Of(Vm(now))));

    [Theory]
    [InlineData("hostname=a;ostype=debian;net0=name=eth0,hwaddr=AA:BB:CC:00:00:01", "hostname=b;ostype=debian;net0=name=eth0,hwaddr=AA:BB:CC:00:00:02", true)]
    [InlineData("hostname=a;ostype=debian;net0=name=eth0,hwaddr=AA:BB:CC:00:00:01", "hostname=a;ostype=debian;net0=name=eth0,hwaddr=AA:BB:CC:00:00:02", false)]
    [InlineData("hostname=a;ostype=debian;net0=name=eth0,hwaddr=AA:BB:CC:00:00:01", "hostname=b;ostype=alpine;net0=name=eth0,hwaddr=AA:BB:CC:00:00:01", false)]
    [InlineData("hostname=a", "hostname=b", false)]
    public void And_two_containers(string before, string now, bool isOther) =>
        Assert.Equal(isOther, GuestIdentity.Of(Vm(before, GuestKind.Lxc)).IsOther(GuestIdentity.Of(Vm(now, GuestKind.Lxc))));

    private static Guest Vm(string config, GuestKind kind = GuestKind.Qemu) => new()
    {
        VmId = 100, Kind = kind, Node = "pve1",
        Config = GuestConfig.From(config.Split(';').Select(pair => KeyValuePair.Create(pair[..pair.IndexOf('=')], pair[(pair.IndexOf('=') + 1)..]))),
    };

    /// <summary>A guest of its own, synced.</summary>
    private static async Task<int> FirstAsync(LabWorkspace lab, GuestKind kind)
    {
        await lab.SyncAsync();
        await CreateAsync(lab, kind, 4711, "the-first");
        await lab.SyncAsync();
        return 4711;
    }

    private static async Task UseAgainAsync(LabWorkspace lab, int vmid, string name)
    {
        var old = (await lab.ServerAsync(vmid))!;
        await lab.DeleteOnServerAsync(old);
        // When a VM was made is known to the second.
        if (old.Kind == GuestKind.Qemu)
            while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() <= long.Parse(GuestIdentity.Of(old).Created!, System.Globalization.CultureInfo.InvariantCulture)) await Task.Delay(100, Stop);
        await CreateAsync(lab, old.Kind, vmid, name);
    }

    private static async Task CreateAsync(LabWorkspace lab, GuestKind kind, int vmid, string name)
    {
        using var session = await lab.OpenAsync();
        var task = kind == GuestKind.Qemu
            ? await session.Client.PostAsync("/nodes/pve1/qemu", [new("vmid", $"{vmid}"), new("name", name), new("memory", "512"), new("net0", "virtio,bridge=vmbr0")], Stop)
            : await session.Client.PostAsync("/nodes/pve1/lxc", [new("vmid", $"{vmid}"), new("hostname", name), new("memory", "512"), new("ostemplate", await TemplateAsync(session)), new("rootfs", "local-lvm:4"), new("net0", "name=eth0,bridge=vmbr0")], Stop);
        Assert.True(Core.Api.Upid.TryParse(task.GetString(), out var upid));
        await session.Client.WaitForTaskAsync(upid, null, Stop);
    }

    private static async Task<string> TemplateAsync(Session session) =>
        (await new Core.Api.InventoryReader(session.Client).ReadAsync(null, Stop)).Volumes.First(volume => volume.Content == "vztmpl" && volume.Node == "pve1").VolumeId;

    private static async Task<IReadOnlyList<Difference>> CompareAsync(LabWorkspace lab)
    {
        using var session = await lab.OpenAsync();
        return (await Compare.RunAsync(session, null, Stop)).Guests;
    }
}
