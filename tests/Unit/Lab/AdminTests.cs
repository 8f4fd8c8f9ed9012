using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>Fault rules that are changed while the Lab runs, and state files that are not one.</summary>
public sealed class AdminTests
{
    private const string State = """
        {"options":{"taskSeconds":0},"nodes":{"pve1":{}},"users":{"audit@pve":{}},"acl":[{"path":"/","ugid":"audit@pve","role":"PVEAuditor"}],
         "tokens":{"root@pam!iac":{"secret":"s","privsep":false},"audit@pve!ro":{"secret":"s","privsep":false}}}
        """;

    private static async Task<(int Status, JsonNode? Body)> Admin(LabCluster cluster, string method, string? body = null, string token = "root@pam!iac=s")
    {
        var answer = await cluster.HandleAsync(new LabRequest(method, "/lab/faults", null, [new("Authorization", "PVEAPIToken=" + token)], Encoding.UTF8.GetBytes(body ?? "")), TestContext.Current.CancellationToken);
        return (answer.Status, answer.Body.IsEmpty ? null : JsonNode.Parse(answer.Body.Span));
    }

    private static async Task<int> Version(LabCluster cluster) =>
        (await cluster.HandleAsync(new LabRequest("GET", "/api2/json/version", null, [new("Authorization", "PVEAPIToken=root@pam!iac=s")], default), TestContext.Current.CancellationToken)).Status;

    [Fact]
    public async Task Rules_are_put_read_and_cleared_while_the_lab_runs()
    {
        using var cluster = LabCluster.FromJson(State);
        var put = await Admin(cluster, "PUT", """{"seed":42,"faults":[{"kind":"status","status":599,"path":"/version","times":1}]}""");
        Assert.Equal(200, put.Status);
        Assert.Equal(599, await Version(cluster));
        Assert.Equal(200, await Version(cluster));
        var read = (await Admin(cluster, "GET")).Body!["data"]!;
        Assert.Equal((42, 2), (read["seed"]!.GetValue<int>(), read["faults"]![0]!["seen"]!.GetValue<int>()));
        Assert.Equal(200, (await Admin(cluster, "DELETE")).Status);
        Assert.Empty((await Admin(cluster, "GET")).Body!["data"]!["faults"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"faults":[{"kind":"latncy"}]}""")]
    [InlineData("""{"faults":[{}]}""")]
    [InlineData("""{"faults":["x"]}""")]
    [InlineData("{")]
    public async Task A_broken_list_is_refused_and_changes_nothing(string body)
    {
        using var cluster = LabCluster.FromJson(State);
        Assert.Equal(200, (await Admin(cluster, "PUT", """{"faults":[{"kind":"offline","node":"pve9"}]}""")).Status);
        Assert.Equal(400, (await Admin(cluster, "PUT", body)).Status);
        Assert.Single((await Admin(cluster, "GET")).Body!["data"]!["faults"]!.AsArray());
    }

    [Fact]
    public async Task Only_who_may_change_the_cluster_may_break_it()
    {
        using var cluster = LabCluster.FromJson(State);
        Assert.Equal((int)HttpStatusCode.Forbidden, (await Admin(cluster, "PUT", "[]", "audit@pve!ro=s")).Status);
        Assert.Equal((int)HttpStatusCode.Unauthorized, (await Admin(cluster, "GET", null, "root@pam!iac=wrong")).Status);
    }

    [Theory]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{\"nodes\":\n[1]}", "$.nodes")]
    [InlineData("{\"nodes\":{\"pve1\":\n 5}}", "$.nodes.pve1")]
    [InlineData("""{"guests":{"abc":{}}}""", "guest 'abc'")]
    [InlineData("""{"guests":{"100":{"config":["name"]}}}""", "$.guests.100.config")]
    [InlineData("""{"acl":{"path":"/"}}""", "$.acl")]
    [InlineData("""{"faults":[{"kind":"latncy"}]}""", "$.faults[0]")]
    [InlineData("{\"version\":\"9.2\",\n  \"nodes\" {}}", "LineNumber: 1")]
    public void A_broken_state_says_where(string json, string place) =>
        Assert.Contains(place, Assert.Throws<FormatException>(() => LabCluster.FromJson(json)).Message, StringComparison.Ordinal);
}
