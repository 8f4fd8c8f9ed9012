using System.Collections.Frozen;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>
/// The text of a property string whose key was not there before: word for word as the Terraform provider (0.111.1) writes it, its
/// own defaults included, so that the config does not tell which engine made it. Measured side by side on Proxmox's own API code.
/// </summary>
internal static class NewKeyText
{
    /// <param name="IsNamed">Whether it writes the default part's name, too.</param>
    /// <param name="Parts">In the provider's order; what it writes where nothing is wanted, null: then it leaves the part out.</param>
    private sealed record Form(bool IsNamed, params (string Part, string? Otherwise)[] Parts);

    private static readonly FrozenDictionary<string, Form> OfVm = new Dictionary<string, Form>(StringComparer.Ordinal)
    {
        ["agent"] = new(true, ("enabled", "0"), ("fstrim_cloned_disks", "0"), ("type", "virtio")),
        ["amd-sev"] = new(true, ("type", null), ("allow-smt", "0"), ("kernel-hashes", "0"), ("no-debug", "0"), ("no-key-sharing", "0")),
        ["audio0"] = new(true, ("device", "intel-hda"), ("driver", "spice")),
        ["cicustom"] = new(true, ("meta", null), ("network", null), ("user", null), ("vendor", null)),
        ["efidisk0"] = new(false, ("format", "raw"), ("efitype", "2m"), ("pre-enrolled-keys", "0")),
        ["hostpci"] = new(true, ("host", null), ("mapping", null), ("mdev", null), ("pcie", "0"), ("rombar", "1"), ("romfile", null), ("x-vga", "0")),
        ["ipconfig"] = new(true, ("gw", null), ("gw6", null), ("ip", null), ("ip6", null)),
        ["ivshmem"] = new(true, ("size", null), ("name", null)),
        ["net"] = new(false, ("firewall", "0")),
        ["numa"] = new(true, ("cpus", null), ("hostnodes", null), ("memory", null), ("policy", "preferred")),
        ["rng0"] = new(true, ("source", null), ("max_bytes", "1024"), ("period", "1000")),
        ["startup"] = new(true, ("order", null), ("up", null), ("down", null)),
        ["tpmstate0"] = new(false, ("version", "v1.2")),
        ["usb"] = new(true, ("host", null), ("mapping", null), ("usb3", "0")),
        ["vga"] = new(true, ("clipboard", null), ("memory", "16"), ("type", "std")),
        ["virtiofs"] = new(true, ("dirid", null), ("cache", "auto"), ("direct-io", "0"), ("expose-acl", "0"), ("expose-xattr", "0")),
        ["watchdog"] = new(true, ("model", null), ("action", "none")),
        ["ide"] = Drive(("ssd", "0")),
        ["sata"] = Drive(("ssd", "0")),
        ["scsi"] = Drive(("iothread", "0"), ("ssd", "0")),
        ["virtio"] = Drive(("iothread", "0")),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Form> OfContainer = new Dictionary<string, Form>(StringComparer.Ordinal)
    {
        ["dev"] = new(true, ("deny-write", "0"), ("path", null), ("uid", "0"), ("gid", "0"), ("mode", "0660")),
        ["net"] = new(false),
        ["features"] = new(true, ("fuse", null), ("keyctl", null), ("mount", null), ("nesting", null), ("mknod", null)),
        ["startup"] = new(true, ("down", null), ("order", null), ("up", null)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Of(GuestKind kind, KeySchema key, PropertyString wanted)
    {
        if (!(kind == GuestKind.Qemu ? OfVm : OfContainer).TryGetValue(key.Name, out var form)) return CpuText(key, wanted) ?? wanted.ToString(key);
        if (wanted["media"] == "cdrom") return wanted.ToString(key);
        if (key.Name == "virtiofs" && wanted["expose-acl"] == "1") wanted = wanted.With("expose-xattr", null);
        var text = PropertyString.Empty;
        foreach (var (part, otherwise) in form.Parts)
            if (part != "expose-xattr" || wanted["expose-acl"] != "1") text = text.With(part, wanted[part] ?? otherwise);
        foreach (var part in wanted.Names) text = text.With(part, wanted[part]);
        if (key.Name == "net" && decimal.TryParse(text["rate"], NumberStyles.Float, CultureInfo.InvariantCulture, out var rate))
            text = text.With("rate", rate.ToString(kind == GuestKind.Qemu ? "0.000000" : "0.00######", CultureInfo.InvariantCulture));
        return form.IsNamed ? text.ToNamedString() : text.ToString(key);
    }

    private static Form Drive(params (string, string?)[] more) =>
        new(false, [("aio", "io_uring"), ("backup", "1"), ("cache", "none"), ("discard", "ignore"), ("replicate", "1"), .. more]);

    /// <summary>The CPU's model goes by its name where something is said beside it.</summary>
    private static string? CpuText(KeySchema key, PropertyString wanted) => key.Name == "cpu" && wanted.Names.Skip(1).Any() ? wanted.ToNamedString() : null;
}
