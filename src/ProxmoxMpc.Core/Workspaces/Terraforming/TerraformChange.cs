using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace ProxmoxMpc.Core.Workspaces.Terraforming;

/// <summary>What Terraform means to do with a resource.</summary>
/// <param name="Actions"><c>create</c>, <c>update</c>, <c>delete</c>; two of them for a replacement.</param>
/// <param name="ReplacedFor">Attributes that cannot be changed in place.</param>
/// <param name="Reboots">Whether the provider restarts a VM where a change needs that.</param>
internal sealed record TerraformChange(string Address, string Type, ImmutableArray<string> Actions, ImmutableArray<string> ReplacedFor, bool Reboots)
{
    public bool IsReplacement => Actions.Length > 1;

    /// <summary>Those of a plan that do something, as <c>terraform show -json</c> tells them.</summary>
    public static ImmutableArray<TerraformChange> Of(JsonDocument plan) =>
    [
        .. from entry in Array(plan.RootElement, "resource_changes")
           let change = entry.GetProperty("change")
           let actions = Array(change, "actions").Select(action => action.GetString() ?? "").Where(action => action is "create" or "update" or "delete").ToImmutableArray()
           where !actions.IsEmpty && Text(entry, "mode") != "data"
           select new TerraformChange(Text(entry, "address") ?? "", Text(entry, "type") ?? "", actions,
               [.. Array(change, "replace_paths").Select(path => string.Concat(path.EnumerateArray().Select(step => step.ValueKind == JsonValueKind.String ? $".{step.GetString()}" : $"[{step}]")).TrimStart('.'))],
               change.TryGetProperty("after", out var after) && after.ValueKind == JsonValueKind.Object && after.TryGetProperty("reboot_after_update", out var reboots) && reboots.ValueKind == JsonValueKind.True),
    ];

    /// <summary>The guests that a state knows: their addresses by vmid.</summary>
    public static IReadOnlyDictionary<int, string> GuestsOf(JsonDocument state, Func<string, bool> isGuest)
    {
        var found = new Dictionary<int, string>();
        if (state.RootElement.TryGetProperty("values", out var values) && values.TryGetProperty("root_module", out var root)) Collect(root);
        return found;

        void Collect(JsonElement module)
        {
            foreach (var resource in Array(module, "resources").Where(resource => isGuest(Text(resource, "type") ?? "")))
            {
                var content = resource.GetProperty("values");
                // The provider's id of a guest is its vmid; of a container it never reads vm_id.
                if (VmIdOf(content, "vm_id") is { } vmid || VmIdOf(content, "id") is { } id && (vmid = id) > 0) found[vmid] = Text(resource, "address")!;
            }
            foreach (var child in Array(module, "child_modules")) Collect(child);
        }
    }

    private static int? VmIdOf(JsonElement values, string name) => values.TryGetProperty(name, out var value)
        && int.TryParse(value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.ValueKind == JsonValueKind.String ? value.GetString()!.Split('/')[^1] : "", NumberStyles.None, CultureInfo.InvariantCulture, out var vmid) ? vmid : null;

    private static IEnumerable<JsonElement> Array(JsonElement element, string name) => element.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Array ? found.EnumerateArray() : [];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
