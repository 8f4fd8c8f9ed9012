using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Whether and how the workspace's server can be reached.</summary>
/// <param name="Succeeded">Address, certificate and token are right.</param>
/// <param name="Server">The address, or <c>Lab</c>.</param>
/// <param name="Version">Proxmox's version; null where it could not be asked.</param>
/// <param name="TokenId">The token that was used.</param>
/// <param name="Fingerprint">The certificate that is pinned; null: certificates are checked against this machine's authorities.</param>
/// <param name="ErrorId">What went wrong, by its stable id; null where nothing did.</param>
/// <param name="Message">What went wrong, in words.</param>
/// <param name="Hint">What to do about it.</param>
public sealed record ConnectionReport(bool Succeeded, string Server, string? Version, string? TokenId, string? Fingerprint, string? ErrorId, string? Message, string? Hint)
{
    /// <summary>Asks the server for its version. A server that says no is an answer, not an exception.</summary>
    public static async Task<ConnectionReport> OfAsync(Session session, CancellationToken ct)
    {
        var config = session.Workspace.Config;
        var report = new ConnectionReport(false, config.IsLab ? "Lab" : config.Endpoints[0].ToString(), null, config.TokenId, config.Fingerprint, null, null, null);
        try
        {
            return report with { Succeeded = true, Version = (await session.Client.GetVersionAsync(ct)).Version };
        }
        catch (PmpcException failure)
        {
            return report with { ErrorId = failure.Id, Message = failure.Message, Hint = failure.Hint };
        }
    }
}
