using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>
/// What the provider's import would put into Terraform's state for a guest: written from the facts about the provider, and
/// on purpose with nothing of the product in it but the guest.
/// </summary>
internal sealed class ProviderReading
{
    private readonly Guest _guest;
    private readonly JsonObject _defaults;
    private readonly JsonObject _state;

    private ProviderReading(Guest guest, JsonObject defaults)
    {
        _guest = guest;
        _defaults = defaults;
        _state = Filled(defaults);
    }

    public static JsonObject Of(IEnumerable<Guest> guests)
    {
        var resources = JsonNode.Parse(File.ReadAllText(SharedData.Path("data/bpg-defaults.json")))!["resources"]!;
        var (vms, containers, members) = (new JsonObject(), new JsonObject(), new JsonObject());
        foreach (var guest in guests)
        {
            var id = $"{guest.Node}/{guest.VmId.ToString(CultureInfo.InvariantCulture)}";
            if (guest.Kind == GuestKind.Qemu) vms[id] = new ProviderReading(guest, resources["proxmox_virtual_environment_vm"]!["attributes"]!.AsObject()).Vm();
            else containers[id] = new ProviderReading(guest, resources["proxmox_virtual_environment_container"]!["attributes"]!.AsObject()).Container();
            if (guest.Pool is not null) members[$"{guest.Pool}/vm/{guest.VmId.ToString(CultureInfo.InvariantCulture)}"] = new JsonObject { ["id"] = $"{guest.Pool}/vm/{guest.VmId}", ["pool_id"] = guest.Pool, ["vm_id"] = guest.VmId, ["type"] = "vm" };
        }
        return new() { ["proxmox_virtual_environment_vm"] = vms, ["proxmox_virtual_environment_container"] = containers, ["proxmox_pool_membership"] = members };
    }

    private JsonObject Vm()
    {
        Common("name", "on_boot");
        Text("bios", "bios");
        Text("machine", "machine");
        Text("keyboard", "keyboard_layout");
        Text("args", "kvm_arguments");
        Text("hotplug", "hotplug");
        Flag("acpi", "acpi");
        Flag("tablet", "tablet_device");
        _state["scsi_hardware"] = Raw("scsihw") ?? "";
        if (_guest.Pool is not null) _state["pool_id"] = _guest.Pool;
        if (Raw("boot") is { } boot && boot.StartsWith("order=", StringComparison.Ordinal)) _state["boot_order"] = List(boot[6..].Split(';'));
        if (Raw("ostype") != "other") _state["operating_system"] = List(new JsonObject { ["type"] = Raw("ostype") ?? "" });
        VmProcessor();
        VmDisks();
        VmNetwork();
        VmDevices();
        CloudInit();
        foreach (var computed in new[] { "mac_addresses", "ipv4_addresses", "ipv6_addresses", "network_interface_names" }) _state[computed] = new JsonArray();
        return _state;
    }

