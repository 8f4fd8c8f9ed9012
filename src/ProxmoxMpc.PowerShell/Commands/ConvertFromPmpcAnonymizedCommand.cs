using System.Management.Automation;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsData.ConvertFrom, "PmpcAnonymized", DefaultParameterSetName = InputSet, SupportsShouldProcess = true), OutputType(typeof(string), typeof(PSObject), typeof(SharedFile))]
public sealed class ConvertFromPmpcAnonymizedCommand : ConversionCmdlet
{
    private Deanonymizer? _restorer;

    protected override void Begin()
    {
        _restorer = Privacy.Restorer();
        if (Privacy.Count == 0)
            WriteWarning("No pseudonyms are known here, so nothing can be given back. They are kept by the PowerShell session that made them, or by a workspace.");
    }

    protected override void Process()
    {
        if (ParameterSetName == PathSet)
        {
            ConvertFiles();
            return;
        }
        if (InputObject is null) return;
        var item = InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject;
        WriteObject(item is string text ? _restorer!.Restore(text) : ObjectSharing.Restore(InputObject, _restorer!.Restore));
    }

    private protected override IReadOnlyList<ShareFile> InFolder(string folder, string output) => RestoreFiles.InFolder(folder, output);

    private protected override void Show(IReadOnlyList<string> paths)
    {
        var work = new RestoreFiles(_restorer!);
        foreach (var path in paths)
        {
            var (text, complaint) = Await(ct => work.TextAsync(path, ct));
            WriteLines(path, text, complaint);
        }
    }

    private protected override void Copy(IReadOnlyList<ShareFile> files, string? root, bool keepsNames)
    {
        var work = new RestoreFiles(_restorer!) { Overwrite = Force, KeepNames = keepsNames };
        CopyAgreed(work.Named(files, root), file => $"Write the copy of '{file.Path}' with its real values", (agreed, _, ct) => work.RunAsync(agreed, root, ct));
    }
}
