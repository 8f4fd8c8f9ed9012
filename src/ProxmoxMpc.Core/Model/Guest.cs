using System.Collections.Immutable;
using System.Globalization;

namespace ProxmoxMpc.Core.Model;

/// <summary>A VM or a container as the server reports it, with its whole config.</summary>
public sealed record Guest
{
    public required int VmId { get; init; }
    public required GuestKind Kind { get; init; }

    /// <summary>The node that runs it now.</summary>
    public required string Node { get; init; }

    /// <summary><c>running</c>, <c>stopped</c>, <c>paused</c> or <c>unknown</c>.</summary>
    public string Status { get; init; } = "unknown";

    /// <summary>The pool it is a member of, or null.</summary>
    public string? Pool { get; init; }

    /// <summary>The state that HA wants (<c>started</c>, <c>stopped</c> …), or null where HA does not manage it.</summary>
    public string? HaState { get; init; }

    /// <summary>The config that will be in force after the next restart: Proxmox merges pending changes into what it returns.</summary>
    public GuestConfig Config { get; init; } = GuestConfig.Empty;

    /// <summary>SHA-1 of the config file when it was read; a write that carries it fails where the file has changed since.</summary>
    public string? Digest { get; init; }

    /// <summary>Keys whose value waits for a restart.</summary>
    public ImmutableArray<PendingChange> Pending { get; init; } = [];

    /// <summary>The name, or what Proxmox shows where none is set (<c>VM 100</c>, <c>CT100</c>).</summary>
    public string Name => Config.Get(Kind.NameKey()) is { Length: > 0 } name
        ? name
        : Kind == GuestKind.Qemu ? string.Create(CultureInfo.InvariantCulture, $"VM {VmId}") : string.Create(CultureInfo.InvariantCulture, $"CT{VmId}");

    public bool IsTemplate => Config.Get("template") == "1";
    public bool IsRunning => Status is "running" or "paused";

    /// <summary>The description without the newline that Proxmox appends for containers.</summary>
    public string? Description => Config.Get("description")?.TrimEnd('\r', '\n');

    public ImmutableArray<string> Tags => [.. (Config.Get("tags") ?? "").Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Virtual CPUs: cores times sockets. Null for a container without a limit, which sees every core of its node.</summary>
    public int? CpuCount => Kind == GuestKind.Qemu
        ? (Number("cores") ?? 1) * (Number("sockets") ?? 1)
        : Number("cores");

    /// <summary>Memory in MiB; Proxmox's default of 512 where unset.</summary>
    public int MemoryMiB => int.TryParse(GuestAttributes.One(this, "memory", Kind == GuestKind.Qemu ? "current" : null), CultureInfo.InvariantCulture, out var mib) ? mib : 512;

    public bool OnBoot => Config.Get("onboot") == "1";
    public bool Protection => Config.Get("protection") == "1";

    /// <summary>Its disks and mount points, without CD-ROM and cloud-init drives.</summary>
    public ImmutableArray<Disk> Disks => Disk.AllOf(this);

    /// <summary>Its network interfaces.</summary>
    public ImmutableArray<NetworkInterface> NetworkInterfaces => NetworkInterface.AllOf(this);

    private int? Number(string key) =>
        int.TryParse(Config.Get(key), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} ({VmId})");
}

/// <summary>A change that waits for the guest's next restart. <paramref name="Value"/> null: the key will be removed.</summary>
public sealed record PendingChange(string Key, string? Current, string? Value);
