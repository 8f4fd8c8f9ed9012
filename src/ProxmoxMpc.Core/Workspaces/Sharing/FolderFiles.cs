namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What lies below a folder: its files, and what cannot be taken with the reason.</summary>
internal static class FolderFiles
{
    /// <param name="without">A folder that is left out.</param>
    /// <returns>Files, links and folders that cannot be read, in order.</returns>
    public static IReadOnlyList<(string Path, string Complaint)> Below(string folder, string without)
    {
        var found = new List<(string Path, string Complaint)>();
        var open = new Stack<string>([folder]);
        while (open.TryPop(out var current))
        {
            try
            {
                foreach (var entry in new DirectoryInfo(current).EnumerateFileSystemInfos())
                {
                    if (WorkspacePath.IsInside(without, entry.FullName)) continue;
                    if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint)) found.Add((entry.FullName, "It is a link, and links are not followed."));
                    else if (entry is DirectoryInfo) open.Push(entry.FullName);
                    else found.Add((entry.FullName, ""));
                }
            }
            catch (Exception error) when (error is UnauthorizedAccessException or IOException)
            {
                found.Add((current, error.Message));
            }
        }
        found.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return found;
    }
}
