using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Api;

/// <summary>The reader against what a real server answered.</summary>
public class RecordedServerTests
{
    private static IEnumerable<JsonElement> Recorded() =>
        File.ReadLines(SharedData.Path("data/pve-transcripts.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);

    private static IEnumerable<JsonElement> Reads() => Recorded().Where(one => one.GetProperty("method").GetString() == "GET" && one.GetProperty("status").GetInt32() == 200);

    private static string PathOf(JsonElement one) => one.GetProperty("path").GetString()!;

    /// <summary>A server that gives the last recorded answer to each request.</summary>
    private static FakePve LastAnswers()
    {
        var pve = new FakePve();
        foreach (var one in Reads().TakeWhile(one => one.GetProperty("auth").GetString() != "audit@pve!ro"))
        {
            var parameters = one.GetProperty("params");
            var query = parameters.ValueKind == JsonValueKind.Object ? "?" + string.Join('&', parameters.EnumerateObject().OrderBy(pair => pair.Name).Select(pair => $"{pair.Name}={pair.Value}")) : "";
            var body = one.GetProperty("body").GetRawText();
            pve.On($"GET {PathOf(one)}{query}", _ => FakePve.Json(200, "OK", body));
        }
        return pve;
    }

    [Fact]
    public async Task A_recorded_server_is_read_and_what_was_not_recorded_is_a_gap()
    {
        using var pve = LastAnswers();
        var time = new FakeTimeProvider();
        using var client = pve.Client(time);
        var read = new InventoryReader(client).ReadAsync(null, TestContext.Current.CancellationToken);
        await PveClientTests.AdvanceUntil(time, read);
        var inventory = await read;
        Assert.Equal("9.2.11", inventory.Version);
        Assert.Equal(("pve1", "online", 16, 65536L, "192.0.2.10"), Assert.Single(inventory.Nodes) is var node ? (node.Name, node.Status, node.CpuCount, node.MemoryMiB, node.Address) : default);
        Assert.Equal(["data", "local", "local-lvm", "shared"], inventory.Storages.Select(storage => storage.Name));
        Assert.Contains(inventory.Nodes[0].Interfaces, one => one is { Name: "vmbr0", IsBridge: true, Cidr: "192.0.2.10/24", Ports: "eno1" });
        Assert.Equal(["p", "p/q"], inventory.Pools.Select(pool => pool.PoolId));
        Assert.DoesNotContain(inventory.Gaps, gap => gap.Scope is GapScope.Cluster or GapScope.Node);
        Assert.All(inventory.Gaps, gap => Assert.Contains("not implemented", gap.Reason));
    }

    [Fact]
    public void Every_recorded_config_is_read_without_loss()
    {
        var configs = Reads().Where(one => PathOf(one).EndsWith("/config", StringComparison.Ordinal) && !PathOf(one).Contains("/snapshot/", StringComparison.Ordinal)).ToArray();
        Assert.True(configs.Length > 8);
        foreach (var one in configs)
        {
            var data = one.GetProperty("body").GetProperty("data");
            var config = GuestReading.OfConfig(JsonSerializer.SerializeToUtf8Bytes(new { data }))!.Config;
            Assert.Equal(data.EnumerateObject().Select(entry => entry.Name).Where(name => name != "digest").Order(StringComparer.Ordinal), config.Keys);
            foreach (var entry in data.EnumerateObject().Where(entry => entry.Name != "digest")) Assert.Equal(entry.Value.ToString(), config[entry.Name]);
        }
    }

    /// <summary>Proxmox's own code was asked for both: what one request tells of a VM is what two would.</summary>
    [Fact]
    public void A_recorded_list_of_pending_changes_holds_the_config_of_the_same_moment()
    {
        var compared = 0;
        var configs = new Dictionary<string, GuestReading.Answer>(StringComparer.Ordinal);
        foreach (var one in Reads().Where(one => one.GetProperty("body").ValueKind == JsonValueKind.Object && PathOf(one).Contains("/qemu/", StringComparison.Ordinal)))
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(new { data = one.GetProperty("body").GetProperty("data") });
            var (guest, what) = (Path.GetDirectoryName(PathOf(one))!, Path.GetFileName(PathOf(one)));
            if (what == "config" && GuestReading.OfConfig(json) is { } config) configs[guest] = config;
            if (what != "pending" || GuestReading.OfPending(json) is not { } pending || configs.GetValueOrDefault(guest) is not { } before || before.Digest != pending.Digest) continue;
            Assert.Equal(before.Config, pending.Config);
            compared++;
        }
        Assert.True(compared > 1);
    }

    [Fact]
    public async Task Every_recorded_task_succeeds_or_fails_as_it_did()
    {
        var tasks = Recorded().Where(one => one.TryGetProperty("task", out _)).ToArray();
        Assert.True(tasks.Length > 30);
        foreach (var one in tasks)
        {
            Assert.True(Upid.TryParse(one.GetProperty("body").GetProperty("data").GetString(), out var upid));
            var task = one.GetProperty("task");
            var exitStatus = task.GetProperty("exitstatus").GetString()!;
            var log = JsonSerializer.Serialize(task.GetProperty("log").EnumerateArray().Select((line, i) => new { n = i + 1, t = line.GetString() }));
            using var pve = new FakePve()
                .On($"GET /nodes/{upid.Node}/tasks/{upid.Text}/status", JsonSerializer.Serialize(new { status = "stopped", exitstatus = exitStatus }))
                .On($"GET /nodes/{upid.Node}/tasks/{upid.Text}/log", log);
            using var client = pve.Client();
            var wait = client.WaitForTaskAsync(upid, null, TestContext.Current.CancellationToken);
            if (exitStatus == "OK") Assert.Equal(task.GetProperty("log").GetArrayLength(), (await wait).Log.Length);
            else Assert.Contains(exitStatus, (await Assert.ThrowsAsync<PveTaskException>(() => wait)).Message);
        }
    }
}
