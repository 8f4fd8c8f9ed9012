using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>Guests that HA manages: the worker of the API tells HA, and HA's own worker does it afterwards.</summary>
public sealed class HaTests
{
    private const string Vm = "/nodes/pve1/qemu/102";

    [Theory]
    [InlineData("status/stop", "hastop", "qmstop", "stopped", "pve1")]
    [InlineData("status/shutdown", "hashutdown", "qmshutdown", "stopped", "pve1")]
    [InlineData("migrate", "hamigrate", "qmigrate", "running", "pve2")]
    public async Task What_is_asked_for_is_done_after_the_task_has_ended(string request, string told, string done, string status, string node)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1767225600));
        using var lab = new LabClient(LabCluster.Demo(time));
        var upid = (await lab.Send("POST", $"{Vm}/{request}", request == "migrate" ? new { target = "pve2", online = 1 } : null)).Data!.GetValue<string>();
        Assert.Contains($":{told}:102:", upid);
        while ((await lab.Data($"/nodes/pve1/tasks/{upid}/status"))!["exitstatus"] is null) time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal("running", (await lab.Data($"{Vm}/status/current"))!["status"]!.GetValue<string>());
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(status, (await lab.Data($"/nodes/{node}/qemu/102/status/current"))!["status"]!.GetValue<string>());
        Assert.Contains((await lab.Data("/nodes/pve1/tasks"))!.AsArray(), task => task!["type"]!.GetValue<string>() == done && task["id"]!.GetValue<string>() == "102");
        Assert.Equal(status == "stopped" ? "stopped" : "started", (await lab.Data("/cluster/ha/resources/vm:102"))!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_HA_ignores_is_done_at_once()
    {
        using var lab = LabClient.Demo();
        await lab.Send("PUT", "/cluster/ha/resources/vm:102", new { state = "ignored" });
        Assert.Contains(":qmstop:102:", (await lab.Send("POST", $"{Vm}/status/stop")).Data!.GetValue<string>());
    }
}
