using ProxmoxMpc.Core.Applying;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Proxmox makes a container a template in a worker that its answer does not name.</summary>
public sealed class UntoldTaskTests
{
    private static string Cluster(string fault) => $$"""
        {
          "options": { "taskSeconds": 0, "resourceLagSeconds": 0 },
          "nodes": { "pve1": {} },
          "storages": { "local-lvm": { "type": "lvmthin", "vgname": "pve", "thinpool": "data", "content": ["images", "rootdir"] } },
          "faults": [{{fault}}],
          "guests": { "101": { "type": "lxc", "node": "pve1", "config": { "hostname": "ct", "ostype": "debian", "rootfs": "local-lvm:vm-101-disk-0,size=4G" } } }
        }
        """;

    [Fact]
    public async Task Its_failure_is_told_in_the_words_of_Proxmox()
    {
        var step = await MakeTemplateAsync("""{ "kind": "taskError", "task": "vztemplate", "message": "lvrename 'pve/vm-101-disk-0' error: no space" }""");
        Assert.Equal(StepOutcome.Failed, step.Outcome);
        Assert.Contains("The task vztemplate of 101 on pve1 failed: lvrename 'pve/vm-101-disk-0' error: no space", step.Message, StringComparison.Ordinal);
        Assert.StartsWith("UPID:pve1:", step.Upid, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_in_the_result_where_it_went_well()
    {
        var step = await MakeTemplateAsync("");
        Assert.Equal((StepOutcome.Done, ""), (step.Outcome, step.Message));
        Assert.Contains(":vztemplate:101:", step.Upid, StringComparison.Ordinal);
    }

    private static async Task<StepResult> MakeTemplateAsync(string fault)
    {
        using var lab = new LabWorkspace(Cluster(fault));
        await lab.SyncAsync();
        var file = lab.Code(101).File;
        var text = lab.Text(file);
        var node = text.Split('\n').First(line => line.Contains("node_name", StringComparison.Ordinal));
        File.WriteAllText(lab.Workspace.PathOf(file), text.Replace(node, $"{node}\n  template = true", StringComparison.Ordinal));
        return Assert.Single((await lab.ApplyAsync()).Steps);
    }
}
