using System.Globalization;
using System.Management.Automation;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Applying.Objects;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Invoke, "PmpcApply", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Plan"), OutputType(typeof(StepResult), typeof(ObjectStepResult), typeof(Core.Workspaces.Configuring.ConfigureResult))]
public sealed partial class InvokePmpcApplyCommand : SessionCmdlet
{
    private const int ApplyActivity = 2;
    private const int FirstStep = 1000;
    private const int MostWarnings = 5;

    /// <summary>A plan of Get-PmpcPlan; without it, a fresh one is made.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Plan")]
    public Plan? Plan { get; set; }

    /// <summary>A file of Get-PmpcPlan -OutputPath. It is applied only where code and server still ask for exactly that.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "PlanPath")]
    [ValidateNotNullOrEmpty]
    public string? PlanPath { get; set; }

    /// <summary>Goes on with the last apply, which was cut off.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Resume")]
    public SwitchParameter Resume { get; set; }

    /// <summary>Guests that may lose data, by name or vmid.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GuestNameCompleter))]
    public string[] AllowDataLoss { get; set; } = [];

    /// <summary>How many steps are under way at a time.</summary>
    [Parameter]
    [Alias("ThrottleLimit")]
    [ValidateRange(1, 64)]
    public int Throttle { get; set; } = 5;

    /// <summary>Begins no further step once one has failed.</summary>
    [Parameter]
    public SwitchParameter StopOnError { get; set; }

    /// <summary>Reboots running guests for which something waits for that; a plan that is given says itself whether it does.</summary>
    [Parameter(ParameterSetName = "Plan")]
    [Alias("Reboot")]
    public SwitchParameter Restart { get; set; }

    /// <summary>Does not ask, whatever the plan costs.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Process()
    {
        var saved = PlanPath is null ? null : PlanFile.Read(FileSystemPath(PlanPath));
        var failed = Rehearse ? Rehearsed() : WithSession(async (session, reading, ct) =>
        {
            var apply = new Apply(session);
            if (!IsWhatIf) await RecoverAsync(apply, session.Workspace, ct);
            if (await PlanAsync(apply, saved, reading, ct) is not { } plan) return [];
            using var terraform = await PrepareAsync(session, plan, reading, ct);
            plan = terraform?.Plan ?? plan;
            if (saved is not null) PlanFile.EnsureCurrent(saved, plan);
            if (!IsWhatIf) DataLoss.EnsureAllowed(plan, IsNamed);
            plan = await new Backups(session).AddAsync(plan, BackupOptions, ct);
            await Ask(() => { PlanWarnings.Write(this, plan); return true; });
            if (plan.HasChanges) await WarnOfPermissionsAsync(session, plan, ct);
            if (!plan.HasChanges || !await Ask(() => IsWanted(plan))) return [];
            var options = new ApplyOptions { AllowsDataLoss = IsNamed, Throttle = Throttle, StopOnError = StopOnError, Terraform = terraform, ObjectProgress = OnPipeline<ObjectProgress>(ShowObject), ObjectEnded = OnPipeline<ObjectStepResult>(step => WriteObject(step)).Report };
            var result = await apply.RunAsync(plan, options, OnPipeline<ApplyProgress>(Show), Emitter(), ct);
            await ConfigureAsync(session.Workspace, result, ct);
            return Failures(result);
        });
        WriteProgress(new ProgressRecord(ApplyActivity, "Apply", "Done") { RecordType = ProgressRecordType.Completed });
        foreach (var failure in failed) WriteError(ErrorRecords.From(failure));
    }

    private static Core.Model.PmpcException[] Failures(ApplyResult result) =>
    [
        .. result.Steps.Where(step => step.Outcome is StepOutcome.Failed or StepOutcome.Unknown).Select(step => new Core.Model.PmpcException("PmpcStepFailed", Core.Model.PmpcErrorKind.TaskFailed, $"Step {step.Number}, {step.Action} {step.Guest}: {step.Message}", step.Hint, step)),
        .. result.Objects.Where(step => step.Outcome is StepOutcome.Failed or StepOutcome.Unknown).Select(step => new Core.Model.PmpcException("PmpcStepFailed", Core.Model.PmpcErrorKind.TaskFailed, $"Step {step.Number}, {step.Action} {step.Name}: {step.Message}", step.Hint, step)),
    ];

    /// <summary>The plan to carry out; null where there is nothing to resume.</summary>
    private async Task<Plan?> PlanAsync(Apply apply, Plan? saved, IProgress<Core.Api.ReadProgress> reading, CancellationToken ct)
    {
        if (!Resume) return Plan ?? await apply.PlanAsync(new() { Restart = Restart || saved?.Steps.Any(step => step.Action == PlanAction.Reboot) == true }, reading, ct);
        var rest = await apply.PlanRestAsync(reading, ct);
        await Ask(() =>
        {
            if (rest is null) WriteWarning("There is nothing to resume: the last apply was not cut off, or what became of it has been settled and all of it was done.");
            else if (!rest.Value.LeftOut.IsEmpty) WriteWarning($"Left out, for code or server want something by now that the plan which was cut off did not hold: {string.Join(", ", rest.Value.LeftOut)}. Look at Get-PmpcPlan, and apply that.");
            return true;
        });
        return rest?.Plan;
    }

