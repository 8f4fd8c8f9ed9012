using System.Globalization;
using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Storage;

/// <summary>Allocates, finds, renames and frees volumes by the rules of each kind of storage.</summary>
internal sealed partial class VolumeStore(LabState state)
{
    /// <exception cref="LabException">500: no such storage.</exception>
    public StorageState Storage(string id) => state.Storages.TryGetValue(id, out var storage) ? storage : throw LabException.Die($"storage '{id}' does not exist");

    /// <exception cref="LabException">500: no such storage, disabled, or not on that node.</exception>
    public StorageState Enabled(string id, string node)
    {
        var storage = Storage(id);
        if (storage.Disabled)
            throw LabException.Die($"storage '{id}' is disabled");
        return storage.IsOn(node) ? storage : throw LabException.Die($"storage '{id}' is not available on node '{node}'");
    }

    public VolumeState? Find(string volid, string node)
    {
        int colon = volid.IndexOf(':', StringComparison.Ordinal);
        bool shared = colon > 0 && state.Storages.TryGetValue(volid[..colon], out var storage) && storage.Shared;
        return state.Volumes.GetValueOrDefault((volid, shared ? "" : node)) ?? state.Volumes.GetValueOrDefault((volid, ""));
    }

    /// <exception cref="LabException">500: the volume does not exist.</exception>
    public VolumeState Require(string volid, string node)
    {
        RequireParsable(Enabled(volid[..Math.Max(0, volid.IndexOf(':', StringComparison.Ordinal))], node), volid);
        return Find(volid, node) ?? throw LabException.Die($"volume '{volid}' does not exist");
    }

    /// <exception cref="LabException">500: no volume of that storage is called so.</exception>
    public static void RequireParsable(StorageState storage, string volid)
    {
        string name = volid[(volid.IndexOf(':', StringComparison.Ordinal) + 1)..], content = VolumeNames.Describe(volid).Content;
        if (content.Length > 0 && !(storage.IsFileBased && content == "images" && !name.Contains('/')))
            return;
        throw LabException.Die(storage.Type switch
        {
            "lvm" or "lvmthin" => $"unable to parse lvm volume name '{name}'",
            "zfspool" => $"unable to parse zfs volume name '{name}'",
            "rbd" => $"unable to parse rbd volume name '{name}'",
            _ => VolumeNames.Unparsable(name),
        });
    }

    /// <summary>A new image with the next free number on that storage.</summary>
    /// <exception cref="LabException">500 for a storage or format that cannot take it.</exception>
    public VolumeState Allocate(string storageId, string node, int vmid, string guestKind, string? format, string? suffix, long size, DateTimeOffset now)
    {
        var storage = Enabled(storageId, node);
        var formats = StorageTypes.Formats(storage.Type, guestKind);
        string chosen = format ?? (guestKind == "lxc" || storage.Options.GetValueOrDefault("format") is not { } preferred ? formats[0] : preferred);
        if (!formats.Contains(chosen))
            throw LabException.Die($"unsupported format '{chosen}'");
        string prefix = chosen == "subvol" ? "subvol" : "vm";
        string name = suffix is null ? $"{prefix}-{vmid}-disk-{NextNumber(storageId, node, vmid)}" : $"{prefix}-{vmid}-{suffix}";
        if (storage.IsFileBased)
            name = $"{vmid}/{name}.{chosen}";
        string volid = $"{storageId}:{name}";
        if (Find(volid, node) is not null)
            throw LabException.Die($"disk image '{PathOf(storage, name)}' already exists");
        return Add(new VolumeState { VolId = volid, Node = storage.Shared ? null : node, Content = "images", Format = chosen, Size = size, Used = 0, CTime = now.ToUnixTimeSeconds(), VmId = vmid });
    }

    /// <summary>A linked clone of a base volume.</summary>
    public VolumeState Link(VolumeState source, string node, int vmid, DateTimeOffset now)
    {
        var storage = Storage(source.Storage);
        string file = source.VolId[(source.VolId.IndexOf(':', StringComparison.Ordinal) + 1)..];
        string prefix = source.Format == "subvol" ? "subvol" : "vm";
        // A file that stands on a raw base is a qcow2 all the same.
        string format = storage.IsFileBased && source.Format is "raw" or "vmdk" && storage.IsFileBased ? "qcow2" : source.Format;
        string name = $"{prefix}-{vmid}-disk-{NextNumber(source.Storage, node, vmid)}";
        string volid = storage.IsFileBased ? $"{source.Storage}:{file}/{vmid}/{name}.{format}"
            : storage.Type is "zfspool" or "rbd" ? $"{source.Storage}:{file}/{name}" : $"{source.Storage}:{name}";
        return Add(new VolumeState { VolId = volid, Node = source.Node, Content = "images", Format = format, Size = source.Size, CTime = now.ToUnixTimeSeconds(), VmId = vmid, Parent = source.VolId, Data = source.Data });
    }

