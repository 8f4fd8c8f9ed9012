using System.Collections.Immutable;
using CsCheck;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Tests.Unit.State;

/// <summary>Inventories and bases to store, ordinary ones and hostile ones.</summary>
internal static class Sample
{
    private static readonly string[] Hostile =
    [
        "", "a\"${x}'; rm -rf ../..", "'; Remove-Item -Recurse / #", "%{ if true }", "line\nline\r\n\ttab", "\u0001\u001b[31m\u007f", "ünïcødé 日本", "🦊🏳️‍🌈", "null", "<!-- -->", "\u2028\ufeff", "\\u0041\\",
    ];

    /// <summary>Text as other people's clusters hold it: quotes, newlines, control characters, accents, emoji. No NUL, which Proxmox cannot store.</summary>
    public static Gen<string> Text { get; } = Gen.OneOf(
        Gen.Int[0, Hostile.Length - 1].Select(i => Hostile[i]),
        Gen.Char['\u0001', '\ud7ff'].Array[0, 20].Select(chars => new string(chars)));

    private static Gen<string?> Maybe { get; } = Gen.OneOf(Gen.Const((string?)null), Text.Select(text => (string?)text));

    private static Gen<GuestConfig> Config { get; } = Gen.Select(Text, Text).Array[0, 8].Select(pairs => GuestConfig.Of(pairs));

    private static Gen<Node> Nodes { get; } = Gen.Select(Text, Text, Gen.Int.Nullable(), Gen.Long.Nullable(), Maybe, Gen.Select(Text, Text, Maybe, Gen.Bool).Array[0, 3])
        .Select((name, status, cpus, memory, address, nics) => new Node
        {
            Name = name, Status = status, CpuCount = cpus, MemoryMiB = memory, Address = address,
            Interfaces = [.. nics.Select((nic, i) => new NodeInterface(name, $"{i}{nic.Item1}", nic.Item2, nic.Item3, nic.Item3, nic.Item4, !nic.Item4, nic.Item3))],
        });

    private static Gen<Storage> Storages { get; } = Gen.Select(Text, Text, Text, Text.Array[0, 3], Gen.Bool, Text, Gen.Long.Nullable())
        .Select((name, node, type, content, shared, status, total) => new Storage
        {
            Name = name, Node = node, Type = type, Content = [.. content.Order(StringComparer.Ordinal)], IsShared = shared, Status = status, TotalBytes = total,
        });

    private static Gen<Guest> Guests { get; } = Gen.Select(Gen.Bool, Text, Text, Maybe, Maybe, Config, Maybe, Gen.Select(Text, Maybe).Array[0, 3])
        .Select((vm, node, status, pool, ha, config, digest, pending) => new Guest
        {
            VmId = 0, Kind = vm ? GuestKind.Qemu : GuestKind.Lxc, Node = node, Status = status, Pool = pool, HaState = ha, Config = config, Digest = digest,
            Pending = [.. pending.Select((change, i) => new PendingChange($"{i}{change.Item1}", change.Item2, change.Item2))],
        });

    public static Gen<Inventory> Inventory { get; } = Gen.Select(
            Gen.Select(Text, Text), Nodes.Array[0, 3], Storages.Array[0, 3], Gen.Select(Text, Maybe, Gen.Int.Array[0, 3], Text.Array[0, 2]).Array[0, 2],
            Guests.Array[0, 5], Gen.Select(Text, Text, Text, Text, Gen.Long).Array[0, 3], Gen.Select(Gen.Enum<GapScope>(), Text, Text).Array[0, 2])
        .Select((cluster, nodes, storages, pools, guests, volumes, gaps) => new Inventory
        {
            Cluster = cluster.Item1, Version = cluster.Item2,
            Nodes = [.. nodes.DistinctBy(node => node.Name).OrderBy(node => node.Name, StringComparer.Ordinal)],
            Storages = [.. storages.DistinctBy(storage => (storage.Name, storage.Node)).OrderBy(storage => storage.Name, StringComparer.Ordinal).ThenBy(storage => storage.Node, StringComparer.Ordinal)],
            Pools = [.. pools.DistinctBy(pool => pool.Item1).OrderBy(pool => pool.Item1, StringComparer.Ordinal).Select(pool => new Pool(pool.Item1, pool.Item2, [.. pool.Item3.Order()], [.. pool.Item4.Order(StringComparer.Ordinal)]))],
            Guests = [.. guests.Select((guest, i) => guest with { VmId = 100 + i })],
            Volumes = [.. volumes.Select(volume => new StorageVolume(volume.Item1, volume.Item2, volume.Item3, volume.Item4, volume.Item5)).DistinctBy(volume => (volume.Node, volume.VolumeId)).OrderBy(volume => volume.Node, StringComparer.Ordinal).ThenBy(volume => volume.VolumeId, StringComparer.Ordinal)],
            Gaps = [.. gaps.Select(gap => new Gap(gap.Item1, gap.Item2, gap.Item3)).Distinct().OrderBy(gap => gap.Scope).ThenBy(gap => gap.Name, StringComparer.Ordinal).ThenBy(gap => gap.Reason, StringComparer.Ordinal)],
        });

