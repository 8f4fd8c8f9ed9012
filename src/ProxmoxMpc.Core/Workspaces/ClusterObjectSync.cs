using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Api.Objects;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Which guests' own firewalls a sync reads. Each costs four requests or more.</summary>
public enum GuestFirewalls
{
    /// <summary>Those of guests with an interface that the firewall filters, as long as they are few.</summary>
    Auto,

    /// <summary>Those of all guests with such an interface, however many.</summary>
    Always,
    Never,
}

/// <summary>The part of a sync that reads what the cluster has beside nodes and guests.</summary>
internal static class ClusterObjectSync
{
    /// <summary>Up to how many guests <see cref="GuestFirewalls.Auto"/> reads the firewalls of.</summary>
    public const int FewGuests = 100;

    /// <summary>Reads the objects of a cluster whose inventory was read, and of which objects were known; what could not be read joins the inventory's gaps.</summary>
    public static async Task<(Inventory Inventory, ObjectReading Objects)> ReadAsync(Session session, Inventory inventory, ImmutableArray<ClusterObject> known, SharedReads shared, CancellationToken ct)
    {
        var filtered = inventory.Guests.Where(IsFiltered).ToImmutableArray();
        var wanted = session.Workspace.Config.GuestFirewalls;
        var tooMany = wanted == GuestFirewalls.Auto && filtered.Length > FewGuests;
        var reading = await new ObjectReader(session.Client, shared).ReadAsync(new()
        {
            Nodes = [.. inventory.Nodes.Select(node => (node.Name, node.IsOnline))],
            Known = known,
            Guests = wanted == GuestFirewalls.Never || tooMany ? [] : [.. filtered.Select(guest => (guest.VmId, guest.Kind, guest.Node))],
        }, ct);
        var gaps = inventory.Gaps.AddRange(reading.Gaps);
        if (tooMany)
            gaps = gaps.Add(new(GapScope.Object, "firewalls of guests", FormattableString.Invariant(
                $"{filtered.Length} guests have an interface with firewall=1; the rules of more than {FewGuests} are read only where config.yml says guestFirewalls: always (never: without this note).")));
        return (inventory with { Gaps = gaps }, reading);
    }

    /// <summary>Whether a scope is known to exist no longer.</summary>
    public static Func<ObjectScope, bool> IsGone(Inventory inventory, ObjectReading reading)
    {
        var nodes = inventory.Nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        var guests = inventory.Guests.Select(guest => guest.VmId).ToHashSet();
        var groups = reading.Objects.OfType<FirewallGroup>().Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        var hasAllGroups = reading.Complete.Contains((ObjectKind.FirewallGroup, ObjectScope.Cluster));
        return scope =>
            scope.Node is { } node ? !nodes.Contains(node)
            : scope.VmId is { } vmid ? !guests.Contains(vmid) && !inventory.IsUnderGap(vmid, null) && !inventory.Gaps.Any(gap => gap.Scope == GapScope.Node)
            : scope.SecurityGroup is { } group && hasAllGroups && !groups.Contains(group);
    }

    private static bool IsFiltered(Guest guest) => guest.Config.Any(setting => setting.Key.StartsWith("net", StringComparison.Ordinal)
        && setting.Key.AsSpan(3).ContainsAnyInRange('0', '9') && SettingText.Flag(SettingText.Parts(setting.Value, "").GetValueOrDefault("firewall")) == true);
}
