using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>Storages as code. What is kept of backups is not read on import, so to write it would plan a change.</summary>
internal static class StorageUnits
{
    private static readonly string[] Common = ["type", "content", "nodes", "shared", "disable"];

    /// <summary>What the provider cannot do without, by type: one storage that lacks it would stop the plan of everything.</summary>
    private static readonly Dictionary<string, string[]> Required = new(StringComparer.Ordinal)
    {
        ["dir"] = ["path"], ["nfs"] = ["server", "export"], ["cifs"] = ["server", "share"], ["pbs"] = ["server", "datastore"],
        ["lvm"] = ["vgname"], ["lvmthin"] = ["vgname", "thinpool"], ["zfspool"] = ["pool"],
    };

    public static void Add(ObjectUnitMaker maker, IEnumerable<ClusterObject> objects)
    {
        foreach (var storage in objects.OfType<StorageDefinition>())
        {
            if (Required.GetValueOrDefault(storage.Type)?.FirstOrDefault(key => Text(storage, key) is null) is { } missing)
            {
                maker.Refuse(storage, $"the server does not tell its {missing}, without which the provider takes no {storage.Type}");
                continue;
            }
            switch (storage.Type)
            {
                case "dir":
                    Directory(Make(maker, storage, "directory"), storage).With("path", Text(storage, "path")).With("preallocation", Text(storage, "preallocation"))
                        .With("shared", storage.Shared ? null : false)
                        .Leave(storage.Settings, [.. Common, "path", "preallocation", "create-base-path", "create-subdirs"]);
                    break;
                case "nfs":
                    Directory(Make(maker, storage, "nfs"), storage).With("server", Text(storage, "server")).With("export", Text(storage, "export")).With("options", Text(storage, "options"))
                        .With("preallocation", Text(storage, "preallocation")).With("snapshot_as_volume_chain", UnitValue.Flag(storage.Settings.Get("snapshot-as-volume-chain")))
                        // Where it is mounted follows from its name.
                        .Leave(storage.Settings, [.. Common, "server", "export", "options", "preallocation", "snapshot-as-volume-chain", "create-base-path", "create-subdirs", "path"]);
                    break;
                case "cifs" when Text(storage, "username") is not null || !maker.Refuses(storage, "the provider has no cifs without a user"):
                    Directory(Make(maker, storage, "cifs"), storage).With("server", Text(storage, "server")).With("share", Text(storage, "share")).With("username", Text(storage, "username")).With("password", "")
                        .With("domain", Text(storage, "domain")).With("subdirectory", Text(storage, "subdir")).With("options", Text(storage, "options"))
                        .With("preallocation", Text(storage, "preallocation")).With("snapshot_as_volume_chain", UnitValue.Flag(storage.Settings.Get("snapshot-as-volume-chain")))
                        .Ignore("password", Password)
                        .Leave(storage.Settings, [.. Common, "server", "share", "username", "domain", "subdir", "options", "preallocation", "snapshot-as-volume-chain", "create-base-path", "create-subdirs", "path"]);
                    break;
                case "pbs" when WhyNoBackupServer(storage) is not { } reason || !maker.Refuses(storage, reason):
                    Make(maker, storage, "pbs").With("server", Text(storage, "server")).With("datastore", Text(storage, "datastore")).With("username", Text(storage, "username")).With("password", "")
                        .With("namespace", Text(storage, "namespace")).With("fingerprint", Text(storage, "fingerprint"))
                        .Ignore("password", Password)
                        .Leave(storage.Settings, [.. Common, "server", "datastore", "username", "namespace", "fingerprint"]);
                    break;
                // It reads nothing there and plans its default, whatever the code says or leaves alone (measured).
                case "lvm" when storage.Settings.Get("saferemove") is not null || !maker.Refuses(storage, "the provider would write down saferemove=0, which Proxmox has not; set it there to manage the storage here"):
                    Make(maker, storage, "lvm").With("volume_group", Text(storage, "vgname")).With("shared", storage.Shared ? true : null)
                        .With("wipe_removed_volumes", SettingText.Flag(storage.Settings.Get("saferemove")) == true ? true : null)
                        .Leave(storage.Settings, [.. Common, "vgname", "saferemove"]);
                    break;
                case "lvmthin":
                    Make(maker, storage, "lvmthin").With("volume_group", Text(storage, "vgname")).With("thin_pool", Text(storage, "thinpool")).Leave(storage.Settings, [.. Common, "vgname", "thinpool"]);
                    break;
                case "zfspool":
                    Make(maker, storage, "zfspool").With("zfs_pool", Text(storage, "pool")).With("thin_provision", UnitValue.Flag(storage.Settings.Get("sparse"))).With("blocksize", Text(storage, "blocksize"))
                        .Leave(storage.Settings, [.. Common, "pool", "sparse", "blocksize"]);
                    break;
                // What a person did not write nevertheless was refused above.
                case "lvm" or "cifs" or "pbs":
                    break;
                default:
                    maker.Refuse(storage, $"the provider has no storages of type {storage.Type}");
                    break;
            }
        }
    }

    private const string Password = "Proxmox does not tell it; give it here before you make the storage anew";

    private static string? WhyNoBackupServer(StorageDefinition storage) => Text(storage, "encryption-key") is not null ? "the provider cannot read a Proxmox Backup Server with an encryption key"
        : Text(storage, "username") is null ? "the provider has no pbs without a user" : null;

    private static ObjectUnit Make(ObjectUnitMaker maker, StorageDefinition storage, string kind) =>
        maker.Add(new(storage.Key, "proxmox_storage_" + kind, storage.Name, storage.Name) { IsProtected = true })
            .With("id", storage.Name).With("content", UnitValue.Set(storage.Content)).With("nodes", UnitValue.Set(storage.Nodes)).With("disable", storage.Disabled ? true : null);

    private static ObjectUnit Directory(ObjectUnit unit, StorageDefinition storage) => unit
        .With("create_base_path", SettingText.Flag(storage.Settings.Get("create-base-path")) == false ? false : null)
        .With("create_subdirs", SettingText.Flag(storage.Settings.Get("create-subdirs")) == false ? false : null);

    private static HclValue? Text(StorageDefinition storage, string key) => UnitValue.Text(storage.Settings.Get(key));
}
