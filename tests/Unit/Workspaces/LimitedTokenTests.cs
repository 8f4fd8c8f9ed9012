using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>
/// A cluster that was read by somebody who may see everything is read again by a token that may not: nothing that it cannot see
/// looks gone, and what it cannot see is said.
/// </summary>
public sealed class LimitedTokenTests
{
    private const string TokenId = "lim@pve!look", Secret = "11111111-2222-3333-4444-555555555555";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What the token may, as "path role" each, and the gaps that must be named.</summary>
    private static readonly Dictionary<string, (string[] Acl, string[] Gaps)> Cases = new()
    {
        ["everything"] = (["/ PVEAuditor"], []),
        ["all but one guest"] = (["/ PVEAuditor", "/vms/100 NoAccess"], ["Guest 100"]),
        ["all but guests"] = (["/ PVEAuditor", "/vms NoAccess"], ["Cluster *"]),
        ["guests of one pool only"] = (["/pool/prod PVEVMUser"], ["Cluster *", "Storage *", "Object users", "Object storage definitions", "Object backup jobs", "Object HA resources"]),
        ["all but one storage"] = (["/ PVEAuditor", "/storage/local-lvm NoAccess"], ["Storage local-lvm", "Object storage definitions"]),
        ["all but storages"] = (["/ PVEAuditor", "/storage NoAccess"], ["Storage *", "Object storage definitions"]),
        ["one storage without propagation above"] = (["/ SeesAllButStorage", "/storage PVEDatastoreUser -", "/storage/local PVEDatastoreUser"], ["Storage *", "Object storage definitions"]),
        ["all but one pool"] = (["/ PVEAuditor", "/pool/prod NoAccess"], ["Pool prod"]),
        ["all but pools"] = (["/ PVEAuditor", "/pool NoAccess"], ["Pool *"]),
        ["all but nodes"] = (["/ PVEAuditor", "/nodes NoAccess"], ["Object firewall rules of node/pve1", "Object firewall options of node/pve1"]),
        ["all but access"] = (["/ PVEAuditor", "/access NoAccess"], ["Object users", "Object tokens", "Object groups", "Object access rules", "Object realms"]),
        ["all but one group"] = (["/ PVEAuditor", "/access/groups/admins NoAccess"], ["Object groups"]),
        ["permissions of guests only"] = (["/ SeesGuests", "/vms PVEVMAdmin"], ["Object access rules", "Object users"]),
        ["all but networks"] = (["/ PVEAuditor", "/sdn NoAccess"], ["Detail bridges", "Object network interfaces of node/pve1"]),
        ["all but one bridge"] = (["/ PVEAuditor", "/sdn/zones/localnetwork/vmbr0 NoAccess"], ["Detail bridges", "Object network interfaces of node/pve1"]),
        ["all but what is the system's"] = (["/ SeesGuests", "/storage PVEDatastoreUser", "/pool PVEPoolUser", "/sdn PVESDNUser"],
            ["Object HA resources", "Object HA rules", "Object backup jobs", "Object cluster options", "Object firewall rules", "Object firewall aliases", "Object IP sets", "Object firewall rules of group/web", "Object firewall options", "Object users"]),
        ["nothing"] = ([], ["Cluster *", "Storage *", "Pool *", "Object users", "Object groups", "Object access rules", "Object storage definitions", "Object HA resources", "Object backup jobs", "Object cluster options", "Object network interfaces of node/pve1"]),
    };

    public static TheoryData<string> Names() => new(Cases.Keys);

