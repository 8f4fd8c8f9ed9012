namespace ProxmoxMpc.Core.Model;

/// <summary>The two kinds of guest that Proxmox VE knows, named as its API names them.</summary>
public enum GuestKind
{
    /// <summary>A virtual machine (<c>/nodes/{node}/qemu</c>).</summary>
    Qemu,

    /// <summary>A container (<c>/nodes/{node}/lxc</c>).</summary>
    Lxc,
}

/// <summary>How a <see cref="GuestKind"/> is spelled on the wire and to people.</summary>
public static class GuestKindNames
{
    /// <summary><c>qemu</c> or <c>lxc</c>, as in the API's paths.</summary>
    public static string ApiName(this GuestKind kind) => kind == GuestKind.Qemu ? "qemu" : "lxc";

    /// <summary><c>VM</c> or <c>container</c>, for messages.</summary>
    public static string DisplayName(this GuestKind kind) => kind == GuestKind.Qemu ? "VM" : "container";

    /// <summary>The config key that holds the guest's name: <c>name</c> for a VM, <c>hostname</c> for a container.</summary>
    public static string NameKey(this GuestKind kind) => kind == GuestKind.Qemu ? "name" : "hostname";
}
