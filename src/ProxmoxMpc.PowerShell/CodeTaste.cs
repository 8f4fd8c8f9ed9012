using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>
/// How guests are laid out in files. It mirrors the core's enumeration, for a parameter of the core's own type would load the
/// core with the module.
/// </summary>
public enum FileLayout
{
    PerGuest = WorkspaceLayout.PerGuest,
    PerNode = WorkspaceLayout.PerNode,
    Single = WorkspaceLayout.Single,
}

/// <summary>How much of a guest its file says; a mirror, too.</summary>
public enum GuestDetail
{
    Minimal = AttributeDetail.Minimal,
    Lossless = AttributeDetail.Lossless,
}
