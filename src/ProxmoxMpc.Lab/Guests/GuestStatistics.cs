using System.Globalization;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Figures of a guest as the status commands derive them from its config.</summary>
internal static class GuestStatistics
{
    private const long MiB = 1 << 20;

    public static GuestStats Measure(LabState state, GuestState guest, DateTimeOffset now)
    {
        long memory = MaxMemory(guest);
        return new GuestStats(guest.Paused ? "paused" : guest.Running ? "running" : "stopped", guest.Name, guest.IsTemplate, Cpus(state, guest), memory, MaxDisk(guest), guest.Running ? memory / 3 : 0, Uptime(guest, now));
    }

    public static long Uptime(GuestState guest, DateTimeOffset now) => guest.Running && guest.StartedAt is { } start ? Math.Max(0, (long)(now - start).TotalSeconds) : 0;

    public static double Cpus(LabState state, GuestState guest)
    {
        int host = state.Nodes.TryGetValue(guest.Node, out var node) ? node.Cores : 1;
        if (!guest.IsQemu)
            return Number(guest, "cores") ?? Number(guest, "cpulimit") ?? host;
        if (Number(guest, "vcpus") is { } vcpus and > 0)
            return vcpus;
        return Math.Min(host, (Number(guest, "sockets") ?? 1) * (Number(guest, "cores") ?? 1));
    }

    public static long MaxMemory(GuestState guest) => Memory(guest.Config.GetValueOrDefault("memory")) * MiB;

    public static long Swap(GuestState guest) => (long)(Number(guest, "swap") ?? 512) * MiB;

    /// <summary>MiB in "2048" or "current=2048".</summary>
    public static long Memory(string? text)
    {
        if (text is null)
            return 512;
        string value = text.StartsWith("current=", StringComparison.Ordinal) ? text["current=".Length..] : text;
        return long.TryParse(value, CultureInfo.InvariantCulture, out long mib) ? mib : 512;
    }

    /// <summary>The boot disk only, as the lists report it.</summary>
    public static long MaxDisk(GuestState guest)
    {
        if (!guest.IsQemu)
            return Size(guest, "rootfs") ?? 0;
        foreach (string key in BootDisks(guest))
        {
            if (guest.Config.TryGetValue(key, out string? value) && Drives.TryParse("qemu", key, value) is { } drive && !Drives.IsCdrom(drive) && drive.ContainsKey("file"))
                return drive.TryGetValue("size", out string? size) ? TextRules.ParseSize(size) ?? 0 : 0;
        }
        return 0;
    }

    private static IEnumerable<string> BootDisks(GuestState guest)
    {
        string? boot = guest.Config.GetValueOrDefault("boot");
        var parts = boot is null ? null : PropertyString.TryParse(ApiTable.Default.Formats["pve-qm-boot"], boot);
        if (parts is null || parts.ContainsKey("legacy"))
            return guest.Config.TryGetValue("bootdisk", out string? disk) ? [disk] : [];
        return TextRules.SplitList(parts.GetValueOrDefault("order")).Where(Drives.IsDrive);
    }

    private static long? Size(GuestState guest, string key) =>
        guest.Config.TryGetValue(key, out string? value) && Drives.TryParse(guest.Kind, key, value) is { } drive && drive.TryGetValue("size", out string? size) ? TextRules.ParseSize(size) : null;

    private static double? Number(GuestState guest, string key) =>
        guest.Config.TryGetValue(key, out string? text) && double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number : null;
}
