using System.Globalization;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Tests.Unit.Model;

/// <summary>Values that Proxmox would take for an attribute of the schema, drawn from its type, range, format and pattern.</summary>
internal sealed class SchemaValues(Random random)
{
    public const string SshKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtu7TfkbZ7UqbAaMyLyBXhH9VuSQuGb5QKXbZ4wIyJb";

    private static readonly string[] Hostile =
        ["plain", "a\"${x}'; rm -rf ../..", "%{ if true }", "back\\slash\\n", "two\nlines\n\n and \"more\"", "tab\there", "  leading", "\U0001F9EA emoji é", "# no comment", "<<EOT\nx\nEOT", "windows\r\nlines", "%41%0A"];

    /// <summary>For the texts of which Proxmox's schema only says what they must look like: by part name.</summary>
    private static readonly Dictionary<string, string[]> Texts = new(StringComparer.Ordinal)
    {
        ["product"] = ["QEMU HARDDISK", "Disk-1"], ["vendor"] = ["QEMU", "ACME_1"], ["wwn"] = ["0x5000c500a1b2c3d4"], ["cputype"] = ["host", "kvm64", "x86-64-v2-AES", "max"],
        ["hv-vendor-id"] = ["proxmox", "Nvidia43FIX"], ["phys-bits"] = ["host", "40"], ["legacy"] = ["cdn", "d", "nc"], ["startdate"] = ["now", "2026-01-31", "2026-01-31T12:00:59"],
        ["family"] = ["QUNNRQ==", "RmFtaWx5"], ["manufacturer"] = ["QUNNRQ=="], ["sku"] = ["U0tV"], ["version"] = ["MQ=="], ["mdev"] = ["nvidia-11"], ["romfile"] = ["vbios.bin"],
        ["device-id"] = ["0x1eb8"], ["vendor-id"] = ["0x10de"], ["sub-device-id"] = ["0x12a2"], ["sub-vendor-id"] = ["0x10dE"], ["mode"] = ["0660", "0644"],
        ["idmap"] = ["passthrough", "u:0:100000:65536;g:0:100000:65536"], ["entrypoint"] = ["/sbin/init", "/usr/bin/app --flag \"${x}\""], ["env"] = ["A=1\0B=${x} \"y\"", "PATH=/bin"],
        ["args"] = ["-no-hpet", "-device virtio-rng-pci"], ["ciuser"] = ["admin", "root"], ["cipassword"] = ["$5$x$Yz123456789"], ["parallel"] = ["/dev/parport0", "/dev/usb/lp1"],
        ["path"] = ["/dev/dri/card0", "/dev/ttyUSB0"], ["mp"] = ["/srv/a b", "/data", "/mnt/x"],
    };

    private static readonly Dictionary<string, string[]> Formats = new(StringComparer.Ordinal)
    {
        ["dns-name"] = ["web-01", "db.example.org"], ["pve-volume-id"] = ["local:snippets/hook.pl"], ["pve-bridge-id"] = ["vmbr0", "vmbr1"],
        ["ipv4"] = ["192.0.2.1", "10.0.0.1"], ["ipv6"] = ["2001:db8::1"], ["pve-ipv4-config"] = ["dhcp", "192.0.2.10/24", "10.1.2.3/8"], ["pve-ipv6-config"] = ["auto", "dhcp", "2001:db8::10/64"],
        ["pve-configid"] = ["share1", "gpu_a"], ["pve-storage-id"] = ["local", "local-lvm"], ["pve-qm-bootdisk"] = ["scsi0", "virtio3"], ["pve-ct-timezone"] = ["host", "Europe/Berlin"],
    };

