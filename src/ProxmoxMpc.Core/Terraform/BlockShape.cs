using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>How the blocks of one type belong to config keys.</summary>
internal enum BlockRule
{
    /// <summary>There is at most one.</summary>
    Single,

    /// <summary>The n-th block is the n-th key of the family, which may have no holes: the provider numbers them by place.</summary>
    Positional,

    /// <summary>As <see cref="Positional"/>; the provider reads the keys in order whatever their numbers, so that holes close.</summary>
    Closing,

    /// <summary>As <see cref="Positional"/>; an empty block holds the place of a key that is not there.</summary>
    Gapped,

    /// <summary>An attribute names the config key.</summary>
    Keyed,
}

/// <summary>The blocks of the two guest resources that can stand more than once.</summary>
internal static class BlockShape
{
    /// <summary>The rule of a block type (nested ones by their path: <c>initialization.ip_config</c>), and the attribute that names the key.</summary>
    public static (BlockRule Rule, string? KeyAttribute) Of(GuestKind kind, string path) => (kind, path) switch
    {
        (GuestKind.Qemu, "disk") => (BlockRule.Keyed, "interface"),
        (GuestKind.Qemu, "numa" or "hostpci") => (BlockRule.Keyed, "device"),
        (GuestKind.Qemu, "network_device") => (BlockRule.Positional, null),
        (GuestKind.Qemu, "serial_device" or "usb" or "virtiofs") => (BlockRule.Closing, null),
        (GuestKind.Lxc, "network_interface" or "mount_point" or "device_passthrough") => (BlockRule.Closing, null),
        (_, "initialization.ip_config") => (BlockRule.Gapped, null),
        _ => (BlockRule.Single, null),
    };
}
