namespace ProxmoxMpc.Lab.State;

/// <summary>The state file: atomic writes, a lock file between processes, and a look whether another process wrote.</summary>
internal sealed class StateFile(string path) : IDisposable
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(30);

    private readonly string _path = Path.GetFullPath(path);
    private (DateTime Time, long Length) _stamp;

    public string ReadOrCreate(Func<string> create)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        using var held = Lock();
        if (!File.Exists(_path))
            Write(create());
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

    public void Write(string text)
    {
        string temporary = $"{_path}.{Environment.ProcessId}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(temporary, options))
        using (var writer = new StreamWriter(stream))
            writer.Write(text);
        File.Move(temporary, _path, overwrite: true);
        _stamp = Stamp();
    }

    /// <summary>Holds the lock file until disposed. A killed process loses it: the lock is the open handle, not the file.</summary>
    /// <exception cref="IOException">Another process held it for half a minute.</exception>
    public IDisposable Lock()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        long start = Environment.TickCount64;
        while (true)
        {
            try
            {
                return new FileStream(_path + ".lock", options);
            }
            catch (IOException) when (Environment.TickCount64 - start < LockTimeout.TotalMilliseconds)
            {
                Thread.Sleep(5);
            }
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
