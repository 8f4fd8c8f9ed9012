namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>Every config key of a VM.</summary>
internal static class QemuKeys
{
    public static IEnumerable<KeySchema> All =>
        [.. QemuGeneralKeys.All, .. QemuProcessorKeys.All, .. QemuDeviceKeys.All, .. QemuDiskKeys.All, .. QemuCloudInitKeys.All];
}

/// <summary>Every config key of a container.</summary>
internal static class LxcKeys
{
    public static IEnumerable<KeySchema> All => [.. LxcGeneralKeys.All, .. LxcDeviceKeys.All];
}
