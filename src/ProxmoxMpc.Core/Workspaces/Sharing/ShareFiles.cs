using System.Runtime.CompilerServices;
using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Anonymises files in one session: first all are learnt from, then each is copied, looked at again, and only then put in its place.</summary>
public sealed class ShareFiles(Sharing share)
{
    /// <summary>A copy may take the place of a file that is there, but for an input.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Keeps the names of files and folders.</summary>
    public bool KeepNames { get; init; }

    /// <summary>Takes what is left over instead of withholding the copy.</summary>
    public Action<string, IReadOnlyList<PrivacyResidue>>? Allowed { get; init; }

    /// <summary>Learns from all files, then makes the copies.</summary>
    /// <param name="root">The folder below which names of files and folders are anonymised too; null: only the files' own names.</param>
    /// <param name="others">Files of which no copy is wanted, but which tell names.</param>
    public async IAsyncEnumerable<SharedFile> RunAsync(IReadOnlyList<ShareFile> files, string? root, IReadOnlyList<ShareFile> others, [EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var file in others) await UnreadAsync(file, ct).ConfigureAwait(false);
        var unread = new Dictionary<ShareFile, SharedFile>();
        foreach (var file in files)
            if (await UnreadAsync(file, ct).ConfigureAwait(false) is { } without) unread[file] = without;
        var targets = new CopyTargets(files, root, KeepNames ? null : Name);
        // Names of files tell names, too: all of them, before the first text is replaced.
        var named = files.Select(file => (File: file, Target: targets.For(file))).ToList();
        if (!Overwrite) CopyTargets.EnsureFree(named.Where(copy => !unread.ContainsKey(copy.File)).Select(copy => copy.Target));
        foreach (var (file, target) in named)
        {
            if (unread.TryGetValue(file, out var without))
            {
                yield return without;
                continue;
            }
            targets.Enter(target);
            yield return await CopyAsync(file.Path, target, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Learns from a file; what is said of one that cannot be read, or is no text.</summary>
    private async Task<SharedFile?> UnreadAsync(ShareFile file, CancellationToken ct)
    {
        if (file.Complaint.Length > 0) return SharedFile.Without(file);
        try
        {
            var complaint = await LearnAsync(file.Path, ct).ConfigureAwait(false);
            return complaint.Length == 0 ? null : SharedFile.NoText(file.Path, complaint);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            return SharedFile.Unreadable(file.Path, error);
        }
    }

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
        var before = Replaced();
        try
        {
            await using var input = await TextInput.OpenAsync(path, ct).ConfigureAwait(false);
            var length = await TextCopy.WriteAsync(input, path, target, Overwrite, (text, copy) => share.Anonymizer.AnonymizeAsync(text, copy, ct),
                copy => share.VerifyAsync(copy, path, Allowed is null ? null : residues => Allowed(path, residues), ct)).ConfigureAwait(false);
            return new(path, target, ShareOutcome.Written, Replaced() - before, length, "");
        }
        catch (PmpcException error) when (error.Id == "PmpcPrivacyResidue")
        {
            return new(path, null, ShareOutcome.Withheld, 0, 0, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It could be read when it was learnt from, and is gone now.
            return SharedFile.Unreadable(path, error);
        }
    }

    private long Replaced() => share.Anonymizer.Map.Raw.Sum(pseudonym => pseudonym.Count);

    /// <summary>The name that a file's copy gets.</summary>
    private string Name(string name)
    {
        // A guest may be called by an everyday word, which a text may hold: monitor.tf is that guest's file.
        var (stem, extension) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        return share.KindOf(stem) is { } kind ? share.Anonymizer.Replace(kind, stem) + extension : share.Anonymizer.Anonymize(name);
    }
}
