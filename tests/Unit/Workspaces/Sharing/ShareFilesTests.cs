using System.Diagnostics;
using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Sharing;

/// <summary>Folders as they are: with links, pipes, packed files, files in other encodings and files that nobody may read.</summary>
public sealed class ShareFilesTests : IDisposable
{
    private const string Line = "host web-01.firma.de has 10.20.30.40";

    private readonly string _folder = Directory.CreateTempSubdirectory("pmpc-share").FullName;
    private readonly PrivacySession _session = PrivacySession.InMemory();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_link_is_named_and_not_followed()
    {
        Write("in/a.log", Line);
        File.CreateSymbolicLink(Path.Combine(_folder, "in/link.log"), "a.log");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "in/loop"), "..");
        var files = await ShareAsync();
        Assert.Equal(["a.log Written", "link.log Skipped It is a link, and links are not followed.", "loop Skipped It is a link, and links are not followed."], files);
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        Write("in/a.log", Line);
        using (var made = Process.Start("mkfifo", Path.Combine(_folder, "in/pipe"))) await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["a.log Written", "pipe Skipped It is a pipe or a device."], await ShareAsync());
    }

    [Fact]
    public async Task What_is_packed_is_called_so()
    {
        Write("in/a.bin", [0, 1, 2, 3]);
        Write("in/old.log.gz", [0x1F, 0x8B, 8, 0, 0, 0]);
        Write("in/empty", []);
        Assert.Equal(["a.bin Skipped It is no text.", "empty Written", "old.log.gz Skipped It is compressed: unpack it first."], await ShareAsync());
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-8", true)]
    [InlineData("iso-8859-1", false)]
    public async Task A_file_stays_in_its_encoding_and_comes_back_byte_for_byte(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] before = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes($"{Line}\r\nJ\u00f6rg, Stra\u00dfe\r\n{Line}")];
        Write("in/a.log", before);
        Assert.Equal(["a.log Written"], await ShareAsync());
        var output = Path.Combine(_folder, "out/a.log");
        var text = encoding.GetString(await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("10.20.30.40", text);
        Assert.Contains("\r\nJ\u00f6rg, Stra\u00dfe\r\nhost ", text);
        var back = Path.Combine(_folder, "back");
        var restored = await new RestoreFiles(_session.Restorer()).RunAsync([new(output, back)], null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ShareOutcome.Written, Assert.Single(restored).Outcome);
        Assert.Equal(before, await File.ReadAllBytesAsync(back, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_cannot_be_read_stops_nobody_else()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "Everything can be read here.");
        if (OperatingSystem.IsWindows()) return;
        Write("in/a.log", Line);
        Write("in/b.log", Line);
        Write("in/locked/c.log", Line);
        var (secret, locked) = (Path.Combine(_folder, "in/b.log"), Path.Combine(_folder, "in/locked"));
        File.SetUnixFileMode(secret, UnixFileMode.None);
        File.SetUnixFileMode(locked, UnixFileMode.None);
        var files = await ShareAsync();
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(["a.log Written", $"b.log Failed Access to the path '{secret}' is denied.", $"locked Failed Access to the path '{locked}' is denied."], files);
    }

    [Fact]
    public async Task A_copy_by_the_name_of_an_input_is_refused()
    {
        Write("in/a.log", Line);
        var path = Path.Combine(_folder, "in/a.log");
        var work = new ShareFiles(_session.Share(PrivacyLevel.Standard)) { KeepNames = true, Overwrite = true };
        var error = await Assert.ThrowsAsync<PmpcException>(async () => await work.RunAsync([new(path, path)], null, [], TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal("PmpcInputWouldBeOverwritten", error.Id);
        Assert.Equal(Line, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_output_that_exists_is_told_before_anything_is_written()
    {
        Write("in/a.log", Line);
        Write("in/b.log", Line);
        Write("out/b.log", "old");
        Assert.Equal("PmpcOutputExists", (await Assert.ThrowsAsync<PmpcException>(ShareAsync)).Id);
        Assert.Equal(["b.log"], Directory.EnumerateFiles(Path.Combine(_folder, "out")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_copy_that_cannot_be_written_is_called_by_its_own_name_and_leaves_nothing()
    {
        Write("in/a.log", Line);
        Write("out", "a file where the folder should be");
        var error = await Assert.ThrowsAsync<PmpcException>(ShareAsync);
        Assert.Equal("PmpcOutputNotWritten", error.Id);
        Assert.DoesNotContain(AtomicFile.Suffix, error.Message);
        Assert.Equal(["in", "out"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task What_a_killed_process_left_is_deleted_and_what_is_being_written_is_not()
    {
        Write("in/a.log", Line);
        var (left, busy, other) = ($"out/.{Guid.NewGuid():N}{AtomicFile.Suffix}", $"out/.{Guid.NewGuid():N}{AtomicFile.Suffix}", $"out/.notes{AtomicFile.Suffix}");
        foreach (var name in new[] { left, busy, other }) Write(name, "half of a copy");
        using (new FileStream(Path.Combine(_folder, busy), FileMode.Open, FileAccess.ReadWrite)) Assert.Equal(["a.log Written"], await ShareAsync());
        Assert.Equal([false, true, true], new[] { left, busy, other }.Select(name => File.Exists(Path.Combine(_folder, name))));
    }

    private async Task<string[]> ShareAsync()
    {
        var output = Path.Combine(_folder, "out");
        var files = await new ShareFiles(_session.Share(PrivacyLevel.Standard)).RunAsync(ShareFile.InFolder(Path.Combine(_folder, "in"), output), output, [], TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        return [.. files.Select(file => $"{Path.GetFileName(file.Path)} {file.Outcome} {file.Reason}".TrimEnd())];
    }

    private void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private void Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
