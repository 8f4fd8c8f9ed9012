using System.Security.Cryptography;
using System.Text;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Fetches a secret from where the config says it is. The value appears in no message.</summary>
public static class SecretSource
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    // Longer than any secret; a file beyond it is something else.
    private const int MaxLength = 4096;

    /// <summary>The secret, as its purpose wants it.</summary>
    /// <param name="vault">Reads a secret of a vault; null where there are no vaults. Its answer null: the vault has no such secret.</param>
    /// <exception cref="PmpcException"><c>PmpcSecretNotFound</c>, <c>PmpcSecretExposed</c> (a file that others can read), <c>PmpcSecretInvalid</c>.</exception>
    public static Task<string> ReadAsync(SecretReference reference, SecretPurpose purpose, Func<string, string, CancellationToken, Task<string?>>? vault, CancellationToken ct) =>
        ReadAsync(reference, purpose, vault, SecretProfile.Folder, ct);

    internal static async Task<string> ReadAsync(SecretReference reference, SecretPurpose purpose, Func<string, string, CancellationToken, Task<string?>>? vault, string profile, CancellationToken ct)
    {
        var text = reference.Kind switch
        {
            SecretKind.Environment => Environment.GetEnvironmentVariable(reference.Name)
                ?? throw NotFound(reference, $"The environment variable '{reference.Name}' with {purpose} is not set.", $"Set it before the command: $env:{reference.Name} = Read-Host -MaskInput"),
            SecretKind.File => await ReadFileAsync(reference, purpose, SecretProfile.PathOf(reference.Name, profile), ct).ConfigureAwait(false),
            _ => await ReadVaultAsync(reference, purpose, vault, ct).ConfigureAwait(false),
        };
        return Checked(reference, purpose, text);
    }

    /// <summary>
    /// Keeps the secret in a file of the user's profile that its owner alone can read, and returns the reference to it. The
    /// reference is a bare name, the same for everyone who keeps a secret for that token or user and server.
    /// </summary>
    public static SecretReference WriteProfileFile(string owner, Uri server, SecretPurpose purpose, string secret) => WriteProfileFile(owner, server, purpose, secret, SecretProfile.Folder);

    internal static SecretReference WriteProfileFile(string owner, Uri server, SecretPurpose purpose, string secret, string profile)
    {
        var identity = purpose == SecretPurpose.Totp ? $"{owner} totp {server.Host}:{server.Port}" : $"{owner} {server.Host}:{server.Port}";
        var tail = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..8];
        var reference = new SecretReference(SecretKind.File, $"{GuestNaming.Slug($"{server.Host}-{owner}{(purpose == SecretPurpose.Totp ? "-totp" : "")}")}-{tail}");
        var value = Checked(reference, purpose, secret);
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

    private static async Task<string> ReadFileAsync(SecretReference reference, SecretPurpose purpose, string path, CancellationToken ct)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, useAsync: true);
            await using (stream.ConfigureAwait(false))
            {
                // Asked of the open file, so that nobody can put another in its place in between.
                if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != 0)
                    throw Exposed(purpose, path, $"Make it yours alone: chmod 600 '{path}'. If others may have read it, make a new one.");
                if (OperatingSystem.IsWindows() && SecretFileAccess.Readers(path) is [var reader, ..])
                    throw Exposed(purpose, path, $"'{reader}' may read it. Remove that right: icacls \"{path}\" /inheritance:r /grant:r \"%USERNAME%:F\"");
                if (stream.Length > MaxLength) throw Invalid(reference, purpose, "is too long to be one");
                using var reading = new StreamReader(stream, Encoding.UTF8);
                return WithoutLineEnd(await reading.ReadToEndAsync(ct).ConfigureAwait(false));
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NotFound(reference, $"The file '{path}' with {purpose} does not exist.", "Run Initialize-PmpcWorkspace on this computer, or put the secret there with mode 600.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NotFound(reference, $"The file '{path}' with {purpose} cannot be read: {error.Message}", "Check that you own it.", error);
        }
    }

    // Every editor and every 'echo' ends a file with a line break, which is no part of a password.
    private static string WithoutLineEnd(string text) => text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;

    private static async Task<string> ReadVaultAsync(SecretReference reference, SecretPurpose purpose, Func<string, string, CancellationToken, Task<string?>>? vault, CancellationToken ct)
    {
        var slash = reference.Name.IndexOf('/');
        if (slash <= 0 || slash == reference.Name.Length - 1) throw Invalid(reference, purpose, "is not named as VaultName/SecretName");
        if (vault is null)
            throw NotFound(reference, $"{Capital(purpose.What)} is in the vault entry '{reference.Name}', and vaults cannot be read here.", "Install-PSResource Microsoft.PowerShell.SecretManagement, or use an environment variable or a file.");
        var (name, secret) = (reference.Name[..slash], reference.Name[(slash + 1)..]);
        return await vault(name, secret, ct).ConfigureAwait(false)
            ?? throw NotFound(reference, $"The vault '{name}' holds no secret '{secret}'.", $"Set-Secret -Vault '{name}' -Name '{secret}'");
    }

    private static string Checked(SecretReference reference, SecretPurpose purpose, string text) =>
        purpose.Of(text) is { Value: { } value } ? value : throw Invalid(reference, purpose, purpose.Of(text).Problem!);

    private static PmpcException NotFound(SecretReference reference, string message, string hint, Exception? inner = null) =>
        new("PmpcSecretNotFound", PmpcErrorKind.NotFound, message, hint, reference, inner);

    private static PmpcException Exposed(SecretPurpose purpose, string path, string hint) =>
        new("PmpcSecretExposed", PmpcErrorKind.Workspace, $"The file '{path}' with {purpose} can be read by other users.", hint, path);

    private static PmpcException Invalid(SecretReference reference, SecretPurpose purpose, string problem) =>
        new("PmpcSecretInvalid", PmpcErrorKind.InvalidArgument, $"{Capital(purpose.What)} ({reference}) {problem}.", purpose.Hint, reference);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
