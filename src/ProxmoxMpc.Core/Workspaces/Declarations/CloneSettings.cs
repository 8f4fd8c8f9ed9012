using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What a clone has of its original: everything but what makes that one itself.</summary>
internal static class CloneSettings
{
    private static readonly string[] Own = ["name", "hostname", "template", "vmgenid", "meta", "digest", "lock", "parent", "snaptime", "vmstate", "protection"];

    public static IEnumerable<(string Path, string Value)> Of(Guest source)
    {
        var schema = GuestSchema.For(source.Kind);
        foreach (var (path, value) in GuestAttributes.OfConfig(source.Kind, source.Config))
        {
            var (key, part) = AttributePath.Split(path);
            if (Own.Contains(key) || schema.Find(path) is not { IsSecret: false } attribute || attribute.Effect == ChangeEffect.ReadOnly) continue;
            if (part is "macaddr" or "hwaddr" or "uuid" || GuestSchema.SplitIndex(key)?.Family == "unused") continue;
            var isDrive = schema.FindKey(key) is { IsVolume: true };
            if (isDrive && part is "volume" or "file" or "format" && !IsShared(source, key)) continue;
            if (isDrive && part == "volume" && IsCloudInit(source, key)) yield return (path, "cloudinit");
            else yield return (path, value);
        }
    }

    /// <summary>A CD, an image or a device: the clone has the same.</summary>
    private static bool IsShared(Guest source, string key) =>
        PropertyString.Parse(source.Config.Get(key) ?? "", GuestSchema.For(source.Kind).FindKey(key)!)["media"] == "cdrom";

    private static bool IsCloudInit(Guest source, string key) => source.Config.Get(key)?.Contains("cloudinit", StringComparison.Ordinal) == true;
}
