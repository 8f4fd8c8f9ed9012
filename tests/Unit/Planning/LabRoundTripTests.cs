using System.Text.Json.Nodes;
using CsCheck;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Planning;

/// <summary>The difference of two configs, planned and applied as ever, makes the one on the server the other.</summary>
public sealed class LabRoundTripTests
{
    internal const string Password = "only-in-this-test";

    [Theory]
    [InlineData(GuestKind.Qemu, "stopped")]
    [InlineData(GuestKind.Qemu, "running")]
    [InlineData(GuestKind.Lxc, "stopped")]
    [InlineData(GuestKind.Lxc, "running")]
    public async Task The_difference_of_two_configs_yields_the_second(GuestKind kind, string status)
    {
        var waited = 0;
        await Gen.Int[0, int.MaxValue - 1].SampleAsync(async seed =>
        {
            var pair = GuestPair.Create(kind, seed);
            using var lab = LabCluster.FromJson(State(pair, status));
            using var client = Client(lab);
            var server = await ReadAsync(client);
            var desired = pair.Desired(server);
            var plan = Plan(server, desired, GuestPair.View(server));
            await ApplyAsync(client, plan);

            var reached = await ReadAsync(client);
            // What the provider says of a new device although nobody asked for it, Proxmox means anyway.
            var view = GuestPair.View(reached);
            foreach (var path in view.Keys.Where(path => !desired.Attributes.ContainsKey(path) && IsMeantAnyway(kind, path, view.Get(path)!)).ToArray()) view = view.With(path, null);
            // One implies the other.
            foreach (var path in desired.Attributes.Keys.Where(path => path.EndsWith(".expose-xattr", StringComparison.Ordinal) && view.Get(path.Replace("xattr", "acl", StringComparison.Ordinal)) == "1").ToArray()) view = view.With(path, "1");
            var refused = plan.Problems.Select(problem => problem.Path).ToHashSet(StringComparer.Ordinal);
            // A disk that may not move while the guest runs stays as a whole: in its old place, and out of its new one.
            var waits = refused.Any(path => path is not null && IsVolume(path));
            bool IsVolume(string key) => Core.Model.Schema.GuestSchema.For(kind).FindKey(key) is { IsVolume: true };
            bool IsLeaving(string key) => IsVolume(key) && pair.Before.ContainsKey(key) && !pair.After.ContainsKey(key);
            foreach (var path in view.DifferingFrom(desired.Attributes))
            {
                var key = Core.Model.Schema.AttributePath.Split(path).Key;
                if (!desired.HasOpinion(path) || refused.Contains(path) || path.StartsWith("unused", StringComparison.Ordinal) || (waits && (refused.Contains(key) || key == "boot" || IsLeaving(key)))) continue;
                Assert.Fail($"{path} is '{view.Get(path)}', not '{desired.Attributes.Get(path)}'; {key} was '{pair.Before.Get(key)}', should be '{pair.After.Get(key)}', is '{reached.Config.Get(key)}'");
            }
            // What the plan called live or hot-pluggable waits for nothing.
            var waiting = reached.Pending.Select(change => change.Key).ToHashSet(StringComparer.Ordinal);
            waited += waiting.Count;
            foreach (var change in plan.Steps.Where(step => step.Action == PlanAction.Update).SelectMany(step => step.Changes).Where(change => change.Consequence < Consequence.PendingRestart))
                Assert.False(waiting.Contains(Core.Model.Schema.AttributePath.Split(change.Path).Key), $"{change.Path} was {change.Consequence} and waits: '{pair.Before.Get(Core.Model.Schema.AttributePath.Split(change.Path).Key)}' to '{pair.After.Get(Core.Model.Schema.AttributePath.Split(change.Path).Key)}', hotplug {pair.Before.Get("hotplug")}");
            Assert.Empty(Plan(reached, pair.Desired(reached, isReached: true), view).Steps.Where(step => step.Changes.All(change => !refused.Contains(change.Path) && !(waits && refused.Contains(Core.Model.Schema.AttributePath.Split(change.Path).Key)))).Select(step => step.Summary));
        }, iter: LongRun.Iterations(25), threads: 1);
        Assert.Equal(status == "running", waited > 0);
    }

