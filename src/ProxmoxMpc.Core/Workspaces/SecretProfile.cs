namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The folder of this product in the user's profile.</summary>
internal static class SecretProfile
{
    /// <summary>Overrides the folder.</summary>
    public const string Variable = "PROXMOX_MPC_HOME";

    /// <summary><c>$PROXMOX_MPC_HOME</c>, else <c>%APPDATA%\proxmox-mpc</c>, <c>$XDG_CONFIG_HOME/proxmox-mpc</c> or <c>~/.config/proxmox-mpc</c>.</summary>
    public static string Folder
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } home) return Path.GetFullPath(home);
            if (OperatingSystem.IsWindows()) return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "proxmox-mpc");
            // The XDG specification: a relative path in the variable is to be ignored.
            var config = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg) ? xdg : Path.Combine(UserHome, ".config");
            return Path.Combine(config, "proxmox-mpc");
        }
    }

    /// <summary>The absolute path of a secret file, from a bare name, <c>~/…</c> or an absolute path.</summary>
    public static string PathOf(string name, string folder)
    {
        if (name.StartsWith("~/", StringComparison.Ordinal)) return Path.GetFullPath(Path.Combine(UserHome, name[2..]));
        return Path.IsPathRooted(name) ? Path.GetFullPath(name) : Path.GetFullPath(Path.Combine(SecretsIn(folder), name));
    }

    public static string SecretsIn(string folder) => Path.Combine(folder, "secrets");

    private static string UserHome => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
}
