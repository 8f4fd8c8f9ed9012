namespace ProxmoxMpc.Console.Hosting;

/// <summary>Where the assembled module is: beside the program where it is installed, in <c>out/</c> where it runs from the repository.</summary>
internal static class ModuleFolder
{
    /// <summary>The manifest's path. Throws <see cref="FileNotFoundException"/> where there is no module.</summary>
    public static string FindManifest()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "ProxmoxMpc", "ProxmoxMpc.psd1");
        if (File.Exists(beside)) return beside;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "ProxmoxMpc.sln"))) continue;
            var built = Path.Combine(folder.FullName, "out", "ProxmoxMpc", "ProxmoxMpc.psd1");
            if (File.Exists(built)) return built;
        }
        throw new FileNotFoundException("The ProxmoxMpc module is not beside proxmox-mpc. Install the tool again, or build the solution.", beside);
    }
}