    /// <summary>A value as somebody might write it, not as Proxmox would print it.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="key">The family or key that it belongs to.</param>
    /// <param name="isPart">Inside a property string, where booleans have many words.</param>
    public string Of(AttributeSchema attribute, string key, bool isPart)
    {
        var value = attribute.Type switch
        {
            AttributeType.Boolean => isPart ? One("0", "1", "on", "off", "yes", "no", "true", "false") : One("0", "1"),
            AttributeType.Integer => Whole(attribute, key).ToString(CultureInfo.InvariantCulture),
            AttributeType.Number => Number(attribute),
            AttributeType.Choice => attribute.Choices[random.Next(attribute.Choices.Length)],
            AttributeType.Size => One("4G", "4096M", "10752M", "1T", "32G"),
            AttributeType.Mac => One("BC:24:11:", "bc:24:11:") + string.Join(':', Enumerable.Range(0, 3).Select(_ => random.Next(256).ToString("X2", CultureInfo.InvariantCulture))),
            AttributeType.Uuid => One("d5c924bc-7637-4da0-a95e-027d5ff8d184", "D5C924BC-7637-4DA0-A95E-027D5FF8D185"),
            AttributeType.Ranges => Ranges(attribute.Name == "affinity" ? ',' : ';'),
            AttributeType.Set or AttributeType.List => Items(attribute),
            AttributeType.UrlEncoded => attribute.Name == "sshkeys" ? Uri.EscapeDataString(One(SshKey, SshKey + " one@host\n", SshKey + " a\n" + SshKey + " two%41 ${x}\n")) : Uri.EscapeDataString(One("AB C", "S/N:1", "x")),
            AttributeType.Description => One(Hostile),
            _ => Text(attribute, key),
        };
        if (attribute.Pattern is { } pattern) Assert.Matches($@"\A(?:{pattern})\z", value);
        Assert.True(attribute.MaxLength is not { } length || value.Length <= length, $"{attribute.Name}: {value}");
        return value;
    }

    public string One(params string[] choices) => choices[random.Next(choices.Length)];

    private string Text(AttributeSchema attribute, string key) => (key, attribute.Name) switch
    {
        ("hostpci", "host") => One("0000:01:00.0", "01:00", "01:00;02:00.1"),
        ("usb", "host") => One("spice", "1234:5678", "1-2", "0x1234:0x5678"),
        ("serial", _) => One("socket", "/dev/ttyS0"),
        ("smbios1", "product" or "serial") => One("QUNNRQ==", "U2VyaWFs"),
        ("machine", _) => One("q35", "pc", "pc-q35-9.0+pve1", "pc-i440fx-9.2", "pc-q35-8.1.pxe"),
        ("ivshmem", _) => One("shared-1", "x"),
        ("net", "bridge") => One("vmbr0", "vmbr1"),
        ("net", "name") => One("eth0", "lan-1"),
        (_, "phys-bits") => One("host", "40"),
        _ when attribute.Format is not null && Formats.TryGetValue(attribute.Format, out var formatted) => One(formatted),
        _ => One(Texts.GetValueOrDefault(attribute.Name) ?? throw new InvalidOperationException($"No sample for {key}.{attribute.Name}.")),
    };

    private string Items(AttributeSchema attribute) => attribute.Name switch
    {
        "tags" => Some(One(";", ",", " "), "prod", "Web", "b-1", "a.b", "_x"),
        "flags" => Some(";", "+aes", "-pcid", "+spec-ctrl", "-md-clear"),
        "hotplug" => One("0", "1", Some(",", "network", "disk", "usb", "cpu", "memory", "cloudinit")),
        "mountoptions" => Some(";", "discard", "lazytime", "noatime", "nodev", "noexec", "nosuid"),
        "mount" => Some(";", "nfs", "cifs", "NFS4"),
        "trunks" => Some(";", "1", "20", "4094"),
        "nameserver" => Some(One(" ", ","), "1.1.1.1", "2606:4700:4700::1111", "9.9.9.9"),
        "searchdomain" => Some(" ", "example.org", "lab.example.org"),
        "order" => Some(";", "scsi0", "net0", "ide2"),
        _ => throw new InvalidOperationException($"No sample for {attribute.Name}."),
    };

    /// <summary>At least one of the items, in any order.</summary>
    private string Some(string separator, params string[] items)
    {
        random.Shuffle(items);
        return string.Join(separator, items.Take(1 + random.Next(items.Length)));
    }

    private string Ranges(char separator) => string.Join(separator, Enumerable.Range(0, 1 + random.Next(4)).Select(_ =>
    {
        var from = random.Next(1, 60);
        return random.Next(2) == 0 ? from.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{from}-{from + random.Next(1, 5)}");
    }));

    private decimal Whole(AttributeSchema attribute, string key)
    {
        // What the kernel's control groups take is less than what the schema says.
        if (key == "cpuunits") return random.Next(2, 10000);
        var low = attribute.Minimum ?? 0;
        var high = Math.Min(attribute.Maximum ?? low + 5000, low + 100_000);
        return random.Next(4) switch { 0 => low, 1 => high, _ => low + random.Next((int)(high - low) + 1) };
    }

    private string Number(AttributeSchema attribute)
    {
        var low = attribute.Minimum ?? 0;
        var high = Math.Min(attribute.Maximum ?? 1000, 1000);
        var value = low + (high - low) * random.Next(1001) / 1000;
        return One(value.ToString("0.###", CultureInfo.InvariantCulture), value.ToString("0.000", CultureInfo.InvariantCulture), decimal.Truncate(value).ToString(CultureInfo.InvariantCulture));
    }
}

