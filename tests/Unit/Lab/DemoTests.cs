namespace ProxmoxMpc.Tests.Unit.Lab;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_cluster_has_three_nodes_and_more_than_a_dozen_guests_of_every_kind()
    {
        using var lab = LabClient.Demo();
        Assert.Equal(3, (await lab.Data("nodes"))!.AsArray().Count);
        var guests = (await lab.Data("cluster/resources", new { type = "vm" }))!.AsArray();
        Assert.True(guests.Count > 12);
        Assert.Contains(guests, g => g!["type"]!.GetValue<string>() == "lxc" && g["status"]!.GetValue<string>() == "running");
        Assert.Contains(guests, g => g!["template"]!.GetValue<int>() == 1);
        Assert.Contains(guests, g => g!["hastate"] is not null);
        Assert.NotEmpty((await lab.Data("cluster/ha/rules"))!.AsArray());
        Assert.NotEmpty((await lab.Data("cluster/backup"))!.AsArray());
        Assert.NotEmpty((await lab.Data("nodes/pve1/tasks"))!.AsArray());
    }

    [Fact]
    public async Task Every_guest_s_config_is_one_that_Proxmox_would_accept()
    {
        using var lab = LabClient.Demo();
        foreach (var guest in (await lab.Data("cluster/resources", new { type = "vm" }))!.AsArray())
        {
            string kind = guest!["type"]!.GetValue<string>();
            var keys = ProxmoxMpc.Lab.Schema.ApiTable.Default.GuestKeys(kind);
            var config = await lab.Data($"nodes/{guest["node"]}/{kind}/{guest["vmid"]}/config");
            foreach (var (key, value) in config!.AsObject().Where(p => p.Key != "digest"))
            {
                var errors = new Dictionary<string, string>();
                var spec = keys.Find(key);
                Assert.True(spec is not null, $"{guest["id"]} has an unknown key {key}");
                ProxmoxMpc.Lab.Schema.SchemaValidator.CheckValue(spec!, value!.ToString(), key, errors);
                Assert.True(errors.Count == 0, $"{guest["id"]} {key}={value}: {string.Join(' ', errors.Values)}");
            }
        }
    }

    [Fact]
    public async Task Every_stopped_guest_that_is_no_template_starts()
    {
        using var lab = LabClient.Demo();
        foreach (var guest in (await lab.Data("cluster/resources", new { type = "vm" }))!.AsArray().Where(g => g!["status"]!.GetValue<string>() == "stopped" && g["template"]!.GetValue<int>() == 0))
            Assert.Equal("OK", await lab.Run("POST", $"nodes/{guest!["node"]}/{guest["type"]}/{guest["vmid"]}/status/start"));
    }

    [Fact]
    public async Task Every_read_of_the_lab_answers_on_the_demo()
    {
        using var lab = LabClient.Demo();
        var known = new Dictionary<string, string> { ["node"] = "pve1", ["vmid"] = "100", ["storage"] = "local", ["volume"] = "local:iso/debian-13.1.0-amd64-netinst.iso", ["iface"] = "vmbr0", ["poolid"] = "prod", ["userid"] = "ops@pve", ["groupid"] = "ops", ["roleid"] = "PVEAuditor", ["realm"] = "pve", ["sid"] = "vm:102", ["rule"] = "db-on-big-nodes", ["id"] = "backup-nightly" };
        foreach (var endpoint in ProxmoxMpc.Lab.Schema.ApiTable.Default.Endpoints.Where(e => e.Method == "GET"))
        {
            string path = string.Join('/', endpoint.Segments.Select(s => s[0] == '{' ? known.GetValueOrDefault(s[1..^1], "?") : s)).Replace("lxc/100", "lxc/200", StringComparison.Ordinal);
            if (path.Contains('?') || endpoint.Path.Contains("agent", StringComparison.Ordinal) || endpoint.Path.Contains("ha/groups", StringComparison.Ordinal))
                continue;
            // The demo has backup jobs, and none of the other things with an ID; what only root@pam may read is for no token.
            if ((endpoint.Path.EndsWith("/{id}", StringComparison.Ordinal) && endpoint.Segments[1] != "backup") || (endpoint.User is null && endpoint.Check is null))
                continue;
            // What needs a package of the Internet, an archive, or a job that the demo has not.
            if (endpoint.Path.EndsWith("/changelog", StringComparison.Ordinal) || endpoint.Path.EndsWith("/extractconfig", StringComparison.Ordinal) || endpoint.Path.Contains("/replication/{id}", StringComparison.Ordinal))
                continue;
            var answer = await lab.Get(path, endpoint.Path.EndsWith("/feature", StringComparison.Ordinal) ? new { feature = "snapshot" } : endpoint.Path.EndsWith("/dump", StringComparison.Ordinal) ? new { type = "user" }
                : endpoint.Path.EndsWith("/rrddata", StringComparison.Ordinal) ? new { timeframe = "hour" } : endpoint.Path.EndsWith("/prunebackups", StringComparison.Ordinal) ? new { prune__backups = "keep-last=1" }
                : endpoint.Path.EndsWith("/schedule-analyze", StringComparison.Ordinal) ? new { schedule = "daily" } : endpoint.Path.EndsWith("/query-url-metadata", StringComparison.Ordinal) ? new { url = "https://example.org/a.iso" } : null);
            Assert.True(answer.IsOk, $"{endpoint.Path}: {answer.Status} {answer.Reason}");
        }
    }
}
