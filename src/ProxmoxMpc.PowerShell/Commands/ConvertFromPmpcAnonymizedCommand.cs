using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsData.ConvertFrom, "PmpcAnonymized", DefaultParameterSetName = InputSet), OutputType(typeof(string), typeof(PSObject), typeof(FileInfo))]
public sealed class ConvertFromPmpcAnonymizedCommand : PrivacyCmdlet
{
    private const string InputSet = "InputObject";
    private const string PathSet = "Path";

    private Deanonymizer? _restorer;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>A file, or a folder for several; it is readable by its owner only.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Alias("Out", "Destination")]
    [ValidateNotNullOrEmpty]
    public string? OutputPath { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    public SwitchParameter Force { get; set; }

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
        Await(ct => RestoredFile.WriteAsync(_restorer!, path, target, Force, ct));
        WriteObject(new FileInfo(target));
    }
}
