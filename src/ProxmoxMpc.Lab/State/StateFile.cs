namespace ProxmoxMpc.Lab.State;

/// <summary>The state file: atomic writes, a lock file between processes, and a look whether another process wrote.</summary>
internal sealed class StateFile(string path) : IDisposable
{
    // "Resource temporarily unavailable" on Linux and macOS, a sharing violation on Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    private readonly string _path = Path.GetFullPath(path);
    private (DateTime Time, long Length) _stamp;

    public string ReadOrCreate(Func<string> create)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        if (!File.Exists(_path))
            Write(create(), overwrite: false);
        return ReadIfChanged() ?? File.ReadAllText(_path);
    }

    /// <summary>The text when somebody else wrote it since we last read or wrote; null when nothing is new.</summary>
    public string? ReadIfChanged()
    {
        var stamp = Stamp();
        if (stamp == _stamp || stamp.Length < 0)
            return null;
        string text = File.ReadAllText(_path);
        _stamp = stamp;
        return text;
    }

    /// <param name="overwrite">Whether it replaces what is there; otherwise what somebody else wrote meanwhile stays.</param>
    public void Write(string text, bool overwrite = true)
    {
        string temporary = $"{_path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(temporary, options))
        using (var writer = new StreamWriter(stream))
            writer.Write(text);
        try
        {
            File.Move(temporary, _path, overwrite);
        }
        catch (IOException) when (!overwrite && File.Exists(_path))
        {
            File.Delete(temporary);
            return;
        }
        _stamp = Stamp();
    }

    /// <summary>Holds the lock file until disposed; null where another process has it. A killed process loses it: the lock is the open handle, not the file.</summary>
    /// <exception cref="IOException">The lock file cannot be made.</exception>
    public IDisposable? TryLock()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(_path + ".lock", options);
        }
        catch (IOException error) when (Held.Contains(error.HResult))
        {
            return null;
        }
    }

    public void Dispose()
    {
        // Nothing is held between requests; the lock file may stay, it is empty.
    }

    private (DateTime Time, long Length) Stamp()
    {
        var info = new FileInfo(_path);
        return info.Exists ? (info.LastWriteTimeUtc, info.Length) : (default, -1);
    }
}
