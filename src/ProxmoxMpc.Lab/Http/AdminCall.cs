using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Http;

/// <summary>
/// What no Proxmox has: <c>/lab/faults</c> reads (GET), replaces (PUT) and clears (DELETE) the fault rules of a running Lab.
/// Needs Sys.Modify on "/", as every setting of a cluster does.
/// </summary>
internal static class AdminCall
{
    private const string Faults = "/lab/faults";

    public static bool IsFor(LabRequest request) => request.Path == Faults;

    /// <summary>The answer, and whether the state changed.</summary>
    public static (LabResponse Answer, bool Wrote) Run(LabState state, Authenticator authenticator, LabRequest request, DateTimeOffset now)
    {
        try
        {
            string? authorization = request.Headers.FirstOrDefault(h => h.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).Value;
            var caller = authenticator.Authenticate(state, "GET", null, authorization, null, now);
            var permissions = new Permissions(state) { IsEmbedded = c => authenticator.Embedded is { } own && own.UserId == c.UserId && own.Name == c.TokenName };
            permissions.Require(caller, "/", "Sys.Modify");
            if (request.Method is "PUT" or "DELETE")
                Replace(state, request.Method == "PUT" ? request.Body : default);
            else if (request.Method != "GET")
                throw LabException.NotImplemented($"Method '{request.Method} {Faults}' not implemented");
            var data = new JsonObject { ["seed"] = state.FaultSeed, ["faults"] = new JsonArray([.. state.Faults.Select(f => (JsonNode)OptionsReader.Write(f))]) };
            return (Answer(200, "OK", new JsonObject { ["data"] = data }), request.Method != "GET");
        }
        catch (LabException refusal)
        {
            return (Answer(refusal.Status, refusal.Message.Split('\n')[0], new JsonObject { ["data"] = null, ["message"] = refusal.Message }), false);
        }
    }

    // Rules are read whole before the first one is taken: a broken list changes nothing.
    private static void Replace(LabState state, ReadOnlyMemory<byte> body)
    {
        List<FaultRule> rules = [];
        int seed = state.FaultSeed;
        if (!body.IsEmpty)
        {
            try
            {
                var root = JsonNode.Parse(body.Span);
                rules = [.. OptionsReader.ReadFaults(root is JsonArray ? root : root?["faults"])];
                seed = root is JsonObject && JsonText.Long(root["seed"]) is { } given ? (int)given : seed;
            }
            catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException)
            {
                throw LabException.Parameter("faults", problem.Message);
            }
        }
        state.Faults.Clear();
        state.Faults.AddRange(rules);
        state.FaultSeed = seed;
    }

    private static LabResponse Answer(int status, string reason, JsonObject body) =>
        new(status, reason, [new("Content-Type", "application/json;charset=UTF-8")], Encoding.UTF8.GetBytes(body.ToJsonString()), status >= 400);
}
