using System.Net;
using System.Text;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Api;

public class PveErrorTests
{
    private const string Config = "PUT /nodes/pve1/qemu/100/config";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static async Task<PveApiException> PutAsync(Func<SentRequest, HttpResponseMessage> answer, params KeyValuePair<string, string>[] parameters)
    {
        using var pve = new FakePve().On(Config, answer);
        // A lock that passes is waited for; by the fake clock.
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var client = pve.Client(time);
        var write = client.PutAsync("/nodes/pve1/qemu/100/config", parameters, Ct);
        await PveClientTests.AdvanceUntil(time, write);
        return await Assert.ThrowsAsync<PveApiException>(() => write);
    }

    [Theory]
    [InlineData(500, "VM is locked (backup)", "PmpcGuestLocked", PmpcErrorKind.Busy)]
    [InlineData(500, "CT is locked (snapshot-delete)", "PmpcGuestLocked", PmpcErrorKind.Busy)]
    [InlineData(500, "can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout", "PmpcLockTimeout", PmpcErrorKind.Busy)]
    [InlineData(500, "checksum mismatch (file change by other user?)", "PmpcConfigChanged", PmpcErrorKind.Conflict)]
    [InlineData(500, "update storage failed: detected modified configuration - file changed by other user? Try again.", "PmpcConfigChanged", PmpcErrorKind.Conflict)]
    [InlineData(500, "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist", "PmpcGuestNotFound", PmpcErrorKind.NotFound)]
    [InlineData(500, "hostname lookup 'nope' failed - failed to get address info for: nope: Name or service not known", "PmpcNodeNotFound", PmpcErrorKind.NotFound)]
    [InlineData(500, "storage 'nostore' does not exist", "PmpcStorageNotFound", PmpcErrorKind.NotFound)]
    [InlineData(500, "volume 'local:100/nope.raw' does not exist", "PmpcVolumeNotFound", PmpcErrorKind.NotFound)]
    [InlineData(500, "delete pool failed: pool 'prod' does not exist", "PmpcPoolNotFound", PmpcErrorKind.NotFound)]
    [InlineData(403, "Permission check failed (pool 'nope' does not exist)", "PmpcPoolNotFound", PmpcErrorKind.NotFound)]
    [InlineData(403, "Permission check failed (/vms/100, VM.Config.CPU)", "PmpcPermissionDenied", PmpcErrorKind.PermissionDenied)]
    [InlineData(403, "Permission check failed (changing feature flags (except nesting) is only allowed for root@pam)", "PmpcRootOnly", PmpcErrorKind.PermissionDenied)]
    [InlineData(500, "only root can set 'args' config", "PmpcRootOnly", PmpcErrorKind.PermissionDenied)]
    [InlineData(500, "unable to create VM 100 - VM 100 already exists on node 'pve1'", "PmpcAlreadyExists", PmpcErrorKind.Conflict)]
    [InlineData(500, "can't remove VM 100 - protection mode enabled", "PmpcGuestProtected", PmpcErrorKind.PermissionDenied)]
    [InlineData(500, "VM 100 is running - destroy failed", "PmpcGuestRunning", PmpcErrorKind.Conflict)]
    [InlineData(500, "VM 100 is not running", "PmpcGuestNotRunning", PmpcErrorKind.Conflict)]
    [InlineData(500, "cluster not ready - no quorum?", "PmpcNoQuorum", PmpcErrorKind.Busy)]
    [InlineData(500, "unable to modify read-only option: 'unprivileged'", "PmpcNotSupported", PmpcErrorKind.NotSupported)]
    [InlineData(500, "no such user ('bob@pve')", "PmpcNotFound", PmpcErrorKind.NotFound)]
    [InlineData(500, "unable to open file '/mnt/x/images' - No such file or directory", "PmpcServerError", PmpcErrorKind.Unspecified)]
    [InlineData(500, "something nobody has seen", "PmpcServerError", PmpcErrorKind.Unspecified)]
    [InlineData(501, "Method 'PUT /nodes/pve1/bogus' not implemented", "PmpcNotImplemented", PmpcErrorKind.NotSupported)]
    [InlineData(401, "Authentication failed!", "PmpcAuthenticationFailed", PmpcErrorKind.AuthenticationFailed)]
    [InlineData(301, "Moved Permanently", "PmpcRedirected", PmpcErrorKind.Connection)]
    public async Task The_reason_decides_what_a_failure_is_with_the_body_of_9_or_the_status_line_of_8(int status, string reason, string id, PmpcErrorKind kind)
    {
        // PVE 9: the message in the body; 8.2: no message; before the handler: no body at all.
        string?[] bodies = [JsonSerializer.Serialize(new { data = (string?)null, message = reason + "\n" }), """{"data":null}""", null];
        foreach (var body in bodies)
        {
            var e = await PutAsync(_ => FakePve.Error(status, reason, body));
            Assert.Equal((id, kind, status), (e.Id, e.Kind, e.Status));
            Assert.Contains(reason, e.Message);
            Assert.Equal(reason, e.Reason);
            Assert.Equal(("PUT", "/nodes/pve1/qemu/100/config"), (e.Method, e.Path));
        }
    }

    [Fact]
    public async Task A_lock_says_who_holds_it_and_how_to_remove_it()
    {
        var e = await PutAsync(_ => FakePve.Error(500, "VM is locked (backup)"));
        Assert.Contains("backup", e.Hint);
        Assert.Contains("`qm unlock 100` on pve1", e.Hint);
    }

