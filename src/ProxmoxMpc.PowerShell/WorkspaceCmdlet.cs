using System.Management.Automation;
using Microsoft.PowerShell.Commands;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of the cmdlets that work in a workspace.</summary>
public abstract class WorkspaceCmdlet : PmpcCmdlet
{
    /// <summary>The workspace's folder or one below it; without it, the session's current folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Workspace { get; set; }

    /// <summary>
    /// Where the search for the workspace starts. It is the session's location, not the process's current directory, which
    /// PowerShell does not keep in step and which runspaces share.
    /// </summary>
    protected string StartDirectory => Workspace is null ? SessionState.Path.CurrentFileSystemLocation.ProviderPath : FileSystemPath(Workspace);

    /// <summary>The path in the file system that a user's path means, whether it exists or not.</summary>
    protected string FileSystemPath(string path)
    {
        var resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.ImplementingType == typeof(FileSystemProvider)
            ? resolved
            : throw new PmpcException("PmpcPathNotInFileSystem", PmpcErrorKind.InvalidArgument, $"'{path}' is not a path in the file system.",
                "Give the path of a folder, for example ./lab.", path);
    }
}
