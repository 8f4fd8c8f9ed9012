using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// The verb that looks at every endpoint of a workspace's cluster, all at the same time: one that hangs keeps none of the others
/// waiting, and takes no longer than the workspace's time limit itself.
/// </summary>
public sealed class ConnectionTest(Workspace workspace, SessionOptions? options)
{
    private readonly TimeProvider _time = options?.Time ?? TimeProvider.System;
    private readonly WorkspaceConfig _config = workspace.Config;

    /// <summary>A report for each endpoint, in the workspace's order.</summary>
    /// <exception cref="PmpcException">The settings name no endpoint, or nobody to ask as.</exception>
    public async Task<ConnectionReport[]> RunAsync(CancellationToken ct)
    {
        // Without a password or token first: nothing secret is sent, nor asked for, before somebody is known to be there.
        using var openly = Session.ConnectOpenly(_config, workspace.ConfigPath, options);
        var reports = await Task.WhenAll(openly.Endpoints.Select(endpoint => LookAsync(openly, endpoint, ct)));
        var alive = Array.FindIndex(reports, report => report.Reachable);
        if (alive < 0) return reports;
        try
        {
            using var client = await Session.ConnectAsync(_config, workspace.ConfigPath, options, ct);
            await client.LoginAsync(client.Endpoints[alive], ct);
            return await AskAllAsync(client, reports, ct);
        }
        catch (PmpcException e)
        {
            // A secret that is not there, or is refused, concerns every endpoint that could be asked.
            return [.. reports.Select(report => report.Reachable ? Failed(report, e) : report)];
        }
    }

    private async Task<ConnectionReport[]> AskAllAsync(PveClient client, ConnectionReport[] reports, CancellationToken ct)
    {
        var answers = await Task.WhenAll(reports.Select((report, index) => report.Reachable ? AskAsync(client, report, client.Endpoints[index], ct) : Task.FromResult(report)));
        var isSeparated = answers.Any(report => report.Succeeded) ? await IsSeparatedAsync(client, ct) : null;
        return [.. answers.Select(report => report with { PrivilegeSeparated = isSeparated, TicketLeft = client.TicketEnds - _time.GetUtcNow() })];
    }

    private string Seconds => _config.TimeoutSeconds.ToString(CultureInfo.InvariantCulture);

    private ConnectionReport Begun(PveClient client, PveEndpoint endpoint) => new()
    {
        Server = _config.IsLab && _config.Endpoints.IsEmpty ? "Lab" : endpoint.Address.ToString(),
        FingerprintPinned = endpoint.Fingerprint,
        Identity = client.Identity,
    };

    /// <summary>What an endpoint shows to anybody: its certificate, and that it is a Proxmox VE.</summary>
    private async Task<ConnectionReport> LookAsync(PveClient client, PveEndpoint endpoint, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_config.TimeoutSeconds), _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var report = Begun(client, endpoint);
        try
        {
            // A transport of one's own shows no certificate.
            if (options?.Transport is null)
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
            await client.GetOpenlyAsync(endpoint, "/access/domains", both.Token);
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

    private static async Task<ConnectionReport> AskAsync(PveClient client, ConnectionReport report, PveEndpoint endpoint, CancellationToken ct)
    {
        try
        {
            report = report with { Version = (await client.GetVersionAsync(endpoint, ct)).Version };
            return report with { Node = await NodeAsync(client, endpoint, ct) };
        }
        catch (PveApiException e)
        {
            return Failed(report, e);
        }
    }

    private static async Task<string?> NodeAsync(PveClient client, PveEndpoint endpoint, CancellationToken ct)
    {
        try
        {
            var status = await client.GetFromAsync(endpoint, "/cluster/status", ct);
            return status.Entries().FirstOrDefault(entry => entry.Text("type") == "node" && entry.Flag("local")).Text("name");
        }
        catch (PveApiException e) when (e.Kind == PmpcErrorKind.PermissionDenied)
        {
            // It needs Sys.Audit on /; without it the connection is as good as with it.
            return null;
        }
    }

    private static async Task<bool?> IsSeparatedAsync(PveClient client, CancellationToken ct)
    {
        if (client.Identity.LastIndexOf('!') is not (> 0 and var mark)) return null;
        var (user, name) = (client.Identity[..mark], client.Identity[(mark + 1)..]);
        try
        {
            var asked = await client.GetAsync(PvePath.Of($"/access/users/{user}"), null, ct);
            return asked.TryGetProperty("tokens", out var tokens) && tokens.ValueKind == JsonValueKind.Object && tokens.TryGetProperty(name, out var token) && token.Text("privsep") is { } value ? value != "0" : null;
        }
        catch (PveApiException)
        {
            // Beside the point: it needs Sys.Audit on /access/groups.
            return null;
        }
    }

    private static ConnectionReport Failed(ConnectionReport report, PmpcException e) => report with { ErrorId = e.Id, Message = e.Message, Hint = e.Hint };
}
