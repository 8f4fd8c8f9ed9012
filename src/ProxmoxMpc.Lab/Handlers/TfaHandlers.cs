using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>The second factors of users: what there is of them, without the keys.</summary>
internal static class TfaHandlers
{
    public static void Register(HandlerTable table)
    {
        table.Add("GET /access/tfa", List);
        table.Add("GET /access/tfa/{userid}", call => Entries(call.State.Users.GetValueOrDefault(call.Required("userid"))?.Tfa));
        table.Add("POST /access/tfa/{userid}", TfaWriteHandlers.Add);
        table.Add("GET /access/tfa/{userid}/{id}", call => Entries(call.State.Users.GetValueOrDefault(call.Required("userid"))?.Tfa).FirstOrDefault(entry => entry!["id"]!.GetValue<string>() == call["id"])?.DeepClone()
            ?? throw LabException.WithBody(404, $"No such tfa entry '{call["id"]}'"));
        table.Add("PUT /access/tfa/{userid}/{id}", TfaWriteHandlers.Update);
        table.Add("DELETE /access/tfa/{userid}/{id}", TfaWriteHandlers.Delete);
        table.Add("GET /access/users/{userid}/tfa", Types);
        table.Add("PUT /access/users/{userid}/unlock-tfa", Unlock);
    }

    private static JsonArray List(Call call)
    {
        bool all = call.Permissions.HasAny(call.Caller, "/access/groups", "User.Modify", "Sys.Audit");
        var result = new JsonArray();
        foreach (var user in call.State.Users.Values.Where(user => user.Tfa is not null && (all || user.UserId == call.Caller.AuthId)))
        {
            var entry = new JsonObject { ["userid"] = user.UserId, ["entries"] = Entries(user.Tfa) };
            if (user.Tfa!.TotpLocked)
                entry["totp-locked"] = true;
            result.Add((JsonNode)entry);
        }
        return result;
    }

    private static JsonArray Entries(TfaState? tfa)
    {
        var result = new JsonArray();
        foreach (var entry in tfa?.Totp ?? [])
            result.Add((JsonNode)Entry(entry.Id, "totp", entry.Description, entry.Created, entry.Enabled));
        // Recovery keys are one entry, which has no id of its own.
        if (tfa?.Recovery.Exists(code => code is not null) == true)
            result.Add((JsonNode)Entry("recovery", "recovery", "", tfa.RecoveryCreated, true));
        return result;
    }

    private static JsonObject Entry(string id, string type, string description, long created, bool enabled) =>
        new() { ["id"] = id, ["type"] = type, ["description"] = description, ["created"] = created, ["enable"] = enabled ? 1 : 0 };

    private static JsonNode? Types(Call call)
    {
        var tfa = AccessHandlers.Require(call).Tfa;
        var result = new JsonObject();
        if (tfa is not null && call.Flag("multiple"))
            result["types"] = new JsonArray([.. new[] { (Has: tfa.Totp.Count > 0, Name: "totp"), (Has: tfa.Recovery.Count > 0, Name: "recovery") }.Where(type => type.Has).Select(type => (JsonNode)type.Name)]);
        else if (tfa is { Totp.Count: > 0 })
            result["user"] = "oath";
        return result;
    }

    private static JsonNode? Unlock(Call call)
    {
        var tfa = AccessHandlers.Require(call).Tfa;
        bool wasLocked = tfa is { TotpLocked: true };
        if (tfa is not null)
            (tfa.TotpFailures, tfa.TotpLocked) = (0, false);
        return wasLocked ? 1 : 0;
    }
}