    [Theory, MemberData(nameof(Names))]
    public async Task What_a_token_may_not_see_is_a_gap_and_not_gone(string name)
    {
        var (acl, expected) = Cases[name];
        using var lab = new LabWorkspace(State(acl));
        Assert.Empty((await lab.SyncAsync()).Gaps);
        var (code, known) = (Code(lab), Known(lab));
        var inventory = Inventory(lab);

        using (var session = await Session.OpenAsync(lab.Workspace, new() { Transport = lab.Lab.CreateHandler(), Token = (TokenId, Secret) }, Stop))
        {
            var result = await new Sync(session).RunAsync(new(), null, Stop);
            var gaps = result.Gaps.Select(gap => $"{gap.Scope} {gap.Name}").ToHashSet(StringComparer.Ordinal);
            Assert.All(expected, gap => Assert.True(gaps.Contains(gap), $"No gap '{gap}' among: {string.Join("; ", gaps)}"));
            if (expected.Length == 0) Assert.Empty(result.Gaps);
            Assert.Empty(result.Changes);
            Assert.Empty(result.ObjectChanges);
            var plan = await new Apply(session).PlanAsync(null, Stop);
            Assert.Empty(plan.Steps);
        }
        AssertSame(code, Code(lab));
        Assert.Equal(known, Known(lab));
        var after = Inventory(lab);
        Assert.Equal(inventory.Guests.Select(guest => (guest.VmId, guest.Pool)), after.Guests.Select(guest => (guest.VmId, guest.Pool)));
        Assert.Equal(inventory.Pools.Select(pool => pool.PoolId), after.Pools.Select(pool => pool.PoolId));
        Assert.Equal(inventory.Storages.Select(storage => (storage.Node, storage.Name)), after.Storages.Select(storage => (storage.Node, storage.Name)));
        Assert.Equal(inventory.Volumes.Select(volume => volume.VolumeId), after.Volumes.Select(volume => volume.VolumeId));
        Assert.Equal(inventory.Nodes.Select(node => (node.Name, node.CpuCount, node.MemoryMiB, node.Address, node.Interfaces.Length)), after.Nodes.Select(node => (node.Name, node.CpuCount, node.MemoryMiB, node.Address, node.Interfaces.Length)));

        // Read by somebody who sees everything, everything is as it was.
        var last = await lab.SyncAsync();
        Assert.Empty(last.Gaps);
        Assert.Empty(last.Changes);
        AssertSame(code, Code(lab));
    }

    [Fact]
    public async Task What_a_limited_token_may_see_and_is_gone_is_gone()
    {
        using var lab = new LabWorkspace(State(["/ PVEAuditor", "/storage/local-lvm NoAccess", "/vms/100 NoAccess"]));
        await lab.SyncAsync();
        using (var session = await lab.OpenAsync())
        {
            await session.Client.DeleteAsync("/access/groups/ops", null, Stop);
            await session.Client.DeleteAsync("/cluster/backup/backup-nightly", null, Stop);
        }
        await lab.DeleteOnServerAsync((await lab.ServerAsync(104))!);
        using (var session = await Session.OpenAsync(lab.Workspace, new() { Transport = lab.Lab.CreateHandler(), Token = (TokenId, Secret) }, Stop))
            await new Sync(session).RunAsync(new(), null, Stop);
        Assert.DoesNotContain(Known(lab), item => item is "groups ops" or "backup jobs backup-nightly");
        Assert.DoesNotContain(Inventory(lab).Guests, guest => guest.VmId == 104);
        Assert.Contains(Inventory(lab).Guests, guest => guest.VmId == 100);
        Assert.Contains("storage definitions local-lvm", Known(lab));
    }

    private static string State(string[] acl)
    {
        using var demo = LabCluster.Demo();
        var state = JsonNode.Parse(demo.ToJson())!.AsObject();
        Of("users")["lim@pve"] = new JsonObject();
        Of("tokens")[TokenId] = new JsonObject { ["secret"] = Secret, ["privsep"] = false };
        Of("groups")["admins"] = new JsonObject { ["comment"] = "who may" };
        Of("groups")["ops"] = new JsonObject();
        Of("roles")["SeesGuests"] = "VM.Audit";
        Of("roles")["SeesAllButStorage"] = "Mapping.Audit,Pool.Audit,SDN.Audit,Sys.Audit,VM.Audit";
        var list = state["acl"] as JsonArray ?? (JsonArray)(state["acl"] = new JsonArray());
        foreach (var entry in acl.Select(line => line.Split(' ')))
            list.Add(new JsonObject { ["path"] = entry[0], ["ugid"] = "lim@pve", ["role"] = entry[1], ["propagate"] = entry.Length < 3 });
        return state.ToJsonString();

        JsonObject Of(string name) => state[name] as JsonObject ?? (JsonObject)(state[name] = new JsonObject());
    }

    private static void AssertSame(Dictionary<string, string> before, Dictionary<string, string> after)
    {
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        foreach (var (file, text) in before) Assert.True(text == after[file], $"{file} has changed:\n{TextDiff.Unified(text, after[file])}");
    }

    /// <summary>The code's files; what is derived from them and the state is none.</summary>
    private static Dictionary<string, string> Code(LabWorkspace lab) =>
        lab.Files().Where(file => file.Key.StartsWith("terraform/", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);

    private static string[] Known(LabWorkspace lab)
    {
        using var store = lab.Workspace.OpenState();
        return [.. store.ReadObjects().Select(item => $"{item.Kind.Many()} {item}")];
    }

    private static Inventory Inventory(LabWorkspace lab)
    {
        using var store = lab.Workspace.OpenState();
        return store.ReadInventory()!;
    }
}
