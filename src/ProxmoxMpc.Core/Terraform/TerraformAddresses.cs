using System.Collections.Immutable;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>What Terraform calls the resources that stand for guests.</summary>
public static class TerraformAddresses
{
    /// <summary>The guest's resource: <c>module.vms.proxmox_virtual_environment_vm.web_01</c>.</summary>
    public static string Of(DesiredGuest guest) => $"{ImportsFile.ModuleOf(guest.File)}{guest.Kind.ResourceType()}.{guest.ResourceName}";

    /// <summary>Its place in a pool, where a resource of its own in the guest's file says that; else null.</summary>
    public static string? MembershipOf(DesiredGuest guest, string fileText) =>
        PoolMemberships.Of(HclDocument.Parse(fileText)).Find(guest.Kind.ResourceType(), guest.ResourceName, guest.VmId) is { } block
            ? $"{ImportsFile.ModuleOf(guest.File)}{block.Labels[0]}.{block.Labels[1]}" : null;

    /// <summary>Which kind of guest a resource type stands for; null: none.</summary>
    public static GuestKind? KindOf(string resourceType) => ProviderNames.KindOf(resourceType);

    /// <summary>Whether a resource type is a guest's place in a pool.</summary>
    public static bool IsMembership(string resourceType) => resourceType == ProviderNames.PoolMembership;
}
