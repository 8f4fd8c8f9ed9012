using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Model;

/// <summary>
/// A guest as the code wants it. Only what the code language can express has a place here; of everything else the code
/// has no opinion, and the server's value stays.
/// </summary>
public sealed record DesiredGuest
{
    public required GuestKind Kind { get; init; }
    public required int VmId { get; init; }
    public required string Node { get; init; }

    /// <summary>The guest's name, or the resource's where the guest has none.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// What the code says, in the same paths and canonical values as the server's guests have after projection onto the
    /// code language. Absent means "at the default", unless <see cref="Unopinionated"/> holds the path or its key.
    /// </summary>
    public AttributeMap Attributes { get; init; } = AttributeMap.Empty;

    /// <summary>
    /// Paths or keys (<c>boot</c>, <c>net0</c>) about which the code says nothing or only Terraform knows what it says:
    /// a computed attribute left out, an expression that cannot be evaluated here, something under <c>ignore_changes</c>.
    /// </summary>
    public ImmutableSortedSet<string> Unopinionated { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>
    /// Families of devices (<c>net</c>) of which the code has none and which Terraform then leaves alone; null: there are no such.
    /// They are <see cref="Unopinionated"/>, too.
    /// </summary>
    public ImmutableSortedSet<string>? LeftOut { get; init; }

    /// <summary>The file, relative to the workspace, with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>Line of the resource block, from 1.</summary>
    public int Line { get; init; }

    /// <summary>The resource's name in Terraform.</summary>
    public required string ResourceName { get; init; }

    /// <summary>Whether the code forbids to destroy it, also for the sake of creating it anew.</summary>
    public bool PreventsDestroy { get; init; }

    /// <summary>Whether the code has an opinion about the path.</summary>
    public bool HasOpinion(string path) =>
        !Unopinionated.Contains(path) && !(path.IndexOf('.') is var dot and >= 0 && Unopinionated.Contains(path[..dot]));
}
