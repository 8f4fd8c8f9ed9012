using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces.Exporting;

/// <summary>What the last export wrote into a workspace, so that the next one can tell its files from somebody's edits, and its guests from others.</summary>
/// <param name="Files">Hash of each file's text by path.</param>
/// <param name="VmIds">The guests' vmids there.</param>
internal sealed record ExportRecord(ImmutableSortedDictionary<string, string> Files, ImmutableArray<int> VmIds)
{
    private const string Name = Workspaces.Workspace.FolderName + "/export.json";

    public static ExportRecord None { get; } = new(ImmutableSortedDictionary<string, string>.Empty, []);

    /// <summary>The record of a workspace; none where no export wrote there.</summary>
    public static ExportRecord Read(WorkspaceFiles files)
    {
        if (files.Read(Name) is not { } text) return None;
        try
        {
            return JsonSerializer.Deserialize(text, ExportJson.Default.ExportRecord) is { Files: not null, VmIds.IsDefault: false } record ? record : throw new JsonException("It is empty.");
        }
        catch (JsonException error)
        {
            throw new PmpcException("PmpcExportRecordUnreadable", PmpcErrorKind.Parse, $"'{Name}' of {files.Root} cannot be read: {error.Message}", "Delete it; the next export then asks before it overwrites a file.", files.Root, error);
        }
    }

    public void Write(WorkspaceFiles files) => files.Write(new(Name, JsonSerializer.Serialize(this, ExportJson.Default.ExportRecord) + "\n"), FileOwnership.Source);

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExportRecord))]
internal sealed partial class ExportJson : JsonSerializerContext;
