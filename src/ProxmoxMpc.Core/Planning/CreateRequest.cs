using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>
/// What the request for a new guest says beyond what differs from Proxmox's defaults, so that the guest comes out word for word as
/// the Terraform provider would have made it from the same code (measured side by side on Proxmox's own API code, provider 0.111.1).
/// </summary>
internal static class CreateRequest
{
    private static readonly string[] FirstOfBus = ["ide0", "sata0", "scsi0", "virtio0"];

    // Of memory, ostype and scsihw the provider reads something else than Proxmox's default where they are left out.
    private static readonly (string Key, string Value)[] SaidOfVm =
    [
        ("acpi", "1"), ("agent", "enabled=0,fstrim_cloned_disks=0,type=virtio"), ("bios", "seabios"), ("cores", "1"), ("keyboard", "en-us"), ("memory", "512"), ("numa", "0"),
        ("onboot", "0"), ("ostype", "other"), ("protection", "0"), ("scsihw", "lsi"), ("sockets", "1"), ("tablet", "1"), ("template", "0"),
    ];

    // What a config that lacks it means is not what a request that lacks it means: new containers are unprivileged by default.
    private static readonly (string Key, string Value)[] SaidOfContainer =
    [
        ("arch", "amd64"), ("cmode", "tty"), ("console", "1"), ("cores", "1"), ("cpulimit", "0"), ("memory", "512"), ("onboot", "0"), ("protection", "0"), ("swap", "512"),
        ("template", "0"), ("tty", "2"), ("unprivileged", "0"),
    ];

    // Proxmox knows host-managed since then, and the provider says it of every interface from then on.
    private static readonly Version SinceHostManaged = new(9, 1);

    /// <param name="parameters">What differs from Proxmox's defaults.</param>
    /// <param name="version">The server's, for example <c>9.2.11</c>; null: not known.</param>
    public static ImmutableSortedDictionary<string, string> Of(DesiredGuest code, ImmutableSortedDictionary<string, string> parameters, string? version)
    {
        var target = code.Attributes;
        void Say(string key, string value)
        {
            if (!parameters.ContainsKey(key)) parameters = parameters.Add(key, value);
        }

        foreach (var (key, value) in code.Kind == GuestKind.Qemu ? SaidOfVm : SaidOfContainer) Say(key, value);
        if (code.Kind == GuestKind.Lxc)
        {
            // Without a disk block the root file system is the provider's default one.
            Say("rootfs", "local:4");
            if (!Version.TryParse(version, out var server) || server < SinceHostManaged) return parameters;
            var nics = parameters.Where(pair => GuestSchema.SplitIndex(pair.Key)?.Family == "net" && !pair.Value.Contains("host-managed=", StringComparison.Ordinal));
            return parameters.SetItems([.. nics.Select(pair => KeyValuePair.Create(pair.Key, pair.Value + ",host-managed=0"))]);
        }
        if (parameters.TryGetValue("ivshmem", out var shared) && !shared.Contains("name=", StringComparison.Ordinal)) parameters = parameters.SetItem("ivshmem", FormattableString.Invariant($"{shared},name=vm-{code.VmId}-ivshmem"));
        Say("boot", $"order={string.Join(';', BootOrder(target))}");
        // These the provider says only where the code does, be it the default.
        if (code.HasOpinion("hotplug")) Say("hotplug", "network,disk,usb");
        if (code.HasOpinion("ciupgrade") && target.Keys.Any(path => AttributePath.Split(path).Part == "volume" && target.Get(path) == "cloudinit")) Say("ciupgrade", "1");
        if (code.HasOpinion("vga.type") || code.HasOpinion("vga.memory")) Say("vga", "memory=16,type=std");
        return parameters;
    }

    /// <summary>The provider's order where the code has none: the CD, the first disk of each bus, the network.</summary>
    private static IEnumerable<string> BootOrder(AttributeMap target)
    {
        var discs = target.Keys.Select(AttributePath.Split).Where(path => path.Part == "media" && target.Get(AttributePath.Of(path.Key, "volume")) != "cloudinit").Select(path => path.Key);
        return [.. discs.Take(1), .. FirstOfBus.Where(key => target.HasAny(key + ".") && target.Get(AttributePath.Of(key, "media")) is null), "net0"];
    }
}
