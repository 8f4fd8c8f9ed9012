using System.Collections.Concurrent;

namespace ProxmoxMpc.Tests.Unit.Mirror;

/// <summary>
/// Everything that the product asks of a cluster, recorded where it would leave for the network, is held against Proxmox's own
/// description of its API: path, method, parameters, types, ranges, patterns, formats, property strings.
/// </summary>
public sealed class MirrorTests
{
    private readonly ConcurrentQueue<WireRequest> _sent = new();
    private readonly PveSchema _schema = new();

    [Fact]
    public async Task Every_request_is_one_that_Proxmox_takes_and_every_path_of_the_source_was_asked()
    {
        await ReadingFlows.RunAsync(_sent);
        await StepFlows.RunAsync(_sent);
        await VerbFlows.RunAsync(_sent);
        Judge();

        var asked = _sent.Select(request => request.Path).Distinct().ToArray();
        var sites = CallSites.All();
        Assert.True(sites.Length > 60, $"Only {sites.Length} call sites were found: the search is broken.");
        var missing = sites.Where(site => !asked.Any(site.Pattern.IsMatch)).ToArray();
        Assert.True(missing.Length == 0, $"Never asked for:\n{string.Join('\n', missing.AsEnumerable())}");
        var endpoints = _sent.Select(_schema.NameOf).Distinct().Order(StringComparer.Ordinal).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine($"{_sent.Count} requests, {endpoints.Length} endpoints, {sites.Length} call sites:\n{string.Join('\n', endpoints)}");
        // Far more than reading: a flow that sends nothing any more would be noticed.
        Assert.True(endpoints.Length >= 80, string.Join('\n', endpoints));
    }

    [Fact]
    public async Task Whatever_is_written_of_a_guest_is_what_Proxmox_takes()
    {
        await ConfigFlows.RunAsync(_sent, LongRun.Iterations(12));
        Judge();
        var written = _sent.Where(request => request.Method != "GET").SelectMany(request => request.Parameters.Select(pair => pair.Key.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'))).Distinct().Order().ToArray();
        // Nearly every key of the two schemas has its turn.
        Assert.True(written.Length > 90, $"{written.Length}: {string.Join(' ', written)}");
    }

    private void Judge()
    {
        var faults = _sent.SelectMany(request => _schema.Check(request).Select(fault => (request, fault))).DistinctBy(one => (one.request.Method, _schema.NameOf(one.request), one.fault)).ToArray();
        Assert.True(faults.Length == 0, $"{faults.Length} requests would be refused:\n{string.Join('\n', faults.Select(one => $"{one.fault}\n    {one.request}"))}");
        Assert.True(_schema.Unknown.Count == 0, $"Formats that are not checked: {string.Join(", ", _schema.Unknown)}");
    }

    [Theory]
    [InlineData("GET", "/nodes/pve1/bogus", "", "there is no")]
    [InlineData("GET", "/nodes/pve1/qemu/100/config", "current=yes", "no boolean")]
    [InlineData("GET", "/nodes/pve1/qemu/99/config", "", "vmid='99'")]
    [InlineData("GET", "/nodes/pve_1/qemu", "", "no pve-node")]
    [InlineData("GET", "/nodes/pve1/tasks", "limit=-1", "less than 0")]
    [InlineData("GET", "/nodes/pve1/tasks", "source=old", "none of")]
    [InlineData("GET", "/nodes/pve1/tasks", "vmid=1&vmid=2", "vmid is given 2 times")]
    [InlineData("PUT", "/nodes/pve1/qemu/100/config", "cores=0", "less than 1")]
    [InlineData("PUT", "/nodes/pve1/qemu/100/config", "net32=virtio", "does not take net32")]
    [InlineData("PUT", "/nodes/pve1/qemu/100/config", "net0=virtio=BC:24:11:00:00:01,bridge=vmbr0,speed=3", "there is no part speed")]
    [InlineData("PUT", "/nodes/pve1/qemu/100/config", "net0=bridge=vmbr0", "model is missing")]
    [InlineData("PUT", "/nodes/pve1/qemu/100/config", "scsi0=local:8,discard=maybe", "none of")]
    [InlineData("PUT", "/nodes/pve1/qemu/100/config", "agent=enabled=perhaps", "no boolean")]
    [InlineData("PUT", "/nodes/pve1/lxc/200/config", "net0=name=eth0,ip=10.0.0.1", "no pve-ipv4-config")]
    [InlineData("PUT", "/nodes/pve1/qemu/100/config", "name=a_b", "no dns-name")]
    [InlineData("POST", "/nodes/pve1/qemu", "name=x", "vmid is missing")]
    [InlineData("POST", "/nodes/pve1/qemu/100/resize", "", "there is no POST")]
    [InlineData("PUT", "/nodes/pve1/qemu/100/resize", "disk=scsi0&size=+1X", "does not match")]
    [InlineData("POST", "/access/ticket", "username=root@pam&password=x", "not for tokens")]
    [InlineData("POST", "/nodes/pve1/qemu/100/snapshot", "snapname=1x", "no pve-configid")]
    public void A_wrong_request_is_noticed(string method, string path, string parameters, string fault)
    {
        var pairs = parameters.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1])).ToArray();
        var form = method is "POST" or "PUT" && pairs.Length > 0;
        var faults = _schema.Check(new(method, path, form ? [] : pairs, form ? pairs : null, form ? "application/x-www-form-urlencoded" : null, form ? 9 : method is "POST" or "PUT" ? 0 : null, form ? 9 : 0, HasToken: true)).ToArray();
        Assert.Contains(faults, one => one.Contains(fault, StringComparison.Ordinal));
    }
}
