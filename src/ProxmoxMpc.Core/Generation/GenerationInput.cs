using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Generation;

/// <summary>What the generators are told; the same input gives the same bytes.</summary>
/// <param name="Inventory">The infrastructure as code and server agree on it.</param>
/// <param name="FileNames">File name without extension of each guest by vmid, as <see cref="GuestNaming"/> allocated it.</param>
/// <param name="Inexpressible">Config keys of a guest that Terraform cannot express; follows from the guest alone.</param>
/// <param name="Obstacles">Why a guest is not imported, by vmid.</param>
public sealed record GenerationInput(
    Inventory Inventory,
    IReadOnlyDictionary<int, string> FileNames,
    Func<Guest, IReadOnlyList<string>> Inexpressible,
    IReadOnlyDictionary<int, string> Obstacles)
{
    /// <summary>What the cluster has beside nodes and guests, sorted by key.</summary>
    public ImmutableArray<ClusterObject> Objects { get; init; } = [];

    /// <summary>What of them Terraform cannot hold, with the reason or the setting.</summary>
    public ImmutableArray<(string Name, string Reason)> ObjectsNotInCode { get; init; } = [];

    /// <summary>What Ansible needs to ask the cluster itself; null: nobody wants that.</summary>
    public DynamicInventory? DynamicInventory { get; init; }

    /// <summary>The Terraform file of each guest that has one, by vmid, relative to the workspace; null: each has one of its name.</summary>
    public IReadOnlyDictionary<int, string>? CodeFiles { get; init; }

    /// <summary>What changed on the server by whom, as syncs found it, oldest first.</summary>
    public IReadOnlyList<DriftRecord> Drift { get; init; } = [];

    /// <summary>Every guest, by vmid.</summary>
    internal IReadOnlyList<Guest> Guests { get; } = [.. Inventory.Guests.OrderBy(guest => guest.VmId)];

    private readonly Lazy<Dictionary<int, byte[]>> _guestSources = new(() => Inventory.Guests.AsParallel().Select(guest => (guest.VmId, Hash: SourceHash.Of(guest))).ToArray().ToDictionary(pair => pair.VmId, pair => pair.Hash));

    /// <summary>Tells the hash of a guest where somebody has it.</summary>
    internal Func<Guest, byte[]>? KnownSource { get; init; }

    private readonly Lazy<GuestNames> _names = new(() => new GuestNames(Inventory, FileNames));

    /// <summary>What the guests are called in generated files.</summary>
    internal GuestNames Names => _names.Value;

    /// <summary>Hash of the guest.</summary>
    internal byte[] SourceOf(Guest guest) => KnownSource?.Invoke(guest) ?? _guestSources.Value[guest.VmId];

    // A copy with something else in it works it out anew.
    private (object Objects, object Obstacles, byte[] Hash)? _source;

    /// <summary>Hash of everything here and of something more.</summary>
    public byte[] SourceWith(IEnumerable<string> more) => SourceHash.Of(Source(), SourceHash.OfLines(more));

    /// <summary>Hash of everything here.</summary>
    internal byte[] Source()
    {
        if (_source is { } made && made.Objects.Equals(Objects) && ReferenceEquals(made.Obstacles, Obstacles)) return made.Hash;
        var hash = MakeSource();
        _source = (Objects, Obstacles, hash);
        return hash;
    }

    private byte[] MakeSource()
    {
        var names = string.Join('\n', FileNames.OrderBy(pair => pair.Key).Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value} {CodeFiles?.GetValueOrDefault(pair.Key)}")));
        var obstacles = string.Join('\n', Obstacles.OrderBy(pair => pair.Key).Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value}")));
        var left = string.Join('\0', ObjectsNotInCode.Select(item => $"{item.Name}\0{item.Reason}"));
        return SourceHash.Of([SourceHash.Text(left), SourceHash.OfRest(Inventory), SourceHash.Text(names), SourceHash.Text(obstacles), SourceHash.Of(Objects), SourceHash.Text(string.Join('\n', ObjectsNotInCode.Select(item => item.ToString()))), .. Guests.Select(SourceOf)]);
    }

    /// <summary>Whether the guest's config was read. No guest has an empty one; what it says by default must not be taken for a fact.</summary>
    internal static bool IsRead(Guest guest) => guest.Config.Count > 0;
}
