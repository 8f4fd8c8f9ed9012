using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of the two that convert, there and back: what they convert, and where copies of files and folders go.</summary>
public abstract class ConversionCmdlet : PrivacyCmdlet
{
    private protected const string InputSet = "InputObject";
    private protected const string PathSet = "Path";

    /// <summary>Texts, line by line or whole, or objects of any kind.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>A file, or a folder for several.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Alias("Out", "Destination")]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    /// <summary>Replaces outputs that exist.</summary>
    [Parameter(ParameterSetName = PathSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Keeps the names of files and folders.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Alias("KeepNames")]
    public SwitchParameter KeepName { get; set; }

    /// <summary>Writes the texts of files to the pipeline.</summary>
    private protected abstract void Show(IReadOnlyList<string> paths);

    /// <summary>The files of a folder and where their copies go.</summary>
    private protected abstract IReadOnlyList<ShareFile> InFolder(string folder, string output);

    /// <summary>Copies files that belong together.</summary>
    /// <param name="root">The folder that they go to; null for a copy whose place the user has named.</param>
    /// <param name="keepsNames">Whether the copies are called as it says where they go.</param>
    private protected abstract void Copy(IReadOnlyList<ShareFile> files, string? root, bool keepsNames);

    /// <summary>Converts the files and folders that the user named.</summary>
    private protected void ConvertFiles()
    {
        var paths = PathArguments.Resolve(this, Path);
        var folders = paths.Where(Directory.Exists).ToArray();
        if (OutputPath is null)
        {
            if (folders is [var missing, ..])
                throw new PmpcException("PmpcOutputPathMissing", PmpcErrorKind.InvalidArgument, $"'{missing}' is a folder, and where its copy goes is not said.", "Name a folder with -OutputPath.", missing);
            Show(paths);
            return;
        }
        var output = FileSystemPath(OutputPath);
        foreach (var folder in folders) Copy(InFolder(folder, output), output, KeepName);
        var files = paths.Except(folders).ToArray();
        // One file to a name that is no folder is that copy's name, which is the user's choice.
        if (files is [var single] && folders.Length == 0 && !Directory.Exists(output) && !System.IO.Path.EndsInDirectorySeparator(OutputPath)) Copy([new(single, output)], root: null, keepsNames: true);
        else if (files.Length > 0) Copy([.. files.Select(file => new ShareFile(file, System.IO.Path.Combine(output, System.IO.Path.GetFileName(file))))], output, KeepName);
    }

    /// <summary>Copies those files to whose copies the user agrees.</summary>
    /// <param name="action">What would be done with a file.</param>
    /// <param name="run">Copies what was agreed to, and names what cannot be taken; the second list is of the others.</param>
    private protected void CopyAgreed(IReadOnlyList<ShareFile> files, Func<ShareFile, string> action, Func<IReadOnlyList<ShareFile>, IReadOnlyList<ShareFile>, CancellationToken, IAsyncEnumerable<SharedFile>> run)
    {
        var readable = files.Where(file => file.Complaint.Length == 0).ToArray();
        var agreed = readable.Where(file => ShouldProcess(file.OutputPath!, action(file))).ToHashSet();
        if (agreed.Count == 0 && readable.Length > 0) return;
        var progress = OnPipeline<SharedFile>(Report);
        Await(async ct =>
        {
            await foreach (var file in run([.. files.Where(file => file.Complaint.Length > 0 || agreed.Contains(file))], [.. readable.Where(file => !agreed.Contains(file))], ct)) progress.Report(file);
        });
    }

    /// <summary>Writes the lines of a text; of a file that is none, says why there are no lines.</summary>
    private protected void WriteLines(string path, string? text, string complaint)
    {
        if (text is null) WriteWarning($"'{path}' is skipped: {complaint}");
        else WriteObject(text.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')), enumerateCollection: true);
    }

    private void Report(SharedFile file)
    {
        if (file.Outcome == ShareOutcome.Withheld)
            WriteError(ErrorRecords.From(new("PmpcPrivacyResidue", PmpcErrorKind.Conflict, file.Reason, "Add the value to .proxmox/privacy.yml as a word, a pattern or one that is allowed; -AllowResidual shares it as it is.", file.Path)));
        else if (file.Outcome == ShareOutcome.Failed) WriteError(ErrorRecords.From(new("PmpcInputUnreadable", PmpcErrorKind.PermissionDenied, $"There is no copy of '{file.Path}': {file.Reason}", "Check that you may read it.", file.Path)));
        else if (file.Outcome == ShareOutcome.Skipped) WriteWarning($"'{file.Path}' is skipped: {file.Reason}");
        WriteObject(file);
    }
}
