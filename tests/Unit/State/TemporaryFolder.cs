namespace ProxmoxMpc.Tests.Unit.State;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("pmpc-test-").FullName;

    public string File(string relative) => Path.Combine(Root, relative);

    /// <summary>The mode as chmod writes it; skips the test, visibly, where there are access lists instead.</summary>
    public static string Mode(string path)
    {
        if (!OperatingSystem.IsWindows()) return Convert.ToString((int)System.IO.File.GetUnixFileMode(path), 8);
        Assert.Skip("Windows has access lists instead of modes.");
        return "";
    }

    /// <summary>Changes the mode; skips the test on Windows.</summary>
    public static void SetMode(string path, int mode)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has access lists instead of modes.");
        else System.IO.File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
