using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Names of the provider bpg/proxmox and places in the workspace.</summary>
internal static class ProviderNames
{
    public const string Prefix = "proxmox_virtual_environment_";
    public const string Vm = "proxmox_virtual_environment_vm";
    public const string Container = "proxmox_virtual_environment_container";
    public const string Pool = "proxmox_virtual_environment_pool";
    public const string PoolMembership = "proxmox_pool_membership";
    public const string Root = "terraform";

    /// <summary>The container template that a new container is unpacked from; not a config key, for Proxmox forgets it.</summary>
    public const string TemplatePath = Model.Schema.AttributePath.OsTemplate;

    public static string ResourceType(this GuestKind kind) => kind == GuestKind.Qemu ? Vm : Container;

    /// <summary>The folder under <see cref="Root"/>, which is also the module's name.</summary>
    public static string Folder(this GuestKind kind) => kind == GuestKind.Qemu ? "vms" : "containers";

    public static GuestKind? KindOf(string resourceType) => resourceType switch
    {
        Vm => GuestKind.Qemu,
        Container => GuestKind.Lxc,
        _ => null,
    };
}
