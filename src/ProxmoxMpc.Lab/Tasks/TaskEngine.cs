using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Tasks;

/// <summary>
/// Runs workers by the clock: a task is data, and its effect is applied by whoever looks first after its time is over.
/// So a task survives the process that began it, and a fake clock drives it.
/// </summary>
internal sealed class TaskEngine(LabState state, FaultInjector faults)
{
    private static readonly Dictionary<string, double> Lengths = new(StringComparer.Ordinal)
    {
        ["qmcreate"] = 2, ["vzcreate"] = 4, ["qmclone"] = 4, ["vzclone"] = 4, ["qmigrate"] = 6, ["vzmigrate"] = 6, ["qmmove"] = 4, ["move_volume"] = 4, ["vzdump"] = 6,
        ["qmshutdown"] = 3, ["vzshutdown"] = 3, ["qmreboot"] = 3, ["vzreboot"] = 3, ["download"] = 3, ["imgcopy"] = 2,
        // Renames volumes and no more; and nobody could wait for it, as the call does not tell its UPID.
        ["vztemplate"] = 0,
    };

    public bool Changed { get; private set; }

    public TaskState? Find(string upid) => state.Tasks.FindLast(t => t.Upid == upid);

    /// <summary>The running task that holds a guest's lock; the last to end when several wait.</summary>
    public TaskState? Holder(int vmid) => state.Tasks.Where(t => t.IsRunning && t.Holds == vmid).MaxBy(t => t.EndsAt);

    /// <summary>Begins a worker and returns its UPID. Workers that hold the same guest run one after the other.</summary>
    public string Start(Caller caller, string node, string type, string id, string action, JsonObject arguments, int? holds, DateTimeOffset now)
    {
        int pid = state.NextPid++;
        long pstart = (long)((now - state.Nodes[node].BootedAt).TotalSeconds * 100);
        long start = now.ToUnixTimeSeconds();
        string upid = string.Create(CultureInfo.InvariantCulture, $"UPID:{node}:{pid:X8}:{pstart & 0x1FFFFFFFF:X8}:{start:X8}:{type}:{id}:{caller.AuthId}:");
        var begin = holds is { } vmid && Holder(vmid) is { } before && before.EndsAt > now ? before.EndsAt : now;
        // A node saves guests one job after the other.
        if (type == "vzdump" && state.Tasks.Where(t => t.IsRunning && t.Type == type && t.Node == node).MaxBy(t => t.EndsAt) is { } job && job.EndsAt > begin)
            begin = job.EndsAt;
        var task = new TaskState
        {
            Upid = upid, Node = node, Pid = pid, PStart = pstart, StartTime = start, Type = type, Id = id, User = caller.UserId, TokenId = caller.TokenName,
            Action = action, Arguments = arguments, Holds = holds, EndsAt = begin + Length(type) + faults.TaskDelay(type, node),
        };
        state.Tasks.Add(task);
        Changed = true;
        return upid;
    }

    /// <summary>Ends every task whose time is over, in the order of their ends.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (state.Tasks.Where(t => t.IsRunning && t.EndsAt <= now).MinBy(t => t.EndsAt) is { } task)
        {
            End(task);
            Changed = true;
        }
        int surplus = state.Tasks.Count - state.Options.KeepTasks;
        for (int i = 0; i < state.Tasks.Count && surplus > 0;)
        {
            if (state.Tasks[i].IsRunning)
            {
                i++;
                continue;
            }
            state.Tasks.RemoveAt(i);
            surplus--;
        }
    }

    /// <summary>Ends a running task early, as DELETE on it does.</summary>
    public void Stop(TaskState task, DateTimeOffset now)
    {
        if (!task.IsRunning)
            return;
        TaskActions.Interrupted(state, task);
        Finish(task, "interrupted by signal", now);
        Changed = true;
    }

    private void End(TaskState task)
    {
        var context = new TaskContext(state, this, task);
        bool begun = false;
        try
        {
            faults.ThrowForTask(task);
            begun = true;
            TaskActions.Run(context);
            Finish(task, context.Warnings > 0 ? string.Create(CultureInfo.InvariantCulture, $"WARNINGS: {context.Warnings}") : "OK", task.EndsAt);
        }
        catch (LabException problem)
        {
            // One that fails before it began leaves no half-made guest either.
            if (!begun)
                TaskActions.Interrupted(state, task);
            else if (context.AfterFailure is { } cleanUp)
                cleanUp();
            Finish(task, FirstLines(problem.Message), task.EndsAt);
        }
    }

    private static void Finish(TaskState task, string result, DateTimeOffset at)
    {
        task.Result = result;
        task.EndTime = at.ToUnixTimeSeconds();
        task.Log.Add(result == "OK" ? "TASK OK" : result.StartsWith("WARNINGS: ", StringComparison.Ordinal) ? "TASK " + result : "TASK ERROR: " + result);
    }

    private static string FirstLines(string message) => message.TrimEnd('\n').Replace('\n', ' ');

    private TimeSpan Length(string type) => TimeSpan.FromSeconds(
        state.Options.TaskSecondsByKind.TryGetValue(type, out double seconds) ? seconds : state.Options.TaskSeconds * Lengths.GetValueOrDefault(type, 1));
}
