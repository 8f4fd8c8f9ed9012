using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;

namespace ProxmoxMpc.PowerShell;

/// <summary>Asks whoever sits at the host for a secret. Where nobody does, the answer is null.</summary>
internal static class Questions
{
    public static string? Password(PSHost host, string user) => Answer(host, () =>
        host.UI.PromptForCredential("", $"{user} logs in to Proxmox VE.", user, "")?.Password);

    public static string? OneTimeCode(PSHost host, string user) => Answer(host, () =>
    {
        // A question on the warning stream is seen where the output goes into a file.
        host.UI.WriteWarningLine($"{user} needs a second factor: type the code that the authenticator shows now, or a recovery key.");
        return host.UI.ReadLineAsSecureString();
    });

    private static string? Answer(PSHost host, Func<SecureString?> ask)
    {
        if (host.UI is null) return null;
        try
        {
            return ask() is { Length: > 0 } given ? new NetworkCredential("", given).Password : null;
        }
        // A scheduled task, -NonInteractive, a redirected input, a host without a screen: each says so in its own way.
        catch (Exception error) when (error is HostException or InvalidOperationException or NotImplementedException or NotSupportedException)
        {
            return null;
        }
    }
}
