using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Access;

/// <summary>The second step of a login: which factors are asked for, and whether a response is one of them.</summary>
internal static class SecondFactor
{
    // proxmox-tfa: so many wrong codes in a row lock the codes, not the user.
    private const int MostFailures = 8;

    /// <summary>What the user is asked for, as JSON; null: the password is enough.</summary>
    public static string? Challenge(TfaState? tfa)
    {
        if (tfa is null || tfa.IsEmpty)
            return null;
        var asked = new JsonObject();
        if (!tfa.TotpLocked && tfa.Totp.Exists(entry => entry.Enabled))
            asked["totp"] = true;
        if (tfa.Recovery.Exists(code => code is not null))
            asked["recovery"] = new JsonArray([.. Enumerable.Range(0, tfa.Recovery.Count).Where(index => tfa.Recovery[index] is not null).Select(index => (JsonNode)index)]);
        return asked.ToJsonString();
    }

    /// <summary>Whether the response (<c>totp:123456</c>, <c>recovery:…</c>) is right; it is spent then, and a wrong one is counted.</summary>
    public static bool Verify(TfaState? tfa, string response, DateTimeOffset now)
    {
        int colon = response.IndexOf(':', StringComparison.Ordinal);
        if (tfa is null || colon < 0)
            return false;
        string value = response[(colon + 1)..];
        return response[..colon] switch
        {
            "totp" => VerifyTotp(tfa, value, now),
            "recovery" => VerifyRecovery(tfa, value),
            _ => false,
        };
    }

    private static bool VerifyTotp(TfaState tfa, string code, DateTimeOffset now)
    {
        if (tfa.TotpLocked)
            return false;
        foreach (var entry in tfa.Totp.Where(entry => entry.Enabled))
        {
            if (TotpCode.Find(entry.Key, code, entry.LastCount, now) is not { } count)
                continue;
            entry.LastCount = count;
            tfa.TotpFailures = 0;
            return true;
        }
        tfa.TotpLocked = ++tfa.TotpFailures >= MostFailures;
        return false;
    }

    private static bool VerifyRecovery(TfaState tfa, string key)
    {
        int index = tfa.Recovery.FindIndex(stored => stored is not null && Secrets.Verify(stored, key));
        if (index < 0)
            return false;
        tfa.Recovery[index] = null;
        (tfa.TotpFailures, tfa.TotpLocked) = (0, false);
        return true;
    }
}
