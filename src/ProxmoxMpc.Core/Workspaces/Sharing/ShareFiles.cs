using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A file to anonymise and where its copy goes; null: nowhere, its text is handed out.</summary>
/// <param name="Complaint">Why it cannot be taken: it is a link, or a folder that cannot be read. Empty for a file.</param>
public sealed record ShareFile(string Path, string? OutputPath, string Complaint = "");

/// <summary>What became of a file.</summary>
public enum ShareOutcome
{
    Written,

    /// <summary>It is no text; there is no copy.</summary>
    Skipped,

    /// <summary>Something sensitive seems to be left in its copy, which has been deleted.</summary>
    Withheld,

    /// <summary>It could not be read; there is no copy.</summary>
    Failed,
}

/// <summary>An anonymised file.</summary>
/// <param name="Replaced">How often something was replaced in it.</param>
/// <param name="Reason">Why there is no copy; empty where there is one.</param>
public sealed record SharedFile(string Path, string? OutputPath, ShareOutcome Outcome, long Replaced, long Length, string Reason);

/// <summary>Anonymises files in one session: first all are learnt from, then each is copied, looked at again, and only then put in its place.</summary>
public sealed class ShareFiles(Sharing share)
{
    /// <summary>A copy may take the place of a file that is there, but for an input.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Keeps the names of files and folders.</summary>
    public bool KeepNames { get; init; }

    /// <summary>Takes what is left over instead of withholding the copy.</summary>
    public Action<string, IReadOnlyList<PrivacyResidue>>? Allowed { get; init; }

    /// <summary>The files of a folder with all below it, in order. Links are not followed, the output folder is left out where it lies within.</summary>
    public static IReadOnlyList<ShareFile> InFolder(string folder, string output)
    {
        var (from, to) = (Path.GetFullPath(folder), Path.GetFullPath(output));
        if (WorkspacePath.IsInside(to, from) || from == to) throw InputOverwritten(from);
        return [.. FolderFiles.Below(from, to).Select(found => new ShareFile(found.Path, Path.Combine(to, Path.GetRelativePath(from, found.Path)), found.Complaint))];
    }

