using System.Collections.Immutable;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>What a resource of the code stands for, in Proxmox's own keys and spellings.</summary>
/// <param name="Objects">One, but for rules and options, which may be several or none.</param>
/// <param name="Unopinionated">Settings (Proxmox's keys) on which the code has no opinion.</param>
/// <param name="Reason">Why it cannot be known what it stands for; null: it is known.</param>
public sealed record DecodedObjects(ImmutableArray<ClusterObject> Objects, ImmutableHashSet<string> Unopinionated, string? Reason = null)
{
    /// <summary>The settings that resources of the type can express; a part of a setting is <c>setting/part</c>.</summary>
    internal ImmutableHashSet<string> Expressible { get; init; } = [];

    internal static DecodedObjects Unknown(string reason) => new([], [], reason);
}

/// <summary>Resources beside guests as the objects that they make: the inverse of <see cref="ObjectUnits"/>.</summary>
public static class ObjectDecoder
{
    /// <summary>The objects that a resource stands for.</summary>
    /// <param name="isNew">Whether the server has none of it yet; then every value has to be known, also those that an update would leave alone.</param>
    public static DecodedObjects Of(DeclaredObject declared, bool isNew)
    {
        if (declared.Node is not { } node) return DecodedObjects.Unknown("It was not read from code.");
        var decoding = new ResourceDecoding(declared, node, isNew);
        return declared.Key.Kind switch
        {
            ObjectKind.User or ObjectKind.Group or ObjectKind.Role or ObjectKind.Acl or ObjectKind.Token => AccessDecoding.Of(decoding, declared.Key),
            ObjectKind.Pool or ObjectKind.HaResource or ObjectKind.HaRule or ObjectKind.BackupJob => ResourceObjectsDecoding.Of(decoding, declared),
            ObjectKind.ClusterOption => OptionsDecoding.Of(decoding, declared.Key),
            ObjectKind.StorageDefinition => StorageDecoding.Of(decoding, declared),
            ObjectKind.Network => NetworkDecoding.Of(decoding, declared),
            >= ObjectKind.FirewallOption => FirewallDecoding.Of(decoding, declared.Key),
            _ => DecodedObjects.Unknown($"{declared.Type} is left to Terraform."),
        };
    }

    /// <summary>The settings (Proxmox's keys) that stay as the server has them: those that the type of resource cannot express, and those on which the code has no opinion.</summary>
    /// <remarks>Of options the keys are their names, of rules they begin with <c>rule/</c>, and a part of a setting is <c>setting/part</c>.</remarks>
    /// <param name="decoded">What the code says; null: the resource shall go.</param>
    public static ImmutableHashSet<string> Kept(ObjectKey resource, IEnumerable<ClusterObject> server, DecodedObjects? decoded)
    {
        if ((decoded?.Expressible ?? Options(resource)) is not { } expressible) return [];
        return (decoded?.Unopinionated ?? []).Union(server.SelectMany(Keys).Where(key => !expressible.Contains(key)));
    }

    /// <summary>The options that a resource of options can express; null for all else, which goes as a whole.</summary>
    private static ImmutableHashSet<string>? Options(ObjectKey resource) => resource.Kind switch
    {
        ObjectKind.FirewallOption => FirewallDecoding.Options(resource.Scope),
        ObjectKind.ClusterOption => ResourceUnits.Expressible.Union(OptionsDecoding.Expressible),
        _ => null,
    };

    private static IEnumerable<string> Keys(ClusterObject item) => item switch
    {
        FirewallOption => [item.Name],
        ClusterOption option => SettingText.Parts(option.Value, option.Name switch { "migration" => "type", "crs" => "ha", _ => "" }).Keys.Select(part => $"{option.Name}/{part}").Prepend(option.Name),
        FirewallRule => item.Settings.Keys.Select(key => FirewallDecoding.RulePrefix + key),
        FirewallIpSet => item.Settings.Keys.Select(key => key.StartsWith(FirewallIpSet.EntryPrefix, StringComparison.Ordinal) || key.StartsWith(FirewallIpSet.CommentPrefix, StringComparison.Ordinal) ? FirewallIpSet.EntryPrefix : key),
        _ => item.Settings.Keys,
    };
}
