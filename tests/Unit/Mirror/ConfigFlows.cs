using System.Collections.Concurrent;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Lab;
using ProxmoxMpc.Tests.Unit.Planning;

namespace ProxmoxMpc.Tests.Unit.Mirror;

/// <summary>Random configs out of the schema, each made into another and each made anew.</summary>
internal static class ConfigFlows
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task RunAsync(ConcurrentQueue<WireRequest> sent, int times)
    {
        foreach (var seed in Enumerable.Range(1, times))
            foreach (var (kind, status) in new[] { (GuestKind.Qemu, "stopped"), (GuestKind.Qemu, "running"), (GuestKind.Lxc, "stopped"), (GuestKind.Lxc, "running") })
                await OneAsync(sent, GuestPair.Create(kind, seed * 7919 + (int)kind), status);
    }

    private static async Task OneAsync(ConcurrentQueue<WireRequest> sent, GuestPair pair, string status)
    {
        using var lab = LabCluster.FromJson(LabRoundTripTests.State(pair, status));
        using var client = new PveClient(new PveConnection(new Uri("https://lab.invalid:8006"), "root@pam!unused", "00000000-0000-0000-0000-000000000000"),
            new RecordingHandler(new RootOfLab(lab.CreateHandler(), LabRoundTripTests.Password), sent));
        var server = (await new InventoryReader(client).ReadAsync(null, Stop)).Guest(GuestPair.VmId)!;
        var desired = pair.Desired(server);
        await ApplyAsync(client, new(server.VmId, GuestPair.View(server), desired, server, GuestPair.View(server)));
        // The same as a guest that is to be made.
        var fresh = desired with { VmId = 101, Attributes = pair.Kind == GuestKind.Lxc ? desired.Attributes.With("ostemplate", "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst") : desired.Attributes };
        await ApplyAsync(client, new(101, null, fresh, null, null));
    }

    private static async Task ApplyAsync(PveClient client, GuestStates states)
    {
        var plan = Planner.Diff([states], new Inventory { Cluster = "lab", Version = "9.2" }, _ => null);
        Assert.NotEmpty(plan.Steps);
        var folder = Directory.CreateTempSubdirectory("pmpc-mirror-");
        try
        {
            using var store = StateStore.Open(Path.Combine(folder.FullName, "state.db"));
            // Whether the Lab takes it is not the question here; what was sent is.
            await new NativeEngine(client, store).RunAsync(plan, store.BeginRun("apply", DateTimeOffset.UnixEpoch), null, null, Stop);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
