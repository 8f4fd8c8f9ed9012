using System.Management.Automation;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Core.Workspaces.Configuring;
using ProxmoxMpc.Core.Workspaces.Terraforming;

namespace ProxmoxMpc.PowerShell.Commands;

public sealed partial class InvokePmpcApplyCommand
{
    private const int ConfigureActivity = 3;

    /// <summary>By what the plan is carried out.</summary>
    [Parameter]
    public ApplyEngine Engine { get; set; }

    /// <summary>Then runs the playbooks of the guests that were changed.</summary>
    [Parameter]
    public SwitchParameter Configure { get; set; }

    /// <summary>Has Terraform plan the same, where it is to do it; null where it is not.</summary>
    private async Task<TerraformRun?> PrepareAsync(Session session, Plan plan, IProgress<ReadProgress> reading, CancellationToken ct) =>
        Engine == ApplyEngine.Terraform && plan.Steps.Length > 0 ? await TerraformRun.PrepareAsync(session, plan, null, reading, ct) : null;

    /// <summary>Has Ansible configure what the apply changed, where that was asked for.</summary>
    private async Task ConfigureAsync(Workspace workspace, ApplyResult applied, CancellationToken ct)
    {
        if (!Configure) return;
        // A guest of which a step failed is not what its playbook expects.
        var failed = applied.Steps.Where(step => step.Outcome != StepOutcome.Done).Select(step => step.VmId).ToHashSet();
        var guests = applied.TouchedGuests.Where(vmid => !failed.Contains(vmid)).ToArray();
        if (guests.Length == 0) return;
        var results = await new Configure(workspace).RunAsync(guests, OnPipeline<string>(Show), ct);
        await Ask(() =>
        {
            WriteProgress(new ProgressRecord(ConfigureActivity, "Configuring", "Done") { RecordType = ProgressRecordType.Completed });
            WriteObject(results, enumerateCollection: true);
            foreach (var result in results.Where(result => result.Outcome is ConfigureOutcome.Failed or ConfigureOutcome.Unreachable))
                WriteError(ErrorRecords.From(new("PmpcConfigureFailed", PmpcErrorKind.TaskFailed, $"{result.Guest} could not be configured: {result.Message}", $"Mend it, and run: ansible-playbook -i ansible/inventory.yml --limit {result.Host} …", result)));
            return true;
        });
    }

    private void Show(string task) => WriteProgress(new ProgressRecord(ConfigureActivity, "Configuring", task.Length > 0 ? task : "Under way"));
}
