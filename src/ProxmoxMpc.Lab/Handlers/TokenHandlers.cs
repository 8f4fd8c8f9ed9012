using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>API tokens of users.</summary>
internal static class TokenHandlers
{
    private const string Root = "/access/users/{userid}/token";

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}", call => new JsonArray([.. AccessHandlers.Require(call).Tokens.Select(t => (JsonNode)Describe(t.Value, t.Key))]));
        table.Add($"GET {Root}/{{tokenid}}", call => Describe(Require(call), null));
        table.Add($"POST {Root}/{{tokenid}}", Create);
        table.Add($"PUT {Root}/{{tokenid}}", Update);
        table.Add($"DELETE {Root}/{{tokenid}}", Delete);
    }

    public static JsonObject Describe(TokenState token, string? id)
    {
        var result = new JsonObject { ["expire"] = token.Expire, ["privsep"] = token.PrivSep ? 1 : 0 };
        if (token.Comment is { Length: > 0 })
            result["comment"] = token.Comment;
        if (id is not null)
            result["tokenid"] = id;
        return result;
    }

    private static TokenState Require(Call call) => AccessHandlers.Require(call).Tokens.GetValueOrDefault(call.Required("tokenid"))
        ?? throw LabException.Die($"no such token '{call["tokenid"]}' for user '{call["userid"]}'");

    // The answer repeats the parameters as texts: "privsep":"0", where a later read says 0.
    private static JsonNode? Create(Call call)
    {
        var user = AccessHandlers.Require(call);
        string id = call.Required("tokenid");
        if (user.Tokens.ContainsKey(id))
            throw LabException.Parameter("tokenid", "Token already exists.");
        string secret = new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
        user.Tokens[id] = new TokenState { PrivSep = call.Flag("privsep", true), Comment = call["comment"], Expire = call["expire"] is { } expire ? TextRules.Long(expire) : 0, Secret = Secrets.Hash(secret) };
        var info = new JsonObject { ["privsep"] = call["privsep"] is { } privsep ? JsonValue.Create(privsep) : JsonValue.Create(1) };
        if (call["comment"] is { } comment)
            info["comment"] = comment;
        if (call["expire"] is { } until)
            info["expire"] = until;
        return new JsonObject { ["full-tokenid"] = $"{user.UserId}!{id}", ["info"] = info, ["value"] = secret };
    }

    private static JsonNode? Update(Call call)
    {
        var token = Require(call);
        if (call["privsep"] is not null)
            token.PrivSep = call.Flag("privsep");
        if (call["expire"] is { } expire)
            token.Expire = TextRules.Long(expire);
        if (call["comment"] is { } comment)
            token.Comment = comment;
        foreach (string key in TextRules.SplitList(call["delete"]))
        {
            if (key == "comment")
                token.Comment = null;
            else if (key == "expire")
                token.Expire = 0;
        }
        var result = Describe(token, null);
        if (call["privsep"] is { } privsep)
            result["privsep"] = privsep;
        if (call["expire"] is { } until)
            result["expire"] = until;
        if (!call.Flag("regenerate"))
            return result;
        string secret = new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
        token.Secret = Secrets.Hash(secret);
        result["value"] = secret;
        result["full-tokenid"] = $"{call["userid"]}!{call["tokenid"]}";
        return result;
    }

    private static JsonNode? Delete(Call call)
    {
        Require(call);
        AccessHandlers.Require(call).Tokens.Remove(call.Required("tokenid"));
        call.State.Acl.RemoveAll(a => a.Type == "token" && a.UgId == $"{call["userid"]}!{call["tokenid"]}");
        return null;
    }
}
