using System.Net;
using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Api;

public class PveClientTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_carries_the_token_and_its_query_and_returns_the_data()
    {
        using var pve = new FakePve().On("GET /cluster/resources", """[{"id":"qemu/100"}]""");
        using var client = pve.Client();
        var data = await client.GetAsync("/cluster/resources", [new("type", "vm & more")], Ct);
        Assert.Equal("qemu/100", data[0].GetProperty("id").GetString());
        var sent = Assert.Single(pve.Sent);
        Assert.Equal("vm & more", sent.Parameters["type"]);
        Assert.Equal($"PVEAPIToken=root@pam!iac={FakePve.Secret}", sent.Headers["Authorization"]);
        Assert.Null(sent.Body);
        Assert.DoesNotContain("Expect", sent.Headers.Keys);
    }

    [Theory]
    [InlineData("POST"), InlineData("PUT")]
    public async Task A_write_is_a_form_with_a_length(string method)
    {
        using var pve = new FakePve().On($"{method} /nodes/pve1/qemu", "null");
        using var client = pve.Client();
        KeyValuePair<string, string>[] parameters = [new("description", "a b+c&d=ä%\n'; Remove-Item ${x}"), new("sshkeys", "ssh-ed25519%20AAAA")];
        if (method == "POST") await client.PostAsync("/nodes/pve1/qemu", parameters, Ct);
        else await client.PutAsync("/nodes/pve1/qemu", parameters, Ct);
        var sent = Assert.Single(pve.Sent);
        Assert.True(sent.HasLength);
        Assert.Equal("description=a%20b%2Bc%26d%3D%C3%A4%25%0A%27%3B%20Remove-Item%20%24%7Bx%7D&sshkeys=ssh-ed25519%2520AAAA", sent.Body);
    }

    [Fact]
    public async Task A_delete_has_its_parameters_in_the_query_and_no_body()
    {
        using var pve = new FakePve().On("DELETE /nodes/pve1/qemu/100", "null");
        using var client = pve.Client();
        await client.DeleteAsync("/nodes/pve1/qemu/100", [new("purge", "1")], Ct);
        var sent = Assert.Single(pve.Sent);
        Assert.Null(sent.Body);
        Assert.Equal("1", sent.Parameters["purge"]);
    }

    [Fact]
    public async Task A_post_without_parameters_still_has_a_length()
    {
        using var pve = new FakePve().On("POST /nodes/pve1/qemu/100/status/start", "\"UPID:pve1:000005F5:00065F00:6B03BA8D:qmstart:100:root@pam!iac:\"");
        using var client = pve.Client();
        var answer = await client.PostAsync("/nodes/pve1/qemu/100/status/start", null, Ct);
        Assert.True(Upid.TryParse(answer.GetString(), out var upid));
        Assert.Equal(("pve1", "qmstart", "100", "root@pam!iac"), (upid.Node, upid.Type, upid.Id, upid.User));
        Assert.True(Assert.Single(pve.Sent).HasLength);
    }

    [Fact]
    public async Task Stars_that_stand_for_a_secret_are_never_sent()
    {
        using var pve = new FakePve().On("PUT /nodes/pve1/qemu/100/config", "null");
        using var client = pve.Client();
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.PutAsync("/nodes/pve1/qemu/100/config", [new("cipassword", "********** ")], Ct));
        Assert.Equal("PmpcMaskedSecret", e.Id);
        Assert.Empty(pve.Sent);
    }

    [Fact]
    public async Task A_parameter_given_twice_is_refused_before_it_is_sent()
    {
        using var pve = new FakePve();
        using var client = pve.Client();
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.PutAsync("/pools", [new("vms", "1"), new("vms", "2")], Ct));
        Assert.Equal(PmpcErrorKind.InvalidArgument, e.Kind);
        Assert.Empty(pve.Sent);
    }

    [Theory]
    [InlineData("nodes"), InlineData("/nodes?x=1"), InlineData("/nodes/../access"), InlineData("/nodes/%2E%2e/access"), InlineData("/nodes/a b"), InlineData("/nodes\r\nX: y")]
    public async Task A_path_that_leads_elsewhere_is_refused(string path)
    {
        using var pve = new FakePve();
        using var client = pve.Client();
        var e = await Assert.ThrowsAsync<PmpcException>(() => client.GetAsync(path, null, Ct));
        Assert.Equal("PmpcInvalidPath", e.Id);
        Assert.Empty(pve.Sent);
    }

    [Fact]
    public void Names_in_a_path_are_escaped_and_dots_are_refused()
    {
        Assert.Equal("/nodes/a%2F..%2Fb%3Fc/qemu/100", PvePath.Of($"/nodes/{"a/../b?c"}/qemu/{100}"));
        Assert.Throws<PmpcException>(() => PvePath.Of($"/nodes/{".."}/qemu"));
        Assert.Throws<PmpcException>(() => PvePath.Of($"/nodes/{""}/qemu"));
    }

    [Theory]
    [InlineData(595, "Connection refused"), InlineData(596, "Connection timed out"), InlineData(599, "Too many redirections")]
    public async Task A_read_that_met_a_passing_failure_is_repeated(int status, string reason)
    {
        var calls = 0;
        using var pve = new FakePve().On("GET /nodes/pve2/qemu", _ => ++calls < 3 ? FakePve.Error(status, reason) : FakePve.Data("[]"));
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        using var client = pve.Client(time);
        var read = client.GetAsync("/nodes/pve2/qemu", null, Ct);
        await AdvanceUntil(time, read);
        await read;
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_connection_that_broke_is_a_failure_to_repeat_for_a_read_and_an_uncertain_write()
    {
        using var pve = new FakePve().On("GET /nodes", _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."))
            .On("POST /pools", _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."));
        var time = new FakeTimeProvider();
        using var client = pve.Client(time);
        var read = client.GetAsync("/nodes", null, Ct);
        await AdvanceUntil(time, read);
        Assert.Equal("PmpcConnectionLost", (await Assert.ThrowsAsync<PveApiException>(() => read)).Id);
        Assert.Equal(3, pve.Sent.Count);
        var write = await Assert.ThrowsAsync<PveApiException>(() => client.PostAsync("/pools", [new("poolid", "a")], Ct));
        Assert.Equal(("PmpcWriteUncertain", PmpcErrorKind.Timeout), (write.Id, write.Kind));
        Assert.Equal(4, pve.Sent.Count);
    }

    [Theory]
    [InlineData(596), InlineData(597), InlineData(599), InlineData(504)]
    public async Task A_write_of_which_nobody_knows_is_sent_once_and_said_to_be_uncertain(int status)
    {
        using var pve = new FakePve().Fails("PUT /nodes/pve2/qemu/100/config", status, "Connection timed out");
        using var client = pve.Client();
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.PutAsync("/nodes/pve2/qemu/100/config", [new("cores", "2")], Ct));
        Assert.Equal(("PmpcWriteUncertain", PmpcErrorKind.Timeout, status), (e.Id, e.Kind, e.Status));
        Assert.Single(pve.Sent);
    }

    [Fact]
    public async Task A_write_to_a_node_that_is_not_there_certainly_did_not_happen()
    {
        using var pve = new FakePve().Fails("PUT /nodes/pve2/qemu/100/config", 595, "No route to host");
        using var client = pve.Client();
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.PutAsync("/nodes/pve2/qemu/100/config", [new("cores", "2")], Ct));
        Assert.Equal(("PmpcNodeUnreachable", PmpcErrorKind.Connection), (e.Id, e.Kind));
        Assert.Contains("pve2", e.Message);
        Assert.Single(pve.Sent);
    }

    [Fact]
    public async Task A_request_that_hangs_ends_at_its_limit_and_a_read_is_not_repeated_then()
    {
        using var pve = new FakePve().On("GET /nodes", Hang).On("POST /pools", Hang);
        var time = new FakeTimeProvider();
        using var client = pve.Client(time, connection => connection with { Timeout = TimeSpan.FromSeconds(7) });
        var read = client.GetAsync("/nodes", null, Ct);
        await AdvanceUntil(time, read);
        Assert.Equal("PmpcTimeout", (await Assert.ThrowsAsync<PveApiException>(() => read)).Id);
        Assert.Single(pve.Sent);
        var write = client.PostAsync("/pools", [new("poolid", "a")], Ct);
        await AdvanceUntil(time, write);
        Assert.Equal("PmpcWriteUncertain", (await Assert.ThrowsAsync<PveApiException>(() => write)).Id);
    }

    [Fact]
    public async Task Cancelling_is_not_a_timeout()
    {
        using var pve = new FakePve().On("GET /nodes", Hang);
        using var client = pve.Client();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var read = client.GetAsync("/nodes", null, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task No_more_requests_are_under_way_than_allowed()
    {
        int now = 0, most = 0;
        using var pve = new FakePve().On("GET /nodes", async (_, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(5, token);
            Interlocked.Decrement(ref now);
            return FakePve.Data("[]");
        });
        using var client = pve.Client(change: connection => connection with { Concurrency = 3 });
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => client.GetAsync("/nodes", null, Ct)));
        Assert.InRange(most, 1, 3);
        Assert.Equal(30, pve.Sent.Count);
    }

    [Fact]
    public async Task An_answer_can_be_read_without_a_document_and_is_asked_for_again_where_it_broke_off()
    {
        var calls = 0;
        var entries = string.Join(',', Enumerable.Range(0, 5000).Select(i => $$"""{"vmid":{{i}},"name":"guest-{{i}}"}"""));
        using var pve = new FakePve().On("GET /cluster/resources", _ => ++calls == 1 ? FakePve.Error(596, "Connection timed out") : FakePve.Data($"[{entries}]"));
        var time = new FakeTimeProvider();
        using var client = pve.Client(time);
        var read = client.ReadUtf8Async("/cluster/resources", null, CountOfNames, Ct);
        await AdvanceUntil(time, read);
        Assert.Equal(5000, await read);
        Assert.Equal(2, calls);
    }

    [Theory]
    [InlineData("""{"data":[{"name":"x"},"""), InlineData(""), InlineData("""{"data":[]} trailing"""), InlineData("<html></html>")]
    public async Task What_is_no_json_is_an_unexpected_answer_for_the_reader_without_a_document_too(string body)
    {
        using var pve = new FakePve().On("GET /cluster/resources", _ => FakePve.Json(200, "OK", body));
        using var client = pve.Client();
        Assert.Equal("PmpcUnexpectedAnswer", (await Assert.ThrowsAsync<PveApiException>(() => client.ReadUtf8Async("/cluster/resources", null, CountOfNames, Ct))).Id);
        Assert.Equal("PmpcUnexpectedAnswer", (await Assert.ThrowsAsync<PveApiException>(() => client.GetAsync("/cluster/resources", null, Ct))).Id);
    }

    private static int CountOfNames(ReadOnlySpan<byte> json)
    {
        var reader = new System.Text.Json.Utf8JsonReader(json);
        var names = 0;
        while (reader.Read())
            if (reader.TokenType == System.Text.Json.JsonTokenType.PropertyName && reader.ValueTextEquals("name"u8)) names++;
        return names;
    }

    [Theory]
    [InlineData("http://pve1:8006", "root@pam!iac", "abc"), InlineData("https://a:b@pve1:8006", "root@pam!iac", "abc"), InlineData("https://pve1:8006", "root@pam", "abc"), InlineData("https://pve1:8006", "root@pam!iac", "abc\n"), InlineData("https://pve1:8006", "root@pam!iac", "")]
    public void A_connection_that_cannot_be_right_is_refused_without_showing_the_secret(string server, string token, string secret)
    {
        var e = Assert.Throws<PmpcException>(() => new PveClient(new PveConnection(new Uri(server), token, secret)));
        Assert.Equal("PmpcInvalidConnection", e.Id);
        if (secret.Length > 0) Assert.DoesNotContain(secret.Trim(), e.Message);
    }

    [Fact]
    public void A_connection_does_not_show_its_secret()
    {
        Assert.DoesNotContain(FakePve.Secret, FakePve.Connection.ToString());
        Assert.DoesNotContain(FakePve.Secret, System.Text.Json.JsonSerializer.Serialize(FakePve.Connection));
    }

    private static async Task<HttpResponseMessage> Hang(SentRequest sent, CancellationToken ct)
    {
        await Task.Delay(Timeout.Infinite, ct);
        return new(HttpStatusCode.OK);
    }

    /// <summary>Lets the fake clock run until the task has ended.</summary>
    internal static async Task AdvanceUntil(FakeTimeProvider time, Task task)
    {
        while (!task.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1, Ct);
        }
    }
}
