using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsData.ConvertTo, "PmpcAnonymized", DefaultParameterSetName = InputSet, SupportsShouldProcess = true), OutputType(typeof(string), typeof(PSObject), typeof(SharedFile))]
public sealed class ConvertToPmpcAnonymizedCommand : ConversionCmdlet, IDisposable
{
    private Sharing? _share;
    private SharedLines? _lines;
    private ObjectSharing? _objects;

    [Parameter(ParameterSetName = PathSet)]
    [Alias("KeepNames")]
    public SwitchParameter KeepName { get; set; }

    [Parameter]
    [ValidateSet("Standard", "Strict", "SecretsOnly")]
    public string? Level { get; set; }

    [Parameter]
    public SwitchParameter AllowResidual { get; set; }

    private Sharing Share => _share ??= Privacy.Share(Level is null ? null : Enum.Parse<PrivacyLevel>(Level, ignoreCase: true));

    /// <summary>What is done with what is left over: null withholds the output.</summary>
    private Action<IReadOnlyList<PrivacyResidue>>? Allowed => AllowResidual ? residues => WriteWarning($"Shared although something is left: {Sharing.Describe(residues)}.") : null;

    protected override void Process()
    {
        if (ParameterSetName == PathSet)
        {
            ShareFiles();
            return;
        }
        if (InputObject is null) return;
        var item = InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject;
        if (item is byte or sbyte or char)
            throw new PmpcException("PmpcInputInPieces", PmpcErrorKind.InvalidArgument, "The input comes byte by byte, and no byte tells what it is a part of.", "Name the file with -Path, or read it as text: Get-Content -Raw.");
        if (item is string text) WriteObject(Lines.Push(text), enumerateCollection: true);
        // Get-Content -ReadCount hands out lines by the hundred.
        else if (item is string[] several)
        {
            foreach (var line in several) WriteObject(Lines.Push(line), enumerateCollection: true);
        }
        else
        {
            Flush();
            WriteObject((_objects ??= new(Share, Allowed)).Share(InputObject));
        }
    }

    protected override void End()
    {
        Flush();
        Save();
    }

    /// <summary>A pipeline that was stopped – by Ctrl+C, by Select-Object -First – has no end, but what it handed out must be known later, too.</summary>
    public void Dispose()
    {
        try
        {
            Save();
        }
        catch (PmpcException)
        {
            // Nobody is there to be told. The session still knows the pseudonyms, and stores them with the next ones.
            _share = null;
        }
    }

    private void Save()
    {
        if (_share is null) return;
        Privacy.Save();
        _share = null;
    }

    private SharedLines Lines => _lines ??= new(Share, Allowed);

    private void Flush()
    {
        if (_lines is not null) WriteObject(_lines.End(), enumerateCollection: true);
    }

    private void ShareFiles()
    {
        var paths = PathArguments.Resolve(this, Path);
        var folders = paths.Where(Directory.Exists).ToArray();
        var work = new ShareFiles(Share)
        {
            Overwrite = Force, KeepNames = KeepName,
            Allowed = AllowResidual ? (path, residues) => OnPipeline<string>(WriteWarning).Report($"'{path}' is shared although something is left: {Sharing.Describe(residues)}.") : null,
        };
        if (OutputPath is null)
        {
            if (folders is [var folder, ..])
                throw new PmpcException("PmpcOutputPathMissing", PmpcErrorKind.InvalidArgument, $"'{folder}' is a folder, and where its copy goes is not said.", "Name a folder with -OutputPath.", folder);
            Show(work, paths);
            return;
        }
        var output = FileSystemPath(OutputPath);
        foreach (var folder in folders) Report(work, Core.Workspaces.ShareFiles.InFolder(folder, output), output);
        var files = paths.Except(folders).ToArray();
        // One file to a name that is no folder is that copy's name, which is the user's choice.
        if (files is [var single] && folders.Length == 0 && !Directory.Exists(output) && !System.IO.Path.EndsInDirectorySeparator(OutputPath))
            Report(new(Share) { Overwrite = Force, KeepNames = true, Allowed = work.Allowed }, [new(single, output)], output);
        else if (files.Length > 0) Report(work, [.. files.Select(file => new ShareFile(file, System.IO.Path.Combine(output, System.IO.Path.GetFileName(file))))], output);
    }

    private void Show(ShareFiles work, IReadOnlyList<string> paths)
    {
        Await(async ct =>
        {
            foreach (var path in paths) await work.LearnAsync(path, ct);
        });
        foreach (var path in paths)
        {
            var (text, complaint) = Await(ct => work.TextAsync(path, ct));
            if (text is null) WriteWarning($"'{path}' is skipped: {complaint}");
            else WriteObject(text.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')), enumerateCollection: true);
        }
    }

    private void Report(ShareFiles work, IReadOnlyList<ShareFile> files, string output)
    {
        // All of them are learnt from, but only those that the user agrees to are written.
        var readable = files.Where(file => file.Complaint.Length == 0).ToArray();
        var agreed = readable.Where(file => ShouldProcess(file.OutputPath ?? output, $"Write the anonymised copy of '{file.Path}'")).ToHashSet();
        if (agreed.Count == 0 && readable.Length > 0) return;
        var progress = OnPipeline<SharedFile>(Report);
        Await(async ct =>
        {
            await foreach (var file in work.RunAsync([.. files.Where(file => file.Complaint.Length > 0 || agreed.Contains(file))], output, [.. readable.Where(file => !agreed.Contains(file))], ct)) progress.Report(file);
        });
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
