using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Relative paths of a workspace, and the promise that none leads out of it.</summary>
internal static class WorkspacePath
{
    /// <summary>The absolute path of a relative one with forward slashes.</summary>
    /// <exception cref="PmpcException"><c>PmpcPathOutsideWorkspace</c>: absolute, with <c>..</c>, into <c>.git</c>, or through a link that leads out.</exception>
    public static string Resolve(string root, string relative)
    {
        var segments = relative.Split('/');
        if (relative.Length == 0 || Path.IsPathRooted(relative) || segments.Any(IsUnsafe)) throw Outside(relative, "it is not a plain relative path");
        var path = root;
        foreach (var segment in segments)
        {
            path = Path.Combine(path, segment);
            if (LinkTarget(path, relative) is not { } target) continue;
            if (!IsInside(RealPath(root), target)) throw Outside(relative, "a link in it leads out of the workspace");
            path = target;
        }
        return path;
    }

    /// <summary>The same for a file of a folder that was resolved already.</summary>
    /// <param name="folder">The absolute path that <see cref="Resolve"/> gave for the file's folder.</param>
    public static string ResolveIn(string root, string folder, string relative)
    {
        var name = relative[(relative.LastIndexOf('/') + 1)..];
        if (IsUnsafe(name)) throw Outside(relative, "it is not a plain relative path");
        var path = Path.Combine(folder, name);
        return LinkTarget(path, relative) is not { } target ? path
            : IsInside(RealPath(root), target) ? target
            : throw Outside(relative, "a link in it leads out of the workspace");
    }

    /// <summary>Whether every part of a relative path is a plain name.</summary>
    public static bool IsPlain(string relative) => !relative.Split('/').Any(IsUnsafe);

    /// <summary>Whether a path lies in the folder or is the folder itself.</summary>
    public static bool IsInside(string folder, string path)
    {
        var relative = Path.GetRelativePath(folder, path);
        return relative == "." || (!Path.IsPathRooted(relative) && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    /// <summary>The absolute path with every link on the way followed.</summary>
    public static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        var parent = Path.GetDirectoryName(full);
        if (parent is null) return full;
        var real = Path.Combine(RealPath(parent), Path.GetFileName(full));
        return LinkTarget(real, path) is { } target && target != real ? RealPath(target) : real;
    }

    // A segment that Windows would read as something else is refused everywhere: workspaces travel by git.
    private static bool IsUnsafe(string segment) =>
        segment.Length == 0 || segment is "." or ".." || segment.Equals(".git", StringComparison.OrdinalIgnoreCase) || segment.Contains('\\')
        || segment.Any(char.IsControl) || (OperatingSystem.IsWindows() && (segment.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || segment[^1] is '.' or ' '));

    private static string? LinkTarget(string path, string relative)
    {
        try
        {
            // Elsewhere a link to a folder is told from one to a file; here one question tells that it is none, as nearly nothing is.
            if (!OperatingSystem.IsWindows() && new FileInfo(path).LinkTarget is null) return null;
            FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            return entry.LinkTarget is null ? null : RealPath(entry.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        }
        catch (IOException error)
        {
            throw Outside(relative, $"a link in it cannot be followed ({error.Message})", error);
        }
    }

    private static PmpcException Outside(string relative, string why, Exception? inner = null) => new("PmpcPathOutsideWorkspace", PmpcErrorKind.InvalidArgument,
        $"The path '{relative}' cannot be used in a workspace: {why}.", "Files of a workspace are named by relative paths that stay inside it.", relative, inner);
}
