using System.Collections.Immutable;
using System.Globalization;

namespace ProxmoxMpc.Core.Model;

/// <summary>A network interface of a guest.</summary>
/// <param name="Key">The config key: <c>net0</c> …</param>
/// <param name="Bridge">The bridge it is plugged into; null where unplugged.</param>
/// <param name="MacAddress">Upper case, as Proxmox generates them.</param>
/// <param name="Model">The emulated card of a VM (<c>virtio</c>), the interface's name in a container (<c>eth0</c>).</param>
/// <param name="VlanTag">1 to 4094, or null.</param>
/// <param name="Address">A container's IPv4 setting: an address with prefix, <c>dhcp</c>, <c>manual</c>, or null.</param>
public sealed record NetworkInterface(string Key, string? Bridge, string? MacAddress, string? Model, int? VlanTag, string? Address)
{
    internal static ImmutableArray<NetworkInterface> AllOf(Guest guest)
    {
        var schema = Schema.GuestSchema.For(guest.Kind);
        var found = ImmutableArray.CreateBuilder<NetworkInterface>();
        foreach (var (name, raw) in guest.Config)
        {
            if (schema.FindKey(name) is not { Name: "net" } key) continue;
            var parts = PropertyString.Parse(raw, key);
            found.Add(new(name, parts.Attribute(key, "bridge"),
                parts.Attribute(key, guest.Kind == GuestKind.Qemu ? "macaddr" : "hwaddr"),
                parts.Attribute(key, guest.Kind == GuestKind.Qemu ? "model" : "name"),
                int.TryParse(parts.Attribute(key, "tag"), CultureInfo.InvariantCulture, out var tag) ? tag : null,
                parts.Attribute(key, "ip")));
        }
        return found.ToImmutable();
    }

    public override string ToString() => $"{Key}: {Model} on {Bridge ?? "no bridge"}";
}
