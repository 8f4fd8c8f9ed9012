using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Names of storages: <c>storage: x</c>, <c>datastore_id = "x"</c>, <c>x:vm-100-disk-0</c>, <c>/mnt/pve/x</c>, the sections of storage.cfg.</summary>
internal sealed class StorageDetector : Detector
{
    private static readonly string[] Types = ["dir", "nfs", "cifs", "lvm", "lvmthin", "zfspool", "zfs", "pbs", "rbd", "cephfs", "iscsi", "iscsidirect", "btrfs", "glusterfs", "esxi", "datastore"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Strict("storage", PrivacyKind.Storage, "Names of storages and datastores");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. new[] { "storage", "datastore", "vmstatestorage", "targetstorage", "target-storage", "cloudinit_cdrom_storage" }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)),
        .. new[] { ":vm-", ":base-", ":subvol-", ":iso/", ":backup/", ":vztmpl/", ":snippets/", ":import/", ":cloudinit" }.Select(volume => new Anchor(volume)),
        .. Types.Select(type => new Anchor(type + ": ", WordStart: true)), new("/mnt/pve/"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ':')
        {
            // The volume's id: what stands before the colon.
            var start = at;
            while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'_' or (byte)'.')) start--;
            if (start < at && Bytes.At(text, start - 1) is not ((byte)':' or (byte)'/')) SettingText.Take(text, start, at - start, PrivacyKind.Storage, found);
            return;
        }
        if (text[at] == '/' || text[at + length - 1] == ' ')
        {
            if (text[at] != '/' && Bytes.LineStart(text, at) != at) return;
            var count = NamedValue.NameLength(text, at + length);
            var end = at + length + count;
            // A section's settings follow, indented.
            if (text[at] == '/' || (Bytes.At(text, end) == '\r' ? Bytes.At(text, end + 2) : Bytes.At(text, end + 1)) is (byte)'\t' or (byte)' ') SettingText.Take(text, at + length, count, PrivacyKind.Storage, found);
            return;
        }
        // storage 'x' is not online
        var i = at + length;
        if (Bytes.At(text, i) == ' ' && Bytes.At(text, i + 1) is (byte)'\'' or (byte)'"' && NamedValue.NameLength(text, i + 2) is > 1 and var quoted && Bytes.At(text, i + 2 + quoted) == text[i + 1])
        {
            SettingText.Take(text, i + 2, quoted, PrivacyKind.Storage, found);
            return;
        }
        if (SettingText.ValueOf(text, at, length, takesLine: false) is { } value) SettingText.Take(text, value.Start, NamedValue.NameLength(text, value.Start) is var name && name < value.Length ? name : value.Length, PrivacyKind.Storage, found);
    }
}
