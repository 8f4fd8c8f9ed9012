using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>The second step of a login, as Proxmox asks for it and as our client answers.</summary>
public sealed class SecondFactorTests
{
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private const string State = $$$"""
        {"options":{"authDelaySeconds":0},"users":{"alice@pve":{"password":"corr3ct","totp":"{{{Key}}}","recovery":["aaaa-bbbb-cccc-0001","aaaa-bbbb-cccc-0002"]},"root@pam":{"password":"top"}},
         "acl":[{"path":"/","ugid":"alice@pve","role":"PVEAdmin"}]}
        """;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<(int Status, JsonNode? Data)> Ask(LabCluster lab, string form)
    {
        var answer = await lab.HandleAsync(new("POST", "/api2/json/access/ticket", null, [], Encoding.UTF8.GetBytes(form)), Ct);
        return (answer.Status, answer.Status == 200 ? JsonNode.Parse(answer.Body.Span)!["data"] : null);
    }

    private async Task<string> ChallengeAsync(LabCluster lab) =>
        (await Ask(lab, "username=alice@pve&password=corr3ct")).Data!["ticket"]!.GetValue<string>();

    private string Code(int steps = 0) => PveTotp.TryParse(Key, out var totp) ? totp.CodeAt(_time.GetUtcNow().ToUnixTimeSeconds() / 30 + steps) : "";

    private static Task<(int Status, JsonNode? Data)> Answer(LabCluster lab, string challenge, string response, string user = "alice@pve") =>
        Ask(lab, $"username={user}&password={Uri.EscapeDataString(response)}&tfa-challenge={Uri.EscapeDataString(challenge)}");

    [Fact]
    public async Task The_password_alone_gives_a_ticket_that_is_good_for_the_second_step_only()
    {
        using var lab = LabCluster.FromJson(State, _time);
        var (_, data) = await Ask(lab, "username=alice@pve&password=corr3ct");
        Assert.Equal(1, data!["NeedTFA"]!.GetValue<int>());
        Assert.Null(data["cap"]);
        var challenge = data["ticket"]!.GetValue<string>();
        Assert.StartsWith("PVE:!tfa!{\"totp\"%3Atrue,\"recovery\"%3A[0,1]}:", challenge);
        var read = await lab.HandleAsync(new("GET", "/api2/json/nodes", null, [new("Cookie", "PVEAuthCookie=" + Uri.EscapeDataString(challenge))], default), Ct);
        Assert.Equal(401, read.Status);
        Assert.Equal(401, (await Ask(lab, $"username=alice@pve&password={Uri.EscapeDataString(challenge)}")).Status);
        Assert.Equal(401, (await Answer(lab, challenge, $"totp:{Code()}", "root@pam")).Status);
        Assert.Equal(401, (await Answer(lab, challenge + "x", $"totp:{Code()}")).Status);
        var (status, granted) = await Answer(lab, challenge, $"totp:{Code()}");
        Assert.Equal(200, status);
        Assert.StartsWith("PVE:alice@pve:", granted!["ticket"]!.GetValue<string>());
        Assert.Null(granted["NeedTFA"]);
        Assert.NotNull(granted["cap"]);
    }

    [Fact]
    public async Task A_code_is_good_once_and_within_a_step_of_now()
    {
        using var lab = LabCluster.FromJson(State, _time);
        var challenge = await ChallengeAsync(lab);
        Assert.Equal(401, (await Answer(lab, challenge, $"totp:{Code(-2)}")).Status);
        Assert.Equal(200, (await Answer(lab, challenge, $"totp:{Code(-1)}")).Status);
        Assert.Equal(401, (await Answer(lab, challenge, $"totp:{Code(-1)}")).Status);
        Assert.Equal(200, (await Answer(lab, challenge, $"totp:{Code(1)}")).Status);
        Assert.Equal(401, (await Answer(lab, challenge, $"totp:{Code()}")).Status);
        // With the password at once, as old clients do; and without the prefix it is none.
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(401, (await Ask(lab, $"username=alice@pve&password=corr3ct&otp={Code()}")).Status);
        Assert.Equal(200, (await Ask(lab, $"username=alice@pve&password=corr3ct&otp=totp:{Code()}")).Status);
    }

    [Fact]
    public async Task Wrong_codes_lock_them_until_a_recovery_key_or_an_administrator_opens_them_and_a_key_is_good_once()
    {
        using var lab = LabClient.From(State);
        var cluster = lab.Cluster;
        var challenge = await ChallengeAsync(cluster);
        for (var i = 0; i < 8; i++) Assert.Equal(401, (await Answer(cluster, challenge, "totp:000000")).Status);
        Assert.True((await lab.Data("access/tfa"))![0]!["totp-locked"]!.GetValue<bool>());
        Assert.StartsWith("PVE:!tfa!{\"recovery\"%3A[0,1]}:", await ChallengeAsync(cluster));
        Assert.Equal(200, (await Answer(cluster, challenge, "recovery:aaaa-bbbb-cccc-0002")).Status);
        Assert.Equal(401, (await Answer(cluster, challenge, "recovery:aaaa-bbbb-cccc-0002")).Status);
        Assert.StartsWith("PVE:!tfa!{\"totp\"%3Atrue,\"recovery\"%3A[0]}:", await ChallengeAsync(cluster));
        for (var i = 0; i < 8; i++) await Answer(cluster, challenge, "totp:000000");
        Assert.Equal(1, (await lab.Send("PUT", "access/users/alice@pve/unlock-tfa", new { })).Data!.GetValue<int>());
        Assert.Equal(0, (await lab.Send("PUT", "access/users/alice@pve/unlock-tfa", new { })).Data!.GetValue<int>());
        Assert.Contains("totp", await ChallengeAsync(cluster));
    }

