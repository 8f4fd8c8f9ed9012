using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Api;

public class SchemaMirrorTests
{
    private const string Task = "UPID:pve1:000005F5:00065F00:6B03BA8D:qmcreate:100:root@pam!iac:";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_is_one_that_Proxmox_knows()
    {
        var schema = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.Path("data/pve-schema.json"), Ct)).RootElement.GetProperty("endpoints").EnumerateArray().ToArray();
        // Every branch that sends something else: an old server, a paused VM, a guest that moved, a task that is followed.
        using var pve = SmallCluster.Make()
            .Fails("GET /pools?poolid=prod", 400, "Parameter verification failed.", """{"data":null,"errors":{"poolid":"property is not defined in schema"}}""")
            .On("GET /cluster/resources", SmallCluster.Resources.Replace("\"status\":\"running\"", "\"status\":\"paused\"", StringComparison.Ordinal))
            .On("GET /nodes/pve2/lxc", "[]")
            .On($"GET /nodes/pve1/tasks/{Task}/status", """{"status":"stopped","exitstatus":"OK"}""")
            .On($"GET /nodes/pve1/tasks/{Task}/log", """[{"n":1,"t":"TASK OK"}]""");
        var time = new FakeTimeProvider();
        using var client = pve.Client(time);
        var read = new InventoryReader(client).ReadAsync(null, Ct);
        await PveClientTests.AdvanceUntil(time, read);
        await read;
        await new InventoryReader(client).ReadGuestAsync(GuestKind.Qemu, "pve1", 100, Ct);
        Assert.True(Upid.TryParse(Task, out var upid));
        await client.WaitForTaskAsync(upid, new PveTaskTests.Recorder<PveTaskProgress>(_ => { }), Ct);

        Assert.Contains(pve.Sent, sent => sent.Path == "/pools/prod");
        Assert.Contains(pve.Sent, sent => sent.Path == "/nodes/pve2/lxc/200/status/current");
        foreach (var sent in pve.Sent)
        {
            var known = schema.Where(endpoint => endpoint.GetProperty("method").GetString() == sent.Method && Matches(endpoint.GetProperty("path").GetString()!, sent.Path)).ToArray();
            Assert.True(known.Length > 0, $"{sent} is not in the schema.");
            var parameters = known[0].GetProperty("parameters").GetProperty("properties");
            foreach (var (name, value) in sent.Parameters)
            {
                Assert.True(parameters.TryGetProperty(name, out var parameter), $"{sent} does not take {name}.");
                if (parameter.TryGetProperty("enum", out var choices)) Assert.Contains(value, choices.EnumerateArray().Select(choice => choice.GetString()));
                if (parameter.GetProperty("type").GetString() == "integer") Assert.True(long.TryParse(value, out _), $"{name} of {sent} must be a number.");
            }
        }
    }

    private static bool Matches(string template, string path) =>
        Regex.IsMatch(path, "^" + Regex.Replace(Regex.Escape(template), @"\\\{[^}]+}", "[^/]+") + "$");
}
