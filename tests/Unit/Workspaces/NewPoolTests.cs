using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>A pool that stands in the code is made with the first guests that go there.</summary>
public sealed class NewPoolTests
{
    [Fact]
    public async Task It_is_made_with_those_it_lies_in_and_once_for_all_its_members()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        File.AppendAllText(lab.Workspace.PathOf("terraform/pools.tf"), """

            resource "proxmox_virtual_environment_pool" "a" {
              pool_id = "a"
            }

            resource "proxmox_virtual_environment_pool" "a_b" {
              pool_id = "a/b"
              comment = "the ${"inner"} one"
            }
            """);
        foreach (var vmid in new[] { 100, 101 })
        {
            var text = lab.Text(lab.Code(vmid).File);
            var line = text.Split('\n').Single(one => one.TrimStart().StartsWith("pool_id", StringComparison.Ordinal));
            File.WriteAllText(lab.Workspace.PathOf(lab.Code(vmid).File), text.Replace(line, "  pool_id = \"a/b\"", StringComparison.Ordinal));
        }
        var plan = await lab.PlanAsync();
        Assert.Equal(2, plan.Steps.Count(step => step.Action == PlanAction.Pool));
        Assert.All(plan.Steps, step => Assert.Equal("join pool a/b, and make the pool a, a/b", step.Summary));
        var needs = PermissionNeeds.Of(plan, _ => null, TagAccess.Free).Where(need => need.AnyOf.Contains("Pool.Allocate")).Select(need => need.Path).Distinct().Order();
        Assert.Equal(["/pool/a", "/pool/a/b"], needs);
        Assert.True((await lab.ApplyAsync(plan)).Succeeded);
        var pool = Assert.Single((await lab.InventoryAsync()).Pools, one => one.PoolId == "a/b");
        Assert.Equal("the inner one", pool.Comment);
        Assert.Equal([100, 101], pool.Guests.Order());
        Assert.False((await lab.PlanAsync()).HasChanges);
        var sync = await lab.SyncAsync();
        Assert.DoesNotContain(sync.ObjectChanges, change => change.Kind is SyncChangeKind.Conflict or SyncChangeKind.Added);
        Assert.Equal(0, (await lab.SyncAsync()).FilesWritten);

        // A pool that nobody declared may be a slip of the pen.
        lab.Replace(lab.Code(100).File, "\"a/b\"", "\"typo\"");
        Assert.All((await lab.PlanAsync()).Steps, step => Assert.Empty(step.NewPools));
    }
}
