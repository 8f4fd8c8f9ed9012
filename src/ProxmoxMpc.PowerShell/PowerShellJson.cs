using System.Management.Automation;
using System.Text.Json;

namespace ProxmoxMpc.PowerShell;

/// <summary>JSON as PowerShell's own objects.</summary>
internal static class PowerShellJson
{
    /// <summary>Objects become <see cref="PSObject"/> with a property for each name, lists arrays; null stays null.</summary>
    public static object? ToObject(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Properties(value),
        JsonValueKind.Array => value.EnumerateArray().Select(ToObject).ToArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.TryGetDecimal(out var exact) ? exact : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static PSObject Properties(JsonElement value)
    {
        var result = new PSObject();
        foreach (var property in value.EnumerateObject())
        {
            // PowerShell's names know no case and cannot be empty; nothing is lost where the server's do.
            var name = property.Name.Length > 0 ? property.Name : "_";
            while (result.Properties[name] is not null) name += "_";
            result.Properties.Add(new PSNoteProperty(name, ToObject(property.Value)));
        }
        return result;
    }
}
