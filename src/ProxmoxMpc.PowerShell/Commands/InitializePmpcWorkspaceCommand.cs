using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsData.Initialize, "PmpcWorkspace", DefaultParameterSetName = LabSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low), OutputType(typeof(InitializeResult))]
public sealed class InitializePmpcWorkspaceCommand : SessionCmdlet
{
    private const string LabSet = "Lab", TokenSet = "Server", UserSet = "User", CredentialSet = "Credential";

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Works on the embedded Lab: no server needed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LabSet)]
    public SwitchParameter Lab { get; set; }

    /// <summary>The file with the Lab's state, on which the workspace works; without it, one of its own with the demo cluster.</summary>
    [Parameter(ParameterSetName = LabSet)]
    public string? LabState { get; set; }

    /// <summary>The nodes of one cluster in order of preference.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [Parameter(Mandatory = true, ParameterSetName = UserSet)]
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [ValidateNotNullOrEmpty]
    public string[] Server { get; set; } = [];

    // Not mandatory: -Server alone is then answered with what is missing instead of an ambiguous parameter set.
    [Parameter(ParameterSetName = TokenSet)]
    [ValidateNotNullOrEmpty]
    public string? TokenId { get; set; }

    /// <summary>A user who logs in with a password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UserSet)]
    [ValidateNotNullOrEmpty]
    public string? UserName { get; set; }

    /// <summary>A user with the password, which is kept in memory only unless <see cref="SavePassword"/> is given.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Keeps the credential's password in a file of your profile that nobody else can read.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    public SwitchParameter SavePassword { get; set; }

    /// <summary>The environment variable that holds the secret whenever it is needed.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = UserSet)]
    public string? SecretEnvironmentVariable { get; set; }

    /// <summary>A file of yours, readable by nobody else, that holds the secret.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = UserSet)]
    public string? SecretFile { get; set; }

    /// <summary>A SecretManagement secret, as <c>vault/name</c>.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = UserSet)]
    public string? SecretVault { get; set; }

    /// <summary>The secret itself; it is kept in a file of your profile that nobody else can read.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = UserSet)]
    public SecureString? Secret { get; set; }

    /// <summary>The environment variable that holds the key of the user's authenticator.</summary>
    [Parameter(ParameterSetName = UserSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    public string? TotpEnvironmentVariable { get; set; }

    /// <summary>A file of yours, readable by nobody else, that holds the key.</summary>
    [Parameter(ParameterSetName = UserSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    public string? TotpFile { get; set; }

    /// <summary>A SecretManagement secret that is the key, as <c>vault/name</c>.</summary>
    [Parameter(ParameterSetName = UserSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    public string? TotpVault { get; set; }

    /// <summary>The key itself; it is kept in a file of your profile that nobody else can read.</summary>
    [Parameter(ParameterSetName = UserSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    public SecureString? Totp { get; set; }

    /// <summary>A code for the connection test; without it and without a key, you are asked where one is needed.</summary>
    [Parameter(ParameterSetName = UserSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    [ValidateNotNullOrEmpty]
    public string? OneTimeCode { get; set; }

    /// <summary>The servers' certificates: one for all, or one for each.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = UserSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    public string[] Fingerprint { get; set; } = [];

    [Parameter(ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = UserSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    public SwitchParameter TrustOnFirstUse { get; set; }

    /// <summary>Writes the workspace without asking the server whether address and credential are right.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = UserSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    public SwitchParameter SkipConnectionTest { get; set; }

    /// <summary>How guests are laid out in files.</summary>
    [Parameter]
    public FileLayout Layout { get; set; }

    /// <summary>What those files are called: {vmid}-{name}.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FileName { get; set; }

    /// <summary>How much of a guest its file says.</summary>
    [Parameter]
    public GuestDetail AttributeDetail { get; set; }

    /// <summary>Also writes a file by which Ansible asks the cluster itself.</summary>
    [Parameter]
    public SwitchParameter DynamicInventory { get; set; }

    protected override void Process()
    {
        var folder = FileSystemPath(Path);
        var servers = Server.Select(WorkspaceConfig.ParseEndpoint).ToImmutableArray();
        if (!ShouldProcess(folder, Lab ? "Make a workspace on the Lab" : $"Make a workspace for {string.Join(", ", Server)}")) return;
        var result = Lab ? OnLab(folder) : OnServer(folder, servers);
        foreach (var problem in result.Problems) WriteWarning($"{problem} The workspace names it all the same.");
        WriteObject(result);
    }

    private InitializeResult OnLab(string folder)
    {
        var state = LabState is null ? null : FileSystemPath(LabState);
        // A file that is no state is told now, not by the first sync.
        if (state is not null && File.Exists(state)) OpenLab(state).Dispose();
        return Await(ct => Initialize.RunAsync(new() { Directory = folder, Lab = true, LabState = state, Layout = (WorkspaceLayout)Layout, FileNames = FileName, Attributes = (Core.Workspaces.AttributeDetail)AttributeDetail, DynamicInventory = DynamicInventory }, null, ct));
    }

    private InitializeResult OnServer(string folder, ImmutableArray<Uri> servers)
    {
        var user = Credential?.UserName ?? UserName;
        var options = new InitializeOptions
        {
            Directory = folder,
            Servers = servers,
            TokenId = TokenId,
            UserName = user,
            Secret = Credential is not null ? SavePassword ? Kept(SecretPurpose.Password, Credential.Password) : null
                : Reference(user is null ? SecretPurpose.Token : SecretPurpose.Password, SecretEnvironmentVariable, SecretFile, SecretVault, Secret),
            Totp = Reference(SecretPurpose.Totp, TotpEnvironmentVariable, TotpFile, TotpVault, Totp),
            Fingerprints = [.. Fingerprint],
            TrustOnFirstUse = TrustOnFirstUse,
            SkipConnectionTest = SkipConnectionTest,
            Layout = (WorkspaceLayout)Layout,
            FileNames = FileName,
            Attributes = (Core.Workspaces.AttributeDetail)AttributeDetail,
            DynamicInventory = DynamicInventory,
        };
        if (options is { TokenId: not null, Secret: null })
            throw new PmpcException("PmpcSecretMissing", PmpcErrorKind.InvalidArgument, "Say once where the token's secret is.", "One of -SecretEnvironmentVariable, -SecretFile, -SecretVault or -Secret.");
        var shell = ServerOptions();
        var result = Await(ct => Initialize.RunAsync(options, shell with
        {
            AskPassword = Credential is null ? shell.AskPassword : (_, _) => Task.FromResult<string?>(Plain(Credential.Password)),
            AskCode = OneTimeCode is null ? shell.AskCode : (_, _) => Task.FromResult<string?>(OneTimeCode),
        }, ct));
        if (TrustOnFirstUse && Fingerprint.Length == 0)
            foreach (var endpoint in result.Endpoints)
                WriteWarning($"Pinned the certificate that {endpoint.Address} shows now: SHA-256 {endpoint.Fingerprint}. Compare it with what Proxmox shows under the node's Certificates.");
        return result;

        SecretReference Kept(SecretPurpose purpose, SecureString secret) => SecretSource.WriteProfileFile(TokenId ?? user ?? "", servers[0], purpose, Plain(secret));

        SecretReference? Reference(SecretPurpose purpose, string? variable, string? file, string? vault, SecureString? secret) => (variable, file, vault, secret) switch
        {
            (null, null, null, null) => null,
            ({ } name, null, null, null) => new(SecretKind.Environment, name),
            (null, { } path, null, null) => new(SecretKind.File, FileSystemPath(path)),
            (null, null, { } entry, null) => new(SecretKind.Vault, entry),
            (null, null, null, { } value) => Kept(purpose, value),
            _ => throw new PmpcException("PmpcSecretMissing", PmpcErrorKind.InvalidArgument, $"Say once where {purpose} is.",
                purpose == SecretPurpose.Totp ? "One of -TotpEnvironmentVariable, -TotpFile, -TotpVault or -Totp." : "One of -SecretEnvironmentVariable, -SecretFile, -SecretVault or -Secret."),
        };
    }
}
