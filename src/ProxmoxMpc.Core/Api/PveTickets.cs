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
    private readonly PveTicketBox _box = credential.Tickets;
    private PveApiException? _refused;
    private DateTimeOffset _notBefore;

    /// <summary>The ticket at hand, or null.</summary>
    internal TicketProof? Current => _box.Ticket;

    /// <summary>A good ticket. <paramref name="refused"/> is one that the server did not take, whatever its age.</summary>
    internal async Task<TicketProof> GetAsync(TicketProof? refused, CancellationToken ct)
    {
        if (_box.Ticket is { } held && held != refused && Age(held) < RenewAfter) return held;
        await _one.WaitAsync(ct);
        try
        {
            // A password that was refused is not sent again: a few more, and the account is locked.
            if (_refused is { } failure) throw new PveApiException(failure.Id, failure.Kind, failure.Message, failure.Hint, failure) { Status = failure.Status, Method = failure.Method, Path = failure.Path };
            return _box.Ticket = await NextAsync(_box.Ticket == refused ? null : _box.Ticket, ct);
        }
        catch (PveApiException e) when (e.Kind == PmpcErrorKind.AuthenticationFailed)
        {
            _refused ??= e;
            _box.IsRefused |= e.Id is "PmpcAuthenticationFailed" or "PmpcRealmUnknown";
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
        catch (PveApiException e)
        {
            // It is still good for an hour, and the server may be well again in a minute.
            endpoints.Tell(new($"The ticket of the {credential.Who} could not be renewed: {e.Message} It is tried again.", IsWarning: false));
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
                return Proof(await AskAsync(await CodeAsync(answer.Text("ticket") ?? "", ct), answer.Text("ticket"), null, ct));
            }
            catch (PveApiException e) when (e.Status == 401 && credential.Totp is not null && !again)
            {
                // Another process may have used the same code half a minute ago; the next one is new.
            }
        }
    }

    private async Task<string> CodeAsync(string challenge, CancellationToken ct)
    {
        var kinds = KindsOf(challenge);
        if (credential.Totp is not null && kinds is not [] && !kinds.Contains("totp"))
            throw new PveApiException("PmpcSecondFactorRefused", PmpcErrorKind.AuthenticationFailed, $"{endpoints.Current} takes no TOTP code of the {credential.Who}, only: {string.Join(", ", kinds)}.",
                "After some wrong codes Proxmox locks them: an administrator unlocks them with `pveum user tfa unlock USER`. Otherwise TOTP was never set up for the user, or has been taken away.") { Method = "POST", Path = "/access/ticket" };
        if (kinds is not [] && !kinds.Any(kind => kind is "totp" or "recovery" or "yubico"))
            throw new PveApiException("PmpcSecondFactorNeeded", PmpcErrorKind.AuthenticationFailed, $"{endpoints.Current} asks the {credential.Who} for a second factor that only a browser has ({string.Join(", ", kinds)}).",
                "Give the user a TOTP authenticator beside it (Datacenter > Permissions > Two Factor), or use an API token, which needs no second factor.") { Method = "POST", Path = "/access/ticket" };
        if (credential.Totp is { } totp) return $"totp:{await totp.NextAsync(time, ct)}";
        var code = credential.AskCode is { } ask ? (await ask(ct))?.Trim() : null;
        if (string.IsNullOrEmpty(code))
            throw new PveApiException("PmpcSecondFactorNeeded", PmpcErrorKind.AuthenticationFailed, $"{endpoints.Current} asks the {credential.Who} for a second factor{(kinds is [] ? "" : $" ({string.Join(", ", kinds)})")}.",
                "Run it where you can be asked for the code, say in .proxmox/config.yml where the key of the authenticator is (totp), or use an API token, which needs no second factor.") { Method = "POST", Path = "/access/ticket" };
        // A YubiKey types 44 letters; recovery keys have dashes.
        return code.Contains(':', StringComparison.Ordinal) ? code
            : code.All(char.IsAsciiDigit) ? $"totp:{code}"
            : kinds.Contains("yubico") && code.All(char.IsAsciiLetter) ? $"yubico:{code}" : $"recovery:{code}";
    }

    private async Task<JsonElement> AskAsync(string password, string? challenge, TicketProof? renewed, CancellationToken ct)
    {
        List<KeyValuePair<string, string>> parameters = [new("username", credential.UserId), new("password", password)];
        if (challenge is not null) parameters.Add(new("tfa-challenge", challenge));
        var request = new PveRequest(HttpMethod.Post, "/access/ticket", parameters) { IsLogin = true, IsCode = challenge is not null };
        try
        {
            return (await endpoints.SendAsync(request, new NoProof(credential.Who), whole, ct)).GetProperty("data");
        }
        catch (PveApiException e) when (e.Status == 401 && renewed is null)
        {
            throw await UnknownRealmAsync(e, challenge is not null, ct) ?? Refused(e, challenge is not null);
        }
    }

    /// <summary>Proxmox answers a wrong realm like a wrong password; but it lists its realms to anybody, for the login page.</summary>
    private async Task<PveApiException?> UnknownRealmAsync(PveApiException e, bool wasCode, CancellationToken ct)
    {
        if (wasCode) return null;
        try
        {
            var answer = await endpoints.SendAsync(new(HttpMethod.Get, "/access/domains", null), new NoProof(credential.Who), whole, ct);
            var realms = answer.GetProperty("data").Entries().Select(entry => entry.Text("realm")).OfType<string>().Order(StringComparer.Ordinal).ToArray();
            return realms.Length == 0 || realms.Contains(credential.Realm, StringComparer.Ordinal) ? null
                : new("PmpcRealmUnknown", PmpcErrorKind.AuthenticationFailed, $"{endpoints.Current} has no realm '{credential.Realm}'; its realms are {string.Join(", ", realms)}.",
                    "The realm is what stands behind the @ of the user: pam for users of the server's own system, pve for those of Proxmox VE itself.", e)
                { Status = e.Status, Reason = e.Reason, Method = e.Method, Path = e.Path };
        }
        catch (PveApiException)
        {
            // Then what it said has to do.
            return null;
        }
    }

    /// <summary>What the server would take as a second factor: <c>PVE:!tfa!{"totp":true,"recovery":[0,1]}:time::signature</c>, percent-encoded.</summary>
    private static string[] KindsOf(string challenge)
    {
        try
        {
            var data = Uri.UnescapeDataString(challenge.Split(':') is [_, var second, ..] && second.StartsWith("!tfa!", StringComparison.Ordinal) ? second["!tfa!".Length..] : "");
            using var document = JsonDocument.Parse(data);
            return document.RootElement.ValueKind != JsonValueKind.Object ? []
                : [.. document.RootElement.EnumerateObject().Where(kind => kind.Value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null)).Select(kind => kind.Name).Order(StringComparer.Ordinal)];
        }
        catch (JsonException)
        {
            // A server of another age: the code itself will show.
            return [];
        }
    }

    private PveApiException Refused(PveApiException e, bool wasCode) => wasCode
        ? new("PmpcSecondFactorRefused", PmpcErrorKind.AuthenticationFailed, $"The second factor of the {credential.Who} was refused: {e.Reason}",
            "A code is good once and for half a minute: wait for the next one. Where it is always refused, compare this machine's clock with the server's; after some wrong codes Proxmox locks the factor.", e)
        { Status = e.Status, Reason = e.Reason, Method = e.Method, Path = e.Path }
        : new("PmpcAuthenticationFailed", PmpcErrorKind.AuthenticationFailed, $"{endpoints.Current} refused the password of the {credential.Who}: {e.Reason}",
            "Proxmox does not say whether the user or the password is wrong, or the user disabled or expired. The name needs its realm: root@pam, alice@pve.", e)
        { Status = e.Status, Reason = e.Reason, Method = e.Method, Path = e.Path };

    private TicketProof Proof(JsonElement answer) =>
        answer.Text("ticket") is { Length: > 0 } ticket && answer.Text("CSRFPreventionToken") is { Length: > 0 } csrf
            ? new(credential, ticket, csrf, time.GetUtcNow())
            : throw new PveApiException("PmpcUnexpectedAnswer", PmpcErrorKind.Connection, $"{endpoints.Current} answered the login without a ticket.",
                "Something else than Proxmox VE may answer at that address.") { Status = 200, Method = "POST", Path = "/access/ticket" };

    public void Dispose() => _one.Dispose();
}
