using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>One volume in the place of another: a smaller one, or one that was detached and is to come back. The one that goes stays with its guest as <c>unusedN</c>.</summary>
internal static class VolumeExchange
{
    /// <summary>Whether the guest's config has the volume as a detached one.</summary>
    public static bool IsDetached(GuestConfig config, string volume) =>
        config.Any(entry => GuestSchema.SplitIndex(entry.Key)?.Family == "unused" && entry.Value.Split(',')[0] == volume);

    /// <summary>Whether another volume can be put in the place of this one: firmware and TPM have one size, a container's root is the container.</summary>
    public static bool IsPossible(Guest server, string name) => !server.IsTemplate && !server.Protection && name is not ("efidisk0" or "tpmstate0" or "rootfs");

    /// <summary>The attributes with the key's volume named.</summary>
    public static AttributeMap Naming(AttributeMap target, string key, string volume)
    {
        var id = VolumeId.Split(volume);
        return target.With(AttributePath.Of(key, "storage"), id.Storage).With(AttributePath.Of(key, "volume"), id.Volume);
    }
}