    private void VmProcessor()
    {
        var cpu = Block("cpu");
        var type = Parts(Raw("cpu") ?? "", "cputype");
        cpu["type"] = type.GetValueOrDefault("cputype") ?? (Raw("cpu") is null ? "qemu64" : "");
        cpu["flags"] = List(type.GetValueOrDefault("flags")?.Split(';') ?? []);
        Number(cpu, "cores", Raw("cores"));
        Number(cpu, "sockets", Raw("sockets"));
        Number(cpu, "hotplugged", Raw("vcpus"));
        Number(cpu, "limit", Raw("cpulimit"));
        cpu["units"] = 0;
        Number(cpu, "units", Raw("cpuunits"));
        cpu["numa"] = Raw("numa") == "1";
        cpu["affinity"] = Raw("affinity") ?? "";
        cpu["architecture"] = Raw("arch") ?? "";
        // A block of which all is default is not put into the state; numa and affinity are not looked at for that.
        if (Raw("arch") is not null || cpu["cores"]!.GetValue<int>() != 1 || cpu["sockets"]!.GetValue<int>() != 1 || cpu["flags"]!.AsArray().Count > 0 || Raw("vcpus") is not null
            || Raw("cpulimit") is not (null or "0") || Raw("cpuunits") is not null || type.GetValueOrDefault("cputype") is not (null or "qemu64")) _state["cpu"] = List(cpu);
        var memory = Block("memory");
        memory["dedicated"] = 0;
        Number(memory, "dedicated", Parts(Raw("memory") ?? "", "current").GetValueOrDefault("current"));
        Number(memory, "floating", Raw("balloon"));
        memory["hugepages"] = Raw("hugepages") ?? "";
        if (memory["dedicated"]!.GetValue<int>() != 512 || Raw("balloon") is not (null or "0") || Raw("hugepages") is not null || Raw("keephugepages") is not null || Raw("ivshmem") is not null) _state["memory"] = List(memory);
        _state["numa"] = List(Keys("numa").Where(key => Parts(Raw(key)!).ContainsKey("hostnodes")).Select(key =>
        {
            var (block, parts) = (Block("numa"), Parts(Raw(key)!));
            block["device"] = key;
            Copy(parts, block, "cpus", "hostnodes", "policy");
            Number(block, "memory", parts.GetValueOrDefault("memory"));
            return block;
        }));
        if (Raw("agent") is { } raw && Parts(raw, "enabled") is var agent && (agent["enabled"] == "1" || agent.Count > 1))
        {
            var block = Block("agent");
            block["enabled"] = agent["enabled"] == "1";
            block["trim"] = agent.GetValueOrDefault("fstrim_cloned_disks") == "1";
            Copy(agent, block, "type");
            _state["agent"] = List(block);
        }
        Startup();
    }

