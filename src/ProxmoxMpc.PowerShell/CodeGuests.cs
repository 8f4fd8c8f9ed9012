using System.Globalization;
using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Finds guests in the code.</summary>
internal static class CodeGuests
{
    /// <summary>The guests that a name (wildcards allowed) or vmid means.</summary>
    /// <exception cref="PmpcException">One that was named exactly is not there, or several are.</exception>
    public static IReadOnlyList<DesiredGuest> Find(Workspace workspace, GuestKind kind, string? name, int? vmid)
    {
        var guests = GuestCode.Guests(workspace).Where(guest => guest.Kind == kind);
        var pattern = new WildcardPattern(name ?? "*", WildcardOptions.IgnoreCase);
        DesiredGuest[] found = vmid is { } id
            ? [.. guests.Where(guest => guest.VmId == id)]
            : [.. guests.Where(guest => pattern.IsMatch(guest.Name) || string.Equals(guest.Name, name, StringComparison.OrdinalIgnoreCase))];
        if (found.Length == 0 && (vmid is not null || !WildcardPattern.ContainsWildcardCharacters(name)))
            throw new PmpcException("PmpcGuestNotInCode", PmpcErrorKind.NotFound, $"The code has no {kind.DisplayName()} '{vmid?.ToString(CultureInfo.InvariantCulture) ?? name}'.",
                "Sync brings the server's guests into the code.", (object?)vmid ?? name);
        if (found.Length > 1 && vmid is null && !WildcardPattern.ContainsWildcardCharacters(name))
            throw new PmpcException("PmpcGuestNameAmbiguous", PmpcErrorKind.InvalidArgument,
                $"The code has {found.Length} guests called '{name}': {string.Join(", ", found.Select(guest => guest.VmId))}.", "Name the one that you mean with -VmId.", name);
        return found;
    }
}
