using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Access;

/// <summary>Tickets, CSRF tokens and API tokens.</summary>
internal sealed class Authenticator
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Stored, string Given), bool> _verified = new();

    /// <summary>What tickets are signed with: that of the state once one was given out, so that they are good in every process that shares it.</summary>
    public byte[] Key { get; set; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>A token that exists in this process only: its secret is never written.</summary>
    public (string UserId, string Name, string Secret)? Embedded { get; set; }

    /// <summary>Finds out who calls.</summary>
    /// <exception cref="LabException">401, without a body.</exception>
    public Caller Authenticate(LabState state, string method, string? cookie, string? authorization, string? csrf, DateTimeOffset now)
    {
        // The cookie wins when both are sent, as in pveproxy.
        if (cookie is not null)
        {
            if (VerifyTicket(cookie, now) is not { } user || !IsActive(state, user, now))
                throw LabException.AtTheDoor(401, "permission denied - invalid PVE ticket");
            if (method is "POST" or "PUT" or "DELETE" && !VerifyCsrf(csrf, user, now))
                throw LabException.AtTheDoor(401, "Permission denied - invalid csrf token");
            return new Caller(user, null);
        }
        if (authorization is null || !(authorization.StartsWith("PVEAPIToken=", StringComparison.Ordinal) || authorization.StartsWith("PVEAPIToken ", StringComparison.Ordinal)))
            throw LabException.AtTheDoor(401, "No ticket");
        return VerifyToken(state, authorization["PVEAPIToken=".Length..].Trim(), now) ?? throw LabException.AtTheDoor(401, "Authentication failed!");
    }

    /// <summary>True when the password, or a valid ticket in its place, is the user's.</summary>
    public bool CheckPassword(LabState state, string userId, string password, DateTimeOffset now)
    {
        if (!IsActive(state, userId, now))
            return false;
        return IsTicketOf(userId, password, now) || Verify(state.Users[userId].Password, password);
    }

    public string IssueTicket(string userId, DateTimeOffset now)
    {
        string text = $"PVE:{userId}:{now.ToUnixTimeSeconds():X8}";
        return $"{text}::{Sign(text, 256)}";
    }

    /// <summary>A ticket that is good for nothing but the second step of that user's login.</summary>
    public string IssueChallenge(string userId, string challenge, DateTimeOffset now)
    {
        string text = $"PVE:!tfa!{challenge.Replace(":", "%3A", StringComparison.Ordinal)}:{now.ToUnixTimeSeconds():X8}";
        return $"{text}::{Sign($"{text}:{userId}", 256)}";
    }

    public bool VerifyChallenge(string userId, string ticket, DateTimeOffset now)
    {
        int end = ticket.IndexOf("::", StringComparison.Ordinal);
        string text = end < 0 ? "" : ticket[..end];
        return text.StartsWith("PVE:!tfa!", StringComparison.Ordinal) && IsFresh(text[(text.LastIndexOf(':') + 1)..], now) && Same(Sign($"{text}:{userId}", 256), ticket[(end + 2)..]);
    }

    /// <summary>Whether the text is a good ticket of that user, which takes the place of password and second factor.</summary>
    public bool IsTicketOf(string userId, string text, DateTimeOffset now) => text.StartsWith("PVE:", StringComparison.Ordinal) && VerifyTicket(text, now) == userId;

    public string IssueCsrf(string userId, DateTimeOffset now)
    {
        string time = now.ToUnixTimeSeconds().ToString("X8", CultureInfo.InvariantCulture);
        return $"{time}:{Sign($"csrf:{time}:{userId}", 32).TrimEnd('=')}";
    }

    public static bool IsActive(LabState state, string userId, DateTimeOffset now) =>
        state.Users.TryGetValue(userId, out var user) && user.Enabled && (user.Expire == 0 || user.Expire > now.ToUnixTimeSeconds());

    private Caller? VerifyToken(LabState state, string text, DateTimeOffset now)
    {
        int eq = text.IndexOf('=', StringComparison.Ordinal);
        int bang = eq < 0 ? -1 : text.LastIndexOf('!', eq);
        if (bang < 1)
            return null;
        string userId = text[..bang], name = text[(bang + 1)..eq], secret = text[(eq + 1)..];
        if (Embedded is { } own && own.UserId == userId && own.Name == name)
            return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(own.Secret), Encoding.UTF8.GetBytes(secret)) ? new Caller(userId, name) : null;
        if (!IsActive(state, userId, now) || !state.Users[userId].Tokens.TryGetValue(name, out var token))
            return null;
        if (token.Expire != 0 && token.Expire <= now.ToUnixTimeSeconds())
            return null;
        return Verify(token.Secret, secret) ? new Caller(userId, name) : null;
    }

    // The derivation is slow on purpose; a client sends its secret with every request.
    private bool Verify(string? stored, string given) => stored is not null && _verified.GetOrAdd((stored, given), pair => Secrets.Verify(pair.Stored, pair.Given));

    private string? VerifyTicket(string ticket, DateTimeOffset now)
    {
        int end = ticket.IndexOf("::", StringComparison.Ordinal);
        if (end < 0)
            return null;
        string text = ticket[..end];
        int time = text.LastIndexOf(':');
        if (!text.StartsWith("PVE:", StringComparison.Ordinal) || time < 4 || !IsFresh(text[(time + 1)..], now))
            return null;
        return Same(Sign(text, 256), ticket[(end + 2)..]) ? text[4..time] : null;
    }

    private bool VerifyCsrf(string? token, string userId, DateTimeOffset now)
    {
        var parts = token?.Split(':');
        return parts?.Length == 2 && IsFresh(parts[0], now) && Same(Sign($"csrf:{parts[0]}:{userId}", 32).TrimEnd('='), parts[1]);
    }

    private static bool IsFresh(string hexTime, DateTimeOffset now)
    {
        if (!long.TryParse(hexTime, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out long seconds))
            return false;
        var age = TimeSpan.FromSeconds(now.ToUnixTimeSeconds() - seconds);
        return age > -ClockSkew && age < Lifetime;
    }

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    // A real ticket carries an RSA signature of 256 bytes: as many are made here from counted HMAC blocks.
    private string Sign(string text, int bytes)
    {
        byte[] result = new byte[bytes];
        for (int i = 0; i * 32 < bytes; i++)
            HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes($"{i}:{text}")).CopyTo(result, i * 32);
        return Convert.ToBase64String(result);
    }
}
