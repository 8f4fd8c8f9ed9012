using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Wait, "PmpcTask"), OutputType(typeof(TaskInfo))]
public sealed class WaitPmpcTaskCommand : UpidCmdlet
{
    private const int FirstTask = 200;

    /// <summary>How long at most, seconds; without it, as long as it takes.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int? Timeout { get; set; }

    /// <summary>Returns the tasks, as soon as each has ended.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void End()
    {
        string[] upids = [.. Wanted.Distinct(StringComparer.Ordinal)];
        if (upids.Length == 0) return;
        WithSession(async (session, _, ct) =>
        {
            // The client bounds the requests; a wait itself costs nothing.
            await Task.WhenAll(upids.Select((upid, index) => OneAsync(new ServerTasks(session), upid, index, ct)));
            return true;
        });
        for (var index = 0; index < upids.Length; index++) WriteProgress(new ProgressRecord(FirstTask + index, "Done", "Done") { RecordType = ProgressRecordType.Completed });
    }

    private async Task OneAsync(ServerTasks tasks, string upid, int index, CancellationToken ct)
    {
        try
        {
            var task = await tasks.WaitAsync(upid, Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null, OnPipeline<TaskProgress>(report => Show(report, index)), ct);
            await Ask(() =>
            {
                if (task.Outcome == TaskOutcome.Warning) WriteWarning($"{task.Type} of {task.Id} on {task.Node} ended with warnings ({task.ExitStatus}); Get-PmpcTaskLog tells them.");
                if (PassThru) WriteObject(task);
                return true;
            });
        }
        catch (PmpcException failure) when (failure.Kind is not (PmpcErrorKind.AuthenticationFailed or PmpcErrorKind.Certificate))
        {
            await Ask(() => { WriteError(ErrorRecords.From(failure)); return true; });
        }
    }

    private void Show(TaskProgress report, int index)
    {
        foreach (var line in report.NewLines) WriteVerbose(line);
        WriteProgress(new ProgressRecord(FirstTask + index, report.Upid, $"{report.Elapsed:hh\\:mm\\:ss}")
        {
            PercentComplete = report.Percent is { } percent ? Math.Clamp(percent, 0, 100) : -1,
            CurrentOperation = report.LastLine?.ReplaceLineEndings(" "),
        });
    }
}
