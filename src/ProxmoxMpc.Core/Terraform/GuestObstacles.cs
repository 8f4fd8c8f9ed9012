using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>
/// Guests that cannot be Terraform: the provider (0.111.1, measured) fails to read them, which breaks the plan of every other
/// guest too, or plans a change for whatever is written.
/// </summary>
internal static class GuestObstacles
{
    private static readonly string[] WholeNumbers = ["mbps_rd", "mbps_rd_max", "mbps_wr", "mbps_wr_max"];

    private static readonly string[] KnownOfNic = ["model", "macaddr", "bridge", "firewall", "link_down", "queues", "rate", "mtu", "tag", "trunks"];

    internal static readonly string[] Unread64 = ["uuid", "base64"];

    public static ImportObstacle? Of(Guest guest) => All(guest).FirstOrDefault();

    private static IEnumerable<ImportObstacle> All(Guest guest)
    {
        ImportObstacle Because(string key, string reason) => new(guest.Kind, guest.VmId, key, reason);
        var schema = GuestSchema.For(guest.Kind);
        // It compares a missing one with an empty one and finds them different whatever is ignored, and its next update adds it (measured).
        if (guest.Kind == GuestKind.Qemu && GuestTraps.HasGap(guest, "net"))
            yield return Because("net" + GuestTraps.Indexes(guest, "net")[^1].ToString(CultureInfo.InvariantCulture),
                "the provider numbers these by their place and would add the net that is missing before it; make them consecutive from net0");
        foreach (var (name, raw) in guest.Config)
        {
            if (schema.FindKey(name) is not { } key) continue;
            if (key.Name == "net" && GuestTraps.Parse(guest, name, raw)["trunks"]?.Contains('-') == true)
                yield return Because(name, "the provider cannot read a range in trunks (30-40); list the VLANs one by one");
            // It takes every part that it does not know for the model and the MAC.
            if (guest.Kind == GuestKind.Qemu && key.Name == "net" && GuestTraps.Parse(guest, name, raw).Names.FirstOrDefault(part => !KnownOfNic.Contains(part)) is { } strange)
                yield return Because(name, $"the provider cannot read {strange} in it");
            if (guest.Kind == GuestKind.Lxc && key.Name is "net" or "mp" or "dev" && raw.Any(c => c is '"' or '\\' || char.IsControl(c)))
                yield return Because(name, "the provider cannot read a quote, a backslash or a control character in it");
            if (key.Name == "virtiofs" && GuestTraps.Parse(guest, name, raw) is var share && AttributeValue.Boolean(share["expose-acl"] ?? "0") == true && AttributeValue.Boolean(share["expose-xattr"] ?? "1") == false)
                yield return Because(name, "the provider cannot read expose-acl without expose-xattr, which it implies");
            if (!key.IsDrive()) continue;
            var drive = GuestTraps.Parse(guest, name, raw);
            foreach (var part in WholeNumbers.Where(part => drive[part]?.Contains('.') == true))
                yield return Because(name, $"the provider takes only whole numbers for {part}");
        }
        if (guest.Kind == GuestKind.Qemu)
        {
            if (guest.Config.Get("memory")?.Contains('=') == true) yield return Because("memory", "the provider cannot read memory with its part's name; write the number alone");
            foreach (var index in GuestTraps.Indexes(guest, "numa"))
                if (FormattableString.Invariant($"numa{index}") is var node && GuestTraps.Parse(guest, node, guest.Config[node])["memory"]?.Contains('.') == true)
                    yield return Because(node, "the provider takes only whole MiB");
            if (guest.Config.Get("smbios1") is { } smbios && GuestTraps.Parse(guest, "smbios1", smbios) is var strings && strings.Names.FirstOrDefault(part => !Unread64.Contains(part) && !GuestFacts.IsBase64(strings[part]!)) is { } plain)
                yield return Because("smbios1", $"the provider takes {plain} for Base64 whatever it is, and this is none");
            if (guest.Config.ContainsKey("migrate_downtime")) yield return Because("migrate_downtime", "the provider cannot read a VM that has it; remove the setting (Proxmox's default is 0.1)");
            yield break;
        }
        // Proxmox then says the limit where it otherwise says the number of cores, and as text.
        if (guest.Config.Get("cpulimit") is { Length: > 0 } limit && limit != "0" && !guest.Config.ContainsKey("cores"))
            yield return Because("cpulimit", "the provider cannot read a container that has a limit and no number of cores; give it cores");
        if (guest.Config.Get("lxc") is { } lines && lines.Contains("lxc.idmap", StringComparison.Ordinal) && HasOddIdMap(lines))
            yield return Because("lxc", "the provider cannot read its map of ids: it wants u or g and three numbers");
    }

    /// <summary>Whether a raw line maps ids in a form that the provider refuses.</summary>
    private static bool HasOddIdMap(string lines)
    {
        using var list = JsonDocument.Parse(lines);
        return list.RootElement.EnumerateArray().Where(line => line.GetArrayLength() == 2 && line[0].GetString() == "lxc.idmap").Any(line =>
            !(line[1].GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["u" or "g", .. { Length: 3 } numbers] && numbers.All(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _))));
    }
}
