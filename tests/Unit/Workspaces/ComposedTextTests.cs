using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.Terraform;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Letters that are put together of several characters are to Terraform what the one character is, and so they are here.</summary>
public sealed class ComposedTextTests
{
    private const string Decomposed = "Bu\u0308ro, Cafe\u0301";
    private const string Composed = "B\u00fcro, Caf\u00e9";

    [Fact]
    public void A_string_is_worth_its_composed_form()
    {
        Assert.Equal(HclValue.Of(Composed), HclDocument.Parse($"a = \"{Decomposed}\"").Root.Attribute("a")!.Expression.Evaluate(HclScope.Empty));
        Assert.Equal(HclValue.Of(1L), HclDocument.Parse("a = length(\"u\\u0308\")").Root.Attribute("a")!.Expression.Evaluate(HclScope.Empty));
        Assert.Equal("\ud800u\u0308", HclText.Composed("\ud800u\u0308"));
        Assert.Equal("\ufffe\u00fc\uffff\u00fc\ufffe", HclText.Composed("\ufffeu\u0308\uffffu\u0308\ufffe"));
        Assert.Equal(HclValue.Of([KeyValuePair.Create("\u00fc", HclValue.Of(1L))]), HclDocument.Parse("a = { \"u\u0308\" = 1 }").Root.Attribute("a")!.Expression.Evaluate(HclScope.Empty));
    }

    [Fact]
    public async Task What_is_decomposed_on_the_server_is_no_difference_and_stays_as_it_is()
    {
        using var lab = new LabWorkspace();
        await lab.ChangeOnServerAsync((await lab.ServerAsync(100))!, ("description", Decomposed));
        await lab.SyncAsync();
        Assert.Equal((0, 0), (await lab.SyncAsync()) is var second ? (second.FilesWritten, second.RowsWritten) : default);
        Assert.False((await lab.PlanAsync()).HasChanges);

        // Another change of the guest does not touch it.
        lab.Replace(lab.Code(100).File, "cores   = 2", "cores   = 3");
        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Equal(("3", Decomposed), ((await lab.ServerAsync(100))!.Config.Get("cores"), (await lab.ServerAsync(100))!.Config.Get("description")));

        // Another editor's way to write the same in the file is none of it, either; a change is sent as Terraform would.
        lab.Replace(lab.Code(100).File, Composed, Decomposed);
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Equal(0, (await lab.SyncAsync()).FilesWritten);
        lab.Replace(lab.Code(100).File, Decomposed, Decomposed + "!");
        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Equal(Composed + "!", (await lab.ServerAsync(100))!.Config.Get("description"));
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Fact]
    public async Task The_real_provider_plans_nothing_for_it()
    {
        RealProvider.SkipWithout();
        using var lab = new LabWorkspace(AfterCreateTests.Cluster.Replace("\"guests\": {}", $$"""
            "guests": {
              "100": { "type": "qemu", "node": "pve1", "config": { "name": "web", "memory": "1024", "ostype": "l26", "scsihw": "virtio-scsi-single", "cpu": "host", "description": "{{Decomposed}}" } },
              "101": { "type": "lxc", "node": "pve1", "config": { "hostname": "ct", "ostype": "debian", "memory": "512", "swap": "0", "rootfs": "local-lvm:vm-101-disk-0,size=4G", "description": "{{Decomposed}}\n" } }
            }
            """, StringComparison.Ordinal));
        await lab.SyncAsync();
        await RealProvider.PlansNothingAsync(lab.Workspace.Root, lab.Lab.ToJson());
    }
}
