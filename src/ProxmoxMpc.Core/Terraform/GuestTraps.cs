using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>An entry of <c>ignore_changes</c>, and why it is there.</summary>
internal sealed record IgnoredChange(string Attribute, string Reason);

/// <summary>Where the provider (0.111.1, measured) reads a guest otherwise than it is, so that a plan would change it for nothing.</summary>
internal static class GuestTraps
{
    /// <summary>What Terraform must leave alone for its plan to be empty.</summary>
    /// <param name="encoded">The guest as code, where it is known; null: it is worked out where it counts.</param>
    public static IReadOnlyList<IgnoredChange> Of(Guest guest, CodeNode? encoded = null)
    {
        var ignored = new List<IgnoredChange>();
        if (guest.HaState is not null) ignored.Add(new("node_name", "HA moves this guest between nodes"));
        if (HasOddDescription(guest)) ignored.Add(new("description", "the provider trims it, Proxmox keeps the blanks and line ends"));
        if (Exists(guest)) ignored.AddRange(SpellingTraps.Of(guest));
        if (Exists(guest)) ignored.AddRange(ProviderLimits.Of(guest).Select(refused => new IgnoredChange(refused.Entry, refused.Reason)).Distinct());
        ignored.AddRange(guest.Kind == GuestKind.Qemu ? OfVm(guest, encoded) : OfContainer(guest));
        return ignored;
    }

    /// <summary>Whether the guest was read from a server, rather than only planned.</summary>
    public static bool Exists(Guest guest) => guest.Digest is not null;

    /// <summary>
    /// A TPM with the provider's own defaults: it is not read on import, and writing it would make a plan that allocates a
    /// new, empty TPM volume, after which BitLocker asks for its recovery key.
    /// </summary>
    public static bool HasUnreadableTpm(Guest guest) => guest.Config.Get("tpmstate0") is { } raw
        && Parse(guest, "tpmstate0", raw) is var tpm && tpm["version"] == "v2.0" && VolumeId.Split(tpm["file"] ?? "").Storage == "local-lvm";

