using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Sharing;

/// <summary>Folders on their way back: as they were, and as somebody has changed them meanwhile.</summary>
public sealed class RestoreFilesTests : IDisposable
{
    private const string Line = "host web-01.firma.de has 10.20.30.40, password=Geheim#77x";

    private readonly string _folder = Directory.CreateTempSubdirectory("pmpc-restore").FullName;
    private readonly PrivacySession _session = PrivacySession.InMemory();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_folder_comes_back_byte_for_byte_under_its_names(bool keepNames)
    {
        Write("in/web-01.firma.de.conf", Line);
        Write("in/nodes/pve-kestrel/10.20.30.40.log", "node: pve-kestrel\r\nuser jane@pve from 10.20.30.40\r\n");
        Write("in/nodes/pve-kestrel/empty", "");
        Write("in/plain/notes.md", "Nothing of anybody.\n");
        Write("in/wide.txt", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("host web-01.firma.de\r\n")]);
        Write("in/bytes.log", [.. "10.20.30.40 "u8, 0xFF, 0xFE, (byte)'\n']);
        await ShareAsync(keepNames);
        Assert.Equal(keepNames, Files("out").ContainsKey("web-01.firma.de.conf"));
        Assert.DoesNotContain(Files("out").Values, text => text.Contains("10.20.30.40", StringComparison.Ordinal));
        var files = await RestoreAsync(keepNames: keepNames);
        Assert.All(files, file => Assert.Equal(ShareOutcome.Written, file.Outcome));
        Assert.Equal(Files("in"), Files("back"));
        Assert.Equal([0, 1, 0, 3], new[] { "empty", "bytes.log", "notes.md", "web-01.firma.de.conf" }.Select(name => files.Single(file => file.OutputPath!.EndsWith(name, StringComparison.Ordinal)).Replaced));
    }

    /// <summary>What an answer has changed, added and called by a neighbour's name.</summary>
    [Fact]
    public async Task A_folder_that_was_edited_comes_back_as_it_is_meant()
    {
        Write("in/web-01.conf", "hostname: web-01\nip 10.20.30.40\n");
        await ShareAsync();
        var shared = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "out")));
        var (text, name) = (await File.ReadAllTextAsync(shared, Ct), Path.GetFileNameWithoutExtension(shared));
        Assert.NotEqual("web-01", name);
        var neighbour = $"{name[..^1]}2";
        Write($"out/new/{neighbour}.conf", text.Replace(name, neighbour, StringComparison.Ordinal));
        await RestoreAsync();
        Assert.Equal(new() { ["web-01.conf"] = "hostname: web-01\nip 10.20.30.40\n", ["new/web-02.conf"] = "hostname: web-02\nip 10.20.30.40\n" }, Files("back"));
    }

    [Fact]
    public async Task What_is_no_file_or_no_text_is_named_and_left_out()
    {
        Write("out/a.log", "plain");
        Write("out/disk.bin", [0, 1, 2, 3]);
        Write("secret.txt", Line);
        File.CreateSymbolicLink(Path.Combine(_folder, "out/link.log"), "../secret.txt");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "out/loop"), "..");
        Assert.Equal(["a.log Written", "disk.bin Skipped It is no text.", "link.log Skipped It is a link, and links are not followed.", "loop Skipped It is a link, and links are not followed."], Told(await RestoreAsync()));
        Assert.Equal(["a.log"], Files("back").Keys);
    }

    [Fact]
    public async Task What_cannot_be_read_stops_nobody_else()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "Everything can be read here.");
        if (OperatingSystem.IsWindows()) return;
        Write("out/a.log", Line);
        Write("out/b.log", Line);
        var locked = Path.Combine(_folder, "out/a.log");
        File.SetUnixFileMode(locked, UnixFileMode.None);
        Assert.Equal([$"a.log Failed Access to the path '{locked}' is denied.", "b.log Written"], Told(await RestoreAsync()));
    }

    /// <summary>Real values would lie in what is to be shared, or copies over what they are made of.</summary>
    [Theory]
    [InlineData("out", "PmpcInputWouldBeOverwritten")]
    [InlineData(".", "PmpcInputWouldBeOverwritten")]
    [InlineData("out/back", "PmpcOutputInsideInput")]
    [InlineData("link", "PmpcOutputInsideInput")]
    [InlineData("link/back", "PmpcOutputInsideInput")]
    public void An_output_that_meets_the_folder_is_refused(string output, string id)
    {
        Write("out/sub/a.log", Line);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "link"), "out/sub");
        Assert.Equal(id, Assert.Throws<PmpcException>(() => RestoreFiles.InFolder(Path.Combine(_folder, "out"), Path.GetFullPath(Path.Combine(_folder, output)))).Id);
    }

    /// <summary>What is called as a link of the user's is not written where that leads.</summary>
    [Fact]
    public async Task A_link_in_the_output_is_not_followed_out_of_it()
    {
        Write("out/keys/a.log", Line);
        Write("home/other", "");
        Directory.CreateDirectory(Path.Combine(_folder, "back"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "back/keys"), "../home");
        Assert.Equal("PmpcOutputThroughLink", (await Assert.ThrowsAsync<PmpcException>(() => RestoreAsync())).Id);
        Assert.Equal(["other"], Files("home").Keys);
        Directory.Delete(Path.Combine(_folder, "back/keys"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "back/keys"), "inner");
        Directory.CreateDirectory(Path.Combine(_folder, "back/inner"));
        Assert.Equal(["a.log Written"], Told(await RestoreAsync()));
    }

    [Fact]
    public async Task An_output_that_exists_is_replaced_only_where_that_is_wanted()
    {
        Write("out/a.log", "new");
        Write("out/0.log", "the first one");
        Write("back/a.log", "old");
        Assert.Equal("PmpcOutputExists", (await Assert.ThrowsAsync<PmpcException>(() => RestoreAsync())).Id);
        // All or nothing: what comes before it is not written either.
        Assert.Equal(new() { ["a.log"] = "old" }, Files("back"));
        await RestoreAsync(overwrite: true);
        Assert.Equal("new", Files("back")["a.log"]);
    }

    /// <summary>A real value may be anything; in a name it is a name.</summary>
    [Theory]
    [InlineData("../../evil", ".._.._evil")]
    [InlineData("..", "_")]
    [InlineData(".", "_")]
    [InlineData("/etc/passwd", "_etc_passwd")]
    [InlineData("a/b", "a_b")]
    [InlineData("line\none\u001b[2J", "line_one_[2J")]
    public async Task A_value_that_is_no_name_stays_in_the_folder(string original, string name)
    {
        var map = PseudonymMap.Import(new([new((byte)'f', PrivacyKind.Serial, original, "KABOT7734QX", 1)], new Dictionary<string, int>()));
        Write("out/KABOT7734QX", "see KABOT7734QX");
        Write("out/KABOT7734QX.d/x", "");
        var files = await RestoreAsync(restorer: new Deanonymizer(map, PseudonymKey.Create()));
        Assert.Equal(new() { [name] = $"see {original}", [$"{CopyTargets.Plain(original + ".d", "KABOT7734QX.d", false)}/x"] = "" }, Files("back"));
        Assert.All(files, file => Assert.StartsWith(Path.Combine(_folder, "back") + Path.DirectorySeparatorChar, file.OutputPath));
        Assert.Equal(["back", "out"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("nul", "_nul")]
    [InlineData("COM1.log", "_COM1.log")]
    [InlineData("a.", "a._")]
    [InlineData("a ", "a _")]
    [InlineData(@"..\b:c", ".._b_c")]
    [InlineData("console", "console")]
    public void On_Windows_no_name_is_a_device_or_read_as_another(string made, string name) => Assert.Equal(name, CopyTargets.Plain(made, "x", isWindows: true));

    [Fact]
    public void A_sign_that_a_name_had_before_stays() => Assert.Equal("a\tb", CopyTargets.Plain("a\tb", "x\tb", isWindows: false));

    [Fact]
    public async Task Two_files_of_one_real_name_both_have_a_copy()
    {
        Write("in/web-01.conf", "hostname: web-01");
        await ShareAsync();
        Write("out/web-01.conf", "named by somebody who guessed");
        var files = await RestoreAsync();
        Assert.Equal(["web-01-2.conf", "web-01.conf"], files.Select(file => Path.GetFileName(file.OutputPath)).Order(StringComparer.Ordinal));
        Assert.Equal(["hostname: web-01", "named by somebody who guessed"], Files("back").Values.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_copy_that_was_stopped_leaves_nothing()
    {
        Write("out/a.log", Line);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new RestoreFiles(_session.Restorer()).RunAsync([new(Path.Combine(_folder, "out/a.log"), Path.Combine(_folder, "back/a.log"))], null, stopped.Token).ToListAsync(Ct));
        Assert.False(Directory.Exists(Path.Combine(_folder, "back")) && Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "back")).Any());
    }

    [Fact]
    public async Task Half_a_copy_of_a_killed_process_is_deleted_and_a_copy_is_its_owners()
    {
        Write("out/a.log", Line);
        Write($"back/.{Guid.NewGuid():N}{AtomicFile.Suffix}", "half of a copy");
        await RestoreAsync();
        Assert.Equal(["a.log"], Files("back").Keys);
        if (!OperatingSystem.IsWindows()) Assert.Equal(AtomicFile.OwnerOnly, File.GetUnixFileMode(Path.Combine(_folder, "back/a.log")));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task ShareAsync(bool keepNames = false)
    {
        var output = Path.Combine(_folder, "out");
        await new ShareFiles(_session.Share(PrivacyLevel.Standard)) { KeepNames = keepNames }.RunAsync(ShareFile.InFolder(Path.Combine(_folder, "in"), output), output, [], Ct).ToListAsync(Ct);
    }

    private async Task<List<SharedFile>> RestoreAsync(bool overwrite = false, bool keepNames = false, Deanonymizer? restorer = null)
    {
        var (from, to) = (Path.Combine(_folder, "out"), Path.Combine(_folder, "back"));
        var work = new RestoreFiles(restorer ?? _session.Restorer()) { Overwrite = overwrite, KeepNames = keepNames };
        return await work.RunAsync(work.Named(RestoreFiles.InFolder(from, to), to), to, Ct).ToListAsync(Ct);
    }

    private static string[] Told(IEnumerable<SharedFile> files) => [.. files.Select(file => $"{Path.GetFileName(file.Path)} {file.Outcome} {file.Reason}".TrimEnd())];

    /// <summary>Every file below a folder, byte for byte.</summary>
    private Dictionary<string, string> Files(string name)
    {
        var root = Path.Combine(_folder, name);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .ToDictionary(path => Path.GetRelativePath(root, path).Replace('\\', '/'), path => Encoding.Latin1.GetString(File.ReadAllBytes(path)));
    }

    private void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private void Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
