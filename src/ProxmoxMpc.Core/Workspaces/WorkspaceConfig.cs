using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The settings of a workspace: <c>.proxmox/config.yml</c>. It is committed with the code, so no secret has a place in it.</summary>
public sealed record WorkspaceConfig
{
    /// <summary>The version of the file's format.</summary>
    public const int FormatVersion = 1;

    public const string DefaultLabState = ".proxmox/lab.json";
    public const int DefaultConcurrency = 8;
    public const int DefaultTimeoutSeconds = 30;

    /// <summary>
    /// The API's addresses, in order of preference, each with the certificate that is pinned for it. Empty only for a Lab.
    /// </summary>
    public ImmutableArray<PveEndpoint> Endpoints { get; init; } = [];

    /// <summary><c>user@realm!tokenname</c>; null where a user asks, <see cref="UserName"/>.</summary>
    public string? TokenId { get; init; }

    /// <summary><c>user@realm</c>, who logs in with a password; null where a token asks.</summary>
    public string? UserName { get; init; }

    /// <summary>Where the token's secret or the user's password is. Null for a user: somebody is asked for it.</summary>
    public SecretReference? Secret { get; init; }

    /// <summary>Where the key of the user's TOTP authenticator is, for a second step without anybody to ask.</summary>
    public SecretReference? Totp { get; init; }

    /// <summary>Where a one-time code is whenever one is needed, made by something else; never together with <see cref="Totp"/>.</summary>
    public SecretReference? OneTimeCode { get; init; }

    /// <summary>
    /// SHA-256 of the certificate of every endpoint that has no pin of its own, as Proxmox's own pages show it: upper case, with
    /// colons. Null: for those the system's certificate authorities decide.
    /// </summary>
    public string? Fingerprint { get; init; }

    /// <summary>The endpoints with the pin that holds for each.</summary>
    public IEnumerable<PveEndpoint> PinnedEndpoints => Endpoints.Select(endpoint => endpoint with { Fingerprint = endpoint.Fingerprint ?? Fingerprint });

    /// <summary>The places of all its secrets.</summary>
    public IEnumerable<SecretReference> Secrets => new[] { Secret, Totp, OneTimeCode }.OfType<SecretReference>();

    /// <summary>Who asks: the token or the user; null where neither is named.</summary>
    public string? Identity => TokenId ?? UserName;

    /// <summary>Whether the workspace works on the embedded Proxmox VE.</summary>
    public bool IsLab { get; init; }

    /// <summary>The Lab's state: relative to the workspace, or absolute where it lies elsewhere; null where it is no Lab.</summary>
    public string? LabState { get => IsLab ? field ?? DefaultLabState : null; init; }

    /// <summary>Requests at a time, 1 to 64. pveproxy has 3 workers.</summary>
    public int Concurrency { get; init; } = DefaultConcurrency;

    /// <summary>Seconds until a request without an answer is given up, 1 to 3600.</summary>
    public int TimeoutSeconds { get; init; } = DefaultTimeoutSeconds;

    /// <summary>How new guests are laid out in files.</summary>
    public WorkspaceLayout Layout { get; init; }

    /// <summary>What the files of new guests are called: <c>{vmid}-{name}</c>. Null: the layout's own.</summary>
    public string? FileNames { get; init; }

    /// <summary>How much the files of new guests say.</summary>
    public AttributeDetail Attributes { get; init; }

    /// <summary>Whether there is also a file by which Ansible asks the cluster itself.</summary>
    public bool DynamicInventory { get; init; }

    /// <summary>Which guests' own firewalls a sync reads.</summary>
    public GuestFirewalls GuestFirewalls { get; init; }

    /// <summary>How many snapshots the history keeps, 1 to 1,000,000; null: all.</summary>
    public int? KeepSnapshots { get; init; }

    /// <summary>How many days the history goes back, 1 to 36,500; null: to the beginning.</summary>
    public int? KeepDays { get; init; }

