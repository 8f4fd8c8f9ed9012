using System.Text.Json;

namespace ProxmoxMpc.Core.Applying.Tools;

/// <summary>A line of Terraform's machine-readable output (developer.hashicorp.com, "Machine-Readable UI").</summary>
/// <param name="Type"><c>planned_change</c>, <c>apply_start</c>, <c>apply_complete</c>, <c>apply_errored</c>, <c>diagnostic</c> …</param>
/// <param name="Text">What people read.</param>
/// <param name="Address">The resource that it is about; null: none.</param>
/// <param name="Action"><c>create</c>, <c>update</c>, <c>delete</c> …, or null.</param>
public sealed record TerraformMessage(string Type, string Text, string? Address, string? Action)
{
    /// <summary>Of a diagnostic: whether it is an error.</summary>
    public bool IsError { get; init; }

    /// <summary>Of a diagnostic: what it says in full.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Reads a line; null where it is none of Terraform's messages.</summary>
    public static TerraformMessage? Read(string line)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (TextOf(root, "type") is not { } type) return null;
            var about = root.TryGetProperty("hook", out var hook) ? hook : root.TryGetProperty("change", out var change) ? change : default;
            var resource = about.ValueKind == JsonValueKind.Object && about.TryGetProperty("resource", out var found) ? found : default;
            var message = new TerraformMessage(type, TextOf(root, "@message") ?? "", TextOf(resource, "addr"), TextOf(about, "action"));
            if (!root.TryGetProperty("diagnostic", out var diagnostic)) return message;
            return message with
            {
                IsError = TextOf(diagnostic, "severity") == "error",
                Text = TextOf(diagnostic, "summary") ?? message.Text,
                Detail = TextOf(diagnostic, "detail") ?? "",
                Address = TextOf(diagnostic, "address"),
            };
        }
        catch (JsonException)
        {
            // A provider may write what it likes.
            return null;
        }
    }

    /// <summary>Summary and detail in a line.</summary>
    public string Sentence => (Detail.Length == 0 ? Text : $"{Text.TrimEnd('.')}: {Detail}").ReplaceLineEndings(" ").Trim();

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
