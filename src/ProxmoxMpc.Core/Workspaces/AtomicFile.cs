using System.Buffers;
using System.Security.Cryptography;

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

    // Up to here two parts are written at once.
    private const int Short = 64 * 1024;

    // A temporary file has the name of this process, which no other has, and a number: random names for each would cost a call of the system.
    private static readonly string Process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private static long s_number;

    /// <summary>Whether the path is one of our temporary files.</summary>
    public static bool IsTemporary(ReadOnlySpan<char> path) => path.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Writes the bytes.</summary>
    /// <param name="mode">The file's mode on Unix; null keeps that of the file that is replaced, or leaves it to the umask.</param>
    /// <param name="overwrite">False: fails with an <see cref="IOException"/> where the file exists.</param>
    /// <param name="flush">False: whoever calls sees to it that the file reaches the disk.</param>
    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null, bool overwrite = true, bool flush = true) =>
        Write(path, [], bytes, mode, overwrite, flush);

    /// <summary>Writes bytes and others behind them.</summary>
    /// <param name="isNew">Whether there is known to be no such file, whose mode would have to be kept.</param>
    public static void Write(string path, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, UnixFileMode? mode = null, bool overwrite = true, bool flush = true, bool isNew = false)
    {
        using var file = new Replacement(path, mode ?? (isNew ? null : ModeOf(path)), bufferSize: 0);
        WriteBoth(file.Stream, head, body);
        file.Commit(overwrite, flush);
    }

    /// <summary>Writes bytes and others behind them beside the place of a new file, where <see cref="Place"/> puts it. Returns the temporary file's number.</summary>
    public static long Prepare(string path, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        using var file = new Replacement(path, mode: null, bufferSize: 0);
        WriteBoth(file.Stream, head, body);
        return file.Keep();
    }

    /// <summary>Puts a prepared file into its place.</summary>
    public static void Place(long number, string path) => File.Move(PathOf(Path.GetDirectoryName(path)!, number), path, overwrite: true);

    /// <summary>Where the temporary file of that number is.</summary>
    public static string PathOf(string folder, long number) => Path.Combine(folder, $".{Process}{number:x}{Suffix}");

    private static void WriteBoth(FileStream stream, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (head.IsEmpty || head.Length + body.Length > Short)
        {
            if (!head.IsEmpty) stream.Write(head);
            stream.Write(body);
            return;
        }
        var both = ArrayPool<byte>.Shared.Rent(head.Length + body.Length);
        head.CopyTo(both);
        body.CopyTo(both.AsSpan(head.Length));
        stream.Write(both, 0, head.Length + body.Length);
        ArrayPool<byte>.Shared.Return(both);
    }

    /// <summary>Writes what is too long to be in memory at once.</summary>
    public static void Write(string path, Action<Stream> content, UnixFileMode? mode = null, bool overwrite = true)
    {
        using var file = new Replacement(path, mode ?? ModeOf(path), bufferSize: 4096);
        content(file.Stream);
        file.Commit(overwrite, flush: true);
    }

    /// <summary>The temporary file; disposed before it is committed, it goes again.</summary>
    private sealed class Replacement : IDisposable
    {
        private readonly string _path;
        private readonly long _number;
        private readonly string _temporary;
        private readonly UnixFileMode? _mode;
        private bool _isDone;

        public Replacement(string path, UnixFileMode? mode, int bufferSize)
        {
            _path = path;
            _number = Interlocked.Increment(ref s_number);
            _temporary = PathOf(Path.GetDirectoryName(path)!, _number);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = bufferSize };
            if (!OperatingSystem.IsWindows() && mode is { } wanted) options.UnixCreateMode = _mode = wanted;
            Stream = new FileStream(_temporary, options);
        }

        public FileStream Stream { get; }

        public void Commit(bool overwrite, bool flush)
        {
            Stream.Flush(flushToDisk: flush);
            Stream.Dispose();
            // The umask has been at the mode of the new file; a file that was executable for the group stays so.
            if (!OperatingSystem.IsWindows() && _mode is { } exact) File.SetUnixFileMode(_temporary, exact);
            File.Move(_temporary, _path, overwrite);
            _isDone = true;
        }

        public long Keep()
        {
            Stream.Dispose();
            _isDone = true;
            return _number;
        }

        public void Dispose()
        {
            if (_isDone) return;
            Stream.Dispose();
            File.Delete(_temporary);
        }
    }

    private static UnixFileMode? ModeOf(string path) => !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : null;
}