    [Fact]
    public async Task Every_parameter_that_is_wrong_is_named()
    {
        var e = await PutAsync(_ => FakePve.Error(400, "Parameter verification failed.",
            """{"data":null,"errors":{"memory":"invalid format - format error\nmemory.current: type check ('integer') failed - got 'abc'\n","cores":"value must have a minimum value of 1"},"message":"Parameter verification failed.\n"}"""));
        Assert.Equal(("PmpcInvalidParameter", PmpcErrorKind.InvalidArgument), (e.Id, e.Kind));
        Assert.Equal(["cores", "memory"], e.Errors.Keys);
        Assert.StartsWith("Parameter verification failed. cores: value must have a minimum value of 1; memory: invalid format", e.Message);
    }

    [Fact]
    public async Task Errors_by_parameter_come_with_500_as_well()
    {
        var e = await PutAsync(_ => FakePve.Error(500, "format error", """{"data":null,"errors":{"mp":"property is missing and it is not optional"},"message":"format error\n"}"""));
        Assert.Equal("property is missing and it is not optional", e.Errors["mp"]);
        Assert.Contains("mp: property is missing", e.Message);
    }

    [Fact]
    public async Task A_message_of_several_lines_is_complete_and_its_reason_is_the_first()
    {
        var e = await PutAsync(_ => FakePve.Error(500, "command failed", """{"data":null,"message":"command failed\nline two\nline three\n"}"""));
        Assert.Equal("command failed\nline two\nline three", e.Message);
        Assert.Equal("command failed", e.Reason);
    }

    [Fact]
    public async Task A_secret_that_the_server_quotes_is_not_in_the_error()
    {
        const string key = "ssh-ed25519 AAAAsecretkey me@host";
        var e = await PutAsync(_ => FakePve.Error(400, "Parameter verification failed.", JsonSerializer.Serialize(new
        {
            data = (string?)null,
            message = $"Parameter verification failed. hunter2!",
            errors = new Dictionary<string, string>
            {
                ["sshkeys"] = $"invalid format - invalid urlencoded string: {key}\n",
                ["cipassword"] = "value 'abc' is too short",
                ["name"] = $"not like {FakePve.Secret} or hunter2! or {key}",
            },
        })), new("sshkeys", Uri.EscapeDataString(key)), new("cipassword", "abc"), new("password", "hunter2!"), new("name", "x"));
        var all = e + e.Hint + e.Reason + string.Join('\n', e.Errors.Values);
        Assert.DoesNotContain("AAAAsecretkey", all);
        Assert.DoesNotContain("hunter2!", all);
        Assert.DoesNotContain("'abc'", all);
        Assert.DoesNotContain(FakePve.Secret, all);
        Assert.Contains("invalid urlencoded string", e.Errors["sshkeys"]);
    }

    [Theory]
    [InlineData(200), InlineData(403), InlineData(502), InlineData(401)]
    public async Task A_page_of_somebody_else_is_not_taken_for_an_answer_of_Proxmox(int status)
    {
        using var pve = new FakePve().On("GET /version", _ => new((HttpStatusCode)status) { Content = new StringContent("<!DOCTYPE html><html><title>Hotel Wi-Fi</title>", Encoding.UTF8, "text/html") });
        using var client = pve.Client();
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.GetVersionAsync(Ct));
        Assert.Equal(("PmpcUnexpectedAnswer", PmpcErrorKind.Connection, status), (e.Id, e.Kind, e.Status));
    }

    [Theory]
    [InlineData(""), InlineData("{"), InlineData("[]"), InlineData("{\"version\":1}"), InlineData("\"data\"")]
    public async Task A_success_that_is_not_Proxmox_json_is_an_error(string body)
    {
        using var pve = new FakePve().On("GET /version", _ => FakePve.Json(200, "OK", body));
        using var client = pve.Client();
        Assert.Equal("PmpcUnexpectedAnswer", (await Assert.ThrowsAsync<PveApiException>(() => client.GetVersionAsync(Ct))).Id);
    }

    [Fact]
    public async Task A_reason_in_utf8_is_read_as_such()
    {
        var overWire = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("Gerät fehlt"));
        Assert.Equal("Gerät fehlt", (await PutAsync(_ => FakePve.Error(500, overWire))).Reason);
        Assert.Equal("Gerät fehlt", (await PutAsync(_ => FakePve.Error(500, "Gerät fehlt"))).Reason);
    }

    [Fact]
    public async Task Letters_that_are_not_utf8_do_not_make_an_answer_unreadable()
    {
        byte[] body = [.. "{\"data\":{\"description\":\"Ger"u8, 0xE4, .. "t \\ud800\"}}"u8];
        using var pve = new FakePve().On("GET /nodes/pve1/qemu/100/config", _ => new(HttpStatusCode.OK) { Content = new ByteArrayContent(body) });
        using var client = pve.Client();
        Assert.StartsWith("Ger�t", (await client.GetAsync("/nodes/pve1/qemu/100/config", null, Ct)).Text("description"));
    }

    [Fact]
    public async Task Every_recorded_error_keeps_its_reason_and_its_parameters()
    {
        var known = 0;
        foreach (var line in File.ReadLines(SharedData.Path("data/pve-transcripts.jsonl")))
        {
            var recorded = JsonDocument.Parse(line).RootElement;
            var status = recorded.GetProperty("status").GetInt32();
            if (status == 200) continue;
            var body = recorded.GetProperty("body");
            var reason = recorded.GetProperty("reason").GetString()!;
            var e = await PutAsync(_ => FakePve.Error(status, reason, body.ValueKind == JsonValueKind.Object ? body.GetRawText() : null));
            Assert.Contains(reason, e.Message);
            Assert.Equal(status, e.Status);
            if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("errors", out var errors)) Assert.Equal(errors.EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal), e.Errors.Keys);
            if (e.Id != "PmpcServerError") known++;
            else TestContext.Current.TestOutputHelper?.WriteLine(e.Message);
        }
        Assert.InRange(known, 50, int.MaxValue);
    }
}
