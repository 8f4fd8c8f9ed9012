using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform.Porting;

/// <summary>What a guest has to be in code that was brought to another cluster, worked out from its attributes alone: the proof of the edits.</summary>
public static class PortedGuest
{
    /// <summary>Paths in which the guest in the new code is not what the mapping wants; empty: it is.</summary>
    public static IReadOnlyList<string> Differences(DesiredGuest before, DesiredGuest? after, CodeMapping mapping)
    {
        if (after is null) return ["the resource"];
        var wanted = Wanted(before, mapping);
        var wrong = wanted.DifferingFrom(after.Attributes).ToList();
        if (mapping.Of(PlaceKey.OfVmId(before.VmId)) != PlaceKey.OfVmId(after.VmId).Name) wrong.Insert(0, "vm_id");
        return wrong;
    }

    private static AttributeMap Wanted(DesiredGuest guest, CodeMapping mapping)
    {
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, value) in guest.Attributes)
            foreach (var (name, spelled) in Ported(guest, path, value, mapping))
                if (spelled is not null) wanted[name] = spelled;
        if (mapping.Places.GetValueOrDefault(PlaceKey.OfTemplate(guest.VmId)) is { } template) wanted[AttributePath.OsTemplate] = template;
        return AttributeMap.From(wanted);
    }

    private static IEnumerable<(string Path, string? Value)> Ported(DesiredGuest guest, string path, string value, CodeMapping mapping)
    {
        var (key, part) = AttributePath.Split(path);
        if (CodeUses.Of(guest, path, value) is { } place)
        {
            var name = mapping.Of(place);
            if (place.Kind != PlaceKind.Volume || part != "storage") return [(path, name)];
            // An image's storage and file go together.
            if (name is null) return [];
            var (storage, volume) = VolumeId.Split(name);
            return [(path, storage), (AttributePath.Of(key, "volume"), volume)];
        }
        if (part is "volume" or "media" && CodeUses.IsImage(guest, key))
            return part == "media" && mapping.Of(new(PlaceKind.Volume, VolumeId.Join(guest.Attributes.Get(AttributePath.Of(key, "storage")), guest.Attributes.Get(AttributePath.Of(key, "volume"))!), "iso")) is not null ? [(path, value)] : [];
        if (part is "macaddr" or "hwaddr" && !mapping.KeepMacAddresses) return [];
        // A volume that lies on a storage is made anew there, and gets its name then.
        if (part == "volume" && GuestSchema.SplitIndex(key)?.Family == "mp" && guest.Attributes.ContainsKey(AttributePath.Of(key, "storage"))) return [];
        return [(path, value)];
    }
}
