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
            ConvertFiles();
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

    private protected override IReadOnlyList<ShareFile> InFolder(string folder, string output) => ShareFile.InFolder(folder, output);

    private protected override void Show(IReadOnlyList<string> paths)
    {
        var work = Work(keepsNames: true);
        Await(async ct =>
        {
            foreach (var path in paths) await work.LearnAsync(path, ct);
        });
        foreach (var path in paths)
        {
            var (text, complaint) = Await(ct => work.TextAsync(path, ct));
            WriteLines(path, text, complaint);
        }
    }

    private protected override void Copy(IReadOnlyList<ShareFile> files, string? root, bool keepsNames)
    {
        var work = Work(keepsNames);
        // All of them are learnt from, but only those that the user agrees to are written.
        CopyAgreed(files, file => $"Write the anonymised copy of '{file.Path}'", (agreed, others, ct) => work.RunAsync(agreed, root, others, ct));
    }

    private ShareFiles Work(bool keepsNames) => new(Share)
    {
        Overwrite = Force, KeepNames = keepsNames,
        Allowed = AllowResidual ? (path, residues) => OnPipeline<string>(WriteWarning).Report($"'{path}' is shared although something is left: {Sharing.Describe(residues)}.") : null,
    };
}
