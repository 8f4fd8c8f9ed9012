using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of the cmdlets that bring code back and show what would make the server follow.</summary>
public abstract class RollbackCmdlet : SessionCmdlet
{
    /// <summary>Does not ask the server for the plan.</summary>
    [Parameter]
    public SwitchParameter NoPlan { get; set; }

    /// <summary>Works out the edits of the code, and writes them where asked to.</summary>
    private protected abstract RollbackResult Edit(Workspace workspace, bool write);

    private protected abstract string Action(RollbackResult preview);

    protected sealed override void Process()
    {
        var workspace = OpenWorkspace();
        var preview = Edit(workspace, write: false);
        PlanWarnings.WriteProblems(this, preview.Problems);
        if (!ShouldProcess($"{Counted.Of(preview.Files.Length, "file")} of the code in {workspace.Root}", Action(preview)))
        {
            // Whoever said no was asked about it and wants nothing.
            if (!IsWhatIf) return;
            foreach (var file in preview.Files) Host?.UI?.WriteLine($"What if: {file.Path} would be {file.Action.ToLowerInvariant()}:\n{file.Diff}");
            WriteObject(preview);
            return;
        }
        var result = Edit(workspace, write: true);
        WriteObject(NoPlan ? result : result with { Plan = PlanOf() });
    }

    private static async Task<Plan> PlanAsync(Session session, IProgress<Core.Api.ReadProgress> progress, CancellationToken ct) =>
        (await new Backups(session).TryAddAsync(await new Apply(session).PlanAsync(progress, ct), ct)).Plan;

    /// <summary>The code is back whether the server answers or not.</summary>
    private Plan? PlanOf()
    {
        try
        {
            var plan = WithSession((session, progress, ct) => PlanAsync(session, progress, ct));
            PlanWarnings.Write(this, plan);
            return plan;
        }
        catch (PmpcException unplanned)
        {
            WriteWarning($"The code is back, but what would make the server follow could not be worked out: {unplanned.Message} Try Get-PmpcPlan later.");
            return null;
        }
    }
}
