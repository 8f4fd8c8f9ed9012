using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>
/// Base of the cmdlets that anonymise. In a workspace its names, rules and pseudonyms serve; elsewhere those of the PowerShell session, which
/// are forgotten with it.
/// </summary>
public abstract class PrivacyCmdlet : WorkspaceCmdlet
{
    /// <summary>The pseudonyms of this session or workspace.</summary>
    private protected PrivacySession Privacy => field ??= PrivacySessions.Of(OpenedWorkspace());

    /// <summary>The workspace that the user means; null where there is none and none was named.</summary>
    private protected Workspace? OpenedWorkspace() => Workspace is null ? Core.Workspaces.Workspace.Find(StartDirectory) : Core.Workspaces.Workspace.Open(StartDirectory);
}

/// <summary>The pseudonyms of each runspace: one for its session, one for each workspace that it works in.</summary>
internal static class PrivacySessions
{
    private static readonly ConditionalWeakTable<Runspace, Dictionary<string, PrivacySession>> s_sessions = [];

    public static PrivacySession Of(Workspace? workspace)
    {
        var sessions = s_sessions.GetOrCreateValue(Runspace.DefaultRunspace);
        var root = workspace?.Root ?? "";
        if (!sessions.TryGetValue(root, out var session)) sessions[root] = session = workspace is null ? PrivacySession.InMemory() : PrivacySession.Of(workspace);
        return session;
    }

    /// <summary>Forgets what this runspace has of a workspace, so that it is read anew.</summary>
    public static void Drop(Workspace workspace) => s_sessions.GetOrCreateValue(Runspace.DefaultRunspace).Remove(workspace.Root);
}
