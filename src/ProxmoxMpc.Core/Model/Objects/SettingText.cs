namespace ProxmoxMpc.Core.Model.Objects;

/// <summary>Reads the forms that settings have.</summary>
internal static class SettingText
{
    /// <summary>In place of a value that must not be kept: Proxmox itself hides passwords so.</summary>
    public const string Hidden = "**********";

    public static bool? Flag(string? text) => text?.ToLowerInvariant() switch
    {
        "1" or "on" or "yes" or "true" => true,
        "0" or "off" or "no" or "false" => false,
        _ => null,
    };

    /// <summary>The items of a list; Proxmox separates by comma, semicolon, blank or NUL.</summary>
    public static string[] List(string? text) => text is null ? [] : text.Split([',', ';', ' ', '\t', '\n', '\0'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The parts of <c>key=value,key=value</c>, sorted; one without a key is under <paramref name="defaultKey"/>.</summary>
    public static IReadOnlyDictionary<string, string> Parts(string? text, string defaultKey)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=');
            if (equals < 0) parts[defaultKey] = part;
            else parts[part[..equals]] = part[(equals + 1)..];
        }
        return parts;
    }
}
