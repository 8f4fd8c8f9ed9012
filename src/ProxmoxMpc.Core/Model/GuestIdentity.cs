using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Model;

/// <summary>
/// What tells one guest from another that has its vmid later. Each part alone may change of a guest that stays the same: people set
/// MAC addresses and UUIDs, a roll-back renews the generation id. When a VM was made nobody can change.
/// </summary>
public sealed partial record GuestIdentity
{
    /// <summary>When the VM was made, in seconds of Unix time, as Proxmox wrote it down; null for containers and VMs of old versions.</summary>
    public string? Created { get; init; }

    /// <summary>The UUID that its firmware shows.</summary>
    public string? Uuid { get; init; }

    /// <summary>The generation id.</summary>
    public string? Generation { get; init; }

    /// <summary>The MAC addresses, upper case, sorted, with commas between.</summary>
    public string? Addresses { get; init; }

    /// <summary>Of a container what is seldom changed once it is there: name, OS, architecture, privilege.</summary>
    public string? Traits { get; init; }

    public static GuestIdentity Of(Guest guest)
    {
        var addresses = string.Join(',', guest.NetworkInterfaces.Select(one => one.MacAddress?.ToUpperInvariant()).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return new()
        {
            Created = guest.Config.Get("meta") is { } meta && Made().Match(meta) is { Success: true } match ? match.Groups[1].Value : null,
            Uuid = GuestAttributes.One(guest, "smbios1", "uuid")?.ToLowerInvariant(),
            Generation = guest.Config.Get("vmgenid")?.ToLowerInvariant() is { Length: > 1 } generation ? generation : null,
            Addresses = addresses.Length == 0 ? null : addresses,
            Traits = guest.Kind == GuestKind.Qemu ? null : string.Join('/', new[] { guest.Kind.NameKey(), "ostype", "arch", "unprivileged" }.Select(key => guest.Config.Get(key) ?? "")),
        };
    }

    /// <summary>
    /// Whether the guest that has the vmid now is surely another one. When it was made decides where both tell; else everything that
    /// both have must differ, and that must be two things at least.
    /// </summary>
    public bool IsOther(GuestIdentity now)
    {
        if (Created is not null && now.Created is not null) return Created != now.Created;
        bool?[] same = [Same(Uuid, now.Uuid), Same(Generation, now.Generation), SameAddress(now), Same(Traits, now.Traits)];
        return !same.Contains(true) && same.Count(one => one == false) >= 2;
    }

    private bool? SameAddress(GuestIdentity now) => Addresses is null || now.Addresses is null ? null : Addresses.Split(',').Intersect(now.Addresses.Split(','), StringComparer.Ordinal).Any();

    private static bool? Same(string? one, string? other) => one is null || other is null ? null : one == other;

    [GeneratedRegex(@"(?:^|,)ctime=(\d{1,12})(?:,|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Made();
}
