using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Tells pipes, sockets and devices from files without waiting for them.</summary>
internal static class SpecialFile
{
    private const int ReadNow = 0x800, ReadNowOnMac = 0x4;

    // What a socket says.
    private const int NoSuchDevice = 6;

    /// <summary>Whether a path is no file that has an end. What cannot be opened is told by whoever opens it.</summary>
    public static bool Is(string path)
    {
        // Only those have no length; a file that has none is soon read.
        if (OperatingSystem.IsWindows() || new FileInfo(path) is not { Exists: true, Length: 0 }) return false;
        try
        {
            using var handle = new SafeFileHandle(Open(path, OperatingSystem.IsMacOS() ? ReadNowOnMac : ReadNow), ownsHandle: true);
            if (handle.IsInvalid) return Marshal.GetLastPInvokeError() == NoSuchDevice;
            using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            return !stream.CanSeek;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            // A C library of another name: it is opened as any other.
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
