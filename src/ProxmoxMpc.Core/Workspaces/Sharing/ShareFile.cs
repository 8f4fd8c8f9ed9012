using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A file to convert and where its copy goes; null: nowhere, its text is handed out.</summary>
/// <param name="Complaint">Why it cannot be taken: it is a link, or a folder that cannot be read. Empty for a file.</param>
public sealed record ShareFile(string Path, string? OutputPath, string Complaint = "")
{
    /// <summary>The files of a folder with all below it, in order. Links are not followed, the output folder is left out where it lies within.</summary>
    /// <exception cref="PmpcException"><c>PmpcInputWouldBeOverwritten</c>: the folder lies in the output.</exception>
    public static IReadOnlyList<ShareFile> InFolder(string folder, string output)
    {
        var (from, to) = (System.IO.Path.GetFullPath(folder), System.IO.Path.GetFullPath(output));
        if (WorkspacePath.IsInside(WorkspacePath.RealPath(to), WorkspacePath.RealPath(from))) throw CopyFailure.InputOverwritten(from);
        return [.. FolderFiles.Below(from, to).Select(found => new ShareFile(found.Path, System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from, found.Path)), found.Complaint))];
    }
}

/// <summary>What became of a file.</summary>
public enum ShareOutcome
{
    Written,

    /// <summary>It is no text; there is no copy.</summary>
    Skipped,

    /// <summary>Something sensitive seems to be left in its copy, which has been deleted.</summary>
    Withheld,

    /// <summary>It could not be read; there is no copy.</summary>
    Failed,
}

/// <summary>A file whose copy was anonymised, or has its real values again.</summary>
/// <param name="Replaced">How often something was replaced in it.</param>
/// <param name="Reason">Why there is no copy; empty where there is one.</param>
public sealed record SharedFile(string Path, string? OutputPath, ShareOutcome Outcome, long Replaced, long Length, string Reason)
{
    /// <summary>A file that cannot be taken, and the complaint about it.</summary>
    internal static SharedFile Without(ShareFile file) =>
        file.Complaint.Length == 0 ? throw new ArgumentException("There is nothing to complain about.", nameof(file))
        : new(file.Path, null, Directory.Exists(file.Path) && !IsLink(file.Path) ? ShareOutcome.Failed : ShareOutcome.Skipped, 0, 0, file.Complaint);

    /// <summary>A file that is no text.</summary>
    internal static SharedFile NoText(string path, string complaint) => new(path, null, ShareOutcome.Skipped, 0, 0, complaint);

    /// <summary>A file that could not be read.</summary>
    internal static SharedFile Unreadable(string path, Exception error) => new(path, null, ShareOutcome.Failed, 0, 0, error.Message);

    private static bool IsLink(string path) => new DirectoryInfo(path).Attributes.HasFlag(FileAttributes.ReparsePoint);
}
