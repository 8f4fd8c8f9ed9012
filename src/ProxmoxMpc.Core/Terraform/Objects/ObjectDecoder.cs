using System.Collections.Immutable;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>What a resource of the code stands for, in Proxmox's own keys and spellings.</summary>
/// <param name="Objects">One, but for rules and options, which may be several or none.</param>
/// <param name="Unopinionated">Settings (Proxmox's keys) on which the code has no opinion.</param>
/// <param name="Reason">Why it cannot be known what it stands for; null: it is known.</param>
public sealed record DecodedObjects(ImmutableArray<ClusterObject> Objects, ImmutableHashSet<string> Unopinionated, string? Reason = null)
{
    internal static DecodedObjects Unknown(string reason) => new([], [], reason);
}

/// <summary>Resources beside guests as the objects that they make: the inverse of <see cref="ObjectUnits"/>.</summary>
public static class ObjectDecoder
{
    /// <summary>The objects that a resource stands for.</summary>
    /// <param name="isNew">Whether the server has none of it yet; then every value has to be known, also those that an update would leave alone.</param>
    public static DecodedObjects Of(DeclaredObject declared, bool isNew) => DecodedObjects.Unknown($"{declared.Type} is left to Terraform.");

    /// <summary>The settings (Proxmox's keys) that stay as the server has them: those that the type of resource cannot express, and those on which the code has no opinion.</summary>
    /// <param name="decoded">What the code says; null: the resource shall go.</param>
    public static ImmutableHashSet<string> Kept(ObjectKey resource, IEnumerable<ClusterObject> server, DecodedObjects? decoded) => decoded?.Unopinionated ?? [];
}
