using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A guest that was found.</summary>
/// <param name="IsMeant">Whether a name is still one that was asked for; null where it was asked for by its vmid.</param>
/// <param name="IsOneOfMany">Whether a pattern or a range means it, and so no one guest in particular.</param>
internal sealed record FoundGuest(GuestRef Guest, Func<string, bool>? IsMeant, bool IsOneOfMany);

/// <summary>Finds guests by what the cluster's index says now. Where a guest is, is live there; its name may be ten seconds old.</summary>
internal sealed class GuestFinder(PveClient client)
{
    /// <summary>The guests that are meant, each once, in the order in which they were named, and a failure for each selector that means none.</summary>
    /// <param name="kind">Null: VMs and containers.</param>
    internal async Task<(ImmutableArray<FoundGuest> Found, ImmutableArray<PmpcException> Missing)> FindAsync(IReadOnlyList<GuestSelector> wanted, GuestKind? kind, CancellationToken ct)
    {
        var all = await ReadAsync(wanted.Any(one => one.VmId is null), ct);
        var found = new List<FoundGuest>();
        var missing = ImmutableArray.CreateBuilder<PmpcException>();
        foreach (var selector in wanted)
        {
            var meant = all.Where(selector.IsMeant).ToArray();
            var byNumber = selector.VmId is not null;
            if (meant.All(guest => !IsOf(kind, guest)) && all.Where(selector.IsMeantByNumber).ToArray() is { Length: > 0 } numbered) (meant, byNumber) = (numbered, true);
            var right = meant.Where(guest => IsOf(kind, guest)).ToArray();
            if (right.Length > 1 && !selector.IsPattern && !byNumber)
            {
                missing.Add(new("PmpcGuestNameAmbiguous", PmpcErrorKind.InvalidArgument, $"{right.Length} guests are called '{selector.Text}': {string.Join(", ", right.Select(guest => guest.VmId))}.",
                    "Name the one that you mean with -VmId.", selector.Text));
            }
            else found.AddRange(right.Select(guest => new FoundGuest(guest, byNumber ? null : selector.Matches, selector.IsPattern || byNumber && selector.IsRange)));
            if (right.Length == 0 && !selector.IsPattern) missing.Add(meant.Length > 0 ? OtherKind(selector, meant[0]) : NotFound(selector, kind));
        }
        return ([.. found.DistinctBy(one => one.Guest.VmId)], missing.ToImmutable());
    }

    private async Task<GuestRef[]> ReadAsync(bool byName, CancellationToken ct)
    {
        var entries = (await client.GetAsync("/cluster/resources", [new("type", "vm")], ct)).Entries().ToArray();
        var guests = await Task.WhenAll(entries.Select(entry => OneAsync(entry, byName, ct)));
        return [.. guests.OfType<GuestRef>().OrderBy(guest => guest.VmId)];
    }

    private async Task<GuestRef?> OneAsync(JsonElement entry, bool byName, CancellationToken ct)
    {
        GuestKind? kind = entry.Text("type") switch { "qemu" => GuestKind.Qemu, "lxc" => GuestKind.Lxc, _ => null };
        if (kind is not { } known || entry.Int("vmid") is not { } vmid || entry.Text("node") is not { Length: > 0 } node) return null;
        var guest = new GuestRef(vmid, known, entry.Text("name") is { Length: > 0 } name ? name : Unnamed(known, vmid), node);
        // A guest that is seconds old has no name in the index yet.
        if (!byName || entry.Text("name") is { Length: > 0 }) return guest;
        try
        {
            return guest with { Name = (await GuestNow.ReadAsync(client, guest, ct)).Name ?? guest.Name };
        }
        catch (PmpcException e) when (!GapLog.IsFatal(e))
        {
            // Its node is silent, or it is being removed: it can be meant by its vmid only.
            return guest;
        }
    }

    internal static string Unnamed(GuestKind kind, int vmid) =>
        kind == GuestKind.Qemu ? string.Create(CultureInfo.InvariantCulture, $"VM {vmid}") : string.Create(CultureInfo.InvariantCulture, $"CT{vmid}");

    private static bool IsOf(GuestKind? kind, GuestRef guest) => kind is null || guest.Kind == kind;

    private static PmpcException NotFound(GuestSelector selector, GuestKind? kind) => new("PmpcGuestNotFound", PmpcErrorKind.NotFound,
        $"There is no {kind?.DisplayName() ?? "guest"} '{selector.Text}' on the server.", "Get-PmpcVm -Online and Get-PmpcContainer -Online list what there is; what the token may not see is missing there.",
        (object?)selector.VmId ?? selector.Text);

    private static PmpcException OtherKind(GuestSelector selector, GuestRef guest) => new("PmpcGuestOfOtherKind", PmpcErrorKind.InvalidArgument,
        $"'{selector.Text}' is a {guest.Kind.DisplayName()}.", $"Use the cmdlet for a {guest.Kind.DisplayName()}: its name ends in {(guest.Kind == GuestKind.Qemu ? "Vm" : "Container")}.", (object?)selector.VmId ?? selector.Text);
}
