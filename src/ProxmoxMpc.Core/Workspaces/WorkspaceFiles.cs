using System.Collections.Concurrent;
using System.IO.Enumeration;
using System.Text;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// The files of a workspace, and their only writer. Paths are relative to its root, with forward slashes, and may not lead
/// out of it. Every write is atomic; what lies in <c>.proxmox</c> is readable by its owner alone.
/// </summary>
public sealed class WorkspaceFiles
{
    // Half a surrogate pair in a name, which no file can hold, becomes U+FFFD.
    private static readonly UTF8Encoding WithoutPreamble = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // For many files in a row: folders that were resolved, and files that must reach the disk before the work counts as done.
    private readonly ConcurrentDictionary<string, string>? _folders;
    private readonly ConcurrentDictionary<string, bool>? _made;
    private readonly ConcurrentQueue<string>? _unflushed;
    private readonly FilesAhead? _ahead;

    /// <param name="root">The workspace's folder; need not exist yet.</param>
    public WorkspaceFiles(string root) => Root = Path.GetFullPath(root);

    private WorkspaceFiles(string root, ConcurrentDictionary<string, string> folders, FilesAhead? ahead)
    {
        Root = root;
        _ahead = ahead;
        _folders = folders;
        _made = new(StringComparer.Ordinal);
        _unflushed = [];
    }

    public string Root { get; }

    /// <summary>
    /// The same files for a run that writes many of them, from any thread: folders are looked at once, and what is written reaches
    /// the disk with <see cref="Flush"/>. It is not kept beyond the run.
    /// </summary>
    /// <param name="ahead">New files that are written already, but for their names.</param>
    internal WorkspaceFiles ForMany(FilesAhead? ahead = null) => new(Root, new(StringComparer.Ordinal), ahead);

    /// <summary>Returns when everything that was written is on the disk.</summary>
    internal void Flush()
    {
        if (_unflushed is null || _unflushed.IsEmpty) return;
        try
        {
            DiskFlush.Flush(_unflushed);
            _unflushed.Clear();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed("flush", ".", error);
        }
    }

