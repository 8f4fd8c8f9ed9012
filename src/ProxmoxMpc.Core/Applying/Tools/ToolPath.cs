namespace ProxmoxMpc.Core.Applying.Tools;

/// <summary>Finds programs as a shell does.</summary>
public static class ToolPath
{
    // What Windows runs without a shell.
    private static readonly string[] Endings = OperatingSystem.IsWindows() ? [".exe"] : [""];

    /// <summary>The first of the programs that is on the PATH; null where none is.</summary>
    public static string? Find(params string[] names) => FindIn(Environment.GetEnvironmentVariable("PATH") ?? "", names);

    internal static string? FindIn(string path, params string[] names) =>
        (from name in names
         from folder in path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         from ending in Endings
         let file = Path.Combine(folder, name + ending)
         where Path.IsPathRooted(file) && IsProgram(file)
         select file).FirstOrDefault();

    private static bool IsProgram(string file) => File.Exists(file)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
