using ProxmoxMpc.Lab.Storage;

namespace ProxmoxMpc.Lab.State;

/// <summary>A storage as storage.cfg defines it.</summary>
internal sealed class StorageState
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public List<string> Content { get; set; } = [];

    public bool Shared { get; set; }

    public bool Disabled { get; set; }

    /// <summary>Null = every node.</summary>
    public List<string>? Nodes { get; set; }

    public double SizeGiB { get; set; } = 250;

    public double UsedGiB { get; set; }

    /// <summary>The other options of the definition: path, pool, server ...</summary>
    public SortedDictionary<string, string> Options { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Files in ID/ folders with a format suffix (dir, nfs, cifs ...), not named block volumes.</summary>
    public bool IsFileBased => Type is "dir" or "nfs" or "cifs" or "cephfs" or "glusterfs" or "btrfs";

    public string Path => Options.GetValueOrDefault("path") ?? (Type is "dir" or "btrfs" ? (Id == "local" ? "/var/lib/vz" : $"/var/lib/{Id}") : $"/mnt/pve/{Id}");

    public bool IsOn(string node) => Nodes is null || Nodes.Contains(node);
}

/// <summary>A volume: a disk image, an ISO, a template, a backup ...</summary>
internal sealed class VolumeState
{
    public required string VolId { get; set; }

    /// <summary>Where it is; null on a shared storage.</summary>
    public string? Node { get; set; }

    public required string Content { get; set; }

    public required string Format { get; set; }

    public long Size { get; set; }

    public long Used { get; set; }

    public long CTime { get; set; }

    public int? VmId { get; set; }

    /// <summary>The base volume's ID this one is a linked clone of.</summary>
    public string? Parent { get; set; }

    public string? Notes { get; set; }

    public bool Protected { get; set; }

    /// <summary>A hash that stands for what is on it: copies have their source's, and whoever writes changes it.</summary>
    public string Data { get; set; } = VolumeData.Empty;

    /// <summary>What was on it when each snapshot of its guest was taken.</summary>
    public SortedDictionary<string, string> SnapshotData { get; set; } = new(StringComparer.Ordinal);

    /// <summary>How large it was then, in bytes: a rollback makes it so again.</summary>
    public SortedDictionary<string, long> SnapshotSize { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Of a backup: the config that was saved, and what was on each drive. Null where nobody knows.</summary>
    public BackupState? Archive { get; set; }

    public string Storage => VolId[..VolId.IndexOf(':', StringComparison.Ordinal)];
}
