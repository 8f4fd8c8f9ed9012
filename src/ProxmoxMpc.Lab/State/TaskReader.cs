using System.Text.Json.Nodes;

namespace ProxmoxMpc.Lab.State;

/// <summary>Tasks from and to JSON.</summary>
internal static class TaskReader
{
    public static TaskState Read(JsonObject entry)
    {
        string upid = JsonText.Text(entry["upid"]) ?? throw new FormatException("a task has no upid");
        var parts = upid.Split(':');
        if (parts.Length < 8)
            throw new FormatException($"'{upid}' is no UPID");
        int bang = parts[7].IndexOf('!', StringComparison.Ordinal);
        var task = new TaskState
        {
            Upid = upid,
            Node = parts[1],
            Pid = Convert.ToInt32(parts[2], 16),
            PStart = Convert.ToInt64(parts[3], 16),
            StartTime = Convert.ToInt64(parts[4], 16),
            Type = parts[5],
            Id = parts[6],
            User = bang < 0 ? parts[7] : parts[7][..bang],
            TokenId = bang < 0 ? null : parts[7][(bang + 1)..],
            Action = JsonText.Text(entry["action"]) ?? "none",
            Arguments = entry["arguments"]?.DeepClone() as JsonObject ?? [],
            Holds = (int?)JsonText.Long(entry["holds"]),
            EndsAt = StateReader.Time(entry["endsAt"]) ?? default,
            Result = JsonText.Text(entry["result"]),
            EndTime = JsonText.Long(entry["endtime"]) ?? Convert.ToInt64(parts[4], 16),
        };
        task.Log.AddRange(JsonText.List(entry["log"]));
        return task;
    }

    public static JsonObject Write(TaskState task)
    {
        var entry = new JsonObject { ["upid"] = task.Upid };
        if (task.Result is not null)
        {
            entry["result"] = task.Result;
            entry["endtime"] = task.EndTime;
        }
        else
        {
            entry["action"] = task.Action;
            entry["arguments"] = task.Arguments.DeepClone();
            entry["endsAt"] = task.EndsAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
            if (task.Holds is { } vmid)
                entry["holds"] = vmid;
        }
        if (task.Log.Count > 0)
            entry["log"] = JsonText.Array(task.Log);
        return entry;
    }
}
