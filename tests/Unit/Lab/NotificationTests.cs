using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>Endpoints that are told of what happens, and the matchers that choose them.</summary>
public sealed class NotificationTests
{
    private const string Endpoints = "cluster/notifications/endpoints", Matchers = "cluster/notifications/matchers";

    [Fact]
    public async Task A_secret_goes_in_and_never_comes_out()
    {
        using var lab = LabClient.From();
        Assert.True((await lab.Send("POST", $"{Endpoints}/gotify", new { name = "push", server = "https://gotify.example", token = "t0psecret" })).IsOk);
        Assert.True((await lab.Send("POST", $"{Endpoints}/smtp", new { name = "mail", server = "smtp.example", from__address = "pve@example.org", mailto = "ops@example.org", password = "t0psecret", port = 25 })).IsOk);
        Assert.True((await lab.Send("POST", $"{Endpoints}/webhook", new JsonObject { ["name"] = "hook", ["url"] = "https://x.example", ["method"] = "post", ["secret"] = new JsonArray("name=key,value=dDBwc2VjcmV0") })).IsOk);
        var push = await lab.Data($"{Endpoints}/gotify/push");
        Assert.Equal(["digest", "name", "origin", "server"], push!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Equal(25, (await lab.Data($"{Endpoints}/smtp/mail"))!["port"]!.GetValue<int>());
        Assert.Equal("name=key", (await lab.Data($"{Endpoints}/webhook/hook"))!["secret"]![0]!.GetValue<string>());
        string state = lab.Cluster.ToJson();
        Assert.DoesNotContain("t0psecret", state, StringComparison.Ordinal);
        Assert.DoesNotContain("dDBwc2VjcmV0", state, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_built_in_comes_back_as_it_was()
    {
        using var lab = LabClient.From();
        Assert.True((await lab.Send("PUT", $"{Endpoints}/sendmail/mail-to-root", new { comment = "mine" })).IsOk);
        Assert.Equal("modified-builtin", (await lab.Data($"{Endpoints}/sendmail/mail-to-root"))!["origin"]!.GetValue<string>());
        Assert.True((await lab.Send("DELETE", $"{Endpoints}/sendmail/mail-to-root")).IsOk);
        Assert.Equal("builtin", (await lab.Data($"{Endpoints}/sendmail/mail-to-root"))!["origin"]!.GetValue<string>());
        Assert.Equal("mail-to-root", Assert.Single((await lab.Data($"{Matchers}/default-matcher"))!["target"]!.AsArray())!.GetValue<string>());
    }

    [Fact]
    public async Task An_endpoint_that_a_matcher_names_stays()
    {
        using var lab = LabClient.From();
        await lab.Send("POST", $"{Endpoints}/sendmail", new { name = "ops", mailto = "ops@example.org" });
        Assert.True((await lab.Send("POST", Matchers, new JsonObject { ["name"] = "all", ["target"] = new JsonArray("ops"), ["match-severity"] = new JsonArray("error,warning"), ["match-field"] = new JsonArray("exact:type=vzdump") })).IsOk);
        var refused = await lab.Send("DELETE", $"{Endpoints}/sendmail/ops");
        Assert.Equal((400, "cannot delete 'ops', referenced by: all"), (refused.Status, refused.Reason));
        Assert.True((await lab.Send("DELETE", $"{Matchers}/all")).IsOk);
        Assert.True((await lab.Send("DELETE", $"{Endpoints}/sendmail/ops")).IsOk);
    }

    [Theory]
    [InlineData("GET", Endpoints + "/gotify/none", "{}", 404, "endpoint 'none' not found")]
    [InlineData("GET", Matchers + "/none", "{}", 404, "matcher 'none' not found")]
    [InlineData("POST", Endpoints + "/sendmail", """{"name":"xx"}""", 400, "must at least provide one recipient, either in mailto or in mailto-user")]
    [InlineData("POST", Endpoints + "/sendmail", """{"name":"mail-to-root","mailto":["a@b.c"]}""", 400, "Cannot create 'mail-to-root', an entity with the same name already exists")]
    [InlineData("POST", Matchers, """{"name":"mm","target":["nope"]}""", 404, "endpoint 'nope' does not exist")]
    [InlineData("POST", Matchers, """{"name":"mm","match-severity":["fatal"]}""", 500, "could not apply filter: invalid severity fatal")]
    [InlineData("POST", Matchers, """{"name":"mm","match-field":["type"]}""", 500, "could not apply filter: invalid match-field statement: type")]
    [InlineData("PUT", Endpoints + "/sendmail/mail-to-root", """{"digest":"00"}""", 400, "detected modified configuration - file changed by other user? Try again.")]
    [InlineData("POST", "cluster/notifications/targets/none/test", "{}", 500, "notification target 'none' does not exist")]
    public async Task A_mistake_is_refused_in_its_words(string method, string path, string body, int status, string reason)
    {
        using var lab = LabClient.From();
        var answer = await lab.Send(method, path, body == "{}" ? null : JsonNode.Parse(body)!.AsObject());
        Assert.Equal((status, reason), (answer.Status, answer.Reason));
    }
}
