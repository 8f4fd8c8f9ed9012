using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Invoke, "PmpcApi", SupportsShouldProcess = true), OutputType(typeof(PSObject), typeof(string), typeof(TaskInfo))]
public sealed class InvokePmpcApiCommand : SessionCmdlet
{
    private const int WaitActivity = 4;

    /// <summary>As in Proxmox's API viewer: <c>/nodes/pve1/qemu/100/config</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    [ValidateSet("Get", "Post", "Put", "Delete")]
    public string Method { get; set; } = "Get";

    [Parameter(Position = 1)]
    public Hashtable? Parameter { get; set; }

    /// <summary>Returns the answer's text instead of objects.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Where a task was begun, waits for it and returns it.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    protected override void Process()
    {
        var call = ApiCall.Of(Method, Path, ApiParameters.Of(Parameter));
        if (call.IsWrite && !Confirmation.IsGiven(this, call.ToString(), "Send to the server", isHigh: call.Method == "DELETE")) return;
        WriteVerbose(call.ToString());
        WithSession(async (session, _, ct) =>
        {
            var answer = await call.SendAsync(session, ct);
            var upid = answer.ValueKind == JsonValueKind.String && answer.GetString() is { } text && text.StartsWith("UPID:", StringComparison.Ordinal) ? text : null;
            var task = Wait && upid is not null ? await new ServerTasks(session).WaitAsync(upid, null, OnPipeline<TaskProgress>(Show), ct) : null;
            return await Ask(() =>
            {
                if (task is not null) WriteObject(task);
                else if (Raw) WriteObject(answer.GetRawText());
                else if (PowerShellJson.ToObject(answer) is { } value) WriteObject(value, enumerateCollection: true);
                return true;
            });
        });
        if (Wait) WriteProgress(new ProgressRecord(WaitActivity, "Done", "Done") { RecordType = ProgressRecordType.Completed });
    }

    private void Show(TaskProgress report)
    {
        foreach (var line in report.NewLines) WriteVerbose(line);
        WriteProgress(new ProgressRecord(WaitActivity, report.Upid, report.LastLine?.ReplaceLineEndings(" ") is { Length: > 0 } last ? last : "Running") { PercentComplete = report.Percent ?? -1 });
    }
}
