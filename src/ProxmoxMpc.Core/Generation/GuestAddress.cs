using System.Net;
using System.Net.Sockets;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Generation;

/// <summary>The address at which a guest can be reached, as far as its config tells.</summary>
internal static class GuestAddress
{
    /// <summary>
    /// The first static address, IPv4 before IPv6, without its prefix: of cloud-init's <c>ipconfigN</c> for a VM, of
    /// <c>netN</c> for a container. Null where the guest asks DHCP or says nothing.
    /// </summary>
    public static string? Of(Guest guest) =>
        Parts(guest, "ip").FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)?.ToString()
        ?? Parts(guest, "ip6").FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetworkV6)?.ToString();

    private static IEnumerable<IPAddress> Parts(Guest guest, string part)
    {
        var family = guest.Kind == GuestKind.Qemu ? "ipconfig" : "net";
        var keys = guest.Config.Keys.Select(key => (Key: key, Split: GuestSchema.SplitIndex(key)))
            .Where(item => item.Split?.Family == family).OrderBy(item => item.Split!.Value.Index);
        foreach (var (key, _) in keys)
        {
            if (GuestSchema.For(guest.Kind).FindKey(key) is not { } schema) continue;
            // "dhcp", "auto" and "manual" are no addresses; a number alone is one to IPAddress, but not to Proxmox.
            var text = PropertyString.Parse(guest.Config[key], schema)[part]?.Split('/')[0];
            if (text is not null && (text.Contains(':') || text.Count(c => c == '.') == 3) && IPAddress.TryParse(text, out var address)) yield return address;
        }
    }
}