    private static IEnumerable<IgnoredChange> OfVm(Guest guest, CodeNode? encoded)
    {
        var config = guest.Config;
        var exists = GuestTraps.Exists(guest);
        if (exists && !config.ContainsKey("memory")) yield return new("memory", "unset in Proxmox, which then gives 512 MiB; the provider reads 0");
        if (exists && !config.ContainsKey("ostype")) yield return new("operating_system", "unset in Proxmox, which the provider does not read as \"other\"");
        if (exists && config.Get("cpu") is { } cpu && Parse(guest, "cpu", cpu)["cputype"] is null) yield return new("cpu", "it has no type in Proxmox, which the provider reads as an empty one");
        if (exists && config.Get("vga") is { } vga && Parse(guest, "vga", vga) is var display && (display["type"] is null || (display["type"] == "std" && display["memory"] is null or "16" && display["clipboard"] is null)))
            yield return new("vga", "the provider reads no block of what is the default anyway, and an empty type where there is none");
        if (exists && UnreadBlocks.HidesProcessor(guest, encoded)) yield return new("cpu", "the provider does not read numa and affinity where all else is at its default");
        if (exists && Indexes(guest, "numa").Select(index => Parse(guest, FormattableString.Invariant($"numa{index}"), config.Get(FormattableString.Invariant($"numa{index}"))!)).Any(node => node["hostnodes"] is null || node["policy"] is null))
            yield return new("numa", "the provider does not read a NUMA node without the host's nodes, and takes no policy for another than its default");
        if (exists && !config.ContainsKey("scsihw")) yield return new("scsi_hardware", "unset in Proxmox, which means \"lsi\"; the provider does not read that");
        if (config.Get("tpmstate0") is { } tpm && (exists ? Parse(guest, "tpmstate0", tpm)["version"] is null : HasUnreadableTpm(guest)))
            yield return new("tpm_state", exists ? "the TPM has no version in Proxmox" : "the provider does not read such a TPM back, and would make a new one");
        var drive = GuestFacts.CloudInitDrive(guest);
        var schema = GuestSchema.For(guest.Kind);
        if (drive is null && config.Keys.Any(name => schema.FindKey(name)?.IsCloudInit() == true))
            yield return new("initialization", "there are cloud-init settings, but no cloud-init drive");
        else if (drive is not null && config.Keys.Any(name => schema.FindKey(name)?.Name == "ipconfig" && SchemaTable.IndexOf(name) > 7))
            yield return new("initialization", "the provider takes no more than eight ipconfig");
        if (drive == DriveFacts.CdRomKey) yield return new("cdrom", "the cloud-init drive is where the provider looks for a CD-ROM");
        else if (exists && config.Get(DriveFacts.CdRomKey) is { } cd && Parse(guest, DriveFacts.CdRomKey, cd)["media"] != "cdrom") yield return new("cdrom", "a disk is where the provider looks for a CD-ROM");
        if (exists && config.Get("efidisk0") is { } efi && IsUnreadFirmware(Parse(guest, "efidisk0", efi))) yield return new("efi_disk", "the provider does not read such a one back, and would make a new one");
        if (exists && config.Get("amd-sev") is { } sev && IsUnreadEncryption(Parse(guest, "amd-sev", sev))) yield return new("amd_sev", "the provider reads no block of what is the default anyway");
        if (config.Get("audio0") is { } audio && Parse(guest, "audio0", audio)["driver"] is var driver && (driver == "none" || exists && driver is null))
            yield return new("audio_device", driver is null ? "it has no driver in Proxmox, which the provider does not read as \"spice\"" : "the provider refuses the driver \"none\"");
        if (config.Get("machine") is { } machine && machine.Split(',').Any(part => part.Contains('=', StringComparison.Ordinal) && !part.StartsWith("viommu=", StringComparison.Ordinal) && !part.StartsWith("type=", StringComparison.Ordinal)))
            yield return new("machine", "it has options that the provider does not know");
        if (exists && Indexes(guest, "usb") is [.., > 3]) yield return new("usb", "the provider reads usb0 to usb3 alone");
        else if (HasGap(guest, "usb")) yield return new("usb", "the slots are not consecutive, and the provider numbers them by place");
        if (HasGap(guest, "serial")) yield return new("serial_device", "the slots are not consecutive, and the provider numbers them by place");
        if (exists && config.Get("smbios1") is { } smbios && Parse(guest, "smbios1", smbios) is var strings && strings.Names.Any(part => !GuestObstacles.Unread64.Contains(part) && GuestFacts.FromBase64(strings[part]!) is null))
            yield return new("smbios", "the provider takes for Base64 what is plain text, and reads no text in it");
        if (HasGap(guest, "virtiofs")) yield return new("virtiofs", "the slots are not consecutive, and the provider numbers them by place");
        else if (Indexes(guest, "virtiofs").Length > 8) yield return new("virtiofs", "the provider takes no more than eight");
    }

