using System.Security.Cryptography;
using System.Text;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Fetches the token's secret from where the config says it is. The value appears in no message.</summary>
public static class SecretSource
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    // Longer than any token's secret; a file beyond it is something else.
    private const int MaxLength = 4096;

    /// <summary>The secret, without blanks around it.</summary>
    /// <param name="vault">Reads a secret of a vault; null where there are no vaults. Its answer null: the vault has no such secret.</param>
    /// <exception cref="PmpcException"><c>PmpcSecretNotFound</c>, <c>PmpcSecretExposed</c> (a file that others can read), <c>PmpcSecretInvalid</c>.</exception>
    public static Task<string> ReadAsync(SecretReference reference, Func<string, string, CancellationToken, Task<string?>>? vault, CancellationToken ct) =>
        ReadAsync(reference, vault, SecretProfile.Folder, ct);

    internal static async Task<string> ReadAsync(SecretReference reference, Func<string, string, CancellationToken, Task<string?>>? vault, string profile, CancellationToken ct)
    {
        var text = reference.Kind switch
        {
            SecretKind.Environment => Environment.GetEnvironmentVariable(reference.Name)
                ?? throw NotFound(reference, $"The environment variable '{reference.Name}' with the token's secret is not set.", $"Set it before the command: $env:{reference.Name} = Read-Host -MaskInput"),
            SecretKind.File => await ReadFileAsync(reference, SecretProfile.PathOf(reference.Name, profile), ct).ConfigureAwait(false),
            _ => await ReadVaultAsync(reference, vault, ct).ConfigureAwait(false),
        };
        return Checked(reference, text);
    }

    /// <summary>
    /// Keeps the secret in a file of the user's profile that its owner alone can read, and returns the reference to it. The
    /// reference is a bare name, the same for everyone who keeps a secret for that token and server.
    /// </summary>
    public static SecretReference WriteProfileFile(string tokenId, Uri server, string secret) => WriteProfileFile(tokenId, server, secret, SecretProfile.Folder);

    internal static SecretReference WriteProfileFile(string tokenId, Uri server, string secret, string profile)
    {
        var identity = $"{tokenId} {server.Host}:{server.Port}";
        var tail = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..8];
        var reference = new SecretReference(SecretKind.File, $"{GuestNaming.Slug($"{server.Host}-{tokenId}")}-{tail}");
        var value = Checked(reference, secret);
        var folder = SecretProfile.SecretsIn(profile);
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else
            {
                const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
                Directory.CreateDirectory(folder, ownerOnly);
                if ((File.GetUnixFileMode(folder) & Others) != 0) File.SetUnixFileMode(folder, ownerOnly);
            }
            AtomicFile.Write(Path.Combine(folder, reference.Name), Encoding.UTF8.GetBytes(value + "\n"), AtomicFile.OwnerOnly);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcSecretNotWritten", PmpcErrorKind.Workspace, $"The secret could not be kept in '{folder}': {error.Message}",
                "Check that you own the folder, or use an environment variable or a vault.", folder, error);
        }
        return reference;
    }

    private static async Task<string> ReadFileAsync(SecretReference reference, string path, CancellationToken ct)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, useAsync: true);
            await using (stream.ConfigureAwait(false))
            {
                // Asked of the open file, so that nobody can put another in its place in between.
                if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != 0)
                    throw Exposed(path, $"Make it yours alone: chmod 600 '{path}'. If others may have read it, make a new token.");
                if (OperatingSystem.IsWindows() && SecretFileAccess.Readers(path) is [var reader, ..])
                    throw Exposed(path, $"'{reader}' may read it. Remove that right: icacls \"{path}\" /inheritance:r /grant:r \"%USERNAME%:F\"");
                if (stream.Length > MaxLength) throw Invalid(reference, "is too long for a token's secret");
                using var reading = new StreamReader(stream, Encoding.UTF8);
                return await reading.ReadToEndAsync(ct).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NotFound(reference, $"The file '{path}' with the token's secret does not exist.", "Run Initialize-PmpcWorkspace on this computer, or put the secret there with mode 600.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NotFound(reference, $"The file '{path}' with the token's secret cannot be read: {error.Message}", "Check that you own it.", error);
        }
    }

    private static async Task<string> ReadVaultAsync(SecretReference reference, Func<string, string, CancellationToken, Task<string?>>? vault, CancellationToken ct)
    {
        var slash = reference.Name.IndexOf('/');
        if (slash <= 0 || slash == reference.Name.Length - 1) throw Invalid(reference, "is not named as VaultName/SecretName");
        if (vault is null)
            throw NotFound(reference, $"The token's secret is in the vault entry '{reference.Name}', and vaults cannot be read here.", "Install-PSResource Microsoft.PowerShell.SecretManagement, or use an environment variable or a file.");
        var (name, secret) = (reference.Name[..slash], reference.Name[(slash + 1)..]);
        return await vault(name, secret, ct).ConfigureAwait(false)
            ?? throw NotFound(reference, $"The vault '{name}' holds no secret '{secret}'.", $"Set-Secret -Vault '{name}' -Name '{secret}'");
    }

    private static string Checked(SecretReference reference, string text)
    {
        var value = text.Trim().TrimStart('\ufeff');
        // The whole 'user@realm!name=secret' is what Proxmox's documentation shows and people copy.
        if (value.Contains('!') && value.LastIndexOf('=') is var equals and > 0) value = value[(equals + 1)..];
        if (value.Length == 0) throw Invalid(reference, "is empty");
        // It becomes a part of a header.
        if (value.Any(c => c is <= ' ' or > '~')) throw Invalid(reference, "holds blanks, line breaks or characters outside ASCII");
        return value;
    }

    private static PmpcException NotFound(SecretReference reference, string message, string hint, Exception? inner = null) =>
        new("PmpcSecretNotFound", PmpcErrorKind.NotFound, message, hint, reference, inner);

    private static PmpcException Exposed(string path, string hint) =>
        new("PmpcSecretExposed", PmpcErrorKind.Workspace, $"The file '{path}' with the token's secret can be read by other users.", hint, path);

    private static PmpcException Invalid(SecretReference reference, string problem) =>
        new("PmpcSecretInvalid", PmpcErrorKind.InvalidArgument, $"The token's secret ({reference}) {problem}.", "It is the UUID that Proxmox showed once, when the token was made.", reference);
}
