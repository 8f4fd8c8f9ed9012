using System.Collections.Immutable;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>What the Terraform code of a workspace says.</summary>
/// <param name="Guests">Ordered by vmid.</param>
/// <param name="Problems">What is wrong with the code, and where; the rest was read all the same.</param>
/// <param name="Unmanaged">Guests that only Terraform can tell the number or the ids of.</param>
public sealed record TerraformCode(ImmutableArray<DesiredGuest> Guests, ImmutableArray<CodeProblem> Problems, ImmutableArray<UnmanagedResource> Unmanaged)
{
    /// <summary>What is declared beside guests, by key.</summary>
    public ImmutableArray<DeclaredObject> Objects { get; init; } = [];

    /// <summary>The pools that are declared, with their comments; null: none, or one that only Terraform knows.</summary>
    public IReadOnlyDictionary<string, string?> Pools => Objects.Where(one => one.Key.Kind == ObjectKind.Pool && one.Type != ProviderNames.PoolMembership)
        .ToDictionary(one => one.Key.Name, one => one.View.Get("comment") is { } comment && HclDocument.Parse($"a = {comment}").Root.Attribute("a")?.Expression.Evaluate(HclScope.Empty) is HclValue.String { Value: var text } ? text : null, StringComparer.Ordinal);

    /// <summary>Names that a new guest's resource cannot have: those of all guests, also of the ones left to Terraform, whatever file they stand in.</summary>
    internal IEnumerable<string> ResourceNames => Guests.Select(guest => guest.ResourceName).Concat(Unmanaged.Select(resource => resource.Address[(resource.Address.LastIndexOf('.') + 1)..]));

    /// <summary>Addresses of such resources in the root module, and types of which some are made in a way that only Terraform can follow.</summary>
    internal ImmutableHashSet<string> ObjectAddresses { get; init; } = [];

    internal ImmutableHashSet<string> OpaqueTypes { get; init; } = [];

    /// <summary>Resources beside guests that are left to Terraform, for nothing here knows what they make.</summary>
    public ImmutableArray<UnmanagedResource> UnmanagedObjects { get; init; } = [];
}

/// <summary>Something wrong in a file of code.</summary>
/// <param name="Path">Relative to the workspace, with forward slashes.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public sealed record CodeProblem(string Path, int Line, int Column, string Message, bool IsError)
{
    public override string ToString() => FormattableString.Invariant($"{Path}:{Line}:{Column}: {Message}");
}

/// <summary>A guest in the code that is left to Terraform: made by <c>for_each</c> or <c>count</c>, with a vmid that only Terraform knows, or written in JSON.</summary>
/// <param name="Address">For example <c>module.vms.proxmox_virtual_environment_vm.web</c>.</param>
public sealed record UnmanagedResource(string Path, int Line, string Address, string Reason)
{
    /// <summary>The vmids of the guests that it makes; null where only Terraform knows them.</summary>
    public ImmutableArray<int>? VmIds { get; init; }

    /// <summary>What it says, where it is one guest that can be read; null where it is not.</summary>
    public DesiredGuest? Guest { get; init; }

    /// <summary>Equal where all of it is, the vmids by their values.</summary>
    public bool Equals(UnmanagedResource? other) => other is not null && (Path, Line, Address, Reason) == (other.Path, other.Line, other.Address, other.Reason)
        && (VmIds is { } mine ? other.VmIds is { } theirs && mine.SequenceEqual(theirs) : other.VmIds is null);

    public override int GetHashCode() => HashCode.Combine(Path, Line, Address, Reason);
}

/// <summary>Why a guest is left out of the Terraform code: the provider cannot read it, or would change it whatever the code says.</summary>
public sealed record ImportObstacle(GuestKind Kind, int VmId, string Key, string Reason)
{
    public override string ToString() => FormattableString.Invariant($"{Kind.DisplayName()} {VmId}: {Key}: {Reason}");
}
