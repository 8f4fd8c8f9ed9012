using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Api;

public class PveFailoverTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static PveConnection Three => FakePve.Connection with { Others = [new(new Uri("https://pve2:8006")), new(new Uri("https://pve3:8006"))], Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Endpoints by host: what each does with a request instead of answering it.</summary>
    private sealed class Hosts(FakePve pve) : DelegatingHandler(pve)
    {
        internal Dictionary<string, string> Faults { get; } = [];
        internal List<string> Asked { get; } = [];
        internal List<string> Notices { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var host = request.RequestUri!.Host.Split('.')[0];
            lock (Asked) Asked.Add(host);
            switch (Faults.GetValueOrDefault(host))
            {
                case "refused": throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
                case "reset": throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
                case "hangs": await Task.Delay(Timeout.Infinite, ct); break;
            }
            return await base.SendAsync(request, ct);
        }
    }

    private sealed class Collect(List<string> texts) : IProgress<PveNotice>
    {
        public void Report(PveNotice value)
        {
            lock (texts) texts.Add(value.Text);
        }
    }

    private static (Hosts Hosts, PveClient Client) Make(FakeTimeProvider time)
    {
        var hosts = new Hosts(new FakePve().On("GET /version", """{"version":"9.2.11"}""").On("POST /pools", "null").On("GET /nodes/pve9/qemu", "[]"));
        return (hosts, new PveClient(Three with { Notices = new Collect(hosts.Notices) }, hosts, time));
    }

    [Fact]
    public async Task A_dead_endpoint_is_left_for_the_next_and_there_is_no_way_back_while_that_one_answers()
    {
        var time = new FakeTimeProvider();
        var (hosts, client) = Make(time);
        using var _ = client;
        hosts.Faults["pve1"] = "refused";
        for (var i = 0; i < 3; i++) await client.GetVersionAsync(Ct);
        Assert.Equal(["pve1", "pve2", "pve2", "pve2"], hosts.Asked);
        Assert.Contains("pve2:8006 is asked instead", Assert.Single(hosts.Notices));
        Assert.Equal("pve2", client.Server.Host);
        hosts.Faults.Clear();
        time.Advance(TimeSpan.FromMinutes(5));
        await client.GetVersionAsync(Ct);
        Assert.Equal("pve2", hosts.Asked[^1]);
        hosts.Faults["pve2"] = "refused";
        hosts.Faults["pve3"] = "refused";
        await client.GetVersionAsync(Ct);
        Assert.Equal(["pve2", "pve3", "pve1"], hosts.Asked.TakeLast(3));
    }

    [Fact]
    public async Task A_write_that_was_never_sent_goes_to_the_next_and_one_that_may_have_been_goes_nowhere()
    {
        var time = new FakeTimeProvider();
        var (hosts, client) = Make(time);
        using var _ = client;
        hosts.Faults["pve1"] = "refused";
        await client.PostAsync("/pools", [new("poolid", "a")], Ct);
        Assert.Equal(["pve1", "pve2"], hosts.Asked);
        foreach (var fault in new[] { "reset", "hangs" })
        {
            hosts.Faults[client.Server.Host] = fault;
            var before = hosts.Asked.Count;
            var write = client.PostAsync("/pools", [new("poolid", "b")], Ct);
            await PveClientTests.AdvanceUntil(time, write);
            var e = await Assert.ThrowsAsync<PveApiException>(() => write);
            Assert.Equal(("PmpcWriteUncertain", true), (e.Id, e.MayHaveHappened));
            Assert.Equal(before + 1, hosts.Asked.Count);
        }
        await client.GetVersionAsync(Ct);
        Assert.Equal("pve3", hosts.Asked[^1]);
    }

    [Fact]
    public async Task A_read_that_hangs_goes_on_to_the_next_endpoint_unless_another_node_may_be_what_hangs()
    {
        var time = new FakeTimeProvider();
        var (hosts, client) = Make(time);
        using var _ = client;
        hosts.Faults["pve1"] = "hangs";
        var forNode = client.GetAsync("/nodes/pve9/qemu", null, Ct);
        await PveClientTests.AdvanceUntil(time, forNode);
        Assert.Equal("PmpcTimeout", (await Assert.ThrowsAsync<PveApiException>(() => forNode)).Id);
        var read = client.GetVersionAsync(Ct);
        await PveClientTests.AdvanceUntil(time, read);
        Assert.Equal("9.2.11", (await read).Version);
        Assert.Equal(["pve1", "pve1", "pve2"], hosts.Asked);
    }