    private void VmDisks()
    {
        var disks = new List<JsonObject>();
        foreach (var key in _guest.Config.Keys.Where(key => new[] { "scsi", "virtio", "sata", "ide" }.Any(bus => key.StartsWith(bus, StringComparison.Ordinal) && key.Length > bus.Length && char.IsAsciiDigit(key[bus.Length]))))
        {
            var parts = Parts(Raw(key)!, "file");
            var file = parts["file"];
            if (parts.GetValueOrDefault("media") == "cdrom")
            {
                if (key == "ide3") _state["cdrom"] = List(new JsonObject { ["interface"] = key, ["file_id"] = file, ["enabled"] = false });
                continue;
            }
            var disk = Block("disk");
            disk["interface"] = key;
            disk["datastore_id"] = file.StartsWith('/') ? "" : file.Split(':')[0];
            disk["path_in_datastore"] = file.StartsWith('/') ? file : file.Split(':')[1];
            disk["file_format"] = file.EndsWith(".qcow2", StringComparison.Ordinal) ? "qcow2" : "raw";
            disk["size"] = GiB(parts["size"]);
            Copy(parts, disk, "discard", "cache", "aio", "serial");
            Flags(parts, disk, ("iothread", "iothread"), ("ssd", "ssd"), ("backup", "backup"), ("replicate", "replicate"));
            var speed = new JsonObject();
            foreach (var (part, name) in new[] { ("mbps_rd", "read"), ("mbps_rd_max", "read_burstable"), ("mbps_wr", "write"), ("mbps_wr_max", "write_burstable"), ("iops_rd", "iops_read"), ("iops_rd_max", "iops_read_burstable"), ("iops_wr", "iops_write"), ("iops_wr_max", "iops_write_burstable") })
            {
                speed[name] = 0;
                Number(speed, name, parts.GetValueOrDefault(part));
            }
            if (speed.Any(pair => pair.Value!.ToJsonString() != "0")) disk["speed"] = List(speed);
            disks.Add(disk);
        }
        // Terraform matches list blocks by place; the provider has the buses in the alphabet's order, measured.
        _state["disk"] = List(disks.OrderBy(disk => disk["interface"]!.GetValue<string>().TrimEnd("0123456789".ToCharArray()), StringComparer.Ordinal)
            .ThenBy(disk => int.Parse(string.Concat(disk["interface"]!.GetValue<string>().Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture)));
        if (Raw("efidisk0") is { } efi)
        {
            var (block, parts) = (Block("efi_disk"), Parts(efi, "file"));
            block["datastore_id"] = parts["file"].Split(':')[0];
            block["file_format"] = "raw";
            block["type"] = parts.GetValueOrDefault("efitype") ?? "2m";
            block["pre_enrolled_keys"] = parts.GetValueOrDefault("pre-enrolled-keys") == "1";
            _state["efi_disk"] = List(block);
        }
        if (Raw("tpmstate0") is { } raw && Parts(raw, "file") is var tpm && !(tpm["file"].StartsWith("local-lvm:", StringComparison.Ordinal) && tpm.GetValueOrDefault("version") == "v2.0"))
            _state["tpm_state"] = List(new JsonObject { ["datastore_id"] = tpm["file"].Split(':')[0], ["version"] = tpm.GetValueOrDefault("version") ?? "" });
    }

    private void VmNetwork() => _state["network_device"] = List(Keys("net").Select(key =>
    {
        var parts = Parts(Raw(key)!);
        var model = parts.First();
        return new JsonObject
        {
            ["model"] = model.Key, ["mac_address"] = model.Value, ["bridge"] = parts.GetValueOrDefault("bridge") ?? "", ["firewall"] = parts.GetValueOrDefault("firewall") == "1",
            ["vlan_id"] = Integer(parts, "tag"), ["mtu"] = Integer(parts, "mtu"), ["queues"] = Integer(parts, "queues"), ["enabled"] = true, ["trunks"] = parts.GetValueOrDefault("trunks") ?? "",
            ["rate_limit"] = double.Parse(parts.GetValueOrDefault("rate") ?? "0", CultureInfo.InvariantCulture), ["disconnected"] = parts.GetValueOrDefault("link_down") == "1",
        };
    }));

    private void VmDevices()
    {
        _state["hostpci"] = List(Keys("hostpci").Select(key =>
        {
            var (block, parts) = (Block("hostpci"), Parts(Raw(key)!, "host"));
            block["device"] = key;
            block["id"] = parts.GetValueOrDefault("host") ?? "";
            block["rom_file"] = parts.GetValueOrDefault("romfile") ?? "";
            Copy(parts, block, "mapping", "mdev");
            Flags(parts, block, ("pcie", "pcie"), ("x-vga", "xvga"));
            block["rombar"] = parts.GetValueOrDefault("rombar") != "0";
            return block;
        }));
        _state["usb"] = List(Keys("usb").Select(key => Parts(Raw(key)!, "host")).Select(parts => new JsonObject { ["host"] = parts.GetValueOrDefault("host") ?? "", ["mapping"] = parts.GetValueOrDefault("mapping") ?? "", ["usb3"] = parts.GetValueOrDefault("usb3") == "1" }));
        _state["serial_device"] = List(Keys("serial").Select(key => new JsonObject { ["device"] = Raw(key) }));
        var vga = Parts(Raw("vga") ?? "", "type");
        // Left out of code the block plans nothing, measured; the stub does not know blocks that the provider computes.
        if (Raw("vga") is not null && (vga.GetValueOrDefault("type"), vga.GetValueOrDefault("memory") ?? "16", vga.GetValueOrDefault("clipboard") ?? "") != ("std", "16", "")) _state["vga"] = List(new JsonObject { ["type"] = vga.GetValueOrDefault("type") ?? "", ["memory"] = int.Parse(vga.GetValueOrDefault("memory") ?? "16", CultureInfo.InvariantCulture), ["clipboard"] = vga.GetValueOrDefault("clipboard") ?? "" });
        if (Raw("audio0") is { } audio) _state["audio_device"] = List(new JsonObject { ["device"] = Parts(audio)["device"], ["driver"] = Parts(audio).GetValueOrDefault("driver") ?? "", ["enabled"] = true });
        if (Raw("rng0") is { } rng) _state["rng"] = List(new JsonObject { ["source"] = Parts(rng, "source")["source"], ["max_bytes"] = Integer(Parts(rng), "max_bytes"), ["period"] = Integer(Parts(rng), "period") });
        if (Raw("watchdog") is { } dog) _state["watchdog"] = List(new JsonObject { ["enabled"] = true, ["model"] = Parts(dog, "model").GetValueOrDefault("model") ?? "i6300esb", ["action"] = Parts(dog, "model").GetValueOrDefault("action") ?? "none" });
        _state["virtiofs"] = List(Keys("virtiofs").Select(key =>
        {
            var (block, parts) = (Block("virtiofs"), Parts(Raw(key)!, "dirid"));
            block["mapping"] = parts["dirid"];
            Copy(parts, block, "cache");
            Flags(parts, block, ("direct-io", "direct_io"), ("expose-acl", "expose_acl"), ("expose-xattr", "expose_xattr"));
            if (parts.GetValueOrDefault("expose-acl") == "1") block["expose_xattr"] = true;
            return block;
        }));
        if (Raw("smbios1") is { } smbios && Parts(smbios) is var fields && fields.Keys.Any(name => name is not ("uuid" or "base64")))
        {
            var block = Block("smbios");
            foreach (var (name, value) in fields.Where(field => field.Key != "base64"))
                block[name] = name != "uuid" && fields.ContainsKey("base64") ? Encoding.UTF8.GetString(Convert.FromBase64String(value)) : value;
            _state["smbios"] = List(block);
        }
    }

    private void CloudInit()
    {
        var keys = new[] { "ciuser", "cipassword", "sshkeys", "nameserver", "searchdomain", "citype", "ciupgrade", "cicustom" };
        var drive = _guest.Config.FirstOrDefault(pair => pair.Value.Contains($"vm-{_guest.VmId}-cloudinit", StringComparison.Ordinal));
        if (drive.Key is null && !keys.Any(_guest.Config.ContainsKey) && Keys("ipconfig").Length == 0) return;
        var block = new JsonObject { ["datastore_id"] = drive.Value?.Split(':')[0] ?? "", ["interface"] = drive.Key ?? "", ["file_format"] = "qcow2", ["upgrade"] = Raw("ciupgrade") != "0", ["type"] = Raw("citype") ?? "" };
        foreach (var (part, name) in new[] { ("user", "user_data_file_id"), ("vendor", "vendor_data_file_id"), ("network", "network_data_file_id"), ("meta", "meta_data_file_id") })
            block[name] = Parts(Raw("cicustom") ?? "").GetValueOrDefault(part) ?? "";
        var count = Keys("ipconfig").Select(key => int.Parse(key["ipconfig".Length..], CultureInfo.InvariantCulture) + 1).DefaultIfEmpty(0).Max();
        block["ip_config"] = List(Enumerable.Range(0, count).Select(index => Address(Parts(Raw($"ipconfig{index}") ?? ""))));
        if (Raw("nameserver") is not null || Raw("searchdomain") is not null) block["dns"] = List(new JsonObject { ["domain"] = Raw("searchdomain") ?? "", ["servers"] = List(Raw("nameserver")?.Split(' ') ?? []) });
        if (Raw("ciuser") is not null || Raw("sshkeys") is not null || Raw("cipassword") is not null)
            block["user_account"] = List(new JsonObject { ["username"] = Raw("ciuser") ?? "", ["password"] = Raw("cipassword") ?? "", ["keys"] = List(Uri.UnescapeDataString(Raw("sshkeys") ?? "").Trim().Split('\n', StringSplitOptions.RemoveEmptyEntries)) });
        _state["initialization"] = List(block);
    }

    private JsonObject Container()
    {
        Common("", "start_on_boot");
        foreach (var unread in new[] { "timeout_clone", "timeout_create", "timeout_delete", "timeout_start", "timeout_update" }) _state.Remove(unread);
        _state["unprivileged"] = Raw("unprivileged") == "1";
        if (Raw("ostype") != "unmanaged") _state["operating_system"] = List(new JsonObject { ["type"] = Raw("ostype") ?? "", ["template_file_id"] = "" });
        var cpu = Block("cpu");
        Number(cpu, "cores", Raw("cores"));
        Number(cpu, "limit", Raw("cpulimit"));
        cpu["units"] = 0;
        Number(cpu, "units", Raw("cpuunits"));
        cpu["architecture"] = Raw("arch") ?? "amd64";
        if (Raw("cores") is not (null or "1") || Raw("cpulimit") is not (null or "0") || Raw("cpuunits") is not null || Raw("arch") is not (null or "amd64")) _state["cpu"] = List(cpu);
        var (dedicated, swap) = (int.Parse(Raw("memory") ?? "0", CultureInfo.InvariantCulture), int.Parse(Raw("swap") ?? "0", CultureInfo.InvariantCulture));
        if ((dedicated, swap) != (512, 0)) _state["memory"] = List(new JsonObject { ["dedicated"] = dedicated, ["swap"] = swap });
        // Unset, the flag is another Go type than the default that it is compared with, and so the block is read.
        if (Raw("console") != "1" || Raw("cmode") is not (null or "tty") || Raw("tty") is not (null or "2")) _state["console"] = List(new JsonObject { ["enabled"] = Raw("console") != "0", ["type"] = Raw("cmode") ?? "tty", ["tty_count"] = int.Parse(Raw("tty") ?? "2", CultureInfo.InvariantCulture) });
        if (Raw("features") is { } raw && Parts(raw) is var features && features.Any(part => part.Key == "mount" || part.Key != "force_rw_sys" && part.Value == "1"))
            _state["features"] = List(new JsonObject { ["nesting"] = features.GetValueOrDefault("nesting") == "1", ["keyctl"] = features.GetValueOrDefault("keyctl") == "1", ["fuse"] = features.GetValueOrDefault("fuse") == "1", ["mknod"] = features.GetValueOrDefault("mknod") == "1", ["mount"] = List(features.GetValueOrDefault("mount")?.Split(';') ?? []) });
        var root = Parts(Raw("rootfs")!, "volume");
        var disk = new JsonObject { ["datastore_id"] = root["volume"].Split(':')[0], ["path_in_datastore"] = root["volume"].Split(':')[1], ["size"] = GiB(root["size"]), ["mount_options"] = List(root.GetValueOrDefault("mountoptions")?.Split(';') ?? []) };
        foreach (var name in new[] { "acl", "quota", "replicate" }) disk[name] = root.GetValueOrDefault(name) == "1";
        _state["disk"] = List(disk);
        _state["mount_point"] = List(Keys("mp").Select(key =>
        {
            var (block, parts) = (Block("mount_point"), Parts(Raw(key)!, "volume"));
            block["volume"] = parts["volume"];
            block["path"] = parts["mp"];
            block["size"] = parts.GetValueOrDefault("size") ?? "";
            block["mount_options"] = List(parts.GetValueOrDefault("mountoptions")?.Split(';') ?? []);
            Flags(parts, block, ("acl", "acl"), ("backup", "backup"), ("quota", "quota"), ("replicate", "replicate"), ("ro", "read_only"), ("shared", "shared"));
            return block;
        }));
        var nets = Keys("net").Select(key => Parts(Raw(key)!)).ToArray();
        _state["network_interface"] = List(nets.Select(parts => new JsonObject
        {
            ["name"] = parts["name"], ["bridge"] = parts["bridge"], ["mac_address"] = parts["hwaddr"], ["enabled"] = true, ["firewall"] = parts.GetValueOrDefault("firewall") == "1", ["host_managed"] = false,
            ["mtu"] = Integer(parts, "mtu"), ["vlan_id"] = Integer(parts, "tag"), ["rate_limit"] = Integer(parts, "rate"),
        }));
        var initialization = new JsonObject { ["hostname"] = Raw("hostname") ?? "", ["entrypoint"] = Raw("entrypoint") ?? "" };
        initialization["ip_config"] = List(nets.Select(Address).Where(address => address.Count > 0));
        if (Raw("nameserver") is not null || Raw("searchdomain") is not null) initialization["dns"] = List(new JsonObject { ["domain"] = Raw("searchdomain") ?? "", ["server"] = "", ["servers"] = List(Raw("nameserver")?.Split(' ') ?? []) });
        _state["initialization"] = List(initialization);
        _state["device_passthrough"] = List(Keys("dev").Select(key => Parts(Raw(key)!, "path")).Select(parts => new JsonObject { ["path"] = parts["path"], ["deny_write"] = parts.GetValueOrDefault("deny-write") == "1", ["mode"] = parts.GetValueOrDefault("mode") ?? "0660", ["gid"] = Integer(parts, "gid"), ["uid"] = Integer(parts, "uid") }));
        if (Raw("env") is { } env) _state["environment_variables"] = new JsonObject(env.Split('\0').Select(pair => KeyValuePair.Create(pair.Split('=')[0], (JsonNode?)pair[(pair.IndexOf('=') + 1)..])));
        return _state;
    }

    private void Common(string name, string onBoot)
    {
        _state["id"] = _guest.VmId.ToString(CultureInfo.InvariantCulture);
        _state["node_name"] = _guest.Node;
        if (_guest.Kind == GuestKind.Qemu) _state["vm_id"] = _guest.VmId;
        if (name.Length > 0) _state["name"] = Raw("name") ?? "";
        // Of a container the provider compares it with the newline that Proxmox appends; the stub does not know that.
        _state["description"] = _guest.Kind == GuestKind.Lxc && Raw("description") is { } text && text.EndsWith('\n') ? text[..^1] : Raw("description") ?? "";
        _state["tags"] = List((Raw("tags") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        _state[onBoot] = Raw("onboot") == "1";
        _state["started"] = _guest.Status is "running" or "paused";
        _state["protection"] = Raw("protection") == "1";
        _state["template"] = Raw("template") == "1";
        _state["hook_script_file_id"] = Raw("hookscript") ?? "";
        if (_guest.Kind == GuestKind.Lxc) Startup();
    }

    private void Startup()
    {
        if (Raw("startup") is not { } raw) return;
        var parts = Parts(raw, "an order without its name is not read");
        _state["startup"] = List(new JsonObject { ["order"] = int.Parse(parts.GetValueOrDefault("order") ?? "-1", CultureInfo.InvariantCulture), ["up_delay"] = int.Parse(parts.GetValueOrDefault("up") ?? "-1", CultureInfo.InvariantCulture), ["down_delay"] = int.Parse(parts.GetValueOrDefault("down") ?? "-1", CultureInfo.InvariantCulture) });
    }

    private static JsonObject Address(Dictionary<string, string> parts)
    {
        var address = new JsonObject();
        foreach (var (block, ip, gateway) in new[] { ("ipv4", "ip", "gw"), ("ipv6", "ip6", "gw6") })
            if (parts.ContainsKey(ip) || parts.ContainsKey(gateway)) address[block] = List(new JsonObject { ["address"] = parts.GetValueOrDefault(ip) ?? "", ["gateway"] = parts.GetValueOrDefault(gateway) ?? "" });
        return address;
    }

    private string? Raw(string key) => _guest.Config.Get(key);

    private string[] Keys(string family) => [.. _guest.Config.Keys.Where(key => key.StartsWith(family, StringComparison.Ordinal) && key.Length > family.Length && key[family.Length..].All(char.IsAsciiDigit)).OrderBy(key => int.Parse(key[family.Length..], CultureInfo.InvariantCulture))];

    private void Text(string key, string name) { if (Raw(key) is { } value) _state[name] = value; }

    private void Flag(string key, string name) { if (Raw(key) is { } value) _state[name] = value == "1"; }

    private static void Number(JsonObject block, string name, string? value) { if (value is not null) block[name] = JsonNode.Parse(value); }

    private static void Copy(Dictionary<string, string> parts, JsonObject block, params string[] names) { foreach (var name in names) if (parts.TryGetValue(name, out var value)) block[name] = value; }

    private static void Flags(Dictionary<string, string> parts, JsonObject block, params (string Part, string Name)[] flags) { foreach (var (part, name) in flags) if (parts.TryGetValue(part, out var value)) block[name] = value is "1" or "on"; }

    private static int Integer(Dictionary<string, string> parts, string name) => int.Parse(parts.GetValueOrDefault(name) ?? "0", CultureInfo.InvariantCulture);

    private static long GiB(string size) => (long)(decimal.Parse(size[..^1], CultureInfo.InvariantCulture) * size[^1] switch { 'M' => 1, 'G' => 1024, 'T' => 1024 * 1024, 'K' => 1 / 1024m, _ => 0 }) / 1024;

    private static Dictionary<string, string> Parts(string raw, string first = "") => raw.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part.Length == 2 ? part[0] : first, part => part[^1]);

    private JsonObject Block(string type) => Filled(_defaults[type]!["nested"]!.AsObject());

    private static JsonObject Filled(JsonObject schema) => new(schema.Where(pair => pair.Value!["default"] is not null).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value!["default"]!.DeepClone())));

    private static JsonArray List(params IEnumerable<JsonNode?> items) => new([.. items]);

    private static JsonArray List(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode?)item)]);
}
