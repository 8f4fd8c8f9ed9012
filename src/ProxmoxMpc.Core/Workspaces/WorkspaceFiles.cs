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
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="root">The workspace's folder; need not exist yet.</param>
    public WorkspaceFiles(string root) => Root = Path.GetFullPath(root);

    public string Root { get; }

    /// <summary>The files in a folder that match, by relative path in ordinal order; empty where there is no such folder.</summary>
    /// <param name="folder">Relative to the workspace; <c>.</c> for its root.</param>
    /// <param name="pattern">
    /// With <c>*</c> and <c>?</c>. A pattern that starts with <c>**/</c> searches the folders below too, but not those whose
    /// name starts with a dot (Terraform keeps copies of modules in <c>.terraform</c>) and those that are links.
    /// </param>
    public IReadOnlyDictionary<string, string> ReadAll(string folder, string pattern)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var path = folder is "." or "" ? Root : PathOf(folder);
        if (!Directory.Exists(path)) return found;
        var deep = pattern.StartsWith("**/", StringComparison.Ordinal);
        var name = deep ? pattern[3..] : pattern;
        var files = new FileSystemEnumerable<string>(path, (ref entry) => entry.ToFullPath(), new() { RecurseSubdirectories = deep, AttributesToSkip = FileAttributes.None })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && FileSystemName.MatchesSimpleExpression(name, entry.FileName) && !AtomicFile.IsTemporary(entry.FileName),
            ShouldRecursePredicate = (ref entry) => !entry.FileName.StartsWith('.') && (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        foreach (var file in files)
        {
            var below = Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/');
            var relative = folder is "." or "" ? below : $"{folder}/{below}";
            if (Read(relative) is { } text) found[relative] = text;
        }
        return found;
    }

    /// <summary>The text of a file, or null where there is none.</summary>
    /// <exception cref="PmpcException"><c>PmpcFileNotText</c>: it is not UTF-8; writing it back would destroy it.</exception>
    public string? Read(string relative)
    {
        var path = PathOf(relative);
        try
        {
            return Utf8.GetString(WithoutMark(File.ReadAllBytes(path)));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (DecoderFallbackException error)
        {
            throw new PmpcException("PmpcFileNotText", PmpcErrorKind.Parse, $"'{relative}' is not UTF-8 text.", "Save it as UTF-8 in your editor.", relative, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed("read", relative, error);
        }
    }

    /// <summary>Writes a file as its ownership allows.</summary>
    /// <param name="force">Overwrites a derived file that was edited or is not ours. A created file stays the user's even so.</param>
    public FileWrite Write(GeneratedFile file, FileOwnership ownership, bool force = false)
    {
        var text = ownership == FileOwnership.Derived ? WorkspaceFilesHeader.Stamp(file.Path, file.Text) : file.Text;
        var existing = Read(file.Path);
        var outcome = existing is null ? FileWriteOutcome.Created : Decide(existing, file.Text, ownership, force);
        if (outcome is FileWriteOutcome.Created or FileWriteOutcome.Updated) Store(file.Path, text);
        return new(file.Path, outcome);
    }

    /// <summary>Whether the file is derived and nobody has edited it, so that it may go when its source goes.</summary>
    public bool IsUntouched(string relative) =>
        Read(relative) is { } text && WorkspaceFilesHeader.Split(text) is (var body, { } hash) && WorkspaceFilesHeader.Hash(body) == hash;

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
    public string PathOf(string relative) => WorkspacePath.Resolve(Root, relative);

    private static FileWriteOutcome Decide(string existing, string text, FileOwnership ownership, bool force)
    {
        if (ownership == FileOwnership.Created) return FileWriteOutcome.Unchanged;
        if (ownership == FileOwnership.Source) return existing == text ? FileWriteOutcome.Unchanged : FileWriteOutcome.Updated;
        var (body, hash) = WorkspaceFilesHeader.Split(existing);
        if (body == WorkspaceFilesHeader.Normalized(text)) return FileWriteOutcome.Unchanged;
        if (force || hash == WorkspaceFilesHeader.Hash(body)) return FileWriteOutcome.Updated;
        return hash is null ? FileWriteOutcome.SkippedForeign : FileWriteOutcome.SkippedEdited;
    }

    private void Store(string relative, string text)
    {
        var path = PathOf(relative);
        try
        {
            var isPrivate = relative.StartsWith(Workspace.FolderName + "/", StringComparison.Ordinal);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // A byte order mark that somebody's editor put there is part of the file.
            var mark = File.Exists(path) && HasMark(File.ReadAllBytes(path)) ? "\ufeff" : "";
            AtomicFile.Write(path, new UTF8Encoding(false).GetBytes(mark + text), isPrivate ? AtomicFile.OwnerOnly : null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed("write", relative, error);
        }
    }

    private static bool HasMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\ufeff"u8);

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => HasMark(bytes) ? bytes[3..] : bytes;

    private static PmpcException Failed(string verb, string relative, Exception error) => new("PmpcFileFailed", PmpcErrorKind.Workspace,
        $"Could not {verb} '{relative}': {error.Message}", "Check that you own the file and that the disk has room.", relative, error);
}
