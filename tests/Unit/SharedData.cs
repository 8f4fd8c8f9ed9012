namespace ProxmoxMpc.Tests.Unit;

/// <summary>Facts about Proxmox and its Terraform provider that lie beside the repository on the maintainers' machines.</summary>
internal static class SharedData
{
    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = FindUp("ProxmoxMpc.sln") ?? throw new InvalidOperationException("The tests must run inside the repository.");

    /// <summary>The path of a shared file; skips the test, visibly, where there is none.</summary>
    public static string Path(string relative)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository, "..", "shared", relative));
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("PMPC_SHARED") is { } root) path = System.IO.Path.Combine(root, relative);
        if (!File.Exists(path)) Assert.Skip($"{relative} is not on this machine: it lies beside the repository where the facts are kept.");
        return path;
    }

    private static string? FindUp(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, file))) return folder.FullName;
        return null;
    }
}
