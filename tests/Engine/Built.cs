namespace ProxmoxMpc.Tests.Engine;

/// <summary>Where the build put things.</summary>
internal static class Built
{
    /// <summary>The repository's root, found upwards from the test's own folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The assembled module's folder.</summary>
    public static string Module { get; } = Path.Combine(Root, "out", "ProxmoxMpc");

    /// <summary>The assembled module's manifest, to import.</summary>
    public static string Manifest { get; } = Path.Combine(Module, "ProxmoxMpc.psd1");

    public static string Probe { get; } = Project("Probe", "ProxmoxMpc.Tests.Probe.dll");
    public static string Neighbour { get; } = Project("Neighbour", "ProxmoxMpc.Tests.Neighbour.dll");
    public static string EngineHost { get; } = Project("EngineHost", "ProxmoxMpc.Tests.EngineHost.dll");

    /// <summary>The <c>proxmox-mpc</c> command, to run with <c>dotnet</c>.</summary>
    public static string Console { get; } = Path.Combine(Root, "src", "ProxmoxMpc.Console", Path.GetRelativePath(Path.Combine(Root, "tests", "Engine"), AppContext.BaseDirectory), "proxmox-mpc.dll");

    // A sibling project's output, of the same configuration as this one's: tests/Engine/bin/Debug/net10.0.
    private static string Project(string name, string file)
    {
        var own = Path.GetRelativePath(Path.Combine(Root, "tests", "Engine"), AppContext.BaseDirectory);
        return Path.Combine(Root, "tests", name, own, file);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ProxmoxMpc.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("The tests run outside of the repository.");
    }
}