    [Fact]
    public async Task What_there_is_is_listed_without_keys_and_survives_the_file()
    {
        using var first = LabCluster.FromJson(State, _time);
        var challenge = await ChallengeAsync(first);
        Assert.Equal(200, (await Answer(first, challenge, $"totp:{Code()}")).Status);
        Assert.Equal(200, (await Answer(first, challenge, "recovery:aaaa-bbbb-cccc-0001")).Status);
        using var lab = LabClient.From(first.ToJson());
        var listed = (await lab.Data("access/tfa"))!.ToJsonString();
        Assert.Equal("""[{"userid":"alice@pve","entries":[{"id":"totp","type":"totp","description":"","created":0,"enable":1},{"id":"recovery","type":"recovery","description":"","created":0,"enable":1}]}]""", listed);
        Assert.Equal("""{"types":["totp","recovery"]}""", (await lab.Data("access/users/alice@pve/tfa", new { multiple = 1 }))!.ToJsonString());
        // Neither the code nor the key is good again after a restart.
        using var second = LabCluster.FromJson(first.ToJson(), _time);
        challenge = await ChallengeAsync(second);
        Assert.Equal(401, (await Answer(second, challenge, $"totp:{Code()}")).Status);
        Assert.Equal(401, (await Answer(second, challenge, "recovery:aaaa-bbbb-cccc-0001")).Status);
    }

    [Fact]
    public async Task A_ticket_is_good_at_every_process_that_shares_the_state_and_after_a_restart()
    {
        using var first = LabCluster.FromJson(State, _time);
        var ticket = (await Ask(first, "username=root@pam&password=top")).Data!["ticket"]!.GetValue<string>();
        using var second = LabCluster.FromJson(first.ToJson(), _time);
        Assert.Equal(200, (await Ask(second, $"username=root@pam&password={Uri.EscapeDataString(ticket)}")).Status);
        using var stranger = LabCluster.FromJson(State, _time);
        Assert.Equal(401, (await Ask(stranger, $"username=root@pam&password={Uri.EscapeDataString(ticket)}")).Status);
    }

    private PveClient Client(LabCluster lab, PvePassword credential) => new(new(new Uri("https://pve1:8006"), credential), lab.CreateHandler(), _time);

    [Fact]
    public async Task Our_client_logs_in_with_the_key_and_renews_without_a_second_code()
    {
        using var lab = LabCluster.FromJson(State, _time);
        Assert.True(PveTotp.TryParse(Key, out var totp));
        using var client = Client(lab, new("alice@pve", "corr3ct") { Totp = totp });
        await client.PostAsync("/pools", [new("poolid", "a")], Ct);
        var ends = client.TicketEnds;
        for (var i = 0; i < 4; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(61));
            await client.PostAsync("/pools", [new("poolid", $"b{i}")], Ct);
        }
        Assert.True(client.TicketEnds > ends + TimeSpan.FromHours(4));
        // A second client within the half minute: its first code is spent, the next one is not.
        using var other = Client(lab, new("alice@pve", "corr3ct") { Totp = PveTotp.TryParse(Key, out var again) ? again : null });
        var pools = other.GetAsync("/pools", null, Ct);
        await Api.PveClientTests.AdvanceUntil(_time, pools);
        Assert.Equal(5, (await pools).GetArrayLength());
    }

    [Fact]
    public async Task A_wrong_password_a_wrong_realm_and_a_missing_factor_are_told_apart()
    {
        using var lab = LabCluster.FromJson(State, _time);
        async Task<PveApiException> Fails(PvePassword credential)
        {
            using var client = Client(lab, credential);
            return await Assert.ThrowsAsync<PveApiException>(() => client.GetVersionAsync(Ct));
        }
        Assert.Equal(("PmpcAuthenticationFailed", 401), (await Fails(new("alice@pve", "wrong"))) is var wrong ? (wrong.Id, wrong.Status) : default);
        var realm = await Fails(new("alice@ldap", "corr3ct"));
        Assert.Equal(("PmpcRealmUnknown", PmpcErrorKind.AuthenticationFailed), (realm.Id, realm.Kind));
        Assert.Contains("has no realm 'ldap'; its realms are pam, pve", realm.Message);
        var missing = await Fails(new("alice@pve", "corr3ct"));
        Assert.Equal("PmpcSecondFactorNeeded", missing.Id);
        Assert.Contains("(recovery, totp)", missing.Message);
        Assert.Equal("PmpcSecondFactorRefused", (await Fails(new("alice@pve", "corr3ct") { AskCode = _ => Task.FromResult<string?>("000000") })).Id);
        // By a recovery key, typed as it stands on the paper.
        using var recovered = Client(lab, new("alice@pve", "corr3ct") { AskCode = _ => Task.FromResult<string?>("aaaa-bbbb-cccc-0001") });
        Assert.NotEmpty((await recovered.GetVersionAsync(Ct)).Version);
        for (var i = 0; i < 9; i++) await Fails(new("alice@pve", "corr3ct") { AskCode = _ => Task.FromResult<string?>("000000") });
        var locked = await Fails(new("alice@pve", "corr3ct") { Totp = PveTotp.TryParse(Key, out var totp) ? totp : null });
        Assert.Equal("PmpcSecondFactorRefused", locked.Id);
        Assert.Contains("only: recovery", locked.Message);
        Assert.Contains("unlock", locked.Hint);
    }
}
