namespace ProxmoxMpc.Console.Output;

/// <summary>A folder's files as a tree.</summary>
internal static class FileTree
{
    public static void Write(TextWriter output, string folder)
    {
        output.WriteLine(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) + "/");
        Write(output, new DirectoryInfo(folder), "");
    }

    private static void Write(TextWriter output, DirectoryInfo folder, string indent)
    {
        var entries = folder.GetFileSystemInfos().OrderBy(entry => entry is not DirectoryInfo).ThenBy(entry => entry.Name, StringComparer.Ordinal).ToArray();
        for (var i = 0; i < entries.Length; i++)
        {
            var isLast = i == entries.Length - 1;
            var isFolder = entries[i] is DirectoryInfo;
            output.WriteLine($"{indent}{(isLast ? "└── " : "├── ")}{entries[i].Name}{(isFolder ? "/" : "")}");
            if (entries[i] is DirectoryInfo sub) Write(output, sub, indent + (isLast ? "    " : "│   "));
        }
    }
}
