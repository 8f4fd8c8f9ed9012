using System.Runtime.InteropServices;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// Brings many written files to the disk at once. One by one each waits for the disk's journal, and ten thousand take
/// minutes; where the system can flush a whole file system, that is one wait.
/// </summary>
internal static class DiskFlush
{
    // Fewer are flushed one by one: the file system may have a lot of other programs' work to write.
    private const int FewFiles = 64;

    /// <summary>Returns when the files are on the disk.</summary>
    public static void Flush(IReadOnlyCollection<string> paths)
    {
        if (paths.Count > FewFiles && OperatingSystem.IsLinux() && FlushFileSystem(paths.First())) return;
        foreach (var path in paths)
        {
            // One that is gone again needs no flushing.
            if (!File.Exists(path)) continue;
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(handle);
        }
    }

    private static bool FlushFileSystem(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return SyncFs((int)handle.DangerousGetHandle()) == 0;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException or FileNotFoundException)
        {
            // A C library without it: the files are flushed one by one.
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "syncfs")]
    private static extern int SyncFs(int descriptor);
}
