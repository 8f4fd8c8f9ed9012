using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Second factors are added, changed and taken away: authenticators and recovery keys. Keys of hardware and Yubico's service need what the Lab has not.</summary>
internal static class TfaWriteHandlers
{
    private const int RecoveryKeys = 10;

    public static JsonNode? Add(Call call)
    {
        var user = Confirmed(call);
        var tfa = user.Tfa ?? new TfaState();
        switch (call.Required("type"))
        {
            case "totp":
                return Keep(user, tfa, AddTotp(call, tfa));
            case "recovery":
                if (call["totp"] is not null || call["value"] is not null || call["challenge"] is not null)
                    throw LabException.Die("generating recovery tokens does not allow additional parameters");
                return Keep(user, tfa, AddRecovery(call, tfa));
            case "webauthn":
                throw LabException.Die(call["totp"] is not null ? "'totp' parameter is invalid for 'webauthn' entries" : call["challenge"] is null && call["description"] is null ? "'description' is required for new entries" : "no webauthn configuration available");
            case "u2f":
                throw LabException.Die(call["totp"] is not null ? "'totp' parameter is invalid for 'u2f' entries" : call["challenge"] is null && call["description"] is null ? "'description' is required for new entries" : "no u2f configuration available");
            default:
                throw LabException.Die($"no yubico otp configuration available for realm {user.Realm}");
        }
    }

    public static JsonNode? Update(Call call)
    {
        var entry = Confirmed(call).Tfa?.Totp.Find(e => e.Id == call["id"]) ?? throw LabException.Die("no such entry");
        entry.Description = call["description"] ?? entry.Description;
        entry.Enabled = call.Flag("enable", entry.Enabled);
        return null;
    }

    public static JsonNode? Delete(Call call)
    {
        var user = Confirmed(call);
        string id = call.Required("id");
        bool found = id == "recovery" ? user.Tfa?.Recovery.Count > 0 : user.Tfa?.Totp.RemoveAll(e => e.Id == id) > 0;
        if (!found)
            throw LabException.Die("no such entry");
        if (id == "recovery")
            user.Tfa!.Recovery.Clear();
        if (user.Tfa!.IsEmpty)
            user.Tfa = null;
        return null;
    }

    // Who is not root@pam says the own password again, whomever it is for.
    private static UserState Confirmed(Call call)
    {
        var user = AccessHandlers.Require(call);
        if (user.UserId == "root@pam" && !call.Caller.IsRoot)
            throw LabException.Forbidden();
        if (call.Caller.IsRoot)
            return user;
        if (call["password"] is not { } password)
            throw LabException.Parameter("password", "password is required to modify user");
        return call.Authenticator.CheckPassword(call.State, call.Caller.UserId, password, call.Now) ? user : throw LabException.WithBody(401, "authentication failure");
    }

    private static JsonObject Keep(UserState user, TfaState tfa, JsonObject answer)
    {
        user.Tfa = tfa;
        user.Attributes["keys"] = "x";
        return answer;
    }

    // The first code proves that the authenticator has the key.
    private static JsonObject AddTotp(Call call, TfaState tfa)
    {
        if (call["challenge"] is not null)
            throw LabException.Die("'challenge' parameter is invalid for 'totp' entries");
        string description = call["description"] ?? throw LabException.Die("'description' is required for new entries");
        if (call["totp"] is not { } address || call["value"] is not { } code)
            throw LabException.Die("'totp' type requires both 'totp' and 'value' parameters");
        if (!address.StartsWith("otpauth://totp/", StringComparison.Ordinal) || TotpCode.Key(address) is null)
            throw LabException.Die("not an otpauth uri");
        if (TotpCode.Find(address, code, -1, call.Now) is null)
            throw LabException.Die("failed to verify TOTP challenge");
        var entry = new TotpEntry(Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture), address) { Description = description, Created = call.Now.ToUnixTimeSeconds() };
        tfa.Totp.Add(entry);
        return new JsonObject { ["id"] = entry.Id };
    }

    private static JsonObject AddRecovery(Call call, TfaState tfa)
    {
        if (tfa.Recovery.Count > 0)
            throw LabException.Die("user already has recovery keys");
        var keys = Enumerable.Range(0, RecoveryKeys).Select(_ => string.Join('-', Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)).Chunk(4).Select(c => new string(c)))).ToList();
        tfa.Recovery.AddRange(keys.Select(Secrets.Hash));
        tfa.RecoveryCreated = call.Now.ToUnixTimeSeconds();
        return new JsonObject { ["id"] = "recovery", ["recovery"] = JsonText.Array(keys) };
    }
}
