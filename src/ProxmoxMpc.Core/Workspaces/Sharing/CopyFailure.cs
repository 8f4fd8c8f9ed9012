using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What is said and done when a copy cannot be written.</summary>
internal static class CopyFailure
{
    /// <summary>The error for a copy that could not be written to the end; what there is of it is deleted.</summary>
    public static PmpcException Of(string path, string temporary, string target, Exception error)
    {
        Discard(temporary);
        // The name that it has while it is written says nothing to anybody.
        return new("PmpcOutputNotWritten", PmpcErrorKind.Workspace, $"The copy of '{path}' could not be written: {error.Message.Replace(temporary, target, StringComparison.Ordinal)}",
            "Check that you may write there and that the disk has room.", target, error);
    }

    /// <summary>The error for a copy that would take the place of an input.</summary>
    public static PmpcException InputOverwritten(string path) =>
        new("PmpcInputWouldBeOverwritten", PmpcErrorKind.InvalidArgument, $"The output '{path}' is an input, which is never overwritten.", "Name another folder with -OutputPath.", path);

    /// <summary>The error for a copy that would take the place of another file, which is not wanted.</summary>
    public static PmpcException OutputExists(string path) => new("PmpcOutputExists", PmpcErrorKind.Conflict, $"'{path}' exists already.", "Name another output, or replace it with -Force.", path);

    /// <summary>Deletes copies that processes left unfinished, and unchecked, when they were killed. Who still writes one holds it.</summary>
    public static void DiscardLeftovers(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var path in Directory.EnumerateFiles(folder, $".*{AtomicFile.Suffix}"))
        {
            if (!Guid.TryParseExact(Path.GetFileName(path)[1..^AtomicFile.Suffix.Length], "N", out _)) continue;
            try
            {
                using (File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) File.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It is somebody's who is still at work, or of another user: theirs to delete.
                continue;
            }
        }
    }

    /// <summary>Deletes a copy that is not finished.</summary>
    public static void Discard(string temporary)
    {
        // In a folder that is not there File.Delete fails.
        if (File.Exists(temporary)) File.Delete(temporary);
    }
}
