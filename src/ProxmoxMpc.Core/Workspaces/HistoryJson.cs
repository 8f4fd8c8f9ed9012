using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// A snapshot on disk. What describes it comes first, so that a list of snapshots need not unpack them.
/// </summary>
internal sealed record SnapshotDocument(
    [property: JsonPropertyOrder(-5)] int Version,
    [property: JsonPropertyOrder(-4)] DateTimeOffset Created,
    [property: JsonPropertyOrder(-3)] string Kind,
    [property: JsonPropertyOrder(-2)] string Summary,
    IReadOnlyDictionary<string, string> Code,
    ImmutableArray<BaseGuest> Base,
    Inventory? Server,
    JsonElement? Plan,
    JsonElement? Result);

/// <summary>The JSON of <c>.proxmox/history</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(GuestConfigConverter), typeof(AttributeMapConverter)])]
[JsonSerializable(typeof(SnapshotDocument))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    public static HistoryJson Compact => Relaxed.Context;

    // A class of its own: the order of static initialisers over the generated part's files is not ours to rely on.
    private static class Relaxed
    {
        public static readonly HistoryJson Context = new(new(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
