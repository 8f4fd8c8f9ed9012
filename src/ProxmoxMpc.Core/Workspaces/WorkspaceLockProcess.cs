using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Tells whether the process that took a lock still runs, and not just a later one with its id.</summary>
internal static class WorkspaceLockProcess
{
    /// <summary>
    /// What tells a process from a later one with the same id. On Linux the kernel's own tick count: the time of day that
    /// .NET derives from it moves when the clock is set, and would make a live process look dead.
    /// </summary>
    public static string? StartOf(int processId)
    {
        if (OperatingSystem.IsLinux()) return Stat(processId) is { } stat ? stat[19] : null;
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.HasExited ? null : process.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return null;
        }
        catch (Win32Exception)
        {
            // It runs, but for another user, whose processes do not tell.
            return "";
        }
    }

    /// <summary>Whether a process with that id and that start runs.</summary>
    public static bool IsAlive(int processId, string start) => StartOf(processId) is { } found && (found == start || found.Length == 0 || start.Length == 0);

    // proc(5): the fields of /proc/PID/stat after the command, which is in parentheses and may hold anything. The first is
    // the state; Z and X are dead processes that nobody has asked after yet.
    private static string[]? Stat(int processId)
    {
        try
        {
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields.Length < 20 || fields[0] is "Z" or "X" ? null : fields;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException)
        {
            // ESRCH: it ended while it was being read.
            return null;
        }
    }
}