/// <summary>Another spelling of the same setting.</summary>
internal sealed partial class Respelling(Random random)
{
    /// <summary>The value as somebody else would write it.</summary>
    public string Of(KeySchema key, string raw)
    {
        if (key.Scalar is { } scalar) return Value(scalar, raw, isPart: false);
        var texts = new List<string>();
        var parsed = ProxmoxMpc.Core.Model.PropertyString.Parse(raw, key);
        var names = parsed.Names.ToArray();
        // The model of a card may be named by its MAC address.
        var combined = key.ModelAliases.Length > 0 && names.Contains("macaddr") && names.Contains("model") && Coin();
        if (combined) texts.Add($"{parsed["model"]}={Value(key.Part("macaddr")!, parsed["macaddr"]!, isPart: true)}");
        foreach (var name in names)
        {
            if (combined && name is "model" or "macaddr") continue;
            var part = key.Part(name);
            var value = part is null ? parsed[name]! : Value(part, parsed[name]!, isPart: true);
            if (part is { IsDefaultKey: true } && Coin() && !value.Contains('=')) texts.Add(value);
            else texts.Add($"{(part is null ? name : Spelled(part))}={value}");
        }
        var shuffled = texts.ToArray();
        random.Shuffle(shuffled);
        // A default that is said says nothing.
        var absent = key.Parts.Where(part => part is { IsDerived: false, Default: not null, KeepsDefault: false } && !names.Contains(part.Name)).ToArray();
        return string.Join(',', absent.Length > 0 && Coin() && key.Name != "boot" ? [.. shuffled, Explicit(absent[random.Next(absent.Length)])] : shuffled);
    }

    private string Explicit(AttributeSchema part) => $"{part.Name}={Value(part, part.Default!, isPart: true)}";

    private string Spelled(AttributeSchema part) => part.Aliases.Length > 0 && Coin() ? part.Aliases[random.Next(part.Aliases.Length)] : part.Name;

    private string Value(AttributeSchema attribute, string raw, bool isPart) => attribute.Type switch
    {
        AttributeType.Boolean when isPart && AttributeValue.Boolean(raw) is { } truth => truth ? One("1", "on", "yes", "true") : One("0", "off", "no", "false"),
        AttributeType.Integer or AttributeType.Number => attribute.Type == AttributeType.Number ? (raw.Contains('.') ? raw + "0" : raw + ".0") : raw,
        AttributeType.Size when ProxmoxMpc.Core.Model.DiskSize.TryParse(raw) is { } bytes && bytes % 1024 == 0 => (bytes / 1024).ToString(CultureInfo.InvariantCulture) + "K",
        AttributeType.Mac => Coin() ? raw.ToLowerInvariant() : raw.ToUpperInvariant(),
        AttributeType.Uuid => Coin() ? raw.ToLowerInvariant() : raw.ToUpperInvariant(),
        AttributeType.Set when attribute.Name == "hotplug" && raw is "0" or "1" => raw,
        AttributeType.Set => Shuffled(attribute.Name == "tags" ? raw.ToUpperInvariant() : raw, attribute.Name == "tags" ? One(";", ",", " ") : attribute.Name == "hotplug" ? "," : ";"),
        AttributeType.Ranges => Shuffled(RangeOfTwo().Replace(raw, match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) - int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) == 1
            ? $"{match.Groups[1].Value};{match.Groups[2].Value}" : match.Value), ";"),
        AttributeType.List when attribute.Name == "nameserver" => string.Join(One(" ", ",", ";"), AttributeValue.Items(raw)),
        AttributeType.Description => raw + One("", "\n", "\n\n"),
        AttributeType.UrlEncoded when attribute.Name == "sshkeys" => raw + One("", "%0A", "%0D%0A"),
        AttributeType.UrlEncoded => raw.Replace("%20", One("%20", "%20"), StringComparison.Ordinal),
        _ => raw,
    };

    private string Shuffled(string raw, string separator)
    {
        var items = AttributeValue.Items(raw);
        random.Shuffle(items);
        return string.Join(separator, items);
    }

    private bool Coin() => random.Next(2) == 0;

    private string One(params string[] choices) => choices[random.Next(choices.Length)];

    [GeneratedRegex(@"(?<![-\d])(\d+)-(\d+)")]
    private static partial Regex RangeOfTwo();
}
