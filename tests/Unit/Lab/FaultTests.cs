using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

public sealed class FaultTests
{
    private static LabClient With(string fault, string options = """{"taskSeconds":0,"resourceLagSeconds":0}""") =>
        new(LabCluster.FromJson("{\"options\":" + options + ",\"faults\":[" + fault + """],"seed":7,"nodes":{"pve1":{},"pve2":{}},"guests":{"100":{"type":"qemu","node":"pve1","config":{"name":"a"}}}}"""));

    [Fact]
    public async Task A_status_rule_strikes_its_path_as_often_as_told()
    {
        using var lab = With("""{"kind":"status","status":599,"message":"Too many redirections","path":"/nodes/*/qemu","after":1,"times":2}""");
        Assert.True((await lab.Get("nodes/pve1/qemu")).IsOk);
        Assert.Equal((599, "Too many redirections"), (await lab.Get("nodes/pve1/qemu")) is var a ? (a.Status, a.Reason) : default);
        Assert.Equal(599, (await lab.Get("nodes/pve2/qemu")).Status);
        Assert.True((await lab.Get("nodes/pve1/qemu")).IsOk);
        Assert.True((await lab.Get("nodes/pve1/lxc")).IsOk);
    }

    [Fact]
    public async Task A_reset_after_the_work_leaves_the_work_done()
    {
        using var lab = With("""{"kind":"resetAfter","method":"POST","path":"/pools","times":1}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => lab.Send("POST", "pools", new { poolid = "done" }));
        Assert.Single((await lab.Data("pools"))!.AsArray());
    }

    [Fact]
    public async Task A_task_rule_fails_the_worker_and_an_offline_rule_the_node()
    {
        using var lab = With("""{"kind":"taskError","task":"qmstart","message":"start failed: QEMU exited with code 1","times":1},{"kind":"offline","node":"pve2"},{"kind":"lockTimeout","method":"PUT","times":1}""");
        Assert.Equal("start failed: QEMU exited with code 1", await lab.Run("POST", "nodes/pve1/qemu/100/status/start"));
        Assert.Equal("OK", await lab.Run("POST", "nodes/pve1/qemu/100/status/start"));
        Assert.Equal(595, (await lab.Get("nodes/pve2/status")).Status);
        Assert.Equal("can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout", (await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { cores = 2 })).Reason);
    }

    [Fact]
    public async Task The_same_seed_draws_the_same_faults()
    {
        async Task<string> Draw()
        {
            using var lab = With("""{"kind":"status","probability":0.5}""");
            string drawn = "";
            for (int i = 0; i < 40; i++)
                drawn += (await lab.Get("version")).IsOk ? '.' : 'x';
            return drawn;
        }
        string first = await Draw();
        Assert.Equal(first, await Draw());
        Assert.Contains('x', first);
        Assert.Contains('.', first);
    }

    [Fact]
    public async Task A_write_that_takes_longer_than_the_proxy_waits_is_596_and_happens_all_the_same()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var lab = new LabClient(LabCluster.FromJson("""{"faults":[{"kind":"latency","seconds":45,"path":"/pools","method":"POST"}]}""", time));
        var slow = lab.Send("POST", "pools", new { poolid = "late" });
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(slow.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((596, "Connection timed out"), (await slow) is var a ? (a.Status, a.Reason) : default);
        Assert.Single((await lab.Data("pools"))!.AsArray());
    }
}
