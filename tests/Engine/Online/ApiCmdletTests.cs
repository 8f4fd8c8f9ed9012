using System.Management.Automation;
using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Engine.Online;

/// <summary>Invoke-PmpcApi on the Lab.</summary>
public sealed class ApiCmdletTests : IDisposable
{
    private readonly LabSession _lab = new(edit: PowerCmdletTests.FastTasks);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void An_answer_comes_as_objects_lists_unrolled()
    {
        Assert.Equal(["9.2"], _lab.Lines("(Invoke-PmpcApi /version).release"));
        Assert.Equal(["pve1", "pve2", "pve3"], _lab.Lines("Invoke-PmpcApi nodes | ForEach-Object node").Order());
        Assert.Equal(["web-01 2"], _lab.Lines("'/api2/json/nodes/pve1/qemu/100/config' | Invoke-PmpcApi | ForEach-Object { \"$($_.name) $($_.cores)\" }"));
        Assert.Equal(["100"], _lab.Lines("Invoke-PmpcApi /cluster/resources @{ type = 'vm' } | Where-Object vmid -eq 100 | ForEach-Object vmid"));
        Assert.IsType<long>(Assert.Single(_lab.Run("(Invoke-PmpcApi /nodes/pve1/qemu/100/config).cores").Succeed().Values));
        Assert.NotNull(JsonNode.Parse(_lab.Lines("Invoke-PmpcApi /version -Raw")[0])!["version"]);
        Assert.Empty(_lab.Run("Invoke-PmpcApi -Method Put /nodes/pve1/qemu/100/config @{ description = \"a`nb & c=d\"; onboot = $true; tags = 'x', 'y' }").Succeed().Output);
        Assert.Equal(("a\nb & c=d", "1", "x;y"), (_lab.OnServer(100, "description"), _lab.OnServer(100, "onboot"), _lab.OnServer(100, "tags")));
        _lab.Run("Invoke-PmpcApi -Method Put /nodes/pve1/qemu/100/config @{ delete = 'description', 'tags'; cores = $null }").Succeed();
        Assert.Null(_lab.OnServer(100, "description"));
    }

    [Fact]
    public void A_list_is_sent_value_by_value_and_arrives_as_one()
    {
        _lab.Run("Invoke-PmpcApi -Method Post /cluster/backup @{ id = 'nightly-x'; schedule = '02:30'; all = $true; storage = 'local'; 'exclude-path' = '/tmp/a b', '/var/x,y', '/c&d=e' }").Succeed();
        Assert.Equal(["/tmp/a b|/var/x,y|/c&d=e"], _lab.Lines("(Invoke-PmpcApi /cluster/backup/nightly-x).'exclude-path' -join '|'"));
        _lab.Run("Invoke-PmpcApi -Method Post /pools @{ poolid = 'listed' }; Invoke-PmpcApi -Method Put /pools @{ poolid = 'listed'; vms = 100, 101; 'allow-move' = $true }").Succeed();
        Assert.Equal(["100", "101"], _lab.Lines("(Invoke-PmpcApi /pools @{ poolid = 'listed' }).members.vmid").Order());
        Assert.Contains("systemctl", Assert.Single(_lab.Run("Invoke-PmpcApi -Method Post /nodes/pve1/qemu/100/agent/exec @{ command = 'systemctl', 'is-active', 'nginx' }").Errors).ToString(), StringComparison.Ordinal);
        // Where one value is wanted several are refused, in Proxmox's words.
        Assert.Contains("ARRAY", Assert.Single(_lab.Run("Invoke-PmpcApi -Method Put /nodes/pve1/qemu/100/config @{ name = 'a', 'b' }").Errors).ToString(), StringComparison.Ordinal);
        Assert.StartsWith("PmpcInvalidParameter,", Assert.Single(_lab.Run("Invoke-PmpcApi -Method Put /nodes/pve1/qemu/100/config @{ tags = @(,@('a', 'b')) }").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_task_is_a_UPID_or_is_waited_for()
    {
        Assert.StartsWith("UPID:pve2:", Assert.Single(_lab.Lines("Invoke-PmpcApi -Method Post /nodes/pve2/qemu/104/status/start")));
        Assert.Equal(["OK"], _lab.Lines("Invoke-PmpcApi -Method Post /nodes/pve2/qemu/104/status/stop | Wait-PmpcTask -PassThru | ForEach-Object ExitStatus"));
        Assert.Equal(["vzstart OK"], _lab.Lines("Invoke-PmpcApi -Method Post /nodes/pve3/lxc/204/status/start -Wait | ForEach-Object { \"$($_.Type) $($_.Outcome)\" }"));
    }

    [Theory]
    [InlineData("/nodes/../access")]
    [InlineData("/nodes/%2e%2e/access")]
    [InlineData("https://other.example.org/version")]
    [InlineData("//other.example.org/version")]
    [InlineData("/nodes?x=1")]
    [InlineData("/nodes//pve1")]
    [InlineData("/nodes/%zz")]
    [InlineData("/nodes/a%0ab")]
    public void A_path_that_leads_elsewhere_is_refused(string path)
    {
        var error = Assert.Single(_lab.Run("Invoke-PmpcApi -Path $args[0]", path).Errors);
        Assert.StartsWith("PmpcInvalidPath,", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
    }

    [Fact]
    public void WhatIf_sends_nothing_and_shows_no_secret()
    {
        const string script = "Invoke-PmpcApi -Method Post /access/users @{ userid = 'ann@pve'; password = 'S3cret-Word' } -Verbose";
        Assert.Empty(_lab.Run($"{script} -WhatIf").Succeed().Output);
        Assert.Empty(_lab.Lines("Invoke-PmpcApi /access/users | Where-Object userid -eq ann@pve"));
        var outcome = _lab.Run(script).Succeed();
        Assert.Contains(outcome.Verbose, line => line.Contains("userid=ann@pve", StringComparison.Ordinal) && line.Contains("password=***", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Verbose, line => line.Contains("S3cret", StringComparison.Ordinal));
        Assert.Single(_lab.Lines("Invoke-PmpcApi /access/users | Where-Object userid -eq ann@pve"));
    }

    [Fact]
    public void A_refusal_has_Proxmoxs_words_and_a_table_as_a_value_is_refused_here()
    {
        var refused = Assert.Single(_lab.Run("Invoke-PmpcApi -Method Put /nodes/pve1/qemu/100/config @{ cores = 'many' }").Errors);
        Assert.StartsWith("PmpcInvalidParameter,", refused.FullyQualifiedErrorId);
        Assert.Contains("cores", refused.ToString());
        Assert.StartsWith("PmpcNotImplemented,", Assert.Single(_lab.Run("Invoke-PmpcApi /nodes/pve1/bogus").Errors).FullyQualifiedErrorId);
        Assert.StartsWith("PmpcInvalidParameter,", Assert.Single(_lab.Run("Invoke-PmpcApi /nodes @{ a = @{} }").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_DELETE_asks_although_other_writes_do_not()
    {
        // Nobody can be asked here, so that a question is an error.
        var asked = Assert.Single(_lab.Run("Invoke-PmpcApi -Method Delete /pools @{ poolid = 'staging' }").Errors);
        Assert.Contains("prompts the user", asked.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Pmpc", asked.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains("not empty", Assert.Single(_lab.Run("Invoke-PmpcApi -Method Delete /pools @{ poolid = 'staging' } -Confirm:$false").Errors).ToString());
    }
}
