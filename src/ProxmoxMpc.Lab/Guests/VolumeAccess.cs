using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Who may use an existing volume, as PVE::Storage decides it.</summary>
internal static class VolumeAccess
{
    /// <exception cref="LabException">403 or 500.</exception>
    public static void Require(LabState state, Permissions permissions, Caller caller, int? vmid, string volid, string? type = null)
    {
        if (Drives.StorageOf(volid) is not { } storage)
        {
            if (!caller.IsRoot)
                throw LabException.Die(LabException.RootPaths);
            return;
        }
        new VolumeStore(state).Storage(storage);
        var (content, _, owner, _) = VolumeNames.Describe(volid);
        string name = volid[(storage.Length + 1)..];
        if (content.Length == 0)
            throw LabException.Die(state.Storages[storage].IsFileBased ? VolumeNames.Unparsable(name) : $"unable to parse {state.Storages[storage].Type} volume name '{name}'");
        if (type is not null && content != type && !(type == "rootdir" && content == "images"))
            throw LabException.Die($"unable to use volume {volid} - content type needs to be '{type}'");
        string path = $"/storage/{storage}";
        if (permissions.Has(caller, path, "Datastore.Allocate"))
            return;
        switch (content)
        {
            case "iso" or "vztmpl" or "import":
                permissions.RequireAny(caller, path, "Datastore.AllocateSpace", "Datastore.Audit");
                break;
            case "images" when owner is not null && owner == vmid:
                break;
            case "backup" when owner is not null:
                permissions.Require(caller, path, "Datastore.AllocateSpace");
                permissions.Require(caller, $"/vms/{owner}", "VM.Backup");
                break;
            case "images" when owner is not null:
                permissions.Require(caller, path, "Datastore.Audit");
                permissions.Require(caller, $"/vms/{owner}", "VM.Config.Disk");
                break;
            default:
                throw LabException.Die($"missing privileges to access {volid}");
        }
    }
}