    public static Gen<BaseGuest[]> BaseGuests { get; } = Gen.Select(Gen.Bool, Text, Text, Text, Gen.Select(Text, Text).Array[0, 6]).Array[0, 6]
        .Select(guests => guests.Select((guest, i) => new BaseGuest(100 + i, guest.Item1 ? GuestKind.Qemu : GuestKind.Lxc, guest.Item2, guest.Item3, guest.Item4,
            AttributeMap.From(guest.Item5.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))))).ToArray());

    /// <summary>Two nodes with a storage each; guests alternate between them, from vmid 100.</summary>
    public static Inventory Cluster(int guests) => new()
    {
        Cluster = "lab",
        Version = "9.0.3",
        Nodes = [.. new[] { "pve1", "pve2" }.Select(name => new Node { Name = name, Status = "online", CpuCount = 16, MemoryMiB = 65536, Address = "192.0.2.1", Interfaces = [new(name, "eno1", "eth", null, null, false, true, null), new(name, "vmbr0", "bridge", "192.0.2.1/24", "eno1", true, true, "uplink")] })],
        Storages = [.. new[] { "pve1", "pve2" }.Select(node => new Storage { Name = "local", Node = node, Type = "dir", Content = ["images", "iso"], Status = "available", TotalBytes = 100L << 30 })],
        Pools = [new("prod", "what matters", [100, 101], ["local"])],
        Volumes = [.. new[] { "pve1", "pve2" }.Select(node => new StorageVolume(node, "local", "local:iso/debian.iso", "iso", 700 << 20))],
        Guests = [.. Enumerable.Range(0, guests).Select(i => new Guest
        {
            VmId = 100 + i, Kind = i % 3 == 0 ? GuestKind.Lxc : GuestKind.Qemu, Node = i % 2 == 0 ? "pve1" : "pve2", Status = "running", Digest = $"{i:x40}",
            Config = GuestConfig.Of(("name", $"web-{i}"), ("cores", "4"), ("memory", "4096"), ("scsi0", $"local:{100 + i}/disk-0.qcow2,size=32G"), ("net0", $"virtio=BC:24:11:00:{i / 256:X2}:{i % 256:X2},bridge=vmbr0"), ("description", "line one\nline two")),
        })],
    };

    /// <summary>Equal in every part; says which one is not.</summary>
    public static void AssertEqual(Inventory expected, Inventory actual)
    {
        Assert.Equal((expected.Cluster, expected.Version), (actual.Cluster, actual.Version));
        Assert.Equal(expected.Nodes, actual.Nodes, Loosely<Node>((a, b) => a with { Interfaces = default } == b with { Interfaces = default } && a.Interfaces.SequenceEqual(b.Interfaces)));
        Assert.Equal(expected.Storages, actual.Storages, Loosely<Storage>((a, b) => a with { Content = default } == b with { Content = default } && a.Content.SequenceEqual(b.Content)));
        Assert.Equal(expected.Pools, actual.Pools);
        Assert.Equal(expected.Guests, actual.Guests, Loosely<Guest>((a, b) => a with { Pending = default } == b with { Pending = default } && a.Pending.SequenceEqual(b.Pending)));
        Assert.Equal(expected.Volumes, actual.Volumes);
        Assert.Equal(expected.Gaps, actual.Gaps);
    }

    // Records compare an ImmutableArray by its reference.
    private static EqualityComparer<T> Loosely<T>(Func<T, T, bool> equal) => EqualityComparer<T>.Create((a, b) => a is not null && b is not null && equal(a, b), _ => 0);
}
