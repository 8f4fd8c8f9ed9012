using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>The logins of each runspace, in memory: they end with it, and no runspace sees another's.</summary>
internal static class Logins
{
    private static readonly ConditionalWeakTable<Runspace, LoginMemory> s_all = [];

    /// <summary>Those of the runspace that the calling thread works for; null where it works for none.</summary>
    public static LoginMemory? OfRunspace() => Runspace.DefaultRunspace is { } runspace ? s_all.GetOrCreateValue(runspace) : null;
}
