using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>A value that the provider does not take from code.</summary>
/// <param name="Path">The attribute; the config key where its block cannot be written without it.</param>
/// <param name="Entry">What of the resource must be left alone for it, as <c>ignore_changes</c> says it.</param>
internal sealed record RefusedValue(string Path, string Entry, string Reason);

/// <summary>
/// Values that Proxmox has and the provider's validation (0.111.1, measured with <c>terraform validate</c>) refuses, so that
/// one of them breaks the plan of every guest: newer CPU models, NIC models of QEMU that few use, an IOMMU beside a version.
/// The code of a guest that exists does not say them and has them ignored.
/// </summary>
internal static partial class ProviderLimits
{
    /// <param name="Accepts">Whether the provider takes the value.</param>
    /// <param name="NeedsAll">Whether the block cannot do without the attribute, so that all of its key goes.</param>
    private sealed record Limit(Func<string, bool> Accepts, string Reason, bool NeedsAll = false);

    private static readonly FrozenSet<string> Processors = FrozenSet.Create(StringComparer.Ordinal,
        "486", "Broadwell", "Broadwell-IBRS", "Broadwell-noTSX", "Broadwell-noTSX-IBRS", "Cascadelake-Server", "Cascadelake-Server-noTSX", "Cascadelake-Server-v2",
        "Cascadelake-Server-v4", "Cascadelake-Server-v5", "Conroe", "Cooperlake", "Cooperlake-v2", "EPYC", "EPYC-Genoa", "EPYC-IBPB", "EPYC-Milan", "EPYC-Rome",
        "EPYC-Rome-v2", "EPYC-Rome-v3", "EPYC-Rome-v4", "EPYC-v3", "EPYC-v4", "Haswell", "Haswell-IBRS", "Haswell-noTSX", "Haswell-noTSX-IBRS", "Icelake-Client",
        "Icelake-Client-noTSX", "Icelake-Server", "Icelake-Server-noTSX", "Icelake-Server-v3", "Icelake-Server-v4", "Icelake-Server-v5", "Icelake-Server-v6", "IvyBridge",
        "IvyBridge-IBRS", "KnightsMill", "Nehalem", "Nehalem-IBRS", "Opteron_G1", "Opteron_G2", "Opteron_G3", "Opteron_G4", "Opteron_G5", "Penryn", "SandyBridge",
        "SandyBridge-IBRS", "SapphireRapids", "Skylake-Client", "Skylake-Client-IBRS", "Skylake-Client-noTSX-IBRS", "Skylake-Client-v4", "Skylake-Server",
        "Skylake-Server-IBRS", "Skylake-Server-noTSX-IBRS", "Skylake-Server-v4", "Skylake-Server-v5", "Westmere", "Westmere-IBRS", "athlon", "core2duo", "coreduo",
        "host", "kvm32", "kvm64", "max", "pentium", "pentium2", "pentium3", "phenom", "qemu32", "qemu64", "x86-64-v2", "x86-64-v2-AES", "x86-64-v3", "x86-64-v4");

