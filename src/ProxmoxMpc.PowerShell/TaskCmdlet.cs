using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of the cmdlets about tasks.</summary>
public abstract class TaskCmdlet : SessionCmdlet
{
    /// <summary>Does something with each task, one after the other; what goes wrong with one does not stop the others.</summary>
    private protected void ForEach<T>(IEnumerable<string> upids, Func<ServerTasks, string, CancellationToken, Task<T>> work, Action<T> show) => WithSession(async (session, _, ct) =>
    {
        var tasks = new ServerTasks(session);
        foreach (var upid in upids.Distinct(StringComparer.Ordinal))
        {
            try
            {
                var result = await work(tasks, upid, ct);
                await Ask(() => { show(result); return true; });
            }
            catch (PmpcException failure) when (failure.Kind is not (PmpcErrorKind.AuthenticationFailed or PmpcErrorKind.Certificate))
            {
                await Ask(() => { WriteError(ErrorRecords.From(failure)); return true; });
            }
        }
        return true;
    });
}

/// <summary>Base of the cmdlets that take tasks: UPIDs, or objects with one.</summary>
public abstract class UpidCmdlet : TaskCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Upid { get; set; } = [];

    private protected List<string> Wanted { get; } = [];

    protected sealed override void Process() => Wanted.AddRange(Upid);
}
