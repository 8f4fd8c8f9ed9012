using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>
/// Values of which Proxmox takes several spellings and keeps the one that was given, while the provider (0.111.1, read in its
/// source and measured) knows one alone and reads something else from the others.
/// </summary>
internal static class SpellingTraps
{
    /// <summary>What Terraform must leave alone of a guest that exists.</summary>
    public static IEnumerable<IgnoredChange> Of(Guest guest)
    {
        var schema = GuestSchema.For(guest.Kind);
        foreach (var (name, raw) in guest.Config)
        {
            if (schema.FindKey(name) is not { } key) continue;
            if (key.IsPropertyString)
            {
                if (raw.StartsWith("volume=", StringComparison.Ordinal) && key.Name != "rootfs" && VolumeBlock(key) is { } block) yield return new(block, "the provider knows the volume by no such name");
                foreach (var part in Wordy(key, raw)) yield return new(part, "the provider knows 1 and 0 alone, not on, off, yes and no");
            }
            else if (key.Name == "tags" && IsOddList(raw)) yield return new("tags", "the provider splits tags at semicolons alone");
            else if (key.Name == "sshkeys" && HasOddLines(raw)) yield return new("initialization", "the provider takes empty lines and carriage returns for keys");
        }
        if (guest.Config.Get("startup") is { } startup && startup.Split(',').Any(part => !part.Contains('=', StringComparison.Ordinal)))
            yield return new("startup", "the provider does not read an order that stands there without its name");
        if (guest.Config.Get("nameserver") is { } servers && servers.Split(' ').Any(server => server.Length == 0 || server.IndexOfAny([',', ';', '\t']) >= 0))
            yield return new("initialization", "the provider splits name servers at single spaces alone");
        if (guest.Config.Get("machine")?.StartsWith("type=", StringComparison.Ordinal) == true) yield return new("machine", "the provider takes the name before the value for a part of it");
        if (guest.Kind == GuestKind.Lxc && guest.Config.Get("features") is { } features && GuestTraps.Parse(guest, "features", features)["mount"]?.AsSpan().ContainsAny(' ', ',') == true)
            yield return new("features", "the provider splits the file systems at semicolons alone");
    }

    /// <summary>The blocks of the parts that are true or false in words.</summary>
    private static IEnumerable<string> Wordy(KeySchema key, string raw)
    {
        foreach (var text in raw.Split(','))
        {
            var equals = text.IndexOf('=');
            var value = text[(equals + 1)..];
            if (value.Length is < 2 or > 5 || AttributeValue.Boolean(value) is null) continue;
            if ((equals < 0 ? key.DefaultPart : key.Part(text[..equals])) is { Type: AttributeType.Boolean, Provider: { } provider }) yield return BlockPath.Top(provider.Path);
        }
    }

    /// <summary>The block in which a key's volume is; null where it has none.</summary>
    private static string? VolumeBlock(KeySchema key) => key.Attributes().FirstOrDefault(attribute => attribute.Provider is not null)?.Provider is { } provider ? BlockPath.Top(provider.Path) : null;

    private static bool IsOddList(string raw)
    {
        var tags = raw.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return tags.Any(tag => tag.AsSpan().ContainsAny(',', ' ', '\t')) || tags.Distinct(StringComparer.Ordinal).Count() != tags.Length;
    }

    private static bool HasOddLines(string raw)
    {
        var text = Uri.UnescapeDataString(raw).Trim();
        return raw.Contains('+') || text.Contains('\r') || text.Split('\n') is { Length: > 1 } lines && lines.Any(line => line.Length == 0 || line != line.Trim());
    }
}