    /// <summary>Where backups of guests that an apply destroys go; null: what is found where that is plain.</summary>
    public string? BackupStorage { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="PmpcException"><c>PmpcConfigInvalid</c> with file, line and column; <c>PmpcConfigHoldsSecret</c>; <c>PmpcConfigNotReadable</c>.</exception>
    public static WorkspaceConfig Load(string path)
    {
        try
        {
            return WorkspaceConfigReader.Read(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcConfigNotReadable", PmpcErrorKind.Workspace, $"The workspace's settings '{path}' cannot be read: {error.Message}",
                "Check that the file exists and that you may read it.", path, error);
        }
    }

    /// <summary>
    /// Writes the file with a comment on every setting. Of a file that exists only the settings that differ are rewritten;
    /// its comments and its order stay.
    /// </summary>
    /// <exception cref="PmpcException"><c>PmpcConfigInvalid</c>: a setting that <see cref="Load"/> would refuse. Nothing is written.</exception>
    public void Save(string path)
    {
        try
        {
            var text = WorkspaceConfigWriter.Write(this, File.Exists(path) ? File.ReadAllText(path) : null, path);
            AtomicFile.Write(Path.GetFullPath(path), System.Text.Encoding.UTF8.GetBytes(text), AtomicFile.OwnerOnly);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcFileFailed", PmpcErrorKind.Workspace, $"The workspace's settings '{path}' cannot be written: {error.Message}",
                "Check that the disk has room and that you may write to the folder.", path, error);
        }
    }

    /// <summary>
    /// An endpoint as people write it: <c>pve1</c>, <c>pve1:8006</c>, <c>https://pve1/</c> or an address copied from the
    /// browser. Without a port it is 8006, Proxmox's own.
    /// </summary>
    /// <exception cref="PmpcException"><c>PmpcEndpointInvalid</c></exception>
    public static Uri ParseEndpoint(string text)
    {
        var trimmed = text.Trim();
        var full = trimmed.Contains("://", StringComparison.Ordinal) ? trimmed : "https://" + trimmed;
        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Scheme is not ("https" or "http")) throw Invalid("it is not an address");
        if (uri.UserInfo.Length > 0) throw Invalid("it must not hold a user or password");
        if (uri.Scheme == "http" && !uri.IsLoopback) throw Invalid("a token must not travel unencrypted: use https");
        if (uri.AbsolutePath != "/" || uri.Query.Length > 0 && uri.Fragment.Length == 0) throw Invalid("it must end after host and port");
        return new UriBuilder(uri.Scheme, uri.Host, HasPort(full) ? uri.Port : 8006).Uri;

        PmpcException Invalid(string why) => new("PmpcEndpointInvalid", PmpcErrorKind.InvalidArgument, $"The endpoint cannot be used: {why}.",
            "Write it as https://pve1.example.org:8006.", uri?.UserInfo.Length > 0 ? null : text);
    }

    // Uri forgets whether ':443' was written.
    private static bool HasPort(string full)
    {
        var authority = full[(full.IndexOf("://", StringComparison.Ordinal) + 3)..].Split('/', '?', '#')[0];
        return authority[(authority.LastIndexOf(']') + 1)..].Contains(':');
    }

    /// <summary>The fingerprint in the form Proxmox shows, or null where the text is no SHA-256.</summary>
    public static string? NormalizeFingerprint(string text)
    {
        var digits = text.Trim().Replace(":", "", StringComparison.Ordinal);
        return digits.Length == 64 && digits.All(char.IsAsciiHexDigit)
            ? string.Join(':', digits.ToUpper(CultureInfo.InvariantCulture).Chunk(2).Select(pair => new string(pair)))
            : null;
    }

    public bool Equals(WorkspaceConfig? other) => other is not null && Endpoints.SequenceEqual(other.Endpoints) && TokenId == other.TokenId && UserName == other.UserName
        && Totp == other.Totp && OneTimeCode == other.OneTimeCode && Secret == other.Secret && Fingerprint == other.Fingerprint && IsLab == other.IsLab && LabState == other.LabState
        && Concurrency == other.Concurrency && TimeoutSeconds == other.TimeoutSeconds && Layout == other.Layout && FileNames == other.FileNames && Attributes == other.Attributes && DynamicInventory == other.DynamicInventory
        && GuestFirewalls == other.GuestFirewalls && KeepSnapshots == other.KeepSnapshots && KeepDays == other.KeepDays && BackupStorage == other.BackupStorage;

    public override int GetHashCode() => HashCode.Combine(Endpoints.Length, Identity, Secret, Fingerprint, IsLab, LabState, Concurrency, TimeoutSeconds);
}
