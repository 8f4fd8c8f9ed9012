using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>What of a guest's config has no place in its Terraform code.</summary>
internal static class Inexpressibles
{
    /// <summary>Keys that the server makes by itself for every guest, or that change by themselves: not worth a word.</summary>
    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal) { "vmgenid", "meta", "lock", "digest", "parent", "snaptime", "smbios1.uuid", "smbios1.base64", "cipassword", ProviderNames.TemplatePath };

    /// <summary>Config keys and attribute paths, sorted.</summary>
    public static IReadOnlyList<string> Of(Guest guest) => Of(guest, GuestFacts.Of(guest));

    /// <summary>The same where the facts are known already.</summary>
    public static IReadOnlyList<string> Of(Guest guest, AttributeMap facts)
    {
        var schema = GuestSchema.For(guest.Kind);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (name, raw) in guest.Config)
        {
            if (Silent.Contains(name)) continue;
            if (schema.FindKey(name) is not { } key) found.Add(name);
            else if (key.Scalar is not null)
            {
                if (!facts.ContainsKey(name) && raw.Trim().Length > 0) found.Add(name);
            }
            else AddParts(found, facts, key, name, raw);
        }
        return [.. found];
    }

    private static void AddParts(SortedSet<string> found, AttributeMap facts, KeySchema key, string name, string raw)
    {
        var isKnown = facts.HasAny(name + ".");
        if (!isKnown && (key.IsVolume || key.Attributes().All(attribute => attribute.Provider is null)))
        {
            found.Add(name);
            return;
        }
        var isDrive = key.IsDrive() && DriveFacts.KindOf(facts, name) is DriveKind.CloudInit or DriveKind.CdRom;
        foreach (var part in PropertyString.Parse(raw, key).ToAttributes(key).Keys)
        {
            var path = AttributePath.Of(name, part);
            if ((facts.ContainsKey(path) && !(name == "audio0" && facts.Get(path) == "none")) || Silent.Contains(path) || part == "volume" || (key.IsVolume && part is "media" or "size" && (isDrive || key.Attribute("size")?.Provider is null))) continue;
            if (key.Attribute(part)?.Name == "type" && key.Name == "net") continue;
            found.Add(path);
        }
        // A drive as the provider sees it has no options at all.
        if (isDrive) found.RemoveWhere(path => path.StartsWith(name + ".", StringComparison.Ordinal) && path.EndsWith(".format", StringComparison.Ordinal));
        if (facts.Get(AttributePath.Of(name, "size")) is { } size && key.Attribute("size")?.Provider?.Unit == ProviderUnit.GiB
            && DiskSize.TryParse(size) is { } bytes && bytes % (1L << 30) != 0) found.Add(AttributePath.Of(name, "size"));
    }
}
