using System.Management.Automation;
using ProxmoxMpc.Core.Model;
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

    protected override void End()
    {
        // Files are named one by one.
        if (ParameterSetName != PathSet && _restorer is { Lost: > 0 and var lost }) WriteWarning(Lost("The input", lost));
    }

    private protected override IReadOnlyList<ShareFile> InFolder(string folder, string output) => RestoreFiles.InFolder(folder, output);

    private protected override void Show(IReadOnlyList<string> paths)
    {
        var work = Work(keepsNames: true);
        foreach (var path in paths)
        {
            var (text, complaint) = Await(ct => work.TextAsync(path, ct));
            WriteLines(path, text, complaint);
        }
    }

    private protected override void Copy(IReadOnlyList<ShareFile> files, string? root, bool keepsNames)
    {
        var work = Work(keepsNames);
        CopyAgreed(work.Named(files, root), file => $"Write the copy of '{file.Path}' with its real values", (agreed, _, ct) => work.RunAsync(agreed, root, ct));
    }

    private RestoreFiles Work(bool keepsNames) => new(_restorer!)
    {
        Overwrite = Force, KeepNames = keepsNames, Lost = (path, count) => OnPipeline<string>(WriteWarning).Report(Lost($"'{path}'", count)),
    };

    private static string Lost(string where, long count) =>
        $"{where} still has {Counted.Of((int)Math.Min(count, int.MaxValue), "made-up secret")}: keys, passwords and tokens come back only in the session that hid them. Put the real ones in before you use it.";
}