    /// <summary>Renames vm- to base-, as a template's volumes are.</summary>
    public VolumeState MakeBase(VolumeState volume)
    {
        string volid = BasePrefix().Replace(volume.VolId, m => m.Groups[1].Value + (m.Groups[2].Value == "vm" ? "base" : "basevol") + "-", 1);
        // A linked clone that becomes a template stands on its own name behind its base.
        Remove(volume);
        volume.VolId = volid;
        return Add(volume);
    }

    /// <exception cref="LabException">500: linked clones still stand on it.</exception>
    public void Free(VolumeState volume)
    {
        if (IsBaseInUse(volume))
            throw LabException.Die($"base volume '{volume.VolId[(volume.VolId.IndexOf(':', StringComparison.Ordinal) + 1)..]}' is still in use by linked clones");
        Remove(volume);
    }

    public bool IsBaseInUse(VolumeState volume) => state.Volumes.Values.Any(v => v.Parent == volume.VolId && (v.Node is null || v.Node == volume.Node));

    public VolumeState Add(VolumeState volume) => state.Volumes[(volume.VolId, volume.Node ?? "")] = volume;

    public void Remove(VolumeState volume) => state.Volumes.Remove((volume.VolId, volume.Node ?? ""));

    public IEnumerable<VolumeState> On(StorageState storage, string node) =>
        state.Volumes.Values.Where(v => v.Storage == storage.Id && (v.Node is null || v.Node == node));

    public static string PathOf(StorageState storage, string name) => storage.Type switch
    {
        "lvm" or "lvmthin" => $"/dev/{storage.Options.GetValueOrDefault("vgname", "pve")}/{name}",
        "zfspool" => $"/dev/zvol/{storage.Options.GetValueOrDefault("pool", storage.Id)}/{name}",
        "rbd" => $"rbd:{storage.Options.GetValueOrDefault("pool", "rbd")}/{name}",
        _ => $"{storage.Path}/{(name.StartsWith("iso/", StringComparison.Ordinal) ? "template/" + name : name.StartsWith("vztmpl/", StringComparison.Ordinal) ? "template/cache/" + name[7..] : name.StartsWith("backup/", StringComparison.Ordinal) ? "dump/" + name[7..] : name.Contains('/') && !char.IsAsciiDigit(name[0]) ? name : "images/" + name)}",
    };

    /// <summary>The line a storage prints when it makes an image.</summary>
    public IEnumerable<string> AllocationLog(VolumeState volume)
    {
        var storage = Storage(volume.Storage);
        string name = volume.VolId[(volume.VolId.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (storage.IsFileBased)
        {
            yield return volume.Format == "qcow2"
                ? string.Create(CultureInfo.InvariantCulture, $"Formatting '{PathOf(storage, name)}', fmt=qcow2 cluster_size=65536 extended_l2=off preallocation=metadata compression_type=zlib size={volume.Size} lazy_refcounts=off refcount_bits=16")
                : string.Create(CultureInfo.InvariantCulture, $"Formatting '{PathOf(storage, name)}', fmt={volume.Format} size={volume.Size} preallocation=off");
        }
        else if (storage.Type is "lvm" or "lvmthin")
        {
            yield return $"  Logical volume \"{name}\" created.";
        }
    }

    private int NextNumber(string storageId, string node, int vmid)
    {
        var taken = new HashSet<int>();
        foreach (var volume in state.Volumes.Values)
        {
            if (volume.VmId == vmid && volume.Storage == storageId && (volume.Node is null || volume.Node == node) && DiskNumber().Match(volume.VolId) is { Success: true } match)
                taken.Add(TextRules.Int(match.Groups[1].Value));
        }
        int number = 0;
        while (taken.Contains(number))
            number++;
        return number;
    }

    [GeneratedRegex(@"-disk-(\d+)(?:\.\w+)?\z")]
    private static partial Regex DiskNumber();

    [GeneratedRegex(@"(:|/)(vm|subvol)-(?=[^/]*\z)")]
    private static partial Regex BasePrefix();
}
