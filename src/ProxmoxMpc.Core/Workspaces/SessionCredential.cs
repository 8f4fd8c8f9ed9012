using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Makes the credential of a session from what the settings say, and from whoever can be asked.</summary>
internal static class SessionCredential
{
    /// <param name="pinned">The endpoints that it is for.</param>
    /// <exception cref="PmpcException">A secret cannot be read, or there is nobody to ask for it.</exception>
    public static async Task<PveCredential> OfAsync(WorkspaceConfig config, PveEndpoint[] pinned, SessionOptions? options, CancellationToken ct)
    {
        if (config.TokenId is { } token)
            return new PveToken(token, await SecretSource.ReadAsync(config.Secret ?? throw SecretUnknown(), SecretPurpose.Token, options?.Vault, ct));
        var user = config.UserName!;
        var password = await PasswordAsync(config, user, pinned, options, ct);
        var totp = config.Totp is { } key && PveTotp.TryParse(await SecretSource.ReadAsync(key, SecretPurpose.Totp, options?.Vault, ct), out var made) ? made : null;
        var credential = new PvePassword(user, password)
        {
            Totp = totp,
            AskCode = config.OneTimeCode is { } code ? async token => await SecretSource.ReadAsync(code, SecretPurpose.OneTimeCode, options?.Vault, token)
                : options?.AskCode is { } ask ? token => ask(user, token) : null,
        };
        return options?.Logins?.Recall(credential, pinned) ?? credential;
    }

    private static async Task<string> PasswordAsync(WorkspaceConfig config, string user, PveEndpoint[] pinned, SessionOptions? options, CancellationToken ct)
    {
        if (config.Secret is { } place) return await SecretSource.ReadAsync(place, SecretPurpose.Password, options?.Vault, ct);
        if (options?.Logins?.PasswordOf(user, pinned) is { } known) return known;
        var given = options?.AskPassword is { } ask ? await ask(user, ct) : null;
        return string.IsNullOrEmpty(given)
            ? throw new PmpcException("PmpcPasswordMissing", PmpcErrorKind.AuthenticationFailed, $"The password of {user} is needed, and nobody is there to ask.",
                "Say where it is, an environment variable, a file or a vault: with one of Initialize-PmpcWorkspace's -Secret… parameters, or under 'secret' of .proxmox/config.yml.", user)
            : given;
    }

    private static PmpcException SecretUnknown() => new("PmpcSecretUnknown", PmpcErrorKind.Workspace,
        "The workspace's config does not say where the token's secret is.", "Name it under 'secret': an environment variable, a file of your profile, or a vault.");
}
