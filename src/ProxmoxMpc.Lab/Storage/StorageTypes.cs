namespace ProxmoxMpc.Lab.Storage;

/// <summary>What the kinds of storage can do.</summary>
internal static class StorageTypes
{
    /// <summary>What a definition of the kind must say beside its path, with what it says when nobody wrote it down.</summary>
    public static (string Key, string Value)[] Needed(string type, string id) => type switch
    {
        "zfspool" => [("pool", id)],
        "lvm" => [("vgname", id)],
        "lvmthin" => [("vgname", "pve"), ("thinpool", id)],
        "nfs" => [("server", "192.0.2.20"), ("export", "/export/" + id)],
        "cifs" => [("server", "192.0.2.20"), ("share", id)],
        "pbs" => [("server", "192.0.2.21"), ("datastore", id)],
        "iscsi" => [("portal", "192.0.2.22"), ("target", "iqn.2003-01.org.example:" + id)],
        _ => [],
    };

    public static bool IsAlwaysShared(string type) => type is "nfs" or "cifs" or "cephfs" or "rbd" or "iscsi" or "iscsidirect" or "pbs" or "glusterfs";

    /// <summary>File formats the storage can hold; the first is its default.</summary>
    public static string[] Formats(string type, string guestKind) => type switch
    {
        "dir" or "nfs" or "cifs" or "cephfs" or "glusterfs" => ["raw", "qcow2", "vmdk", "subvol"],
        "btrfs" => ["raw", "subvol"],
        "zfspool" => guestKind == "lxc" ? ["subvol", "raw"] : ["raw"],
        _ => ["raw"],
    };

    /// <summary>Snapshots of that volume format.</summary>
    public static bool CanSnapshot(string type, string format) => type switch
    {
        "dir" or "nfs" or "cifs" or "glusterfs" or "cephfs" => format == "qcow2",
        "lvmthin" or "zfspool" or "rbd" or "btrfs" => true,
        _ => false,
    };

    /// <summary>Linked clones of a base volume of that format.</summary>
    public static bool CanLink(string type, string format) => type switch
    {
        "dir" or "nfs" or "cifs" or "glusterfs" or "cephfs" => format is "qcow2" or "raw" or "vmdk",
        "lvmthin" or "zfspool" or "rbd" or "btrfs" => true,
        _ => false,
    };
}
