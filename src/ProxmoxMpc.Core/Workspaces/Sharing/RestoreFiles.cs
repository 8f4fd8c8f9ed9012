using System.Runtime.CompilerServices;
using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Gives files their real values back, and their names: the way back of <see cref="ShareFiles"/>. Not for several threads.</summary>
public sealed class RestoreFiles(Deanonymizer restorer)
{
    /// <summary>A copy may take the place of a file that is there, but for an input.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Keeps the names of files and folders.</summary>
    public bool KeepNames { get; init; }

    /// <summary>Is told of every file that still has made-up secrets in it, and of how many: nobody knows any more what they stood for.</summary>
    public Action<string, long>? Lost { get; init; }

    /// <summary>The files of a folder with all below it, in order. Links are not followed.</summary>
    /// <exception cref="PmpcException"><c>PmpcInputWouldBeOverwritten</c>, <c>PmpcOutputInsideInput</c></exception>
    public static IReadOnlyList<ShareFile> InFolder(string folder, string output)
    {
        var files = ShareFile.InFolder(folder, output);
        // Real values in what is made to be shared would be shared with the next answer.
        if (WorkspacePath.IsInside(WorkspacePath.RealPath(folder), WorkspacePath.RealPath(output)))
            throw new PmpcException("PmpcOutputInsideInput", PmpcErrorKind.InvalidArgument, $"The output '{output}' lies in '{folder}', which is to be shared and must hold no real values.", "Name a folder beside it with -OutputPath.", output);
        return files;
    }

    /// <summary>The same files with the real names of their copies.</summary>
    /// <param name="root">The folder below which names of files and folders are turned back too; null: only the files' own names.</param>
    public IReadOnlyList<ShareFile> Named(IReadOnlyList<ShareFile> files, string? root)
    {
        var targets = new CopyTargets(files, root, KeepNames ? null : restorer.Restore);
        return [.. files.Select(file => file with { OutputPath = targets.For(file) })];
    }

    /// <summary>Makes the copies, under the names that <see cref="Named"/> gave them.</summary>
    /// <param name="root">The folder that no copy leaves; null: they go where they are said to go.</param>
    public async IAsyncEnumerable<SharedFile> RunAsync(IReadOnlyList<ShareFile> files, string? root, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var targets = new CopyTargets(files, root, null);
        var named = files.Select(file => (File: file, Target: targets.For(file))).ToList();
        if (!Overwrite) CopyTargets.EnsureFree(named.Where(copy => copy.File.Complaint.Length == 0).Select(copy => copy.Target));
        foreach (var (file, target) in named)
        {
            if (file.Complaint.Length == 0) targets.Enter(target);
            yield return file.Complaint.Length > 0 ? SharedFile.Without(file) : await CopyAsync(file.Path, target, ct).ConfigureAwait(false);
        }
    }

    /// <summary>The text of a file with its real values; of one that is no text, why.</summary>
    public async Task<(string? Text, string Complaint)> TextAsync(string path, CancellationToken ct)
    {
        await using var input = await TextInput.OpenAsync(path, ct).ConfigureAwait(false);
        if (!input.IsText) return (null, input.Complaint);
        using var output = new MemoryStream();
        await RestoreAsync(path, input.Text, output, ct).ConfigureAwait(false);
        return (Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length), "");
    }

    private async Task<long> RestoreAsync(string path, Stream text, Stream copy, CancellationToken ct)
    {
        var before = restorer.Lost;
        var replaced = await restorer.RestoreAsync(text, copy, ct).ConfigureAwait(false);
        if (restorer.Lost > before) Lost?.Invoke(path, restorer.Lost - before);
        return replaced;
    }

    private async Task<SharedFile> CopyAsync(string path, string target, CancellationToken ct)
    {
        TextInput input;
        try
        {
            input = await TextInput.OpenAsync(path, ct).ConfigureAwait(false);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            return SharedFile.Unreadable(path, error);
        }
        await using (input)
        {
            if (!input.IsText) return SharedFile.NoText(path, input.Complaint);
            long replaced = 0;
            var length = await TextCopy.WriteAsync(input, path, target, Overwrite, async (text, copy) => replaced = await RestoreAsync(path, text, copy, ct).ConfigureAwait(false)).ConfigureAwait(false);
            return new(path, target, ShareOutcome.Written, replaced, length, "");
        }
    }
}