    [Fact]
    public async Task Where_none_answers_the_error_names_each_and_all_are_tried_again_next_time()
    {
        var time = new FakeTimeProvider();
        var (hosts, client) = Make(time);
        using var _ = client;
        foreach (var host in new[] { "pve1", "pve2", "pve3" }) hosts.Faults[host] = "refused";
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.GetVersionAsync(Ct));
        Assert.Equal(("PmpcServerUnreachable", PmpcErrorKind.Connection), (e.Id, e.Kind));
        Assert.All(new[] { "pve1.example.org:8006", "pve2:8006", "pve3:8006" }, name => Assert.Contains(name, e.Message));
        hosts.Faults.Remove("pve3");
        await client.GetVersionAsync(Ct);
        Assert.Equal("pve3", hosts.Asked[^1]);
    }

    [Fact]
    public async Task Each_endpoint_has_a_pin_of_its_own_over_real_tls()
    {
        await using var first = new TlsServer(TlsServer.SelfSigned());
        await using var second = new TlsServer(TlsServer.SelfSigned());
        static string Pin(TlsServer server) => PveCertificate.FormatFingerprint(SHA256.HashData(server.Certificate.RawData));
        var to = new PveConnection(first.Address, "root@pam!iac", FakePve.Secret) { Fingerprint = Pin(first), Others = [new(second.Address, Pin(second))] };
        using (var client = new PveClient(to)) await client.GetVersionAsync(Ct);
        Assert.Single(first.Received);
        // The first shows another certificate now: nothing is sent to it, and the second answers.
        using (var client = new PveClient(to with { Fingerprint = Pin(second) })) await client.GetVersionAsync(Ct);
        Assert.Single(first.Received);
        Assert.Single(second.Received);
        using var none = new PveClient(to with { Fingerprint = Pin(second), Others = [new(second.Address, Pin(first))] });
        var e = await Assert.ThrowsAsync<PveApiException>(() => none.PostAsync("/pools", [new("poolid", "a")], Ct));
        Assert.Equal(("PmpcCertificateChanged", PmpcErrorKind.Certificate, false), (e.Id, e.Kind, e.MayHaveHappened));
        Assert.Single(first.Received);
        Assert.Single(second.Received);
    }

    [Fact]
    public async Task The_bound_of_requests_is_halved_by_congestion_and_grows_back()
    {
        var failing = true;
        using var pve = new FakePve().On("GET /nodes", _ => failing ? FakePve.Error(596, "Connection timed out") : FakePve.Data("[]"));
        var time = new FakeTimeProvider();
        using var client = pve.Client(time);
        Assert.Equal(8, client.Slots);
        var burst = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Assert.ThrowsAsync<PveApiException>(() => client.GetAsync("/nodes", null, Ct))));
        await PveClientTests.AdvanceUntil(time, burst);
        await burst;
        Assert.InRange(client.Slots, 1, 4);
        failing = false;
        for (var i = 0; i < 60; i++) await client.GetAsync("/nodes", null, Ct);
        Assert.Equal(8, client.Slots);
    }

    [Theory]
    [InlineData("can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout", 3)]
    [InlineData("VM is locked (snapshot-delete)", 3)]
    [InlineData("VM is locked (backup)", 1)]
    [InlineData("CT is locked", 1)]
    public async Task A_lock_that_passes_is_waited_for_and_another_is_explained(string reason, int calls)
    {
        var count = 0;
        using var pve = new FakePve().On("PUT /nodes/pve1/qemu/100/config", _ => ++count < 3 ? FakePve.Error(500, reason) : FakePve.Data("null"));
        var time = new FakeTimeProvider();
        using var client = pve.Client(time);
        var write = client.PutAsync("/nodes/pve1/qemu/100/config", [new("cores", "2")], Ct);
        await PveClientTests.AdvanceUntil(time, write);
        if (calls > 1) await write;
        else
        {
            var e = await Assert.ThrowsAsync<PveApiException>(() => write);
            Assert.Equal(("PmpcGuestLocked", PmpcErrorKind.Busy, false), (e.Id, e.Kind, e.MayHaveHappened));
            Assert.Contains("qm unlock 100", e.Hint);
        }
        Assert.Equal(calls, count);
    }

    [Theory]
    [InlineData(595, "Connection refused", false)]
    [InlineData(596, "Connection timed out", true)]
    [InlineData(400, "Parameter verification failed.", false)]
    [InlineData(403, "Permission check failed (/vms/100, VM.Config.CPU)", false)]
    [InlineData(500, "checksum mismatch (file change by other user?)", false)]
    [InlineData(500, "lvcreate 'pve/vm-100-disk-1' error: something new", true)]
    [InlineData(400, "Parameter verification failed. hotplug problem - unable to add", true)]
    [InlineData(501, "Method 'PUT /x' not implemented", false)]
    public async Task A_write_that_failed_says_whether_it_may_have_happened(int status, string reason, bool mayHave)
    {
        using var pve = new FakePve().Fails("PUT /nodes/pve1/qemu/100/config", status, reason).Fails("GET /nodes/pve1/qemu/100/config", status, reason);
        using var client = pve.Client();
        Assert.Equal(mayHave, (await Assert.ThrowsAsync<PveApiException>(() => client.PutAsync("/nodes/pve1/qemu/100/config", [new("cores", "2")], Ct))).MayHaveHappened);
    }
}
