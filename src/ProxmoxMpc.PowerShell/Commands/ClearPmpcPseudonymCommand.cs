using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Clear, "PmpcPseudonym", SupportsShouldProcess = true)]
public sealed class ClearPmpcPseudonymCommand : PrivacyCmdlet
{
    protected override void Process()
    {
        var workspace = OpenedWorkspace();
        if (!Confirmation.IsGiven(this, workspace?.Root ?? "this session", "Forget all pseudonyms: what was shared cannot be turned back", isHigh: workspace is not null)) return;
        if (workspace is null)
        {
            Privacy.Clear();
            return;
        }
        // Not through the session: what it would read may be what is wrong.
        PrivacySession.Forget(workspace);
        PrivacySessions.Drop(workspace);
    }
}
