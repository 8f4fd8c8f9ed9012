using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// The verb that looks at every endpoint of a workspace's cluster, all at the same time: one that hangs keeps none of the others
/// waiting, and takes no longer than the workspace's time limit itself.
/// </summary>
public sealed class ConnectionTest(Session session, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly PveClient _client = session.Client;
    private readonly WorkspaceConfig _config = session.Workspace.Config;

    /// <summary>A report for each endpoint, in the workspace's order.</summary>
    /// <param name="overNetwork">Whether there are certificates to look at; not with a transport of one's own.</param>
    public async Task<ConnectionReport[]> RunAsync(bool overNetwork, CancellationToken ct)
    {
        // Without a password or token first: nothing secret is sent before somebody is known to be there.
        var reports = await Task.WhenAll(_client.Endpoints.Select(endpoint => LookAsync(endpoint, overNetwork, ct)));
        var alive = Array.FindIndex(reports, report => report.Reachable);
        if (alive < 0) return reports;
        try
        {
            await _client.LoginAsync(_client.Endpoints[alive], ct);
        }
        catch (PveApiException e)
        {
            return [.. reports.Select(report => report.Reachable ? Failed(report, e) : report)];
        }
        var answers = await Task.WhenAll(reports.Select((report, index) => report.Reachable ? AskAsync(report, _client.Endpoints[index], ct) : Task.FromResult(report)));
        var isSeparated = answers.Any(report => report.Succeeded) ? await IsSeparatedAsync(ct) : null;
        return [.. answers.Select(report => report with { PrivilegeSeparated = isSeparated, TicketLeft = _client.TicketEnds - _time.GetUtcNow() })];
    }

    private string Seconds => _client.Connection.Timeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private ConnectionReport Begun(PveEndpoint endpoint) => new()
    {
        Server = _config.IsLab && _config.Endpoints.IsEmpty ? "Lab" : endpoint.Address.ToString(),
        FingerprintPinned = endpoint.Fingerprint,
        Identity = _client.Identity,
    };

    /// <summary>What an endpoint shows to anybody: its certificate, and that it is a Proxmox VE.</summary>
    private async Task<ConnectionReport> LookAsync(PveEndpoint endpoint, bool overNetwork, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(_client.Connection.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var report = Begun(endpoint);
        try
        {
            if (overNetwork)
            {
                var seen = await PveCertificate.ProbeAsync(endpoint.Address, both.Token);
                report = report with
                {
                    FingerprintSeen = seen.Fingerprint,
                    FingerprintMatches = PveCertificate.TryParse(endpoint.Fingerprint, out var pin) ? pin == seen.Fingerprint : seen.IsTrusted,
                    CertificateEnds = seen.NotAfter,
                };
            }
            var begun = _time.GetTimestamp();
            // The list of realms, which every login page shows.
            await _client.GetOpenlyAsync(endpoint, "/access/domains", both.Token);
            return report with { Reachable = true, Latency = _time.GetElapsedTime(begun) };
        }
        catch (PveApiException e)
        {
            return Failed(report, e);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return report with { ErrorId = "PmpcTimeout", Message = $"{endpoint} takes connections and does not answer within {Seconds} s.", Hint = "The node may hang: look at pveproxy there (systemctl status pveproxy), and at its storages." };
        }
    }

    private async Task<ConnectionReport> AskAsync(ConnectionReport report, PveEndpoint endpoint, CancellationToken ct)
    {
        try
        {
            report = report with { Version = (await _client.GetVersionAsync(endpoint, ct)).Version };
            return report with { Node = await NodeAsync(endpoint, ct) };
        }
        catch (PveApiException e)
        {
            return Failed(report, e);
        }
    }

    private async Task<string?> NodeAsync(PveEndpoint endpoint, CancellationToken ct)
    {
        try
        {
            var status = await _client.GetFromAsync(endpoint, "/cluster/status", ct);
            return status.Entries().FirstOrDefault(entry => entry.Text("type") == "node" && entry.Flag("local")).Text("name");
        }
        catch (PveApiException e) when (e.Kind == PmpcErrorKind.PermissionDenied)
        {
            // It needs Sys.Audit on /; without it the connection is as good as with it.
            return null;
        }
    }

    private async Task<bool?> IsSeparatedAsync(CancellationToken ct)
    {
        if (_client.Identity.LastIndexOf('!') is not (> 0 and var mark)) return null;
        var (user, name) = (_client.Identity[..mark], _client.Identity[(mark + 1)..]);
        try
        {
            var asked = await _client.GetAsync(PvePath.Of($"/access/users/{user}"), null, ct);
            return asked.TryGetProperty("tokens", out var tokens) && tokens.ValueKind == JsonValueKind.Object && tokens.TryGetProperty(name, out var token) && token.Text("privsep") is { } value ? value != "0" : null;
        }
        catch (PveApiException)
        {
            // Beside the point: it needs Sys.Audit on /access/groups.
            return null;
        }
    }

    private static ConnectionReport Failed(ConnectionReport report, PveApiException e) => report with { ErrorId = e.Id, Message = e.Message, Hint = e.Hint };
}
