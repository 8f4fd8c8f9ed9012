using Microsoft.Extensions.Time.Testing;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

public sealed class HttpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_secret_and_no_credentials_get_a_401_without_a_body()
    {
        using var lab = LabClient.From();
        lab.Authorization = "PVEAPIToken=root@pam!lab=00000000-0000-0000-0000-000000000000";
        var wrong = await lab.Get("version");
        Assert.Equal((401, "Authentication failed!"), (wrong.Status, wrong.Reason));
        Assert.Null(wrong.Body);
        lab.Authorization = null;
        Assert.Equal("No ticket", (await lab.Get("version")).Reason);
        lab.Authorization = "Basic cm9vdDpyb290";
        Assert.Equal("No ticket", (await lab.Get("version")).Reason);
    }

    [Fact]
    public async Task An_unknown_path_is_501_with_and_without_credentials()
    {
        using var lab = LabClient.From();
        var answer = await lab.Get("nodes/pve1/bogus");
        Assert.Equal((501, "Method 'GET /nodes/pve1/bogus' not implemented"), (answer.Status, answer.Reason));
        Assert.Null(answer.Data);
        lab.Authorization = null;
        Assert.Equal(501, (await lab.Get("nope")).Status);
    }

    [Fact]
    public async Task Other_methods_are_refused_with_an_empty_body()
    {
        using var lab = LabClient.From();
        var answer = await lab.Send("PATCH", "version");
        Assert.Equal((501, "method 'PATCH' not available"), (answer.Status, answer.Reason));
        Assert.Null(answer.Body);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task A_read_or_delete_with_a_body_is_refused(string method)
    {
        using var cluster = LabCluster.FromJson("{}");
        var (id, secret) = cluster.IssueEmbeddedToken();
        var answer = await cluster.HandleAsync(new LabRequest(method, "/api2/json/pools", null, [new("Authorization", $"PVEAPIToken={id}={secret}")], Encoding.ASCII.GetBytes("poolid=x")), Token);
        Assert.Equal((501, $"Unexpected content for method '{method}'"), (answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData(64, 200, "OK")]
    [InlineData(65, 501, "too many http header lines (> 64)")]
    public async Task More_than_64_header_lines_are_refused(int lines, int status, string reason)
    {
        using var cluster = LabCluster.FromJson("{}");
        var (id, secret) = cluster.IssueEmbeddedToken();
        KeyValuePair<string, string>[] headers = [new("Authorization", $"PVEAPIToken={id}={secret}"), .. Enumerable.Range(1, lines - 1).Select(i => KeyValuePair.Create($"X-{i}", "x"))];
        var answer = await cluster.HandleAsync(new LabRequest("GET", "/api2/json/version", null, headers, default), Token);
        Assert.Equal((status, reason), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task A_401_comes_late_when_the_state_says_so_and_at_once_when_it_does_not()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var slow = new LabClient(LabCluster.FromJson("""{"options":{"authDelaySeconds":3}}""", time), "PVEAPIToken=root@pam!x=wrong");
        var refused = slow.Get("version");
        time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(refused.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(401, (await refused).Status);
        // Nobody moves this clock: an answer that waited would never come.
        using var prompt = new LabClient(LabCluster.FromJson("{}", new FakeTimeProvider(DateTimeOffset.UtcNow)), "PVEAPIToken=root@pam!x=wrong");
        Assert.Equal(401, (await prompt.Get("version")).Status);
    }

    [Fact]
    public async Task Chunked_bodies_oversized_bodies_and_strange_content_types_are_refused()
    {
        using var cluster = LabCluster.FromJson("{}");
        var (id, secret) = cluster.IssueEmbeddedToken();
        KeyValuePair<string, string> authorization = new("Authorization", $"PVEAPIToken={id}={secret}");
        async Task<(int, string)> Post(byte[] body, string? type, bool chunked)
        {
            List<KeyValuePair<string, string>> headers = type is null ? [authorization] : [authorization, new("Content-Type", type)];
            var answer = await cluster.HandleAsync(new LabRequest("POST", "/api2/json/pools", null, headers, body, chunked), Token);
            return (answer.Status, answer.Reason);
        }
        Assert.Equal((501, "chunked transfer encoding not supported"), await Post("poolid=x"u8.ToArray(), null, true));
        Assert.Equal((501, "for data too large"), await Post(new byte[(512 * 1024) + 1], "application/x-www-form-urlencoded", false));
        Assert.Equal((506, "upload 'Content-Type 'text/plain' not implemented"), await Post("x"u8.ToArray(), "text/plain", false));
        Assert.Equal((200, "OK"), await Post("poolid=x"u8.ToArray(), null, false));
    }

    [Fact]
    public async Task JsonContent_without_a_length_arrives_chunked_and_is_refused()
    {
        using var cluster = LabCluster.FromJson("{}");
        using var http = new HttpClient(cluster.CreateHandler());
        using var answer = await http.PostAsJsonAsync("https://lab.invalid/api2/json/pools", new { poolid = "x" }, Token);
        Assert.Equal("chunked transfer encoding not supported", answer.ReasonPhrase);
    }

    [Fact]
    public async Task JSON_bodies_take_booleans_numbers_and_lists_and_choke_on_null()
    {
        using var lab = LabClient.From("""{"guests":{"100":{"type":"qemu","node":"pve1","config":{"name":"a","net0":"virtio=BC:24:11:00:00:01,bridge=vmbr0","onboot":1}}}}""");
        Assert.True((await lab.Send("PUT", "nodes/pve1/qemu/100/config", new JsonObject { ["onboot"] = false, ["cores"] = 4, ["tags"] = new JsonArray("b", "A"), ["delete"] = new JsonArray("net0") })).IsOk);
        var config = await lab.Data("nodes/pve1/qemu/100/config");
        Assert.Equal(0, config!["onboot"]!.GetValue<int>());
        Assert.Equal("a;b", config["tags"]!.GetValue<string>());
        Assert.Null(config["net0"]);
        Assert.Equal("unable to parse value of 'cores' - got undefined value", (await lab.Send("PUT", "nodes/pve1/qemu/100/config", new JsonObject { ["cores"] = null })).Reason);
        Assert.Equal("type check ('integer') failed - got ARRAY", (await lab.Send("PUT", "nodes/pve1/qemu/100/config", new JsonObject { ["cores"] = new JsonArray(1) })).Error("cores"));
    }

    [Fact]
    public async Task The_extjs_formatter_always_answers_200_and_tells_the_status_inside()
    {
        using var cluster = LabCluster.FromJson("{}");
        var (id, secret) = cluster.IssueEmbeddedToken();
        var answer = await cluster.HandleAsync(new LabRequest("GET", "/api2/extjs/nodes/pve1/qemu/100/config", null, [new("Authorization", $"PVEAPIToken {id}={secret}")], default), Token);
        var body = JsonNode.Parse(answer.Body.Span)!;
        Assert.Equal(200, answer.Status);
        Assert.Equal(0, body["success"]!.GetValue<int>());
        Assert.Equal(500, body["status"]!.GetValue<int>());
        Assert.StartsWith("Configuration file", body["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_connection_is_kept_after_success_and_closed_after_an_error()
    {
        using var cluster = LabCluster.FromJson("{}");
        var (id, secret) = cluster.IssueEmbeddedToken();
        KeyValuePair<string, string>[] headers = [new("Authorization", $"PVEAPIToken={id}={secret}")];
        Assert.False((await cluster.HandleAsync(new LabRequest("GET", "/api2/json/version", null, headers, default), Token)).CloseConnection);
        var error = await cluster.HandleAsync(new LabRequest("GET", "/api2/json/nope", null, headers, default), Token);
        Assert.True(error.CloseConnection);
        Assert.Contains(error.Headers, h => h is { Key: "Content-Type", Value: "application/json;charset=UTF-8" });
        Assert.Contains(error.Headers, h => h is { Key: "Server", Value: "pve-api-daemon/3.0" });
    }

    [Fact]
    public async Task Large_answers_are_compressed_for_who_accepts_it()
    {
        using var cluster = LabCluster.Demo();
        var (id, secret) = cluster.IssueEmbeddedToken();
        var answer = await cluster.HandleAsync(new LabRequest("GET", "/api2/json/cluster/resources", null, [new("Authorization", $"PVEAPIToken={id}={secret}"), new("Accept-Encoding", "gzip, deflate")], default), Token);
        Assert.Contains(answer.Headers, h => h is { Key: "Content-Encoding", Value: "gzip" });
        using var plain = new StreamReader(new System.IO.Compression.GZipStream(new MemoryStream(answer.Body.ToArray()), System.IO.Compression.CompressionMode.Decompress));
        Assert.NotNull(JsonNode.Parse(await plain.ReadToEndAsync(Token))!["data"]);
    }

    [Fact]
    public async Task A_key_in_the_path_and_another_value_in_the_body_is_a_conflict()
    {
        using var lab = LabClient.From();
        var answer = await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { vmid = 101, cores = 1 });
        Assert.Equal("duplicate parameter (already defined in URI) with conflicting values!", answer.Error("vmid"));
    }

    [Fact]
    public async Task The_same_form_key_twice_breaks_the_permission_path()
    {
        using var cluster = LabCluster.FromJson("""{"users":{"a@pve":{}},"tokens":{"a@pve!t":{"secret":"s","privsep":false}},"acl":[{"path":"/","ugid":"a@pve","role":"Administrator"}]}""");
        var answer = await cluster.HandleAsync(new LabRequest("POST", "/api2/json/pools", null, [new("Authorization", "PVEAPIToken=a@pve!t=s")], Encoding.ASCII.GetBytes("poolid=x&poolid=y")), Token);
        Assert.Equal((403, "Permission check failed (, Pool.Allocate)"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task An_unknown_node_is_looked_up_in_vain_and_an_offline_one_is_595()
    {
        using var lab = LabClient.From("""{"nodes":{"pve1":{},"pve2":{"status":"offline"}}}""");
        Assert.Equal("hostname lookup 'nope' failed - failed to get address info for: nope: Temporary failure in name resolution", (await lab.Get("nodes/nope/qemu")).Reason);
        // With a resolver that answers, the name is at fault.
        await lab.Send("PUT", "nodes/pve1/dns", new { search = "example.org", dns1 = "192.0.2.53" });
        Assert.Equal("hostname lookup 'nope' failed - failed to get address info for: nope: Name or service not known", (await lab.Get("nodes/nope/qemu")).Reason);
        var offline = await lab.Get("nodes/pve2/qemu");
        Assert.Equal((595, "No route to host"), (offline.Status, offline.Reason));
        Assert.Null(offline.Body);
    }

    [Fact]
    public async Task The_handler_gives_real_reason_phrases_and_resets_when_told()
    {
        using var cluster = LabCluster.FromJson("""{"faults":[{"kind":"reset","path":"/nodes","times":1}]}""");
        using var http = new HttpClient(cluster.CreateHandler());
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("https://lab.invalid/api2/json/nodes"), Token));
        using var answer = await http.GetAsync(new Uri("https://lab.invalid/api2/json/nodes"), Token);
        Assert.Equal((HttpStatusCode.Unauthorized, "No ticket"), (answer.StatusCode, answer.ReasonPhrase));
    }
}
