using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>Storages out of code: the inverse of <see cref="StorageUnits"/>.</summary>
internal static class StorageDecoding
{
    private static readonly string[] Keeps = ["keep_all", "keep_daily", "keep_hourly", "keep_last", "keep_monthly", "keep_weekly", "keep_yearly"];

    public static DecodedObjects Of(ResourceDecoding code, DeclaredObject declared)
    {
        code.Said("id").Bag("content", "content").Bag("nodes", "nodes").Flag("disable", "disable");
        switch (declared.Type["proxmox_storage_".Length..])
        {
            case "directory":
                Folder(code.Set("type", "dir")).Text("path", "path").Text("preallocation", "preallocation").Flag("shared", "shared", unset: true);
                break;
            case "nfs":
                Folder(code.Set("type", "nfs")).Text("server", "server").Text("export", "export").Text("options", "options").Text("preallocation", "preallocation").Flag("snapshot_as_volume_chain", "snapshot-as-volume-chain");
                break;
            case "cifs":
                Folder(code.Set("type", "cifs")).Text("server", "server").Text("share", "share").Text("username", "username").Text("domain", "domain").Text("subdirectory", "subdir").Text("options", "options")
                    .Text("preallocation", "preallocation").Flag("snapshot_as_volume_chain", "snapshot-as-volume-chain");
                break;
            case "pbs":
                code.Set("type", "pbs").Text("server", "server").Text("datastore", "datastore").Text("username", "username").Text("namespace", "namespace").Text("fingerprint", "fingerprint");
                Backups(code);
                break;
            case "lvm":
                code.Set("type", "lvm").Text("volume_group", "vgname").Flag("shared", "shared", unset: false).Flag("wipe_removed_volumes", "saferemove", unset: false);
                break;
            case "lvmthin":
                code.Set("type", "lvmthin").Text("volume_group", "vgname").Text("thin_pool", "thinpool");
                break;
            case "zfspool":
                code.Set("type", "zfspool").Text("zfs_pool", "pool").Flag("thin_provision", "sparse").Text("blocksize", "blocksize");
                break;
            case var other:
                return DecodedObjects.Unknown($"Storages of type {other} are left to Terraform.");
        }
        return code.One(declared.Key);
    }

    private static ResourceDecoding Folder(ResourceDecoding code)
    {
        Backups(code);
        return code.Flag("create_base_path", "create-base-path", unset: true).Flag("create_subdirs", "create-subdirs", unset: true);
    }

    // The provider does not read it back, so a sync does not write it; who writes it means it.
    private static void Backups(ResourceDecoding code)
    {
        if (code.Blocks("backups") is not [var block, ..]) return;
        code.Only(block, "backups", [.. Keeps, "max_protected_backups"]);
        var keep = new List<string>();
        foreach (var attribute in Keeps)
            if (code.In(block, "backups", attribute) is { } value)
            {
                if (value is HclValue.Bool { Value: var all }) keep.Add($"{attribute.Replace('_', '-')}={(all ? "1" : "0")}");
                else if (ResourceDecoding.Number(value) is { } number) keep.Add($"{attribute.Replace('_', '-')}={number}");
                else code.Fail($"backups.{attribute}: a whole number is needed here.");
            }
        code.Set("prune-backups", keep.Count == 0 ? null : string.Join(',', keep));
        if (code.In(block, "backups", "max_protected_backups") is { } most) code.Set("max-protected-backups", ResourceDecoding.Number(most));
    }
}
