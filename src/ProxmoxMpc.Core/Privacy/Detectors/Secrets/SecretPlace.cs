namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Secrets known by their place in a file. Each kind of file has a detector of its own, all of one rule.</summary>
internal static class SecretPlace
{
    public static PrivacyRule Rule { get; } = PrivacyRule.Secret("secret-place", PrivacyKind.Password, "Secrets known by their place in a file");
}