    private static readonly FrozenDictionary<(string Key, string Part), Limit> OfVm = new Dictionary<(string, string), Limit>
    {
        [("cpu", "cputype")] = new(type => Processors.Contains(type) || type.StartsWith("custom-", StringComparison.Ordinal) && type.Length > "custom-".Length, "the provider does not know this CPU"),
        [("cores", "cores")] = new(Between(1, 2304), "the provider takes no more than 2304"),
        [("sockets", "sockets")] = new(Between(1, 16), "the provider takes no more than 16 sockets"),
        [("vcpus", "vcpus")] = new(Between(0, 2304), "the provider takes no more than 2304"),
        [("memory", "current")] = new(Between(64, 268435456), "the provider refuses less than 64 MiB"),
        [("balloon", "balloon")] = new(Between(0, 268435456), "more than the provider takes"),
        [("numa", "memory")] = new(Between(64, 268435456), "the provider wants 64 MiB or more for every node", NeedsAll: true),
        [("machine", "type")] = new(type => Machine().IsMatch(type), "the provider does not know this machine"),
        [("citype", "citype")] = new(type => type is "configdrive2" or "nocloud", "the provider does not know this type of cloud-init data"),
        [("hotplug", "hotplug")] = new(IsHotPlug, "the provider does not know all of these features"),
        [("net", "model")] = new(model => model is "e1000" or "e1000e" or "rtl8139" or "virtio" or "vmxnet3", "the provider does not know this model"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<(string Key, string Part), Limit> OfContainer = new Dictionary<(string, string), Limit>
    {
        [("cores", "cores")] = new(Between(1, 128), "the provider takes no more than 128"),
        [("arch", "arch")] = new(arch => arch is "amd64" or "arm64" or "armhf" or "i386", "the provider does not know this architecture"),
        [("features", "mount")] = new(types => AttributeValue.Items(types).All(type => type is "nfs" or "cifs"), "the provider knows only nfs and cifs"),
        [("dev", "path")] = new(path => path.Length > 0, "the provider wants a path for every device", NeedsAll: true),
    }.ToFrozenDictionary();

    private const int MostDisks = 31;
    private const int MostInterfaces = 10;

    /// <summary>Values of the guest's config that code must not say.</summary>
    public static IEnumerable<RefusedValue> Of(Guest guest) => Single(guest).Concat(Whole(guest));

    /// <summary>Devices of which there are more than the provider takes, so that code says none, and a root file system that it has no words for.</summary>
    private static IEnumerable<RefusedValue> Whole(Guest guest)
    {
        if (guest.Kind == GuestKind.Qemu)
        {
            string[] disks = [.. guest.Disks.Where(disk => GuestSchema.For(guest.Kind).FindKey(disk.Key)!.IsDrive()).Select(disk => disk.Key)];
            if (disks.Length > MostDisks)
                foreach (var key in disks) yield return new(key, "disk", $"the provider takes no more than {MostDisks} disks");
            yield break;
        }
        if (GuestTraps.Indexes(guest, "net") is { Length: > MostInterfaces } numbers)
            foreach (var number in numbers)
                foreach (var entry in new[] { "network_interface", "initialization[0].ip_config" }) yield return new(FormattableString.Invariant($"net{number}"), entry, $"the provider takes no more than {MostInterfaces} interfaces of a container");
        if (guest.Config.Get("rootfs") is { } rootfs && VolumeId.Split(GuestTraps.Parse(guest, "rootfs", rootfs)["volume"] ?? "").Storage is null)
            yield return new("rootfs", "disk", "it is on no storage of Proxmox, which the provider cannot say");
    }

    private static IEnumerable<RefusedValue> Single(Guest guest)
    {
        var schema = GuestSchema.For(guest.Kind);
        var limits = guest.Kind == GuestKind.Qemu ? OfVm : OfContainer;
        foreach (var (name, raw) in guest.Config)
        {
            if (schema.FindKey(name) is not { } key) continue;
            PropertyString? parsed = null;
            foreach (var attribute in key.Attributes())
            {
                if (!limits.TryGetValue((key.Name, attribute.Name), out var limit) || key.Scalar is null != key.IsPropertyString) continue;
                var value = key.IsPropertyString ? (parsed ??= PropertyString.Parse(raw, key))[attribute.Name] : raw;
                if (value is null ? !limit.NeedsAll : limit.Accepts(value)) continue;
                yield return new(limit.NeedsAll ? name : key.PathOf(name, attribute), Entry(guest.Kind, attribute.Provider!.Path), limit.Reason);
            }
            if (key.IsDrive() && raw.Contains("serial=", StringComparison.Ordinal) && PropertyString.Parse(raw, key)["serial"] is { Length: > 20 })
                yield return new(AttributePath.Of(name, "serial"), "disk", "the provider takes no serial number of more than 20 characters");
            // The version and the IOMMU in one: only behind a plain q35.
            if (key.Name == "machine" && (parsed ??= PropertyString.Parse(raw, key))["viommu"] is not null && parsed["type"] != "q35")
                yield return new("machine.viommu", "machine", "the provider takes an IOMMU only beside a plain q35");
        }
    }

    /// <summary>The same taken out of the facts: what code says of a guest that exists.</summary>
    public static AttributeMap Sayable(Guest guest, AttributeMap facts)
    {
        foreach (var refused in Of(guest))
            foreach (var path in facts.Keys.Where(path => path == refused.Path || path.StartsWith(refused.Path + ".", StringComparison.Ordinal)).ToArray()) facts = facts.With(path, null);
        return facts;
    }

    /// <summary>Of a block that stands once the attribute alone; of several the block's type, for an index would name one by its place in Terraform's state.</summary>
    private static string Entry(GuestKind kind, string path)
    {
        var top = BlockPath.Top(path);
        return top == path || BlockShape.Of(kind, top).Rule != BlockRule.Single ? top : $"{top}[0]{path[top.Length..]}";
    }

    private static bool IsHotPlug(string features) => features is "" or "0" or "1"
        || features.Split(',') is var named && named.Distinct(StringComparer.Ordinal).Count() == named.Length && named.All(feature => feature is "cpu" or "disk" or "memory" or "network" or "usb");

    private static Func<string, bool> Between(long minimum, long maximum) =>
        text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum && number == decimal.Truncate(number);

    [GeneratedRegex(@"^(pc|pc(-i440fx)?-\d+(\.\d+)+(\+pve\d+)?(\.pxe)?|q35|pc-q35-\d+(\.\d+)+(\+pve\d+)?(\.pxe)?|virt(?:-\d+(\.\d+)+)?(\+pve\d+)?)$")]
    private static partial Regex Machine();
}
