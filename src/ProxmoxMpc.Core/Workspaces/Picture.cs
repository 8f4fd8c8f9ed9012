using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Code, base and server side by side: what every verb starts from.</summary>
internal sealed record Picture
{
    public required Inventory Inventory { get; init; }
    public required CodeReading Reading { get; init; }

    public TerraformCode Code => Reading.Code;

    /// <summary>The Terraform files by path, as they were read.</summary>
    public CodeFiles Files => Reading.Files;

    public required IReadOnlyDictionary<int, BaseGuest> Base { get; init; }

    /// <summary>Guests on the server that the code language cannot hold, with the reason.</summary>
    public required IReadOnlyDictionary<int, string> Obstacles { get; init; }

    /// <summary>Every guest that one of the three knows and that is managed as code, by vmid.</summary>
    public required ImmutableArray<GuestStates> Guests { get; init; }

    /// <summary>What the cluster has beside nodes and guests, as last known.</summary>
    public ImmutableArray<ClusterObject> Objects { get; init; } = [];

    /// <summary>The same as code would say it.</summary>
    public ObjectCode ObjectCode { get => field ??= new(AllObjects, Inventory.Guests, Obstacles.ContainsKey, IsDeclared); private init; }

    private bool IsDeclared(ObjectKey key)
    {
        _declared ??= Code.Objects.Select(one => one.Key).ToHashSet();
        return _declared.Contains(key) || ObjectBase.ContainsKey(key);
    }

    private HashSet<ObjectKey>? _declared;

    /// <summary>What code and server agreed on about it.</summary>
    public required IReadOnlyDictionary<ObjectKey, AttributeMap> ObjectBase { get; init; }

    /// <summary>Puts the three together.</summary>
    /// <exception cref="PmpcException">A file of the code cannot be read as Terraform.</exception>
    public static Picture Of(Workspace workspace, Inventory inventory, StateStore store) => Of(CodeReading.Of(workspace, store), inventory, store);

    /// <summary>What follows from each of the server's guests alone.</summary>
    public required GuestsAhead Ahead { get; init; }

    /// <summary>The same with code that was read already.</summary>
    public static Picture Of(CodeReading reading, Inventory inventory, StateStore store) => Of(reading, inventory, store, store.ReadBase(), new(CancellationToken.None));

    /// <summary>The same with what was agreed on, too, and what was worked out of guests while others were read.</summary>
    public static Picture Of(CodeReading reading, Inventory inventory, StateStore store, IReadOnlyDictionary<int, BaseGuest> known, GuestsAhead ahead)
    {
        var desired = reading.Code.Guests.ToDictionary(guest => guest.VmId);
        var server = inventory.Guests.ToDictionary(guest => guest.VmId);
        var returns = Returns.Read(store, inventory);
        var obstacles = new SortedDictionary<int, string>();
        var guests = ImmutableArray.CreateBuilder<GuestStates>();
        // What a guest says as code takes a while to work out, and no guest needs another for it.
        var looked = desired.Keys.Concat(server.Keys).Concat(known.Keys).Distinct().Order().ToArray().AsParallel().AsOrdered().Select(vmid =>
        {
            var guest = server.GetValueOrDefault(vmid);
            var made = guest is null ? null : ahead.Of(guest);
            return (VmId: vmid, Guest: guest, made?.Obstacle, made?.View);
        });
        var repeated = Repeated(reading.Code);
        foreach (var (vmid, guest, obstacle, view) in looked)
        {
            if (repeated.TryGetValue(vmid, out var maker) && !desired.ContainsKey(vmid))
            {
                // Also where it had a file of its own before: it is in the code still, in another form.
                if (guest is not null) obstacles[vmid] = maker.Guest is { } said ? maker.Reason + Differences(said, view!) : maker.Reason;
                continue;
            }
            if (obstacle is not null)
            {
                obstacles[vmid] = obstacle.Reason;
                if (!desired.ContainsKey(vmid)) continue;
            }
            var agreed = known.GetValueOrDefault(vmid);
            guests.Add(new(vmid, agreed?.Attributes, desired.GetValueOrDefault(vmid), guest, view)
            {
                Return = returns.GetValueOrDefault(vmid),
                IsReused = agreed?.Identity is { } identity && guest is not null && agreed.Kind == guest.Kind && identity.IsOther(GuestIdentity.Of(guest)) && !ThreeWayMerge.IsOpen(agreed.Attributes),
            });
        }
        return new() { Inventory = inventory, Reading = reading, Ahead = ahead, Base = known, Obstacles = obstacles, Guests = guests.ToImmutable(), Objects = store.ReadObjects(), ObjectBase = store.ReadObjectBase() };
    }

