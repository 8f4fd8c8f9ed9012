using System.Collections.Concurrent;
using ProxmoxMpc.Core.Api;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// Logins that outlive a session, in memory only: somebody who was asked for a password or a one-time code is not asked again
/// by the next command, and a ticket is used as long as it is good.
/// </summary>
public sealed class LoginMemory
{
    private readonly ConcurrentDictionary<string, PvePassword> _kept = new(StringComparer.Ordinal);

    /// <summary>The password that the user gave before for the cluster, unless the server refused it; null: none.</summary>
    internal string? PasswordOf(string user, IEnumerable<PveEndpoint> endpoints) =>
        _kept.TryGetValue(Key(user, endpoints), out var kept) && !kept.Tickets.IsRefused ? kept.Password : null;

    /// <summary>The credential with the ticket and the spent codes of the one that was kept, where both are of the same password and key.</summary>
    internal PvePassword Recall(PvePassword fresh, IEnumerable<PveEndpoint> endpoints)
    {
        var key = Key(fresh.UserId, endpoints);
        var recalled = _kept.TryGetValue(key, out var kept) && kept.Password == fresh.Password && !kept.Tickets.IsRefused && IsSame(kept.Totp, fresh.Totp)
            ? fresh with { Tickets = kept.Tickets, Totp = kept.Totp }
            : fresh;
        // Whoever asks for codes belongs to one command.
        _kept[key] = recalled with { AskCode = null };
        return recalled;
    }

    private static bool IsSame(PveTotp? one, PveTotp? other) => one is null ? other is null : other is not null && one.IsSameAs(other);

    private static string Key(string user, IEnumerable<PveEndpoint> endpoints) => $"{user} {string.Join(' ', endpoints.Select(endpoint => endpoint.Address.AbsoluteUri))}";
}