    /// <summary>Finds out what became of an apply that was cut off before anything is planned: its tasks may be under way still.</summary>
    private async Task RecoverAsync(Apply apply, Workspace workspace, CancellationToken ct)
    {
        if (UnfinishedRun.Of(workspace) is not { } run) return;
        await Ask(() => { WriteWarning($"{run} What became of it is found out first."); return true; });
        var found = await apply.RecoverAsync(ct);
        await Ask(() => { WriteObject(found.Steps, enumerateCollection: true); WriteObject(found.Objects, enumerateCollection: true); return true; });
    }

    /// <summary>Says before the first step what would be refused in the middle.</summary>
    private async Task WarnOfPermissionsAsync(Session session, Plan plan, CancellationToken ct)
    {
        var report = await PermissionReport.OfAsync(session, plan, ct);
        await Ask(() =>
        {
            foreach (var missing in report.Missing.Take(MostWarnings))
                WriteWarning(missing.Outcome == PermissionOutcome.RootOnly ? $"Only root@pam itself may do this, and no token: {missing.What}" : $"{report.Identity} has no {missing.Privilege} on {missing.Path}, which is needed: {missing.What}");
            if (!report.Succeeded) WriteWarning("Test-PmpcPermission lists what is missing, and with -AsCommand the lines that grant it.");
            return true;
        });
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
        var beside = plan.ObjectSteps.Where(step => step.Refusal is null).ToArray();
        if (IsWhatIf)
        {
            foreach (var step in beside) ShouldProcess(step.Name, step.Summary + (step.Consequence == Consequence.Downtime ? " (downtime)" : ""));
            var refused = DataLoss.Refused(plan, IsNamed);
            if (!refused.IsEmpty) WriteWarning($"As it stands this would be refused, for data would be lost. Where that is meant, add: -AllowDataLoss {DataLoss.Names(refused, plan)}");
            return false;
        }
        if (Force) return true;
        var list = string.Join(Environment.NewLine, plan.Steps.Select(step => $"  {step.Number}. {step.Guest}: {step.Summary}{(step.Consequence >= Consequence.Downtime ? $"  [{step.Consequence}]" : "")}")
            .Concat(beside.Select(step => $"  {step.Number}. {step.Name}: {step.Summary.ReplaceLineEndings("\\n")}{(step.Consequence >= Consequence.Downtime ? $"  [{step.Consequence}]" : "")}")));
        return go && ShouldProcess($"{plan.Summary}{Environment.NewLine}{list}", $"{plan.Summary}{Environment.NewLine}{list}", "Apply this plan?");
    }

    private bool IsNamed(PlanStep step) => AllowDataLoss.Any(one => new WildcardPattern(one, WildcardOptions.IgnoreCase) is var pattern
        && (pattern.IsMatch(step.Name) || pattern.IsMatch(step.VmId.ToString(CultureInfo.InvariantCulture)) || string.Equals(one, step.Name, StringComparison.OrdinalIgnoreCase)));

    private void ShowObject(ObjectProgress report)
    {
        WriteProgress(new ProgressRecord(ApplyActivity, "Applying the plan", $"{report.Done} of {report.Total} done beside guests, now {report.Step.Name}: {report.Step.Summary}".ReplaceLineEndings(" ")) { PercentComplete = Math.Clamp(100 * report.Done / Math.Max(1, report.Total), 0, 100) });
        WriteProgress(new ProgressRecord(FirstStep + report.Step.Number, $"{report.Step.Name}: {report.Step.Summary}".ReplaceLineEndings(" "), report.TaskLine is { Length: > 0 } line ? line.ReplaceLineEndings(" ") : "Under way")
        {
            ParentActivityId = ApplyActivity,
            RecordType = report.IsOver ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }

    private void Show(ApplyProgress report)
    {
        WriteProgress(new ProgressRecord(ApplyActivity, "Applying the plan", $"{report.Done} of {report.Total} done, now {report.Step.Guest}: {report.Step.Summary}".ReplaceLineEndings(" "))
        {
            PercentComplete = Math.Clamp(100 * report.Done / Math.Max(1, report.Total), 0, 100),
        });
        WriteProgress(new ProgressRecord(FirstStep + report.Step.Number, $"{report.Step.Guest}: {report.Step.Summary}".ReplaceLineEndings(" "), report.TaskLine is { Length: > 0 } line ? line.ReplaceLineEndings(" ") : "Under way")
        {
            ParentActivityId = ApplyActivity,
            RecordType = report.IsOver ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }
}
