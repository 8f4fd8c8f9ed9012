namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>Storages as the cluster defines them. To take a definition away leaves the data.</summary>
internal static class StorageRequests
{
    // Where its data lies never changes: another place would be another storage under the same volumes.
    private static readonly string[] Fixed = ["type", "path", "server", "export", "share", "datastore", "vgname", "thinpool", "pool", "snapshot-as-volume-chain"];

    private static readonly SettingForms Forms = new SettingForms().Flags("0", "disable", "saferemove", "sparse", "shared", "snapshot-as-volume-chain").Flags("1", "create-base-path", "create-subdirs").Sets("content", "nodes")
        .Parts("", "prune-backups");

    public static ObjectWork Of(ObjectEdit edit)
    {
        var path = Request.Path("/storage", edit.Name);
        var type = (edit.IsGone ? edit.Old : edit.New).Get("type");
        if (edit.IsGone && edit.Name == "local") return ObjectWork.Refused("Proxmox always has a storage local: it would come back with its defaults. Keep it in the code, and disable it there (disable = true) where it is not wanted.");
        if (edit.IsGone)
            return type is "cifs" or "pbs" ? ObjectWork.Refused("With the storage its password, and a key for encryption, are lost for good. Delete it with pvesm remove, or with Terraform; or disable it here (disable = true).") : Request.Live(Request.Delete(path));
        if (edit.IsNew && type is "cifs" or "pbs" && edit.IsNew)
            return ObjectWork.Refused($"A {type} storage needs a password, which must not stand in a plan. Make it with pvesm add, or with Terraform; a sync brings it into the code.");
        var change = edit.Change(Forms);
        if (edit.IsNew) return Request.Live(Request.Post("/storage", [new("storage", edit.Name), .. change.Set]));
        if (change.IsEmpty) return ObjectWork.None;
        if (Fixed.FirstOrDefault(key => change.Set.ContainsKey(key) || change.Unset.Contains(key)) is { } constant)
            return ObjectWork.Refused($"Proxmox never changes the {constant} of a storage. Give the new one another name, move the volumes there, and take this one out then.");
        // Without a list Proxmox would take its own idea of what belongs there; the empty one is spelled so.
        if (change.Unset.Remove("content")) change.Set["content"] = "none";
        return Request.Live(Request.Put(path, change.Deleted()));
    }
}