    private static bool IsMeantAnyway(GuestKind kind, string path, string value) => (path, value) is ("vga.memory", "16") or ("amd-sev.allow-smt", "0") ||
        Core.Model.Schema.GuestSchema.For(kind).Find(path) is { Default: null, Provider.Default: { Length: > 0 } standard } attribute && Core.Model.Schema.AttributeValue.Normalize(attribute, standard) == value;

    private static Plan Plan(Guest guest, DesiredGuest desired, AttributeMap server) =>
        Planner.Diff([new(guest.VmId, server, desired, guest, server)], new Inventory { Cluster = "lab", Version = "9.2" }, _ => null);

    private static async Task ApplyAsync(PveClient client, Plan plan)
    {
        var folder = Directory.CreateTempSubdirectory("pmpc-trip-");
        try
        {
            using var store = StateStore.Open(Path.Combine(folder.FullName, "state.db"));
            var result = await new NativeEngine(client, store).RunAsync(plan, store.BeginRun("apply", DateTimeOffset.UnixEpoch), null, null, TestContext.Current.CancellationToken);
            Assert.True(result.Succeeded, string.Join('\n', result.Steps.Where(step => step.Outcome == StepOutcome.Failed).Select(step => $"{step.Message} from {step.Action} {string.Join(' ', step.Step.Parameters)} -{string.Join(' ', step.Step.Removals)} {step.Step.Disk} {step.Step.Argument}".Replace('\0', '~'))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Guest> ReadAsync(PveClient client)
    {
        var inventory = await new InventoryReader(client).ReadAsync(null, TestContext.Current.CancellationToken);
        Assert.Empty(inventory.Gaps);
        return inventory.Guest(GuestPair.VmId)!;
    }

    /// <summary>A client that is root@pam: what no token may set can be asked about too.</summary>
    internal static PveClient Client(LabCluster lab) =>
        new(new PveConnection(new Uri("https://lab.invalid:8006"), "root@pam!unused", "00000000-0000-0000-0000-000000000000"), new RootOfLab(lab.CreateHandler(), Password));

    internal static string State(GuestPair pair, string status) => State(pair.Kind, status, pair.Before);

    internal static string State(GuestKind kind, string status, IEnumerable<KeyValuePair<string, string>> config) => new JsonObject
    {
        ["options"] = new JsonObject { ["taskSeconds"] = 0, ["resourceLagSeconds"] = 0 },
        ["nodes"] = new JsonObject { ["pve1"] = new JsonObject { ["cores"] = 64, ["memoryMiB"] = 131072 } },
        ["bridges"] = new JsonObject { ["pve1"] = new JsonArray("vmbr0", "vmbr1") },
        ["storages"] = new JsonObject
        {
            ["local"] = new JsonObject { ["type"] = "dir" },
            ["local-lvm"] = new JsonObject { ["type"] = "lvmthin", ["sizeGiB"] = 4000 },
            ["local-zfs"] = new JsonObject { ["type"] = "zfspool", ["sizeGiB"] = 4000 },
        },
        ["content"] = new JsonObject { ["local"] = new JsonArray("local:iso/debian 13.iso", "local:iso/other.iso", "local:snippets/hook.pl") },
        ["users"] = new JsonObject { ["root@pam"] = new JsonObject { ["password"] = Password } },
        ["guests"] = new JsonObject
        {
            ["100"] = new JsonObject
            {
                ["type"] = kind.ApiName(), ["node"] = "pve1", ["status"] = status,
                ["config"] = new JsonObject(config.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
            },
        },
    }.ToJsonString();
}