    /// <summary>By vmid, what makes the guests that the code has without a resource of their own.</summary>
    private static Dictionary<int, (string Reason, DesiredGuest? Guest)> Repeated(TerraformCode code) => code.Unmanaged
        .SelectMany(resource => (resource.VmIds ?? []).Select(vmid => (VmId: vmid, Maker: (FormattableString.Invariant($"{resource.Path}:{resource.Line}: {resource.Address} makes it, and is left to Terraform ({resource.Reason})."), resource.Guest))))
        .DistinctBy(pair => pair.VmId).ToDictionary(pair => pair.VmId, pair => pair.Maker);

    /// <summary>In what the server differs from code that only a person edits; nothing where it does not.</summary>
    private static string Differences(DesiredGuest code, AttributeMap server)
    {
        var differing = code.Attributes.DifferingFrom(server).Where(code.HasOpinion).ToArray();
        return differing.Length == 0 ? "" : $" On the server it has {string.Join(", ", differing.Take(MostDifferences).Select(path => $"{AttributePath.Display(path)} {Value(server, path)} (there {Value(code.Attributes, path)})"))}{(differing.Length > MostDifferences ? $" and {differing.Length - MostDifferences} more" : "")}: change the one or the other.";

        static string Value(AttributeMap map, string path) => map.Get(path) is { } value ? $"'{value}'" : "unset";
    }

    private const int MostDifferences = 5;

    /// <summary>The same with what was read of objects now.</summary>
    public Picture WithObjects(ObjectReading reading) => this with { Objects = reading.Over(Objects, ClusterObjectSync.IsGone(Inventory, reading)), ObjectCode = null!, Looked = reading };

    /// <summary>The same with the pools as they are now.</summary>
    public Picture WithPools(ImmutableArray<Pool> pools) => this with { Inventory = Inventory with { Pools = pools }, ObjectCode = null! };

    /// <summary>What the code would say of one resource, worked out of its kind alone; null: the server has it not, or the code cannot say it.</summary>
    public AttributeMap? ViewOf(ObjectKey key) => new ObjectCode(AllObjects.Where(item => item.Kind == key.Kind || key.Kind == ObjectKind.FirewallGroup && item.Kind == ObjectKind.FirewallRule), Inventory.Guests, Obstacles.ContainsKey, IsDeclared).Views.GetValueOrDefault(key);

    /// <summary>What was read of objects just now; null: all of them are as they were last known.</summary>
    public ObjectReading? Looked { get; private init; }

    /// <summary>Everything beside nodes and guests, pools among it.</summary>
    public IEnumerable<ClusterObject> AllObjects => Inventory.Pools.Select(PoolObject.Of).Concat(Objects);

    /// <summary>The failure of asking an empty state for something.</summary>
    public static PmpcException NeverSynced(Workspace workspace) => new("PmpcNeverSynced", PmpcErrorKind.Workspace,
        $"Nothing is known of the server of {workspace.Root} yet.", "Run Sync-PmpcInfrastructure first.", workspace.Root);

    /// <summary>The plan that follows from the three states.</summary>
    public Plan Plan(PlanOptions? options = null) => NewPools.In(Planner.Diff(Guests, Inventory, vmid => Base.GetValueOrDefault(vmid)?.Node, options), Inventory, Code.Pools);

    /// <summary>The file name (without folder and extension) that stands for each guest in every generated folder.</summary>
    /// <param name="replaced">Guests of which the code has another one under the same vmid; null: none.</param>
    /// <param name="leaving">Guests of the code that are being taken out of it; null: none.</param>
    public IReadOnlyDictionary<int, string> FileNames(IReadOnlySet<int>? replaced = null, IReadOnlySet<int>? leaving = null)
    {
        var perFile = Code.Guests.GroupBy(guest => guest.File, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count());
        var existing = Code.Guests.Where(guest => replaced?.Contains(guest.VmId) != true).ToDictionary(guest => guest.VmId,
            guest => perFile[guest.File] == 1 && (Reading.Style.NamesFilesAfterGuests || GuestNaming.ResourceName(Path.GetFileNameWithoutExtension(guest.File)) == guest.ResourceName) ? Path.GetFileNameWithoutExtension(guest.File) : guest.ResourceName.Replace('_', '-'));
        var freed = Code.Guests.Where(guest => !existing.ContainsKey(guest.VmId) || leaving?.Contains(guest.VmId) == true).Select(guest => guest.ResourceName);
        var reserved = Files.Keys.Select(Path.GetFileNameWithoutExtension).OfType<string>().Append("versions").Except(existing.Values, StringComparer.Ordinal).Concat(Code.ResourceNames.Except(freed, StringComparer.Ordinal));
        return GuestNaming.Allocate(Inventory.Guests, existing, reserved);
    }
}
