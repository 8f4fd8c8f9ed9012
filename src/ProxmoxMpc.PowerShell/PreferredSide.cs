namespace ProxmoxMpc.PowerShell;

/// <summary>
/// Which side decides a conflict. It mirrors the core's enumeration, for a parameter of the core's own type would load the
/// core with the module.
/// </summary>
public enum PreferredSide
{
    None = Core.Workspaces.Preference.None,
    Server = Core.Workspaces.Preference.Server,
    Code = Core.Workspaces.Preference.Code,
}
