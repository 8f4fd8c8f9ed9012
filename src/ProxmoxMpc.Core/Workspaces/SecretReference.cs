namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Where a secret is kept.</summary>
public enum SecretKind
{
    Environment,
    File,
    Vault,
}

/// <summary>Where a secret is; never the secret itself.</summary>
/// <param name="Name">
/// The environment variable; the file (absolute, from <c>~/</c>, or a bare name in the profile's folder of secrets);
/// or <c>vault/secret</c> of SecretManagement.
/// </param>
public sealed record SecretReference(SecretKind Kind, string Name)
{
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}: {Name}";
}
