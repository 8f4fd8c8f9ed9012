using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying.Tools;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces.Terraforming;

/// <summary>Makes Terraform ready for a workspace: the program, the folder, and the credential, which it gets by its environment alone.</summary>
internal static class TerraformSetup
{
    private const string CertificateFile = Workspace.FolderName + "/terraform-ca.pem";
    private const string Insecure = "PROXMOX_VE_INSECURE";

    /// <param name="executable">Null: the one on the PATH.</param>
    /// <exception cref="PmpcException">There is no Terraform, or it cannot reach the server as we do.</exception>
    public static async Task<TerraformTool> OpenAsync(Session session, string? executable, CancellationToken ct)
    {
        var workspace = session.Workspace;
        if (workspace.Config.IsLab)
            throw new PmpcException("PmpcTerraformNeedsServer", PmpcErrorKind.NotSupported, "The embedded Lab is inside this process, where Terraform cannot reach it.",
                "Serve a Lab by 'proxmox-mpc lab --listen', and make a workspace on that address.", workspace.Root);
        var program = executable ?? TerraformTool.Find() ?? throw new PmpcException("PmpcTerraformMissing", PmpcErrorKind.NotFound, "Neither terraform nor tofu is on the PATH.",
            "Install one of them (developer.hashicorp.com/terraform/install, opentofu.org/docs/intro/install), or apply without: Invoke-PmpcApply.", "terraform");
        if (!File.Exists(workspace.PathOf($"{CodeReading.Folder}/main.tf")))
            throw new PmpcException("PmpcTerraformNoProject", PmpcErrorKind.Workspace, "The workspace has no terraform/main.tf.", "Sync-PmpcInfrastructure makes it.", workspace.Root);
        var (credential, secrets) = await CredentialAsync(session, ct);
        var environment = new Dictionary<string, string?>(credential, StringComparer.Ordinal)
        {
            ["PROXMOX_VE_ENDPOINT"] = session.Client.Connection.Server.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + "/",
            ["TF_IN_AUTOMATION"] = "1",
            ["TF_INPUT"] = "0",
            ["CHECKPOINT_DISABLE"] = "1",
            // What a trace shows, nobody has looked through for secrets.
            ["TF_LOG"] = null,
            ["TF_LOG_CORE"] = null,
            ["TF_LOG_PROVIDER"] = null,
        };
        if (session.Client.Connection.Fingerprint is { } pin && Environment.GetEnvironmentVariable(Insecure) is not ("1" or "true")) environment["SSL_CERT_FILE"] = await PinAsync(session, pin, ct);
        return new(program, workspace.PathOf(CodeReading.Folder), environment, secrets);
    }

    private static async Task<(Dictionary<string, string?> Variables, string[] Secrets)> CredentialAsync(Session session, CancellationToken ct)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            // What is set for another server must not be mixed with ours.
            ["PROXMOX_VE_API_TOKEN"] = null,
            ["PROXMOX_VE_AUTH_TICKET"] = null,
            ["PROXMOX_VE_CSRF_PREVENTION_TOKEN"] = null,
            ["PROXMOX_VE_USERNAME"] = null,
            ["PROXMOX_VE_PASSWORD"] = null,
        };
        if (session.Client.Connection.Credential is PveToken token)
        {
            variables["PROXMOX_VE_API_TOKEN"] = $"{token.TokenId}={token.Secret}";
            return (variables, [token.Secret]);
        }
        // A ticket instead of the password: it is over in two hours, and no second factor is asked for again.
        await session.Client.GetVersionAsync(ct);
        if (session.Client.Connection.Credential is not PvePassword { Tickets.Ticket: { } ticket })
            throw new PmpcException("PmpcTerraformNoCredential", PmpcErrorKind.AuthenticationFailed, "There is no ticket that Terraform could use.", "Use an API token for the workspace.");
        variables["PROXMOX_VE_AUTH_TICKET"] = ticket.Ticket;
        variables["PROXMOX_VE_CSRF_PREVENTION_TOKEN"] = ticket.Csrf;
        return (variables, [ticket.Ticket, ticket.Csrf]);
    }

    /// <summary>
    /// Keeps the server's certificate in a file, once it is seen to be the pinned one: Go's programs trust what SSL_CERT_FILE names beside
    /// the system's authorities. To tell Terraform not to look at certificates would be to give the credential to anybody.
    /// </summary>
    private static async Task<string> PinAsync(Session session, string pin, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
            throw new PmpcException("PmpcTerraformCertificate", PmpcErrorKind.Certificate, "The server's certificate is pinned, and on this system Terraform trusts the system's authorities alone.",
                $"Add the certificate to the system's trust store and remove the pin, or set {Insecure}=true and so switch Terraform's check off.", session.Workspace.Root);
        var seen = await PveCertificate.ProbeAsync(session.Client.Connection.Server, ct);
        if (WorkspaceConfig.NormalizeFingerprint(pin) != seen.Fingerprint)
            throw new PmpcException("PmpcCertificateChanged", PmpcErrorKind.Certificate, $"{session.Client.Connection.Server} shows another certificate than the pinned one: {seen.Fingerprint}.", "Find out why before you go on; Test-PmpcConnection shows both.", pin);
        session.Workspace.Files.Write(new(CertificateFile, seen.Pem + "\n"), FileOwnership.Source);
        return session.Workspace.PathOf(CertificateFile);
    }
}
