using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>No two guests share what only one can have.</summary>
internal static class UniquenessChecks
{
    public static IEnumerable<CheckResult> Of(ImmutableArray<DesiredGuest> guests) =>
    [
        .. Unique("VmIdUnique", guests.Select(guest => (guest, guest.VmId.ToString(CultureInfo.InvariantCulture))), "vmid"),
        .. Unique("NameUnique", guests.Select(guest => (guest, guest.Name.ToLowerInvariant())), "name"),
        .. Unique("MacAddressUnique", guests.SelectMany(guest => Values(guest, "net", ["macaddr", "hwaddr"]).Select(mac => (guest, mac))), "MAC address"),
        .. Unique("AddressUnique", guests.SelectMany(guest => Values(guest, "net", ["ip", "ip6"]).Concat(Values(guest, "ipconfig", ["ip", "ip6"])).Where(IsAddress).Select(address => (guest, address.Split('/')[0]))), "address"),
    ];

    private static IEnumerable<CheckResult> Unique(string check, IEnumerable<(DesiredGuest Guest, string Value)> values, string what)
    {
        var clashes = values.GroupBy(pair => pair.Value, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).ToArray();
        if (clashes.Length == 0) return [new(check, "all guests", CheckOutcome.Passed, "")];
        return clashes.Select(clash => new CheckResult(check, string.Join(", ", clash.Select(pair => $"{pair.Guest.Name} ({pair.Guest.VmId})")), CheckOutcome.Failed, $"They share the {what} {clash.Key}."));
    }

    private static IEnumerable<string> Values(DesiredGuest guest, string family, string[] parts) =>
        guest.Attributes.Where(pair => AttributePath.Split(pair.Key) is var (key, part) && part is not null && parts.Contains(part) && GuestSchema.SplitIndex(key)?.Family == family).Select(pair => pair.Value);

    private static bool IsAddress(string value) => System.Net.IPAddress.TryParse(value.Split('/')[0], out _);
}
