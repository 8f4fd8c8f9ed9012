using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Task lists, status and logs.</summary>
internal static partial class TaskHandlers
{
    private const int ClusterTasks = 25;

    public static void Register(HandlerTable table)
    {
        table.Add("GET /cluster/tasks", Recent);
        table.Add("GET /nodes/{node}/tasks", List);
        table.Add("DELETE /nodes/{node}/tasks/{upid}", Stop);
        table.Add("GET /nodes/{node}/tasks/{upid}/status", Status);
        table.Add("GET /nodes/{node}/tasks/{upid}/log", Log);
    }

    /// <summary>The task in the path, which only its own node knows; others' tasks need Sys.Audit.</summary>
    /// <exception cref="LabException">400 or 403.</exception>
    public static TaskState Require(Call call, string privilege = "Sys.Audit")
    {
        string upid = call.Required("upid");
        if (!Upid().IsMatch(upid))
            throw LabException.Parameter("upid", "unable to parse worker upid");
        if (call.Tasks.Find(upid) is not { } task || task.Node != call.Node)
            throw LabException.Parameter("upid", "no such task");
        if (task.AuthId != call.Caller.AuthId && task.User != call.Caller.UserId)
            call.Permissions.Require(call.Caller, "/nodes/" + call.Node, privilege);
        return task;
    }

    private static JsonNode? Recent(Call call)
    {
        var result = new JsonArray();
        // The broadcast list has the user's name alone: a token does not find its own tasks in it.
        bool audit = call.Permissions.Has(call.Caller, "/", "Sys.Audit");
        foreach (var task in call.State.Tasks.AsEnumerable().Reverse().Where(t => audit || t.User == call.Caller.AuthId).Take(ClusterTasks))
        {
            var entry = Describe(task);
            entry["saved"] = task.IsRunning ? "0" : "1";
            if (!task.IsRunning)
            {
                entry.Remove("pid");
                entry.Remove("pstart");
            }
            result.Add((JsonNode)entry);
        }
        return result;
    }

    private static JsonNode? List(Call call)
    {
        string source = call["source"] ?? "archive";
        int start = call.Int("start", 0), limit = call.Int("limit", 50);
        var statuses = TextRules.SplitList(call["statusfilter"]);
        var all = call.State.Tasks.AsEnumerable().Reverse().Where(t =>
            t.Node == call.Node
            && (source == "all" || (source == "active") == t.IsRunning)
            && (call["vmid"] is not { } vmid || t.Id == vmid)
            && (call["typefilter"] is not { } type || t.Type.Contains(type, StringComparison.OrdinalIgnoreCase))
            && (call["userfilter"] is not { } user || t.User.Contains(user, StringComparison.OrdinalIgnoreCase))
            && (!call.Flag("errors") || (t.Result is { } result && result != "OK"))
            && (call["since"] is not { } since || t.StartTime >= TextRules.Long(since))
            && (call["until"] is not { } until || t.StartTime <= TextRules.Long(until))
            && (statuses.Length == 0 || statuses.Contains(Kind(t), StringComparer.OrdinalIgnoreCase))
            && Visible(call, t)).ToList();
        call.Extras["total"] = all.Count;
        return new JsonArray([.. all.Skip(start).Take(limit).Select(t => (JsonNode)Describe(t))]);
    }

    private static JsonNode? Stop(Call call)
    {
        call.Tasks.Stop(Require(call, "Sys.Modify"), call.Now);
        return null;
    }

    private static JsonNode? Status(Call call)
    {
        var task = Require(call);
        var result = Base(task);
        result["status"] = task.IsRunning ? "running" : "stopped";
        if (task.Result is not null)
            result["exitstatus"] = task.Result;
        return result;
    }

    private static JsonNode? Log(Call call)
    {
        if (Upid().IsMatch(call.Required("upid")) && call.Tasks.Find(call.Required("upid")) is null)
        {
            // The log of a task nobody knows is a file that is not there, which is said in its place.
            call.Permissions.Require(call.Caller, "/nodes/" + call.Node, "Sys.Audit");
            call.Extras["total"] = 1;
            return new JsonArray(new JsonObject { ["n"] = 1, ["t"] = "unable to open file - No such file or directory" });
        }
        var task = Require(call);
        int start = call.Int("start", 0), limit = call.Int("limit", 50);
        List<string> lines = task.Log.Count == 0 ? ["no content"] : task.Log;
        call.Extras["total"] = lines.Count;
        if (call.Flag("download"))
            return JsonValue.Create(string.Join('\n', lines) + "\n");
        var result = new JsonArray();
        for (int i = start; i < lines.Count && (limit == 0 || i < start + limit); i++)
            result.Add((JsonNode)new JsonObject { ["n"] = i + 1, ["t"] = lines[i] });
        return result;
    }

    // In lists the result stands in "status", and running tasks have none.
    private static JsonObject Describe(TaskState task)
    {
        var result = Base(task);
        if (task.Result is { } text)
        {
            result["endtime"] = task.EndTime;
            result["status"] = text;
        }
        return result;
    }

    private static JsonObject Base(TaskState task)
    {
        var result = new JsonObject
        {
            ["upid"] = task.Upid, ["node"] = task.Node, ["pid"] = task.Pid, ["pstart"] = task.PStart, ["starttime"] = task.StartTime, ["type"] = task.Type, ["id"] = task.Id, ["user"] = task.User,
        };
        if (task.TokenId is not null)
            result["tokenid"] = task.TokenId;
        return result;
    }

    private static bool Visible(Call call, TaskState task) => task.User == call.Caller.UserId || call.Permissions.Has(call.Caller, "/nodes/" + task.Node, "Sys.Audit");

    private static string Kind(TaskState task) => task.Result switch
    {
        null => "unknown",
        "OK" => "ok",
        var text when text.StartsWith("WARNINGS: ", StringComparison.Ordinal) => "warning",
        _ => "error",
    };

    [GeneratedRegex(@"\AUPID:[a-zA-Z0-9]([a-zA-Z0-9\-]*[a-zA-Z0-9])?:[0-9A-Fa-f]{8}:[0-9A-Fa-f]{8,9}:[0-9A-Fa-f]{8}:[^:\s]+:[^:\s]*:[^:\s]+:\z")]
    private static partial Regex Upid();
}
