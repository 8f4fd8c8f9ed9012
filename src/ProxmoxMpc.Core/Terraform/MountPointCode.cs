using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>The <c>volume</c> of a container's mount point: a volume id, a path of the node, or only a storage for a new volume.</summary>
internal static class MountPointCode
{
    public static HclValue? Volume(AttributeMap facts, string key)
    {
        var storage = facts.Get(AttributePath.Of(key, "storage"));
        var volume = facts.Get(AttributePath.Of(key, "volume"));
        return volume is null ? storage is null ? null : HclValue.Of(storage) : HclValue.Of(VolumeId.Join(storage, volume));
    }

    public static void Decode(CodeNode block, DecodedGuest decoded, string key)
    {
        switch (block.Get("volume"))
        {
            case HclValue.String { Value: var text } when text.Contains(':') && !text.StartsWith('/'):
                var (storage, volume) = VolumeId.Split(text);
                if (storage is not null) decoded.Set(AttributePath.Of(key, "storage"), storage);
                decoded.Set(AttributePath.Of(key, "volume"), volume);
                break;
            case HclValue.String { Value: var text } when text.StartsWith('/'):
                decoded.Set(AttributePath.Of(key, "volume"), text);
                break;
            case HclValue.String { Value: { Length: > 0 } text }:
                // A volume is made on it, and gets its name then.
                decoded.Set(AttributePath.Of(key, "storage"), text);
                decoded.Unknown(AttributePath.Of(key, "volume"));
                break;
            case HclValue.Opaque:
                decoded.Unknown(AttributePath.Of(key, "storage"), AttributePath.Of(key, "volume"));
                break;
            default:
                decoded.Problem(block, "volume", "a mount point needs a volume");
                break;
        }
    }
}
