namespace ProxmoxMpc.Core.Privacy;

/// <summary>How much is hidden.</summary>
public enum PrivacyLevel
{
    /// <summary>Secrets, networks, machine names, identities and identifiers.</summary>
    Standard,

    /// <summary>Also storages, pools, tags, names of VLANs, descriptions and comments, users that are called by an everyday word.</summary>
    Strict,

    /// <summary>Only what opens something.</summary>
    SecretsOnly,
}

/// <summary>Something that is looked for. Rules can be listed and switched off by their id.</summary>
/// <param name="Id">Stable, lower case with dashes, for example <c>ipv4</c>.</param>
/// <param name="Lowest">The level from which on it is active: <see cref="PrivacyLevel.SecretsOnly"/> for a rule that is always active.</param>
public sealed record PrivacyRule(string Id, PrivacyKind Kind, PrivacyLevel Lowest, string Description)
{
    /// <summary>Whether the rule is active at a level.</summary>
    public bool IsActiveAt(PrivacyLevel level) => Lowest switch
    {
        PrivacyLevel.SecretsOnly => true,
        PrivacyLevel.Standard => level is not PrivacyLevel.SecretsOnly,
        _ => level is PrivacyLevel.Strict,
    };

    internal static PrivacyRule Secret(string id, PrivacyKind kind, string description) => new(id, kind, PrivacyLevel.SecretsOnly, description);

    internal static PrivacyRule Standard(string id, PrivacyKind kind, string description) => new(id, kind, PrivacyLevel.Standard, description);

    internal static PrivacyRule Strict(string id, PrivacyKind kind, string description) => new(id, kind, PrivacyLevel.Strict, description);
}
