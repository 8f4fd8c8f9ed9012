using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>A workspace that something happened to: clear errors, nothing lost, and what can be rebuilt is.</summary>
public sealed class RepairTests
{
    [Fact]
    public async Task A_state_that_was_cut_in_half_is_put_aside_and_made_anew_from_the_history()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        GuestCode.Remove(lab.Workspace, 107, write: true);
        var archive = (await lab.ApplyWithBackupAsync(new() { Storage = "nfs-backup" })).Result.Steps[0].Archive;
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        var files = lab.Files();
        using (var whole = lab.Workspace.OpenState()) Assert.Single(whole.ReadArchives());
        foreach (var companion in new[] { "-wal", "-shm" }) File.Delete(lab.Workspace.StatePath + companion);
        var bytes = File.ReadAllBytes(lab.Workspace.StatePath);
        File.WriteAllBytes(lab.Workspace.StatePath, bytes[..(bytes.Length / 2)]);

        var broken = await Assert.ThrowsAsync<PmpcException>(() => lab.PlanAsync());
        Assert.Equal("PmpcStateCorrupt", broken.Id);
        Assert.Contains("Repair-PmpcWorkspace", broken.Hint, StringComparison.Ordinal);
        Assert.Equal(files, lab.Files());

        Assert.True(Assert.Single(Repair.Run(lab.Workspace, write: false)).IsDryRun);
        var finding = Assert.Single(Repair.Run(lab.Workspace, write: true));
        Assert.Equal(("State", ".proxmox/state.db"), (finding.Part, finding.Path));
        Assert.Contains(Directory.EnumerateFiles(Path.GetDirectoryName(lab.Workspace.StatePath)!), path => Path.GetFileName(path).StartsWith("state.db.damaged-", StringComparison.Ordinal) && new FileInfo(path).Length == bytes.Length / 2);
        // The edit is a pending change as it was, nothing is a conflict, and what was deleted can come back.
        var plan = await lab.PlanAsync();
        Assert.Equal((100, "cores"), Assert.Single(plan.Steps) is var step ? (step.VmId, step.Changes[0].Path) : default);
        Assert.Empty(plan.Conflicts);
        Assert.Equal(archive, Assert.Single(UndoApply.Run(lab.Workspace, null, write: true).Returns).From);
        Assert.Empty(Repair.Run(lab.Workspace, write: false));
    }

    [Fact]
    public async Task A_snapshot_that_was_edited_by_hand_is_named_put_aside_and_the_others_serve()
    {
        using var lab = new LabWorkspace();
        var first = (await lab.SyncAsync()).SnapshotId!;
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        Assert.True((await lab.ApplyAsync()).Succeeded);
        var last = lab.Workspace.History.List()[0];
        var path = Path.Combine(lab.Workspace.HistoryPath, last.File);
        await using (var file = File.Create(path))
        await using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
            await gzip.WriteAsync("{ \"version\": 1, \"created\": \"today\" }"u8.ToArray(), TestContext.Current.CancellationToken);
        var edited = File.ReadAllBytes(path);

        Assert.Equal("PmpcSnapshotCorrupt", Assert.Throws<PmpcException>(() => Rollback.Run(lab.Workspace, "latest", write: true)).Id);
        Assert.Equal("PmpcSnapshotCorrupt", Assert.Throws<PmpcException>(() => UndoApply.Run(lab.Workspace, null, write: true)).Id);
        Assert.Equal("History", Assert.Single(Repair.Run(lab.Workspace, write: true)).Part);

        Assert.Equal(edited, File.ReadAllBytes(path + ".damaged"));
        Assert.Equal([first], lab.Workspace.History.Ids());
        Assert.Single(Rollback.Run(lab.Workspace, "latest", write: true).Files);
        Assert.Empty(Repair.Run(lab.Workspace, write: false));
    }

    [Fact]
    public async Task A_workspace_without_its_state_gets_one_and_a_whole_one_is_left_alone()
    {
        using var lab = new LabWorkspace();
        Assert.Empty(Repair.Run(lab.Workspace, write: true));
        await lab.SyncAsync();
        Assert.Empty(Repair.Run(lab.Workspace, write: true));
        foreach (var companion in new[] { "", "-wal", "-shm" }) File.Delete(lab.Workspace.StatePath + companion);
        Assert.Single(Repair.Run(lab.Workspace, write: true));
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Equal((0, 0), await lab.SyncAsync() is var result ? (result.FilesWritten, result.Changes.Length) : default);
    }

    [Fact]
    public async Task Modes_that_let_others_read_are_put_right()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        if (OperatingSystem.IsWindows()) return;
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        File.SetUnixFileMode(lab.Workspace.HistoryPath, (UnixFileMode)0b111_101_101);
        Assert.Equal("Permissions", Assert.Single(Repair.Run(lab.Workspace, write: true)).Part);
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(lab.Workspace.HistoryPath));
    }

    [Fact]
    public async Task A_full_disk_is_said_and_loses_nothing()
    {
        using var small = SmallDisk.Mount("2m");
        using var lab = new LabWorkspace(folder: small.Path);
        await lab.SyncAsync();
        var before = lab.Files();
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        var edited = lab.Files();
        small.Fill();
        await lab.ChangeOnServerAsync((await lab.ServerAsync(101))!, ("cores", "3"), ("description", new string('x', 4000)));

        var full = await Assert.ThrowsAsync<PmpcException>(async () => await lab.SyncAsync());
        Assert.Contains(full.Id, new[] { "PmpcStateUnavailable", "PmpcStateFailed", "PmpcFileFailed", "PmpcHistoryFailed" });
        Assert.Contains("room", full.Hint, StringComparison.Ordinal);
        var apply = await Assert.ThrowsAsync<PmpcException>(async () => await lab.ApplyAsync());
        Assert.StartsWith("Pmpc", apply.Id, StringComparison.Ordinal);
        foreach (var (path, text) in lab.Files()) Assert.True(text == edited[path] || text.Length > 0, path);
        small.Empty();
        var again = await lab.SyncAsync();
        Assert.True(again.SnapshotId is not null || again.FilesWritten > 0);
        Assert.Equal("4", lab.Code(100).Attributes.Get("cores"));
        Assert.Equal("3", lab.Code(101).Attributes.Get("cores"));
        Assert.Empty(Repair.Run(lab.Workspace, write: true));
        _ = before;
    }

    [Fact]
    public async Task A_workspace_that_cannot_be_written_says_so_and_can_be_read()
    {
        using var small = SmallDisk.Mount("8m");
        using var lab = new LabWorkspace(folder: small.Path);
        await lab.SyncAsync();
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        small.ReadOnly();
        foreach (var attempt in new Func<Task>[] { () => lab.SyncAsync(), () => lab.ApplyAsync(), () => { GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "8"), write: true); return Task.CompletedTask; } })
        {
            var refused = await Assert.ThrowsAsync<PmpcException>(attempt);
            Assert.Equal(PmpcErrorKind.Workspace, refused.Kind);
            Assert.NotNull(refused.Hint);
        }
        Assert.Equal("2", (await lab.ServerAsync(100))!.Config.Get("cores"));
        small.Writable();
        Assert.True((await lab.ApplyAsync()).Succeeded);
    }

    /// <summary>A file system of a few megabytes, where this computer lets us make one.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly string _point = Directory.CreateTempSubdirectory("pmpc-disk-").FullName;

        public string Path => System.IO.Path.Combine(_point, "w");

        private string Filler => System.IO.Path.Combine(_point, "filler");

        public static SmallDisk Mount(string size)
        {
            if (!OperatingSystem.IsLinux() || Environment.UserName != "root") Assert.Skip("Only root can make a small file system.");
            var disk = new SmallDisk();
            if (Call("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", disk._point) != 0)
            {
                disk.Dispose();
                Assert.Skip("No file system can be mounted here.");
            }
            Directory.CreateDirectory(disk.Path);
            return disk;
        }

        public void Fill()
        {
            using var file = new FileStream(Filler, FileMode.Create);
            var block = new byte[4096];
            try
            {
                while (true) { file.Write(block); file.Flush(); }
            }
            catch (IOException)
            {
                // Full.
                return;
            }
        }

        public void Empty() => File.Delete(Filler);

        public void ReadOnly() => Assert.Equal(0, Call("mount", "-o", "remount,ro", _point));

        public void Writable() => Assert.Equal(0, Call("mount", "-o", "remount,rw", _point));

        public void Dispose()
        {
            _ = Call("umount", _point);
            Directory.Delete(_point, recursive: true);
        }

        private static int Call(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
