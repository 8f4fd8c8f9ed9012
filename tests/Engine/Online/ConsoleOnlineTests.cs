using System.Text.Json;

namespace ProxmoxMpc.Tests.Engine.Online;

/// <summary>The console's commands that act on the server.</summary>
public sealed class ConsoleOnlineTests : IDisposable
{
    private readonly LabSession _lab = new(edit: PowerCmdletTests.FastTasks);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Commands_act_on_guests_of_both_kinds_by_ranges_names_and_patterns()
    {
        Assert.Equal("104 105 106 107 204", await VmIds("start", "104-107", "sandbox"));
        Assert.Equal("100 101 200", await VmIds("stop", "web-*", "dns-01", "--shutdown", "--yes"));
        Assert.Equal("104", await VmIds("suspend", "vm", "win-build", "--yes"));
        Assert.Equal("104", await VmIds("resume", "vm", "win-build"));
        Assert.Equal("102", await VmIds("migrate", "vm", "db-01", "pve2"));
        Assert.Equal("108", await VmIds("clone", "vm", "tmpl-debian-13", "web-03"));
    }

    [Fact]
    public async Task Snapshots_tasks_and_any_endpoint()
    {
        Assert.Equal("100", await VmIds("create", "snapshot", "web-01", "before"));
        Assert.Equal("before", (await Json("list", "snapshots", "web-01"))[0].GetProperty("SnapshotName").GetString());
        Assert.Equal("100", await VmIds("restore", "snapshot", "web-01", "before", "--yes"));
        await Json("delete", "snapshot", "web-01", "before", "--yes");
        Assert.Empty(await Json("list", "snapshots", "web-01"));
        var tasks = await Json("list", "tasks", "--limit", "1");
        Assert.Equal("qmdelsnapshot", tasks[0].GetProperty("Type").GetString());
        Assert.Equal("TASK OK", (await Json("task", "log", tasks[0].GetProperty("Upid").GetString()!))[^1].GetProperty("Text").GetString());
        var begun = await Json("start", "win-build", "--no-wait");
        Assert.Equal("OK", (await Json("task", "wait", begun[0].GetProperty("Upid").GetString()!))[0].GetProperty("ExitStatus").GetString());
        Assert.Equal(3, (await Json("api", "/nodes")).Length);
        Assert.Equal(15, (await Json("api", "/cluster/resources", "--parameter", "type=vm")).Length);
    }

    private async Task<string> VmIds(params string[] arguments) =>
        string.Join(' ', (await Json(arguments)).Select(item => item.GetProperty("VmId").GetInt32()).Order());

    private async Task<JsonElement[]> Json(params string[] arguments)
    {
        var run = await ChildProcess.Console(["-C", _lab.Root, "--json", .. arguments]);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        using var document = JsonDocument.Parse(run.Output);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}
