using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>Second factors are added by who has the password, and never by a token.</summary>
public sealed class SecondFactorWriteTests
{
    private const string Key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Address = "otpauth://totp/alice?secret=" + Key;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private LabCluster Start() => LabCluster.FromJson("""{"options":{"authDelaySeconds":0},"users":{"alice@pve":{"password":"corr3ct"},"root@pam":{"password":"top"}},"tokens":{"root@pam!t":{"secret":"s","privsep":false}}}""", _time);

    private static async Task<(int Status, string Reason, JsonNode? Body)> Ask(LabCluster lab, string method, string path, string form, params KeyValuePair<string, string>[] headers)
    {
        bool inQuery = method is "GET" or "DELETE";
        var answer = await lab.HandleAsync(new(method, "/api2/json/" + path, inQuery ? form : null, [.. headers], inQuery ? default : Encoding.UTF8.GetBytes(form)), Ct);
        return (answer.Status, answer.Reason, answer.Body.Length == 0 ? null : JsonNode.Parse(answer.Body.Span));
    }

    private static async Task<KeyValuePair<string, string>[]> Login(LabCluster lab, string user, string password)
    {
        var ticket = (await Ask(lab, "POST", "access/ticket", $"username={user}&password={password}")).Body!["data"]!;
        return [new("Cookie", "PVEAuthCookie=" + Uri.EscapeDataString(ticket["ticket"]!.GetValue<string>())), new("CSRFPreventionToken", ticket["CSRFPreventionToken"]!.GetValue<string>())];
    }

    private string Code() => PveTotp.TryParse(Key, out var totp) ? totp.CodeAt(_time.GetUtcNow().ToUnixTimeSeconds() / 30) : "";

    [Fact]
    public async Task An_authenticator_is_added_proved_renamed_and_taken_away()
    {
        using var lab = Start();
        var alice = await Login(lab, "alice@pve", "corr3ct");
        string form = $"type=totp&description=phone&totp={Uri.EscapeDataString(Address)}&value={Code()}";
        Assert.Equal("password is required to modify user", (await Ask(lab, "POST", "access/tfa/alice@pve", form, alice)).Body!["errors"]!["password"]!.GetValue<string>());
        Assert.Equal(401, (await Ask(lab, "POST", "access/tfa/alice@pve", form + "&password=wrong1", alice)).Status);
        Assert.Equal("failed to verify TOTP challenge", (await Ask(lab, "POST", "access/tfa/alice@pve", form.Replace(Code(), "000000", StringComparison.Ordinal) + "&password=corr3ct", alice)).Reason);
        string id = (await Ask(lab, "POST", "access/tfa/alice@pve", form + "&password=corr3ct", alice)).Body!["data"]!["id"]!.GetValue<string>();
        Assert.True((await Ask(lab, "PUT", $"access/tfa/alice@pve/{id}", "description=tablet&enable=0&password=corr3ct", alice)).Status == 200);
        var entry = (await Ask(lab, "GET", $"access/tfa/alice@pve/{id}", "", alice)).Body!["data"]!;
        Assert.Equal(("totp", "tablet", 0), (entry["type"]!.GetValue<string>(), entry["description"]!.GetValue<string>(), entry["enable"]!.GetValue<int>()));
        Assert.Equal(200, (await Ask(lab, "DELETE", $"access/tfa/alice@pve/{id}", "password=corr3ct", alice)).Status);
        Assert.Equal((404, $"No such tfa entry '{id}'"), ((await Ask(lab, "GET", $"access/tfa/alice@pve/{id}", "", alice)).Status, (await Ask(lab, "GET", $"access/tfa/alice@pve/{id}", "", alice)).Reason));
        Assert.Equal("no such entry", (await Ask(lab, "DELETE", $"access/tfa/alice@pve/{id}", "password=corr3ct", alice)).Reason);
    }

    [Fact]
    public async Task Recovery_keys_are_told_once_and_open_the_second_step()
    {
        using var lab = Start();
        var root = await Login(lab, "root@pam", "top");
        var made = (await Ask(lab, "POST", "access/tfa/alice@pve", "type=recovery", root)).Body!["data"]!;
        string key = made["recovery"]![0]!.GetValue<string>();
        Assert.Equal((10, 19), (made["recovery"]!.AsArray().Count, key.Length));
        Assert.Equal("user already has recovery keys", (await Ask(lab, "POST", "access/tfa/alice@pve", "type=recovery", root)).Reason);
        Assert.DoesNotContain(key, lab.ToJson(), StringComparison.Ordinal);
        string challenge = (await Ask(lab, "POST", "access/ticket", "username=alice@pve&password=corr3ct")).Body!["data"]!["ticket"]!.GetValue<string>();
        Assert.Equal(200, (await Ask(lab, "POST", "access/ticket", $"username=alice@pve&password=recovery:{key}&tfa-challenge={Uri.EscapeDataString(challenge)}")).Status);
    }

    [Fact]
    public async Task A_token_changes_no_second_factor()
    {
        using var lab = Start();
        var answer = await Ask(lab, "POST", "access/tfa/alice@pve", "type=recovery", new KeyValuePair<string, string>("Authorization", "PVEAPIToken=root@pam!t=s"));
        Assert.Equal((403, "Permission check failed (URI '/access/tfa/alice@pve' not available with API token, need proper ticket."), (answer.Status, answer.Reason));
    }
}