    private static IEnumerable<IgnoredChange> OfContainer(Guest guest)
    {
        var config = guest.Config;
        if (!GuestTraps.Exists(guest))
        {
            // On import the provider reads an empty template, and would make the container anew for the difference.
            if (config.ContainsKey(ProviderNames.TemplatePath)) yield return new("operating_system[0].template_file_id", "it counts only when the container is made");
            yield break;
        }
        yield return new("vm_id", "the provider does not read it back");
        foreach (var timeout in new[] { "timeout_clone", "timeout_create", "timeout_delete", "timeout_start", "timeout_update" })
            yield return new(timeout, "");
        if (!config.ContainsKey("ostype")) yield return new("operating_system", "unset in Proxmox, which the provider does not read as \"unmanaged\"");
        if (!config.ContainsKey("memory") || !config.ContainsKey("swap")) yield return new("memory", "memory or swap is unset in Proxmox");
        if (Meaning.WholeGiB(Parse(guest, "rootfs", config.Get("rootfs") ?? "")["size"]) is not > 0) yield return new("disk", "smaller than 1 GiB, or of no size that Proxmox has written down, which the provider cannot say");
        if (HasGap(guest, "mp")) yield return new("mount_point", "the mpN are not consecutive, and the provider numbers them by place");
        if (HasGap(guest, "dev")) yield return new("device_passthrough", "the devN are not consecutive, and the provider numbers them by place");
        if (HasGap(guest, "net"))
        {
            yield return new("network_interface", "the netN are not consecutive, and the provider numbers them by place");
            if (Indexes(guest, "net").Any(index => HasAddress(guest, index))) yield return new("initialization[0].ip_config", "it numbers their addresses likewise");
        }
        else if (HasAddressGap(guest)) yield return new("initialization", "an interface without an address stands before one with an address, and the provider closes the gap");
        if (config.Any(pair => pair.Key.StartsWith("lxc", StringComparison.Ordinal) && (pair.Key + pair.Value).Contains("lxc.idmap", StringComparison.Ordinal)))
            yield return new("idmap", "set by lxc.idmap lines, which are carried as they are");
    }

    /// <summary>Whether the family's numbers do not run from its first without a hole.</summary>
    public static bool HasGap(Guest guest, string family)
    {
        var indexes = Indexes(guest, family);
        return indexes.Length > 0 && indexes[^1] != indexes.Length - 1;
    }

    /// <summary>The numbers of the family's keys, in order.</summary>
    public static int[] Indexes(Guest guest, string family)
    {
        var schema = GuestSchema.For(guest.Kind);
        List<int>? found = null;
        foreach (var (name, _) in guest.Config)
            if (name.StartsWith(family, StringComparison.Ordinal) && schema.FindKey(name) is { IsFamily: true } key && key.Name == family) (found ??= []).Add(SchemaTable.IndexOf(name));
        found?.Sort();
        return found is null ? [] : [.. found];
    }

    /// <summary>Whether a container's interface without an address stands before one that has one.</summary>
    public static bool HasAddressGap(Guest guest)
    {
        var addressed = Indexes(guest, "net").Where(index => HasAddress(guest, index)).ToArray();
        return addressed.Length > 0 && addressed[^1] != addressed.Length - 1;
    }

    public static PropertyString Parse(Guest guest, string name, string raw) => PropertyString.Parse(raw, GuestSchema.For(guest.Kind).FindKey(name)!);

    /// <summary>A firmware disk of which all is the provider's default; its format is raw where the volume's name does not say otherwise.</summary>
    private static bool IsUnreadFirmware(PropertyString efi) => efi["file"] is { } file && VolumeId.Split(file).Storage == "local-lvm" && efi["pre-enrolled-keys"] is null
        && efi["efitype"] is null or "2m" && (efi["format"] ?? "raw") == "raw" && !file.EndsWith(".qcow2", StringComparison.Ordinal) && !file.EndsWith(".vmdk", StringComparison.Ordinal);

    /// <summary>Encryption as the provider has it by default; that other guests may run beside it must be said for that.</summary>
    private static bool IsUnreadEncryption(PropertyString sev) => sev["type"] == "std" && sev["allow-smt"] == "1"
        && new[] { "kernel-hashes", "no-debug", "no-key-sharing" }.All(part => sev[part] is null or "0");

    private static bool HasAddress(Guest guest, int index)
    {
        var name = FormattableString.Invariant($"net{index}");
        var net = Parse(guest, name, guest.Config[name]);
        return new[] { "ip", "ip6", "gw", "gw6" }.Any(part => net[part] is not null);
    }

    private static bool HasOddDescription(Guest guest)
    {
        if (guest.Config.Get("description") is not { Length: > 0 } raw) return false;
        // Of a container Proxmox returns it with one newline more than was set.
        var text = guest.Kind == GuestKind.Lxc && raw.EndsWith('\n') ? raw[..^1] : raw;
        return text.Length == 0 || text.Contains('\r') || text != text.Trim();
    }
}
