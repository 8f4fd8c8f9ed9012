using System.Text;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Files that are written before their time are either what is wanted in the end or never there.</summary>
public sealed class FilesAheadTests : IDisposable
{
    private const string Web = "terraform/vms/web-01.tf";
    private readonly string _root = Directory.CreateTempSubdirectory("pmpc-ahead-").FullName;
    private WorkspaceFiles Files => new(_root);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string[] Present() => [.. Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_root, path)).Order(StringComparer.Ordinal)];

    private async Task<FilesAhead> Ahead(Action<FilesAhead> ask, int files)
    {
        var ahead = new FilesAhead(Files);
        ask(ahead);
        // It writes on a thread of its own.
        while (Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).Count() < files) await Task.Delay(1, TestContext.Current.CancellationToken);
        await ahead.StopAsync();
        return ahead;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public async Task The_file_that_is_wanted_is_put_into_its_place()
    {
        await using (var ahead = await Ahead(ahead => ahead.Add(Web, Bytes("wanted\n"), FileOwnership.Source), files: 1))
        {
            Assert.DoesNotContain(Web, Present());
            Assert.Empty(Files.Find("terraform", "**/*"));
            var prepared = Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).Single();
            var written = File.GetLastWriteTimeUtc(prepared);
            Assert.Equal(FileWriteOutcome.Created, Files.ForMany(ahead).Write(new(Web, "wanted\n"), FileOwnership.Source).Outcome);
            Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(_root, Web)));
        }
        Assert.Equal([Web], Present());
        Assert.Equal("wanted\n", Files.Read(Web));
    }

    [Fact]
    public async Task Another_text_is_written_and_what_was_prepared_goes()
    {
        await using (var ahead = await Ahead(ahead => ahead.Add(Web, Bytes("presumed\n"), FileOwnership.Source), files: 1))
            Files.ForMany(ahead).Write(new(Web, "wanted\n"), FileOwnership.Source);
        Assert.Equal([Web], Present());
        Assert.Equal("wanted\n", Files.Read(Web));
    }

    [Fact]
    public async Task What_nobody_wanted_goes_with_its_folders()
    {
        await using (await Ahead(ahead => ahead.Add(Web, Bytes("presumed\n"), FileOwnership.Source), files: 1))
        {
        }
        Assert.Empty(Directory.EnumerateFileSystemEntries(_root));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_touched()
    {
        Files.Write(new(Web, "mine\n"), FileOwnership.Source);
        await using (var ahead = await Ahead(ahead => ahead.Add(Web, Bytes("presumed\n"), FileOwnership.Source), files: 1))
            Assert.False(ahead.TryPlace(Web, Path.Combine(_root, Web), PreparedFile.IdentityOf([], Bytes("presumed\n"))));
        Assert.Equal("mine\n", Files.Read(Web));
    }

    [Fact]
    public async Task A_derived_file_made_of_the_same_is_placed_with_its_header_and_not_made_again()
    {
        var made = 0;
        byte[] source = [1, 2, 3];
        var recipe = new FileRecipe("tests/vms/web-01.Tests.ps1", source, () => { made++; return "Describe 'web-01' {}\n"; });
        await using (var ahead = await Ahead(ahead => ahead.Add(recipe, FileOwnership.Derived), files: 1))
        {
            var many = Files.ForMany(ahead);
            Assert.Null(many.Place("tests/vms/other.Tests.ps1", source));
            Assert.NotNull(many.Place(recipe.Path, source));
        }
        Assert.Equal(1, made);
        // As if it had been written the usual way: nobody edited it, and it may go with its source.
        Assert.Equal(FileWriteOutcome.Unchanged, Files.Write(recipe.Make(), FileOwnership.Derived).Outcome);
        Assert.True(Files.IsUntouched(recipe.Path));
    }

    [Fact]
    public async Task One_made_of_something_else_is_not_placed()
    {
        var recipe = new FileRecipe("tests/vms/web-01.Tests.ps1", [1], () => "presumed\n");
        await using (var ahead = await Ahead(ahead => ahead.Add(recipe, FileOwnership.Derived), files: 1))
            Assert.Null(Files.ForMany(ahead).Place(recipe.Path, [2]));
        Assert.Empty(Present());
    }

    [Fact]
    public async Task Two_that_want_the_same_name_leave_one_file()
    {
        await using (var ahead = new FilesAhead(Files))
        {
            ahead.Add(Web, Bytes("one\n"), FileOwnership.Source);
            ahead.Add(Web, Bytes("two\n"), FileOwnership.Source);
            ahead.Add("terraform/vms/last.tf", Bytes("last\n"), FileOwnership.Source);
            // Written in the order in which they were asked for.
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromMinutes(1));
            while (!ahead.TryPlace("terraform/vms/last.tf", Path.Combine(_root, "terraform/vms/last.tf"), PreparedFile.IdentityOf([], Bytes("last\n")))) await Task.Delay(1, patience.Token);
            Assert.False(ahead.TryPlace(Web, Path.Combine(_root, Web), PreparedFile.IdentityOf([], Bytes("two\n"))));
        }
        Assert.Equal(["terraform/vms/last.tf"], Present());
    }

    [Fact]
    public async Task A_sync_that_is_stopped_leaves_nothing_behind()
    {
        using var lab = new LabWorkspace();
        using var session = await lab.OpenAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var before = Directory.EnumerateFileSystemEntries(lab.Workspace.Root).Order(StringComparer.Ordinal).ToArray();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Sync(session).RunAsync(new(), new StopAtLastGuest(stop), stop.Token));
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(lab.Workspace.Root).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_sync_leaves_nothing_that_is_unfinished()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        Assert.Empty(Directory.EnumerateFiles(lab.Workspace.Root, "*" + AtomicFile.Suffix, SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_a_killed_sync_left_goes_with_the_next()
    {
        using var lab = new LabWorkspace();
        var left = Path.Combine(lab.Workspace.Root, "terraform", "vms", ".0123456789abcdef1" + AtomicFile.Suffix);
        Directory.CreateDirectory(Path.GetDirectoryName(left)!);
        await File.WriteAllTextAsync(left, "half", TestContext.Current.CancellationToken);
        await lab.SyncAsync();
        Assert.False(File.Exists(left));
    }

    private sealed class StopAtLastGuest(CancellationTokenSource stop) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value)
        {
            if (value.Activity == "Reading guests" && value.Done == value.Total && value.Total > 0) stop.Cancel();
        }
    }
}
