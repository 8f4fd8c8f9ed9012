using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>A VM's drives: hard disks, CD-ROMs and the cloud-init drive share their keys, but not their blocks.</summary>
internal static class DriveFacts
{
    /// <summary>The volume under which code knows a cloud-init drive, whatever its file is called.</summary>
    public const string CloudInit = "cloudinit";

    /// <summary>The only drive whose CD-ROM the provider reads.</summary>
    public const string CdRomKey = "ide3";

    public static void Add(Dictionary<string, string> values, int vmid, string name, KeySchema key, string raw, bool isCloudInit)
    {
        var parsed = PropertyString.Parse(raw, key);
        if (parsed["file"] is not { } file) return;
        var (storage, volume) = VolumeId.Split(file);
        void Set(string part, string? value)
        {
            if (value is not null) values[AttributePath.Of(name, part)] = value;
        }
        if (IsCloudInit(vmid, file))
        {
            // Of several the provider knows one.
            if (!isCloudInit) return;
            Set("storage", storage);
            Set("volume", CloudInit);
            Set("media", "cdrom");
            return;
        }
        if (parsed["media"] == "cdrom")
        {
            if (name != CdRomKey) return;
            Set("storage", storage);
            Set("volume", volume);
            Set("media", "cdrom");
            return;
        }
        if (storage is null) Set("volume", volume);
        else Set("storage", storage);
        if (storage is not null && GuestFacts.IsAllocation(volume)) Set("size", volume + "G");
        foreach (var part in key.Parts.Where(part => !part.IsDerived && !part.IsDefaultKey && part.Provider is not null))
            if (parsed[part.Name] is { } value) Set(part.Name, value);
    }

    /// <summary>Whether the provider takes the volume for the guest's cloud-init drive: by its name, as Proxmox gives it.</summary>
    public static bool IsCloudInit(int vmid, string? file) => file is not null
        && (file.EndsWith(":" + CloudInit, StringComparison.Ordinal) || file.Contains(FormattableString.Invariant($"vm-{vmid}-cloudinit"), StringComparison.Ordinal));

    /// <summary>Of which kind the drive under that key is, or null where the map has none.</summary>
    public static DriveKind? KindOf(AttributeMap values, string key)
    {
        if (values.Get(AttributePath.Of(key, "volume")) == CloudInit) return DriveKind.CloudInit;
        if (values.Get(AttributePath.Of(key, "media")) == "cdrom") return DriveKind.CdRom;
        return values.HasAny(key + ".") ? DriveKind.Disk : null;
    }
}

/// <summary>What a drive is.</summary>
internal enum DriveKind
{
    Disk,
    CdRom,
    CloudInit,
}
