using System.Globalization;
using System.Management.Automation;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Invoke, "PmpcApply", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Plan"), OutputType(typeof(StepResult))]
public sealed class InvokePmpcApplyCommand : SessionCmdlet
{
    private const int ApplyActivity = 2;

    /// <summary>A plan of Get-PmpcPlan; without it, a fresh one is made.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Plan")]
    public Plan? Plan { get; set; }

    /// <summary>A file of Get-PmpcPlan -OutputPath. It is applied only where code and server still ask for exactly that.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "PlanPath")]
    [ValidateNotNullOrEmpty]
    public string? PlanPath { get; set; }

    /// <summary>Guests that may lose data, by name or vmid.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GuestNameCompleter))]
    public string[] AllowDataLoss { get; set; } = [];

    /// <summary>Does not ask, whatever the plan costs.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Process()
    {
        var saved = PlanPath is null ? null : PlanFile.Read(FileSystemPath(PlanPath));
        var failed = WithSession(async (session, reading, ct) =>
        {
            var apply = new Apply(session);
            var plan = Plan ?? await apply.PlanAsync(reading, ct);
            if (saved is not null) PlanFile.EnsureCurrent(saved, plan);
            await Ask(() => { PlanWarnings.Write(this, plan); return true; });
            var options = new ApplyOptions { AllowsDataLoss = IsNamed };
            if (!IsWhatIf) DataLoss.EnsureAllowed(plan, IsNamed);
            if (!plan.HasChanges || !await Ask(() => IsWanted(plan))) return [];
            var result = await apply.RunAsync(plan, options, OnPipeline<ApplyProgress>(Show), Emitter(), ct);
            return result.Steps.Where(step => step.Outcome is StepOutcome.Failed or StepOutcome.Unknown).ToArray();
        });
        WriteProgress(new ProgressRecord(ApplyActivity, "Apply", "Done") { RecordType = ProgressRecordType.Completed });
        foreach (var step in failed) WriteError(ErrorRecords.From(new("PmpcStepFailed", Core.Model.PmpcErrorKind.TaskFailed, $"Step {step.Number}, {step.Action} {step.Guest}: {step.Message}", step.Hint, step)));
    }

    /// <summary>Hands each result to the pipeline as soon as its step has ended.</summary>
    private Action<StepResult> Emitter() => OnPipeline<StepResult>(step => WriteObject(step)).Report;

    private bool IsWanted(Plan plan)
    {
        var go = true;
        foreach (var step in plan.Steps)
        {
            var cost = step.Consequence switch
            {
                Consequence.DataLoss => " (DATA LOSS)",
                Consequence.Downtime => " (downtime)",
                Consequence.PendingRestart => " (in force after a restart)",
                _ => "",
            };
            // -WhatIf lists the steps; the question is asked once, for all of them.
            if (IsWhatIf) go &= ShouldProcess(step.Guest, step.Summary + cost);
        }
        if (IsWhatIf)
        {
            var refused = DataLoss.Refused(plan, IsNamed);
            if (!refused.IsEmpty) WriteWarning($"As it stands this would be refused, for data would be lost. Where that is meant, add: -AllowDataLoss {DataLoss.Names(refused, plan)}");
            return false;
        }
        if (Force) return true;
        var list = string.Join(Environment.NewLine, plan.Steps.Select(step => $"  {step.Number}. {step.Guest}: {step.Summary}{(step.Consequence >= Consequence.Downtime ? $"  [{step.Consequence}]" : "")}"));
        return go && ShouldProcess($"{plan.Summary}{Environment.NewLine}{list}", $"{plan.Summary}{Environment.NewLine}{list}", "Apply this plan?");
    }

    private bool IsNamed(PlanStep step) => AllowDataLoss.Any(one => new WildcardPattern(one, WildcardOptions.IgnoreCase) is var pattern
        && (pattern.IsMatch(step.Name) || pattern.IsMatch(step.VmId.ToString(CultureInfo.InvariantCulture)) || string.Equals(one, step.Name, StringComparison.OrdinalIgnoreCase)));

    private void Show(ApplyProgress report) => WriteProgress(new ProgressRecord(ApplyActivity, "Applying the plan", $"{report.Step.Number} of {report.Total}: {report.Step.Guest}, {report.Step.Summary}".ReplaceLineEndings(" "))
    {
        PercentComplete = Math.Clamp(100 * report.Done / Math.Max(1, report.Total), 0, 100),
        CurrentOperation = report.TaskLine,
    });
}
