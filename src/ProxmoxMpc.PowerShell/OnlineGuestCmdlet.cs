using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>
/// Base of the cmdlets that do something to guests on the server, at once and without the code: which guests, many at a
/// time, with a question, progress and an error for each. A cmdlet adds its verb and that verb's parameters.
/// </summary>
public abstract class OnlineGuestCmdlet : GuestSelectionCmdlet
{
    private const int Overall = 3;
    private const int FirstGuest = 100;

    private readonly HashSet<int> _shown = [];

    /// <summary>Does not wait for the tasks; returns them.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>How many guests are worked on at a time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 5;

    /// <summary>Null: VMs and containers. A property, not a field: an enumeration of the core in a field would load the core with the module.</summary>
    private protected abstract GuestKind? Kind { get; }

    /// <summary>What the next sync makes of it, for -Verbose; null: nothing worth saying.</summary>
    private protected virtual string? AfterSync => null;

    /// <summary>What is done.</summary>
    /// <param name="item">The <see cref="GuestSelectionCmdlet.Item"/> of the guests that it is done to.</param>
    private protected abstract GuestVerb Verb(Session session, string item);

    /// <summary>Refuses parameters that contradict each other, before anything is sent.</summary>
    private protected virtual void CheckParameters()
    {
        if (NoWait && PassThru)
            throw new PmpcException("PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, "-PassThru shows what came of it, which -NoWait does not wait for.", "Use one of them; -NoWait returns the tasks.");
    }

    protected sealed override void Begin() => CheckParameters();

    protected sealed override void End()
    {
        if (Wanted.Count == 0) return;
        var any = WithSession(async (session, _, ct) =>
        {
            var done = false;
            var options = new GuestBatchOptions { Kind = Kind, Concurrency = ThrottleLimit, Wait = !NoWait, WithResult = PassThru };
            var ended = OnPipeline<GuestOutcome>(outcome =>
            {
                done |= outcome.Task is not null;
                Show(outcome);
            });
            foreach (var item in Wanted.Select(one => one.Item).Distinct(StringComparer.Ordinal))
            {
                var verb = Verb(session, item);
                using var held = verb as IDisposable;
                await new GuestBatch(session, verb, options).RunAsync(Selectors(item), step => Ask(() => IsWanted(step)), ended.Report, OnPipeline<GuestProgress>(Show), ct);
            }
            // What the last guest reported is shown before this goes on.
            return await Ask(() => done);
        });
        foreach (var activity in _shown) WriteProgress(new ProgressRecord(activity, "Done", "Done") { RecordType = ProgressRecordType.Completed });
        if (any && AfterSync is { } hint) WriteVerbose(hint);
    }

    private bool IsWanted(GuestStep step)
    {
        foreach (var warning in step.Warnings) WriteWarning(warning);
        return Confirmation.IsGiven(this, $"{step.Guest} on {step.Guest.Node}", step.Action, step.IsDisruptive);
    }

    private void Show(GuestOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            WriteError(ErrorRecords.From(failure));
            return;
        }
        if (outcome.Note is { } note) WriteVerbose($"{outcome.Guest}: {note}");
        else WriteVerbose($"{outcome.Step}: {(NoWait ? "begun" : "done")}");
        if (NoWait && outcome.Task is { } task) WriteObject(task);
        if (PassThru && outcome.Result is { } result) WriteObject(result);
    }

    private void Show(GuestProgress report)
    {
        var activity = FirstGuest + report.Index;
        var whole = 100 * report.Done / Math.Max(1, report.Total);
        if (report.Total > 1)
        {
            _shown.Add(Overall);
            WriteProgress(new ProgressRecord(Overall, MyInvocation.MyCommand.Name, $"{report.Done} of {report.Total} done") { PercentComplete = Math.Clamp(whole, 0, 100) });
        }
        var ended = report.Percent == 100 && report.Text == "Done";
        if (ended) _shown.Remove(activity);
        else _shown.Add(activity);
        WriteProgress(new ProgressRecord(activity, $"{report.Step.Guest}: {report.Step.Action}".ReplaceLineEndings(" "), report.Text.Length > 0 ? report.Text.ReplaceLineEndings(" ") : "Running")
        {
            ParentActivityId = report.Total > 1 ? Overall : -1,
            PercentComplete = report.Percent is { } percent ? Math.Clamp(percent, 0, 100) : -1,
            RecordType = ended ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }
}
