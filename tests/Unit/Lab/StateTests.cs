using System.Text.Json.Nodes;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

public sealed class StateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lab").FullName;

    private string StateFile => Path.Combine(_folder, "lab.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private const string Written = """
        {"version":"9.2","nodes":{"pve1":{"status":"online","cores":32,"memoryMiB":131072}},
         "storages":{"local-zfs":{"type":"zfspool","content":["images","rootdir"],"shared":false,"nodes":["pve1"],"sizeGiB":4000}},
         "guests":{"101":{"type":"qemu","node":"pve1","status":"running","pool":"prod","config":{"name":"web-01","cores":2,"net0":"virtio=BC:24:11:00:00:01,bridge=vmbr0","description":"${env:HOME} \"'; Remove-Item -Recurse /\n# x: %41"}}},
         "bridges":{"pve1":["vmbr0","vmbr7"]},"content":{"local-zfs":["local-zfs:vm-101-disk-9"]},
         "tokens":{"root@pam!iac":{"secret":"plain","privsep":false}},"acl":[{"path":"/","ugid":"audit@pve","role":"PVEAuditor"}],"custom":{"kept":true}}
        """;

    [Fact]
    public async Task A_hand_written_state_reads_back_exactly_hostile_text_included()
    {
        using var lab = LabClient.From(Written);
        lab.Authorization = "PVEAPIToken=root@pam!iac=plain";
        var config = await lab.Data("nodes/pve1/qemu/101/config");
        Assert.Equal("${env:HOME} \"'; Remove-Item -Recurse /\n# x: %41", config!["description"]!.GetValue<string>());
        Assert.Equal(2, config["cores"]!.GetValue<int>());
        var entry = Assert.Single((await lab.Data("cluster/resources", new { type = "vm" }))!.AsArray());
        Assert.Equal(("prod", "running"), (entry!["pool"]!.GetValue<string>(), entry["status"]!.GetValue<string>()));
        Assert.Equal(32, (await lab.Data("nodes/pve1/status"))!["cpuinfo"]!["cpus"]!.GetValue<int>());
        Assert.Contains((await lab.Data("nodes/pve1/network"))!.AsArray(), i => i!["iface"]!.GetValue<string>() == "vmbr7");
        Assert.True(JsonNode.Parse(lab.Cluster.ToJson())!["custom"]!["kept"]!.GetValue<bool>());
    }

    [Fact]
    public void Saving_and_loading_again_changes_nothing()
    {
        using var first = LabCluster.Demo();
        using var second = LabCluster.FromJson(first.ToJson());
        Assert.Equal(first.ToJson(), second.ToJson());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"guests":{"abc":{}}}""")]
    [InlineData("""{"faults":[{}]}""")]
    [InlineData("""{"tokens":{"nonsense":{}}}""")]
    public void What_is_no_state_is_refused_with_a_reason(string json) => Assert.NotEmpty(Assert.Throws<FormatException>(() => LabCluster.FromJson(json)).Message);

    [Fact]
    public async Task A_state_file_is_made_with_the_demo_and_every_change_is_in_it_at_once()
    {
        using (var lab = new LabClient(LabCluster.Open(StateFile)))
            Assert.True((await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { description = "persisted" })).IsOk);
        Assert.Contains("\"persisted\"", await File.ReadAllTextAsync(StateFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(StateFile));
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
        using var again = new LabClient(LabCluster.Open(StateFile));
        Assert.Equal("persisted", (await again.Data("nodes/pve1/qemu/100/config"))!["description"]!.GetValue<string>());
    }

    [Fact]
    public async Task Two_sessions_on_one_file_see_each_other_and_lose_nothing()
    {
        await File.WriteAllTextAsync(StateFile, """{"options":{"taskSeconds":0}}""", TestContext.Current.CancellationToken);
        using var one = new LabClient(LabCluster.Open(StateFile));
        using var two = new LabClient(LabCluster.Open(StateFile));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).Send("POST", "pools", new { poolid = $"p{i}" })));
        Assert.Equal(20, (await one.Data("pools"))!.AsArray().Count);
        Assert.Equal(20, (await two.Data("pools"))!.AsArray().Count);
    }

    [Fact]
    public async Task A_task_that_one_session_began_is_ended_by_the_next()
    {
        await File.WriteAllTextAsync(StateFile, """{"options":{"taskSeconds":0.05},"guests":{"100":{"type":"qemu","node":"pve1","config":{}}}}""", TestContext.Current.CancellationToken);
        string upid;
        using (var lab = new LabClient(LabCluster.Open(StateFile)))
            upid = (await lab.Send("POST", "nodes/pve1/qemu/100/status/start")).Data!.GetValue<string>();
        using var next = new LabClient(LabCluster.Open(StateFile));
        Assert.Equal("OK", await next.Wait(upid));
        Assert.Equal("running", (await next.Data("nodes/pve1/qemu/100/status/current"))!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_embedded_token_is_in_no_file()
    {
        using var lab = new LabClient(LabCluster.Open(StateFile));
        string secret = lab.Authorization!.Split('=')[2];
        await lab.Send("POST", "pools", new { poolid = "x" });
        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(StateFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("root@pam!lab", await File.ReadAllTextAsync(StateFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
