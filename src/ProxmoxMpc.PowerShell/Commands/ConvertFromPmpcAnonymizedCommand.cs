using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsData.ConvertFrom, "PmpcAnonymized", DefaultParameterSetName = InputSet, SupportsShouldProcess = true), OutputType(typeof(string), typeof(PSObject), typeof(FileInfo))]
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
            foreach (var path in PathArguments.Resolve(this, Path)) Restore(path);
            return;
        }
        if (InputObject is null) return;
        var item = InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject;
        WriteObject(item is string text ? _restorer!.Restore(text) : ObjectSharing.Restore(InputObject, _restorer!.Restore));
    }

    private void Restore(string path)
    {
        if (Directory.Exists(path))
            throw new PmpcException("PmpcPathIsFolder", PmpcErrorKind.InvalidArgument, $"'{path}' is a folder.", "Name the files, for example with a wildcard.", path);
        if (OutputPath is null)
        {
            WriteObject(_restorer!.Restore(File.ReadAllText(path)).TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')), enumerateCollection: true);
            return;
        }
        var output = FileSystemPath(OutputPath);
        var target = Directory.Exists(output) ? System.IO.Path.Combine(output, System.IO.Path.GetFileName(path)) : output;
        if (!ShouldProcess(target, $"Write the copy of '{path}' with its real values")) return;
        Await(ct => RestoredFile.WriteAsync(_restorer!, path, target, Force, ct));
        WriteObject(new FileInfo(target));
    }
}
