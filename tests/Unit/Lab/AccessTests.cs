using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

public sealed class AccessTests
{
    private const string State = """
        {"users":{"root@pam":{"password":"top secret"},"ops@pve":{},"out@pve":{"enable":false}},"groups":{"team":{"users":["ops@pve"]}},
         "tokens":{"root@pam!sep":{"secret":"s"},"ops@pve!full":{"secret":"s","privsep":false},"ops@pve!sep":{"secret":"s","privsep":true},"out@pve!t":{"secret":"s","privsep":false}},
         "acl":[{"path":"/vms","ugid":"team","type":"group","role":"PVEAuditor"},{"path":"/vms/101","ugid":"ops@pve","role":"NoAccess"},{"path":"/pool/mine","ugid":"ops@pve","role":"PVEVMUser"}],
         "pools":{"mine":{}},
         "guests":{"100":{"type":"qemu","node":"pve1","config":{"name":"a"}},"101":{"type":"qemu","node":"pve1","config":{"name":"b"}},"102":{"type":"lxc","node":"pve1","pool":"mine","config":{"hostname":"c","unprivileged":1}}}}
        """;

    private static LabClient As(string token)
    {
        var lab = LabClient.From(State);
        lab.Authorization = $"PVEAPIToken={token}=s";
        return lab;
    }

    [Fact]
    public async Task A_privilege_separated_token_without_rules_sees_filtered_lists_and_is_refused_single_objects()
    {
        using var lab = As("ops@pve!sep");
        Assert.Empty((await lab.Data("nodes/pve1/qemu"))!.AsArray());
        Assert.Equal("Permission check failed (/vms/100, VM.Audit)", (await lab.Get("nodes/pve1/qemu/100/config")).Reason);
    }

    [Fact]
    public async Task A_user_entry_on_a_path_beats_the_group_entry_above_it()
    {
        using var lab = As("ops@pve!full");
        Assert.Equal(100, Assert.Single((await lab.Data("nodes/pve1/qemu"))!.AsArray())!["vmid"]!.GetValue<int>());
        Assert.Equal(403, (await lab.Get("nodes/pve1/qemu/101/config")).Status);
    }

    [Fact]
    public async Task Low_privileges_are_refused_before_wrong_parameters_are()
    {
        using var lab = As("ops@pve!sep");
        Assert.Equal(403, (await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { cores = "many" })).Status);
        Assert.Equal("Permission check failed", (await lab.Send("POST", "nodes/pve1/qemu", new { vmid = 150 })).Reason);
    }

    [Fact]
    public async Task A_privilege_separated_root_token_is_not_root()
    {
        using var lab = As("root@pam!sep");
        Assert.Equal(403, (await lab.Get("nodes/pve1/status")).Status);
    }

    [Fact]
    public async Task A_disabled_user_s_token_does_not_work()
    {
        using var lab = As("out@pve!t");
        Assert.Equal("Authentication failed!", (await lab.Get("version")).Reason);
    }

    [Fact]
    public async Task Root_s_token_may_everything_but_what_only_root_may()
    {
        using var lab = LabClient.From(State);
        Assert.Equal("only root can set 'args' config", (await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { args = "-x" })).Reason);
        Assert.Equal("only root can set 'affinity' config", (await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { affinity = "0-3" })).Reason);
        Assert.Equal("only root can modify 'serial0' config for real devices", (await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { serial0 = "/dev/ttyS0" })).Reason);
        Assert.Equal("Only root may use this option.", (await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { cores = 1, skiplock = 1 })).Error("skiplock"));
        Assert.True((await lab.Send("PUT", "nodes/pve1/qemu/100/config", new { serial0 = "socket" })).IsOk);
    }

    [Fact]
    public async Task A_ticket_needs_the_CSRF_token_for_writes_and_ends_after_two_hours()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var cluster = LabCluster.FromJson(State, time);
        async Task<LabResponse> Send(string method, string path, string body, params KeyValuePair<string, string>[] headers) =>
            await cluster.HandleAsync(new LabRequest(method, "/api2/json" + path, null, headers, Encoding.UTF8.GetBytes(body)), TestContext.Current.CancellationToken);
        var bad = await Send("POST", "/access/ticket", "username=root@pam&password=wrong");
        Assert.Equal((401, "authentication failure"), (bad.Status, bad.Reason));
        Assert.Contains("authentication failure", Encoding.UTF8.GetString(bad.Body.Span), StringComparison.Ordinal);
        var good = await Send("POST", "/access/ticket", "username=root&realm=pam&password=top%20secret");
        var data = JsonNode.Parse(good.Body.Span)!["data"]!;
        KeyValuePair<string, string> cookie = new("Cookie", "PVEAuthCookie=" + Uri.EscapeDataString(data["ticket"]!.GetValue<string>()));
        Assert.Equal(200, (await Send("GET", "/nodes", "", cookie)).Status);
        Assert.Equal("Permission denied - invalid csrf token", (await Send("POST", "/pools", "poolid=p", cookie)).Reason);
        Assert.Equal(200, (await Send("POST", "/pools", "poolid=p", cookie, new("CSRFPreventionToken", data["CSRFPreventionToken"]!.GetValue<string>()))).Status);
        var renewed = await Send("POST", "/access/ticket", "username=root@pam&password=" + Uri.EscapeDataString(data["ticket"]!.GetValue<string>()));
        Assert.Equal(200, renewed.Status);
        time.Advance(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await Send("GET", "/nodes", "", cookie)).Status);
    }

    [Fact]
    public async Task The_secret_of_a_created_token_is_kept_as_a_hash_only()
    {
        using var lab = LabClient.From(State);
        var (id, secret) = await lab.Cluster.CreateTokenAsync("ops@pve", "made", privsep: false, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(secret, lab.Cluster.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain(lab.Authorization!.Split('=')[2], lab.Cluster.ToJson(), StringComparison.Ordinal);
        lab.Authorization = $"PVEAPIToken={id}={secret}";
        Assert.True((await lab.Get("version")).IsOk);
        var made = await lab.Send("POST", "access/users/ops@pve/token/other", new { privsep = 0 });
        Assert.Equal(403, made.Status);
    }

    [Fact]
    public async Task A_pool_gives_its_members_the_rights_that_are_granted_on_it()
    {
        using var lab = As("ops@pve!full");
        var granted = await lab.Data("access/permissions", new { path = "/vms/102" });
        Assert.NotNull(granted!["/vms/102"]!["VM.PowerMgmt"]);
        Assert.Equal(0, granted["/vms/102"]!["VM.Console"]!.GetValue<int>());
    }

    [Fact]
    public async Task Lists_of_permissions_users_and_rules_answer_in_Proxmox_s_shapes()
    {
        using var lab = LabClient.From(State);
        Assert.Contains((await lab.Data("access/roles"))!.AsArray(), r => r!["roleid"]!.GetValue<string>() == "PVEAuditor" && r["special"]!.GetValue<int>() == 1);
        Assert.Equal("auto-generated role 'PVEAuditor' cannot be modified", (await lab.Send("PUT", "access/roles/PVEAuditor", new { privs = "VM.Audit" })).Reason);
        Assert.Equal("invalid format - invalid privilege 'VM.Bogus'\n", (await lab.Send("POST", "access/roles", new { roleid = "x", privs = "VM.Bogus" })).Error("privs"));
        Assert.Equal("role 'Nope' does not exist", (await lab.Send("PUT", "access/acl", new { path = "/", roles = "Nope", users = "ops@pve" })).Reason.Replace("ACL update failed: ", "", StringComparison.Ordinal));
    }
}
