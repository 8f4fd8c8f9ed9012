using System.Collections.Immutable;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>A VM's drives: <c>disk</c> blocks, the <c>cdrom</c> block and the drive of the <c>initialization</c> block.</summary>
internal static class DriveCode
{
    private static readonly ImmutableArray<string> AllDrives = [.. GuestSchema.For(GuestKind.Qemu).Keys.Where(key => key.IsDrive()).SelectMany(key => key.Names())];

    /// <param name="encodeOptions">Writes the options that the schema knows.</param>
    public static void Encode(CodeNode root, AttributeMap facts, KeySchema family, Action<string, int> encodeOptions)
    {
        foreach (var key in family.Present(facts))
        {
            var storage = facts.Get(AttributePath.Of(key, "storage"));
            var volume = facts.Get(AttributePath.Of(key, "volume")) ?? "";
            switch (DriveFacts.KindOf(facts, key))
            {
                case DriveKind.CloudInit:
                    var initialization = root.Single("initialization");
                    if (storage is not null) initialization.Attributes["datastore_id"] = storage;
                    initialization.Attributes["interface"] = key;
                    break;
                case DriveKind.CdRom:
                    var cdrom = root.Single("cdrom");
                    cdrom.Attributes["interface"] = key;
                    cdrom.Attributes["file_id"] = VolumeId.Join(storage, volume);
                    break;
                case DriveKind.Disk when storage is null:
                    // A device of the node: the provider wants the storage empty and the path here.
                    var disk = root.Keyed("disk", "interface", key);
                    disk.Attributes["datastore_id"] = "";
                    disk.Attributes["path_in_datastore"] = volume;
                    encodeOptions(key, 0);
                    break;
                case DriveKind.Disk:
                    encodeOptions(key, 0);
                    break;
            }
        }
    }

    public static void Decode(CodeNode root, DecodedGuest decoded, Action<KeySchema, string> decodeOptions)
    {
        var schema = GuestSchema.For(GuestKind.Qemu);
        var disks = new HashSet<string>(StringComparer.Ordinal);
        foreach (var block in root.BlocksOf("disk"))
        {
            if (block.Text("interface") is not { } key || schema.FindKey(key) is not { } family || !family.IsDrive())
            {
                // Which disk it is, only Terraform knows: then nothing can be said of any.
                if (block.Get("interface") is HclValue.Opaque) decoded.Unknown(Drives());
                else decoded.Problem(block, "interface", "the interface of a disk is scsiN, virtioN, sataN or ideN");
                continue;
            }
            if (!disks.Add(key))
            {
                decoded.Problem(block, "interface", $"a second disk with the interface {key}");
                continue;
            }
            decodeOptions(family, key);
            if (block.Text("datastore_id") is "" && block.Text("path_in_datastore") is { Length: > 0 } path)
            {
                decoded.Remove(AttributePath.Of(key, "storage"));
                decoded.Set(AttributePath.Of(key, "volume"), path);
            }
            // Left out, it is 8 GiB for a new disk; of one that exists it says nothing.
            if (block.Get("size") is null) decoded.Unknown(AttributePath.Of(key, "size"));
        }
        DecodeCdRom(root, decoded);
        DecodeInitialization(root, decoded, disks);
        // A clone keeps the disks of its original that are not written.
        if (disks.Count == 0 || root.IsDynamic("disk") || root.BlocksOf("clone").Any())
        {
            decoded.Unknown(Drives().Where(key => !root.BlocksOf("clone").Any() || !disks.Contains(key)).Where(key => decoded.Get(AttributePath.Of(key, "media")) is null));
            // Where there never was one either, the first disk is the server's change.
            if (!root.IsDynamic("disk") && !root.BlocksOf("clone").Any()) decoded.LeftOut.UnionWith(GuestSchema.DriveFamilies);
        }
    }

    /// <summary>Every key that can be a drive.</summary>
    public static IEnumerable<string> Drives() => AllDrives;

    private static void DecodeCdRom(CodeNode root, DecodedGuest decoded)
    {
        if (root.IsDynamic("cdrom")) decoded.Unknown(DriveFacts.CdRomKey);
        if (root.BlocksOf("cdrom").FirstOrDefault() is not { } block) return;
        var key = block.Get("interface") is null ? DriveFacts.CdRomKey : block.Text("interface");
        // Of other drives the provider reads no CD-ROM, and so nobody can tell whether one is as it should be.
        if (key != DriveFacts.CdRomKey || block.Get("file_id") is HclValue.Opaque) decoded.Unknown(key ?? DriveFacts.CdRomKey);
        else if (block.Text("file_id") is { Length: > 0 } file)
        {
            var (storage, volume) = VolumeId.Split(file);
            if (storage is not null) decoded.Set(AttributePath.Of(key, "storage"), storage);
            decoded.Set(AttributePath.Of(key, "volume"), volume);
            decoded.Set(AttributePath.Of(key, "media"), "cdrom");
        }
    }

    private static void DecodeInitialization(CodeNode root, DecodedGuest decoded, HashSet<string> disks)
    {
        if (root.BlocksOf("initialization").FirstOrDefault() is not { } block)
        {
            if (root.IsDynamic("initialization")) decoded.Unknown(Drives().Where(key => !disks.Contains(key)));
            return;
        }
        var written = block.Text("interface");
        if (string.IsNullOrEmpty(written))
        {
            // Any drive will do for the provider; a new one becomes ide2.
            decoded.Unknown(Drives().Where(key => !disks.Contains(key)));
            written = "ide2";
        }
        switch (block.Get("datastore_id"))
        {
            case null: decoded.Set(AttributePath.Of(written, "storage"), "local-lvm"); break;
            case HclValue.String { Value: var storage }: decoded.Set(AttributePath.Of(written, "storage"), storage); break;
            default: decoded.Unknown(AttributePath.Of(written, "storage")); break;
        }
        // It counts when the drive is made. Proxmox does not say it of one that is there, and nothing would be gained by making it anew.
        var format = AttributePath.Of(written, "format");
        if (block.Text("file_format") is { Length: > 0 } chosen) decoded.Set(format, chosen);
        decoded.Unknown(format);
        decoded.Set(AttributePath.Of(written, "volume"), DriveFacts.CloudInit);
        decoded.Set(AttributePath.Of(written, "media"), "cdrom");
    }
}