    /// <summary>Learns from all files, then makes the copies.</summary>
    /// <param name="root">The folder below which names of files and folders are anonymised too; null: only the files' own names.</param>
    /// <param name="others">Files of which no copy is wanted, but which tell names.</param>
    public async IAsyncEnumerable<SharedFile> RunAsync(IReadOnlyList<ShareFile> files, string? root, IReadOnlyList<ShareFile> others, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var inputs = files.Select(file => Path.GetFullPath(file.Path)).ToHashSet(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var file in others) await UnreadAsync(file, ct).ConfigureAwait(false);
        var unread = new Dictionary<ShareFile, SharedFile>();
        foreach (var file in files)
            if (await UnreadAsync(file, ct).ConfigureAwait(false) is { } without) unread[file] = without;
        var taken = new HashSet<string>(inputs, inputs.Comparer);
        var cleaned = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var target = Target(file, root, inputs, taken);
            if (cleaned.Add(Path.GetDirectoryName(target)!)) CopyFailure.DiscardLeftovers(Path.GetDirectoryName(target)!);
            yield return unread.TryGetValue(file, out var without) ? without : await CopyAsync(file.Path, target, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Learns from a file; what is said of one that cannot be read, or is no text.</summary>
    private async Task<SharedFile?> UnreadAsync(ShareFile file, CancellationToken ct)
    {
        if (file.Complaint.Length > 0) return new(file.Path, null, Directory.Exists(file.Path) && !IsLink(file.Path) ? ShareOutcome.Failed : ShareOutcome.Skipped, 0, 0, file.Complaint);
        try
        {
            var complaint = await LearnAsync(file.Path, ct).ConfigureAwait(false);
            return complaint.Length == 0 ? null : new(file.Path, null, ShareOutcome.Skipped, 0, 0, complaint);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            return new(file.Path, null, ShareOutcome.Failed, 0, 0, error.Message);
        }
    }

    private static bool IsLink(string path) => new DirectoryInfo(path).Attributes.HasFlag(FileAttributes.ReparsePoint);

    /// <summary>The text of a file with pseudonyms; of one that is no text, why.</summary>
    public async Task<(string? Text, string Complaint)> TextAsync(string path, CancellationToken ct)
    {
        await using var input = await TextInput.OpenAsync(path, ct).ConfigureAwait(false);
        if (!input.IsText) return (null, input.Complaint);
        using var output = new MemoryStream();
        await share.Anonymizer.AnonymizeAsync(input.Text, output, ct).ConfigureAwait(false);
        output.Position = 0;
        await share.VerifyAsync(output, path, Allowed is null ? null : residues => Allowed(path, residues), ct).ConfigureAwait(false);
        return (Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length), "");
    }

    /// <summary>Learns from a file. Of one that is no text, says why.</summary>
    public async Task<string> LearnAsync(string path, CancellationToken ct)
    {
        await using var input = await TextInput.OpenAsync(path, ct).ConfigureAwait(false);
        if (input.IsText) await share.Anonymizer.LearnAsync(input.Text, ct).ConfigureAwait(false);
        return input.Complaint;
    }

    private async Task<SharedFile> CopyAsync(string path, string target, CancellationToken ct)
    {
        if (File.Exists(target) && !Overwrite)
            throw new PmpcException("PmpcOutputExists", PmpcErrorKind.Conflict, $"'{target}' exists already.", "Name another output, or replace it with -Force.", target);
        var before = Replaced();
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Guid.NewGuid():N}{AtomicFile.Suffix}");
        try
        {
            await using var input = await TextInput.OpenAsync(path, ct).ConfigureAwait(false);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = AtomicFile.OwnerOnly;
            await using (var output = new FileStream(temporary, options))
            {
                var writer = input.InEncoding(output);
                await share.Anonymizer.AnonymizeAsync(input.Text, writer, ct).ConfigureAwait(false);
                // A transcoding stream keeps the last characters until it is closed; the file itself stays open.
                if (writer != output) await writer.DisposeAsync().ConfigureAwait(false);
                output.Position = 0;
                await share.VerifyAsync(input.InEncoding(output), path, Allowed is null ? null : residues => Allowed(path, residues), ct).ConfigureAwait(false);
            }
            File.Move(temporary, target, Overwrite);
        }
        catch (PmpcException error) when (error.Id == "PmpcPrivacyResidue")
        {
            CopyFailure.Discard(temporary);
            return new(path, null, ShareOutcome.Withheld, 0, 0, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CopyFailure.Of(path, temporary, target, error);
        }
        catch
        {
            CopyFailure.Discard(temporary);
            throw;
        }
        return new(path, target, ShareOutcome.Written, Replaced() - before, new FileInfo(target).Length, "");
    }

    private long Replaced() => share.Anonymizer.Map.Raw.Sum(pseudonym => pseudonym.Count);

    private string Target(ShareFile file, string? root, HashSet<string> inputs, HashSet<string> taken)
    {
        var wanted = Path.GetFullPath(file.OutputPath!);
        if (!KeepNames)
        {
            var fixedPart = root is null ? Path.GetDirectoryName(wanted)! : Path.GetFullPath(root);
            var parts = Path.GetRelativePath(fixedPart, wanted).Split(Path.DirectorySeparatorChar).Select(Name);
            wanted = Path.Combine([fixedPart, .. parts]);
        }
        else if (inputs.Contains(wanted)) throw InputOverwritten(wanted);
        // Two names may become one: images/a@b and a user's own word for both.
        var (free, number) = (wanted, 2);
        while (!taken.Add(free)) free = Path.Combine(Path.GetDirectoryName(wanted)!, $"{Path.GetFileNameWithoutExtension(wanted)}-{number++}{Path.GetExtension(wanted)}");
        return free;
    }

    /// <summary>A pseudonym may not lead out of the folder.</summary>
    private string Name(string name)
    {
        // A guest may be called by an everyday word, which a text may hold: monitor.tf is that guest's file.
        var (stem, extension) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        var made = share.KindOf(stem) is { } kind ? share.Anonymizer.Replace(kind, stem) + extension : share.Anonymizer.Anonymize(name);
        made = string.Join('_', made.Split(Path.GetInvalidFileNameChars()));
        return made is "" or "." or ".." ? "_" : made;
    }

    private static PmpcException InputOverwritten(string path) =>
        new("PmpcInputWouldBeOverwritten", PmpcErrorKind.InvalidArgument, $"The output '{path}' is an input, which is never overwritten.", "Name another folder with -OutputPath.", path);
}