    /// <summary>The files in a folder that match, by relative path in ordinal order; empty where there is no such folder.</summary>
    /// <param name="folder">Relative to the workspace; <c>.</c> for its root.</param>
    /// <param name="pattern">
    /// With <c>*</c> and <c>?</c>. A pattern that starts with <c>**/</c> searches the folders below too, but not those whose
    /// name starts with a dot (Terraform keeps copies of modules in <c>.terraform</c>) and those that are links.
    /// </param>
    public IReadOnlyDictionary<string, string> ReadAll(string folder, string pattern)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Find(folder, pattern))
            if (Read(file.Relative) is { } text) found[file.Relative] = text;
        return found;
    }

    /// <summary>The same without reading them, in the order in which the system tells them.</summary>
    internal IEnumerable<FoundFile> Find(string folder, string pattern)
    {
        var path = folder is "." or "" ? Root : PathOf(folder);
        if (!Directory.Exists(path)) return [];
        var deep = pattern.StartsWith("**/", StringComparison.Ordinal);
        var name = deep ? pattern[3..] : pattern;
        FoundFile Describe(ref FileSystemEntry entry)
        {
            var full = entry.ToFullPath();
            var below = full[(path.Length + (Path.EndsInDirectorySeparator(path) ? 0 : 1))..].Replace(Path.DirectorySeparatorChar, '/');
            return new(folder is "." or "" ? below : $"{folder}/{below}", full, entry.Length, entry.LastWriteTimeUtc.Ticks, (entry.Attributes & FileAttributes.ReparsePoint) != 0);
        }

        return new FileSystemEnumerable<FoundFile>(path, Describe, new() { RecurseSubdirectories = deep, AttributesToSkip = FileAttributes.None })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && FileSystemName.MatchesSimpleExpression(name, entry.FileName) && !AtomicFile.IsTemporary(entry.FileName),
            ShouldRecursePredicate = (ref entry) => !entry.FileName.StartsWith('.') && (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
    }

    /// <summary>The bytes of a file that was found, or null where it is gone.</summary>
    internal byte[]? ReadBytes(FoundFile file) => Bytes(file.Relative, file.IsLink || !WorkspacePath.IsPlain(file.Relative) ? PathOf(file.Relative) : file.FullPath, isThere: !file.IsLink);

    /// <summary>The bytes of a file, or null where there is none.</summary>
    internal byte[]? ReadBytes(string relative) => Bytes(relative, PathOf(relative));

    /// <summary>Those bytes as text, without a byte order mark.</summary>
    /// <exception cref="PmpcException"><c>PmpcFileNotText</c></exception>
    internal static string Text(string relative, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(WithoutMark(bytes));
        }
        catch (DecoderFallbackException error)
        {
            throw new PmpcException("PmpcFileNotText", PmpcErrorKind.Parse, $"'{relative}' is not UTF-8 text.", "Save it as UTF-8 in your editor.", relative, error);
        }
    }

    /// <summary>The text of a file, or null where there is none.</summary>
    /// <exception cref="PmpcException"><c>PmpcFileNotText</c>: it is not UTF-8; writing it back would destroy it.</exception>
    public string? Read(string relative) => Bytes(relative, PathOf(relative)) is { } bytes ? Text(relative, bytes) : null;

    private static byte[]? Bytes(string relative, string path, bool isThere = false)
    {
        try
        {
            // Asked first: where many files are new, an exception for each would take longer than writing them.
            return isThere || new FileInfo(path).Attributes != (FileAttributes)(-1) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed("read", relative, error);
        }
    }

    /// <summary>Writes a file as its ownership allows.</summary>
    /// <param name="force">Overwrites a derived file that was edited or is not ours. A created file stays the user's even so.</param>
    public FileWrite Write(GeneratedFile file, FileOwnership ownership, bool force = false) =>
        Write(file.Path, WithoutPreamble.GetBytes(file.Text), ownership, force, () => file.Text);

    /// <summary>The same for a text that is UTF-8 already.</summary>
    internal FileWrite Write(string relative, byte[] body, FileOwnership ownership, bool force) => Write(relative, body, ownership, force, () => WithoutPreamble.GetString(body));

    private FileWrite Write(string relative, byte[] body, FileOwnership ownership, bool force, Func<string> text)
    {
        var path = PathOf(relative);
        var existing = Bytes(relative, path);
        var outcome = existing is null ? FileWriteOutcome.Created
            : ownership == FileOwnership.Derived && DecideDerived(existing, body, force) is { } decided ? decided
            : Decide(Text(relative, existing), text(), ownership, force);
        // A byte order mark that somebody's editor put there is part of the file.
        if (outcome is FileWriteOutcome.Created or FileWriteOutcome.Updated)
        {
            var head = HeadOf(relative, body, ownership, existing is not null && HasMark(existing));
            Store(relative, path, head, body, isNew: existing is null);
        }
        return new(relative, outcome) { FullPath = path };
    }

    private static byte[] HeadOf(string relative, byte[] body, FileOwnership ownership, bool marked) =>
        WithoutPreamble.GetBytes((marked ? "\ufeff" : "") + (ownership == FileOwnership.Derived ? WorkspaceFilesHeader.Of(relative, body) : ""));

    /// <summary>Writes a file as <see cref="Write(string, byte[], FileOwnership, bool)"/> would, but for its name; null where there is such a file.</summary>
    internal PreparedFile? Prepare(string relative, byte[] body, FileOwnership ownership)
    {
        var path = PathOf(relative);
        try
        {
            if (Path.Exists(path)) return null;
            MakeFolder(Path.GetDirectoryName(path)!);
            var head = HeadOf(relative, body, ownership, marked: false);
            return new(Path.GetDirectoryName(path)!, AtomicFile.Prepare(path, head, body), PreparedFile.IdentityOf(head, body));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed("write", relative, error);
        }
    }

    /// <summary>Puts a new file that was made of the same ahead into its place; null where none was, or where there is a file by now.</summary>
    internal FileWrite? Place(string relative, byte[] source)
    {
        if (_ahead is null || source.Length == 0) return null;
        var path = PathOf(relative);
        try
        {
            if (Path.Exists(path) || !_ahead.TryPlace(relative, path, PreparedFile.IdentityOf(source))) return null;
            _unflushed?.Enqueue(path);
            return new(relative, FileWriteOutcome.Created) { FullPath = path };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed("write", relative, error);
        }
    }

    /// <summary>Whether the file is derived and nobody has edited it, so that it may go when its source goes.</summary>
    public bool IsUntouched(string relative) =>
        // What is no text was never made here; its stray bytes need not make it unreadable for the question.
        Bytes(relative, PathOf(relative)) is { } bytes && WorkspaceFilesHeader.Split(Encoding.UTF8.GetString(WithoutMark(bytes))) is (var body, { } hash) && WorkspaceFilesHeader.Hash(body) == hash;

    /// <summary>Deletes a file; false where there is none.</summary>
    public bool Delete(string relative)
    {
        var path = PathOf(relative);
        try
        {
            if (!File.Exists(path)) return false;
            File.Delete(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed("delete", relative, error);
        }
    }

    /// <summary>Renames a file; false where there is none.</summary>
    /// <exception cref="PmpcException"><c>PmpcFileExists</c>: the new name is taken.</exception>
    public bool Move(string from, string to)
    {
        var (source, target) = (PathOf(from), PathOf(to));
        try
        {
            if (!File.Exists(source)) return false;
            if (string.Equals(source, target, StringComparison.Ordinal)) return true;
            // Where case does not count, 'Web.tf' to 'web.tf' finds itself in the way.
            var sameFile = string.Equals(source, target, StringComparison.OrdinalIgnoreCase) && !OperatingSystem.IsLinux();
            if (!sameFile && (File.Exists(target) || Directory.Exists(target)))
                throw new PmpcException("PmpcFileExists", PmpcErrorKind.Conflict, $"'{from}' cannot become '{to}': there is such a file already.", "Move or delete one of the two.", to);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(source, target, overwrite: sameFile);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed("move", from, error);
        }
    }

    /// <summary>Removes the halves of files that killed processes left in a folder and below. A younger one may still be in the making.</summary>
    public void RemoveLeftovers(string folder, DateTimeOffset olderThan)
    {
        var path = PathOf(folder);
        if (!Directory.Exists(path)) return;
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        foreach (var file in Directory.EnumerateFiles(path, "*" + AtomicFile.Suffix, options))
            if (File.GetLastWriteTimeUtc(file) < olderThan.UtcDateTime) File.Delete(file);
    }

    /// <summary>The absolute path.</summary>
    /// <exception cref="PmpcException"><c>PmpcPathOutsideWorkspace</c></exception>
    public string PathOf(string relative)
    {
        if (_folders is null || relative.LastIndexOf('/') is not (> 0 and var slash)) return WorkspacePath.Resolve(Root, relative);
        return WorkspacePath.ResolveIn(Root, _folders.GetOrAdd(relative[..slash], folder => WorkspacePath.Resolve(Root, folder)), relative);
    }

    /// <summary>
    /// The same as <see cref="Decide"/> without making texts of the bytes, for some derived files are long. Null where that cannot
    /// settle it: line ends that do not count, or what is no text.
    /// </summary>
    private static FileWriteOutcome? DecideDerived(ReadOnlySpan<byte> existing, ReadOnlySpan<byte> body, bool force)
    {
        var written = WithoutMark(existing);
        if (written.Contains((byte)'\r') || body.Contains((byte)'\r') || !System.Text.Unicode.Utf8.IsValid(written)) return null;
        var (found, hash) = WorkspaceFilesHeader.Split(written);
        if (found.SequenceEqual(body)) return FileWriteOutcome.Unchanged;
        if (force || hash == WorkspaceFilesHeader.Hash(found)) return FileWriteOutcome.Updated;
        return hash is null ? FileWriteOutcome.SkippedForeign : FileWriteOutcome.SkippedEdited;
    }

    private static FileWriteOutcome Decide(string existing, string text, FileOwnership ownership, bool force)
    {
        if (ownership == FileOwnership.Created) return FileWriteOutcome.Unchanged;
        if (ownership == FileOwnership.Source) return existing == text ? FileWriteOutcome.Unchanged : FileWriteOutcome.Updated;
        var (body, hash) = WorkspaceFilesHeader.Split(existing);
        if (body == WorkspaceFilesHeader.Normalized(text)) return FileWriteOutcome.Unchanged;
        if (force || hash == WorkspaceFilesHeader.Hash(body)) return FileWriteOutcome.Updated;
        return hash is null ? FileWriteOutcome.SkippedForeign : FileWriteOutcome.SkippedEdited;
    }

    private void Store(string relative, string path, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, bool isNew)
    {
        try
        {
            var isPrivate = relative.StartsWith(Workspace.FolderName + "/", StringComparison.Ordinal);
            if (isNew) MakeFolder(Path.GetDirectoryName(path)!);
            if (!isNew || _ahead?.TryPlace(relative, path, PreparedFile.IdentityOf(head, body)) != true)
                AtomicFile.Write(path, head, body, isPrivate ? AtomicFile.OwnerOnly : null, flush: _unflushed is null, isNew: isNew);
            _unflushed?.Enqueue(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed("write", relative, error);
        }
    }

    private void MakeFolder(string path)
    {
        if (_made?.ContainsKey(path) == true) return;
        Directory.CreateDirectory(path);
        _made?.TryAdd(path, true);
    }

    private static bool HasMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\ufeff"u8);

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => HasMark(bytes) ? bytes[3..] : bytes;

    private static PmpcException Failed(string verb, string relative, Exception error) => new("PmpcFileFailed", PmpcErrorKind.Workspace,
        $"Could not {verb} '{relative}': {error.Message}", "Check that you own the file and that the disk has room.", relative, error);
}

/// <summary>A file as the search found it.</summary>
/// <param name="Relative">To the workspace, with forward slashes.</param>
/// <param name="Modified">When it was last written, in ticks of UTC.</param>
internal readonly record struct FoundFile(string Relative, string FullPath, long Length, long Modified, bool IsLink);
