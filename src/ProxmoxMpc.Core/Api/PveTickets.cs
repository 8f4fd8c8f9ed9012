using System.Net.Http;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Gets the ticket for a password, renews it in time, and gets another when it is refused. One login at a time.</summary>
internal sealed class PveTickets(PvePassword credential, PveEndpoints endpoints, PveBodyReading<JsonElement> whole, TimeProvider time) : IDisposable
{
    // Half of its life: a renewal that fails may be tried again for an hour.
    private static readonly TimeSpan RenewAfter = TicketProof.Lifetime / 2;

    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);
    private volatile TicketProof? _current;
    private PveApiException? _refused;
    private DateTimeOffset _notBefore;

    /// <summary>The ticket at hand, or null.</summary>
    internal TicketProof? Current => _current;

    /// <summary>A good ticket. <paramref name="refused"/> is one that the server did not take, whatever its age.</summary>
    internal async Task<TicketProof> GetAsync(TicketProof? refused, CancellationToken ct)
    {
        if (_current is { } held && held != refused && Age(held) < RenewAfter) return held;
        await _one.WaitAsync(ct);
        try
        {
            // A password that was refused is not sent again: a few more, and the account is locked.
            if (_refused is { } failure) throw new PveApiException(failure.Id, failure.Kind, failure.Message, failure.Hint, failure) { Status = failure.Status, Method = failure.Method, Path = failure.Path };
            return _current = await NextAsync(_current == refused ? null : _current, ct);
        }
        catch (PveApiException e) when (e.Kind == PmpcErrorKind.AuthenticationFailed)
        {
            _refused ??= e;
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    private TimeSpan Age(TicketProof ticket) => time.GetUtcNow() - ticket.Issued;

    private async Task<TicketProof> NextAsync(TicketProof? held, CancellationToken ct)
    {
        if (held is null || Age(held) >= TicketProof.Lifetime) return await LoginAsync(ct);
        if (Age(held) < RenewAfter || time.GetUtcNow() < _notBefore) return held;
        try
        {
            // The ticket in the password's place: no second step is asked for then.
            return Proof(await AskAsync(held.Ticket, null, held, ct));
        }
        catch (PveApiException e) when (e.Kind == PmpcErrorKind.AuthenticationFailed)
        {
            return await LoginAsync(ct);
        }
        catch (PveApiException)
        {
            // It is still good for an hour, and the server may be well again in a minute.
            _notBefore = time.GetUtcNow() + BetweenRenewals;
            return held;
        }
    }

    private async Task<TicketProof> LoginAsync(CancellationToken ct)
    {
        for (var again = false; ; again = true)
        {
            var answer = await AskAsync(credential.Password, null, null, ct);
            if (!answer.Flag("NeedTFA") && answer.Text("ticket")?.StartsWith("PVE:!tfa!", StringComparison.Ordinal) != true) return Proof(answer);
            try
            {
                return Proof(await AskAsync(await CodeAsync(ct), answer.Text("ticket"), null, ct));
            }
            catch (PveApiException e) when (e.Kind == PmpcErrorKind.AuthenticationFailed && credential.Totp is not null && !again)
            {
                // Another process may have used the same code half a minute ago; the next one is new.
            }
        }
    }

    private async Task<string> CodeAsync(CancellationToken ct)
    {
        if (credential.Totp is { } totp) return $"totp:{await totp.NextAsync(time, ct)}";
        var code = credential.AskCode is { } ask ? (await ask(ct))?.Trim() : null;
        if (string.IsNullOrEmpty(code))
            throw new PveApiException("PmpcSecondFactorNeeded", PmpcErrorKind.AuthenticationFailed, $"{endpoints.Current} asks the {credential.Who} for a second factor.",
                "Run it where you can be asked for the code, give the workspace the key of the authenticator (totp), or use an API token, which needs none.") { Method = "POST", Path = "/access/ticket" };
        return code.Contains(':', StringComparison.Ordinal) ? code : code.All(char.IsAsciiDigit) ? $"totp:{code}" : $"recovery:{code}";
    }

    private async Task<JsonElement> AskAsync(string password, string? challenge, TicketProof? renewed, CancellationToken ct)
    {
        List<KeyValuePair<string, string>> parameters = [new("username", credential.UserId), new("password", password)];
        if (challenge is not null) parameters.Add(new("tfa-challenge", challenge));
        var request = new PveRequest(HttpMethod.Post, "/access/ticket", parameters) { IsLogin = true };
        try
        {
            return (await endpoints.SendAsync(request, new NoProof(credential.Who), whole, ct)).GetProperty("data");
        }
        catch (PveApiException e) when (e.Status == 401 && renewed is null)
        {
            throw Refused(e, challenge is not null);
        }
    }

    private PveApiException Refused(PveApiException e, bool wasCode) => wasCode
        ? new("PmpcSecondFactorRefused", PmpcErrorKind.AuthenticationFailed, $"The second factor of the {credential.Who} was refused: {e.Reason}",
            "A code is good once and for half a minute: wait for the next one. Where it is always refused, compare this machine's clock with the server's; after some wrong codes Proxmox locks the factor.", e)
        { Status = e.Status, Reason = e.Reason, Method = e.Method, Path = e.Path }
        : new("PmpcAuthenticationFailed", PmpcErrorKind.AuthenticationFailed, $"{endpoints.Current} refused the password of the {credential.Who}: {e.Reason}",
            "Proxmox does not say whether the user, its realm or the password is wrong, or the user disabled or expired. The name needs its realm: root@pam, alice@pve.", e)
        { Status = e.Status, Reason = e.Reason, Method = e.Method, Path = e.Path };

    private TicketProof Proof(JsonElement answer) =>
        answer.Text("ticket") is { Length: > 0 } ticket && answer.Text("CSRFPreventionToken") is { Length: > 0 } csrf
            ? new(credential, ticket, csrf, time.GetUtcNow())
            : throw new PveApiException("PmpcUnexpectedAnswer", PmpcErrorKind.Connection, $"{endpoints.Current} answered the login without a ticket.",
                "Something else than Proxmox VE may answer at that address.") { Status = 200, Method = "POST", Path = "/access/ticket" };

    public void Dispose() => _one.Dispose();
}
