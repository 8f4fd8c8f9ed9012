namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// Writes a file so that whoever looks sees the old text or the new, never half of it, also when the process is killed:
/// a temporary file in the same folder, flushed to the disk, then renamed over the target.
/// </summary>
internal static class AtomicFile
{
    /// <summary>What marks a file that a killed process left behind.</summary>
    public const string Suffix = ".pmpc-tmp";

    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Whether the path is one of our temporary files.</summary>
    public static bool IsTemporary(ReadOnlySpan<char> path) => path.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Writes the bytes.</summary>
    /// <param name="mode">The file's mode on Unix; null keeps that of the file that is replaced, or leaves it to the umask.</param>
    /// <param name="overwrite">False: fails with an <see cref="IOException"/> where the file exists.</param>
    /// <param name="flush">False: whoever calls sees to it that the file reaches the disk.</param>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null, bool overwrite = true, bool flush = true)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}{Suffix}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && (mode ?? ModeOf(path)) is { } wanted) options.UnixCreateMode = wanted;
        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: flush);
            }
            // The umask has been at the mode of the new file; a file that was executable for the group stays so.
            if (!OperatingSystem.IsWindows() && options.UnixCreateMode is { } exact) File.SetUnixFileMode(temporary, exact);
            File.Move(temporary, path, overwrite);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static UnixFileMode? ModeOf(string path) => !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : null;
}
