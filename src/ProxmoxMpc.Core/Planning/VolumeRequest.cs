using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>The text by which Proxmox is asked for a volume: made anew, attached again, or an image put into a drive.</summary>
internal static class VolumeRequest
{
    private const decimal GiB = 1L << 30;

    /// <summary>The whole value of the key.</summary>
    public static string Text(GuestKind kind, string name, KeySchema key, GuestConfig current, AttributeMap target)
    {
        var text = PropertyString.Empty.With(key.DefaultPart!.Name, First(name, current, target));
        var wanted = target.Where(pair => AttributePath.Split(pair.Key).Key == name && pair.Key.Length > name.Length).Select(pair => (Part: pair.Key[(name.Length + 1)..], pair.Value));
        foreach (var (part, value) in wanted)
        {
            if (part is "storage" or "volume" or "size") continue;
            text = text.With(part, key.Part(part) is { } definition ? AttributeValue.Wire(definition, value) : value);
        }
        // Proxmox takes no format beside media, and knows by the volume's name what the drive is for.
        if (text["media"] == "cdrom" && text["format"] is not null) return text.With("media", null).ToString(key);
        // What takes the place of another, or comes back, keeps its options and gets no new ones.
        var plain = text.ToString(key);
        return current.ContainsKey(name) || !PlanStep.IsNewVolume(plain) ? plain : NewKeyText.Of(kind, key, text);
    }

    private static string First(string name, GuestConfig current, AttributeMap target)
    {
        string? Part(string part) => target.Get(AttributePath.Of(name, part));
        var storage = Part("storage");
        if (Part("media") == "cdrom" || storage is null) return VolumeId.Join(storage, Part("volume") ?? "none");
        // A volume that was detached is attached again; every other name would be somebody else's, and is made anew.
        if (Part("volume") is { Length: > 0 } volume && VolumeExchange.IsDetached(current, VolumeId.Join(storage, volume))) return VolumeId.Join(storage, volume);
        // Firmware and TPM volumes have a size of their own; Proxmox wants a number for them all the same.
        return $"{storage}:{SizeInGiB(Part("size"))}";
    }

    /// <summary>Proxmox takes fractions: 10752M is 10.5.</summary>
    private static string SizeInGiB(string? size) =>
        (DiskSize.TryParse(size) is { } bytes and > 0 ? bytes / GiB : 1).ToString("0.##########", CultureInfo.InvariantCulture);
}
