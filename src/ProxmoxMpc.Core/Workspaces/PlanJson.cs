using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Plans and results as JSON documents.</summary>
public static class PlanJson
{
    public static JsonElement ToJson(Plan plan) => JsonSerializer.SerializeToElement(plan, PlanJsonContext.Default.Plan);

    public static JsonElement ToJson(ApplyResult result) => JsonSerializer.SerializeToElement(result, PlanJsonContext.Default.ApplyResult);

    /// <summary>The plan of a document that <see cref="ToJson(Plan)"/> made.</summary>
    /// <exception cref="PmpcException"><c>PmpcPlanUnreadable</c></exception>
    public static Plan ReadPlan(JsonElement json) => Read(json, PlanJsonContext.Default.Plan);

    /// <summary>The result of a document that <see cref="ToJson(ApplyResult)"/> made.</summary>
    /// <exception cref="PmpcException"><c>PmpcPlanUnreadable</c></exception>
    public static ApplyResult ReadResult(JsonElement json) => Read(json, PlanJsonContext.Default.ApplyResult);

    private static T Read<T>(JsonElement json, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return json.Deserialize(type) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException error)
        {
            throw new PmpcException("PmpcPlanUnreadable", PmpcErrorKind.Parse, $"This is no plan of ProxmoxMpc: {error.Message}", "Make a new one with Get-PmpcPlan.", inner: error);
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(PlanStep))]
[JsonSerializable(typeof(Planning.Objects.ObjectStep))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(ApplyResult))]
internal sealed partial class PlanJsonContext : JsonSerializerContext;
