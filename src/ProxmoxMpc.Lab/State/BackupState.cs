using System.Text.Json.Nodes;

namespace ProxmoxMpc.Lab.State;

/// <summary>What is in a backup.</summary>
/// <param name="Config">The guest's config at that moment.</param>
/// <param name="Data">What was on the drives that were saved, by config key.</param>
/// <param name="Firewall">The guest's firewall.</param>
internal sealed record BackupState(IReadOnlyDictionary<string, string> Config, IReadOnlyDictionary<string, string> Data, JsonObject? Firewall)
{
    public JsonObject ToJson()
    {
        var result = new JsonObject { ["config"] = JsonText.Object(Config), ["data"] = JsonText.Object(Data) };
        if (Firewall is not null)
            result["firewall"] = Firewall.DeepClone();
        return result;
    }

    public static BackupState? Read(JsonNode? node) => node is JsonObject archive
        ? new(JsonText.Map(archive["config"]), JsonText.Map(archive["data"]), archive["firewall"]?.DeepClone() as JsonObject)
        : null;
}
