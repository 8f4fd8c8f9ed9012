using System.Text.Json;
using System.Text.Json.Serialization;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Plans and results as JSON documents.</summary>
public static class PlanJson
{
    public static JsonElement ToJson(Plan plan) => JsonSerializer.SerializeToElement(plan, PlanJsonContext.Default.Plan);

    public static JsonElement ToJson(ApplyResult result) => JsonSerializer.SerializeToElement(result, PlanJsonContext.Default.ApplyResult);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(ApplyResult))]
internal sealed partial class PlanJsonContext : JsonSerializerContext;
