using System.Management.Automation;
using System.Net;
using System.Security;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsData.Initialize, "PmpcWorkspace", DefaultParameterSetName = "Lab", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low), OutputType(typeof(InitializeResult))]
public sealed class InitializePmpcWorkspaceCommand : SessionCmdlet
{
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Works on the embedded Lab: no server needed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Lab")]
    public SwitchParameter Lab { get; set; }

    /// <summary>A Lab state to begin with, a JSON file; without it, the demo cluster.</summary>
    [Parameter(ParameterSetName = "Lab")]
    public string? LabState { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Server")]
    [ValidateNotNullOrEmpty]
    public string Server { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = "Server")]
    [ValidateNotNullOrEmpty]
    public string TokenId { get; set; } = "";

    /// <summary>The environment variable that holds the secret whenever it is needed.</summary>
    [Parameter(ParameterSetName = "Server")]
    public string? SecretEnvironmentVariable { get; set; }

    /// <summary>A file of yours, readable by nobody else, that holds the secret.</summary>
    [Parameter(ParameterSetName = "Server")]
    public string? SecretFile { get; set; }

    /// <summary>A SecretManagement secret, as <c>vault/name</c>.</summary>
    [Parameter(ParameterSetName = "Server")]
    public string? SecretVault { get; set; }

    /// <summary>The secret itself; it is kept in a file of your profile that nobody else can read.</summary>
    [Parameter(ParameterSetName = "Server")]
    public SecureString? Secret { get; set; }

    [Parameter(ParameterSetName = "Server")]
    public string? Fingerprint { get; set; }

    [Parameter(ParameterSetName = "Server")]
    public SwitchParameter TrustOnFirstUse { get; set; }

    /// <summary>Writes the workspace without asking the server whether address and token are right.</summary>
    [Parameter(ParameterSetName = "Server")]
    public SwitchParameter SkipConnectionTest { get; set; }

    protected override void Process()
    {
        var folder = FileSystemPath(Path);
        if (!ShouldProcess(folder, Lab ? "Make a workspace on the Lab" : $"Make a workspace for {Server}")) return;
        var options = Lab
            ? new InitializeOptions { Directory = folder, Lab = true, LabState = LabState is null ? null : FileSystemPath(LabState) }
            : new InitializeOptions
            {
                Directory = folder,
                Server = WorkspaceConfig.ParseEndpoint(Server),
                TokenId = TokenId,
                Secret = Reference(),
                Fingerprint = Fingerprint,
                TrustOnFirstUse = TrustOnFirstUse,
                SkipConnectionTest = SkipConnectionTest,
            };
        var vault = VaultReader();
        var result = Await(ct => Initialize.RunAsync(options, new() { Vault = vault }, ct));
        if (TrustOnFirstUse && result.Fingerprint is not null)
            WriteWarning($"Pinned the certificate that {result.Server} shows now: SHA-256 {result.Fingerprint}. Compare it with what Proxmox shows under the node's Certificates.");
        WriteObject(result);
    }

    private SecretReference Reference() => (SecretEnvironmentVariable, SecretFile, SecretVault, Secret) switch
    {
        ({ } variable, null, null, null) => new(SecretKind.Environment, variable),
        (null, { } file, null, null) => new(SecretKind.File, FileSystemPath(file)),
        (null, null, { } vault, null) => new(SecretKind.Vault, vault),
        (null, null, null, { } secret) => SecretSource.WriteProfileFile(TokenId, WorkspaceConfig.ParseEndpoint(Server), new NetworkCredential("", secret).Password),
        _ => throw new PmpcException("PmpcSecretMissing", PmpcErrorKind.InvalidArgument, "Say once where the token's secret is.",
            "One of -SecretEnvironmentVariable, -SecretFile, -SecretVault or -Secret."),
    };
}
