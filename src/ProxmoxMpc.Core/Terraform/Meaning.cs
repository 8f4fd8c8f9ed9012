using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>What values mean to the provider, which does not always agree with Proxmox about what an unset one is.</summary>
internal static class Meaning
{
    /// <summary>
    /// What the provider reads where Proxmox has the attribute unset; null where that is nothing. Mostly Proxmox's default;
    /// the exceptions were measured with provider 0.111.1.
    /// </summary>
    public static string? Unset(GuestKind kind, KeySchema key, AttributeSchema part) => (kind, key.Name, part.Name) switch
    {
        (GuestKind.Qemu, "cpu", "cputype") => "qemu64",
        (GuestKind.Qemu, "balloon", _) => "0",
        (GuestKind.Qemu, "amd-sev", "allow-smt") => "0",
        (GuestKind.Qemu, "ipconfig", _) => null,
        (GuestKind.Lxc, "cores", _) => "1",
        (GuestKind.Lxc, "rootfs", "replicate") => "0",
        (GuestKind.Lxc, "entrypoint", _) => "",
        (GuestKind.Lxc, "ostype", _) => null,
        (_, "net", "bridge") => "",
        _ when part.IsDerived || part.Type is AttributeType.Size => null,
        _ => part.Default ?? part.Provider?.Default,
    };

    /// <summary>
    /// Whether the projection always says the value, for Proxmox's own default is not what the provider takes an unset one for:
    /// were it left out, the two could not be told apart.
    /// </summary>
    public static bool IsSpelledOut(GuestKind kind, KeySchema key, AttributeSchema part) => (kind, key.Name, part.Name) is
        (GuestKind.Qemu, "cpu", "cputype") or (GuestKind.Qemu, "balloon", _) or (GuestKind.Lxc, "cores", _);

    /// <summary>The canonical form of a value, or null where the provider reads an unset one the same.</summary>
    public static string? Canonical(GuestKind kind, KeySchema key, AttributeSchema part, string value)
    {
        // Word for word what an unset one is; most of what is read from code is.
        if (part.Provider?.Unit != ProviderUnit.GiB && !IsSpelledOut(kind, key, part) && !IsPresence(key, part) && value == Unset(kind, key, part)) return null;
        // Keys come here already decoded: '%41' in the comment of a key is no 'A'.
        var normal = part.Name == "sshkeys" ? value : AttributeValue.Normalize(part, value);
        if (part.Provider?.Unit == ProviderUnit.GiB) normal = WholeGiB(normal) is > 0 and var gib ? FormattableString.Invariant($"{gib}G") : "";
        // Raw is what block storages have and what directories use unasked; Proxmox does not write it down.
        if (part.Name == "format" && normal == "raw") return null;
        // The provider refuses to be told that there is no backend for the sound.
        if (key.Name == "audio0" && normal == "none") return null;
        // A map has no order.
        if (part.Name == "env") normal = string.Join('\0', normal.Split('\0', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        if (normal.Length == 0) return null;
        // Of letters that are put together otherwise on the server Terraform knows nothing: nobody could write them in code.
        normal = HclText.Composed(normal);
        if (IsSpelledOut(kind, key, part) || IsPresence(key, part)) return normal;
        return Unset(kind, key, part) is { } unset && normal == AttributeValue.Normalize(part, unset) ? null : normal;
    }

    /// <summary>Whether the value says that the device is there at all: a serial port with the default backend is one, too.</summary>
    private static bool IsPresence(KeySchema key, AttributeSchema part) => key.IsDevice && (part.IsDefaultKey || key.Scalar is not null || (key.Name == "audio0" && part.IsRequired));

    /// <summary>A size in GiB rounded down, as the provider reads it; null where it is no size.</summary>
    public static long? WholeGiB(string? size) => DiskSize.TryParse(size) is { } bytes ? bytes >> 30 : null;
}
